//! What was new in the year: how many artists, and the best of them.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::{BestDiscovery, DiscoveryMonth};

use crate::canvas::{At, Canvas};
use crate::phrase::join;
use crate::text::style::{BODY, CAPTION, FIGURE, NUMBER, SMALL_HERO};
use crate::text::{Align, Em, Run};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, now: Moment, _: Class) -> bool {
    new(summary, now).is_some()
}

/// How many artists were met in the year that is told, and the best discovery.
fn new<'a>(summary: &Summary<'a>, now: Moment) -> Option<(u64, &'a BestDiscovery)> {
    let year = super::year(summary, now)?.year;
    let months: &[DiscoveryMonth] = summary.records();
    let met = months
        .iter()
        .filter(|month| month.first.date().year() == i32::from(year.get()))
        .map(|month| u64::from(month.new_artists.get()))
        .sum();
    let bests: &[BestDiscovery] = summary.records();
    let best = bests.iter().find(|best| best.year == year)?;
    (met >= 2).then_some((met, best))
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some((met, best)) = new(summary, now) else {
        return Ok(());
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let year = words.plain(best.year.get().into());
    let (number, label) = (words.number(canvas.count_up(met)), words.new_artists.of(met));
    let name = Run::name(summary, best.artist);
    let (margin, bottom) = (canvas.margin(), canvas.bottom());
    match canvas.class {
        Class::Wide | Class::Square => {
            let top = canvas.kicker(year.as_str())?;
            let width = canvas.line(number.as_str(), NUMBER, (margin, top), Align::Left, palette.ink)?;
            let end = top + Em::Number.cap();
            if canvas.class == Class::Wide {
                canvas.line(
                    label,
                    BODY,
                    (margin + width + 12, end - Em::Body.cap()),
                    Align::Left,
                    palette.ink,
                )?;
            }
            let end = match canvas.class {
                Class::Wide => end,
                _ => canvas.text(label, BODY, At::Under(end + 13), palette.ink)?.1,
            };
            canvas.rule(end + 20)?;
            let (_, end) = canvas.text(words.find_of_the_year, CAPTION, At::Under(end + 36), palette.accent)?;
            canvas
                .text(name, SMALL_HERO, At::Under(end + 17), palette.ink)
                .map(drop)
        }
        Class::Round => {
            let top = canvas.kicker(year.as_str())?;
            let (_, end) = canvas.text(number.as_str(), NUMBER, At::Under(top), palette.ink)?;
            let (_, end) = canvas.text(label, CAPTION, At::Under(end + 12), palette.ink)?;
            let (_, end) = canvas.text(words.find_of_the_year, CAPTION, At::Under(end + 20), palette.accent)?;
            canvas.text(name, BODY, At::Under(end + 12), palette.ink).map(drop)
        }
        Class::Small | Class::EPaper => {
            let top = canvas.kicker(year.as_str())?;
            let width = canvas.line(number.as_str(), FIGURE, (margin, top), Align::Left, palette.ink)?;
            if canvas.class == Class::EPaper {
                let at = (margin + width + 10, top + Em::Figure.cap() - Em::Body.cap());
                canvas.line(label, BODY, at, Align::Left, palette.ink)?;
            }
            let (top, _) = canvas.text(name, BODY, At::Over(bottom), palette.ink)?;
            let says = if canvas.class == Class::EPaper {
                words.find_of_the_year
            } else {
                label
            };
            canvas.text(says, CAPTION, At::Over(top - 9), palette.soft).map(drop)
        }
        Class::Mono => {
            let says = join(&[&number, " ", label]);
            let says = canvas.choose(&[&says, &number], CAPTION, At::Under(6));
            canvas.text(says, CAPTION, At::Under(6), palette.ink)?;
            canvas.text(name, BODY, At::Over(bottom - 2), palette.ink).map(drop)
        }
    }
}

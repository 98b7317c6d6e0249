//! The day with the most music, as a leaf of a calendar.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::BiggestDay;

use crate::canvas::{At, Canvas};
use crate::phrase::join;
use crate::text::style::{BODY, CAPTION, FIGURE, POSTER, TITLE};
use crate::text::{Align, Em, Run};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary
        .record::<BiggestDay>()
        .is_some_and(|day| day.minutes.get() >= 60)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(day) = summary.record::<BiggestDay>() else {
        return Ok(());
    };
    let (words, palette) = (canvas.words, canvas.palette);
    let date = day.date.date();
    let number = words.plain(date.day().into());
    let year = words.plain(date.year().unsigned_abs().into());
    let month = words.month(date.month0());
    let short_month = words.months_short[date.month0() as usize % 12];
    let month_year = words.month_year(date);
    let minutes = u64::from(day.minutes.get());
    let (music, whole_hours) = (words.duration(minutes), words.duration(minutes / 60 * 60));
    let track = Run::name(summary, day.track);
    let bottom = canvas.bottom();
    let margin = canvas.margin();
    match canvas.class {
        Class::Wide => {
            canvas.kicker(words.biggest_day)?;
            let top = 46;
            let width = canvas.line(number.as_str(), POSTER, (margin, top), Align::Left, palette.ink)?;
            let left = margin + width + 14;
            canvas.line(month, TITLE, (left, top), Align::Left, palette.ink)?;
            let y = top + Em::Poster.cap() - Em::Title.cap();
            canvas.line(year.as_str(), TITLE, (left, y), Align::Left, palette.ink)?;
            canvas.text(
                music.as_str(),
                BODY,
                At::Under(top + Em::Poster.cap() + 24),
                palette.ink,
            )?;
            let over = match super::artist_of(summary, day.artist) {
                Some(artist) => canvas.text(artist, CAPTION, At::Over(bottom), palette.soft)?.0 - 11,
                None => bottom,
            };
            canvas.text(track, BODY, At::Over(over), palette.ink)?;
        }
        Class::Square | Class::Round => {
            let top = canvas.kicker(words.biggest_day)?;
            let (_, end) = canvas.text(number.as_str(), POSTER, At::Under(top - 4), palette.ink)?;
            let (_, end) = canvas.text(month_year.as_str(), BODY, At::Under(end + 14), palette.ink)?;
            let (_, end) = canvas.text(music.as_str(), CAPTION, At::Under(end + 11), palette.ink)?;
            if canvas.class == Class::Square {
                canvas.text(track, CAPTION, At::Over(bottom), palette.soft)?;
            } else {
                canvas.text(track, CAPTION, At::Under(end + 11), palette.soft)?;
            }
        }
        Class::Small | Class::EPaper => {
            let top = canvas.kicker(words.biggest_day)?;
            let width = canvas.line(number.as_str(), FIGURE, (margin, top), Align::Left, palette.ink)?;
            let left = margin + width + 10;
            canvas.line(short_month, CAPTION, (left, top), Align::Left, palette.ink)?;
            let y = top + Em::Figure.cap() - Em::Caption.cap();
            canvas.line(year.as_str(), CAPTION, (left, y), Align::Left, palette.ink)?;
            let (top, _) = canvas.text(track, CAPTION, At::Over(bottom), palette.soft)?;
            let over = At::Over(top - 9);
            let music = canvas.choose(&[&music, &whole_hours], CAPTION, over);
            canvas.text(music, CAPTION, over, palette.ink)?;
        }
        Class::Mono => {
            let top = canvas.kicker(words.biggest_day)?;
            let at = At::Under(top);
            let date = words.date(date);
            let short = join(&[&number, " ", short_month, " ", &year]);
            let date = canvas.choose(&[&date, &short], CAPTION, at);
            canvas.text(date, CAPTION, at, palette.ink)?;
            let at = At::Over(bottom - 3);
            let hours = super::in_hours(day.minutes.get().into(), words);
            let music = canvas.choose(&[&music, &hours], BODY, at);
            canvas.text(music, BODY, at, palette.ink)?;
        }
    }
    Ok(())
}

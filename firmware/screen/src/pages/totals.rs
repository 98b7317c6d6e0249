//! Hours of music in all, and how many days and nights that is.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::canvas::{At, Canvas};
use crate::layout::{Fact, Figure, facts, figure};
use crate::phrase::{Phrase, fill_one};
use crate::text::style::{BODY, CAPTION, POSTER};
use crate::{Class, Moment};

pub(crate) fn says(_: &Summary, _: Moment, _: Class) -> bool {
    true
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let words = canvas.words;
    let hours = super::hours(summary.totals().ms.get() / 60_000);
    let days = hours / 24;
    let note = match days {
        0 => Phrase::new(),
        _ => fill_one(words.days_and_nights.of(days), &words.number(days)),
    };
    let (kicker, number) = (super::years(summary, words), words.number(canvas.count_up(hours)));
    let page = Figure {
        kicker: &kicker,
        number: &number,
        label: words.hours_of_music.of(hours),
        note: &note,
    };
    if !matches!(canvas.class, Class::Wide | Class::Square) {
        return figure(&page, canvas);
    }
    let palette = canvas.palette;
    let top = canvas.kicker(page.kicker)?;
    let (_, end) = canvas.text(page.number, POSTER, At::Under(top - 8), palette.ink)?;
    let (_, end) = canvas.text(page.label, BODY, At::Under(end + 20), palette.ink)?;
    canvas.text(page.note, CAPTION, At::Under(end + 8), palette.soft)?;
    let totals = summary.totals();
    let counts = [
        (totals.artists, words.artists),
        (totals.albums, words.albums),
        (totals.tracks, words.tracks),
    ]
    .map(|(count, label)| (words.number(count.get().into()), label.of(count.get().into())));
    let counts = counts.each_ref().map(|(number, label)| Fact { number, label });
    // Where no artist is known, none is counted.
    let counts = &counts[usize::from(totals.artists.get() == 0)..];
    let few = if canvas.class == Class::Wide {
        counts
    } else {
        &counts[..2]
    };
    let top = facts(few, canvas.bottom(), canvas)?;
    canvas.rule(top - 10)
}

//! Hours of music in all, and how many days and nights that is.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::canvas::Canvas;
use crate::layout::{Figure, figure};
use crate::phrase::{Phrase, fill_one};
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
    let page = Figure {
        kicker: &super::years(summary, words),
        number: &words.number(canvas.count_up(hours)),
        label: words.hours_of_music.of(hours),
        note: &note,
    };
    figure(&page, canvas)
}

//! Hours of music in all, and how many days and nights that is.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::canvas::{Canvas, MARGIN};
use crate::phrase::{fill_one, join};
use crate::text::{Align, Block, Em, Style};
use crate::{Class, Moment};

pub(crate) fn says(_: &Summary, _: Moment, _: Class) -> bool {
    true
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let hours = super::hours(summary.totals().ms.get() / 60_000);
    let owner = summary.owner();
    let (first, last) = (owner.first.date().year(), owner.last.date().year());
    let years = if first == last {
        words.plain(first.unsigned_abs().into())
    } else {
        join(&[
            &words.plain(first.unsigned_abs().into()),
            "\u{2013}",
            &words.plain(last.unsigned_abs().into()),
        ])
    };
    canvas.kicker(years.as_str())?;

    let number = words.number(hours);
    let number = Block::fit(
        number.as_str(),
        canvas.inner_width(),
        Style::line(&[Em::Poster, Em::Number, Em::Figure]),
    );
    let top = 136 - number.height();
    canvas.block(&number, (MARGIN, top), Align::Left, palette.ink)?;
    let label = words.hours_of_music.of(hours);
    canvas.line(label, &[Em::Body], (MARGIN, 154), Align::Left, palette.ink)?;
    let days = hours / 24;
    if days > 0 {
        let days = fill_one(words.days_and_nights.of(days), &words.number(days));
        let top = canvas.bottom() - Em::Caption.cap();
        canvas.line(days.as_str(), &[Em::Caption], (MARGIN, top), Align::Left, palette.soft)?;
    }
    Ok(())
}

//! Podcasts and audiobooks.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;

use crate::canvas::{Canvas, MARGIN};
use crate::text::{Align, Em};
use crate::words::Plural;
use crate::{Class, Moment};

/// Less than this many minutes are not worth a page.
const LEAST: u32 = 120;

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    let totals = summary.totals();
    totals.podcast_minutes.get().max(totals.audiobook_minutes.get()) >= LEAST
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.kicker(words.spoken)?;
    let totals = summary.totals();
    let spoken: [(u32, Plural); 2] = [
        (totals.podcast_minutes.get(), words.hours_of_podcasts),
        (totals.audiobook_minutes.get(), words.hours_of_audiobooks),
    ];
    let mut top = 52;
    for (minutes, label) in spoken.into_iter().filter(|&(minutes, _)| minutes >= LEAST) {
        let hours = super::hours(minutes.into());
        let number = words.number(hours);
        canvas.line(
            number.as_str(),
            &[Em::Number, Em::Figure],
            (MARGIN, top),
            Align::Left,
            palette.ink,
        )?;
        top += Em::Number.cap() + 12;
        canvas.line(
            label.of(hours),
            &[Em::Body, Em::Caption],
            (MARGIN, top),
            Align::Left,
            palette.soft,
        )?;
        top += 34;
    }
    Ok(())
}

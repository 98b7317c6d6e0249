//! The month of today's date, in every year.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Month;

use crate::canvas::{Canvas, MARGIN};
use crate::phrase::fill_one;
use crate::text::{Align, Em};
use crate::{Class, Moment};

const ROWS: usize = 6;

pub(crate) fn says(summary: &Summary, now: Moment, _: Class) -> bool {
    now.is_plausible(summary) && months(summary, now).filter(|month| month.minutes.get() > 0).count() >= 3
}

/// The same month of the latest years, the latest first.
fn months<'a>(summary: &Summary<'a>, now: Moment) -> impl Iterator<Item = &'a Month> {
    let months: &[Month] = summary.records();
    months
        .iter()
        .rev()
        .filter(move |month| month.first.date().month() == now.month())
        .take(ROWS)
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    now: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let title = fill_one(words.over_the_years, words.month(now.month() - 1));
    canvas.line(
        title.as_str(),
        &[Em::Body, Em::Caption],
        (MARGIN, MARGIN),
        Align::Left,
        palette.ink,
    )?;
    let most = months(summary, now).map(|month| month.minutes.get()).max().unwrap_or(0);
    let (first, pitch, left) = (62, 30, MARGIN + 50);
    for (at, month) in months(summary, now).enumerate() {
        let top = first + pitch * at as i32;
        let year = words.plain(month.first.date().year().unsigned_abs().into());
        canvas.line(year.as_str(), &[Em::Caption], (MARGIN, top), Align::Left, palette.soft)?;
        let length = super::share(month.minutes.get().into(), most.into(), canvas.right() - left - 56);
        let colour = if month.minutes.get() == most {
            palette.accent
        } else {
            palette.soft
        };
        canvas.fill(left, top, length, Em::Caption.cap(), colour)?;
        let hours = words.duration(super::hours(month.minutes.get().into()) * 60);
        canvas.line(
            hours.as_str(),
            &[Em::Caption],
            (left + length + 8, top),
            Align::Left,
            palette.ink,
        )?;
    }
    Ok(())
}

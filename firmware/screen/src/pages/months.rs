//! Every month of the history as a skyline.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Summary;
use playtally_summary::records::Month;

use crate::canvas::{Canvas, MARGIN};
use crate::phrase::join;
use crate::text::{Align, Em};
use crate::{Class, Moment};

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.records::<Month>().len() >= 6
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.kicker(words.month_by_month)?;
    let months: &[Month] = summary.records();
    let room = canvas.inner_width();
    let months = &months[months.len().saturating_sub(room as usize)..];
    let most = months.iter().map(|month| month.minutes.get()).max().unwrap_or(0);
    let pitch = (room / months.len().max(1) as i32).clamp(1, 24);
    let gap = i32::from(pitch >= 4);
    let (ground, height) = (canvas.bottom() - 60, 108);
    let mut label_from = 0;
    for (at, month) in months.iter().enumerate() {
        let x = MARGIN + pitch * at as i32;
        let length = super::share(month.minutes.get().into(), most.into(), height);
        let is_most = month.minutes.get() == most;
        let colour = if is_most { palette.ink } else { palette.accent };
        canvas.fill(x, ground - length, pitch - gap, length, colour)?;
        let date = month.first.date();
        if date.month() == 1 && x >= label_from {
            let year = words.plain(u64::from(date.year().unsigned_abs()) % 100);
            let year = if year.len() == 1 { join(&["0", &year]) } else { year };
            let width = canvas.line(
                year.as_str(),
                &[Em::Caption],
                (x, ground + 8),
                Align::Left,
                palette.soft,
            )?;
            label_from = x + width + 8;
        }
    }
    if let Some(month) = months.iter().find(|month| month.minutes.get() == most) {
        let top = canvas.bottom() - Em::Body.cap();
        let label = words.month_year(month.first.date());
        canvas.line(label.as_str(), &[Em::Body], (MARGIN, top), Align::Left, palette.ink)?;
        let hours = words.duration(super::hours(most.into()) * 60);
        let at = (canvas.right(), canvas.bottom() - Em::Body.cap());
        canvas.line(hours.as_str(), &[Em::Body], at, Align::Right, palette.soft)?;
    }
    Ok(())
}

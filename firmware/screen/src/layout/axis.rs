//! What stands under charts.

use chrono::Datelike;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::Day;

use super::Field;
use crate::canvas::Canvas;
use crate::text::Align;
use crate::text::style::CAPTION;

/// Writes years under a field in which as many months lie side by side, at their Januaries, where there is room.
pub(crate) fn years<D: DrawTarget<Color = Rgb565>>(
    months: impl ExactSizeIterator<Item = Day>,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    /// The width of two digits, in pixels.
    const LABEL: i32 = 20;
    /// The same with room around them.
    const PITCH: i32 = 28;
    let count = months.len().max(1) as i32;
    let (soft, words) = (canvas.palette.soft, canvas.words);
    // All years, or every second one, or every third…
    let every = (PITCH * count + 12 * field.width - 1) / (12 * field.width).max(1);
    for (at, month) in (0..).zip(months) {
        let (x, date) = (field.left + field.width * at / count, month.date());
        if date.month() == 1 && date.year() % every.max(1) == 0 && x + LABEL <= field.left + field.width {
            let year = words.short_year(date.year());
            canvas.line(year.as_str(), CAPTION, (x, field.bottom() + 8), Align::Left, soft)?;
        }
    }
    Ok(())
}

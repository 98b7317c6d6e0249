//! How each page is composed: one file per page, with when it speaks and how it is drawn.

pub(crate) mod biggest_day;
pub(crate) mod clock;
pub(crate) mod cover;
pub(crate) mod months;
pub(crate) mod number_one;
pub(crate) mod spoken;
pub(crate) mod streak;
pub(crate) mod this_month;
pub(crate) mod top_albums;
pub(crate) mod top_artists;
pub(crate) mod top_tracks;
pub(crate) mod totals;
pub(crate) mod week;
pub(crate) mod year_artists;
pub(crate) mod years;

mod sleeve;

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use crate::canvas::{Canvas, MARGIN};

/// Minutes as hours, rounded.
fn hours(minutes: u64) -> u64 {
    (minutes + 30) / 60
}

/// `part` of `most` in pixels of `length`; at least one if there is any.
fn share(part: u64, most: u64, length: i32) -> i32 {
    if part == 0 || most == 0 || length <= 0 {
        return 0;
    }
    ((u128::from(part.min(most)) * length as u128 / u128::from(most)) as i32).max(1)
}

/// Two small bars in the top right corner.
pub(crate) fn pause_mark<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let colour = canvas.palette.soft;
    let left = canvas.right() - 9;
    canvas.fill(left, MARGIN, 3, 12, colour)?;
    canvas.fill(left + 6, MARGIN, 3, 12, colour)
}

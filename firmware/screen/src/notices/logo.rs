//! Four strokes of a tally and the fifth across them, as levels of music.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;

use crate::canvas::Canvas;
use crate::shapes::{PX, Stroke};

/// The heights of the four strokes, in eighths.
const LEVELS: [i32; 4] = [5, 8, 6, 7];

/// Draws it around a point, in a square of `side` pixels.
pub(super) fn draw<D: DrawTarget<Color = Rgb565>>(
    centre: Point,
    side: i32,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let unit = side * PX / 16;
    let centre = Point::new(centre.x * PX, centre.y * PX);
    let width = 3 * unit / 2;
    for (at, level) in LEVELS.into_iter().enumerate() {
        let x = centre.x + (2 * at as i32 - 3) * 7 * unit / 4;
        let stroke = Stroke {
            from: Point::new(x, centre.y - level * unit * 7 / 8),
            to: Point::new(x, centre.y + level * unit * 7 / 8),
            width,
        };
        canvas.shape(&stroke, palette.ink)?;
    }
    let across = |width| Stroke {
        from: centre + Point::new(-15 * unit / 2, 7 * unit / 2),
        to: centre + Point::new(15 * unit / 2, -7 * unit / 2),
        width,
    };
    // A seam of ground keeps the strokes apart.
    canvas.shape_on(&across(width + 5 * PX), palette.ground, palette.ground)?;
    canvas.shape(&across(width), palette.accent)
}

//! A small picture for an album: a composition of simple shapes that belongs to its title.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;

use crate::canvas::Canvas;
use crate::palette::mix;
use crate::shapes::{PX, Ring, Rounded};

/// How many compositions there are.
const KINDS: u32 = 6;

/// Draws the picture of a title in a square.
pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    title: &str,
    left: i32,
    top: i32,
    side: i32,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let hash = title.bytes().fold(0x811C_9DC5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    let palette = canvas.palette;
    let (paper, print) = match hash >> 8 & 3 {
        _ if palette.is_two_tone() => (palette.ink, palette.ground),
        0 => (palette.accent, palette.ground),
        1 => (palette.faint, palette.accent),
        2 => (palette.ink, palette.ground),
        _ => (palette.faint, palette.ink),
    };
    let tint = if palette.is_two_tone() {
        paper
    } else {
        mix(paper, print, 6)
    };
    canvas.fill(left, top, side, side, paper)?;
    let middle = Point::new((2 * left + side) * PX / 2, (2 * top + side) * PX / 2);
    let unit = side / 8;
    match hash % KINDS {
        0 => {
            for (ring, colour) in [(3, tint), (2, paper), (1, print)] {
                let ground = if ring == 3 { paper } else { tint };
                canvas.shape_on(&Ring::disc(middle, ring * unit * PX), colour, ground)?;
            }
            Ok(())
        }
        1 => {
            for stripe in 0..4 {
                canvas.fill(
                    left + unit,
                    top + unit + 2 * stripe * unit,
                    side - 2 * unit,
                    unit / 2 + stripe,
                    print,
                )?;
            }
            Ok(())
        }
        2 => {
            canvas.fill(left, top + side / 2, side, side - side / 2, tint)?;
            let low = Point::new(middle.x, middle.y);
            canvas.shape_on(&Ring::disc(low, 2 * unit * PX), print, paper)?;
            canvas.fill(left, top + side / 2, side, side - side / 2, tint)
        }
        3 => {
            for row in 0..3 {
                for column in 0..3 {
                    let dot = Point::new((left + (column + 1) * side / 4) * PX, (top + (row + 1) * side / 4) * PX);
                    let radius = if (row + column) as u32 == hash >> 12 & 3 { 4 } else { 2 };
                    canvas.shape_on(&Ring::disc(dot, radius * PX), print, paper)?;
                }
            }
            Ok(())
        }
        4 => {
            for bar in 0..5 {
                let height = (2 + (hash >> (12 + 3 * bar) & 3) as i32) * unit;
                let area = Rectangle::new(
                    Point::new(left + unit + bar * (side - 2 * unit) / 5, top + side - unit - height),
                    Size::new(unit as u32, height as u32),
                );
                canvas.shape_on(&Rounded { area, radius: 2 * PX }, print, paper)?;
            }
            Ok(())
        }
        _ => {
            canvas.fill(left, top, side / 2, side / 2, tint)?;
            canvas.fill(left + side / 2, top + side / 2, side - side / 2, side - side / 2, print)
        }
    }
}

//! How to load a summary, in three pictures.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;

use crate::Class;
use crate::canvas::{Canvas, MARGIN};
use crate::shapes::{PX, Rounded};
use crate::text::{Align, Block, Em, Style};

pub(crate) fn no_summary<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.line(
        words.no_summary,
        &[Em::Body],
        (MARGIN, MARGIN),
        Align::Left,
        palette.ink,
    )?;
    let (first, pitch) = (80, 60);
    let steps = [words.step_make, words.step_copy, words.step_plug];
    let left = match canvas.class {
        Class::Wide => MARGIN + 72,
        Class::Square => MARGIN + 68,
    };
    for (at, step) in steps.into_iter().enumerate() {
        let y = first + pitch * at as i32;
        let centre = Point::new(MARGIN + 26, y);
        match at {
            0 => computer(centre, canvas)?,
            1 => stick(centre, canvas)?,
            _ => device(centre, canvas)?,
        }
        let text = Block::fit(step, canvas.right() - left, Style::lines(&[Em::Caption], 2));
        canvas.block(&text, (left, y - text.height() / 2), Align::Left, palette.ink)?;
    }
    Ok(())
}

fn rounded(centre: Point, width: i32, height: i32, radius: i32) -> Rounded {
    let corner = centre - Point::new(width / 2, height / 2);
    Rounded {
        area: Rectangle::new(corner, Size::new(width as u32, height as u32)),
        radius: radius * PX,
    }
}

/// A laptop, 52 pixels wide.
fn computer<D: DrawTarget<Color = Rgb565>>(centre: Point, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let screen = centre - Point::new(0, 4);
    canvas.shape(&rounded(screen, 40, 28, 3), palette.ink)?;
    canvas.shape_on(&rounded(screen, 34, 22, 1), palette.ground, palette.ink)?;
    canvas.shape(&rounded(centre + Point::new(0, 14), 52, 5, 2), palette.ink)
}

/// A USB stick, 52 pixels wide.
pub(super) fn stick<D: DrawTarget<Color = Rgb565>>(centre: Point, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    canvas.shape(&rounded(centre - Point::new(8, 0), 36, 20, 4), palette.accent)?;
    canvas.shape(&rounded(centre + Point::new(18, 0), 14, 14, 1), palette.ink)?;
    canvas.fill(centre.x + 17, centre.y - 4, 4, 3, palette.ground)?;
    canvas.fill(centre.x + 17, centre.y + 1, 4, 3, palette.ground)
}

/// This device, 52 pixels wide.
fn device<D: DrawTarget<Color = Rgb565>>(centre: Point, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    canvas.shape(&rounded(centre, 48, 36, 4), palette.ink)?;
    canvas.shape_on(&rounded(centre, 40, 28, 2), palette.ground, palette.ink)?;
    for (at, height) in [8, 14, 10, 18].into_iter().enumerate() {
        canvas.fill(
            centre.x - 14 + 8 * at as i32,
            centre.y + 9 - height,
            5,
            height,
            palette.accent,
        )?;
    }
    Ok(())
}

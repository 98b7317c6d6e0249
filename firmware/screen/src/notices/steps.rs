//! How to load a summary, in three pictures.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;

use super::pictures::Picture;
use crate::Class;
use crate::canvas::{At, Canvas};
use crate::shapes::{PX, Stroke};
use crate::text::style::{BODY, CAPTION, LABEL, SMALL_HEADLINE};
use crate::text::{Align, Block};

const STEPS: [Picture; 3] = [Picture::Computer, Picture::Stick, Picture::Device];

/// There is no summary: make one on a computer, save it to a stick, plug the stick in here.
pub(crate) fn no_summary<D: DrawTarget<Color = Rgb565>>(canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    match canvas.class {
        Class::Wide | Class::Square => rows(32, 82, 58, canvas),
        Class::Round => rows(74, 109, 40, canvas),
        Class::Small => strip(58, 13, canvas),
        Class::EPaper => strip(66, 18, canvas),
        Class::Mono => strip(42, 11, canvas),
    }
}

/// The title, and each step with its words beside it.
fn rows<D: DrawTarget<Color = Rgb565>>(
    title: i32,
    first: i32,
    pitch: i32,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    canvas.text(words.no_summary, BODY, At::Over(title), palette.ink)?;
    let scale = if canvas.class == Class::Round { 12 } else { 16 };
    let said = [words.step_make, words.step_copy, words.step_plug];
    for (at, (picture, step)) in (0..).zip(STEPS.into_iter().zip(said)) {
        let y = first + pitch * at;
        let (left, right) = match canvas.class {
            Class::Round => (canvas.width() / 2 - 84, canvas.width() / 2 + 96),
            _ => canvas.sides(y, 1),
        };
        let width = super::pictures::WIDTH * scale / 16;
        picture.draw(Point::new(left + width / 2, y), scale, canvas)?;
        let text = Block::fit(step, right - left - width - 14, LABEL);
        let at = (left + width + 14, y - text.height() / 2);
        canvas.block(&text, at, Align::Left, palette.ink)?;
    }
    Ok(())
}

/// The three pictures in a row with arrows between, the title above, the last step below.
fn strip<D: DrawTarget<Color = Rgb565>>(middle: i32, scale: i32, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let style = if canvas.class == Class::Mono {
        CAPTION
    } else {
        SMALL_HEADLINE
    };
    canvas.text(words.no_summary, style, At::Under(canvas.margin()), palette.ink)?;
    let (third, arrow) = (canvas.inner_width() / 3, scale / 4);
    for (at, picture) in (0..).zip(STEPS) {
        let x = canvas.margin() + third * at + third / 2;
        picture.draw(Point::new(x, middle), scale, canvas)?;
        if at > 0 && canvas.class != Class::Mono {
            let tip = Point::new((x - third / 2 + arrow / 2) * PX, middle * PX);
            for side in [-1, 1] {
                let stroke = Stroke {
                    from: tip,
                    to: tip + Point::new(-arrow * PX, side * arrow * PX),
                    width: 2 * PX,
                };
                canvas.shape(&stroke, palette.soft)?;
            }
        }
    }
    if canvas.class == Class::Mono {
        return Ok(());
    }
    canvas
        .text(words.step_plug, LABEL, At::Over(canvas.bottom()), palette.soft)
        .map(drop)
}

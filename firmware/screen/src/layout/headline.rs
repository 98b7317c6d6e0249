//! A number and what it counts, with room for a picture under them.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use super::Figure;
use crate::Class;
use crate::canvas::{At, Canvas};
use crate::text::style::{BODY, FIGURE, LABEL, LINE, LISTED, NUMBER};
use crate::text::{Align, Block};

/// Draws what a page calls itself, under it the number, and what that counts beside it, or under it where there is no
/// room. Says where all of it ends; the note is left to the page.
pub(crate) fn headline<D: DrawTarget<Color = Rgb565>>(
    figure: &Figure,
    canvas: &mut Canvas<D>,
) -> Result<i32, D::Error> {
    let Figure {
        kicker, number, label, ..
    } = *figure;
    let top = canvas.kicker(kicker)?;
    let ink = canvas.palette.ink;
    let (style, gap) = match canvas.class {
        Class::Wide | Class::Square | Class::Round => (NUMBER, 14),
        Class::Small | Class::EPaper | Class::Mono => (FIGURE, 11),
    };
    if matches!(canvas.class, Class::Wide | Class::EPaper | Class::Mono) {
        let left = canvas.margin();
        let number = Block::fit(number, canvas.inner_width(), style);
        let beside = left + number.width() + 12;
        let style = if canvas.class == Class::Wide { LINE } else { LISTED };
        let label = Block::fit(label, canvas.right() - beside, style);
        let end = top + number.height();
        if !label.is_cut() {
            canvas.block(&number, (left, top), Align::Left, ink)?;
            canvas.block(&label, (beside, end - label.height()), Align::Left, ink)?;
            return Ok(end);
        }
    }
    let (_, end) = canvas.text(number, style, At::Under(top), ink)?;
    let style = if canvas.class == Class::Small { LABEL } else { BODY };
    Ok(canvas.text(label, style, At::Under(end + gap), ink)?.1)
}

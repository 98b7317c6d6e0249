//! A number and what it counts, with room for a picture under them.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::text::style::{BODY, FIGURE, LABEL, LINE, LISTED, NUMBER};
use crate::text::{Align, Block};

/// Draws a number with its capitals under a height, and what it counts beside it, or under it where there is no room.
/// Says where both end.
pub(crate) fn headline<D: DrawTarget<Color = Rgb565>>(
    number: &str,
    label: &str,
    top: i32,
    canvas: &mut Canvas<D>,
) -> Result<i32, D::Error> {
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

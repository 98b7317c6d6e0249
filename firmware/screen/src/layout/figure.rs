//! One number, as large as it can be.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::text::style::{BODY, CAPTION, FIGURE, NUMBER, POSTER, SMALL_HEADLINE};

/// A number and what it counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figure<'a> {
    /// What the page calls itself.
    pub(crate) kicker: &'a str,
    /// The number.
    pub(crate) number: &'a str,
    /// What it counts.
    pub(crate) label: &'a str,
    /// What else there is to say where there is room, or nothing.
    pub(crate) note: &'a str,
}

/// Draws a number.
pub(crate) fn figure<D: DrawTarget<Color = Rgb565>>(figure: &Figure, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let (style, baseline, label, note) = match canvas.class {
        Class::Wide | Class::Square => (POSTER, 136, 158, Some(canvas.bottom())),
        Class::Round => (NUMBER, 130, 146, Some(190)),
        Class::Small => (FIGURE, 74, 92, None),
        Class::EPaper => (NUMBER, 82, 99, None),
        Class::Mono => (FIGURE, 56, 0, None),
    };
    if canvas.class == Class::Mono {
        // What is counted is what the page calls itself: there is no room for both.
        let top = At::Under(canvas.kicker_top());
        let title = canvas.choose(&[figure.label, figure.kicker], CAPTION, top);
        canvas.kicker(title)?;
        return canvas
            .text(figure.number, style, At::Over(baseline), palette.ink)
            .map(drop);
    }
    canvas.kicker(figure.kicker)?;
    canvas.text(figure.number, style, At::Over(baseline), palette.ink)?;
    let small = if canvas.class == Class::Small {
        SMALL_HEADLINE
    } else {
        BODY
    };
    let says = canvas.choose(&[figure.label, figure.kicker], small, At::Under(label));
    canvas.text(says, small, At::Under(label), palette.ink)?;
    if let Some(bottom) = note {
        let note = canvas.choose(&[figure.note, ""], CAPTION, At::Over(bottom));
        canvas.text(note, CAPTION, At::Over(bottom), palette.soft)?;
    }
    Ok(())
}

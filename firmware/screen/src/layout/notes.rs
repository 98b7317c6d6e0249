//! Small print, as on the back of a sleeve.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use crate::canvas::Canvas;
use crate::text::style::CAPTION;
use crate::text::{Align, Block, Em, Run};

/// One line of small print.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Note<'a> {
    /// What stands on the left.
    pub(crate) label: &'a str,
    /// What stands on the right.
    pub(crate) value: Run<'a>,
}

/// From one line of small print to the next, in pixels.
const PITCH: i32 = 21;

/// Draws lines of small print, the last one over a height, under a fine rule, and says where that rule is.
pub(crate) fn notes<D: DrawTarget<Color = Rgb565>>(
    notes: &[Note],
    bottom: i32,
    canvas: &mut Canvas<D>,
) -> Result<i32, D::Error> {
    let palette = canvas.palette;
    let (left, right, cap) = (canvas.margin(), canvas.right(), Em::Caption.cap());
    let mut top = bottom - cap;
    for note in notes.iter().rev() {
        let label = Block::fit(note.label, right - left, CAPTION);
        let value = Block::fit(note.value, right - left - label.width() - 12, CAPTION);
        if value.is_cut() {
            // What has no room beside its label stands alone.
            canvas.line(note.value, CAPTION, (left, top), Align::Left, palette.ink)?;
        } else {
            canvas.block(&label, (left, top), Align::Left, palette.soft)?;
            canvas.block(&value, (right, top), Align::Right, palette.ink)?;
        }
        top -= PITCH;
    }
    let rule = top + cap - 1;
    canvas.rule(rule)?;
    Ok(rule)
}

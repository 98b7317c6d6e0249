//! Small print, as on the back of a sleeve.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use crate::Class;
use crate::canvas::Canvas;
use crate::text::style::{CAPTION, FACT};
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

/// A number and what it counts, beside others.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fact<'a> {
    /// The number.
    pub(crate) number: &'a str,
    /// What it counts.
    pub(crate) label: &'a str,
}

/// Draws numbers side by side, each over what it counts, which stand over a height. Says where they begin.
pub(crate) fn facts<D: DrawTarget<Color = Rgb565>>(
    facts: &[Fact],
    bottom: i32,
    canvas: &mut Canvas<D>,
) -> Result<i32, D::Error> {
    let palette = canvas.palette;
    let label = bottom - Em::Caption.cap();
    let top = label - 9 - Em::Body.cap();
    let (left, right) = canvas.sides(top, bottom - top);
    let pitch = (right - left) / (facts.len() as i32).max(1);
    for (at, fact) in (0..).zip(facts) {
        let align = if canvas.class == Class::Round {
            Align::Centre
        } else {
            Align::Left
        };
        let x = left + pitch * at + if align == Align::Centre { pitch / 2 } else { 0 };
        let number = Block::fit(fact.number, pitch - 8, FACT);
        canvas.block(&number, (x, top + Em::Body.cap() - number.height()), align, palette.ink)?;
        let says = Block::fit(fact.label, pitch - 8, CAPTION);
        canvas.block(&says, (x, label), align, palette.soft)?;
    }
    Ok(top)
}

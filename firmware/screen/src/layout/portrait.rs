//! One name with its cover, over a number that belongs to it.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use super::hero::{Hero, hero};
use crate::Class;
use crate::canvas::Canvas;
use crate::sleeve::Sleeve;
use crate::text::style::{BODY, CAPTION, FIGURE, HERO, NUMBER, SMALL_HERO};
use crate::text::{Align, Block};

/// Below this side, in pixels, a cover says nothing.
const LEAST: i32 = 44;

/// Draws a name across the panel; under it the number, and a cover that leaves the panel at its lower right corner and is
/// as large as the words allow. A panel without room for one has the words of a hero alone.
pub(crate) fn portrait<D: DrawTarget<Color = Rgb565>>(
    of: &Hero,
    sleeve: &Sleeve,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (name, number, unit, gap) = match canvas.class {
        Class::Round | Class::Mono => return hero(of, canvas).map(drop),
        Class::Wide => (HERO, NUMBER, BODY, 14),
        Class::Square => (HERO, FIGURE, BODY, 14),
        Class::Small | Class::EPaper => (SMALL_HERO, BODY, CAPTION, 8),
    };
    let palette = canvas.palette;
    let width = canvas.inner_width();
    // Half of the panel is the cover's, if the words are short enough.
    let room = if canvas.class == Class::Wide { width / 2 } else { width };
    let small = Block::fit(of.note, width, CAPTION);
    let words = [
        (Block::fit(of.number, room, number), palette.ink),
        (Block::fit(of.unit, width, unit), palette.ink),
        (small, palette.soft),
    ];
    let words = match canvas.class {
        Class::Small | Class::EPaper => &words[..2],
        _ if of.note.is_empty() => &words[..2],
        _ => &words[..],
    };
    // From the lowest line up, each with the room that its ink takes.
    let apart = |above: &Block, below: &Block| above.overhang().1 + below.overhang().0 + 5;
    let column = words.iter().map(|(block, _)| block.width()).max().unwrap_or(0);
    let between: i32 = words.windows(2).map(|pair| apart(&pair[0].0, &pair[1].0)).sum();
    let height = words.iter().map(|(block, _)| block.height()).sum::<i32>() + between;
    let first = canvas.last_line() - height;

    let top = canvas.kicker(of.kicker)?;
    let above = words.first().map_or(0, |(block, _)| block.overhang().0);
    let end = canvas.text_in(of.name, name, (top, first - above - gap / 2), palette.ink)?;

    let side = (canvas.width() - canvas.margin() - column - gap).min(canvas.height() - end - gap);
    if side >= LEAST {
        canvas.sleeve(sleeve, (canvas.width() - side, canvas.height() - side), side)?;
    }
    let mut y = first;
    for (at, (block, colour)) in words.iter().enumerate() {
        canvas.block(block, (canvas.margin(), y), Align::Left, *colour)?;
        let below = words.get(at + 1).map_or(0, |(below, _)| apart(block, below));
        y += block.height() + below;
    }
    Ok(())
}

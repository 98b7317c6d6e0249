//! A short list.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use crate::Class;
use crate::canvas::{At, Canvas};
use crate::text::style::{BODY, CAPTION, LISTED};
use crate::text::{Align, Block, Em, Run};

/// One row of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    /// What stands before the name: a rank, a year; or nothing.
    pub(crate) mark: &'a str,
    /// The name.
    pub(crate) name: Run<'a>,
    /// A number behind it where there is room; or nothing.
    pub(crate) number: &'a str,
    /// How long its bar is, in 1/1000 of the longest; none if 0.
    pub(crate) share: i32,
    /// Whether it is the one to look at.
    pub(crate) first: bool,
}

/// How many rows a list has.
pub(crate) const fn rows(class: Class) -> usize {
    match class {
        Class::Wide | Class::Square => 5,
        Class::Round | Class::Small | Class::EPaper | Class::Mono => 3,
    }
}

/// Draws one row of a list: the `at`-th of [`rows`].
pub(crate) fn list<D: DrawTarget<Color = Rgb565>>(
    at: usize,
    row: &Row,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let (first, pitch, bar) = match canvas.class {
        Class::Wide | Class::Square => (65, 38, 3),
        Class::Round => (86, 47, 3),
        Class::Small => (48, 33, 2),
        Class::EPaper => (48, 32, 0),
        Class::Mono => (14, 22, 0),
    };
    let baseline = first + pitch * at as i32;
    if canvas.class == Class::Round {
        return centred(baseline, row, canvas);
    }
    let palette = canvas.palette;
    let mut left = canvas.margin();
    if !row.mark.is_empty() {
        let mark = (left, baseline - Em::Caption.cap());
        let width = canvas.line(row.mark, CAPTION, mark, Align::Left, palette.soft)?;
        left += match canvas.class {
            // Names stand below each other whatever the mark.
            Class::Wide | Class::Square => 52,
            _ => width + 8,
        };
    }
    let number = match canvas.class {
        Class::Wide | Class::EPaper => Block::fit(row.number, 80, CAPTION),
        _ => Block::fit("", 0, CAPTION),
    };
    let room = canvas.right() - left - if number.width() > 0 { number.width() + 12 } else { 0 };
    let style = if canvas.class == Class::Mono { CAPTION } else { BODY };
    let name = Block::fit(row.name, room, style);
    canvas.block(&name, (left, baseline - name.height()), Align::Left, palette.ink)?;
    let right = (canvas.right(), baseline - number.height());
    canvas.block(&number, right, Align::Right, palette.soft)?;
    if row.share > 0 && bar > 0 {
        let length = canvas.grow((canvas.inner_width() * row.share / 1000).max(1));
        canvas.fill(canvas.margin(), baseline + 8, length, bar, bar_colour(row, canvas))?;
    }
    Ok(())
}

fn bar_colour<D: DrawTarget<Color = Rgb565>>(row: &Row, canvas: &Canvas<D>) -> Rgb565 {
    let palette = canvas.palette;
    match (row.first, palette.is_two_tone()) {
        (true, _) => palette.accent,
        (false, true) => palette.ink,
        (false, false) => palette.faint,
    }
}

fn centred<D: DrawTarget<Color = Rgb565>>(baseline: i32, row: &Row, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    if row.mark.is_empty() {
        canvas.text(row.name, BODY, At::Over(baseline), palette.ink)?;
    } else {
        canvas.text(row.mark, CAPTION, At::Over(baseline - 13), palette.soft)?;
        canvas.text(row.name, BODY, At::Over(baseline + 13), palette.ink)?;
        return Ok(());
    }
    if row.share > 0 {
        let length = canvas.grow((120 * row.share / 1000).max(1));
        let left = (canvas.width() - length) / 2;
        canvas.fill(left, baseline + 9, length, 3, bar_colour(row, canvas))?;
    }
    Ok(())
}

/// How many rows a list of names with a second line has.
pub(crate) const fn tall_rows(class: Class) -> usize {
    match class {
        Class::Wide | Class::Square => 3,
        Class::Round | Class::Small | Class::EPaper => 2,
        Class::Mono => 1,
    }
}

/// Where the rows of a tall list begin, and how far they are apart.
pub(crate) const fn tall_pitch(class: Class) -> (i32, i32) {
    match class {
        Class::Wide | Class::Square => (50, 62),
        Class::Round => (74, 66),
        Class::Small | Class::EPaper => (31, 47),
        Class::Mono => (22, 64),
    }
}

/// Draws a name and, under it, who made it, from `left` on; on a round panel in the middle.
pub(crate) fn tall<D: DrawTarget<Color = Rgb565>>(
    top: i32,
    left: i32,
    name: Run,
    by: Run,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    if canvas.class == Class::Round {
        let (_, end) = canvas.text(name, LISTED, At::Under(top), palette.ink)?;
        return canvas.text(by, CAPTION, At::Under(end + 10), palette.soft).map(drop);
    }
    let gap = match canvas.class {
        Class::Wide | Class::Square => 11,
        _ => 8,
    };
    let room = canvas.right() - left;
    let name = Block::fit(name, room, if canvas.height() < 200 { BODY } else { LISTED });
    // Two lines take a little of the room around them.
    let (top, gap) = if name.height() > 20 {
        (top - 4, gap - 3)
    } else {
        (top, gap)
    };
    canvas.block(&name, (left, top), Align::Left, palette.ink)?;
    let by = Block::fit(by, room, CAPTION);
    canvas.block(&by, (left, top + name.height() + gap), Align::Left, palette.soft)
}

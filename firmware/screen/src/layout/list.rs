//! A short list.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use super::Field;
use crate::Class;
use crate::canvas::{At, Canvas};
use crate::pages::share;
use crate::phrase::Phrase;
use crate::text::style::{BODY, CAPTION, LINE, LISTED};
use crate::text::{Align, Block, Em, Run, Style};

/// One row of a list.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    /// What stands before the name: a rank, a year; or nothing.
    pub(crate) mark: Phrase,
    /// The name.
    pub(crate) name: Run<'a>,
    /// A number behind it where there is room; or nothing.
    pub(crate) number: Phrase,
    /// What is under it where there is room.
    pub(crate) under: Under,
}

/// What is drawn under a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Under {
    /// Nothing.
    Nothing,
    /// A stroke for each of so many, as one keeps a tally; and how many have to have room in another row. Who has more, or
    /// has no room, has a bar.
    Tally(u64, u64),
}

/// How many rows a list has at most.
const fn rows(class: Class) -> usize {
    match class {
        Class::Wide | Class::Square => 5,
        Class::Round | Class::Small | Class::EPaper => 3,
        Class::Mono => 2,
    }
}

/// Draws what a page calls itself, and as many rows as there is room for. The first one is the one to look at.
pub(crate) fn list<'a, D: DrawTarget<Color = Rgb565>>(
    kicker: &str,
    all: impl IntoIterator<Item = Row<'a>> + Clone,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    match canvas.class {
        Class::Wide | Class::Square => {
            canvas.title();
            let at = At::Under(canvas.margin() - 2);
            canvas.text(kicker, LINE, at, canvas.palette.accent)?;
        }
        _ => canvas.kicker(kicker).map(drop)?,
    }
    let (first, pitch) = match canvas.class {
        Class::Wide | Class::Square => (65, 38),
        Class::Round => (86, 47),
        Class::Small => (48, 33),
        Class::EPaper => (48, 32),
        Class::Mono => (35, 23),
    };
    let rows = || (0..).zip(all.clone().into_iter().take(rows(canvas.class)));
    // All names in one size: the larger one, where it takes all that the smaller one takes.
    let large = |(at, row): (i32, Row)| {
        let room = room(first + pitch * at, &row, canvas);
        !Block::fit(row.name, room, LINE).is_cut() || Block::fit(row.name, room, CAPTION).is_cut()
    };
    let is_large = canvas.class != Class::Mono && rows().all(large);
    let style = if is_large { LINE } else { CAPTION };
    for (at, row) in rows().collect::<heapless::Vec<_, 5>>() {
        let baseline = first + pitch * at;
        if canvas.class == Class::Round {
            centred(baseline, &row, style, at == 0, canvas)?;
        } else {
            aligned(baseline, &row, style, at == 0, canvas)?;
        }
    }
    Ok(())
}

/// How wide the name of a row may be.
fn room<D: DrawTarget<Color = Rgb565>>(baseline: i32, row: &Row, canvas: &Canvas<D>) -> i32 {
    if canvas.class == Class::Round {
        let under = if row.mark.is_empty() { baseline } else { baseline + 13 };
        let (left, right) = canvas.sides(under - Em::Body.cap(), Em::Body.cap());
        return right - left;
    }
    let number = number(row, canvas).width();
    canvas.right() - canvas.margin() - mark(row, canvas) - if number > 0 { number + 12 } else { 0 }
}

/// The number behind a name, where there is room for it.
fn number<'r, D: DrawTarget<Color = Rgb565>>(row: &'r Row, canvas: &Canvas<D>) -> Block<'r> {
    match canvas.class {
        Class::Wide | Class::EPaper => Block::fit(row.number.as_str(), canvas.inner_width() / 2, CAPTION),
        _ => Block::fit("", 0, CAPTION),
    }
}

/// How far a name is moved by what stands before it: all of them by as much, where marks are years in full.
fn mark<D: DrawTarget<Color = Rgb565>>(row: &Row, canvas: &Canvas<D>) -> i32 {
    match canvas.class {
        _ if row.mark.is_empty() => 0,
        Class::Wide | Class::Square => 52,
        _ => Block::fit(row.mark.as_str(), canvas.inner_width(), CAPTION).width() + 8,
    }
}

fn aligned<D: DrawTarget<Color = Rgb565>>(
    baseline: i32,
    row: &Row,
    style: Style,
    first: bool,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let at = (canvas.margin(), baseline - Em::Caption.cap());
    canvas.line(row.mark.as_str(), CAPTION, at, Align::Left, palette.soft)?;
    let left = canvas.margin() + mark(row, canvas);
    let number = number(row, canvas);
    let name = Block::fit(row.name, room(baseline, row, canvas), style);
    canvas.block(&name, (left, baseline - name.height()), Align::Left, palette.ink)?;
    let right = (canvas.right(), baseline - number.height());
    canvas.block(&number, right, Align::Right, palette.soft)?;
    let height = match canvas.class {
        Class::Wide | Class::Square => 3,
        Class::Small => 2,
        Class::Round | Class::EPaper | Class::Mono => return Ok(()),
    };
    let field = Field {
        left: canvas.margin(),
        top: baseline + 8,
        width: canvas.inner_width(),
        height,
    };
    under(row.under, first, field, canvas)
}

fn centred<D: DrawTarget<Color = Rgb565>>(
    baseline: i32,
    row: &Row,
    style: Style,
    first: bool,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    if !row.mark.is_empty() {
        canvas.text(row.mark.as_str(), CAPTION, At::Over(baseline - 13), palette.soft)?;
        return canvas
            .text(row.name, style, At::Over(baseline + 13), palette.ink)
            .map(drop);
    }
    canvas.text(row.name, style, At::Over(baseline), palette.ink)?;
    let field = Field {
        left: canvas.width() / 2 - 60,
        top: baseline + 9,
        width: 120,
        height: 3,
    };
    under(row.under, first, field, canvas)
}

/// Draws what is under a row; in the middle of a round panel.
fn under<D: DrawTarget<Color = Rgb565>>(
    under: Under,
    first: bool,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let palette = canvas.palette;
    let (length, pitch) = match under {
        Under::Nothing => return Ok(()),
        Under::Tally(count, most) => {
            let fits = |&pitch: &i32| most.saturating_mul(pitch as u64) <= field.width as u64;
            match (2..=6).rev().find(fits).filter(|_| count <= most) {
                Some(pitch) => (count as i32 * pitch, Some(pitch)),
                None => (share(count, most, field.width), None),
            }
        }
    };
    let left = match canvas.class {
        Class::Round => field.left + (field.width - length) / 2,
        _ => field.left,
    };
    let length = canvas.grow(length);
    let Some(pitch) = pitch else {
        let colour = match (first, palette.is_two_tone()) {
            (true, _) => palette.accent,
            (false, true) => palette.ink,
            (false, false) => palette.soft,
        };
        return canvas.fill(left, field.top, length, field.height, colour);
    };
    for stroke in (0..length).step_by(pitch as usize) {
        canvas.fill(left + stroke, field.top, pitch / 2, field.height, palette.accent)?;
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
        Class::Small => (31, 53),
        Class::EPaper => (30, 48),
        Class::Mono => (22, 64),
    }
}

/// Draws a name and, under it, who made it, if that is known, from `left` on; on a round panel in the middle. Its marks keep
/// off what is above `free`. Says up to where its own reach.
pub(crate) fn tall<D: DrawTarget<Color = Rgb565>>(
    (top, free): (i32, i32),
    left: i32,
    name: Run,
    by: Option<Run>,
    canvas: &mut Canvas<D>,
) -> Result<i32, D::Error> {
    let palette = canvas.palette;
    if canvas.class == Class::Round {
        let (_, end) = canvas.text(name, LISTED, At::Under(top), palette.ink)?;
        let by = by.map(|by| canvas.text(by, CAPTION, At::Under(end + 10), palette.soft));
        return by.transpose().map(|_| free);
    }
    let gap = match canvas.class {
        Class::Wide | Class::Square => 11,
        _ => 9,
    };
    let room = canvas.right() - left;
    // A name that is known by itself has the room of who made it.
    let (_, pitch) = tall_pitch(canvas.class);
    let by_room = if by.is_some() { gap + Em::Caption.cap() } else { 0 };
    let height = pitch.min(canvas.height() - top) - by_room - 1;
    let is_strip = canvas.height() < 200;
    let style = if is_strip { BODY } else { LISTED };
    let mut block = Block::fit_in(name, (room, height), style);
    let mut top = top;
    if is_strip && block.overhang().0 > 4 {
        // Marks above capitals are as high as the room between rows.
        block = Block::fit_in(name, (room, height), CAPTION);
        top += Em::Body.cap() - Em::Caption.cap();
    }
    let name = block;
    // Two lines take a little of the room around them.
    let (top, gap) = if name.height() > 20 {
        (top - 4, gap - 3)
    } else {
        (top, gap)
    };
    let top = top.max(free + name.overhang().0 + 1);
    canvas.block(&name, (left, top), Align::Left, palette.ink)?;
    let (end, free) = (top + name.height(), top + name.height() + name.overhang().1);
    let Some(by) = by else { return Ok(free) };
    let by = Block::fit(by, room, CAPTION);
    let under = (end + gap).max(free + by.overhang().0 + 1);
    canvas.block(&by, (left, under), Align::Left, palette.soft)?;
    Ok(under + by.height() + by.overhang().1)
}

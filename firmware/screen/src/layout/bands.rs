//! Rows to the edge, each in the colour of its artist, with a bar as long as its number.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::pixelcolor::Rgb565;

use super::Field;
use crate::Class;
use crate::canvas::Canvas;
use crate::pages::share;
use crate::palette::{Band, Hue};
use crate::phrase::Phrase;
use crate::text::style::{CAPTION, LINE};
use crate::text::{Block, Em, Run, Style};

/// A row.
#[derive(Clone, Debug)]
pub(crate) struct Strip<'a> {
    /// The artist's.
    pub(crate) hue: Hue,
    /// What is read on it.
    pub(crate) name: Run<'a>,
    /// A number at its end where there is room; or nothing.
    pub(crate) number: Phrase,
    /// How long its bar is, as a part of the longest one that there can be.
    pub(crate) part: (u64, u64),
    /// How high it is, in pixels, with the gap under it.
    pub(crate) height: i32,
}

/// Between two rows, in pixels.
const GAP: i32 = 2;

/// Draws rows below each other from the top of a field on, across all of it. All names have one size: the larger one, where
/// it takes all that the smaller one takes.
pub(crate) fn bands<'a, D: DrawTarget<Color = Rgb565>>(
    rows: impl Iterator<Item = Strip<'a>> + Clone,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let mut tops = rows.clone().scan(field.top, |end, row| {
        let top = *end;
        *end += row.height;
        Some((top, row))
    });
    let is_large = canvas.class != Class::Mono
        && tops.clone().all(|(top, row)| {
            let room = Place::of(top, &row, field, canvas);
            let fits = |style: Style| !Block::fit(row.name, room.width, style).is_cut();
            row.height - GAP < least(Em::Caption) || room.height >= least(Em::Body) && (fits(LINE) || !fits(CAPTION))
        });
    let style = if is_large { LINE } else { CAPTION };
    tops.try_for_each(|(top, row)| strip(top, &row, style, field, canvas))
}

/// The lowest row that takes a line of a size, in pixels.
const fn least(em: Em) -> i32 {
    em.cap() + 2 * em.descent() - 1
}

/// Where a name and a number stand in a row.
struct Place<'a> {
    left: i32,
    right: i32,
    width: i32,
    height: i32,
    number: Block<'a>,
}

impl<'a> Place<'a> {
    fn of<D: DrawTarget<Color = Rgb565>>(top: i32, row: &'a Strip, field: Field, canvas: &Canvas<D>) -> Self {
        let height = row.height - GAP;
        let (left, right) = canvas.sides(top, height);
        let (left, right) = match canvas.class {
            Class::Mono => (left + 2, right - 2),
            // Beside a spine a smaller margin is enough.
            _ if field.left > 0 => (field.left + canvas.margin() * 5 / 8, right),
            _ => (left, right),
        };
        let shown = match canvas.class {
            Class::Wide | Class::EPaper => row.number.as_str(),
            _ => "",
        };
        let number = Block::fit(shown, (right - left) / 3, CAPTION);
        let number = if number.is_cut() {
            Block::fit("", 0, CAPTION)
        } else {
            number
        };
        let taken = if number.width() > 0 { number.width() + 12 } else { 0 };
        Self {
            left,
            right,
            width: right - left - taken,
            height,
            number,
        }
    }
}

fn strip<D: DrawTarget<Color = Rgb565>>(
    top: i32,
    row: &Strip,
    style: Style,
    field: Field,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let place = Place::of(top, row, field, canvas);
    let Band { bar, row: behind } = canvas.palette.band(row.hue);
    let (part, most) = row.part;
    // What is on a bar begins behind its beginning, however short it is.
    let length = canvas.grow(share(part, most, field.width));
    canvas.field(field.left, top, field.width, place.height, behind.fill)?;
    // It says nothing that the number does not, and has its name on it.
    canvas.field(field.left, top, length, place.height, bar.fill)?;
    let length = field.left + length;
    if place.height < least(Em::Caption) {
        return Ok(());
    }
    let floor = (top + place.height).min(canvas.height() - canvas.edge());
    let middle = |block: &Block| {
        let (above, below) = block.overhang();
        let centred = top + (place.height - block.height()) / 2;
        // Marks above and below stay within the row where they can.
        centred.min(floor - block.height() - below - 1).max(top + above + 1)
    };
    let mut name = Block::fit(row.name, place.width, style);
    let tall = |block: &Block| block.height() + block.overhang().0.max(0) + block.overhang().1.max(0) + 2;
    if tall(&name) > place.height {
        name = Block::fit(row.name, place.width, CAPTION);
    }
    // Letters with marks above and below may reach into the gap, but not over the end.
    let is_last = top + row.height >= field.top + field.height;
    let room = if is_last { floor - top } else { row.height + 1 };
    if tall(&name) > room {
        return Ok(());
    }
    canvas.block_over(&name, (place.left, middle(&name)), length, (bar, behind))?;
    let at = (place.right - place.number.width(), middle(&place.number));
    canvas.block_over(&place.number, at, length, (bar, behind))
}

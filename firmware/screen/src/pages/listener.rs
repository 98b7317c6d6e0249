//! What kind of listener it is: its name, and a tile for each of its four traits.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;
use playtally_summary::Summary;
use playtally_summary::records::Listener;

use crate::canvas::{At, Canvas};
use crate::palette::{Hue, Swatch};
use crate::shapes::{PX, Ring, Shape, Turn, Wedge};
use crate::text::style::{BODY, CAPTION, LABEL, TITLE};
use crate::text::{Align, Block, Em, Style};
use crate::{Class, Moment};

/// How many traits there are.
const TRAITS: usize = 4;
/// The name where there is room for two lines.
const NAME: Style = &[(Em::Body, 1), (Em::Body, 2), (Em::Caption, 2)];
/// The same in the middle of a disc.
const LARGE_NAME: Style = &[(Em::Title, 1), (Em::Title, 2), (Em::Body, 2), (Em::Caption, 2)];
/// The inks of their tiles.
const HUES: [Hue; TRAITS] = [Hue::Rose, Hue::Cobalt, Hue::Marigold, Hue::Lagoon];

pub(crate) fn says(summary: &Summary, _: Moment, _: Class) -> bool {
    summary.record::<Listener>().and_then(Type::of).is_some()
}

/// A type by its number, and on which side each trait is, with how much it is so in thousandths.
struct Type {
    number: usize,
    traits: [(usize, u64); TRAITS],
}

impl Type {
    /// None of a number that this version does not know.
    fn of(listener: &Listener) -> Option<Self> {
        let number = usize::from(listener.kind);
        let side = |at: usize| number >> (TRAITS - 1 - at) & 1;
        // Of each, the measure of its first side.
        let thousandths = |permille: u16| u64::from(permille.min(1_000));
        let first = [
            1_000 - thousandths(listener.exploring.get()),
            thousandths(listener.morning.get()),
            thousandths(listener.loyal.get()),
            1_000 - thousandths(listener.skipped.get()),
        ];
        let measure = |at: usize| if side(at) == 0 { first[at] } else { 1_000 - first[at] };
        (number < 16).then(|| Self {
            number,
            traits: core::array::from_fn(|at| (side(at), measure(at))),
        })
    }
}

pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
    summary: &Summary,
    _: Moment,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let Some(of) = summary.record::<Listener>().and_then(Type::of) else {
        return Ok(());
    };
    let years = super::years(summary, canvas.words);
    match canvas.class {
        Class::Round => return disc(&of, &years, canvas),
        Class::EPaper | Class::Mono => return beside(&of, &years, canvas),
        Class::Wide | Class::Square | Class::Small => {}
    }
    let (words, palette) = (canvas.words, canvas.palette);
    let (left, right, top) = (canvas.margin(), canvas.right(), canvas.margin());
    let kicker = Block::fit(words.listener, right - left, CAPTION);
    canvas.title();
    canvas.block(&kicker, (left, top), Align::Left, palette.accent)?;
    let years = Block::fit(years.as_str(), right - left - kicker.width() - 12, CAPTION);
    if !years.is_cut() {
        canvas.block(&years, (right, top), Align::Right, palette.soft)?;
    }
    let [name, says] = words.listener_types[of.number];
    match canvas.class {
        Class::Wide => {
            let (_, end) = canvas.text(name, TITLE, At::Under(44), palette.ink)?;
            canvas.text(says, LABEL, At::Under(end + 13), palette.soft)?;
            in_a_row(&of, (128, 62), canvas)?;
            labels(&of, 198, canvas)
        }
        Class::Small => {
            canvas.text(name, NAME, At::Under(34), palette.ink)?;
            in_a_row(&of, (90, canvas.height() - 90), canvas)
        }
        _ => {
            let (_, end) = canvas.text(name, TITLE, At::Under(44), palette.ink)?;
            list(&of, end + 16, canvas)
        }
    }
}

/// The colours of a tile: those of a bar on the first side, and of what is behind one on the other.
fn swatch<D: DrawTarget<Color = Rgb565>>(at: usize, side: usize, canvas: &Canvas<D>) -> Swatch {
    let band = canvas.palette.band(HUES[at]);
    if side == 0 { band.bar } else { band.row }
}

/// Four tiles across the panel.
fn in_a_row<D: DrawTarget<Color = Rgb565>>(
    of: &Type,
    (top, height): (i32, i32),
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let width = canvas.width() / TRAITS as i32;
    for (at, &(side, _)) in of.traits.iter().enumerate() {
        tile(at, side, (at as i32 * width, top), (width, height), canvas)?;
    }
    Ok(())
}

/// Under each tile what it stands for, and how much it is so.
fn labels<D: DrawTarget<Color = Rgb565>>(of: &Type, top: i32, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let width = canvas.width() / TRAITS as i32;
    for (at, &(side, permille)) in of.traits.iter().enumerate() {
        let middle = at as i32 * width + width / 2;
        let word = Block::fit(words.listener_traits[at][side], width - 4, CAPTION);
        canvas.block(&word, (middle, top), Align::Centre, palette.ink)?;
        let share = words.percent_of(permille);
        let share = Block::fit(share.as_str(), width - 4, CAPTION);
        canvas.block(&share, (middle, top + 20), Align::Centre, palette.soft)?;
    }
    Ok(())
}

/// A row for each trait: its tile at the edge, what it stands for, and how much it is so.
fn list<D: DrawTarget<Color = Rgb565>>(of: &Type, top: i32, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    const TILE: i32 = 54;
    let (words, palette) = (canvas.words, canvas.palette);
    let height = canvas.height() - top;
    let edge = |at: usize| top + height * at as i32 / TRAITS as i32;
    for (at, &(side, permille)) in of.traits.iter().enumerate() {
        let (from, high) = (edge(at), edge(at + 1) - edge(at));
        tile(at, side, (0, from), (TILE, high), canvas)?;
        let share = words.percent_of(permille);
        let share = Block::fit(share.as_str(), 90, BODY);
        let word = words.listener_traits[at][side];
        let word = Block::fit(word, canvas.right() - TILE - 14 - share.width() - 10, BODY);
        let middle = |block: &Block| from + (high - block.height()) / 2;
        canvas.block(&word, (TILE + 14, middle(&word)), Align::Left, palette.ink)?;
        let at = (canvas.right(), middle(&share));
        canvas.block(&share, at, Align::Right, palette.soft)?;
    }
    Ok(())
}

/// Two by two tiles at the right edge, and the words beside them.
fn beside<D: DrawTarget<Color = Rgb565>>(of: &Type, years: &str, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let (words, palette) = (canvas.words, canvas.palette);
    let is_strip = canvas.class == Class::Mono;
    let (width, from, style, name_top): (_, _, Style, _) = if is_strip {
        (20, 20, &[(Em::Caption, 1), (Em::Caption, 2)], 24)
    } else {
        (56, 0, NAME, 34)
    };
    let high = (canvas.height() - from) / 2;
    let edge = canvas.width() - 2 * width;
    for (at, &(side, _)) in of.traits.iter().enumerate() {
        let (column, row) = (at as i32 % 2, at as i32 / 2);
        let place = (edge + column * width, from + row * high);
        tile(at, side, place, (width, high), canvas)?;
    }
    let left = canvas.margin();
    let room = edge - left - 4;
    let kicker = Block::fit(
        words.listener,
        if is_strip { canvas.inner_width() } else { room },
        CAPTION,
    );
    canvas.title();
    canvas.block(&kicker, (left, canvas.margin()), Align::Left, palette.accent)?;
    let name = Block::fit(words.listener_types[of.number][0], room, style);
    canvas.block(&name, (left, name_top), Align::Left, palette.ink)?;
    if is_strip {
        return Ok(());
    }
    let years = Block::fit(years, room, CAPTION);
    let at = (left, canvas.bottom() - years.height());
    canvas.block(&years, at, Align::Left, palette.soft)
}

/// A quarter of the rim for each trait, and the words within.
fn disc<D: DrawTarget<Color = Rgb565>>(of: &Type, years: &str, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    /// The rim, in pixels from the middle.
    const RIM: (i32, i32) = (92, 120);
    /// The side of a sign on it.
    const SIGN: i32 = 26;
    let (words, palette) = (canvas.words, canvas.palette);
    let (x, y) = (canvas.width() / 2, canvas.height() / 2);
    let ring = Ring {
        centre: Point::new(x * PX, y * PX),
        inner: RIM.0 * PX,
        outer: RIM.1 * PX,
    };
    let turns = [(-1, -1), (1, -1), (1, 1), (-1, 1)];
    for (at, &(side, _)) in of.traits.iter().enumerate() {
        // The first one stands to the upper left, the others follow it around.
        let quarter = (at as u32 + 3) % 4;
        let colours = swatch(at, side, canvas);
        let wedge = Wedge {
            ring,
            from: Turn::parts(quarter, 4).direction(),
            to: Turn::parts(quarter + 1, 4).direction(),
            gap: PX,
        };
        canvas.shape(&wedge, colours.fill)?;
        // The middle of the rim, on the diagonal.
        let away = (RIM.0 + RIM.1) / 2 * 707 / 1_000;
        let (right, down) = turns[at];
        let place = (x + right * away - SIGN / 2, y + down * away - SIGN / 2);
        sign(at, side, place, SIGN, colours, canvas)?;
    }
    let kicker = Block::fit(words.listener, 120, CAPTION);
    canvas.title();
    canvas.block(&kicker, (x, y - 56), Align::Centre, palette.accent)?;
    let name = Block::fit(words.listener_types[of.number][0], 172, LARGE_NAME);
    let top = y - name.height() / 2 + 2;
    canvas.block(&name, (x, top), Align::Centre, palette.ink)?;
    let years = Block::fit(years, 110, CAPTION);
    canvas.block(&years, (x, y + 49), Align::Centre, palette.soft)
}

/// A tile with the sign of a side of a trait.
fn tile<D: DrawTarget<Color = Rgb565>>(
    at: usize,
    side: usize,
    (left, top): (i32, i32),
    (width, height): (i32, i32),
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    let colours = swatch(at, side, canvas);
    canvas.field(left, top, width, height, colours.fill)?;
    let size = width.min(height);
    let place = (left + (width - size) / 2, top + (height - size) / 2);
    sign(at, side, place, size, colours, canvas)
}

/// Draws the sign of a side of a trait in a square of a size.
fn sign<D: DrawTarget<Color = Rgb565>>(
    at: usize,
    side: usize,
    (left, top): (i32, i32),
    size: i32,
    Swatch { fill, ink }: Swatch,
    canvas: &mut Canvas<D>,
) -> Result<(), D::Error> {
    // Places and lengths in hundredths of the side; shapes in sixteenths of a pixel.
    let fine = |part: i32| part * size * PX / 100;
    let whole = |part: i32| (part * size + 50) / 100;
    let at_point = |x: i32, y: i32| Point::new(left * PX + fine(x), top * PX + fine(y));
    let ring = |x: i32, y: i32, inner: i32, outer: i32| Ring {
        centre: at_point(x, y),
        inner: fine(inner),
        outer: fine(outer),
    };
    match (at, side) {
        // Round and round what is known.
        (0, 0) => {
            canvas.shape_on(&ring(50, 50, 28, 38), ink, fill)?;
            canvas.shape_on(&ring(50, 50, 0, 16), ink, fill)
        }
        // Ever further, and ever larger.
        (0, _) => {
            for (x, y, radius) in [(20, 80, 8), (42, 58, 13), (71, 30, 21)] {
                canvas.shape_on(&ring(x, y, 0, radius), ink, fill)?;
            }
            Ok(())
        }
        // The sun over the horizon.
        (1, 0) => {
            canvas.shape_on(&ring(50, 62, 0, 30), ink, fill)?;
            let horizon = whole(62);
            canvas.field(left, top + horizon, size, size - horizon, fill)?;
            canvas.fill(left + whole(12), top + whole(70), whole(76), whole(7).max(1), ink)
        }
        // The moon.
        (1, _) => {
            let moon = Crescent {
                disc: ring(47, 50, 0, 33),
                shadow: ring(62, 41, 0, 28),
            };
            canvas.shape_on(&moon, ink, fill)
        }
        // The one.
        (2, 0) => canvas.fill(left + whole(24), top + whole(24), whole(52), whole(52), ink),
        // The many.
        (2, _) => {
            let step = whole(25).max(3);
            let edge = (size - 2 * step - whole(16).max(2)) / 2;
            for cell in 0..9 {
                let (x, y) = (left + edge + cell % 3 * step, top + edge + cell / 3 * step);
                canvas.fill(x, y, whole(16).max(2), whole(16).max(2), ink)?;
            }
            Ok(())
        }
        // Heard to the end, and cut short.
        (_, side) => {
            let lengths = if side == 0 { [70; 4] } else { [46, 18, 60, 30] };
            for (row, length) in (0..).zip(lengths) {
                let y = top + whole(20 + row * 17);
                canvas.fill(left + whole(15), y, whole(length), whole(9).max(1), ink)?;
            }
            Ok(())
        }
    }
}

/// What of a disc another one leaves.
struct Crescent {
    disc: Ring,
    shadow: Ring,
}

impl Shape for Crescent {
    fn bounds(&self) -> Rectangle {
        self.disc.bounds()
    }

    fn coverage(&self, centre: Point) -> u8 {
        self.disc.coverage(centre).min(15 - self.shadow.coverage(centre))
    }
}

#[cfg(test)]
mod tests {
    use playtally_summary::records::ListenerKind;

    use super::*;
    use crate::Language;

    #[test]
    fn the_english_names_and_sentences_are_those_of_the_summary() {
        let types = Language::English.words().listener_types;
        for (word, [name, says]) in ListenerKind::WORDS.iter().zip(types) {
            assert!(word.word.eq_ignore_ascii_case(name), "{name}");
            assert_eq!(word.says, says);
        }
    }

    #[test]
    fn a_measure_is_that_of_the_side_that_is_shown() {
        let listener = |kind: u8| Listener {
            kind,
            exploring: 150.into(),
            morning: 679.into(),
            loyal: 402.into(),
            skipped: 149.into(),
        };
        let shown = |kind| Type::of(&listener(kind)).map(|of| of.traits);
        assert_eq!(shown(0), Some([(0, 850), (0, 679), (0, 402), (0, 851)]));
        assert_eq!(shown(15), Some([(1, 150), (1, 321), (1, 598), (1, 149)]));
        assert_eq!(shown(16), None, "a type of a later version");
    }
}

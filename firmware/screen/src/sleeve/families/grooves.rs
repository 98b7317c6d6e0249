//! A record with a groove a stretch of days, and as many scratches as there are skips.

use embedded_graphics::geometry::Point;

use crate::shapes::{PX, Turn};
use crate::sleeve::Sleeve;
use crate::sleeve::composition::Composition;
use crate::sleeve::form::{Circle, Form, Sector};
use crate::sleeve::inks::Tone;
use crate::sleeve::pattern::parts;

/// Full circles but for a gap, in thousandths of a turn.
const LONGEST: i32 = 978;
/// What a groove has in which nothing was played.
const SHORTEST: i32 = 60;

pub(super) fn compose(sleeve: &Sleeve, side: i32) -> Composition {
    let mut dice = sleeve.dice();
    let mut sheet = Composition::new(side, Tone::Vivid);
    let mirrored = |turn: bool, place: i32| if turn { 1000 - place } else { place };
    let centre = sheet.point(mirrored(dice.coin(), 600), mirrored(dice.coin(), 420));
    let (outer, label) = (sheet.part(660), sheet.part(150));
    // A groove and the wall beside it want five pixels.
    let grooves = if side < 100 { (side / 8).clamp(6, 12) } else { 18 };
    let pitch = (outer - label) / grooves;
    let width = (pitch * 6 / 10).max(PX);
    sheet.put(Form::Disc(Circle::new(centre, outer)), Tone::Deep);
    let start = i32::from(sleeve.begins);
    for (at, length) in (0..).zip(parts(&sleeve.stretches, grooves as usize)) {
        let rim = outer - pitch * at - pitch / 4;
        let length = (length * LONGEST / 1000).max(SHORTEST);
        let direction = |at: i32| Turn::parts((at + 1000) as u32, 1000).direction();
        let sector = Sector {
            from: direction(start),
            to: direction(start + length),
            wide: length > 500,
        };
        let tone = if at % 3 == 2 { Tone::Tint } else { Tone::Vivid };
        sheet.put(Form::Sector(Circle::new(centre, rim), rim - width, sector), tone);
    }
    sheet.put(Form::Disc(Circle::new(centre, label)), Tone::Other);
    sheet.put(
        Form::Disc(Circle::new(centre, (side * PX / 50).max(PX * 5 / 4))),
        Tone::Deep,
    );
    for _ in 0..(u32::from(sleeve.skipped) + 5) / 10 {
        let (turn, from) = (dice.below(1000), label * 3 / 2 + dice.below((outer / 3) as u32) as i32);
        let on = |turn: u32, radius: i32| centre + Point::from(Turn::parts(turn, 1000).on_circle(radius));
        let (from, to) = (on(turn, from), on(turn + 9, from + outer * 2 / 5));
        sheet.put(Form::between(from, to, (side * PX / 160).max(PX * 3 / 4)), Tone::Deep);
    }
    sheet.darkness = [0, 16, 16, 0, 0];
    sheet
}

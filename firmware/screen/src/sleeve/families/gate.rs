//! An arch a stretch of days, the first one outside.

use embedded_graphics::geometry::Point;

use crate::shapes::PX;
use crate::sleeve::Sleeve;
use crate::sleeve::composition::{Area, Composition};
use crate::sleeve::form::{Circle, Form};
use crate::sleeve::inks::Tone;
use crate::sleeve::pattern::{loudest, parts, shares};

pub(super) fn compose(sleeve: &Sleeve, side: i32) -> Composition {
    let mut dice = sleeve.dice();
    let (ground, wall) = match dice.below(3) {
        0 => (Tone::Deep, Tone::Vivid),
        1 => (Tone::Vivid, Tone::Deep),
        _ => (Tone::Tint, Tone::Cloth),
    };
    let mut sheet = Composition::new(side, ground);
    let arches = if side < 60 {
        5
    } else if side < 120 {
        7
    } else {
        11
    };
    let lengths = parts(&sleeve.stretches, arches);
    let loudest = loudest(&lengths);
    // A gate in the middle, or a bow from a corner.
    let (x, spring, reach) = match dice.below(4) {
        0 => (0, side, sheet.pixels(950)),
        1 => (side, side, sheet.pixels(950)),
        _ => {
            let reach = sheet.pixels(460);
            (
                sheet.pixels(dice.between(420, 580)),
                sheet.pixels(dice.between(80, 130)) + reach,
                reach,
            )
        }
    };
    // The door takes a seventh, each arch what it was played and the gap beside it as much again.
    let places = shares(&lengths, 300, reach * 6 / 7);
    for (arch, ends) in places.windows(2).enumerate() {
        let tone = if arch == loudest { Tone::Other } else { wall };
        let within = ends[0] + ((ends[1] - ends[0]) * 62 / 100).max(1);
        stand(&mut sheet, (x, spring), reach - ends[0], tone);
        stand(&mut sheet, (x, spring), reach - within, ground);
    }
    stand(&mut sheet, (x, spring), reach - reach * 6 / 7, wall);
    for (tone, darkness) in [(ground, 0), (wall, 16), (Tone::Other, 8)] {
        sheet.darkness[tone as usize] = darkness;
    }
    sheet
}

/// A round top on walls that stand on the ground.
fn stand(sheet: &mut Composition, (x, spring): (i32, i32), radius: i32, tone: Tone) {
    let top = Area {
        left: 0,
        top: 0,
        right: sheet.side,
        bottom: spring,
    };
    let centre = Point::new(x * PX, spring * PX);
    sheet.put_in(top, Form::Disc(Circle::new(centre, radius * PX)), tone);
    sheet.fill(x - radius, spring, x + radius, sheet.side, tone);
}

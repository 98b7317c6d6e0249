//! What was played so far, step by step, and a sun where it began.

use crate::sleeve::Sleeve;
use crate::sleeve::composition::Composition;
use crate::sleeve::form::{Circle, Form};
use crate::sleeve::inks::Tone;
use crate::sleeve::pattern::{parts, spread};

pub(super) fn compose(sleeve: &Sleeve, side: i32) -> Composition {
    let mut dice = sleeve.dice();
    let mut sheet = Composition::new(side, Tone::Deep);
    let (mirrored, hanging, steps) = (dice.coin(), dice.below(3) == 0, 5 + dice.below(4) as usize);
    // Loud stretches are high steps.
    let heights = spread(parts(&sleeve.stretches, steps));
    let height = |at: usize| heights[at] * heights[at] / 1000 + 60;
    let all: i32 = (0..steps).map(height).sum();
    let turned = |place: i32| if mirrored { 1000 - place } else { place };
    let sky = sheet.point(
        turned(260 + 400 * i32::from(sleeve.begins) / 1000),
        if hanging { 700 } else { 300 },
    );
    sheet.put(Form::Disc(Circle::new(sky, sheet.part(170))), Tone::Other);
    let mut climbed = 0;
    for step in 0..steps {
        climbed += height(step);
        let from = side * step as i32 / steps as i32;
        let up = sheet.pixels(50 + 860 * climbed / all.max(1));
        let (left, right) = if mirrored { (0, side - from) } else { (from, side) };
        let (top, bottom) = if hanging { (0, up) } else { (side - up, side) };
        let tone = [Tone::Vivid, Tone::Cloth, Tone::Tint, Tone::Cloth][step % 4];
        sheet.fill(left, top, right, bottom, tone);
    }
    sheet.darkness = [10, 0, 16, 3, 8];
    sheet
}

//! The first half of its days hangs from above, the second one stands below; they never meet.

use crate::sleeve::Sleeve;
use crate::sleeve::composition::Composition;
use crate::sleeve::inks::Tone;
use crate::sleeve::pattern::{parts, spread};

pub(super) fn compose(sleeve: &Sleeve, side: i32) -> Composition {
    let mut sheet = Composition::new(side, Tone::Tint);
    let teeth = if side < 72 { 8 } else { 12 };
    let lengths = spread(parts(&sleeve.stretches, 2 * teeth));
    let mirrored = sleeve.dice().coin();
    for tooth in 0..teeth {
        let place = |tooth: usize| side * tooth as i32 / teeth as i32;
        let (left, right) = match mirrored {
            false => (place(tooth), place(tooth + 1)),
            true => (side - place(tooth + 1), side - place(tooth)),
        };
        let above = sheet.pixels(80 + 620 * lengths[tooth] / 1000);
        let below = sheet.pixels(60 + 460 * lengths[teeth + tooth] / 1000);
        let below = below.min(side - above - sheet.pixels(40));
        let even = tooth % 2 == 0;
        sheet.fill(left, 0, right, above, if even { Tone::Cloth } else { Tone::Vivid });
        sheet.fill(
            left,
            side - below,
            right,
            side,
            if even { Tone::Deep } else { Tone::Other },
        );
    }
    sheet
}

//! Five drops, a stretch of days each, dark where they meet.

use crate::shapes::Turn;
use crate::sleeve::Sleeve;
use crate::sleeve::composition::Composition;
use crate::sleeve::form::{Circle, Form};
use crate::sleeve::inks::Tone;
use crate::sleeve::pattern::{loudest, parts, spread};

const DROPS: usize = 5;

pub(super) fn compose(sleeve: &Sleeve, side: i32) -> Composition {
    let mut dice = sleeve.dice();
    let mut sheet = Composition::new(side, Tone::Cloth);
    let lengths = spread(parts(&sleeve.stretches, DROPS));
    let largest = loudest(&lengths);
    let (rising, upright, bow) = (dice.coin(), dice.coin(), dice.between(-220, 220));
    let drop = |at: usize| {
        let along = (at as i32 * 1000 + 300) * 10 / 46;
        // A half wave bows the diagonal.
        let bowed = bow * (Turn::parts(along.clamp(0, 1000) as u32, 2000).sin() / 16) / 1024;
        let across = 800 * (along + bowed) / 1000;
        let (x, y) = (
            50 + 900 * along / 1000,
            if rising { 900 - across } else { 100 + across },
        );
        let (x, y) = if upright { (y, x) } else { (x, y) };
        Circle::new(sheet.point(x, y), sheet.part(110 + 260 * lengths[at] / 1000))
    };
    let drops: [Circle; DROPS] = core::array::from_fn(drop);
    for (at, &circle) in drops.iter().enumerate() {
        let tone = match at {
            _ if at == largest => Tone::Other,
            _ if at % 2 == 0 => Tone::Vivid,
            _ => Tone::Tint,
        };
        sheet.put(Form::Disc(circle), tone);
    }
    for (at, &one) in drops.iter().enumerate() {
        for &other in &drops[at + 1..] {
            sheet.put(Form::Lens(one, other), Tone::Deep);
        }
    }
    sheet.darkness = [10, 16, 0, 4, 6];
    sheet
}

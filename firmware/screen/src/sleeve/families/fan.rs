//! Rays from a corner, as wide as a stretch of days is loud.

use crate::shapes::Turn;
use crate::sleeve::Sleeve;
use crate::sleeve::composition::Composition;
use crate::sleeve::form::{Circle, Form, Sector};
use crate::sleeve::inks::Tone;
use crate::sleeve::pattern::{parts, shares};

const RAYS: usize = 9;
const TONES: [Tone; RAYS] = [
    Tone::Vivid,
    Tone::Deep,
    Tone::Vivid,
    Tone::Cloth,
    Tone::Vivid,
    Tone::Deep,
    Tone::Other,
    Tone::Deep,
    Tone::Vivid,
];

pub(super) fn compose(sleeve: &Sleeve, side: i32) -> Composition {
    let mut dice = sleeve.dice();
    let mut sheet = Composition::new(side, Tone::Tint);
    let lengths = parts(&sleeve.stretches, RAYS);
    let corner = dice.below(4);
    let (x, y) = [(0, 1000), (0, 0), (1000, 0), (1000, 1000)][corner as usize];
    let centre = sheet.point(x, y);
    let places = shares(&lengths, 120, 1000);
    let turned = dice.coin();
    for (ray, ends) in places.windows(2).enumerate() {
        let direction = |place: i32| Turn::parts(1000 * corner + place as u32, 4000).direction();
        let sector = Sector {
            from: direction(ends[0]),
            to: direction(ends[1]),
            wide: false,
        };
        let radius = if ray % 2 == 0 {
            1500
        } else {
            350 + 500 * lengths[ray] / 1000
        };
        let tone = TONES[if turned { RAYS - 1 - ray } else { ray }];
        sheet.put(Form::Sector(Circle::new(centre, sheet.part(radius)), 0, sector), tone);
    }
    sheet.darkness = [16, 8, 12, 0, 4];
    sheet
}

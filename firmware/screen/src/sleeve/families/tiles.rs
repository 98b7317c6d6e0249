//! Nine tiles with a quarter disc a stretch of days.

use embedded_graphics::geometry::Point;

use crate::shapes::PX;
use crate::sleeve::Sleeve;
use crate::sleeve::composition::{Area, Composition};
use crate::sleeve::form::{Circle, Form};
use crate::sleeve::inks::Tone;
use crate::sleeve::pattern::{loudest, parts};

const PAIRS: [(Tone, Tone); 4] = [
    (Tone::Vivid, Tone::Deep),
    (Tone::Tint, Tone::Cloth),
    (Tone::Deep, Tone::Vivid),
    (Tone::Cloth, Tone::Tint),
];

pub(super) fn compose(sleeve: &Sleeve, side: i32) -> Composition {
    let mut dice = sleeve.dice();
    let mut sheet = Composition::new(side, Tone::Tint);
    let lengths = parts(&sleeve.stretches, 9);
    let loudest = loudest(&lengths);
    let mut before = [PAIRS.len(); 3];
    for (at, &length) in lengths.iter().enumerate() {
        let place = |tile: usize| side * tile as i32 / 3;
        let (column, row) = (at % 3, at / 3);
        let area = Area {
            left: place(column),
            top: place(row),
            right: place(column + 1),
            bottom: place(row + 1),
        };
        // No tile has the tones of the one beside it, or of the one above.
        let beside = if column > 0 { before[column - 1] } else { PAIRS.len() };
        let mut pair = dice.below(4) as usize;
        while pair == beside || pair == before[column] {
            pair = (pair + 1) % PAIRS.len();
        }
        before[column] = pair;
        if at == loudest {
            sheet.fill(area.left, area.top, area.right, area.bottom, Tone::Other);
            let middle = Point::new((area.left + area.right) * PX / 2, (area.top + area.bottom) * PX / 2);
            sheet.put_in(area, Form::Disc(Circle::new(middle, sheet.part(120))), Tone::Deep);
            continue;
        }
        let (ground, figure) = PAIRS[pair];
        let corner = (sleeve.peak() as usize / 6 + at) % 4;
        let x = if corner == 0 || corner == 3 {
            area.left
        } else {
            area.right
        };
        let y = if corner < 2 { area.top } else { area.bottom };
        let radius = sheet.part(333 * (450 + 550 * length / 1000) / 1000);
        sheet.fill(area.left, area.top, area.right, area.bottom, ground);
        sheet.put_in(
            area,
            Form::Disc(Circle::new(Point::new(x * PX, y * PX), radius)),
            figure,
        );
    }
    sheet.darkness = [4, 16, 16, 0, 8];
    sheet
}

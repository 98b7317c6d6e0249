//! A petal an hour, and within them a petal a stretch of days.

use embedded_graphics::geometry::Point;

use crate::shapes::Turn;
use crate::sleeve::Sleeve;
use crate::sleeve::composition::Composition;
use crate::sleeve::form::{Circle, Form};
use crate::sleeve::inks::Tone;
use crate::sleeve::pattern::{Lengths, parts};

/// Ground, loud hours, quiet hours, days, heart.
const COLOURINGS: [[Tone; 5]; 4] = [
    [Tone::Deep, Tone::Vivid, Tone::Cloth, Tone::Other, Tone::Tint],
    [Tone::Vivid, Tone::Deep, Tone::Cloth, Tone::Tint, Tone::Other],
    [Tone::Tint, Tone::Vivid, Tone::Cloth, Tone::Deep, Tone::Other],
    [Tone::Cloth, Tone::Tint, Tone::Vivid, Tone::Other, Tone::Deep],
];

pub(super) fn compose(sleeve: &Sleeve, side: i32) -> Composition {
    let [ground, loud, quiet, days, heart] = COLOURINGS[sleeve.dice().below(4) as usize];
    let mut sheet = Composition::new(side, ground);
    let hours = if side < 100 { 12 } else { 24 };
    // The longest petals have the room.
    let away = Turn::parts(2 * sleeve.peak() + 1, 48).on_circle(sheet.part(110));
    let middle = sheet.point(500, 500) - Point::from(away);
    let outer = parts(&sleeve.hours, hours);
    petals(
        &mut sheet,
        middle,
        &outer,
        640,
        |length| if length > 600 { loud } else { quiet },
    );
    let inner = parts(&sleeve.stretches, if side < 100 { 8 } else { 12 });
    petals(&mut sheet, middle, &inner, 330, |_| days);
    sheet.put(Form::Disc(Circle::new(middle, sheet.part(85))), ground);
    sheet.put(Form::Disc(Circle::new(middle, sheet.part(58))), heart);
    for (tone, darkness) in [(ground, 0), (loud, 16), (quiet, 8), (days, 4), (heart, 16)] {
        sheet.darkness[tone as usize] = darkness;
    }
    sheet
}

/// A third of the longest petal is what one has that has nothing to say.
const LEAST: i32 = 330;

/// Petals around a point, of which the longest one reaches so many thousandths of the side.
fn petals(sheet: &mut Composition, middle: Point, lengths: &Lengths, reach: i32, tone: impl Fn(i32) -> Tone) {
    let many = lengths.len() as u32;
    for (at, &length) in (0..).zip(lengths) {
        let turn = Turn::parts(2 * at + 1, 2 * many);
        let radius = sheet.part(reach * (LEAST + (1000 - LEAST) * length / 1000) / 1000);
        let half = radius * 19 / 10 / many as i32;
        let tip = middle + Point::from(turn.on_circle(radius));
        sheet.put(Form::between(middle, tip, half), tone(length));
    }
}

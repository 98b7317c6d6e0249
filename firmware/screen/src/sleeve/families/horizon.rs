//! A sun that sinks the lower the more is heard at night, cut by stretches of days.

use crate::shapes::{PX, Turn};
use crate::sleeve::Sleeve;
use crate::sleeve::composition::{Area, Composition};
use crate::sleeve::form::{Circle, Form, Sector};
use crate::sleeve::inks::Tone;
use crate::sleeve::pattern::{parts, shares};

pub(super) fn compose(sleeve: &Sleeve, side: i32) -> Composition {
    let mut dice = sleeve.dice();
    let (ground, disc) = match dice.below(3) {
        0 => (Tone::Deep, Tone::Vivid),
        1 => (Tone::Vivid, Tone::Deep),
        _ => (Tone::Tint, Tone::Cloth),
    };
    let mut sheet = Composition::new(side, ground);
    let all: i32 = sleeve.hours.iter().map(|&tone| i32::from(tone)).sum();
    let by_night: i32 = sleeve.hours[..6]
        .iter()
        .chain(&sleeve.hours[18..])
        .map(|&tone| i32::from(tone))
        .sum();
    let night = (by_night * 1000).checked_div(all).unwrap_or(500);
    let right = dice.coin();
    let (x, y) = (if right { 460 } else { 540 }, 420 + 170 * night / 1000);
    let (centre, radius) = (sheet.point(x, y), sheet.part(400));
    if side >= 72 {
        for (hour, length) in (0..).zip(parts(&sleeve.hours, 24)) {
            let direction = |part: u32| Turn::parts(part, 24 * 8).direction();
            let rim = radius + sheet.part(30);
            let circle = Circle::new(centre, rim + sheet.part(130 * length / 1000));
            let sector = Sector {
                from: direction(8 * hour + 3),
                to: direction(8 * hour + 5),
                wide: false,
            };
            if length > 40 {
                sheet.put(Form::Sector(circle, rim, sector), Tone::Other);
            }
        }
    }
    sheet.put(Form::Disc(Circle::new(centre, radius)), disc);
    // The louder a stretch, the wider what is left between two cuts; the cuts widen downwards.
    let cuts = if side < 72 { 5 } else { 8 };
    let lengths = parts(&sleeve.stretches, cuts);
    let (from, to) = ((centre.y - radius * 35 / 100) / PX, (centre.y + radius) / PX);
    // The last cut takes the rim with it.
    let places = shares(&lengths, 350, to + 2 - from);
    for (cut, ends) in places.windows(2).enumerate() {
        let gap = ((ends[1] - ends[0]) * (180 + 380 * cut as i32 / (cuts as i32 - 1)) / 1000).max(1);
        let area = Area {
            left: (centre.x - radius) / PX - 1,
            top: from + ends[1] - gap,
            right: (centre.x + radius) / PX + 2,
            bottom: from + ends[1],
        };
        sheet.put_in(area, Form::Whole, ground);
    }
    let moon = sheet.point(if right { x + 290 } else { x - 290 }, y - 290);
    let size = 70 + 110 * night / 1000;
    sheet.put(Form::Disc(Circle::new(moon, sheet.part(size + 18))), ground);
    sheet.put(Form::Disc(Circle::new(moon, sheet.part(size))), Tone::Other);
    for (tone, darkness) in [(ground, 0), (disc, 16), (Tone::Other, 8)] {
        sheet.darkness[tone as usize] = darkness;
    }
    sheet
}

//! A ray an hour around a sun that shines away from the loudest one.

use crate::shapes::Turn;
use crate::sleeve::Sleeve;
use crate::sleeve::composition::Composition;
use crate::sleeve::form::{Circle, Form, Sector};
use crate::sleeve::inks::Tone;
use crate::sleeve::pattern::parts;

/// Half of a ray's angle, in parts of the angle between two.
const HALF: (u32, u32) = (41, 100);

pub(super) fn compose(sleeve: &Sleeve, side: i32) -> Composition {
    let mut sheet = Composition::new(side, Tone::Other);
    let rays = if side < 40 { 12 } else { 24 };
    let lengths = parts(&sleeve.hours, rays);
    let peak = sleeve.peak() * rays as u32 / 24;
    let turn = |ray: u32, part: i32| Turn::parts((ray * 100).wrapping_add_signed(part), rays as u32 * 100);
    let middle = sheet.point(500, 500);
    // The longest ray needs the room.
    let away = turn(peak, 0).on_circle(sheet.part(160));
    let centre = middle - embedded_graphics::geometry::Point::new(away.0, away.1);
    let half = (HALF.0 * 100 / HALF.1) as i32;
    for (ray, length) in (0..).zip(lengths) {
        let circle = Circle::new(centre, sheet.part(200 + 620 * length / 1000));
        let sector = Sector {
            from: turn(ray + rays as u32, -half).direction(),
            to: turn(ray, half).direction(),
            wide: false,
        };
        let tone = if ray == peak { Tone::Vivid } else { Tone::Deep };
        sheet.put(Form::Sector(circle, 0, sector), tone);
    }
    sheet.put(Form::Disc(Circle::new(centre, sheet.part(170))), Tone::Vivid);
    sheet.put(Form::Disc(Circle::new(centre, sheet.part(55))), Tone::Deep);
    sheet.darkness[Tone::Other as usize] = 0;
    sheet
}

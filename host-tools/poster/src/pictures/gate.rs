//! A stretch of months as a gate: an arch for each month, the first one outside, as wide as it was loud.

use std::f64::consts::PI;

use crate::cover::sector;
use crate::drawing::{Colour, Path, Rect};
use crate::sheet::Sheet;

/// A month.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arch {
    pub(crate) plays: u64,
    pub(crate) colour: Colour,
}

/// How wide the door is, as a part of the gate.
const DOOR: f64 = 0.24;
/// What an arch has at least beside its plays, of the mean month.
const LEAST: f64 = 0.35;
/// How much of its place an arch takes.
const WALL: f64 = 0.8;

/// Draws the gate on the lower edge of a box; says where the middle of the door's round top is, and its radius.
pub(crate) fn gate(sheet: &mut Sheet<'_>, area: Rect, arches: &[Arch]) -> ([f64; 2], f64) {
    let reach = area.width() / 2.0;
    let centre = [area.left + reach, area.top + reach];
    let door = reach * DOOR;
    let mean = arches.iter().map(|arch| arch.plays).sum::<u64>() as f64 / arches.len().max(1) as f64;
    let weight = |arch: &Arch| arch.plays as f64 + mean.max(1.0) * LEAST;
    let all: f64 = arches.iter().map(weight).sum();
    let mut outer = reach;
    for arch in arches {
        let place = (reach - door) * weight(arch) / all;
        let inner = outer - place * WALL;
        let mut path = Path::default();
        path.polygon(&sector(centre, [outer, inner], [PI, 2.0 * PI]));
        for left in [centre[0] - outer, centre[0] + inner] {
            path.rect(Rect::new(left, centre[1], outer - inner, area.bottom - centre[1]));
        }
        sheet.fill(path, arch.colour);
        outer -= place;
    }
    (centre, door)
}

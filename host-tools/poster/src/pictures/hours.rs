//! The hours of the day as a clock of 24 rays, midnight at the top.

use std::f64::consts::TAU;

use super::root;
use crate::cover::sector;
use crate::drawing::{Colour, Path};
use crate::sheet::Sheet;

/// Draws the hours; the loudest one has a colour of its own.
pub(crate) fn hours(
    sheet: &mut Sheet<'_>,
    centre: [f64; 2],
    [outer, inner]: [f64; 2],
    by_hour: &[u64; 24],
    [colour, loudest]: [Colour; 2],
) {
    let most = by_hour.iter().copied().max().unwrap_or(0);
    let (mut usual, mut peak) = (Path::default(), Path::default());
    for (hour, &plays) in (0_u32..).zip(by_hour) {
        let turn = |part: f64| (f64::from(hour) + part) / 24.0 * TAU - TAU / 4.0;
        let reach = inner + (outer - inner) * root(plays, most).max(0.04);
        let ray = sector(centre, [reach, inner], [turn(0.09), turn(0.91)]);
        let is_first = peak.steps.is_empty();
        if plays == most && most > 0 && is_first {
            &mut peak
        } else {
            &mut usual
        }
        .polygon(&ray);
    }
    sheet.fill(usual, colour);
    sheet.fill(peak, loudest);
}

//! A year as a disc: a ray for each day, clockwise from January at the top.

use std::f64::consts::TAU;

use super::root;
use crate::cover::sector;
use crate::drawing::{Colour, Path, Rect};
use crate::sheet::Sheet;

/// A day of the year.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day {
    /// From 0.
    pub(crate) number: u32,
    /// How long music was played.
    pub(crate) ms: u64,
    pub(crate) colour: Colour,
}

/// Where rays begin, as a part of the disc's radius.
pub(crate) const INNER: f64 = 0.42;

/// Draws a year of so many days.
pub(crate) fn days(sheet: &mut Sheet<'_>, square: Rect, of: u32, days: &[Day], faint: Colour) {
    /// How much of a day's turn its ray takes.
    const RAY: f64 = 0.74;
    /// How long a day without music is, as a part of the radius.
    const SILENT: f64 = 0.012;
    let radius = square.width() / 2.0;
    let centre = [square.left + radius, square.top + radius];
    let inner = INNER * radius;
    let most = days.iter().map(|day| day.ms).max().unwrap_or(0);
    let turn = |day: u32, part: f64| (f64::from(day) + part) / f64::from(of.max(1)) * TAU - TAU / 4.0;
    let mut silent = Path::default();
    for number in 0..of {
        if !days.iter().any(|day| day.number == number && day.ms > 0) {
            let ends = [turn(number, 0.5 - RAY / 2.0), turn(number, 0.5 + RAY / 2.0)];
            silent.polygon(&sector(centre, [inner + SILENT * radius, inner], ends));
        }
    }
    sheet.fill(silent, faint);
    let mut rest = days;
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|day| day.colour == first.colour).count();
        let mut path = Path::default();
        for day in rest[..same].iter().filter(|day| day.ms > 0) {
            let length = SILENT + (1.0 - INNER - SILENT) * root(day.ms, most);
            let ends = [turn(day.number, 0.5 - RAY / 2.0), turn(day.number, 0.5 + RAY / 2.0)];
            path.polygon(&sector(centre, [inner + length * radius, inner], ends));
        }
        sheet.fill(path, first.colour);
        rest = &rest[same..];
    }
}

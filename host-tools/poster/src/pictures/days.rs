//! A year as a record: a groove for each month, January outside, and in it a block for each day, clockwise from the top.

use std::f64::consts::TAU;

use super::root;
use crate::cover::sector;
use crate::drawing::{Colour, Path, Rect};
use crate::sheet::Sheet;

/// A day of the year.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Day {
    /// Its month, from 0.
    pub(crate) month: u32,
    /// From 0.
    pub(crate) number: u32,
    /// How long music was played.
    pub(crate) ms: u64,
    pub(crate) colour: Colour,
}

/// Where grooves end within, as a part of the record's radius.
const INNER: f64 = 0.26;
/// How wide the strip is that grooves leave at the top for their names.
const STRIP: f64 = 0.13;
/// How much of its groove the loudest day takes, and how much the quietest.
const WALL: [f64; 2] = [0.94, 0.24];
/// How much a day without music takes.
const SILENT: f64 = 0.05;

/// From which radius to which a month's groove reaches.
fn groove(radius: f64, month: u32) -> [f64; 2] {
    let pitch = radius * (1.0 - INNER) / 12.0;
    let outer = radius - pitch * f64::from(month);
    [outer - pitch, outer]
}

/// Where the name of a month stands.
pub(crate) fn name_of(square: Rect, month: u32) -> Rect {
    let radius = square.width() / 2.0;
    let [inner, outer] = groove(radius, month);
    let (wide, pitch) = (STRIP * radius * 0.9, outer - inner);
    Rect::new(
        square.left + radius - wide / 2.0,
        square.top + radius - outer + pitch * 0.1,
        wide,
        pitch * 0.8,
    )
}

/// Draws a year whose months have so many days.
pub(crate) fn days(sheet: &mut Sheet<'_>, square: Rect, lengths: [u32; 12], days: &[Day], faint: Colour) {
    /// The days that there is room for.
    const PLACES: u32 = 31;
    /// How much of its place a day takes.
    const BLOCK: f64 = 0.84;
    let radius = square.width() / 2.0;
    let centre = [square.left + radius, square.top + radius];
    let most = days.iter().map(|day| day.ms).max().unwrap_or(0);
    let block = |path: &mut Path, month: u32, day: u32, part: f64| {
        let [inner, outer] = groove(radius, month);
        let (middle, half) = ((inner + outer) / 2.0, (outer - inner) / 2.0);
        let half = half * part;
        // All grooves begin and end at the strip.
        let away = libm::asin(STRIP * radius / 2.0 / middle);
        let place = (TAU - 2.0 * away) / f64::from(PLACES);
        let from = away - TAU / 4.0 + place * f64::from(day);
        path.polygon(&sector(
            centre,
            [middle + half, middle - half],
            [from, from + place * BLOCK],
        ));
    };
    let mut silent = Path::default();
    for (month, length) in (0..).zip(lengths) {
        for number in 0..length {
            if !days
                .iter()
                .any(|day| (day.month, day.number) == (month, number) && day.ms > 0)
            {
                block(&mut silent, month, number, SILENT);
            }
        }
    }
    sheet.fill(silent, faint);
    for same in days.chunk_by(|one, other| one.colour == other.colour) {
        let mut path = Path::default();
        for day in same.iter().filter(|day| day.ms > 0) {
            let part = WALL[1] + (WALL[0] - WALL[1]) * root(day.ms, most);
            block(&mut path, day.month, day.number, part);
        }
        sheet.fill(path, same[0].colour);
    }
}

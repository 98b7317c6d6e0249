//! The traits of a listener: a field of a hundred marks, of which as many are strong as there are in a hundred plays, or one
//! large sign.

use std::f64::consts::PI;

use crate::cover::sector;
use crate::drawing::{Colour, Path, Rect};
use crate::sheet::Sheet;

/// Marks of a field.
const MARKS: u32 = 100;

/// Draws a hundred marks of a side of a trait, so many of them strong.
pub(crate) fn field(sheet: &mut Sheet<'_>, area: Rect, side: (usize, usize), strong: u32, [ink, faint]: [Colour; 2]) {
    // As large as marks can be, with a last row that is at least half full.
    let rows_of = |columns: u32| MARKS.div_ceil(columns);
    let is_even = |columns: &u32| 2 * (MARKS - columns * (rows_of(*columns) - 1)) >= *columns;
    let cell = |columns: u32| (area.width() / f64::from(columns)).min(area.height() / f64::from(rows_of(columns)));
    let columns = (4..=25)
        .filter(is_even)
        .max_by(|&one, &other| cell(one).total_cmp(&cell(other)));
    let columns = columns.unwrap_or(10);
    let rows = rows_of(columns);
    let size = cell(columns) * 0.8;
    let (mut seen, mut rest) = (Path::default(), Path::default());
    for number in 0..MARKS {
        let (column, row) = (number % columns, number / columns);
        // The outermost marks stand at the edges.
        let x = area.left + f64::from(column) * (area.width() - size) / f64::from(columns - 1);
        let y = area.top + f64::from(row) * (area.height() - size) / f64::from(rows - 1);
        let path = if number < strong { &mut seen } else { &mut rest };
        mark(path, Rect::new(x, y, size, size), side, number);
    }
    sheet.fill(rest, faint);
    sheet.fill(seen, ink);
}

/// Draws one large sign of a side of a trait in the middle of a box.
pub(crate) fn sign(sheet: &mut Sheet<'_>, area: Rect, side: (usize, usize), ink: Colour) {
    let size = area.width().min(area.height());
    let (left, top) = (
        area.left + (area.width() - size) / 2.0,
        area.top + (area.height() - size) / 2.0,
    );
    let mut path = Path::default();
    mark(&mut path, Rect::new(left, top, size, size), side, 0);
    sheet.fill(path, ink);
}

/// The mark of a side of a trait. `number` tells marks of a side apart where they differ.
fn mark(path: &mut Path, of: Rect, side: (usize, usize), number: u32) {
    let size = of.width();
    let centre = [of.left + size / 2.0, of.top + size / 2.0];
    let part = |x: f64, y: f64, width: f64, height: f64| {
        Rect::new(of.left + x * size, of.top + y * size, width * size, height * size)
    };
    match side {
        // Round and round what is known.
        (0, 0) => {
            path.circle(centre, 0.5 * size, false);
            path.circle(centre, 0.33 * size, true);
            path.circle(centre, 0.15 * size, false);
        }
        // What is new.
        (0, _) => path.circle(centre, 0.46 * size, false),
        // The sun over the horizon.
        (1, 0) => {
            let horizon = [centre[0], of.top + 0.68 * size];
            path.polygon(&sector(horizon, [0.5 * size, 0.0], [PI, 2.0 * PI]));
            path.rect(part(0.0, 0.76, 1.0, 0.1));
        }
        // The moon.
        (1, _) => path.polygon(&crescent(of)),
        // The one.
        (2, 0) => path.rect(part(0.08, 0.08, 0.84, 0.84)),
        // The many.
        (2, _) => {
            for (x, y) in [(0.0, 0.0), (0.56, 0.0), (0.0, 0.56), (0.56, 0.56)] {
                path.rect(part(x, y, 0.44, 0.44));
            }
        }
        // Heard to the end.
        (_, 0) => path.rect(part(0.0, 0.3, 1.0, 0.4)),
        // Cut short.
        (_, _) => {
            const LENGTHS: [f64; 7] = [0.5, 0.3, 0.7, 0.2, 0.6, 0.35, 0.45];
            let length = LENGTHS[(number as usize * 3) % LENGTHS.len()];
            path.rect(part(0.0, 0.3, length, 0.4));
        }
    }
}

/// What of a disc another one leaves, from where their rims meet and back.
fn crescent(of: Rect) -> Vec<[f64; 2]> {
    let size = of.width();
    let (disc, shadow) = ([0.47, 0.53, 0.47], [0.66, 0.40, 0.38]);
    let [dx, dy] = [shadow[0] - disc[0], shadow[1] - disc[1]];
    let between = libm::hypot(dx, dy);
    let along = (disc[2] * disc[2] - shadow[2] * shadow[2] + between * between) / (2.0 * between);
    let towards = libm::atan2(dy, dx);
    let apart = libm::acos(along / disc[2]);
    let within = libm::acos((along - between) / shadow[2]);
    let on = |circle: [f64; 3], angle: f64| {
        let [x, y, radius] = circle;
        [
            of.left + size * (x + radius * libm::cos(angle)),
            of.top + size * (y + radius * libm::sin(angle)),
        ]
    };
    const LINES: u32 = 48;
    let part = |line: u32| f64::from(line) / f64::from(LINES);
    let (from, all) = (towards + apart, 2.0 * PI - 2.0 * apart);
    let mut points: Vec<[f64; 2]> = (0..=LINES).map(|line| on(disc, from + all * part(line))).collect();
    let (from, all) = (towards - within, -(2.0 * PI - 2.0 * within));
    points.extend((0..=LINES).map(|line| on(shadow, from + all * part(line))));
    points
}

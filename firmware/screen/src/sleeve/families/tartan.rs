//! Hours woven with days: what crosses shows both threads.

use crate::sleeve::Sleeve;
use crate::sleeve::composition::{Area, Composition};
use crate::sleeve::inks::Tone;
use crate::sleeve::pattern::{Lengths, loudest, parts, shares};

const THREADS: [Tone; 4] = [Tone::Deep, Tone::Vivid, Tone::Cloth, Tone::Tint];

pub(super) fn compose(sleeve: &Sleeve, side: i32) -> Composition {
    let mut dice = sleeve.dice();
    let mut sheet = Composition::new(side, Tone::Deep);
    let (hours, days) = if side < 100 { (5, 4) } else { (7, 6) };
    let first = dice.below(4) as usize;
    let warp = mirrored(parts(&sleeve.hours, hours));
    let weft = mirrored(parts(&sleeve.stretches, days));
    let (columns, rows) = (shares(&warp, 250, side), shares(&weft, 250, side));
    // A mirrored sett goes through its threads and back.
    let thread = |at: usize, many: usize| if at < many { at } else { 2 * many - 2 - at };
    for (at, ends) in columns.windows(2).enumerate() {
        sheet.fill(ends[0], 0, ends[1], side, THREADS[(first + thread(at, hours)) % 4]);
    }
    for (at, ends) in rows.windows(2).enumerate() {
        let area = Area {
            left: 0,
            top: ends[0],
            right: side,
            bottom: ends[1],
        };
        sheet.veil(area, THREADS[(first + 1 + thread(at, days)) % 4]);
    }
    // One bright thread through the loudest hours, one through the loudest days.
    let width = (side / 60).max(1);
    for mirror in [false, true] {
        let place = |places: &[i32], lengths: &[i32], many: usize| {
            let at = loudest(&lengths[..many]);
            let at = if mirror { 2 * many - 2 - at } else { at };
            places[at].midpoint(places[at + 1]) - width / 2
        };
        let x = place(&columns, &warp, hours);
        sheet.fill(x, 0, x + width, side, Tone::Other);
        let y = place(&rows, &weft, days);
        sheet.fill(0, y, side, y + width, Tone::Other);
    }
    sheet.darkness = [6, 16, 11, 1, 0];
    sheet
}

/// Lengths, and the same back again; the last one once.
fn mirrored(lengths: Lengths) -> Lengths {
    let back = lengths.iter().rev().skip(1).copied();
    lengths.iter().copied().chain(back).collect()
}

//! Months as bars that hang from a line, from the first one to the last one.

use crate::drawing::{Colour, Path, Rect};
use crate::sheet::Sheet;

/// The fewest places for bars: those of a short history keep their width.
const FEWEST: usize = 24;

/// Draws the months; the loudest one has a colour of its own.
pub(crate) fn months(sheet: &mut Sheet<'_>, area: Rect, by_month: &[u64], [colour, loudest]: [Colour; 2]) {
    let most = by_month.iter().copied().max().unwrap_or(0);
    let step = area.width() / by_month.len().max(FEWEST) as f64;
    let (mut usual, mut peak) = (Path::default(), Path::default());
    for (at, &plays) in by_month.iter().enumerate().filter(|(_, plays)| **plays > 0) {
        let height = area.height() * (plays as f64 / most.max(1) as f64).max(0.03);
        let bar = Rect::new(area.left + step * at as f64, area.top, step * 0.82, height);
        let is_first = peak.steps.is_empty();
        if plays == most && is_first {
            &mut peak
        } else {
            &mut usual
        }
        .rect(bar);
    }
    sheet.fill(usual, colour);
    sheet.fill(peak, loudest);
}

//! The hours of the day, and of the week.

use std::fmt::Write;

use playtally_statistics::Statistics;

use crate::text::bar;
use crate::text::date::WEEKDAYS;
use crate::text::number::count;
use crate::text::style::{CHART, FAINT, styled};

/// The days of a week in three letters, from Monday.
pub(super) fn weekdays() -> impl Iterator<Item = &'static str> {
    WEEKDAYS.iter().map(|day| &day[..3])
}

/// From none to much.
const SHADES: [char; 5] = ['·', '░', '▒', '▓', '█'];
/// How many lines the columns of the hours are high.
const LINES: usize = 4;
/// What stands left and right of the hours.
const MARGINS: usize = 18;

/// Columns for the hours of a day, and below them the week in shades.
pub(crate) fn picture(statistics: &Statistics, columns: usize) -> String {
    let each = (columns.saturating_sub(MARGINS) / 24).clamp(1, 3);
    let mut text = String::new();
    for line in bar::columns(&statistics.by_hour, LINES, each) {
        let line = line.trim_end();
        if !line.is_empty() {
            let _ = writeln!(text, "       {}", styled(CHART, line));
        }
    }
    let _ = writeln!(text, "       {}", styled(FAINT, axis(each).trim_end()));
    let most = statistics.week_ms.iter().flatten().copied().max().unwrap_or(0);
    for ((name, hours), plays) in weekdays().zip(&statistics.week_ms).zip(statistics.by_weekday) {
        let shades: String = hours
            .iter()
            .flat_map(|&ms| std::iter::repeat_n(shade(ms, most), each))
            .collect();
        let _ = writeln!(text, "  {name}  {}  {:>9}", styled(CHART, shades), count(plays));
    }
    text
}

/// The hours by the quarter of a day, each under its column.
fn axis(each: usize) -> String {
    (0..24)
        .step_by(6)
        .map(|hour| format!("{hour:<width$}", width = 6 * each))
        .collect()
}

/// How dark a time is against the longest.
pub(super) fn shade(ms: u64, most: u64) -> char {
    match (ms * 4).checked_div(most) {
        None | Some(_) if ms == 0 => SHADES[0],
        quarter => SHADES[1 + quarter.unwrap_or(0).min(3) as usize],
    }
}

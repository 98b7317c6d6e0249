//! Charts in characters.

use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate};
use playtally_telling::words::date::{short_month_name, weekday};
use playtally_telling::words::number::count;
use playtally_telling::{Chart, HeatRow, Shape};

use crate::text::bar::columns as bars;
use crate::text::style::{CHART, FAINT, styled};

/// From none to much.
const SHADES: [char; 5] = ['·', '░', '▒', '▓', '█'];
/// How many lines the columns of the hours are high.
const LINES: usize = 4;
/// Columns left of a chart, and left and right of the hours of a week.
const MARGIN: usize = 7;
const MARGINS: usize = 18;

/// A chart in at most so many columns; nothing where there is no room, or where characters cannot draw it.
pub(crate) fn chart(chart: &Chart<'_>, columns: usize) -> String {
    let each = (columns.saturating_sub(MARGINS) / 24).clamp(1, 3);
    match &chart.shape {
        Shape::Ring { hours, .. } => clock(hours, each),
        Shape::HeatMap { rows, .. } => week(rows, each),
        Shape::Ribbon { from, days, most } if columns >= MARGIN + days.len() / 7 => ribbon(*from, days, *most),
        _ => String::new(),
    }
}

/// Columns for the hours of a day.
fn clock(hours: &[u64], each: usize) -> String {
    let mut text = String::new();
    for line in bars(hours, LINES, each) {
        let line = line.trim_end();
        if !line.is_empty() {
            let _ = writeln!(text, "       {}", styled(CHART, line));
        }
    }
    text + &axis(each)
}

/// The hours by the quarter of a day, each under its column.
fn axis(each: usize) -> String {
    let hours: String = (0..24)
        .step_by(6)
        .map(|hour| format!("{hour:<width$}", width = 6 * each))
        .collect();
    format!("       {}\n", styled(FAINT, hours.trim_end()))
}

/// A line of shades for each weekday.
fn week(rows: &[HeatRow<'_>], each: usize) -> String {
    let most = rows.iter().flat_map(|row| &row.fields).copied().max().unwrap_or(0);
    let mut text = axis(each);
    for row in rows {
        let fields = row.fields.iter();
        let shades: String = fields
            .flat_map(|&ms| std::iter::repeat_n(shade(ms, most), each))
            .collect();
        let _ = write!(text, "  {}  {}", short(row.label), styled(CHART, shades));
        let _ = match row.count {
            Some(number) => writeln!(text, "  {:>9}", count(number)),
            None => writeln!(text),
        };
    }
    text
}

/// A name in three letters.
fn short(name: &str) -> String {
    name.chars().take(3).collect()
}

/// How dark a time is against the longest.
fn shade(ms: u64, most: u64) -> char {
    match (ms * 4).checked_div(most) {
        None | Some(_) if ms == 0 => SHADES[0],
        quarter => SHADES[1 + quarter.unwrap_or(0).min(3) as usize],
    }
}

/// Days, one to a character: a column for each week, of which the first begins with the first day.
fn ribbon(from: NaiveDate, days: &[Option<u64>], most: u64) -> String {
    let weeks = days.len().div_ceil(7);
    let mondays = (0..weeks as u64).map(|week| from + Days::new(7 * week));
    let months = months(mondays, weeks);
    let mut text = format!("{}{}\n", " ".repeat(MARGIN), styled(FAINT, months.trim_end()));
    for row in 0..7 {
        let of_row = days.iter().skip(row).step_by(7);
        let shades: String = of_row.map(|day| day.map_or(' ', |ms| shade(ms, most))).collect();
        let name = short(weekday(row));
        let _ = match shades.trim_end() {
            "" => writeln!(text, "  {name}"),
            shades => writeln!(text, "  {name}  {}", styled(CHART, shades)),
        };
    }
    text
}

/// The names of months, each above its first whole week.
fn months(weeks: impl Iterator<Item = NaiveDate>, all: usize) -> String {
    let mut text = String::new();
    for (at, monday) in weeks.enumerate() {
        // A name that would stand out over the last week is left out.
        if monday.day() <= 7 && text.len() <= at && at + 3 <= all {
            text.push_str(&" ".repeat(at - text.len()));
            text.push_str(&short_month_name(monday.month()));
        }
    }
    text
}

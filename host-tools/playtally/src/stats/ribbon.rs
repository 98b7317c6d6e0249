//! The days of the last twelve months, one to a character: a column for each week.

use std::collections::HashMap;
use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate};
use playtally_statistics::Statistics;

use super::week::{shade, weekdays};
use crate::text::style::{CHART, FAINT, styled};

/// Weeks in a picture.
const WEEKS: u64 = 53;
/// Columns left of the weeks.
const MARGIN: usize = 7;

/// The weeks up to the last day with music, in shades; empty of a single day, and where there is no room.
pub(crate) fn picture(statistics: &Statistics, columns: usize) -> String {
    let room = columns >= MARGIN + WEEKS as usize && statistics.by_day.len() > 1;
    let Some(last) = statistics.totals.last.filter(|_| room) else {
        return String::new();
    };
    let sunday = last + Days::new(u64::from(6 - last.weekday().num_days_from_monday()));
    let Some(monday) = sunday.checked_sub_days(Days::new(7 * WEEKS - 1)) else {
        return String::new();
    };
    let first = statistics.by_day.first().map_or(last, |day| day.date);
    let played: HashMap<NaiveDate, u64> = statistics.by_day.iter().map(|day| (day.date, day.ms)).collect();
    let week = |number: u64| monday + Days::new(7 * number);
    let most = played
        .iter()
        .filter(|(day, _)| **day >= monday)
        .map(|(_, ms)| *ms)
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{}{}",
        " ".repeat(MARGIN),
        styled(FAINT, months((0..WEEKS).map(week)).trim_end())
    );
    for (weekday, name) in (0..).zip(weekdays()) {
        let shades: String = (0..WEEKS)
            .map(|number| week(number) + Days::new(weekday))
            .map(|day| {
                if day < first || day > last {
                    ' '
                } else {
                    shade(played.get(&day).copied().unwrap_or(0), most)
                }
            })
            .collect();
        let shades = shades.trim_end();
        let _ = match shades {
            "" => writeln!(text, "  {name}"),
            shades => writeln!(text, "  {name}  {}", styled(CHART, shades)),
        };
    }
    text
}

/// The names of months, each above its first whole week.
fn months(weeks: impl Iterator<Item = NaiveDate>) -> String {
    let mut text = String::new();
    for (at, monday) in weeks.enumerate() {
        // A name that would stand out over the last week is left out.
        if monday.day() <= 7 && text.len() <= at && at + 3 <= WEEKS as usize {
            text.push_str(&" ".repeat(at - text.len()));
            let _ = write!(text, "{}", monday.format("%b"));
        }
    }
    text
}

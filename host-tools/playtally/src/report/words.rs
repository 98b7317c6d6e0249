//! Dates and times in words.

use chrono::{Datelike, NaiveDate};
use playtally_statistics::Month;

use crate::stats::facts;

/// The months of a year.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The days of a week.
pub(super) const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// `2 October 2026`
pub(super) fn day(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), MONTHS[day.month0() as usize], day.year())
}

/// `2 October`
pub(super) fn day_of_year(day: NaiveDate) -> String {
    format!("{} {}", day.day(), MONTHS[day.month0() as usize])
}

/// `October 2026`
pub(super) fn month(month: Month) -> String {
    format!("{} {}", MONTHS[month.month() as usize - 1], month.year())
}

/// `Oct 2026`
pub(super) fn short_month(month: Month) -> String {
    format!("{} {}", &MONTHS[month.month() as usize - 1][..3], month.year())
}

/// `5 pm`
pub(super) fn hour(hour: usize) -> String {
    let half = if hour % 24 < 12 { "am" } else { "pm" };
    format!("{} {half}", (hour + 11) % 12 + 1)
}

/// `17:05`
pub(super) fn minute(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Days in the unit that people think of: `12 days`, `7 months`, `3.4 years`.
pub(super) fn span(days: u64) -> String {
    match days {
        1 => "1 day".to_owned(),
        0..60 => format!("{days} days"),
        60..700 => format!("{:.0} months", days as f64 / 30.44),
        _ => format!("{:.1} years", days as f64 / 365.25),
    }
}

/// A share in whole percent, which no line end tears apart.
pub(super) fn percent(part: u64, whole: u64) -> String {
    facts::percent(part, whole).replace(" %", "\u{a0}%")
}

/// An effective number of artists: `1 artist`, `23.4 artists`.
pub(super) fn width(artists: f64) -> String {
    let word = if artists == 1.0 { "artist" } else { "artists" };
    format!("{artists} {word}")
}

/// Whole hours, for where they stand large: `2,104`; shorter times as they are read.
pub(super) fn hours(ms: u64) -> (String, &'static str) {
    use crate::text::number::count;
    match ms {
        0..3_600_000 => {
            let minutes = ms / 60_000;
            (count(minutes), if minutes == 1 { "minute" } else { "minutes" })
        }
        _ => {
            let hours = (ms + 1_800_000) / 3_600_000;
            (count(hours), if hours == 1 { "hour" } else { "hours" })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_said_as_on_a_clock() {
        assert_eq!(
            [0, 5, 12, 17, 23].map(hour),
            ["12 am", "5 am", "12 pm", "5 pm", "11 pm"]
        );
    }

    #[test]
    fn a_span_is_said_in_its_unit() {
        assert_eq!(
            [1, 45, 200, 1240].map(span),
            ["1 day", "45 days", "7 months", "3.4 years"]
        );
    }

    #[test]
    fn less_than_an_hour_is_said_in_minutes() {
        assert_eq!(hours(60_000), ("1".to_owned(), "minute"));
        assert_eq!(hours(3_600_000 * 1_500), ("1,500".to_owned(), "hours"));
    }
}

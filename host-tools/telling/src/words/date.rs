//! Dates and times of the day in words.

use chrono::{Datelike, NaiveDate};
use playtally_statistics::Month;

use super::{LANGUAGE, Noun};

/// A month of the year, from 1.
#[must_use]
pub fn month_name(month: u32) -> &'static str {
    LANGUAGE.months[(month as usize + 11) % 12]
}

/// A month of the year in three letters.
#[must_use]
pub fn short_month_name(month: u32) -> String {
    month_name(month).chars().take(3).collect()
}

/// A day of the week, from Monday at 0.
#[must_use]
pub fn weekday(day: usize) -> &'static str {
    LANGUAGE.weekdays[day % 7]
}

/// `2 October 2026`
#[must_use]
pub fn day(day: NaiveDate) -> String {
    format!("{} {}", day_of_year(day), day.year())
}

/// `2 October`
#[must_use]
pub fn day_of_year(day: NaiveDate) -> String {
    format!("{} {}", day.day(), month_name(day.month()))
}

/// `October 2026`
#[must_use]
pub fn month(month: Month) -> String {
    format!("{} {}", month_name(month.month()), month.year())
}

/// `Oct 2026`
#[must_use]
pub fn short_month(month: Month) -> String {
    format!("{} {}", short_month_name(month.month()), month.year())
}

/// `5 pm`
#[must_use]
pub fn hour(hour: usize) -> String {
    format!("{} {}", (hour + 11) % 12 + 1, half(hour))
}

/// A minute of the day: `5:05 pm`.
#[must_use]
pub fn time(minute: u64) -> String {
    let hour = (minute / 60 % 24) as usize;
    format!("{}:{:02} {}", (hour + 11) % 12 + 1, minute % 60, half(hour))
}

const fn half(hour: usize) -> &'static str {
    LANGUAGE.halves[hour % 24 / 12]
}

/// Days in the unit that people think of: `12 days`, `7 months`, `3.4 years`.
#[must_use]
pub fn span(days: u64) -> String {
    match days {
        0..60 => Noun::Day.of(days),
        60..700 => format!("{:.0} {}", days as f64 / 30.44, Noun::Month.beside(2)),
        _ => format!("{:.1} {}", days as f64 / 365.25, Noun::Year.beside(2)),
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
        assert_eq!(
            [0, 425, 1439, 1440].map(time),
            ["12:00 am", "7:05 am", "11:59 pm", "12:00 am"]
        );
    }

    #[test]
    fn a_span_is_said_in_its_unit() {
        assert_eq!(
            [1, 45, 200, 1240].map(span),
            ["1 day", "45 days", "7 months", "3.4 years"]
        );
    }
}

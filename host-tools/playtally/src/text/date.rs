//! Dates and times in words.

use chrono::{Datelike, NaiveDate};
use playtally_statistics::Month;

/// The months of a year.
pub(crate) const MONTHS: [&str; 12] = [
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
pub(crate) const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// `2 October 2026`
pub(crate) fn day(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), MONTHS[day.month0() as usize], day.year())
}

/// `2 October`
pub(crate) fn day_of_year(day: NaiveDate) -> String {
    format!("{} {}", day.day(), MONTHS[day.month0() as usize])
}

/// `October 2026`
pub(crate) fn month(month: Month) -> String {
    format!("{} {}", MONTHS[month.month() as usize - 1], month.year())
}

/// `Oct 2026`
pub(crate) fn short_month(month: Month) -> String {
    format!("{} {}", &MONTHS[month.month() as usize - 1][..3], month.year())
}

/// `5 pm`
pub(crate) fn hour(hour: usize) -> String {
    let half = if hour % 24 < 12 { "am" } else { "pm" };
    format!("{} {half}", (hour + 11) % 12 + 1)
}

/// A minute of the day: `17:05`.
pub(crate) fn minute(minute: u64) -> String {
    let minute = minute % 1440;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Days in the unit that people think of: `12 days`, `7 months`, `3.4 years`.
pub(crate) fn span(days: u64) -> String {
    match days {
        1 => "1 day".to_owned(),
        0..60 => format!("{days} days"),
        60..700 => format!("{:.0} months", days as f64 / 30.44),
        _ => format!("{:.1} years", days as f64 / 365.25),
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
        assert_eq!([0, 425, 1439, 1440].map(minute), ["00:00", "07:05", "23:59", "00:00"]);
    }

    #[test]
    fn a_span_is_said_in_its_unit() {
        assert_eq!(
            [1, 45, 200, 1240].map(span),
            ["1 day", "45 days", "7 months", "3.4 years"]
        );
    }
}

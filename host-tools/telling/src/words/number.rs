//! Numbers as people read them.

use super::{LANGUAGE, Noun};

/// A number with its thousands apart: `31,415`.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(LANGUAGE.thousands);
        }
        grouped.push(digit);
    }
    grouped
}

/// A count and its thing: `1 file`, `1,200 files`. What statistics count is a [`Noun`].
#[must_use]
pub fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A time in whole minutes.
#[must_use]
pub const fn minutes(ms: u64) -> u64 {
    ms.saturating_add(30_000) / 60_000
}

/// A time in whole hours.
#[must_use]
pub const fn hours(ms: u64) -> u64 {
    (minutes(ms) + 30) / 60
}

/// A time in its two largest units that say something: `2,104 h`, `3 h 07 min`, `12 min`, `41 s`.
#[must_use]
pub fn duration(ms: u64) -> String {
    let [second, minute, hour] = LANGUAGE.units;
    let (seconds, minutes) = ((ms + 500) / 1_000, minutes(ms));
    match minutes / 60 {
        _ if seconds < 60 => format!("{seconds} {second}"),
        0 => format!("{minutes} {minute}"),
        all @ 1..100 => format!("{all} {hour} {:02} {minute}", minutes % 60),
        _ => format!("{} {hour}", count(hours(ms))),
    }
}

/// A time of some minutes, to the second: `3:07 min`, `41 s`.
#[must_use]
pub fn short(ms: u64) -> String {
    let [second, minute, _] = LANGUAGE.units;
    let seconds = (ms + 500) / 1_000;
    if seconds < 60 {
        format!("{seconds} {second}")
    } else {
        format!("{}:{:02} {minute}", count(seconds / 60), seconds % 60)
    }
}

/// Whole hours, for where they stand alone: `2,104` and `hours`; shorter times in minutes.
#[must_use]
pub fn long(ms: u64) -> (String, &'static str) {
    let (number, noun) = match minutes(ms) {
        minutes @ 0..60 => (minutes, Noun::Minute),
        _ => (hours(ms), Noun::Hour),
    };
    (count(number), noun.beside(number))
}

/// A share in whole percent, for people: `under 1%` and `over 99%` are never rounded to all or nothing.
#[must_use]
pub fn percent(part: u64, whole: u64) -> String {
    let [under, over] = LANGUAGE.nearly;
    let (before, share) = match (part, whole) {
        (_, 0) | (0, _) => ("", 0),
        (part, whole) if part >= whole => ("", 100),
        (part, whole) => {
            let (part, whole) = (u128::from(part), u128::from(whole));
            match (part * 200 + whole) / (whole * 2) {
                0 => (under, 1),
                100.. => (over, 99),
                share => ("", share),
            }
        }
    };
    format!("{before}{share}{}", LANGUAGE.percent)
}

/// An amount of dollars: `$5.50`.
#[must_use]
pub fn dollars(dollars: f64) -> String {
    format!("${dollars:.2}")
}

/// A size in bytes: `812 B`, `61.3 KiB`, `2.4 MiB`.
#[must_use]
pub fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut size = bytes as f64 / 1024.0;
    let mut unit = 0;
    while size >= 1023.95 && unit + 1 < UNITS.len() {
        size /= 1024.0;
        unit += 1;
    }
    format!("{size:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(
            [0, 999, 1_000, 31_415, 1_234_567].map(count),
            ["0", "999", "1,000", "31,415", "1,234,567"]
        );
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(plural(1, "file", "files"), "1 file");
        assert_eq!(plural(2_000, "file", "files"), "2,000 files");
    }

    #[test]
    fn a_time_shows_its_largest_units() {
        let minute = 60_000;
        for (ms, words) in [
            (0, "0 s"),
            (41_900, "42 s"),
            (12 * minute, "12 min"),
            (12 * minute + 29_999, "12 min"),
            (12 * minute + 30_000, "13 min"),
            (187 * minute, "3 h 07 min"),
            (59 * minute + 30_000, "1 h 00 min"),
            (126_240 * minute + 30 * minute, "2,105 h"),
        ] {
            assert_eq!(duration(ms), words);
        }
    }

    #[test]
    fn a_short_time_shows_its_seconds() {
        assert_eq!(
            [0, 59_400, 59_500, 187_000].map(short),
            ["0 s", "59 s", "1:00 min", "3:07 min"]
        );
    }

    #[test]
    fn less_than_an_hour_stands_alone_in_minutes() {
        assert_eq!(long(60_000), ("1".to_owned(), "minute"));
        assert_eq!(long(3_600_000 * 1_500), ("1,500".to_owned(), "hours"));
    }

    #[test]
    fn whole_hours_come_from_whole_minutes_as_in_a_summary() {
        assert_eq!(hours(100 * 3_600_000 + 29 * 60_000 + 40_000), 101);
    }

    #[test]
    fn a_size_never_shows_a_thousand_and_more() {
        for (size, words) in [
            (812, "812 B"),
            (1024, "1.0 KiB"),
            (62_771, "61.3 KiB"),
            (1_048_575, "1.0 MiB"),
        ] {
            assert_eq!(bytes(size), words);
        }
    }

    #[test]
    fn a_share_is_never_rounded_to_all_or_nothing() {
        let shares = [(0, 5), (1, 1_000), (1, 3), (999, 1_000), (5, 5), (0, 0)];
        assert_eq!(
            shares.map(|(part, whole)| percent(part, whole)),
            ["0%", "under 1%", "33%", "over 99%", "100%", "0%"]
        );
    }
}

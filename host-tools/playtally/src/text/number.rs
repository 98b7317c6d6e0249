//! Numbers as people read them.

/// A number with its thousands apart: `31,415`.
pub(crate) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A count and its thing: `1 play`, `1,200 plays`.
pub(crate) fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// A time in its two largest units that say something: `2,104 h`, `3 h 07 min`, `12 min`, `41 s`.
pub(crate) fn duration(ms: u64) -> String {
    let (seconds, minutes, hours) = (ms / 1_000, ms / 60_000, ms / 3_600_000);
    match hours {
        0 if minutes == 0 => format!("{seconds} s"),
        0 => format!("{minutes} min"),
        1..100 => format!("{hours} h {:02} min", minutes % 60),
        _ => format!("{} h", count((ms + 1_800_000) / 3_600_000)),
    }
}

/// A time of some minutes, to the second: `3:07 min`, `41 s`.
pub(crate) fn short(ms: u64) -> String {
    let seconds = (ms + 500) / 1_000;
    if seconds < 60 {
        format!("{seconds} s")
    } else {
        format!("{}:{:02} min", count(seconds / 60), seconds % 60)
    }
}

/// A share in whole percent, for people: `under 1 %` and `over 99 %` are never rounded to all or nothing.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    match (part, whole) {
        (_, 0) | (0, _) => "0 %".to_owned(),
        (part, whole) if part >= whole => "100 %".to_owned(),
        (part, whole) => match (part as f64 / whole as f64 * 100.0).round() as u64 {
            0 => "under 1 %".to_owned(),
            100 => "over 99 %".to_owned(),
            share => format!("{share} %"),
        },
    }
}

/// A size in bytes: `812 B`, `61.3 KiB`, `2.4 MiB`.
pub(crate) fn bytes(bytes: u64) -> String {
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
        assert_eq!(plural(1, "play", "plays"), "1 play");
        assert_eq!(plural(2_000, "play", "plays"), "2,000 plays");
    }

    #[test]
    fn a_time_shows_its_largest_units() {
        let minute = 60_000;
        for (ms, words) in [
            (0, "0 s"),
            (41_900, "41 s"),
            (12 * minute, "12 min"),
            (187 * minute, "3 h 07 min"),
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
            ["0 %", "under 1 %", "33 %", "over 99 %", "100 %", "0 %"]
        );
    }
}

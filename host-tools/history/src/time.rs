//! Times as exports write them, to seconds since 1970-01-01T00:00:00Z.

/// The last second that a library can key: 2199-12-31T23:59:59Z.
pub(crate) const LAST: i64 = 7_258_118_399;

/// Seconds since the epoch of a date and a time of day in UTC.
///
/// `None` when there is no such moment, or when it is outside the years 0 to 9999. Days are counted by Howard Hinnant's
/// `days_from_civil` (<https://howardhinnant.github.io/date_algorithms.html>).
pub(crate) fn seconds(date: (i64, u32, u32), time: (u32, u32, u32)) -> Option<i64> {
    let ((year, month, day), (hour, minute, second)) = (date, time);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(0..=9999).contains(&year) || day == 0 || day > length || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let shifted = year - i64::from(month <= 2);
    let (era, month) = (shifted.div_euclid(400), i64::from(month));
    let year_of_era = shifted - era * 400;
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    let days = era * 146_097 + day_of_era - 719_468;
    Some(days * 86_400 + i64::from(hour * 3600 + minute * 60 + second))
}

/// Year, month and day of a moment in UTC, by Howard Hinnant's `civil_from_days`.
pub(crate) fn date(moment: i64) -> (i64, u32, u32) {
    let days = moment.div_euclid(86_400) + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (
        era * 400 + year_of_era + i64::from(month <= 2),
        month as u32,
        day as u32,
    )
}

/// A moment as RFC 3339 writes it, or with a blank for the `T`, without seconds, or without a zone (then UTC). The date
/// `0000-00-00` stands for none, as the moment 0 does.
///
/// `None` when the text is none of these or names a moment that does not exist.
pub(crate) fn moment(text: &[u8]) -> Option<i64> {
    let date = (i64::from(number(text, 0, 4)?), number(text, 5, 2)?, number(text, 8, 2)?);
    let marks = [text.get(4)?, text.get(7)?, text.get(13)?];
    if marks != [&b'-', &b'-', &b':'] || !matches!(text.get(10)?, b'T' | b't' | b' ') {
        return None;
    }
    if date == (0, 0, 0) {
        // What databases write for no date at all.
        return Some(0);
    }
    let (hour, minute) = (number(text, 11, 2)?, number(text, 14, 2)?);
    let (second, mut rest) = match text.get(16) {
        Some(b':') => (number(text, 17, 2)?, &text[19..]),
        _ => (0, &text[16..]),
    };
    if let Some(fraction) = rest.strip_prefix(b".") {
        let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        rest = if digits == 0 { return None } else { &fraction[digits..] };
    }
    let offset = match rest {
        [] | [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), rest @ ..] => {
            let minutes = match rest.len() {
                4 => number(rest, 2, 2)?,
                5 if rest[2] == b':' => number(rest, 3, 2)?,
                _ => return None,
            };
            let offset = i64::from(number(rest, 0, 2)? * 3600 + minutes * 60);
            if *sign == b'-' { -offset } else { offset }
        }
        _ => return None,
    };
    Some(seconds(date, (hour, minute, second))? - offset)
}

/// The number that `length` digits at `from` spell.
fn number(text: &[u8], from: usize, length: usize) -> Option<u32> {
    text.get(from..from + length)?
        .iter()
        .try_fold(0, |number, byte| match byte {
            b'0'..=b'9' => Some(number * 10 + u32::from(byte - b'0')),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments_are_met() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("0000-00-00 00:00:00", Some(0)),
            ("2013-04-16T06:56:15Z", Some(1_366_095_375)),
            ("2024-02-29T23:59:59Z", Some(1_709_251_199)),
            ("2000-02-29 00:00", Some(951_782_400)),
            ("2024-08-31 18:58", Some(1_725_130_680)),
            ("2024-08-31T18:58:01.250Z", Some(1_725_130_681)),
            ("2024-08-31T20:58:01+02:00", Some(1_725_130_681)),
            ("2024-08-31T13:28:01-0530", Some(1_725_130_681)),
            ("2199-12-31T23:59:59Z", Some(LAST)),
            ("2200-01-01T00:00:00Z", Some(LAST + 1)),
            ("1969-12-31T23:59:59Z", Some(-1)),
            ("1970-01-01T00:00:00+01:00", Some(-3600)),
            ("0001-01-01T00:00:00", Some(-62_135_596_800)),
            ("0000-02-29T00:00:00Z", Some(-62_162_121_600)),
            ("9999-12-31T23:59:59Z", Some(253_402_300_799)),
        ] {
            assert_eq!(moment(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn moments_that_do_not_exist_are_refused() {
        for text in [
            "",
            "2023-02-29T00:00:00Z",
            "2100-02-29T00:00:00Z",
            "2023-13-01T00:00:00Z",
            "2023-00-10T00:00:00Z",
            "2023-04-31T00:00:00Z",
            "2023-04-00T00:00:00Z",
            "2023-04-01T24:00:00Z",
            "2023-04-01T10:60:00Z",
            "2023-04-01T10:10:60Z",
            "0000-00-01T00:00:00Z",
            "10000-01-01T00:00:00Z",
            "2023-04-01",
            "2023-04-01T10:10:10Zulu",
            "2023-04-01T10:10:10.Z",
            "2023/04/01T10:10:10Z",
            "20230401T101010Z",
        ] {
            assert_eq!(moment(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn every_day_follows_the_day_before() {
        let mut expected = 0;
        for year in 1970..2200 {
            for month in 1..=12 {
                for day in 1..=31 {
                    if let Some(found) = seconds((year, month, day), (0, 0, 0)) {
                        assert_eq!(found, expected, "{year}-{month}-{day}");
                        assert_eq!(date(found), (year, month, day));
                        assert_eq!(date(found + 86_399), (year, month, day));
                        expected += 86_400;
                    }
                }
            }
        }
        assert_eq!(expected, LAST + 1);
    }
}

//! Numbers as a page says them.

use crate::text::number::{self, count};

/// A share in whole percent, which no line end tears apart.
pub(super) fn percent(part: u64, whole: u64) -> String {
    number::percent(part, whole).replace(" %", "\u{a0}%")
}

/// An effective number of artists: `1 artist`, `23.4 artists`.
pub(super) fn width(artists: f64) -> String {
    let word = if artists == 1.0 { "artist" } else { "artists" };
    format!("{artists} {word}")
}

/// Whole hours, for where they stand large: `2,104`; shorter times as they are read.
pub(super) fn hours(ms: u64) -> (String, &'static str) {
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
    fn less_than_an_hour_is_said_in_minutes() {
        assert_eq!(hours(60_000), ("1".to_owned(), "minute"));
        assert_eq!(hours(3_600_000 * 1_500), ("1,500".to_owned(), "hours"));
    }
}

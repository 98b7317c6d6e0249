//! Dates as a summary stores them.

use chrono::NaiveDate;
use zerocopy::little_endian::U16;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// A calendar day of the owner: days since 1970-01-01, to 2149-06-06.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    FromBytes,
    IntoBytes,
    KnownLayout,
    Immutable,
    Unaligned,
)]
#[repr(transparent)]
pub struct Day(U16);

const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date that exists");

impl Day {
    /// The day of a date; one outside the range becomes the nearest day inside it.
    #[must_use]
    pub fn from_date(date: NaiveDate) -> Self {
        let days = date
            .signed_duration_since(EPOCH)
            .num_days()
            .clamp(0, i64::from(u16::MAX));
        Self(U16::new(u16::try_from(days).unwrap_or(u16::MAX)))
    }

    /// The day that many days after 1970-01-01.
    #[must_use]
    pub const fn new(days: u16) -> Self {
        Self(U16::new(days))
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0.get()
    }

    /// The date.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        EPOCH + chrono::TimeDelta::days(i64::from(self.0.get()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_comes_back_as_the_date_it_was() {
        for (y, m, d) in [(1970, 1, 1), (2000, 2, 29), (2026, 12, 31), (2149, 6, 6)] {
            let date = NaiveDate::from_ymd_opt(y, m, d).expect("a date");
            assert_eq!(Day::from_date(date).date(), date);
        }
    }

    #[test]
    fn a_date_out_of_range_becomes_the_nearest_day() {
        let early = NaiveDate::from_ymd_opt(1950, 1, 1).expect("a date");
        let late = NaiveDate::from_ymd_opt(2300, 1, 1).expect("a date");
        assert_eq!(Day::from_date(early).number(), 0);
        assert_eq!(Day::from_date(late).number(), u16::MAX);
    }
}

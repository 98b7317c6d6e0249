//! Local days as numbers, so that a row holds one in four bytes.

use chrono::{Datelike, NaiveDate};
use serde::{Serialize, Serializer};

/// A local calendar day, as days since 1970-01-01. Serialises as `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The first day that a play can have: 0001-01-01.
    pub const MIN: Self = Self(-719_162);
    /// The last day that a play can have: 9999-12-31.
    pub const MAX: Self = Self(2_932_896);

    /// The day as chrono knows it.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.0).unwrap_or_default()
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day with a number, or the nearest that there is.
    #[must_use]
    pub const fn from_number(number: i32) -> Self {
        if number < Self::MIN.0 {
            Self::MIN
        } else if number > Self::MAX.0 {
            Self::MAX
        } else {
            Self(number)
        }
    }

    /// The weekday, 0 for Monday to 6 for Sunday.
    #[must_use]
    pub const fn weekday(self) -> usize {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7) as usize
    }

    /// The month that it lies in.
    #[must_use]
    pub fn month(self) -> Month {
        let date = self.date();
        Month(date.year() * 12 + date.month0() as i32)
    }

    /// The year that it lies in.
    #[must_use]
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// Days from another day to this one, negative when this is the earlier.
    #[must_use]
    pub const fn since(self, other: Self) -> i32 {
        self.0 - other.0
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self::from_number(date.to_epoch_days())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.date().serialize(serializer)
    }
}

/// A month of a year, as months since January of year 0. Serialises as `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

impl Month {
    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month in its year, 1 to 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// Months since January of year 0.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Day {
        NaiveDate::from_ymd_opt(self.year(), self.month(), 1)
            .unwrap_or_default()
            .into()
    }

    /// The month after it.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:04}-{:02}", self.year(), self.month()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_limits_are_the_years_1_to_9999() {
        assert_eq!(Day::MIN.date().to_string(), "0001-01-01");
        assert_eq!(Day::MAX.date().to_string(), "9999-12-31");
    }

    #[test]
    fn a_leap_day_is_a_day() {
        let leap: Day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap().into();
        assert_eq!(serde_json::to_value(leap).unwrap(), "2024-02-29");
        assert_eq!(serde_json::to_value(leap.month()).unwrap(), "2024-02");
        assert_eq!(leap.weekday(), 3, "a Thursday");
    }

    proptest! {
        #[test]
        fn days_agree_with_chrono(number in Day::MIN.0..=Day::MAX.0) {
            let day = Day::from_number(number);
            let date = day.date();
            prop_assert_eq!(Day::from(date), day);
            prop_assert_eq!(day.weekday(), date.weekday().num_days_from_monday() as usize);
            prop_assert_eq!((day.month().year(), day.month().month()), (date.year(), date.month()));
            prop_assert_eq!(day.month().first_day().date(), date.with_day(1).unwrap());
        }
    }
}

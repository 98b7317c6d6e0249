//! Civil time, given by the caller: nothing here reads a clock.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use playtally_summary::{Summary, records::ZoneOffset};

/// A date and a time of day where the owner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(NaiveDateTime);

impl Moment {
    /// A moment from its date and time of day.
    #[must_use]
    pub const fn new(date: NaiveDate, time: NaiveTime) -> Self {
        Self(NaiveDateTime::new(date, time))
    }

    /// The moment that many seconds after 1970-01-01T00:00:00Z, in the time zone of a summary. A time outside what
    /// a calendar can hold becomes 1970-01-01.
    #[must_use]
    pub fn of(utc_seconds: i64, summary: &Summary) -> Self {
        let zones = summary.records::<ZoneOffset>();
        let after = zones.partition_point(|zone| zone.from.get() <= utc_seconds);
        // Before the first change, the first offset is the best guess.
        let zone = zones.get(after.saturating_sub(1));
        let minutes = zone.map_or(0, |zone| i64::from(zone.minutes.get()));
        Self::utc(utc_seconds.saturating_add(minutes * 60))
    }

    /// The moment that many seconds after 1970-01-01T00:00:00Z, in UTC: for a device without a summary.
    #[must_use]
    pub fn utc(seconds: i64) -> Self {
        Self(DateTime::from_timestamp(seconds, 0).unwrap_or_default().naive_utc())
    }

    /// The date.
    #[must_use]
    pub const fn date(self) -> NaiveDate {
        self.0.date()
    }

    /// The time of day.
    #[must_use]
    pub const fn time(self) -> NaiveTime {
        self.0.time()
    }

    /// The hour of the day, 0 to 23.
    #[must_use]
    pub fn hour(self) -> u32 {
        self.0.hour()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// Whether a clock that says this can be right: no day lies before the one on which the summary was pressed, and
    /// no device shows the same summary for 50 years.
    #[must_use]
    pub fn is_plausible(self, summary: &Summary) -> bool {
        let pressed = summary.owner().pressed.date();
        // A clock in another zone than the press may be a day behind.
        (-1..365 * 50).contains(&self.date().signed_duration_since(pressed).num_days())
    }

    /// This moment, later by some seconds.
    #[must_use]
    pub fn after(self, seconds: u32) -> Self {
        let later = self.0.checked_add_signed(TimeDelta::seconds(seconds.into()));
        Self(later.unwrap_or(self.0))
    }
}

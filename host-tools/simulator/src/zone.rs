//! The owner's time zone, as a summary holds it.

use chrono::{DateTime, NaiveDateTime, TimeDelta};
use playtally_summary::Summary;
use playtally_summary::records::ZoneOffset;

/// Offsets from UTC, and from when on each holds.
#[derive(Clone, Debug)]
pub(crate) struct Zone(Vec<ZoneOffset>);

impl Zone {
    pub(crate) fn of(summary: &Summary<'_>) -> Self {
        Self(summary.records().iter().copied().collect())
    }

    /// Local time at so many seconds after 1970-01-01T00:00:00Z.
    pub(crate) fn to_local(&self, utc: i64) -> NaiveDateTime {
        let local = utc.saturating_add(self.seconds(utc));
        DateTime::from_timestamp(local, 0).unwrap_or_default().naive_utc()
    }

    /// When it is that local time: the first time, if the clocks say it twice; as if they had not been put forward, if
    /// they skip it.
    pub(crate) fn to_utc(&self, local: NaiveDateTime) -> i64 {
        let as_utc = local.and_utc().timestamp();
        let offsets = self
            .0
            .iter()
            .map(|offset| i64::from(offset.minutes.get()) * 60)
            .chain([0]);
        let exact = offsets
            .map(|offset| as_utc - offset)
            .filter(|&utc| self.to_local(utc) == local)
            .min();
        exact.unwrap_or_else(|| {
            let day_before = local.checked_sub_signed(TimeDelta::days(1)).unwrap_or(local);
            as_utc - self.seconds(day_before.and_utc().timestamp())
        })
    }

    fn seconds(&self, utc: i64) -> i64 {
        let after = self.0.partition_point(|offset| offset.from.get() <= utc);
        // Before the first change, the first offset is the best guess.
        self.0
            .get(after.saturating_sub(1))
            .map_or(0, |offset| i64::from(offset.minutes.get()) * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stockholm in 2024: winter, summer, winter.
    fn stockholm() -> Zone {
        let offset = |from: i64, minutes: i16| ZoneOffset {
            from: from.into(),
            minutes: minutes.into(),
        };
        Zone(vec![
            offset(0, 60),
            offset(1_711_846_800, 120),
            offset(1_729_990_800, 60),
        ])
    }

    fn local(text: &str) -> NaiveDateTime {
        text.parse().expect("a time")
    }

    #[test]
    fn local_time_follows_the_clocks() {
        let zone = stockholm();
        for (text, utc) in [
            ("2024-01-15T12:00:00", 1_705_316_400),
            ("2024-07-15T12:00:00", 1_721_037_600),
            ("2024-10-27T02:30:00", 1_729_989_000),
        ] {
            assert_eq!(zone.to_utc(local(text)), utc, "{text}");
            assert_eq!(zone.to_local(utc), local(text));
        }
    }

    #[test]
    fn a_time_that_the_clocks_skip_is_a_little_later() {
        let zone = stockholm();
        let utc = zone.to_utc(local("2024-03-31T02:30:00"));
        assert_eq!(zone.to_local(utc), local("2024-03-31T03:30:00"));
    }

    #[test]
    fn without_a_zone_it_is_utc() {
        assert_eq!(Zone(Vec::new()).to_utc(local("1970-01-02T00:00:00")), 86_400);
    }
}

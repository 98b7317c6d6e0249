//! Local time, fast: the offset from UTC is asked for once per change of the clocks, not once per play; and when clocks change.

use chrono::{DateTime, Offset, TimeZone};
use chrono_tz::Tz;

const DAY: i64 = 86_400;

/// How far ahead one search for the next change of the clocks looks.
const HORIZON: i64 = 366 * DAY;

/// Tells a zone's offset from UTC, remembering the span of time in which its last answer holds.
///
/// A span is found by asking once a day and halving in on the change. No zone has left an offset and come back to it
/// within a day since 1970 (`every_zone_agrees_with_chrono` keeps watch).
#[derive(Debug)]
pub(crate) struct LocalClock {
    zone: Tz,
    since: i64,
    until: i64,
    offset: i64,
}

impl LocalClock {
    pub(crate) const fn new(zone: Tz) -> Self {
        Self {
            zone,
            since: 0,
            until: 0,
            offset: 0,
        }
    }

    /// Seconds to add to a UTC time to get local time.
    pub(crate) fn offset(&mut self, utc: i64) -> i64 {
        if utc < self.since || self.until <= utc {
            self.offset = offset(self.zone, utc);
            self.since = utc;
            self.until = self.end_of_span(utc);
        }
        self.offset
    }

    /// The first second after `utc` with another offset, or the horizon.
    fn end_of_span(&self, utc: i64) -> i64 {
        let mut days = (utc..utc + HORIZON).step_by(DAY as usize);
        days.find_map(|at| change_of(self.zone, self.offset, at, at + DAY))
            .unwrap_or(utc + HORIZON)
    }
}

/// Seconds to add to a UTC time, in seconds since 1970, to get local time.
#[must_use]
pub fn offset(zone: Tz, utc: i64) -> i64 {
    let at = DateTime::from_timestamp(utc, 0).unwrap_or_default().naive_utc();
    i64::from(zone.offset_from_utc_datetime(&at).fix().local_minus_utc())
}

/// The first second after `before` and at most `after` with another offset, if `after` has another. Between the two lie a day
/// and one change at most.
#[must_use]
pub fn change(zone: Tz, before: i64, after: i64) -> Option<i64> {
    change_of(zone, offset(zone, before), before, after)
}

/// The same, where the offset at `before` is known.
fn change_of(zone: Tz, old: i64, before: i64, after: i64) -> Option<i64> {
    let is_new = |at| offset(zone, at) != old;
    if !is_new(after) {
        return None;
    }
    let (mut same, mut other) = (before, after);
    while other - same > 1 {
        let middle = i64::midpoint(same, other);
        *if is_new(middle) { &mut other } else { &mut same } = middle;
    }
    Some(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_zone_agrees_with_chrono() {
        // Every zone, at a step that meets every hour of the day, from 2000 on.
        for zone in chrono_tz::TZ_VARIANTS {
            let mut clock = LocalClock::new(zone);
            for step in 0..3_000 {
                let utc = 946_684_800 + step * (4 * DAY + 12_345);
                assert_eq!(clock.offset(utc), offset(clock.zone, utc), "{zone} at {utc}");
            }
        }
    }

    #[test]
    fn the_clock_changes_on_the_second() {
        let mut clock = LocalClock::new(chrono_tz::Europe::Stockholm);
        let summer = 1_711_846_800; // 2024-03-31T01:00:00Z
        assert_eq!(clock.offset(summer - DAY), 3600);
        assert_eq!(clock.offset(summer - 1), 3600);
        assert_eq!(clock.offset(summer), 7200);
    }

    proptest! {
        #[test]
        fn any_order_of_questions_gets_the_same_answers(times in prop::collection::vec(-5_000_000_000_i64..9_000_000_000, 1..20)) {
            for zone in [chrono_tz::America::St_Johns, chrono_tz::Africa::Casablanca, chrono_tz::Pacific::Apia] {
                let mut clock = LocalClock::new(zone);
                for &utc in &times {
                    prop_assert_eq!(clock.offset(utc), offset(clock.zone, utc));
                }
            }
        }
    }
}

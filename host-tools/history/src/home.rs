//! The owner's home zone: where wall clocks hang.
//!
//! Some sources stamp plays with a local clock and do not say which. Their moments are stored as that clock showed them,
//! counted as if it were UTC, so that nothing of it depends on where, when or in which order files are imported. They become
//! moments in UTC whenever they are read, by the home zone of that day.

use chrono::{DateTime, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;

use crate::facts::{Certainty, Facts};
use crate::settle::Row;

const DAY: i64 = 86_400;

impl Row {
    /// The row with its start in UTC.
    pub(crate) fn in_utc(self, home: Tz) -> Self {
        match Facts::unpack(self.facts).certainty {
            Certainty::Wall => Self {
                started_at: utc(home, self.started_at),
                ..self
            },
            _ => self,
        }
    }
}

/// The moment at which clocks of a zone show a time, both in seconds since the epoch. Of two such moments, where clocks are
/// put back, the first; where clocks are put forward and skip it, as if they had not been yet.
pub(crate) fn utc(zone: Tz, shown: i64) -> i64 {
    let at = |seconds: i64| -> NaiveDateTime { DateTime::from_timestamp(seconds, 0).unwrap_or_default().naive_utc() };
    match zone.offset_from_local_datetime(&at(shown)).earliest() {
        Some(offset) => shown - i64::from(offset.fix().local_minus_utc()),
        None => shown - i64::from(zone.offset_from_utc_datetime(&at(shown - DAY)).fix().local_minus_utc()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::{America, Asia, Europe, Pacific};
    use proptest::prelude::*;

    #[test]
    fn clocks_that_are_put_forward_and_back_show_every_time() {
        for (zone, shown, expected) in [
            (Tz::UTC, 1_720_000_000, 1_720_000_000),
            (Europe::Paris, 1_720_000_000, 1_720_000_000 - 7200),
            (Asia::Kolkata, 1_720_000_000, 1_720_000_000 - 19_800),
            // 2024-03-31 02:30 was not on any clock in Paris; 02:30 and 03:30 are the same moment there.
            (Europe::Paris, 1_711_852_200, 1_711_848_600),
            (Europe::Paris, 1_711_855_800, 1_711_848_600),
            // 2024-10-27 02:30 was there twice.
            (Europe::Paris, 1_729_996_200, 1_729_989_000),
            // 2011-12-30 was no day in Samoa.
            (Pacific::Apia, 1_325_246_400, 1_325_282_400),
        ] {
            assert_eq!(utc(zone, shown), expected, "{zone} {shown}");
        }
    }

    proptest! {
        #[test]
        fn what_a_clock_shows_is_shown_again(shown in 1_033_430_400_i64..2_000_000_000) {
            for zone in [America::St_Johns, Europe::Paris, Pacific::Apia, Asia::Kolkata, America::Sao_Paulo] {
                let moment = DateTime::from_timestamp(utc(zone, shown), 0).unwrap();
                let back = moment.with_timezone(&zone).naive_local().and_utc().timestamp();
                // But for a time that clocks skipped, which is moved on by what they skipped.
                let skipped = zone
                    .offset_from_local_datetime(&DateTime::from_timestamp(shown, 0).unwrap().naive_utc())
                    .earliest()
                    .is_none();
                let most = if skipped { shown + 86_400 } else { shown };
                prop_assert!((shown + i64::from(skipped)..=most).contains(&back));
            }
        }
    }
}

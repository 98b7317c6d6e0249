//! The owner's time zone for years to come, so that the device needs no table of time zones.

use std::iter;

use chrono::NaiveDate;
use chrono_tz::Tz;
use playtally_statistics::zone::{change, offset};
use playtally_summary::records::ZoneOffset;

/// For how many years after pressing offsets are foretold. What governments decide later, the next summary knows.
const YEARS: i64 = 20;
const DAY: i64 = 86_400;

/// Every change of a zone's offset from two days before a day to 20 years after it; the first entry is the offset that
/// holds at the beginning.
pub(crate) fn offsets(zone: Tz, pressed: NaiveDate) -> Vec<ZoneOffset> {
    let midnight = pressed.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    let (begin, end) = (midnight - 2 * DAY, midnight + YEARS * 366 * DAY);
    // No offset holds for less than a day.
    let changes = (begin..end)
        .step_by(DAY as usize)
        .filter_map(|at| change(zone, at, at + DAY));
    iter::once(begin)
        .chain(changes)
        .map(|from| ZoneOffset {
            from: from.into(),
            minutes: ((offset(zone, from) / 60) as i16).into(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone, Utc};

    fn of(zone: Tz) -> Vec<(String, i16)> {
        let pressed = NaiveDate::from_ymd_opt(2026, 2, 1).expect("a day");
        let time = |at: i64| {
            Utc.timestamp_opt(at, 0)
                .single()
                .expect("a time")
                .format("%F %T")
                .to_string()
        };
        offsets(zone, pressed)
            .iter()
            .map(|offset| (time(offset.from.get()), offset.minutes.get()))
            .collect()
    }

    #[test]
    fn summer_time_begins_and_ends_to_the_second() {
        let berlin = of(chrono_tz::Europe::Berlin);
        let expected = [
            ("2026-01-30 00:00:00", 60),
            ("2026-03-29 01:00:00", 120),
            ("2026-10-25 01:00:00", 60),
        ];
        for (offset, (from, minutes)) in berlin.iter().zip(expected) {
            assert_eq!(*offset, (from.to_owned(), minutes));
        }
        assert_eq!(berlin.len(), 41, "two changes a year for twenty years");
        assert_eq!(berlin[40], ("2045-10-29 01:00:00".to_owned(), 60));
    }

    #[test]
    fn half_hours_and_zones_without_changes() {
        assert_eq!(of(chrono_tz::Asia::Kolkata), [("2026-01-30 00:00:00".to_owned(), 330)]);
        let lord_howe = of(chrono_tz::Australia::Lord_Howe);
        assert_eq!(
            lord_howe[..2].iter().map(|(_, minutes)| *minutes).collect::<Vec<_>>(),
            [660, 630]
        );
    }

    #[test]
    fn between_changes_the_offset_is_the_zones_own() {
        for zone in [
            chrono_tz::America::New_York,
            chrono_tz::Africa::Casablanca,
            chrono_tz::Pacific::Chatham,
        ] {
            let offsets = offsets(zone, NaiveDate::from_ymd_opt(2026, 6, 1).expect("a day"));
            let begin = offsets[0].from.get();
            for at in (begin..begin + 19 * 365 * DAY).step_by(7 * 3_600) {
                let holds = offsets
                    .iter()
                    .rfind(|offset| offset.from.get() <= at)
                    .expect("an offset");
                assert_eq!(i64::from(holds.minutes.get()) * 60, offset(zone, at), "{zone} at {at}");
            }
        }
    }
}

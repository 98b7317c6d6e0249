//! The owner's time zone for years to come, so that the device needs no table of time zones.

use chrono::{NaiveDate, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use playtally_summary::records::ZoneOffset;

/// For how many years after pressing offsets are foretold. What governments decide later, the next summary knows.
const YEARS: i64 = 20;
const DAY: i64 = 86_400;

/// Every change of a zone's offset from two days before a day to 20 years after it; the first entry is the offset that
/// holds at the beginning.
pub(crate) fn offsets(zone: Tz, pressed: NaiveDate) -> Vec<ZoneOffset> {
    let midnight = pressed.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    let (begin, end) = (midnight - 2 * DAY, midnight + YEARS * 366 * DAY);
    let mut offsets = vec![(begin, minutes(zone, begin))];
    // No offset holds for less than a day.
    for at in (begin..end).step_by(DAY as usize) {
        let (before, after) = (minutes(zone, at), minutes(zone, at + DAY));
        if before != after {
            let change = first(at, at + DAY, |at| minutes(zone, at) != before);
            offsets.push((change, after));
        }
    }
    offsets
        .into_iter()
        .map(|(from, minutes)| ZoneOffset {
            from: from.into(),
            minutes: minutes.into(),
        })
        .collect()
}

fn minutes(zone: Tz, at: i64) -> i16 {
    let time = Utc.timestamp_opt(at, 0).single().unwrap_or_default();
    let offset = zone.offset_from_utc_datetime(&time.naive_utc()).fix();
    (TimeDelta::seconds(offset.local_minus_utc().into()).num_minutes()) as i16
}

/// The first second after `before` and at most `after` that `holds`, which it then does until `after`.
fn first(mut before: i64, mut after: i64, holds: impl Fn(i64) -> bool) -> i64 {
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if holds(middle) {
            after = middle;
        } else {
            before = middle;
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

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
                assert_eq!(holds.minutes.get(), minutes(zone, at), "{zone} at {at}");
            }
        }
    }
}

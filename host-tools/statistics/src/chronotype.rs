//! When in the day a listener is at home: mean and spread of the local time at which counted plays begin.
//!
//! Hours go round, so that half of the plays at 23:00 and half at 1:00 mean midnight, not noon. Each play is a
//! direction on a clock of 24 hours; their sum points at the circular mean, and its length per play R (from 0, all over
//! the day, to 1, always the same minute) gives the circular standard deviation √(−2 ln R) (Mardia and Jupp,
//! "Directional statistics", 2000, chapter 2).

use std::f64::consts::TAU;

use serde::Serialize;

use crate::Selection;

/// Minutes of a day.
const DAY: usize = 1440;

/// When in the day is listened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Chronotype {
    /// On all days.
    #[serde(flatten)]
    pub all: TimeOfDay,
    /// From Monday to Friday.
    pub working_days: TimeOfDay,
    /// On Saturday and Sunday.
    pub weekends: TimeOfDay,
    /// In each year with a counted play.
    pub by_year: Vec<YearTime>,
}

/// When in the day is listened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TimeOfDay {
    /// Counted plays that begin at night (from 0:00), in the morning (6:00), afternoon (12:00) and evening (18:00).
    pub quarters: [u64; 4],
    /// The circular mean, as a local minute of the day; none of no play, and none where plays cancel each other out.
    pub mean_minute: Option<u16>,
    /// The circular standard deviation in minutes.
    pub spread_minutes: Option<u16>,
}

/// When in the day is listened in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearTime {
    /// The year.
    pub year: i32,
    /// When in the day.
    #[serde(flatten)]
    pub time: TimeOfDay,
}

impl TimeOfDay {
    /// When in the day a selection is listened to.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let mut minutes = [0; DAY];
        selection
            .counted()
            .for_each(|row| minutes[usize::from(row.minute)] += 1);
        Clock::new().read(&minutes)
    }
}

impl Chronotype {
    /// The chronotype of a selection.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let clock = Clock::new();
        let mut both = [[0_u64; DAY]; 2];
        let mut by_year = Vec::new();
        for (year, part) in selection.by_year() {
            let mut minutes = [[0; DAY]; 2];
            for row in part.counted() {
                minutes[usize::from(row.day.weekday() >= 5)][usize::from(row.minute)] += 1;
            }
            let [working, weekend] = &minutes;
            let all = sum(working, weekend);
            if all.iter().any(|&plays| plays > 0) {
                by_year.push(YearTime {
                    year,
                    time: clock.read(&all),
                });
            }
            both = [sum(&both[0], working), sum(&both[1], weekend)];
        }
        let [working, weekend] = &both;
        Self {
            all: clock.read(&sum(working, weekend)),
            working_days: clock.read(working),
            weekends: clock.read(weekend),
            by_year,
        }
    }
}

fn sum(one: &[u64; DAY], other: &[u64; DAY]) -> [u64; DAY] {
    std::array::from_fn(|minute| one[minute] + other[minute])
}

/// The direction of every minute on a clock of 24 hours.
struct Clock(Vec<(f64, f64)>);

impl Clock {
    fn new() -> Self {
        let direction = |minute| {
            let angle = TAU * minute as f64 / DAY as f64;
            (libm::sin(angle), libm::cos(angle))
        };
        Self((0..DAY).map(direction).collect())
    }

    fn read(&self, minutes: &[u64; DAY]) -> TimeOfDay {
        let mut read = TimeOfDay::default();
        let (mut plays, mut sin, mut cos) = (0, 0.0, 0.0);
        for (minute, (&count, direction)) in minutes.iter().zip(&self.0).enumerate() {
            read.quarters[minute * 4 / DAY] += count;
            plays += count;
            sin += count as f64 * direction.0;
            cos += count as f64 * direction.1;
        }
        let length = (sin * sin + cos * cos).sqrt() / plays as f64;
        // Shorter than this, the sum is what rounding left over; of no play it is not a number.
        if length > 1e-9 {
            let turn = libm::atan2(sin, cos) / TAU * DAY as f64;
            read.mean_minute = Some(turn.round().rem_euclid(DAY as f64) as u16);
            let spread = (-2.0 * libm::log(length.min(1.0))).sqrt();
            read.spread_minutes = Some((spread / TAU * DAY as f64).round() as u16);
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, Naive, histories, naive};
    use crate::{Rule, View};
    use chrono::{Datelike, Timelike, Weekday};
    use proptest::prelude::*;

    #[test]
    fn late_and_early_mean_midnight() {
        let plays = History::new()
            .play("2024-01-01 23:00", "Otter", "Home", 60)
            .play("2024-01-02 01:00", "Otter", "Home", 60)
            .plays();
        let found = Chronotype::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music());
        assert_eq!(found.all.mean_minute, Some(0));
        assert_eq!(found.all.quarters, [1, 0, 0, 1]);
        assert_eq!(found.weekends, TimeOfDay::default());
    }

    #[test]
    fn one_play_has_no_spread() {
        let plays = History::new().play("2024-01-06 07:30", "Otter", "Home", 60).plays();
        let found = Chronotype::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music());
        assert_eq!(
            (found.weekends.mean_minute, found.weekends.spread_minutes),
            (Some(450), Some(0))
        );
    }

    #[test]
    fn opposite_plays_have_no_mean() {
        let plays = History::new()
            .play("2024-01-01 06:00", "Otter", "Home", 60)
            .play("2024-01-01 18:00", "Otter", "Home", 60)
            .plays();
        let found = Chronotype::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music());
        assert_eq!((found.all.mean_minute, found.all.spread_minutes), (None, None));
    }

    fn by_hand<'a>(rows: impl Iterator<Item = &'a Naive>) -> (f64, f64, f64) {
        let angles: Vec<f64> = rows
            .filter(|row| row.counted)
            .map(|row| f64::from(row.local.num_seconds_from_midnight() / 60) / 1440.0 * TAU)
            .collect();
        let (sin, cos) = (
            angles.iter().map(|a| a.sin()).sum::<f64>(),
            angles.iter().map(|a| a.cos()).sum::<f64>(),
        );
        let length = sin.hypot(cos) / angles.len() as f64;
        (
            sin.atan2(cos) / TAU * 1440.0,
            (-2.0 * length.min(1.0).ln()).sqrt() / TAU * 1440.0,
            length,
        )
    }

    proptest! {
        #[test]
        fn chronotypes_agree_with_adding_up_directions((plays, rule) in histories()) {
            let rows = naive(&plays, &rule);
            let got = Chronotype::of(View::new(&plays, &rule).music());
            let weekend = |row: &&Naive| matches!(row.day().weekday(), Weekday::Sat | Weekday::Sun);
            let mut pairs = vec![
                (got.all, by_hand(rows.iter())),
                (got.weekends, by_hand(rows.iter().filter(weekend))),
                (got.working_days, by_hand(rows.iter().filter(|row| !weekend(row)))),
            ];
            pairs.extend(got.by_year.iter().map(|y| (y.time, by_hand(rows.iter().filter(|row| row.day().year() == y.year)))));
            for (got, (mean, spread, length)) in pairs {
                // Where plays nearly cancel out, rounding decides.
                if length > 1e-6 {
                    let off = (f64::from(got.mean_minute.unwrap()) - mean + 720.0).rem_euclid(1440.0) - 720.0;
                    prop_assert!(off.abs() <= 0.51, "{got:?} {mean}");
                    prop_assert!((f64::from(got.spread_minutes.unwrap()) - spread).abs() <= 0.51, "{got:?} {spread}");
                } else if length.is_nan() {
                    prop_assert_eq!(got, TimeOfDay::default());
                }
            }
            prop_assert_eq!(got.all.quarters.iter().sum::<u64>(), rows.iter().filter(|row| row.counted).count() as u64);
        }
    }
}

//! How old the music is to its listener: the time since each track was first heard, at each of its counted plays.

use chrono::NaiveDate;
use serde::Serialize;

use crate::firsts::Firsts;
use crate::{Month, Selection};

/// The counted plays that a day needs to be told nostalgic.
pub const DAY_PLAYS: u64 = 10;

/// How old the music is that is played.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Nostalgia {
    /// In each month with a counted play.
    pub by_month: Vec<MonthAge>,
    /// The days of nostalgia: of those with ten counted plays or more the ones with the oldest music, at most one of
    /// each year, the oldest first.
    pub days: Vec<DayAge>,
}

/// How old the music of a month is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MonthAge {
    /// The month.
    pub month: Month,
    /// Mean days since the first counted play of what was played, rounded down; a first play is 0 days old.
    pub mean_days: u64,
}

/// How old the music of a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DayAge {
    /// The local day.
    pub date: NaiveDate,
    /// Its counted plays.
    pub plays: u64,
    /// Mean days since the first counted play of what was played, rounded down.
    pub mean_days: u64,
}

impl Nostalgia {
    /// How old the music of a selection is, with at most `n` days. First plays are those of the whole history.
    #[must_use]
    pub fn of(selection: Selection<'_>, n: usize) -> Self {
        let firsts = Firsts::of(selection);
        let mut by_month = Vec::new();
        let mut days: Vec<DayAge> = Vec::new();
        for (month, part) in selection.by_month() {
            let (mut plays, mut ages) = (0, 0);
            for (day, part) in part.by_day() {
                let of_day = Ages::of(part, &firsts);
                plays += of_day.plays;
                ages += of_day.sum;
                if let Some(mean_days) = of_day.mean().filter(|_| of_day.plays >= DAY_PLAYS) {
                    days.push(DayAge {
                        date: day.date(),
                        plays: of_day.plays,
                        mean_days,
                    });
                }
            }
            by_month.extend(
                Ages { plays, sum: ages }
                    .mean()
                    .map(|mean_days| MonthAge { month, mean_days }),
            );
        }
        Self {
            by_month,
            days: oldest_of_years(days, n),
        }
    }
}

/// The oldest day of each year (of equals the first), the oldest first.
fn oldest_of_years(days: Vec<DayAge>, n: usize) -> Vec<DayAge> {
    use chrono::Datelike;
    let mut oldest: Vec<DayAge> = days
        .chunk_by(|a, b| a.date.year() == b.date.year())
        .filter_map(|year| {
            year.iter()
                .copied()
                .min_by_key(|day| (std::cmp::Reverse(day.mean_days), day.date))
        })
        .collect();
    oldest.sort_by_key(|day| (std::cmp::Reverse(day.mean_days), day.date));
    oldest.truncate(n);
    oldest
}

struct Ages {
    plays: u64,
    sum: u64,
}

impl Ages {
    fn of(part: Selection<'_>, firsts: &Firsts) -> Self {
        part.counted().fold(Self { plays: 0, sum: 0 }, |ages, row| {
            let age = firsts.track(row.track).map_or(0, |first| row.day.since(first));
            Self {
                plays: ages.plays + 1,
                sum: ages.sum + age as u64,
            }
        })
    }

    const fn mean(&self) -> Option<u64> {
        self.sum.checked_div(self.plays)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Naive, histories, made_up, naive};
    use crate::{Rule, View};
    use chrono::Datelike;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn by_hand(rows: &[Naive], n: usize) -> Nostalgia {
        let rows: Vec<&Naive> = rows.iter().filter(|row| row.counted).collect();
        let mut firsts = BTreeMap::new();
        rows.iter().for_each(|row| {
            firsts.entry(row.track()).or_insert(row.day());
        });
        let mean = |on: &dyn Fn(NaiveDate) -> bool| {
            let ages: Vec<i64> = rows
                .iter()
                .filter(|row| on(row.day()))
                .map(|row| (row.day() - firsts[&row.track()]).num_days())
                .collect();
            (ages.len() as u64, ages.iter().sum::<i64>() as u64 / ages.len() as u64)
        };
        let months: BTreeSet<NaiveDate> = rows.iter().map(|row| row.day().with_day(1).unwrap()).collect();
        let days: BTreeSet<NaiveDate> = rows.iter().map(|row| row.day()).collect();
        let mut best: BTreeMap<i32, DayAge> = BTreeMap::new();
        for &date in &days {
            let (plays, mean_days) = mean(&|day| day == date);
            if plays >= 10 && best.get(&date.year()).is_none_or(|best| mean_days > best.mean_days) {
                best.insert(date.year(), DayAge { date, plays, mean_days });
            }
        }
        let mut days: Vec<DayAge> = best.into_values().collect();
        days.sort_by_key(|day| std::cmp::Reverse(day.mean_days));
        days.truncate(n);
        let of_month = |&first: &NaiveDate| MonthAge {
            month: crate::Day::from(first).month(),
            mean_days: mean(&|day| day.with_day(1) == Some(first)).1,
        };
        Nostalgia {
            by_month: months.iter().map(of_month).collect(),
            days,
        }
    }

    #[test]
    fn a_made_up_listener_has_days_of_nostalgia() {
        let plays = made_up(3, 800);
        let rule = Rule::new(chrono_tz::Asia::Kolkata);
        let got = Nostalgia::of(View::new(&plays, &rule).music(), 5);
        assert!(got.days.len() == 5 && got.days[0].mean_days > 0);
        assert_eq!(got, by_hand(&naive(&plays, &rule), 5));
    }

    proptest! {
        #[test]
        fn ages_agree_with_looking_up_each_first_play((plays, rule) in histories()) {
            prop_assert_eq!(Nostalgia::of(View::new(&plays, &rule).music(), rule.top), by_hand(&naive(&plays, &rule), rule.top));
        }
    }
}

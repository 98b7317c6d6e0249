//! How much was played on each day, in each month and in each year. A play belongs to the local day on which it
//! begins. Days, months and years on which nothing was played are left out.

use chrono::NaiveDate;
use serde::Serialize;

use crate::tally::Count;
use crate::{Month, Selection};

/// How much was played on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DayCount {
    /// The local day.
    pub date: NaiveDate,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
    /// Counted plays.
    pub plays: u64,
}

impl DayCount {
    /// Whether it is a day with music: one on which a counted play begins.
    #[must_use]
    pub const fn is_with_music(&self) -> bool {
        self.plays > 0
    }
}

/// How much was played in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MonthCount {
    /// The month.
    pub month: Month,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
}

/// How much was played in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearCount {
    /// The year.
    pub year: i32,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
}

/// Every day with a play, in order.
#[must_use]
pub fn by_day(selection: Selection<'_>) -> Vec<DayCount> {
    selection
        .by_day()
        .map(|(day, rows)| {
            let Count { plays, ms } = Count::of(rows.rows());
            DayCount {
                date: day.date(),
                ms,
                plays,
            }
        })
        .collect()
}

/// Every month with a play, in order.
#[must_use]
pub fn by_month(selection: Selection<'_>) -> Vec<MonthCount> {
    selection
        .by_month()
        .map(|(month, rows)| {
            let Count { plays, ms } = Count::of(rows.rows());
            MonthCount { month, plays, ms }
        })
        .collect()
}

/// Every year with a play, in order.
#[must_use]
pub fn by_year(selection: Selection<'_>) -> Vec<YearCount> {
    selection
        .by_year()
        .map(|(year, rows)| {
            let Count { plays, ms } = Count::of(rows.rows());
            YearCount { year, plays, ms }
        })
        .collect()
}

/// The day with the most time; of equal ones the one with more counted plays, then the earlier.
#[must_use]
pub fn biggest_day(days: &[DayCount]) -> Option<DayCount> {
    days.iter()
        .copied()
        .max_by_key(|day| (day.ms, day.plays, std::cmp::Reverse(day.date)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{histories, naive};
    use crate::{Period, Rule, View};
    use chrono::Datelike;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn calendars_agree_with_counting_by_hand((plays, rule) in histories(), year in proptest::option::of(2019_u16..2022)) {
            let rule = Rule { period: year.map_or(Period::ALL, Period::year), ..rule };
            let (mut days, mut months, mut years) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
            for row in naive(&plays, &rule) {
                let date = row.day();
                for count in [
                    days.entry(date).or_insert(Count::default()),
                    months.entry(format!("{:04}-{:02}", date.year(), date.month())).or_default(),
                    years.entry(date.year()).or_default(),
                ] {
                    count.plays += u64::from(row.counted);
                    count.ms += row.ms;
                }
            }
            let view = View::new(&plays, &rule);
            let days: Vec<_> = days.into_iter().map(|(date, Count { plays, ms })| DayCount { date, ms, plays }).collect();
            prop_assert_eq!(by_day(view.music()), &days[..]);
            prop_assert_eq!(by_year(view.music()).into_iter().map(|y| (y.year, Count { plays: y.plays, ms: y.ms })).collect::<Vec<_>>(), years.into_iter().collect::<Vec<_>>());
            let got = by_month(view.music()).into_iter().map(|m| (serde_json::to_value(m.month).unwrap().as_str().unwrap().to_owned(), Count { plays: m.plays, ms: m.ms }));
            prop_assert_eq!(got.collect::<Vec<_>>(), months.into_iter().collect::<Vec<_>>());

            let mut best: Option<DayCount> = None;
            for day in &days {
                if best.is_none_or(|b| (day.ms, day.plays) > (b.ms, b.plays)) {
                    best = Some(*day);
                }
            }
            prop_assert_eq!(biggest_day(&days), best);
        }
    }
}

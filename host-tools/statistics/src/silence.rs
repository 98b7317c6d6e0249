//! Days without music, and Eddington's number.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{Day, Selection};

/// The days between the first and the last one with music on which nothing counted was played.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Silence {
    /// Days with a counted play.
    pub days_with: u64,
    /// Days without one, from the first day with one to the last.
    pub days_without: u64,
    /// The most of these in a row; of equally many the first.
    pub longest: Option<Gap>,
}

/// Days in a row without music.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Gap {
    /// How many days.
    pub days: u64,
    /// The first of them.
    pub from: NaiveDate,
    /// The last of them.
    pub to: NaiveDate,
}

impl Silence {
    /// The silence in a selection.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let mut found = Self::default();
        let mut last: Option<Day> = None;
        for (day, _) in counted_days(selection) {
            found.days_with += 1;
            let days = last.map_or(0, |last| day.since(last) - 1) as u64;
            found.days_without += days;
            if days > found.longest.map_or(0, |gap| gap.days) {
                let at = |offset| Day::from_number(day.number() - offset).date();
                found.longest = Some(Gap {
                    days,
                    from: at(days as i32),
                    to: at(1),
                });
            }
            last = Some(day);
        }
        found
    }
}

/// The greatest number E for which there are E days with at least E counted plays each: Arthur Eddington's measure of
/// his cycling, of miles a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Eddington {
    /// The number.
    pub number: u64,
    /// The days with more plays than it that the next number still lacks.
    pub days_to_next: u64,
}

impl Eddington {
    /// The number of a selection.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let mut plays: Vec<u64> = counted_days(selection).map(|(_, plays)| plays).collect();
        plays.sort_unstable_by(|a, b| b.cmp(a));
        let number = (1..).zip(&plays).take_while(|&(days, &plays)| plays >= days).count() as u64;
        let next = number + 1;
        let have = plays.partition_point(|&plays| plays >= next) as u64;
        Self {
            number,
            days_to_next: next - have,
        }
    }
}

/// The days with music, and how many counted plays each has.
fn counted_days(selection: Selection<'_>) -> impl Iterator<Item = (Day, u64)> {
    selection
        .days_with_music()
        .map(|(day, part)| (day, part.counted().count() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::View;
    use crate::testing::{histories, naive};
    use chrono::Days;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn silence_agrees_with_asking_each_day((plays, rule) in histories()) {
            let mut days: BTreeMap<NaiveDate, u64> = BTreeMap::new();
            naive(&plays, &rule).iter().filter(|row| row.counted).for_each(|row| *days.entry(row.day()).or_default() += 1);
            let mut expected = Silence { days_with: days.len() as u64, ..Silence::default() };
            if let (Some((&first, _)), Some((&last, _))) = (days.first_key_value(), days.last_key_value()) {
                let mut gap: Option<Gap> = None;
                for day in first.iter_days().take_while(|&day| day <= last) {
                    if days.contains_key(&day) {
                        gap = None;
                        continue;
                    }
                    expected.days_without += 1;
                    let from = gap.map_or(day, |gap| gap.from);
                    let now = Gap { days: (day - from).num_days() as u64 + 1, from, to: day };
                    gap = Some(now);
                    if expected.longest.is_none_or(|longest| now.days > longest.days) {
                        expected.longest = Some(now);
                    }
                }
                prop_assert!(!days.contains_key(&(last + Days::new(1))));
            }
            let view = View::new(&plays, &rule);
            prop_assert_eq!(Silence::of(view.music()), expected);

            let with = |plays: u64| days.values().filter(|&&of_day| of_day >= plays).count() as u64;
            let number = (0..100).rev().find(|&n| with(n) >= n).unwrap();
            prop_assert_eq!(Eddington::of(view.music()), Eddington { number, days_to_next: number + 1 - with(number + 1) });
        }
    }
}

//! The race of the artists: who led after each month, and who rose and fell.

use serde::Serialize;

use crate::tally::{Tally, first_n};
use crate::{Day, Month, Selection};

/// How many lead the race.
pub const LEADERS: usize = 5;

/// The first artists after a month, by their counted plays from the start of the days looked at to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Standing {
    /// The month.
    pub month: Month,
    /// The first five, the most played first; of equals the first in the order of characters.
    pub leaders: Vec<Runner>,
}

/// An artist in the race.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Runner {
    /// Its name.
    pub name: String,
    /// Its counted plays so far.
    pub plays: u64,
}

/// The standing after every month with a play.
#[must_use]
pub fn race(selection: Selection<'_>) -> Vec<Standing> {
    let names = selection.names().artists();
    let mut plays = vec![0_u64; names.len()];
    // Those that led before and those that played this month: no other can lead now.
    let mut running: Vec<u32> = Vec::new();
    let mut standings = Vec::new();
    for (month, part) in selection.by_month() {
        for (artist, _) in part.by_artist() {
            plays[artist as usize] += 1;
            running.push(artist);
        }
        running.sort_unstable();
        running.dedup();
        running = first_n(running, LEADERS, |&a, &b| {
            let (a, b) = (a as usize, b as usize);
            plays[b].cmp(&plays[a]).then_with(|| names[a].cmp(names[b]))
        });
        let runner = |&artist: &u32| Runner {
            name: names[artist as usize].to_owned(),
            plays: plays[artist as usize],
        };
        standings.push(Standing {
            month,
            leaders: running.iter().map(runner).collect(),
        });
    }
    standings
}

/// Artists that are played more, or less, in the last twelve months (365 days) of a history than in the twelve before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Movers {
    /// Those that gained the most counted plays.
    pub climbers: Vec<Mover>,
    /// Those that lost the most.
    pub fallers: Vec<Mover>,
}

/// An artist that rises or falls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mover {
    /// Its name.
    pub name: String,
    /// Its counted plays in the last twelve months.
    pub plays: u64,
    /// Its counted plays in the twelve months before.
    pub before: u64,
}

impl Movers {
    /// The `n` artists of a selection that rose most and the `n` that fell most. Both are empty where nothing was
    /// counted in the earlier twelve months: then all would be climbers.
    #[must_use]
    pub fn of(selection: Selection<'_>, n: usize) -> Self {
        let names = selection.names().artists();
        let Some(end) = selection.rows().last().map(|row| row.day) else {
            return Self::default();
        };
        let years_back = |years: i32| Day::from_number(end.number() - 365 * years);
        let count = |from: Day, to: Day| {
            let mut tally = Tally::new(names.len());
            selection
                .days(from, to)
                .by_artist()
                .for_each(|(artist, row)| tally.add(artist, row));
            tally
        };
        let after = |day: Day| Day::from_number(day.number() + 1);
        let now = count(after(years_back(1)), end);
        let then = count(after(years_back(2)), years_back(1));
        if then.counted().next().is_none() {
            return Self::default();
        }
        let mut plays = vec![(0, 0); names.len()];
        now.counted()
            .for_each(|(artist, count)| plays[artist as usize].0 = count.plays);
        then.counted()
            .for_each(|(artist, count)| plays[artist as usize].1 = count.plays);
        let most = |gain: fn((u64, u64)) -> u64| {
            let all = (0..names.len()).filter(|&artist| gain(plays[artist]) > 0).collect();
            first_n(all, n, |&a: &usize, &b| {
                gain(plays[b]).cmp(&gain(plays[a])).then_with(|| names[a].cmp(names[b]))
            })
            .into_iter()
            .map(|artist| Mover {
                name: names[artist].to_owned(),
                plays: plays[artist].0,
                before: plays[artist].1,
            })
            .collect()
        };
        Self {
            climbers: most(|(now, then)| now.saturating_sub(then)),
            fallers: most(|(now, then)| then.saturating_sub(now)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::View;
    use crate::testing::{Naive, histories, naive};
    use chrono::{Datelike, NaiveDate};
    use proptest::prelude::*;
    use std::cmp::Reverse;
    use std::collections::{BTreeMap, BTreeSet};

    fn count(rows: &[Naive], on: impl Fn(NaiveDate) -> bool) -> BTreeMap<String, u64> {
        let mut plays = BTreeMap::new();
        for artist in rows
            .iter()
            .filter(|row| row.counted && on(row.day()))
            .filter_map(|row| row.artist.clone())
        {
            *plays.entry(artist).or_default() += 1;
        }
        plays
    }

    proptest! {
        #[test]
        fn the_race_agrees_with_counting_from_the_start((plays, rule) in histories()) {
            let rows = naive(&plays, &rule);
            let got = race(View::new(&plays, &rule).music());
            let months: BTreeSet<_> = rows.iter().map(|row| (row.day().year(), row.day().month())).collect();
            prop_assert_eq!(got.iter().map(|s| (s.month.year(), s.month.month())).collect::<Vec<_>>(), months.into_iter().collect::<Vec<_>>());
            for standing in got {
                let so_far = count(&rows, |day| (day.year(), day.month()) <= (standing.month.year(), standing.month.month()));
                let mut leaders: Vec<Runner> = so_far.into_iter().map(|(name, plays)| Runner { name, plays }).collect();
                leaders.sort_by_key(|runner| Reverse(runner.plays));
                leaders.truncate(LEADERS);
                prop_assert_eq!(standing.leaders, leaders);
            }
        }

        #[test]
        fn movers_agree_with_counting_both_years((plays, rule) in histories()) {
            let rows = naive(&plays, &rule);
            let got = Movers::of(View::new(&plays, &rule).music(), rule.top);
            let Some(end) = rows.last().map(Naive::day) else { return Ok(()) };
            let year = |n: i64| count(&rows, |day| (end - day).num_days() / 365 == n);
            let (now, then) = (year(0), year(1));
            let names: BTreeSet<&String> = if then.is_empty() { BTreeSet::new() } else { now.keys().chain(then.keys()).collect() };
            let mut movers: Vec<Mover> = names.into_iter().map(|name| Mover {
                name: name.clone(),
                plays: now.get(name).copied().unwrap_or(0),
                before: then.get(name).copied().unwrap_or(0),
            }).collect();
            let gain = |mover: &Mover| mover.plays as i64 - mover.before as i64;
            movers.sort_by_key(|mover| Reverse(gain(mover)));
            let climbers: Vec<_> = movers.iter().filter(|mover| gain(mover) > 0).take(rule.top).cloned().collect();
            prop_assert_eq!(got.climbers, climbers);
            movers.sort_by(|a, b| gain(a).cmp(&gain(b)).then(a.name.cmp(&b.name)));
            let fallers: Vec<_> = movers.into_iter().filter(|mover| gain(mover) < 0).take(rule.top).collect();
            prop_assert_eq!(got.fallers, fallers);
        }
    }
}

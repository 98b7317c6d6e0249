//! How widely is listened, and how far off the beaten track. Of plays whose artist nobody knows, nothing is said.

use serde::Serialize;

use crate::firsts::Firsts;
use crate::float::{entropy, rounded};
use crate::tally::Tally;
use crate::{Month, Selection};

/// An artist is new for this many days from its first counted play.
pub const NEW_DAYS: i32 = 28;

/// How widely is listened.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Breadth {
    /// In each month with a counted play of a known artist.
    pub by_month: Vec<MonthBreadth>,
    /// In each year with one.
    pub by_year: Vec<YearBreadth>,
}

/// How widely counted plays are spread over artists.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Spread {
    /// Counted plays whose artist is known.
    pub plays: u64,
    /// Different artists.
    pub artists: u64,
    /// Shannon's entropy of the artists in bits, to three decimals.
    pub entropy: f64,
    /// The effective number of artists, two to the power of the entropy, to one decimal: as many artists, all played
    /// equally often, would be just as hard to guess (Hill, "Diversity and evenness", 1973, N₁).
    pub effective_artists: f64,
    /// Exploration: plays of artists first heard less than 28 days before. The other plays exploit what was known.
    pub exploring: u64,
}

/// How widely is listened in a month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MonthBreadth {
    /// The month.
    pub month: Month,
    /// How widely.
    #[serde(flatten)]
    pub spread: Spread,
}

/// How widely is listened in a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearBreadth {
    /// The year.
    pub year: i32,
    /// How widely.
    #[serde(flatten)]
    pub spread: Spread,
}

impl Breadth {
    /// How widely is listened in a selection; what is new is told from the whole history.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let firsts = Firsts::of(selection);
        let mut tally = Tally::new(selection.names().artists().len());
        let mut spread = |part| spread(part, &firsts, &mut tally);
        let by_month = selection.by_month().filter_map(|(month, part)| {
            Some(MonthBreadth {
                month,
                spread: spread(part)?,
            })
        });
        let by_month = by_month.collect();
        let by_year = selection.by_year().filter_map(|(year, part)| {
            Some(YearBreadth {
                year,
                spread: spread(part)?,
            })
        });
        Self {
            by_month,
            by_year: by_year.collect(),
        }
    }

    /// The places of the widest year, which is the first with the most different artists, and of the one that it is held
    /// against: the year that is told, or, where that is the widest, the widest of the others. None of a single year.
    #[must_use]
    pub fn widest(&self, told: i32) -> Option<[usize; 2]> {
        let artists = |at: &usize| self.by_year[*at].spread.artists;
        let years = || (0..self.by_year.len()).rev();
        let widest = years().max_by_key(artists)?;
        let told = years().find(|&at| self.by_year[at].year == told);
        let others = years().filter(|&at| at != widest);
        let beside = told
            .filter(|&told| told != widest)
            .or_else(|| others.max_by_key(artists))?;
        Some([widest, beside])
    }
}

fn spread(part: Selection<'_>, firsts: &Firsts, tally: &mut Tally) -> Option<Spread> {
    tally.clear();
    let (mut plays, mut exploring) = (0, 0);
    for (artist, row) in part.by_artist() {
        plays += 1;
        exploring += u64::from(
            firsts
                .artist(artist)
                .is_some_and(|first| row.day.since(first) < NEW_DAYS),
        );
        tally.add(artist, row);
    }
    let entropy = entropy(tally.counted().map(|(_, count)| count.plays));
    (plays > 0).then(|| Spread {
        plays,
        artists: tally.counted().count() as u64,
        entropy: rounded(entropy, 3),
        effective_artists: rounded(libm::exp2(entropy), 1),
        exploring,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::View;
    use crate::testing::{Naive, histories, naive};
    use chrono::{Datelike, NaiveDate};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_widest_year_is_held_against_the_one_that_is_told_or_the_next() {
        let year = |year, artists| YearBreadth {
            year,
            spread: Spread {
                plays: 9,
                artists,
                entropy: 0.0,
                effective_artists: 1.0,
                exploring: 0,
            },
        };
        let of = |years: &[YearBreadth]| Breadth {
            by_month: vec![],
            by_year: years.to_vec(),
        };
        let all = of(&[year(2021, 40), year(2022, 90), year(2023, 90), year(2024, 7)]);
        assert_eq!(all.widest(2024), Some([1, 3]));
        assert_eq!(all.widest(2022), Some([1, 2]));
        assert_eq!(all.widest(1999), Some([1, 2]));
        assert_eq!(of(&[year(2021, 40)]).widest(2021), None);
        assert_eq!(of(&[]).widest(2021), None);
    }

    proptest! {
        #[test]
        fn breadth_agrees_with_its_formula((plays, rule) in histories()) {
            let known: Vec<(String, Naive)> = naive(&plays, &rule)
                .into_iter()
                .filter(|row| row.counted)
                .filter_map(|row| Some((row.artist.clone()?, row)))
                .collect();
            let mut firsts: BTreeMap<&str, NaiveDate> = BTreeMap::new();
            known.iter().for_each(|(artist, row)| _ = firsts.entry(artist).or_insert(row.day()));
            let by_hand = |on: &dyn Fn(NaiveDate) -> bool| {
                let of: Vec<&(String, Naive)> = known.iter().filter(|(_, row)| on(row.day())).collect();
                let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
                of.iter().for_each(|(artist, _)| *counts.entry(artist).or_default() += 1.0);
                let entropy: f64 = counts.values().map(|c| c / of.len() as f64).map(|p| -p * p.log2()).sum();
                let exploring = of.iter().filter(|(artist, row)| (row.day() - firsts[&**artist]).num_days() < 28).count() as u64;
                (of.len() as u64, counts.len() as u64, entropy, exploring)
            };
            let got = Breadth::of(View::new(&plays, &rule).music());
            let months = got.by_month.iter().map(|m| (m.spread, by_hand(&|day| (day.year(), day.month()) == (m.month.year(), m.month.month()))));
            let years = got.by_year.iter().map(|y| (y.spread, by_hand(&|day| day.year() == y.year)));
            for (got, (plays, artists, entropy, exploring)) in months.chain(years) {
                prop_assert_eq!((got.plays, got.artists, got.exploring), (plays, artists, exploring));
                prop_assert!((got.entropy - entropy).abs() < 0.000_51);
                prop_assert!((got.effective_artists - entropy.exp2()).abs() < 0.051);
            }
            prop_assert_eq!(got.by_year.iter().map(|y| y.spread.plays).sum::<u64>(), known.len() as u64);
            prop_assert_eq!(got.by_month.iter().map(|m| m.spread.plays).sum::<u64>(), known.len() as u64);
        }
    }
}

//! The first play, the thousandth, the ten-thousandth, and what it was; and the days on which favourites came in.

use chrono::NaiveDate;
use serde::Serialize;

use crate::firsts::Firsts;
use crate::tally::{Count, Tally, first_n};
use crate::{Row, Selection};

/// The moments that a history is counted by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Milestones {
    /// The first counted play and every round one.
    pub plays: Vec<PlayMilestone>,
    /// The days on which the time of all plays came to a round number of hours.
    pub hours: Vec<HourMilestone>,
    /// The most played artists, and since when: their anniversaries.
    pub anniversaries: Vec<Anniversary>,
}

/// A round counted play.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlayMilestone {
    /// Its number, from 1.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub number: u64,
    /// What was played.
    pub title: String,
    /// By whom, where that is known.
    pub artist: Option<String>,
    /// The local day.
    pub date: NaiveDate,
}

/// A round number of hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HourMilestone {
    /// How many hours.
    pub hours: u64,
    /// The local day on which the play began that filled them.
    pub date: NaiveDate,
}

/// An artist and the day on which it was first heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Anniversary {
    /// The artist.
    pub name: String,
    /// The local day of its first counted play.
    pub first: NaiveDate,
    /// Its counted plays.
    pub plays: u64,
}

impl Milestones {
    /// The milestones of a selection, counted from its own first play, and the anniversaries of its `n` most played
    /// artists, counted from the first play in the whole history.
    #[must_use]
    pub fn of(selection: Selection<'_>, n: usize) -> Self {
        let names = selection.names();
        let mut tally = Tally::new(names.artists().len());
        selection.rows().iter().for_each(|row| tally.add_artist(row));
        let firsts = Firsts::of(selection);
        let favourites = first_n(tally.counted().collect(), n, |&(a, x), &(b, y)| {
            (y.plays, y.ms)
                .cmp(&(x.plays, x.ms))
                .then_with(|| names.artists()[a as usize].cmp(names.artists()[b as usize]))
        });
        Self {
            plays: rounds(selection.counted())
                .map(|(number, row)| {
                    let (title, artist) = names.track(row.track);
                    PlayMilestone {
                        number,
                        title: title.to_owned(),
                        artist: artist.map(str::to_owned),
                        date: row.day.date(),
                    }
                })
                .collect(),
            hours: hours(selection.rows()),
            anniversaries: favourites
                .into_iter()
                .filter_map(|(artist, Count { plays, .. })| {
                    let first = firsts.artist(artist)?.date();
                    Some(Anniversary {
                        name: names.artists()[artist as usize].to_owned(),
                        first,
                        plays,
                    })
                })
                .collect(),
        }
    }
}

/// The first row and those at round numbers, with their numbers.
pub(crate) fn rounds<'r>(rows: impl Iterator<Item = &'r Row>) -> impl Iterator<Item = (u64, &'r Row)> {
    (1..).zip(rows).filter(|&(number, _)| is_round(number))
}

/// 1, 100, 500, and from 1,000 on one, two and a half, and five times each power of ten.
pub(crate) const fn is_round(number: u64) -> bool {
    if number < 1_000 {
        return matches!(number, 1 | 100 | 500);
    }
    // Asked of every play: what rules out nearly all of them comes first.
    if !number.is_multiple_of(250) {
        return false;
    }
    let power = 10_u64.pow(number.ilog10());
    number == power || number == power * 5 || number * 2 == power * 5
}

fn hours(rows: &[Row]) -> Vec<HourMilestone> {
    const HOUR: u64 = 3_600_000;
    let mut found = Vec::new();
    let mut ms = 0;
    for row in rows {
        let before = ms / HOUR;
        ms += u64::from(row.ms);
        let reached = (before + 1..=ms / HOUR).filter(|&hours| is_round(hours));
        found.extend(reached.map(|hours| HourMilestone {
            hours,
            date: row.day.date(),
        }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, Naive, histories, made_up, naive};
    use crate::{Rule, View};
    use proptest::prelude::*;

    #[test]
    fn round_numbers_are_those_that_people_celebrate() {
        let round: Vec<u64> = (0..=100_000).filter(|&number| is_round(number)).collect();
        assert_eq!(
            round,
            [1, 100, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000]
        );
    }

    #[test]
    fn the_hundredth_counted_play_is_a_milestone() {
        let mut history = History::new();
        for n in 0..150 {
            let (title, ms) = if n == 140 {
                ("The one", 60_000)
            } else {
                ("Home", if n < 41 { 1_000 } else { 60_000 })
            };
            history = history.play_at(1_600_000_000 + n * 600, "Otter", title, "", Some(ms));
        }
        let plays = history.plays();
        let milestones = Milestones::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 5);
        let numbers: Vec<_> = milestones.plays.iter().map(|m| (m.number, m.title.as_str())).collect();
        assert_eq!(numbers, [(1, "Home"), (100, "The one")]);
        assert_eq!(milestones.hours[0].hours, 1);
    }

    proptest! {
        #[test]
        fn anniversaries_agree_with_counting_by_hand((plays, rule) in histories()) {
            let rows = naive(&plays, &rule);
            let mut artists: Vec<String> = rows.iter().filter(|row| row.counted).filter_map(|row| row.artist.clone()).collect();
            artists.sort();
            artists.dedup();
            let mut all: Vec<_> = artists.into_iter().map(|name| {
                let of = || rows.iter().filter(|row| row.artist.as_ref() == Some(&name));
                let plays = of().filter(|row| row.counted).count() as u64;
                let ms: u64 = of().map(|row| row.ms).sum();
                let first = of().filter(|row| row.counted).map(|row| row.day()).min().unwrap();
                (std::cmp::Reverse((plays, ms)), Anniversary { name: name.clone(), first, plays })
            }).collect();
            all.sort_by(|(a, x), (b, y)| a.cmp(b).then(x.name.cmp(&y.name)));
            all.truncate(rule.top);
            let got = Milestones::of(View::new(&plays, &rule).music(), rule.top);
            prop_assert_eq!(got.anniversaries, all.into_iter().map(|(_, a)| a).collect::<Vec<_>>());
            let first = rows.iter().find(|row| row.counted).map(|row| (row.track(), row.day()));
            prop_assert_eq!(got.plays.into_iter().next().map(|m| ((m.title, m.artist), m.date)), first);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn round_plays_and_hours_agree_with_going_through_a_life(seed in any::<u64>(), count in 0_usize..3_500) {
            let (plays, rule) = (made_up(seed, count), Rule::new(chrono_tz::UTC));
            let rows = naive(&plays, &rule);
            let got = Milestones::of(View::new(&plays, &rule).music(), 1);

            let counted: Vec<_> = rows.iter().filter(|row| row.counted).collect();
            let expected: Vec<_> = [1, 100, 500, 1_000, 2_500].into_iter().filter_map(|number| {
                let row = counted.get(number - 1)?;
                let (title, artist) = row.track();
                Some(PlayMilestone { number: number as u64, title, artist, date: row.day() })
            }).collect();
            prop_assert_eq!(got.plays, expected);

            // The first play at whose end at least so much was played.
            let expected: Vec<_> = [1, 100, 500].into_iter().filter_map(|hours| {
                let mut played = 0;
                let filled = |row: &&Naive| {
                    played += row.ms;
                    played >= hours * 3_600_000
                };
                Some(HourMilestone { hours, date: rows.iter().find(filled)?.day() })
            }).collect();
            prop_assert_eq!(got.hours, expected);
        }
    }
}

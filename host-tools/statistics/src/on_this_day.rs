//! What happened on a day of the year in the years gone by.
//!
//! Four sorts of memories are gathered from every day of the history. How good one is, is told by its rank: how many
//! memories of its sort, of any day, are at least as strong (1 is the strongest of all; if there are three milestones,
//! each ranks third or better). So a day on which an artist of a lifetime was first heard comes before one on which
//! some track was played four times. Of each year a day keeps its best memory, and of these the best few.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::firsts::Firsts;
use crate::milestones::is_round;
use crate::tally::{Count, Tally};
use crate::{Day, Selection};

/// The counted plays that make the most played track of a day a memory.
pub const FAVOURITE_PLAYS: u64 = 2;
/// The counted plays, in all, of an artist whose first play is a memory.
pub const DISCOVERY_PLAYS: u64 = 20;

/// A day of the year and its best memories.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OnThisDay {
    /// The month, 1 to 12.
    pub month: u32,
    /// The day of the month, 1 to 31; 29 February is a day of its own.
    pub day: u32,
    /// The best memories, at most one of each year, the best first.
    pub memories: Vec<Memory>,
}

/// What happened on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Memory {
    /// The local day.
    pub date: NaiveDate,
    /// How many memories of its sort are at least as strong, itself included.
    pub rank: u64,
    /// What it was.
    #[serde(flatten)]
    pub what: What,
}

/// The sorts of memories. What they are measured by is said of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// A round counted play, by its number.
    Milestone {
        /// Its number.
        #[cfg_attr(test, schemars(range(min = 1)))]
        number: u64,
        /// What was played.
        title: String,
        /// By whom, where that is known.
        artist: Option<String>,
    },
    /// An artist was heard for the first time, by how often it was played in all.
    Discovery {
        /// The artist.
        artist: String,
        /// Its counted plays to the end of the days looked at.
        plays: u64,
    },
    /// The day of its year with the most time, by that time.
    BiggestDay {
        /// Time of all plays, in milliseconds.
        ms: u64,
        /// Counted plays.
        plays: u64,
    },
    /// The most played track of the day, by its counted plays.
    Favourite {
        /// Its title.
        title: String,
        /// Its artist, where that is known.
        artist: Option<String>,
        /// Its counted plays on that day.
        plays: u64,
    },
}

impl What {
    /// Which sort it is, and how strong.
    const fn strength(&self) -> (usize, u64) {
        match *self {
            Self::Milestone { number, .. } => (0, number),
            Self::Discovery { plays, .. } => (1, plays),
            Self::BiggestDay { ms, .. } => (2, ms),
            Self::Favourite { plays, .. } => (3, plays),
        }
    }
}

/// The memories of a selection: of each day of the year that has any, the best `n`.
#[must_use]
pub fn on_this_day(selection: Selection<'_>, n: usize) -> Vec<OnThisDay> {
    let mut found = Vec::new();
    milestones(selection, &mut found);
    discoveries(selection, &mut found);
    biggest_days(selection, &mut found);
    favourites(selection, &mut found);
    let mut of_days: BTreeMap<(u32, u32), Vec<Memory>> = BTreeMap::new();
    for memory in ranked(found) {
        of_days
            .entry((memory.date.month(), memory.date.day()))
            .or_default()
            .push(memory);
    }
    of_days
        .into_iter()
        .map(|((month, day), all)| OnThisDay {
            month,
            day,
            memories: best(all, n),
        })
        .collect()
}

/// Gives every memory its rank.
fn ranked(found: Vec<(Day, What)>) -> impl Iterator<Item = Memory> {
    let mut strengths: [Vec<u64>; 4] = Default::default();
    for (_, what) in &found {
        let (sort, strength) = what.strength();
        strengths[sort].push(strength);
    }
    strengths.iter_mut().for_each(|all| all.sort_unstable());
    found.into_iter().map(move |(day, what)| {
        let (sort, strength) = what.strength();
        let weaker = strengths[sort].partition_point(|&other| other < strength);
        Memory {
            date: day.date(),
            rank: (strengths[sort].len() - weaker) as u64,
            what,
        }
    })
}

/// The best memory of each year, the best `n` of these: by rank, then by sort, then the earlier.
fn best(mut all: Vec<Memory>, n: usize) -> Vec<Memory> {
    all.sort_by_key(|memory| (memory.rank, memory.what.strength().0, memory.date));
    let mut years = Vec::new();
    all.retain(|memory| {
        let new = !years.contains(&memory.date.year());
        if new {
            years.push(memory.date.year());
        }
        new
    });
    all.truncate(n);
    all
}

fn milestones(selection: Selection<'_>, found: &mut Vec<(Day, What)>) {
    for (number, row) in (1..).zip(selection.counted()).filter(|&(number, _)| is_round(number)) {
        let (title, artist) = selection.names().track(row.track);
        let what = What::Milestone {
            number,
            title: title.to_owned(),
            artist: artist.map(str::to_owned),
        };
        found.push((row.day, what));
    }
}

fn discoveries(selection: Selection<'_>, found: &mut Vec<(Day, What)>) {
    let names = selection.names().artists();
    let mut tally = Tally::new(names.len());
    selection.until().iter().for_each(|row| tally.add_artist(row));
    let Some(from) = selection.rows().first().map(|row| row.day) else {
        return;
    };
    let firsts = Firsts::of(selection);
    let mut new: Vec<_> = tally
        .counted()
        .filter(|(_, count)| count.plays >= DISCOVERY_PLAYS)
        .filter_map(|(artist, Count { plays, .. })| {
            Some((
                firsts.artist(artist).filter(|&day| day >= from)?,
                plays,
                names[artist as usize],
            ))
        })
        .collect();
    // Of several on one day the most played is remembered.
    new.sort_unstable_by(|a, b| (a.0, b.1, a.2).cmp(&(b.0, a.1, b.2)));
    new.dedup_by_key(|&mut (day, ..)| day);
    found.extend(new.into_iter().map(|(day, plays, name)| {
        (
            day,
            What::Discovery {
                artist: name.to_owned(),
                plays,
            },
        )
    }));
}

fn biggest_days(selection: Selection<'_>, found: &mut Vec<(Day, What)>) {
    for (_, year) in selection.by_year() {
        let days = year.by_day().map(|(day, part)| (Count::of(part.rows()), day));
        let biggest = days.max_by_key(|&(Count { plays, ms }, day)| (ms, plays, std::cmp::Reverse(day)));
        if let Some((Count { plays, ms }, day)) = biggest.filter(|(count, _)| count.plays > 0) {
            found.push((day, What::BiggestDay { ms, plays }));
        }
    }
}

fn favourites(selection: Selection<'_>, found: &mut Vec<(Day, What)>) {
    let names = selection.names();
    let mut tally = Tally::new(names.tracks().len());
    for (day, part) in selection.by_day() {
        tally.clear();
        part.counted().for_each(|row| tally.add(row.track, row));
        let most = tally
            .counted()
            .filter(|(_, count)| count.plays >= FAVOURITE_PLAYS)
            .max_by(|&(a, x), &(b, y)| {
                (x.plays, x.ms)
                    .cmp(&(y.plays, y.ms))
                    .then_with(|| names.track(b).cmp(&names.track(a)))
            });
        if let Some((track, Count { plays, .. })) = most {
            let (title, artist) = names.track(track);
            let what = What::Favourite {
                title: title.to_owned(),
                artist: artist.map(str::to_owned),
                plays,
            };
            found.push((day, what));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, Naive, histories, naive};
    use crate::{Rule, View};
    use proptest::prelude::*;
    use std::cmp::Reverse;
    use std::collections::BTreeSet;

    #[test]
    fn a_leap_day_remembers_leap_days() {
        let plays = History::new()
            .play("2020-02-29 12:00", "Otter", "Home", 60)
            .play("2020-02-29 12:10", "Otter", "Home", 60)
            .play("2021-03-01 12:10", "Otter", "Away", 60)
            .play("2021-03-01 12:20", "Otter", "Away", 60)
            .play("2024-02-29 12:00", "Otter", "Sea", 60)
            .play("2024-02-29 12:10", "Otter", "Sea", 60)
            .play("2024-02-29 12:20", "Otter", "Sea", 60)
            .plays();
        let days = on_this_day(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 3);
        let leap = days.iter().find(|day| (day.month, day.day) == (2, 29)).unwrap();
        let years: Vec<i32> = leap.memories.iter().map(|memory| memory.date.year()).collect();
        assert_eq!(years, [2020, 2024], "the first play ever comes before a big day");
        assert!(matches!(leap.memories[0].what, What::Milestone { number: 1, .. }));
        assert!(matches!(leap.memories[1].what, What::BiggestDay { plays: 3, .. }));
    }

    /// Every memory, found by looking at each day by itself.
    fn by_hand(rows: &[Naive]) -> Vec<(NaiveDate, What)> {
        let counted: Vec<&Naive> = rows.iter().filter(|row| row.counted).collect();
        let mut found = Vec::new();
        for (i, row) in counted.iter().enumerate().filter(|(i, _)| is_round(*i as u64 + 1)) {
            let (title, artist) = row.track();
            found.push((
                row.day(),
                What::Milestone {
                    number: i as u64 + 1,
                    title,
                    artist,
                },
            ));
        }
        let days: BTreeSet<NaiveDate> = rows.iter().map(Naive::day).collect();
        let time = |day: NaiveDate| {
            let of = || rows.iter().filter(move |row| row.day() == day);
            (
                of().map(|row| row.ms).sum::<u64>(),
                of().filter(|row| row.counted).count() as u64,
            )
        };
        for &day in &days {
            let artists: BTreeSet<&String> = counted.iter().filter_map(|row| row.artist.as_ref()).collect();
            let new = artists.into_iter().filter_map(|artist| {
                let of: Vec<&&Naive> = counted
                    .iter()
                    .filter(|row| row.artist.as_ref() == Some(artist))
                    .collect();
                (of[0].day() == day && of.len() >= 20).then_some((Reverse(of.len() as u64), artist))
            });
            if let Some((plays, artist)) = new.min() {
                found.push((
                    day,
                    What::Discovery {
                        artist: artist.clone(),
                        plays: plays.0,
                    },
                ));
            }
            let (ms, plays) = time(day);
            let of_year = days.iter().filter(|other| other.year() == day.year());
            if plays > 0 && of_year.max_by_key(|&&other| (time(other), Reverse(other))) == Some(&day) {
                found.push((day, What::BiggestDay { ms, plays }));
            }
            let tracks: BTreeSet<_> = counted
                .iter()
                .filter(|row| row.day() == day)
                .map(|row| row.track())
                .collect();
            let most = tracks.into_iter().map(|track| {
                let of = || counted.iter().filter(|row| row.day() == day && row.track() == track);
                // Time is of counted plays here: what was skipped does not make a favourite.
                (
                    Reverse((of().count() as u64, of().map(|row| row.ms).sum::<u64>())),
                    track.clone(),
                )
            });
            if let Some((Reverse((plays, _)), (title, artist))) = most.min().filter(|most| most.0.0.0 >= 2) {
                found.push((day, What::Favourite { title, artist, plays }));
            }
        }
        found
    }

    proptest! {
        #[test]
        fn memories_agree_with_looking_at_every_day((plays, rule) in histories()) {
            let found = by_hand(&naive(&plays, &rule));
            let got = on_this_day(View::new(&plays, &rule).music(), rule.top);
            let days: BTreeSet<_> = found.iter().map(|(date, _)| (date.month(), date.day())).collect();
            prop_assert_eq!(got.iter().map(|day| (day.month, day.day)).collect::<Vec<_>>(), days.into_iter().collect::<Vec<_>>());
            for day in got {
                let mut best: Vec<Memory> = Vec::new();
                let mut all: Vec<Memory> = found.iter().filter(|(date, _)| (date.month(), date.day()) == (day.month, day.day)).map(|(date, what)| {
                    let (sort, strength) = what.strength();
                    let rank = found.iter().filter(|(_, other)| other.strength().0 == sort && other.strength().1 >= strength).count() as u64;
                    Memory { date: *date, rank, what: what.clone() }
                }).collect();
                all.sort_by_key(|memory| (memory.rank, memory.what.strength().0, memory.date));
                for memory in all {
                    if best.iter().all(|other| other.date.year() != memory.date.year()) {
                        best.push(memory);
                    }
                }
                best.truncate(rule.top);
                prop_assert_eq!(day.memories, best);
            }
        }
    }
}

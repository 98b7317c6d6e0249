//! How much time a track is given.
//!
//! Only plays whose end is known are looked at: sources without durations do not say. A play is skipped where the listener
//! went forward or back ([`End::is_skip`]), also when the track was nearly over; it is finished where the track itself
//! came to its end. Where the listener chose something else, it gave way to that. The remaining ends (the application
//! closed, another device took over) are none of these.

use playtally_history::{End, Start};
use serde::Serialize;

use crate::sessions::median;
use crate::tally::first_n;
use crate::{Row, Selection};

/// A track is judged once it has been started this often.
pub const ENOUGH_STARTS: u64 = 10;

/// How much time tracks are given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Patience {
    /// How the plays ended.
    #[serde(flatten)]
    pub ends: Ends,
    /// The median duration of a play, in milliseconds.
    pub median_ms: Option<u64>,
    /// The median duration of a play that was skipped, in milliseconds.
    pub median_skip_ms: Option<u64>,
    /// Every year with a known end.
    pub by_year: Vec<YearEnds>,
    /// Each local hour, from midnight.
    pub by_hour: [Ends; 24],
    /// Of the tracks started often enough, those with the largest share of skips.
    pub most_skipped: Vec<Judged>,
    /// Of the tracks started often enough, those never skipped, the most often started first.
    pub never_skipped: Vec<Judged>,
    /// Back-button gold: the tracks that the listener most often went back to.
    pub back_to: Vec<BackTo>,
}

/// How plays ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Ends {
    /// Plays whose end is known.
    pub starts: u64,
    /// Those that the listener skipped.
    pub skips: u64,
    /// Those that came to the end of the track.
    pub finished: u64,
    /// Those that ended because the listener chose something else.
    pub chosen: u64,
}

impl Ends {
    /// Counts a play if it is known how it ended.
    pub(crate) fn add_known(&mut self, row: &Row) {
        if row.ended != End::Other {
            self.add(row);
        }
    }

    fn add(&mut self, row: &Row) {
        self.starts += 1;
        self.skips += u64::from(row.ended.is_skip());
        self.finished += u64::from(row.ended == End::TrackDone);
        self.chosen += u64::from(row.ended == End::EndPlay);
    }
}

/// How the plays of a year ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearEnds {
    /// The year.
    pub year: i32,
    /// How its plays ended.
    #[serde(flatten)]
    pub ends: Ends,
}

/// A track and how often it was skipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Judged {
    /// Its title.
    pub title: String,
    /// Its artist, where that is known.
    pub artist: Option<String>,
    /// Plays whose end is known.
    pub starts: u64,
    /// Those that the listener skipped.
    pub skips: u64,
}

/// A track that the listener went back to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BackTo {
    /// Its title.
    pub title: String,
    /// Its artist, where that is known.
    pub artist: Option<String>,
    /// How often the back button started it.
    pub times: u64,
}

impl Patience {
    /// The hour of the day with the largest share of skips, of those in which enough plays begin to say so; of equal ones
    /// the first. None where nothing is skipped.
    #[must_use]
    pub fn hastiest(&self) -> Option<(usize, Ends)> {
        let hours = self.by_hour.iter().copied().enumerate();
        hours
            .filter(|(_, ends)| ends.starts >= ENOUGH_STARTS && ends.skips > 0)
            // The larger share, without dividing.
            .reduce(|(at, most), (hour, ends)| {
                if ends.skips * most.starts > most.skips * ends.starts {
                    (hour, ends)
                } else {
                    (at, most)
                }
            })
    }

    /// How much time the tracks of a selection are given, with at most `n` names in each list.
    #[must_use]
    pub fn of(selection: Selection<'_>, n: usize) -> Self {
        let names = selection.names();
        let mut found = Self::default();
        let mut tracks = vec![Ends::default(); names.tracks().len()];
        let mut backs = vec![0_u64; names.tracks().len()];
        let (mut durations, mut cut_short) = (Vec::new(), Vec::new());
        for (year, part) in selection.by_year() {
            let mut ends = Ends::default();
            for row in part.rows() {
                backs[row.track as usize] += u64::from(row.began == Start::Back);
                if row.ended == End::Other {
                    continue;
                }
                ends.add(row);
                found.by_hour[row.hour()].add(row);
                tracks[row.track as usize].add(row);
                durations.push(u64::from(row.ms));
                if row.ended.is_skip() {
                    cut_short.push(u64::from(row.ms));
                }
            }
            if ends.starts > 0 {
                found.by_year.push(YearEnds { year, ends });
            }
            found.ends.starts += ends.starts;
            found.ends.skips += ends.skips;
            found.ends.finished += ends.finished;
            found.ends.chosen += ends.chosen;
        }
        found.median_ms = median(&mut durations);
        found.median_skip_ms = median(&mut cut_short);

        let name = |track: u32| names.track(track);
        let ends = |track: u32| tracks[track as usize];
        let (never, sometimes) = (0..tracks.len() as u32)
            .filter(|&track| ends(track).starts >= ENOUGH_STARTS)
            .partition(|&track| ends(track).skips == 0);
        let judged = |tracks: Vec<u32>| {
            let judge = |track| {
                let ((title, artist), Ends { starts, skips, .. }) = (name(track), ends(track));
                Judged {
                    title: title.to_owned(),
                    artist: artist.map(str::to_owned),
                    starts,
                    skips,
                }
            };
            tracks.into_iter().map(judge).collect()
        };
        found.most_skipped = judged(first_n(sometimes, n, |&a, &b| {
            let (x, y) = (ends(a), ends(b));
            // The larger share first, without dividing; then the more skips.
            (y.skips * x.starts, y.skips)
                .cmp(&(x.skips * y.starts, x.skips))
                .then_with(|| name(a).cmp(&name(b)))
        }));
        found.never_skipped = judged(first_n(never, n, |&a, &b| {
            ends(b).starts.cmp(&ends(a).starts).then_with(|| name(a).cmp(&name(b)))
        }));
        let gold = (0..backs.len() as u32)
            .filter(|&track| backs[track as usize] > 0)
            .collect();
        found.back_to = first_n(gold, n, |&a, &b| {
            backs[b as usize]
                .cmp(&backs[a as usize])
                .then_with(|| name(a).cmp(&name(b)))
        })
        .into_iter()
        .map(|track| {
            let (title, artist) = name(track);
            BackTo {
                title: title.to_owned(),
                artist: artist.map(str::to_owned),
                times: backs[track as usize],
            }
        })
        .collect();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, Naive, histories, naive};
    use crate::{Rule, View};
    use chrono::Datelike;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_hastiest_hour_is_the_one_with_the_largest_share_of_skips() {
        let mut patience = Patience::default();
        let ends = |starts, skips| Ends {
            starts,
            skips,
            ..Ends::default()
        };
        assert_eq!(patience.hastiest(), None);
        patience.by_hour[3] = ends(9, 9);
        // Equal in thousandths, but not equal.
        patience.by_hour[7] = ends(10_000, 5_001);
        patience.by_hour[9] = ends(20_000, 10_003);
        patience.by_hour[20] = ends(40_000, 20_006);
        assert_eq!(patience.hastiest(), Some((9, ends(20_000, 10_003))));
    }

    #[test]
    fn a_track_is_judged_once_it_was_started_ten_times() {
        let mut history = History::new();
        for n in 0..10 {
            history = history.play(&format!("2020-01-{:02} 12:00", n + 1), "Otter", "Loved", 60);
            history = history
                .play(&format!("2020-01-{:02} 13:00", n + 1), "Otter", "Hated", 5)
                .but(|play| play.end = if n == 0 { End::TrackDone } else { End::Forward });
            if n > 0 {
                history = history.play(&format!("2020-01-{:02} 14:00", n + 1), "Otter", "New", 60);
            }
        }
        let plays = history.plays();
        let patience = Patience::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 5);
        let titles = |list: &[Judged]| list.iter().map(|judged| judged.title.clone()).collect::<Vec<_>>();
        assert_eq!(titles(&patience.most_skipped), ["Hated"]);
        assert_eq!(titles(&patience.never_skipped), ["Loved"]);
        assert_eq!(
            (patience.median_ms, patience.median_skip_ms),
            (Some(60_000), Some(5_000))
        );
    }

    fn by_hand<'a>(rows: impl Iterator<Item = &'a Naive>) -> Ends {
        let ends: Vec<End> = rows.map(|row| row.play.end).filter(|end| *end != End::Other).collect();
        Ends {
            starts: ends.len() as u64,
            skips: ends.iter().filter(|end| end.is_skip()).count() as u64,
            finished: ends.iter().filter(|end| **end == End::TrackDone).count() as u64,
            chosen: ends.iter().filter(|end| **end == End::EndPlay).count() as u64,
        }
    }

    proptest! {
        #[test]
        fn patience_agrees_with_counting_by_hand((plays, rule) in histories()) {
            let rows = naive(&plays, &rule);
            let got = Patience::of(View::new(&plays, &rule).music(), rule.top);
            prop_assert_eq!(got.ends, by_hand(rows.iter()));
            for hour in 0..24 {
                prop_assert_eq!(got.by_hour[hour], by_hand(rows.iter().filter(|row| row.hour() == hour)));
            }
            for year in &got.by_year {
                prop_assert_eq!(year.ends, by_hand(rows.iter().filter(|row| row.day().year() == year.year)));
            }
            let mut tracks: BTreeMap<_, Vec<&Naive>> = BTreeMap::new();
            rows.iter().for_each(|row| tracks.entry(row.track()).or_default().push(row));
            let mut skipped: Vec<_> = tracks.iter().map(|(track, rows)| (track.clone(), by_hand(rows.iter().copied())))
                .filter(|(_, ends)| ends.starts >= ENOUGH_STARTS && ends.skips > 0).collect();
            skipped.sort_by(|(a, x), (b, y)| {
                let share = |ends: &Ends| ends.skips as f64 / ends.starts as f64;
                share(y).total_cmp(&share(x)).then(y.skips.cmp(&x.skips)).then(a.cmp(b))
            });
            skipped.truncate(rule.top);
            prop_assert_eq!(
                got.most_skipped.into_iter().map(|j| ((j.title, j.artist), j.starts, j.skips)).collect::<Vec<_>>(),
                skipped.into_iter().map(|(track, ends)| (track, ends.starts, ends.skips)).collect::<Vec<_>>()
            );
            let mut gold: Vec<_> = tracks.iter().map(|(track, rows)| (rows.iter().filter(|row| row.play.start == Start::Back).count() as u64, track.clone()))
                .filter(|(times, _)| *times > 0).collect();
            gold.sort_by_key(|(times, track)| (std::cmp::Reverse(*times), track.clone()));
            gold.truncate(rule.top);
            prop_assert_eq!(got.back_to.into_iter().map(|b| (b.times, (b.title, b.artist))).collect::<Vec<_>>(), gold);
        }
    }
}

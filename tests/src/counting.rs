//! Counting what an export holds while it is written.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::catalogue::Catalogue;
use crate::listener::Heard;
use crate::truth::{Binge, Books, COUNTED_MS, Streak, Top, Truth, Uploaded};

/// One stored row, as far as the counting is concerned.
pub(crate) struct Seen {
    pub(crate) heard: Heard,
    pub(crate) started_at: i64,
    pub(crate) stamped: i64,
    pub(crate) ms_played: u32,
    pub(crate) skip: bool,
    pub(crate) offline: bool,
    pub(crate) private: bool,
}

/// Counts while an export is written. Its size depends on the catalogue and the days, not on the plays.
pub(crate) struct Counting<'a> {
    catalogue: &'a Catalogue,
    truth: Truth,
    /// Counted plays and milliseconds by track.
    tracks: HashMap<u32, (u64, u64)>,
    /// Counted plays by day since 1970.
    days: BTreeMap<i64, u64>,
    /// Counted plays by day and track, of recent days.
    recent: BTreeMap<i64, HashMap<u32, u64>>,
    binge: (u64, i64, u32),
}

/// Days for which plays per track are remembered while looking for the biggest binge.
const RECENT: usize = 400;

impl<'a> Counting<'a> {
    pub(crate) fn new(catalogue: &'a Catalogue) -> Self {
        Self {
            catalogue,
            truth: Truth {
                first: i64::MAX,
                last: i64::MIN,
                ..Truth::default()
            },
            tracks: HashMap::new(),
            days: BTreeMap::new(),
            recent: BTreeMap::new(),
            binge: (0, 0, 0),
        }
    }

    /// Opens the books of a file.
    pub(crate) fn file(&mut self, name: &str) {
        self.truth.files.push(Books {
            file: name.to_owned(),
            ..Books::default()
        });
    }

    fn books(&mut self) -> &mut Books {
        if self.truth.files.is_empty() {
            self.file("");
        }
        let last = self.truth.files.len() - 1;
        &mut self.truth.files[last]
    }

    /// Counts a row that repeats an earlier one.
    pub(crate) fn duplicate(&mut self) {
        let books = self.books();
        books.read += 1;
        books.duplicate += 1;
    }

    /// Counts a row that is new.
    pub(crate) fn row(&mut self, seen: &Seen) {
        let books = self.books();
        books.read += 1;
        match seen.heard {
            Heard::Nameless => books.nameless += 1,
            Heard::Track(_) => books.music += 1,
            Heard::Episode(..) => books.podcast += 1,
            Heard::Chapter(_) => books.audiobook += 1,
        }
        if seen.heard == Heard::Nameless {
            return;
        }
        let truth = &mut self.truth;
        truth.zero_ms += u64::from(seen.ms_played == 0);
        truth.offline += u64::from(seen.offline);
        truth.private += u64::from(seen.private);
        if seen.offline && truth.uploaded.len() < Truth::UPLOADS {
            let Seen {
                stamped,
                started_at,
                ms_played,
                ..
            } = *seen;
            truth.uploaded.push(Uploaded {
                stamped,
                started_at,
                ms_played,
            });
        }
        if let Heard::Track(track) = seen.heard
            && !seen.private
        {
            self.music(track, seen);
        }
    }

    fn music(&mut self, track: u32, seen: &Seen) {
        let ms = u64::from(seen.ms_played);
        let counted = seen.ms_played >= COUNTED_MS;
        let truth = &mut self.truth;
        truth.plays += 1;
        truth.counted_plays += u64::from(counted);
        truth.ms += ms;
        truth.skips += u64::from(seen.skip);
        truth.first = truth.first.min(seen.started_at);
        truth.last = truth.last.max(seen.started_at);
        let year = truth.by_year.entry(year(seen.started_at)).or_default();
        year.0 += u64::from(counted);
        year.1 += ms;
        let sum = self.tracks.entry(track).or_default();
        sum.0 += u64::from(counted);
        sum.1 += ms;
        if counted {
            truth.by_hour[(seen.started_at.rem_euclid(86_400) / 3600) as usize] += 1;
            let day = seen.started_at.div_euclid(86_400);
            *self.days.entry(day).or_default() += 1;
            let plays = self.recent.entry(day).or_default().entry(track).or_default();
            *plays += 1;
            self.binge = self.binge.max((*plays, -day, track));
            if self.recent.len() > RECENT {
                self.recent.pop_first();
            }
        }
    }

    /// Closes the count.
    pub(crate) fn finish(mut self) -> Truth {
        let mut artists: HashMap<&str, (u64, u64)> = HashMap::new();
        let mut works: HashMap<(&str, &str), (u64, u64)> = HashMap::new();
        for (&track, &(plays, ms)) in &self.tracks {
            let track = &self.catalogue.tracks[track as usize];
            let artist = self.catalogue.artists[track.artist as usize].name.as_str();
            for sum in [
                artists.entry(artist).or_default(),
                works.entry((artist, &track.title)).or_default(),
            ] {
                sum.0 += plays;
                sum.1 += ms;
            }
        }
        self.truth.artists = artists.values().filter(|(plays, _)| *plays > 0).count() as u64;
        self.truth.tracks = works.values().filter(|(plays, _)| *plays > 0).count() as u64;
        self.truth.days = self.days.len() as u64;
        self.truth.top_artists = top(artists.into_iter().map(|(artist, sum)| (("", artist), sum)));
        self.truth.top_tracks = top(works.into_iter().map(|((artist, title), sum)| ((title, artist), sum)));
        self.truth.longest_streak = longest_streak(&self.days);
        if self.binge.0 > 0 {
            let track = &self.catalogue.tracks[self.binge.2 as usize];
            self.truth.binge = Binge {
                date: date(-self.binge.1),
                title: track.title.clone(),
                artist: self.catalogue.artists[track.artist as usize].name.clone(),
                plays: self.binge.0,
            };
        }
        self.truth
    }
}

fn top<'a>(sums: impl Iterator<Item = ((&'a str, &'a str), (u64, u64))>) -> Vec<Top> {
    let mut all: Vec<_> = sums.collect();
    all.sort_by_key(|&(name, (plays, ms))| (Reverse((plays, ms)), name));
    let entry = |&((title, artist), (plays, ms)): &((&str, &str), (u64, u64))| Top {
        title: title.to_owned(),
        artist: artist.to_owned(),
        plays,
        ms,
    };
    all.iter().take(10).map(entry).collect()
}

fn longest_streak(days: &BTreeMap<i64, u64>) -> Streak {
    let (mut longest, mut length, mut before) = ((0, 0), 0, i64::MIN);
    for &day in days.keys() {
        length = if before.checked_add(1) == Some(day) {
            length + 1
        } else {
            1
        };
        before = day;
        if length > longest.0 {
            longest = (length, day);
        }
    }
    let (days, last) = longest;
    Streak {
        days,
        from: date(last - i64::from(days.max(1)) + 1),
        to: date(last),
    }
}

fn date(day: i64) -> String {
    chrono::DateTime::from_timestamp(day * 86_400, 0)
        .unwrap_or_default()
        .format("%Y-%m-%d")
        .to_string()
}

fn year(seconds: i64) -> i32 {
    chrono::Datelike::year(&chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_streak_is_found_at_either_end() {
        let days = |list: &[i64]| list.iter().map(|&day| (day, 1)).collect();
        assert_eq!(longest_streak(&days(&[0, 1, 2, 9, 10])).days, 3);
        assert_eq!(longest_streak(&days(&[0, 7, 8, 9])).to, "1970-01-10");
        assert_eq!(longest_streak(&days(&[])).days, 0);
    }
}

//! Counting plays by what they are of.

use crate::{Names, Row, Selection};

/// Plays and time of one thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
}

impl Count {
    /// The counted plays and the time of some rows.
    pub(crate) fn of<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Self {
        let mut count = Self::default();
        for row in rows {
            count.add(row);
        }
        count
    }

    pub(crate) fn add(&mut self, row: &Row) {
        self.plays += u64::from(row.counted);
        self.ms += u64::from(row.ms);
    }
}

/// One [`Count`] for each of a dense range of numbers, quick to fill and to clear.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    counts: Vec<Count>,
    seen: Vec<bool>,
    touched: Vec<u32>,
}

impl Tally {
    pub(crate) fn new(size: usize) -> Self {
        Self {
            counts: vec![Count::default(); size],
            seen: vec![false; size],
            touched: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, id: u32, row: &Row) {
        if !std::mem::replace(&mut self.seen[id as usize], true) {
            self.touched.push(id);
        }
        self.counts[id as usize].add(row);
    }

    /// Counts a row for its artist, where that is known.
    pub(crate) fn add_artist(&mut self, row: &Row) {
        if let Some(artist) = row.artist() {
            self.add(artist, row);
        }
    }

    /// What was counted of one thing.
    pub(crate) fn get(&self, id: u32) -> Count {
        self.counts[id as usize]
    }

    /// Everything that was counted at least once, in no order.
    pub(crate) fn counted(&self) -> impl Iterator<Item = (u32, Count)> {
        self.touched
            .iter()
            .map(|&id| (id, self.counts[id as usize]))
            .filter(|(_, count)| count.plays > 0)
    }

    /// Forgets everything, in time proportional to what was added.
    pub(crate) fn clear(&mut self) {
        for id in self.touched.drain(..) {
            self.counts[id as usize] = Count::default();
            self.seen[id as usize] = false;
        }
    }
}

/// The artists, tracks and albums of a selection, counted. Fills and empties in time proportional to the selection,
/// not to the history, so that one serves every month in turn.
#[derive(Debug)]
pub(crate) struct Tallies {
    pub(crate) artists: Tally,
    pub(crate) tracks: Tally,
    pub(crate) albums: Tally,
}

impl Tallies {
    /// Nothing counted yet of a history with these names.
    pub(crate) fn new(names: &Names<'_>) -> Self {
        Self {
            artists: Tally::new(names.artists().len()),
            tracks: Tally::new(names.tracks().len()),
            albums: Tally::new(names.albums().len()),
        }
    }

    /// The names of a selection, counted.
    pub(crate) fn of(selection: Selection<'_>) -> Self {
        let mut tallies = Self::new(selection.names());
        tallies.fill(selection);
        tallies
    }

    /// Counts a selection in place of what was counted before.
    pub(crate) fn fill(&mut self, selection: Selection<'_>) {
        self.artists.clear();
        self.tracks.clear();
        self.albums.clear();
        self.add(selection.rows());
    }

    /// Counts some more rows.
    pub(crate) fn add(&mut self, rows: &[Row]) {
        for row in rows {
            self.artists.add_artist(row);
            self.tracks.add(row.track, row);
            if let Some(album) = row.album() {
                self.albums.add(album, row);
            }
        }
    }
}

/// The first `n` in the order that `by` tells, sorted, without sorting the rest.
pub(crate) fn first_n<T>(mut all: Vec<T>, n: usize, by: impl Fn(&T, &T) -> std::cmp::Ordering) -> Vec<T> {
    if n < all.len() {
        if n > 0 {
            all.select_nth_unstable_by(n - 1, &by);
        }
        all.truncate(n);
    }
    all.sort_unstable_by(by);
    all
}

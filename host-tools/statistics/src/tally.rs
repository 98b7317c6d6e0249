//! Counting plays by what they are of.

use crate::Row;

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
#[derive(Debug)]
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

    /// Everything that was counted at least once, in no order.
    pub(crate) fn counted(&self) -> impl Iterator<Item = (u32, Count)> {
        self.touched
            .iter()
            .map(|&id| (id, self.counts[id as usize]))
            .filter(|(_, count)| count.plays > 0)
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

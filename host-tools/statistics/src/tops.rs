//! The most played artists, tracks and albums.

use std::cmp::Reverse;

use serde::Serialize;

use crate::tally::{Count, Tally, first_n};
use crate::{Row, Selection};

/// An artist among the most played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TopArtist {
    /// Its name.
    pub name: String,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
}

/// A track or an album among the most played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TopTitle {
    /// Its title.
    pub title: String,
    /// Its artist.
    pub artist: String,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
}

/// What the first of a list has most of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Counted plays, then time, then the name in the order of its characters.
    Plays,
    /// Time, then counted plays, then the name.
    Time,
}

/// The `n` most played artists of those with a counted play.
#[must_use]
pub fn artists(selection: Selection<'_>, n: usize, order: Order) -> Vec<TopArtist> {
    let names = selection.names().artists();
    let all = counts(selection, names.len(), |row| Some(row.artist));
    most(all, n, order, |id| names[id as usize])
        .into_iter()
        .map(|(name, Count { plays, ms })| TopArtist {
            name: name.to_owned(),
            plays,
            ms,
        })
        .collect()
}

/// The `n` most played tracks of those with a counted play.
#[must_use]
pub fn tracks(selection: Selection<'_>, n: usize, order: Order) -> Vec<TopTitle> {
    let names = selection.names();
    titles(most(
        counts(selection, names.tracks().len(), |row| Some(row.track)),
        n,
        order,
        |id| names.track(id),
    ))
}

/// The `n` most played albums of those with a counted play.
#[must_use]
pub fn albums(selection: Selection<'_>, n: usize, order: Order) -> Vec<TopTitle> {
    let names = selection.names();
    titles(most(
        counts(selection, names.albums().len(), Row::album),
        n,
        order,
        |id| names.album(id),
    ))
}

fn titles(most: Vec<((&str, &str), Count)>) -> Vec<TopTitle> {
    most.into_iter()
        .map(|((title, artist), Count { plays, ms })| TopTitle {
            title: title.to_owned(),
            artist: artist.to_owned(),
            plays,
            ms,
        })
        .collect()
}

fn counts(selection: Selection<'_>, size: usize, of: impl Fn(&Row) -> Option<u32>) -> Vec<(u32, Count)> {
    let mut tally = Tally::new(size);
    for row in selection.rows() {
        if let Some(id) = of(row) {
            tally.add(id, row);
        }
    }
    tally.counted().collect()
}

fn most<N: Ord + Copy>(all: Vec<(u32, Count)>, n: usize, order: Order, name: impl Fn(u32) -> N) -> Vec<(N, Count)> {
    let key = |count: Count| match order {
        Order::Plays => Reverse((count.plays, count.ms)),
        Order::Time => Reverse((count.ms, count.plays)),
    };
    first_n(all, n, |a, b| {
        key(a.1).cmp(&key(b.1)).then_with(|| name(a.0).cmp(&name(b.0)))
    })
    .into_iter()
    .map(|(id, count)| (name(id), count))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::View;
    use crate::testing::{histories, naive};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    type Counts<N> = Vec<(N, Count)>;

    fn by_hand<N: Ord + Clone>(rows: impl Iterator<Item = (N, bool, u64)>, order: Order) -> Counts<N> {
        let mut counts: BTreeMap<N, Count> = BTreeMap::new();
        for (name, counted, ms) in rows {
            let count = counts.entry(name).or_default();
            count.plays += u64::from(counted);
            count.ms += ms;
        }
        let mut counts: Counts<N> = counts.into_iter().filter(|(_, count)| count.plays > 0).collect();
        counts.sort_by_key(|(name, count)| {
            let key = if order == Order::Plays {
                (count.plays, count.ms)
            } else {
                (count.ms, count.plays)
            };
            (Reverse(key), name.clone())
        });
        counts
    }

    proptest! {
        #[test]
        fn tops_agree_with_sorting_everything((plays, rule) in histories(), by_time in any::<bool>()) {
            let order = if by_time { Order::Time } else { Order::Plays };
            let rows = naive(&plays, &rule);
            let view = View::new(&plays, &rule);
            let count = |plays, ms| Count { plays, ms };

            let mut expected = by_hand(rows.iter().map(|r| (r.artist.clone(), r.counted, r.ms)), order);
            expected.truncate(rule.top);
            let got: Vec<_> = artists(view.music(), rule.top, order).into_iter().map(|a| (a.name, count(a.plays, a.ms))).collect();
            prop_assert_eq!(got, expected);

            let mut expected = by_hand(rows.iter().map(|r| (r.track(), r.counted, r.ms)), order);
            expected.truncate(rule.top);
            let got: Vec<_> = tracks(view.music(), rule.top, order).into_iter().map(|t| ((t.title, t.artist), count(t.plays, t.ms))).collect();
            prop_assert_eq!(got, expected);

            let albums_of = rows.iter().filter_map(|r| Some(((r.album.clone()?, r.artist.clone()), r.counted, r.ms)));
            let mut expected = by_hand(albums_of, order);
            expected.truncate(rule.top);
            let got: Vec<_> = albums(view.music(), rule.top, order).into_iter().map(|t| ((t.title, t.artist), count(t.plays, t.ms))).collect();
            prop_assert_eq!(got, expected);
        }
    }
}

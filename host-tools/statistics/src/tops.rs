//! The most played artists, tracks and albums.

use std::cmp::Reverse;

use serde::Serialize;

use crate::tally::{Count, Tallies, Tally, first_n};
use crate::{Names, Selection};

/// An artist among the most played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopTitle {
    /// Its title.
    pub title: String,
    /// Its artist, where that is known.
    pub artist: Option<String>,
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

/// The most played of everything, in one order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tops {
    /// Artists.
    pub artists: Vec<TopArtist>,
    /// Tracks.
    pub tracks: Vec<TopTitle>,
    /// Albums.
    pub albums: Vec<TopTitle>,
}

impl Tops {
    /// The `n` most played artists, tracks and albums of a selection, of those with a counted play.
    #[must_use]
    pub fn of(selection: Selection<'_>, n: usize, order: Order) -> Self {
        Self::with(selection.names(), &Tallies::of(selection), n, order)
    }

    /// The tops of a selection whose names have been counted.
    pub(crate) fn with(names: &Names<'_>, tallies: &Tallies, n: usize, order: Order) -> Self {
        let titles = |most: Vec<((&str, Option<&str>), Count)>| {
            most.into_iter()
                .map(|((title, artist), Count { plays, ms })| TopTitle {
                    title: title.to_owned(),
                    artist: artist.map(str::to_owned),
                    plays,
                    ms,
                })
                .collect()
        };
        Self {
            artists: artists(names, tallies, n, order),
            tracks: titles(most(&tallies.tracks, n, order, |id| names.track(id))),
            albums: titles(most(&tallies.albums, n, order, |id| names.album(id))),
        }
    }
}

/// The most played artists of a selection whose names have been counted.
pub(crate) fn artists(names: &Names<'_>, tallies: &Tallies, n: usize, order: Order) -> Vec<TopArtist> {
    most(&tallies.artists, n, order, |id| names.artists()[id as usize])
        .into_iter()
        .map(|(name, Count { plays, ms })| TopArtist {
            name: name.to_owned(),
            plays,
            ms,
        })
        .collect()
}

fn most<N: Ord + Copy>(tally: &Tally, n: usize, order: Order, name: impl Fn(u32) -> N) -> Vec<(N, Count)> {
    let key = |count: Count| match order {
        Order::Plays => Reverse((count.plays, count.ms)),
        Order::Time => Reverse((count.ms, count.plays)),
    };
    first_n(tally.counted().collect(), n, |a, b| {
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
            let tops = Tops::of(view.music(), rule.top, order);
            let count = |plays, ms| Count { plays, ms };

            let mut expected = by_hand(rows.iter().filter_map(|r| Some((r.artist.clone()?, r.counted, r.ms))), order);
            expected.truncate(rule.top);
            let got: Vec<_> = tops.artists.into_iter().map(|a| (a.name, count(a.plays, a.ms))).collect();
            prop_assert_eq!(got, expected);

            let mut expected = by_hand(rows.iter().map(|r| (r.track(), r.counted, r.ms)), order);
            expected.truncate(rule.top);
            let got: Vec<_> = tops.tracks.into_iter().map(|t| ((t.title, t.artist), count(t.plays, t.ms))).collect();
            prop_assert_eq!(got, expected);

            let albums = rows.iter().filter_map(|r| Some(((r.album.clone()?, r.artist.clone()), r.counted, r.ms)));
            let mut expected = by_hand(albums, order);
            expected.truncate(rule.top);
            let got: Vec<_> = tops.albums.into_iter().map(|t| ((t.title, t.artist), count(t.plays, t.ms))).collect();
            prop_assert_eq!(got, expected);
        }
    }
}

//! What a page tells of a favourite beside its numbers: since when it is known, and what of it is played most.

use std::cmp::Reverse;
use std::hash::Hash;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::tally::Tallies;
use crate::tops::{Order, TopTitle, Tops};
use crate::{Day, Row, Selection};

/// Portraits of the most played artists, tracks and albums, in the order of their [`Tops`], and of the biggest day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Portraits {
    /// Of the artists.
    pub artists: Vec<ArtistPortrait>,
    /// The local day of the first counted play of each track.
    pub tracks: Vec<NaiveDate>,
    /// The local day of the first counted play of each album.
    pub albums: Vec<NaiveDate>,
    /// The most played track of the biggest day; none if no play of it counted.
    pub biggest_day: Option<TopTitle>,
}

/// A portrait of an artist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ArtistPortrait {
    /// The local day of its first counted play.
    pub first: NaiveDate,
    /// Its track with the most counted plays, then the most time, then the first title in the order of characters.
    pub track: String,
}

impl Portraits {
    /// Portraits of the tops of a selection whose names have been counted, and of its biggest day.
    pub(crate) fn with<'t>(
        selection: Selection<'t>,
        tallies: &Tallies,
        tops: &'t Tops,
        biggest_day: Option<NaiveDate>,
    ) -> Self {
        let names = selection.names();
        let title = |top: &'t TopTitle| (&*top.title, top.artist.as_deref());
        let artists = Places::new(&tops.artists, |top| &*top.name, names.artists().iter().copied());
        let tracks = Places::new(
            &tops.tracks,
            title,
            (0..names.tracks().len()).map(|id| names.track(id as u32)),
        );
        let albums = Places::new(
            &tops.albums,
            title,
            (0..names.albums().len()).map(|id| names.album(id as u32)),
        );

        let mut favourites = vec![None; tops.artists.len()];
        for (id, count) in tallies.tracks.counted() {
            let track = names.tracks()[id as usize];
            if let Some(place) = track.artist.and_then(|artist| artists.of(artist)) {
                let rank = (count.plays, count.ms, Reverse(track.title));
                favourites[place] = favourites[place].max(Some(rank));
            }
        }
        let firsts = artists.firsts(tops.artists.len(), selection, Row::artist);
        Self {
            artists: firsts
                .into_iter()
                .zip(favourites)
                .map(|(first, favourite)| ArtistPortrait {
                    first,
                    track: favourite.map_or("", |(.., Reverse(title))| title).to_owned(),
                })
                .collect(),
            tracks: tracks.firsts(tops.tracks.len(), selection, |row| Some(row.track)),
            albums: albums.firsts(tops.albums.len(), selection, Row::album),
            biggest_day: biggest_day.and_then(|day| {
                let day = Day::from(day);
                Tops::of(selection.days(day, day), 1, Order::Plays).tracks.pop()
            }),
        }
    }
}

/// For every number of a kind of names, its place in a list of tops.
struct Places(Vec<Option<usize>>);

impl Places {
    fn new<'t, T, N: Eq + Hash>(tops: &'t [T], name_of: impl Fn(&'t T) -> N, names: impl Iterator<Item = N>) -> Self {
        let tops = tops.iter().map(name_of);
        let places: FxHashMap<N, usize> = tops.zip(0..).collect();
        Self(names.map(|name| places.get(&name).copied()).collect())
    }

    fn of(&self, id: u32) -> Option<usize> {
        self.0[id as usize]
    }

    /// The day of the first counted play at each place; a top has one.
    fn firsts(&self, places: usize, selection: Selection<'_>, id: impl Fn(&Row) -> Option<u32>) -> Vec<NaiveDate> {
        let mut firsts: Vec<Option<Day>> = vec![None; places];
        for row in selection.counted() {
            if let Some(place) = id(row).and_then(|id| self.of(id)) {
                firsts[place].get_or_insert(row.day);
            }
        }
        firsts
            .into_iter()
            .map(|day| day.map_or_else(NaiveDate::default, Day::date))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::hash::Hasher;

    /// A name that counts how often it is compared.
    #[derive(Clone, Copy)]
    struct Counting<'c>(usize, &'c Cell<usize>);

    impl PartialEq for Counting<'_> {
        fn eq(&self, other: &Self) -> bool {
            self.1.set(self.1.get() + 1);
            self.0 == other.0
        }
    }

    impl Eq for Counting<'_> {}

    impl Hash for Counting<'_> {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }

    #[test]
    fn a_long_list_of_tops_costs_a_comparison_a_name() {
        let comparisons = Cell::new(0);
        let tops: Vec<_> = (0..20_000).rev().map(|number| Counting(number, &comparisons)).collect();
        let names = (0..40_000).map(|number| Counting(number, &comparisons));
        let places = Places::new(&tops, |top| *top, names);
        assert_eq!(places.of(5), Some(19_994));
        assert_eq!(places.of(20_000), None);
        assert!(comparisons.get() < 50_000, "{} comparisons", comparisons.get());
    }
    use crate::testing::{histories, naive};
    use crate::{Period, View};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn portraits_agree_with_looking_at_every_play((plays, rule) in histories(), year in proptest::option::of(2019_u16..2022)) {
            let rule = crate::Rule { period: year.map_or(Period::ALL, Period::year), ..rule };
            let view = View::new(&plays, &rule);
            let tallies = Tallies::of(view.music());
            let tops = Tops::with(view.music().names(), &tallies, 3, Order::Plays);
            let portraits = Portraits::with(view.music(), &tallies, &tops, None);

            let rows = naive(&plays, &rule);
            let first = |by: &dyn Fn(&crate::testing::Naive) -> bool| {
                rows.iter().filter(|row| row.counted && by(row)).map(|row| row.day()).min()
            };
            for (top, portrait) in tops.artists.iter().zip(&portraits.artists) {
                prop_assert_eq!(Some(portrait.first), first(&|row| row.artist.as_ref() == Some(&top.name)));
                let mut tracks: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
                for row in rows.iter().filter(|row| row.artist.as_ref() == Some(&top.name)) {
                    let count = tracks.entry(&row.title).or_default();
                    count.0 += u64::from(row.counted);
                    count.1 += row.ms;
                }
                let favourite = tracks.into_iter().max_by_key(|&(title, count)| (count, Reverse(title)));
                prop_assert_eq!(favourite.map(|(title, _)| title), Some(portrait.track.as_str()));
            }
            for (top, day) in tops.tracks.iter().zip(&portraits.tracks) {
                prop_assert_eq!(Some(*day), first(&|row| row.title == top.title && row.artist == top.artist));
            }
            for (top, day) in tops.albums.iter().zip(&portraits.albums) {
                prop_assert_eq!(Some(*day), first(&|row| row.album.as_ref() == Some(&top.title) && row.artist == top.artist));
            }
            prop_assert_eq!(portraits.artists.len(), tops.artists.len());
            prop_assert_eq!(portraits.albums.len(), tops.albums.len());
        }
    }
}

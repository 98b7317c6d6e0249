//! How much of a history something is known of, and what of its favourites nothing is.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;

use playtally_history::Plays;
use playtally_statistics::catalogue::{Catalogue, Facts};
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::key;
use crate::names::Keys;

/// How many of the most played artists are looked at.
const TOP: usize = 50;

/// Of how many a fact is known: of all, genre, year and country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// All of them.
    pub all: u64,
    /// Those whose genre is known.
    pub genre: u64,
    /// Those whose year is known; of an artist, that of any title.
    pub year: u64,
    /// Those whose artist's country is known.
    pub country: u64,
}

/// Of how much of a history something is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Books {
    /// Artists.
    pub artists: Count,
    /// Albums.
    pub albums: Count,
    /// Tracks.
    pub tracks: Count,
    /// Plays, of any length.
    pub plays: Count,
    /// Of the fifty artists with the most plays, those of whom something is not known, by plays.
    pub missing: Vec<Missing>,
}

/// An artist of whom something is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The name.
    pub artist: String,
    /// Plays, of any length.
    pub plays: u64,
    /// Whether the genre of any play is known.
    pub genre: bool,
    /// Whether the year is.
    pub year: bool,
    /// Whether the country is.
    pub country: bool,
}

impl Count {
    fn add(&mut self, facts: Facts, times: u64) {
        self.all += times;
        self.genre += times * u64::from(facts.genre.is_some());
        self.year += times * u64::from(facts.year.is_some());
        self.country += times * u64::from(facts.country.is_some());
    }

    fn of<'f>(all: impl IntoIterator<Item = &'f Facts>) -> Self {
        let mut count = Self::default();
        all.into_iter().for_each(|facts| count.add(*facts, 1));
        count
    }
}

impl Books {
    /// Of the music of a history.
    #[must_use]
    pub fn of(plays: &Plays, catalogue: &Catalogue) -> Self {
        let mut played = vec![0_u64; plays.items().len()];
        plays.rows().iter().for_each(|row| played[row.item as usize] += 1);
        let mut artists: FxHashMap<u64, (u32, u64, Facts)> = FxHashMap::default();
        let (mut albums, mut tracks) = (FxHashMap::default(), FxHashMap::default());
        let mut books = Self::default();
        for (number, item) in (0..).zip(plays.items()) {
            let Some(keys) = Keys::of(plays, item) else { continue };
            let (facts, times) = (catalogue.facts(number), played[number as usize]);
            let artist = key::hash(&keys.artist);
            let of_artist = artists.entry(artist).or_insert((item.artist, 0, Facts::default()));
            of_artist.1 += times;
            of_artist.2 = either(of_artist.2, facts);
            for (all, title) in [(&mut albums, &keys.album), (&mut tracks, &keys.track)] {
                if !title.is_empty() {
                    match all.entry((artist, key::hash(title))) {
                        Entry::Vacant(free) => {
                            free.insert(facts);
                        }
                        Entry::Occupied(mut known) => *known.get_mut() = either(*known.get(), facts),
                    }
                }
            }
            books.plays.add(facts, times);
        }
        let mut top: Vec<&(u32, u64, Facts)> = artists.values().collect();
        top.sort_by_key(|(name, times, _)| (Reverse(*times), *name));
        let missing = |(name, times, facts): &&(u32, u64, Facts)| Missing {
            artist: plays.artists()[*name as usize].to_string(),
            plays: *times,
            genre: facts.genre.is_some(),
            year: facts.year.is_some(),
            country: facts.country.is_some(),
        };
        Self {
            artists: Count::of(artists.values().map(|(.., facts)| facts)),
            albums: Count::of(albums.values()),
            tracks: Count::of(tracks.values()),
            missing: top
                .iter()
                .take(TOP)
                .map(missing)
                .filter(|missing| !(missing.genre && missing.year && missing.country))
                .collect(),
            ..books
        }
    }
}

/// What is known of either.
fn either(one: Facts, other: Facts) -> Facts {
    Facts {
        genre: one.genre.or(other.genre),
        year: one.year.or(other.year),
        country: one.country.or(other.country),
    }
}

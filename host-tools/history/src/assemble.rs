//! From stored rows to a history in memory whose order and numbers depend on the plays alone.

use rustc_hash::FxHashMap;

use crate::facts::{Certainty, Facts};
use crate::hash;
use crate::matching;
use crate::nobody::is_nobody;
use crate::play::{Item, Kind, Play, Plays};
use crate::settle::Row;
use crate::source::Source;

/// The number of what has not been met yet.
const UNMET: u32 = u32::MAX;

/// Puts a history together from a store's names and its rows by key.
///
/// Artists and items get their numbers in the order in which the rows first mention them, whatever numbers the store gave
/// them; items that differ in nothing but their URI become one.
#[derive(Debug)]
pub(crate) struct Assembly {
    artists: Vec<Box<str>>,
    items: Vec<Item>,
    artist_numbers: Vec<u32>,
    /// Of who has no name.
    nobodys_number: u32,
    item_numbers: Vec<u32>,
    by_content: FxHashMap<u64, u32>,
    plays_artists: Vec<Box<str>>,
    plays_items: Vec<Item>,
    plays_rows: Vec<Play>,
    /// Of each row.
    sources: Vec<Source>,
}

impl Assembly {
    /// Starts with the store's artists and items, each at the index that is its number there.
    pub(crate) fn new(artists: Vec<Box<str>>, mut items: Vec<Item>, rows: usize) -> Self {
        name_authors(&artists, &mut items);
        Self {
            artist_numbers: vec![UNMET; artists.len()],
            nobodys_number: UNMET,
            item_numbers: vec![UNMET; items.len()],
            artists,
            items,
            by_content: FxHashMap::default(),
            plays_artists: Vec::new(),
            plays_items: Vec::new(),
            plays_rows: Vec::with_capacity(rows),
            sources: Vec::with_capacity(rows),
        }
    }

    /// Adds the next row. A row of an unknown item is left out.
    pub(crate) fn add(&mut self, row: &Row) {
        let Some(item) = self.item(row.item) else { return };
        let facts = Facts::unpack(row.facts);
        self.plays_rows.push(Play {
            started_at: row.started_at,
            ms_played: row.ms_played,
            item,
            country: facts.country,
            device: facts.device,
            start: facts.start,
            end: facts.end,
            shuffle: facts.shuffle,
            offline: facts.offline,
            private: facts.private,
            wall_clock: facts.certainty == Certainty::Wall,
            echo: false,
        });
        self.sources.push(facts.source);
    }

    /// How many items there are to point at.
    #[cfg(feature = "library")]
    pub(crate) fn items(&self) -> usize {
        self.items.len()
    }

    /// How many rows were added.
    #[cfg(feature = "library")]
    pub(crate) fn rows(&self) -> usize {
        self.plays_rows.len()
    }

    pub(crate) fn finish(mut self) -> Plays {
        matching::mark(
            &self.plays_artists,
            &self.plays_items,
            &mut self.plays_rows,
            &self.sources,
        );
        Plays::new(self.plays_artists, self.plays_items, self.plays_rows)
    }

    fn item(&mut self, stored: u32) -> Option<u32> {
        let number = *self.item_numbers.get(stored as usize)?;
        if number != UNMET {
            return Some(number);
        }
        let item = &mut self.items[stored as usize];
        let artist = self.artists.get(item.artist as usize)?;
        let artist: &str = match item.kind == Kind::Music && is_nobody(artist) {
            true => "",
            false => artist,
        };
        let content = hash::with(hash::of(&[artist, &item.title, &item.album]), item.kind as u64);
        let number = *self.by_content.entry(content).or_insert_with(|| {
            let artist_number = match artist.is_empty() {
                true => &mut self.nobodys_number,
                false => &mut self.artist_numbers[item.artist as usize],
            };
            if *artist_number == UNMET {
                *artist_number = self.plays_artists.len() as u32;
                self.plays_artists.push(artist.into());
            }
            let (title, album) = (std::mem::take(&mut item.title), std::mem::take(&mut item.album));
            self.plays_items.push(Item {
                kind: item.kind,
                title,
                artist: *artist_number,
                album,
            });
            self.plays_items.len() as u32 - 1
        });
        self.item_numbers[stored as usize] = number;
        Some(number)
    }
}

/// Gives chapters without an author the one that another export knows for their book.
pub(crate) fn name_authors(artists: &[Box<str>], items: &mut [Item]) {
    let mut authors: FxHashMap<Box<str>, u32> = FxHashMap::default();
    let name = |artist: u32| artists.get(artist as usize).map_or("", |name| name);
    for item in items
        .iter()
        .filter(|item| item.kind == Kind::Audiobook && !name(item.artist).is_empty())
    {
        let author = authors.entry(item.album.clone()).or_insert(item.artist);
        if name(item.artist) > name(*author) {
            *author = item.artist;
        }
    }
    for item in items
        .iter_mut()
        .filter(|item| item.kind == Kind::Audiobook && name(item.artist).is_empty())
    {
        if let Some(author) = authors.get(&item.album) {
            item.artist = *author;
        }
    }
}

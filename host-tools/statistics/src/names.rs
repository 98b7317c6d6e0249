//! Who and what was played: every artist, track and album once, however often it was respelt.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use playtally_history::{Item, Plays};
use rustc_hash::FxBuildHasher;

use crate::catalogue::Facts;
use crate::fold;
use crate::together::both;

/// The names behind the numbers in a [`Row`](crate::Row), in the order in which they were first played.
#[derive(Debug, Default)]
pub struct Names<'p> {
    artists: Vec<&'p str>,
    tracks: Vec<Track<'p>>,
    albums: Vec<Album<'p>>,
    /// By track; of none where no catalogue was given.
    facts: Vec<Facts>,
}

/// A recording by an artist, an episode of a show, or a chapter of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Track<'p> {
    /// The most played spelling of its title.
    pub title: &'p str,
    /// Index into [`Names::artists`], where its artist is known.
    pub artist: Option<u32>,
}

/// An album by an artist, or a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Album<'p> {
    /// The most played spelling of its title.
    pub title: &'p str,
    /// Index into [`Names::artists`], where its artist is known.
    pub artist: Option<u32>,
}

impl<'p> Names<'p> {
    /// Every artist, in its most played spelling. Unknown artists are left out.
    #[must_use]
    pub fn artists(&self) -> &[&'p str] {
        &self.artists
    }

    /// Every track.
    #[must_use]
    pub fn tracks(&self) -> &[Track<'p>] {
        &self.tracks
    }

    /// Every album.
    #[must_use]
    pub fn albums(&self) -> &[Album<'p>] {
        &self.albums
    }

    /// What a catalogue knows of a track.
    #[must_use]
    pub fn facts(&self, track: u32) -> Facts {
        self.facts.get(track as usize).copied().unwrap_or_default()
    }

    /// Takes what a catalogue knows of the items that became tracks.
    pub(crate) fn learn(&mut self, of_items: impl Iterator<Item = (u32, Facts)>) {
        self.facts = vec![Facts::default(); self.tracks.len()];
        for (track, facts) in of_items {
            let known = &mut self.facts[track as usize];
            *known = known.or(facts);
        }
    }

    /// The title of a track, and its artist where that is known.
    ///
    /// # Panics
    /// If there is no such track; the rows of the same view only name tracks that there are.
    #[must_use]
    pub fn track(&self, track: u32) -> (&'p str, Option<&'p str>) {
        let track = self.tracks[track as usize];
        (track.title, track.artist.map(|artist| self.artists[artist as usize]))
    }

    /// The title of an album, and its artist where that is known.
    ///
    /// # Panics
    /// If there is no such album; the rows of the same view only name albums that there are.
    #[must_use]
    pub fn album(&self, album: u32) -> (&'p str, Option<&'p str>) {
        let album = self.albums[album as usize];
        (album.title, album.artist.map(|artist| self.artists[artist as usize]))
    }
}

/// What became of an item: its indices into [`Names`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named {
    pub(crate) track: u32,
    pub(crate) artist: Option<u32>,
    pub(crate) album: Option<u32>,
}

/// Gives every item its names. `played` lists the items of one kind, in the order in which they were first played,
/// each with its number of counted plays, by which the spellings compete.
///
/// Here plays become names: an artist whom nobody knows gets no number, so that no statistic can count or name it. Its
/// tracks and albums go by their titles alone.
pub(crate) fn name<'p>(plays: &'p Plays, played: &[(u32, u64)], merge: bool) -> (Names<'p>, Vec<Named>) {
    let mut artists = Spellings::new(plays.artists().len());
    let mut tracks = Spellings::new(played.len());
    let mut albums = Spellings::new(played.len());
    let as_is = str::to_owned as fn(&str) -> String;
    let (fold_artist, fold_title, fold_album) = if merge {
        (fold::artist as _, fold::title as _, fold::album as _)
    } else {
        (as_is, as_is, as_is)
    };
    let played = || {
        played
            .iter()
            .map(|&(item, counted)| (&plays.items()[item as usize], counted))
    };
    let artist_of: Vec<Option<u32>> = played()
        .map(|(item, counted)| Some(artists.add(None, plays.artist(item)?, counted, fold_artist)))
        .collect();
    // Folding the titles takes as long as anything.
    let ((tracks, track_of), (albums, album_of)) = both(
        || {
            let of: Vec<u32> = played()
                .zip(&artist_of)
                .map(|((item, counted), &artist)| tracks.add(artist, &item.title, counted, fold_title))
                .collect();
            (tracks.most_played(), of)
        },
        || {
            let album = |((item, counted), &artist): ((&'p Item, u64), &Option<u32>)| {
                (!item.album.is_empty()).then(|| albums.add(artist, &item.album, counted, fold_album))
            };
            let of: Vec<Option<u32>> = played().zip(&artist_of).map(album).collect();
            (albums.most_played(), of)
        },
    );
    let names = Names {
        artists: artists.most_played().into_iter().map(|(_, name)| name).collect(),
        tracks: tracks
            .into_iter()
            .map(|(artist, title)| Track { title, artist })
            .collect(),
        albums: albums
            .into_iter()
            .map(|(artist, title)| Album { title, artist })
            .collect(),
        facts: Vec::new(),
    };
    let named = artist_of.into_iter().zip(track_of).zip(album_of);
    let named = named.map(|((artist, track), album)| Named { track, artist, album });
    (names, named.collect())
}

/// Names of one sort, each within an artist, with how often each spelling of each was played.
///
/// A history can have millions of names: the two tables hold numbers alone, and look at the texts that these stand for.
struct Spellings<'p> {
    /// Exact spellings by their place in `spelt`, so that a name is folded once.
    exact: HashTable<u32>,
    /// Names by their number, with the hash of what their spellings are folded to.
    folded: HashTable<(u32, u32)>,
    spelt: Vec<Spelling<'p>>,
    names: Vec<Name>,
}

struct Spelling<'p> {
    name: u32,
    text: &'p str,
    counted: u64,
}

struct Name {
    /// The artist, if it is known.
    within: Option<u32>,
    /// The place of its first spelling.
    spelling: u32,
}

impl<'p> Spellings<'p> {
    fn new(capacity: usize) -> Self {
        Self {
            exact: HashTable::with_capacity(capacity),
            folded: HashTable::with_capacity(capacity),
            spelt: Vec::with_capacity(capacity),
            names: Vec::with_capacity(capacity),
        }
    }

    fn add(&mut self, within: Option<u32>, text: &'p str, counted: u64, fold: fn(&str) -> String) -> u32 {
        let (spelt, names) = (&mut self.spelt, &mut self.names);
        let hash_of = |spelt: &[Spelling<'_>], names: &[Name], at: u32| {
            let spelling = &spelt[at as usize];
            hash(names[spelling.name as usize].within, spelling.text)
        };
        let is_same = |at: &u32| {
            let spelling = &spelt[*at as usize];
            spelling.text == text && names[spelling.name as usize].within == within
        };
        let place = match self
            .exact
            .entry(hash(within, text), is_same, |at| hash_of(spelt, names, *at))
        {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                let place = *free.insert(spelt.len() as u32).get();
                let text_folded = fold(text);
                let hash = hash(within, &text_folded);
                let is_same = |(its_hash, name): &(u32, u32)| {
                    let name = &names[*name as usize];
                    *its_hash == hash as u32
                        && name.within == within
                        && fold(spelt[name.spelling as usize].text) == text_folded
                };
                let name = match self
                    .folded
                    .entry(spread(hash as u32), is_same, |(hash, _)| spread(*hash))
                {
                    Entry::Occupied(known) => known.get().1,
                    Entry::Vacant(free) => free.insert((hash as u32, names.len() as u32)).get().1,
                };
                if name as usize == names.len() {
                    names.push(Name {
                        within,
                        spelling: place,
                    });
                }
                spelt.push(Spelling { name, text, counted: 0 });
                place
            }
        };
        let spelling = &mut spelt[place as usize];
        spelling.counted += counted;
        spelling.name
    }

    /// Each name's artist and its most played spelling; of equally played ones the first in the order of characters.
    fn most_played(self) -> Vec<(Option<u32>, &'p str)> {
        let mut best: Vec<u32> = self.names.iter().map(|name| name.spelling).collect();
        for (place, spelling) in (0..).zip(&self.spelt) {
            let best = &mut best[spelling.name as usize];
            let other = &self.spelt[*best as usize];
            if (other.counted, spelling.text) < (spelling.counted, other.text) {
                *best = place;
            }
        }
        let spelling = |(name, best): (Name, u32)| (name.within, self.spelt[best as usize].text);
        self.names.into_iter().zip(best).map(spelling).collect()
    }
}

fn hash(within: Option<u32>, text: &str) -> u64 {
    FxBuildHasher.hash_one((within, text))
}

/// Spreads a short hash over the bits that a table looks at.
fn spread(hash: u32) -> u64 {
    FxBuildHasher.hash_one(hash)
}

#[cfg(test)]
mod tests {
    use crate::testing::History;
    use crate::{Rule, View};

    #[test]
    fn the_most_played_spelling_is_shown() {
        let plays = History::new()
            .play("2020-01-01 10:00", "The Herons", "Slow River - 2011 Remaster", 60)
            .play("2020-01-01 11:00", "the herons", "Slow River", 60)
            .play("2020-01-01 12:00", "The Herons", "Slow River", 60)
            .plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::UTC));
        assert_eq!(view.music().names().tracks().len(), 1);
        assert_eq!(view.music().names().track(0), ("Slow River", Some("The Herons")));
    }

    #[test]
    fn without_merging_a_track_is_its_exact_artist_and_title() {
        let plays = History::new()
            .play("2020-01-01 10:00", "The Herons", "Slow River - 2011 Remaster", 60)
            .play("2020-01-01 11:00", "the herons", "Slow River", 60)
            .play("2020-01-01 12:00", "The Herons", "Slow River", 60)
            .plays();
        let view = View::new(
            &plays,
            &Rule {
                merge_recordings: false,
                ..Rule::new(chrono_tz::UTC)
            },
        );
        assert_eq!(view.music().names().tracks().len(), 3);
        assert_eq!(view.music().names().artists().len(), 2);
    }

    #[test]
    fn the_same_title_by_two_artists_is_two_tracks() {
        let plays = History::new()
            .play("2020-01-01 10:00", "The Herons", "Home", 60)
            .play("2020-01-01 11:00", "Otter", "Home", 60)
            .plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::UTC));
        assert_eq!(view.music().names().tracks().len(), 2);
    }
}

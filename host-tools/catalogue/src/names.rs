//! The owner's names, as far as a catalogue is held against them: hashes alone, however long they are.

use playtally_history::{Item, Kind, Plays};
use rustc_hash::FxHashMap;

use crate::key;
use crate::learnt::Learnt;

/// An artist of the owner's.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Artist {
    /// How many albums of it the owner has, and how many tracks.
    pub(crate) albums: u32,
    pub(crate) tracks: u32,
}

/// An album, a track, or both where they are called the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Title {
    /// What it proves that a catalogue has it, too, in halves.
    pub(crate) weight: u8,
    pub(crate) is_album: bool,
    pub(crate) is_track: bool,
}

/// The names of an owner's music. Some 60 bytes for each.
#[derive(Debug, Default)]
pub struct Names {
    by_name: FxHashMap<u64, u32>,
    by_id: FxHashMap<u64, u32>,
    by_title: FxHashMap<u64, u32>,
    artists: Vec<Artist>,
    titles: Vec<Title>,
}

/// The places of an item's names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    pub(crate) artist: u32,
    pub(crate) track: Option<u32>,
    pub(crate) album: Option<u32>,
}

/// The keys of an item's names.
#[derive(Debug)]
pub(crate) struct Keys {
    pub(crate) artist: String,
    pub(crate) track: String,
    pub(crate) album: String,
}

impl Keys {
    /// None of what is no music, or by nobody.
    pub(crate) fn of(plays: &Plays, item: &Item) -> Option<Self> {
        let artist = plays.artist(item).filter(|_| item.kind == Kind::Music)?;
        Some(Self {
            artist: key::artist(artist),
            track: key::track(&item.title),
            album: match item.album.trim() {
                "" => String::new(),
                title => key::album(title),
            },
        })
    }
}

impl Names {
    /// Of a history.
    #[must_use]
    pub fn of(plays: &Plays) -> Self {
        let mut names = Self::default();
        names.by_name.reserve(plays.artists().len());
        names.by_title.reserve(plays.items().len());
        for keys in plays.items().iter().filter_map(|item| Keys::of(plays, item)) {
            let next = names.artists.len() as u32;
            let artist = *names.by_name.entry(key::hash(&keys.artist)).or_insert(next);
            if artist == next {
                names.artists.push(Artist::default());
            }
            for (title, is_album) in [(&keys.track, false), (&keys.album, true)] {
                names.add(artist, &keys.artist, title, is_album);
            }
        }
        names
    }

    fn add(&mut self, artist: u32, name: &str, title: &str, is_album: bool) {
        if title.is_empty() {
            return;
        }
        let next = self.titles.len() as u32;
        let place = *self.by_title.entry(of_artist(artist, title)).or_insert(next);
        if place == next {
            self.titles.push(Title {
                weight: weight(name, title),
                is_album: false,
                is_track: false,
            });
        }
        let (title, artist) = (&mut self.titles[place as usize], &mut self.artists[artist as usize]);
        if is_album {
            artist.albums += u32::from(!std::mem::replace(&mut title.is_album, true));
        } else {
            artist.tracks += u32::from(!std::mem::replace(&mut title.is_track, true));
        }
    }

    /// Lets artists be known by the ids that they were believed to have before.
    pub fn recall(&mut self, learnt: &[Learnt]) {
        for (name, id) in learnt.iter().flat_map(Learnt::ids) {
            if let Some(&artist) = self.by_name.get(&key::hash(name)) {
                self.by_id.insert(key::hash(id), artist);
            }
        }
    }

    /// How many artists and titles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.artists.len() + self.titles.len()
    }

    /// Whether there is nothing to learn anything of.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.artists.is_empty()
    }

    pub(crate) fn artist(&self, key: &str) -> Option<u32> {
        self.by_name.get(&key::hash(key)).copied()
    }

    pub(crate) fn artist_of_id(&self, id: &str) -> Option<u32> {
        self.by_id.get(&key::hash(id)).copied()
    }

    pub(crate) fn title(&self, artist: u32, key: &str) -> Option<u32> {
        self.by_title.get(&of_artist(artist, key)).copied()
    }

    pub(crate) fn places(&self, keys: &Keys) -> Option<Places> {
        let artist = self.artist(&keys.artist)?;
        Some(Places {
            artist,
            track: self.title(artist, &keys.track),
            album: self.title(artist, &keys.album),
        })
    }

    pub(crate) fn artists(&self) -> &[Artist] {
        &self.artists
    }

    pub(crate) fn titles(&self) -> &[Title] {
        &self.titles
    }
}

fn of_artist(artist: u32, title: &str) -> u64 {
    key::hash(title) ^ (u64::from(artist) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Titles that many have.
const COMMON: &[&str] = &[
    "acoustic",
    "anthology",
    "best of",
    "collection",
    "demo",
    "ep",
    "essentials",
    "gold",
    "greatest hits",
    "hits",
    "home",
    "instrumental",
    "interlude",
    "intro",
    "live",
    "outro",
    "prelude",
    "remixes",
    "singles",
    "skit",
    "the best of",
    "the collection",
    "the essential",
    "the hits",
    "the singles",
    "the very best of",
    "unplugged",
    "untitled",
    "very best of",
];

/// What it proves, in halves, that a catalogue has this title, too: nothing where it is the artist's own name or one that many
/// have, half of a whole where it is one short word.
fn weight(artist: &str, title: &str) -> u8 {
    if title == artist || COMMON.contains(&title) {
        0
    } else if title.chars().count() <= SHORT && !title.contains(' ') && title.is_ascii() {
        1
    } else {
        2
    }
}

/// Whether many have a title: then neither its year nor its proof is worth anything.
pub(crate) fn is_common(title: &str) -> bool {
    COMMON.contains(&title)
}

/// Letters of a short word.
const SHORT: usize = 8;

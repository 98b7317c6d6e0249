//! Histories for tests and benchmarks: written out play by play, or made up from a seed.

use chrono::NaiveDateTime;
use playtally_history::{Device, End, Item, Kind, Play, Plays, Start};

use crate::catalogue::{Catalogue, Facts};
pub(crate) use crate::chance::Dice;

/// Something known of most of the music of a history, the same every time.
#[must_use]
pub fn made_up_catalogue(plays: &Plays) -> Catalogue {
    const STYLES: [&str; 12] = [
        "Indie Rock",
        "Deep House",
        "Hard Bop",
        "Salsa",
        "Ballad",
        "Neo Soul",
        "Boom Bap",
        "Roots Reggae",
        "Baroque",
        "Black Metal",
        "Bluegrass",
        "Field Recording",
    ];
    let mut catalogue = Catalogue::default();
    for item in plays.items() {
        let artist = item.artist as usize;
        let genre = catalogue.genre(&[STYLES[artist * artist % 13 % 12].to_owned()]);
        let number = artist + item.title.len();
        catalogue.push(Facts {
            genre: genre.filter(|_| !number.is_multiple_of(9)),
            year: (!number.is_multiple_of(5)).then_some(1955 + (number * number % 70) as u16),
            country: [Some(*b"SE"), Some(*b"BR"), None, Some(*b"US"), Some(*b"JP")][artist % 5],
        });
    }
    catalogue.add_source("Discogs", "CC0 1.0", 1_790_000_000);
    catalogue.add_source("my table", "not stated", 1_790_000_000);
    catalogue
}

/// Something known of most items of a history, by their titles and artists alone: of one recording the same.
#[cfg(test)]
pub(crate) fn folded_catalogue(plays: &Plays) -> Catalogue {
    const STYLES: [&str; 5] = ["Indie Rock", "Deep House", "Hard Bop", "Salsa", "Rock"];
    let mut catalogue = Catalogue::default();
    let styles = STYLES.map(|style| catalogue.genre(&[style.to_owned()]));
    for item in plays.items() {
        let sum = |text: String| text.bytes().map(usize::from).sum::<usize>();
        let artist = crate::fold::artist(plays.artist(item).unwrap_or(""));
        let number = sum(crate::fold::title(&item.title)) + sum(artist);
        catalogue.push(Facts {
            genre: styles[number % 5].filter(|_| !number.is_multiple_of(7)),
            year: (!number.is_multiple_of(5)).then_some(1950 + (number % 80) as u16),
            country: [Some(*b"SE"), Some(*b"BR"), None][number % 3],
        });
    }
    catalogue.add_source("Somewhere", "CC0 1.0", 1_790_000_000);
    catalogue
}

/// A history written out by hand. Times are UTC.
#[derive(Clone, Debug, Default)]
pub struct History {
    artists: Vec<Box<str>>,
    items: Vec<Item>,
    rows: Vec<Play>,
}

impl History {
    /// Nothing played yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A play that began at `at` ("2020-01-31 18:00" or with seconds) and lasted some seconds, to its end.
    ///
    /// # Panics
    /// If `at` is no time.
    #[must_use]
    pub fn play(self, at: &str, artist: &str, title: &str, seconds: u32) -> Self {
        let at = NaiveDateTime::parse_from_str(at, "%Y-%m-%d %H:%M")
            .or_else(|_| NaiveDateTime::parse_from_str(at, "%Y-%m-%d %H:%M:%S"))
            .unwrap_or_else(|_| panic!("{at:?} is no time"));
        self.play_at(at.and_utc().timestamp(), artist, title, "", Some(seconds * 1000))
    }

    /// A play at a time in seconds since 1970, of an album (or none: ""), of some milliseconds if known, to its end.
    #[must_use]
    pub fn play_at(mut self, started_at: i64, artist: &str, title: &str, album: &str, ms: Option<u32>) -> Self {
        let artist = self
            .artists
            .iter()
            .position(|name| **name == *artist)
            .unwrap_or_else(|| {
                self.artists.push(artist.into());
                self.artists.len() - 1
            });
        self.items.push(Item {
            kind: Kind::Music,
            title: title.into(),
            artist: artist as u32,
            album: album.into(),
        });
        self.rows.push(Play {
            started_at,
            ms_played: ms,
            item: self.items.len() as u32 - 1,
            country: *b"ZZ",
            device: Device::Other,
            start: Start::TrackDone,
            end: End::TrackDone,
            shuffle: None,
            offline: None,
            private: false,
            wall_clock: false,
            echo: false,
        });
        self
    }

    /// Changes the last play.
    #[must_use]
    pub fn but(mut self, change: impl FnOnce(&mut Play)) -> Self {
        if let Some(play) = self.rows.last_mut() {
            change(play);
        }
        self
    }

    /// Changes what was played last.
    #[must_use]
    pub fn of(mut self, change: impl FnOnce(&mut Item)) -> Self {
        if let Some(item) = self.items.last_mut() {
            change(item);
        }
        self
    }

    /// The history, each item once.
    #[must_use]
    pub fn plays(&self) -> Plays {
        let mut items: Vec<Item> = Vec::new();
        let rows = self.rows.iter().map(|play| {
            let item = &self.items[play.item as usize];
            let place = items.iter().position(|known| known == item).unwrap_or_else(|| {
                items.push(item.clone());
                items.len() - 1
            });
            Play {
                item: place as u32,
                ..*play
            }
        });
        let rows = rows.collect();
        Plays::new(self.artists.clone(), items, rows)
    }
}

/// A made-up listener's history of some number of plays over twelve years from 2013: evenings, sessions, favourites
/// that come and go, skips. The same for the same seed, on every machine.
#[must_use]
pub fn made_up(seed: u64, plays: usize) -> Plays {
    let mut dice = Dice(seed);
    let artist_count = (plays / 120).clamp(1, 60_000);
    let artists: Vec<Box<str>> = (0..artist_count)
        .map(|n| format!("{} {n}", dice.one_of(&WORDS)).into())
        .collect();
    let mut items = Vec::new();
    for artist in 0..artist_count as u32 {
        for n in 0..2 + dice.below(24) {
            items.push(Item {
                kind: if n == 7 && dice.below(40) == 0 {
                    Kind::Podcast
                } else {
                    Kind::Music
                },
                title: format!("{} {} {n}", dice.one_of(&WORDS), dice.one_of(&WORDS)).into(),
                artist,
                album: format!("{} {}", dice.one_of(&WORDS), n / 8).into(),
            });
        }
    }
    let step = 12 * 365 * 86_400 / plays.max(1) as u64;
    let mut at = 1_357_000_000;
    let mut rows = Vec::with_capacity(plays);
    while rows.len() < plays {
        // A session; its favourites drift through the items with the years.
        let length = 1 + dice.below(30);
        let drift = (at - 1_357_000_000) as usize * items.len() / (14 * 365 * 86_400);
        let mut shuffle = dice.below(3) == 0;
        let start_of_session = at;
        for n in 0..length {
            let skipped = dice.below(6) == 0;
            let ms = if skipped {
                dice.below(40_000)
            } else {
                120_000 + dice.below(180_000)
            } as u32;
            // Squaring three times makes a few items take most plays.
            let rank = dice.unit().powi(4);
            let item = (drift + (rank * items.len() as f64) as usize * 7) % items.len();
            rows.push(Play {
                started_at: at,
                ms_played: Some(ms),
                item: item as u32,
                country: if dice.below(50) == 0 { *b"ID" } else { *b"SE" },
                device: [Device::Phone, Device::Computer, Device::Speaker][dice.below(3) as usize],
                start: if n == 0 {
                    Start::Chosen
                } else if skipped {
                    Start::Forward
                } else {
                    Start::TrackDone
                },
                end: if skipped { End::Forward } else { End::TrackDone },
                shuffle: Some(shuffle),
                offline: Some(dice.below(30) == 0),
                private: dice.below(200) == 0,
                wall_clock: false,
                echo: false,
            });
            at += i64::from(ms / 1000) + 1;
            shuffle ^= dice.below(100) == 0;
        }
        let next = start_of_session + (step * length) as i64 * 9 / 10;
        at = at.max(next) + dice.below(1 + step * length / 5) as i64;
    }
    rows.truncate(plays);
    Plays::new(artists, items, rows)
}

const WORDS: [&str; 16] = [
    "Amber", "Brook", "Cedar", "Dusk", "Ember", "Fjord", "Grove", "Heron", "Iris", "Juniper", "Kelp", "Lark", "Moss",
    "Nimbus", "Otter", "Pine",
];

impl Dice {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit
    }

    pub(crate) fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len() as u64) as usize]
    }
}

#[cfg(test)]
mod random;
#[cfg(test)]
pub(crate) use random::{Naive, histories, naive, naive_all, shuffled};

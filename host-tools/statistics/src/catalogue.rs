//! What is known of the music itself, of each item of a history. Where it comes from is not asked here.

use chrono::{DateTime, NaiveDate};
use playtally_history::Plays;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::genres::Genre;

/// What is known of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Its style: a number of [`Catalogue::style`].
    pub genre: Option<u16>,
    /// The year in which the recording first came out.
    pub year: Option<u16>,
    /// The country that its artist is from, as two upper-case letters.
    pub country: Option<[u8; 2]>,
}

impl Facts {
    /// Of two spellings of one track: the first genre and the first country that is known, and the earlier year.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            genre: self.genre.or(other.genre),
            year: match (self.year, other.year) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            },
            country: self.country.or(other.country),
        }
    }
}

/// A style, and the genre that it is one of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// As the source writes it.
    pub name: Box<str>,
    /// The genre.
    pub genre: Genre,
}

/// Where facts come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Source {
    /// What it is called.
    pub name: String,
    /// The licence under which it is published.
    pub licence: String,
    /// The day on which it was read, in UTC.
    pub read: NaiveDate,
}

/// What is known of every item of a history, by its number in [`Plays::items`].
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    facts: Vec<Facts>,
    styles: Vec<Style>,
    numbers: FxHashMap<Box<str>, u16>,
    sources: Vec<Source>,
}

impl Catalogue {
    /// Adds what is known of the next item.
    pub fn push(&mut self, facts: Facts) {
        self.facts.push(facts);
    }

    /// What is known of an item.
    #[must_use]
    pub fn facts(&self, item: u32) -> Facts {
        self.facts.get(item as usize).copied().unwrap_or_default()
    }

    /// The style that words of a source mean, the ones that are said most first: `genres.rs` has the rule. None of no words.
    pub fn genre(&mut self, words: &[String]) -> Option<u16> {
        let (genre, name) = Genre::of_words(words.iter().map(String::as_str))?;
        if let Some(&number) = self.numbers.get(name) {
            return Some(number);
        }
        let number = u16::try_from(self.styles.len()).ok()?;
        self.numbers.insert(name.into(), number);
        self.styles.push(Style {
            name: name.into(),
            genre,
        });
        Some(number)
    }

    /// A style by its number.
    #[must_use]
    pub fn style(&self, number: u16) -> Option<&Style> {
        self.styles.get(usize::from(number))
    }

    /// Says that facts come from here; `at` is when it was read, in seconds since 1970.
    pub fn add_source(&mut self, name: &str, licence: &str, at: i64) {
        let source = Source {
            name: name.to_owned(),
            licence: licence.to_owned(),
            read: DateTime::from_timestamp(at, 0).unwrap_or_default().date_naive(),
        };
        // One file of a source says no more of it than several.
        if let Some(known) = self
            .sources
            .iter_mut()
            .find(|known| known.name == source.name && known.licence == source.licence)
        {
            known.read = known.read.max(source.read);
        } else {
            self.sources.push(source);
        }
    }

    /// Where its facts come from.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Whether nothing is known of any item.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.facts.iter().all(|facts| *facts == Facts::default())
    }

    /// Whether it is of these plays.
    pub(crate) fn is_of(&self, plays: &Plays) -> bool {
        self.facts.len() == plays.items().len()
    }
}

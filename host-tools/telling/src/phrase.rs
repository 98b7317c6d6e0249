//! Phrases in pieces that every renderer sets in its own way: a name is marked up in a page and made safe for a terminal, a
//! day is written out or in digits.

use std::borrow::Cow;

use chrono::NaiveDate;
use playtally_statistics::Month;

use crate::words::number::{count, duration, percent};
use crate::words::{Noun, country};

/// A piece of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words of ours.
    Words(Cow<'static, str>),
    /// A name of the history's: it may hold anything.
    Name(&'a str),
    /// A title, and its artist where that is known.
    Track(&'a str, Option<&'a str>),
    /// A day.
    Day(NaiveDate),
    /// A day of a year that is told already.
    DayOfYear(NaiveDate),
    /// A month.
    Month(Month),
    /// A value of the statistics: its place in the JSON of `playtally stats --json`, the value there, and in words.
    Value {
        /// A JSON pointer.
        at: String,
        /// As the JSON has it.
        value: String,
        /// As people read it.
        shown: String,
    },
}

/// Pieces, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase<'a>(Vec<Piece<'a>>);

impl<'a> Phrase<'a> {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Its pieces.
    #[must_use]
    pub fn pieces(&self) -> &[Piece<'a>] {
        &self.0
    }

    /// Whether nothing is said.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn piece(mut self, piece: Piece<'a>) -> Self {
        self.0.push(piece);
        self
    }

    /// Goes on with another phrase.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Phrases with something between each two.
    #[must_use]
    pub fn join(phrases: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        phrases.into_iter().fold(Self::new(), |all, phrase| {
            if all.is_empty() {
                phrase
            } else {
                all.words(between).and(phrase)
            }
        })
    }

    /// Names with commas between them.
    #[must_use]
    pub fn names(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self::join(names.into_iter().map(|name| Self::new().name(name)), ", ")
    }

    /// Adds words of ours.
    #[must_use]
    pub fn words(self, words: impl Into<Cow<'static, str>>) -> Self {
        self.piece(Piece::Words(words.into()))
    }

    /// Adds a name of the history.
    #[must_use]
    pub fn name(self, name: &'a str) -> Self {
        self.piece(Piece::Name(name))
    }

    /// Adds a title, and its artist where that is known.
    #[must_use]
    pub fn track(self, title: &'a str, artist: Option<&'a str>) -> Self {
        self.piece(Piece::Track(title, artist))
    }

    /// A country by its name.
    #[must_use]
    pub fn country(self, code: &'a str) -> Self {
        self.name(country::name(code))
    }

    /// Adds a day.
    #[must_use]
    pub fn day(self, day: NaiveDate) -> Self {
        self.piece(Piece::Day(day))
    }

    /// Adds a day of a year that is told already.
    #[must_use]
    pub fn day_of_year(self, day: NaiveDate) -> Self {
        self.piece(Piece::DayOfYear(day))
    }

    /// Adds a month.
    #[must_use]
    pub fn month(self, month: Month) -> Self {
        self.piece(Piece::Month(month))
    }

    /// A value in words.
    #[must_use]
    pub fn value(self, at: impl Into<String>, value: impl ToString, shown: impl Into<String>) -> Self {
        self.piece(Piece::Value {
            at: at.into(),
            value: value.to_string(),
            shown: shown.into(),
        })
    }

    /// A number as it is.
    #[must_use]
    pub fn number(self, at: impl Into<String>, value: u64) -> Self {
        self.value(at, value, count(value))
    }

    /// A number of things.
    #[must_use]
    pub fn count(self, at: impl Into<String>, value: u64, noun: Noun) -> Self {
        self.value(at, value, noun.of(value))
    }

    /// A time in milliseconds.
    #[must_use]
    pub fn time(self, at: impl Into<String>, ms: u64) -> Self {
        self.value(at, ms, duration(ms))
    }

    /// A share in percent.
    #[must_use]
    pub fn share(self, part: u64, whole: u64) -> Self {
        self.words(percent(part, whole))
    }
}

//! Phrases in pieces that every report sets in its own way: a name is marked up in a page and made safe for a terminal,
//! a day is written out or in digits.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::text::number::{count, duration, plural};

/// A piece of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
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
    /// A number of the statistics: its place in the JSON of `playtally stats --json`, its value there, and in words.
    Value { at: String, value: u64, shown: String },
}

/// Pieces, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phrase<'a>(Vec<Piece<'a>>);

impl<'a> Phrase<'a> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn pieces(&self) -> &[Piece<'a>] {
        &self.0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn and(mut self, piece: Piece<'a>) -> Self {
        self.0.push(piece);
        self
    }

    pub(crate) fn words(self, words: impl Into<Cow<'static, str>>) -> Self {
        self.and(Piece::Words(words.into()))
    }

    pub(crate) fn name(self, name: &'a str) -> Self {
        self.and(Piece::Name(name))
    }

    pub(crate) fn track(self, title: &'a str, artist: Option<&'a str>) -> Self {
        self.and(Piece::Track(title, artist))
    }

    pub(crate) fn day(self, day: NaiveDate) -> Self {
        self.and(Piece::Day(day))
    }

    pub(crate) fn day_of_year(self, day: NaiveDate) -> Self {
        self.and(Piece::DayOfYear(day))
    }

    /// A number in words.
    pub(crate) fn value(self, at: impl Into<String>, value: u64, shown: impl Into<String>) -> Self {
        self.and(Piece::Value {
            at: at.into(),
            value,
            shown: shown.into(),
        })
    }

    /// A number as it is.
    pub(crate) fn number(self, at: impl Into<String>, value: u64) -> Self {
        self.value(at, value, count(value))
    }

    /// A number of plays.
    pub(crate) fn plays(self, at: impl Into<String>, plays: u64) -> Self {
        self.value(at, plays, plural(plays, "play", "plays"))
    }

    /// A number of times.
    pub(crate) fn times(self, at: impl Into<String>, times: u64) -> Self {
        self.value(at, times, plural(times, "time", "times"))
    }

    /// A time in milliseconds.
    pub(crate) fn time(self, at: impl Into<String>, ms: u64) -> Self {
        self.value(at, ms, duration(ms))
    }
}

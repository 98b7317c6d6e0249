//! How numbers, times, dates, countries and the names of things are written: one formatter for everything that is told.
//!
//! The rule for rounding is the same everywhere: half and more goes up. A time is first rounded to the minute, as it is
//! in a summary, and whole hours come from these minutes; a share is rounded to the whole percent, but never to all or
//! nothing.

pub mod country;
pub mod date;
mod english;
mod noun;
pub mod number;

pub use noun::Noun;

/// What a language writes in its own way. Another language is another table of these.
#[derive(Debug)]
pub(crate) struct Language {
    /// Its code (ISO 639-1), by which the names of countries are found.
    pub(crate) code: &'static str,
    pub(crate) months: [&'static str; 12],
    /// From Monday.
    pub(crate) weekdays: [&'static str; 7],
    /// What stands between groups of three digits.
    pub(crate) thousands: char,
    /// What stands before and after the number of a share.
    pub(crate) percent: &'static str,
    /// Where a share would be rounded to nothing or to all.
    pub(crate) nearly: [&'static str; 2],
    /// The halves of a day.
    pub(crate) halves: [&'static str; 2],
    /// Second, minute, hour.
    pub(crate) units: [&'static str; 3],
    /// A thing's name for one and for many.
    pub(crate) noun: fn(Noun) -> [&'static str; 2],
}

/// The language that is told in.
pub(crate) const LANGUAGE: &Language = &english::ENGLISH;

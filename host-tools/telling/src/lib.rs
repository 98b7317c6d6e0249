//! What there is to tell of a history: statistics as chapters of facts, tables and charts, every fact once.
//!
//! [`tell`] makes a [`Story`] of [`Statistics`]. A [`Chapter`] is told twice from the same values: in brief, for lines on a
//! terminal, and in full, for a page. Which numbers are told, in which words, units and rounding, is decided here
//! ([`words`]); a renderer chooses where they stand, and computes nothing. Each value carries the place in the JSON of
//! `playtally stats --json` that it comes from.

mod chapter;
mod chapters;
mod chart;
mod cover;
mod fact;
pub mod name;
mod phrase;
#[cfg(any(test, feature = "testing"))]
pub mod proofreading;
mod table;
pub mod words;

use playtally_statistics::Statistics;

pub use chapter::{Block, Brief, Card, Chapter, Entry, Full, List, Meter, Moment, Ranking, Year};
pub use chart::{Axis, Bar, Chart, HeatRow, Lane, Month, Shape, Stack};
pub use cover::{Cover, Total};
pub use fact::Fact;
pub use phrase::{Phrase, Piece};
pub use table::{Cell, Column, Kind, Row, Table};

/// All that is told of a history.
#[derive(Clone, Debug)]
pub struct Story<'a> {
    /// How much there is, and how it was counted.
    pub cover: Cover<'a>,
    /// The chapters, in their order; none of a history without music.
    pub chapters: Vec<Chapter<'a>>,
}

/// Tells a history.
#[must_use]
pub fn tell(statistics: &Statistics) -> Story<'_> {
    Story {
        cover: cover::cover(statistics),
        chapters: chapters::all(statistics),
    }
}

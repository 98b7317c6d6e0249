//! The recap of a year: a story of 6 to 10 cards, chosen by what was remarkable for this listener in that year.
//!
//! Every [`Kind`] of card has a measure, one number for each year. How far a year's number lies from what the other
//! years of the same listener let expect is its surprise in bits (`surprise.rs`), and what only few years have at all
//! is the more surprising for it. The most surprising cards are told: all with at least [`REMARKABLE`] bits up to
//! [`MOST`], and at least [`FEWEST`] in any case. No artist is named by more than two of them, and a story needs
//! somebody in it: at least [`NAMING`] of them name an artist.
//!
//! A share of plays is told only of enough evidence ([`EVIDENCE`]): that none of 162 plays was a repeat says nothing
//! where one or two would have been usual.
//!
//! They are told in the order of their kinds, from how much to who, but for the most surprising one, which comes last.
//!
//! A year is compared with all other years of the history, also with those outside the days looked at, so that its
//! recap does not depend on them. Years with fewer than [`ENOUGH_PLAYS`] counted plays have none and are compared with
//! nothing.

mod card;
mod measures;
mod surprise;
mod year;

use playtally_summary::records::Surprising;
use serde::Serialize;

pub use playtally_summary::records::CardKind as Kind;

use crate::Selection;
use crate::catalogue::Catalogue;
use crate::float::rounded;
pub use card::{Card, Parts};
use surprise::Prior;
use year::Candidate;

/// The counted plays that a year needs to be told.
pub const ENOUGH_PLAYS: u64 = 30;
/// The fewest cards of a recap.
pub const FEWEST: usize = 6;
/// The most cards of a recap.
pub const MOST: usize = 10;
/// The bits of surprise that make a card worth telling: about as rare as one year in three.
pub const REMARKABLE: f64 = 1.5;
/// The fewest cards that name an artist, where there are so many.
pub const NAMING: usize = 2;
/// The plays that a share needs to be told, as it is or as it usually is, and on both of its sides: of fewer than about
/// ten the noise of counting (their square root) is a third and more.
pub const EVIDENCE: u64 = 10;
/// The most cards that name the same artist.
const SAME_ARTIST: usize = 2;

/// The story of a year.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Recap {
    /// The year.
    pub year: i32,
    /// Its cards, in the order in which they are told.
    pub cards: Vec<Told>,
}

/// A card and why it is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Told {
    /// How surprising it is for this listener, in bits to one decimal.
    pub surprise: f64,
    /// Whether no other year came up, or down, to it.
    pub record: Option<Record>,
    /// What it says.
    #[serde(flatten)]
    pub card: Card,
}

/// That a year stands out from every other one by a card's measure. None where there is no other year with such a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// Its value is the highest.
    Highest,
    /// Its value is the lowest; only told where a low value says something.
    Lowest,
}

/// The recaps of the years that a selection holds whole, in order: all plays of the year in the history lie in it. What the music
/// is is told where a catalogue knows it.
#[must_use]
pub fn recaps<'v>(selection: Selection<'v>, catalogue: Option<&'v Catalogue>) -> Vec<Recap> {
    let years = year::all(selection.history(), catalogue);
    let whole = |year: i32| {
        let of_year = |all: Selection<'_>| {
            all.by_year()
                .find(|&(of, _)| of == year)
                .map(|(_, part)| part.rows().len())
        };
        of_year(selection) == of_year(selection.history())
    };
    (0..years.len())
        .filter(|&at| whole(years[at].year))
        .map(|at| Recap {
            year: years[at].year,
            cards: story(judged(&years, at)),
        })
        .collect()
}

/// The cards of one of the years that have enough evidence, each with its surprise.
fn judged(years: &[year::Measured], at: usize) -> Vec<Told> {
    let others = || {
        years
            .iter()
            .enumerate()
            .filter(|&(other, _)| other != at)
            .map(|(_, year)| year)
    };
    let judge = |Candidate { value, card }: &Candidate| {
        let kind = card.kind();
        let values: Vec<f64> = others().filter_map(|year| year.value(kind)).collect();
        let surprise =
            surprise::bits(*value, &values, Prior::of(kind)) + surprise::rarity(values.len(), years.len() - 1);
        let record = if values.is_empty() {
            None
        } else if values.iter().all(|other| other < value) {
            Some(Record::Highest)
        } else if kind.surprising() == Surprising::EitherWay && values.iter().all(|other| other > value) {
            Some(Record::Lowest)
        } else {
            None
        };
        Told {
            surprise: rounded(surprise, 1),
            record,
            card: match surprise::mean(&values) {
                Some(usual) => card.clone().with_usual(*value, usual),
                None => card.clone(),
            },
        }
    };
    let told = years[at].candidates.iter().map(judge);
    told.filter(|told| !told.card.is_thin()).collect()
}

/// The cards worth telling, in the order of telling.
fn story(mut cards: Vec<Told>) -> Vec<Told> {
    cards.sort_by(|a, b| {
        b.surprise
            .total_cmp(&a.surprise)
            .then(a.card.kind().order().cmp(&b.card.kind().order()))
    });
    let mut told: Vec<Told> = Vec::new();
    let mut missed: Vec<Told> = Vec::new();
    for card in cards {
        let named = |artist| told.iter().filter(|told| told.card.artist() == Some(artist)).count();
        if card.card.artist().is_some_and(|artist| named(artist) >= SAME_ARTIST) {
            continue;
        }
        if told.len() < FEWEST || told.len() < MOST && card.surprise >= REMARKABLE {
            told.push(card);
        } else if card.card.artist().is_some() {
            missed.push(card);
        }
    }
    // Whoever is missing takes the place of what says least of all that names nobody.
    for card in missed {
        let names = |told: &&Told| told.card.artist().is_some();
        if told.iter().filter(names).count() >= NAMING {
            break;
        }
        if let Some(least) = told.iter().rposition(|told| told.card.artist().is_none()) {
            told.remove(least);
            told.push(card);
        }
    }
    if let [_, rest @ ..] = &mut told[..] {
        rest.sort_by_key(|told| told.card.kind().order());
        told.rotate_left(1);
    }
    told
}

/// Everything that could be told of each year, with what it is measured by.
#[cfg(test)]
pub(crate) fn candidates(selection: Selection<'_>) -> Vec<(i32, f64, Card)> {
    let years = year::all(selection.history(), None).into_iter();
    let of_year = |year: year::Measured| {
        let candidates = year.candidates.into_iter();
        candidates.map(move |Candidate { value, card }| (year.year, value, card))
    };
    years.flat_map(of_year).collect()
}

#[cfg(test)]
mod tests;

//! What a year is measured by.

use chrono::NaiveDate;

use super::ENOUGH_PLAYS;
use super::Kind;
use super::card::Card;
use crate::catalogue::Catalogue;
use crate::chronotype::TimeOfDay;
use crate::devotion::{self, Return};
use crate::firsts::Firsts;
use crate::music::Known;
use crate::places::{self, Place};
use crate::tally::{Count, Tallies, Tally};
use crate::{Day, Names, Row, Selection, milestones};

/// A year and all that could be told of it.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) year: i32,
    /// At most one of each kind.
    pub(super) candidates: Vec<Candidate>,
}

/// A card and what it is measured by.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) value: f64,
    pub(super) card: Card,
}

impl Measured {
    pub(super) fn value(&self, kind: Kind) -> Option<f64> {
        self.candidates
            .iter()
            .find(|candidate| candidate.card.kind() == kind)
            .map(|candidate| candidate.value)
    }
}

/// Every year of a whole history with enough plays.
pub(super) fn all<'v>(history: Selection<'v>, catalogue: Option<&'v Catalogue>) -> Vec<Measured> {
    let Some(past) = Past::of(history, catalogue) else {
        return Vec::new();
    };
    let mut tallies = Tallies::new(history.names());
    let mut before: Option<(i32, Tally)> = None;
    let mut years = Vec::new();
    for (year, part) in history.by_year() {
        tallies.fill(part);
        let plays = part.counted().count() as u64;
        if plays >= ENOUGH_PLAYS {
            let mut found = Year::new(&past, year, part, &tallies, plays);
            found.amounts();
            found.clock();
            found.days();
            found.ways();
            found.music();
            found.news();
            found.loves();
            found.farewell(before.as_ref());
            years.push(Measured {
                year,
                candidates: found.candidates,
            });
        }
        before = (plays >= ENOUGH_PLAYS).then(|| (year, tallies.artists.clone()));
    }
    years
}

/// What is known of the whole history.
pub(super) struct Past<'v> {
    history: Selection<'v>,
    pub(super) firsts: Firsts,
    pub(super) artists: Tally,
    /// Counted plays whose artist is known.
    pub(super) known: u64,
    /// The days of the first and of the last play, and the day of the first counted one.
    from: Day,
    to: Day,
    pub(super) first: Day,
    pub(super) home: Option<Place>,
    pub(super) comebacks: Vec<(u32, Return)>,
    pub(super) milestones: Vec<(u64, &'v Row)>,
    /// The middle of the circle of times, in minutes.
    pub(super) minute: Option<u16>,
    pub(super) catalogue: Option<&'v Catalogue>,
    /// Of how many plays it knows what.
    pub(super) music: Known,
}

impl<'v> Past<'v> {
    fn of(history: Selection<'v>, catalogue: Option<&'v Catalogue>) -> Option<Self> {
        let (from, to) = (history.rows().first()?.day, history.rows().last()?.day);
        let first = history.counted().next()?.day;
        let mut artists = Tally::new(history.names().artists().len());
        history.by_artist().for_each(|(artist, row)| artists.add(artist, row));
        Some(Self {
            history,
            firsts: Firsts::of(history),
            known: history.by_artist().count() as u64,
            artists,
            from,
            to,
            first,
            home: places::countries(history).into_iter().next(),
            comebacks: devotion::returns(history),
            milestones: milestones::rounds(history.counted()).collect(),
            minute: TimeOfDay::of(history).mean_minute,
            catalogue,
            music: catalogue.map_or_else(Known::default, |_| Known::of(history)),
        })
    }

    /// How many days of the history lie from one day to another, both included.
    pub(super) fn days(&self, from: Day, to: Day) -> i32 {
        (to.min(self.to).since(from.max(self.from)) + 1).max(0)
    }

    pub(super) fn days_of_year(&self, year: i32) -> i32 {
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).map_or(Day::MAX, Day::from);
        self.days(day(1, 1), day(12, 31))
    }
}

/// A year while it is measured.
pub(super) struct Year<'a, 'v> {
    pub(super) past: &'a Past<'v>,
    pub(super) names: &'v Names<'v>,
    pub(super) year: i32,
    pub(super) part: Selection<'v>,
    pub(super) tallies: &'a Tallies,
    pub(super) plays: u64,
    /// Counted plays whose artist is known.
    pub(super) known: u64,
    pub(super) ms: u64,
    /// The days of the history that lie in it.
    pub(super) span: i32,
    /// Whether the history had lasted twelve months when it began.
    pub(super) fair: bool,
    candidates: Vec<Candidate>,
}

impl<'a, 'v> Year<'a, 'v> {
    fn new(past: &'a Past<'v>, year: i32, part: Selection<'v>, tallies: &'a Tallies, plays: u64) -> Self {
        Self {
            past,
            names: past.history.names(),
            year,
            part,
            tallies,
            plays,
            known: part.by_artist().count() as u64,
            ms: Count::of(part.rows()).ms,
            span: past.days_of_year(year),
            fair: year * 12 >= past.first.month().number() + 12,
            candidates: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, value: f64, card: Card) {
        self.candidates.push(Candidate { value, card });
    }
}

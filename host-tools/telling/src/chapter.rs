//! Chapters: facts that belong together, in the order in which they are told.

use std::borrow::Cow;

use chrono::NaiveDate;
use playtally_statistics::tops::{Order, TopArtist, TopTitle};

use crate::chart::Chart;
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::table::Table;

/// A chapter. What is empty has nothing to tell in that form.
#[derive(Clone, Debug)]
pub struct Chapter<'a> {
    /// Its name for machines.
    pub id: &'static str,
    /// Its name.
    pub title: Cow<'static, str>,
    /// In brief: for lines.
    pub brief: Vec<Brief<'a>>,
    /// In full: for a page.
    pub full: Option<Full<'a>>,
}

/// A part of a chapter in brief.
#[derive(Clone, Debug)]
pub enum Brief<'a> {
    /// Facts, one to a line.
    Facts(Vec<Fact<'a>>),
    /// A row of small bars, and what it shows.
    Trend(&'static str, Vec<u64>, Phrase<'a>),
    /// A table.
    Table(Table<'a>),
    /// A chart.
    Chart(Chart<'a>),
    /// A list with a title of its own.
    List(List<'a>),
}

/// A chapter in full.
#[derive(Clone, Debug)]
pub struct Full<'a> {
    /// What matters most.
    pub lead: Phrase<'a>,
    /// A sentence or two.
    pub text: Vec<Phrase<'a>>,
    /// What shows it.
    pub blocks: Vec<Block<'a>>,
    /// Whether that stands beside the words where there is room, rather than below.
    pub beside: bool,
}

/// A part of a chapter in full.
#[derive(Clone, Debug)]
pub enum Block<'a> {
    /// A chart and its numbers; several side by side, each under its title.
    Figures(Vec<(Chart<'a>, Option<Table<'a>>)>),
    /// Facts, side by side.
    Facts(Vec<Fact<'a>>),
    /// Lists, side by side.
    Lists(Vec<List<'a>>),
    /// Cards.
    Cards(Vec<Card<'a>>),
    /// Small cards, of which there are many.
    SmallCards(Vec<Card<'a>>),
    /// Years, each with what it is made of.
    Years(Vec<Year<'a>>),
    /// Numbers with bars.
    Meters(Vec<Meter<'a>>),
    /// Columns of titled moments.
    Moments(Vec<Vec<(&'static str, Vec<Moment<'a>>)>>),
}

/// Rankings under a title.
#[derive(Clone, Debug)]
pub struct List<'a> {
    /// Its title.
    pub title: &'static str,
    /// How much it is made of.
    pub size: Phrase<'a>,
    /// More about it.
    pub note: Phrase<'a>,
    /// What is ranked.
    pub rankings: Vec<Ranking<'a>>,
}

/// Names by how much they were played.
#[derive(Clone, Debug)]
pub struct Ranking<'a> {
    /// What they are ordered by.
    pub order: Order,
    /// The names, the first one first.
    pub entries: Vec<Entry<'a>>,
}

/// A name, and by whom, with its plays and its time.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Its place in the JSON.
    pub at: String,
    /// The field of the name.
    pub field: &'static str,
    /// The name.
    pub name: &'a str,
    /// By whom it is.
    pub by: Option<&'a str>,
    /// Counted plays.
    pub plays: u64,
    /// Time in milliseconds.
    pub ms: u64,
}

/// A card.
#[derive(Clone, Debug, Default)]
pub struct Card<'a> {
    /// When, or what it is about.
    pub about: Phrase<'a>,
    /// What matters most.
    pub most: Phrase<'a>,
    /// A small chart.
    pub chart: Option<Chart<'a>>,
    /// The rest.
    pub rest: Phrase<'a>,
    /// How much of it there is.
    pub count: Phrase<'a>,
    /// How it stands out.
    pub note: Phrase<'a>,
}

/// A year and what it is made of.
#[derive(Clone, Debug)]
pub struct Year<'a> {
    /// The year.
    pub year: i32,
    /// How much it is.
    pub size: Phrase<'a>,
    /// A part of the most, where that is told.
    pub meter: Option<[u64; 2]>,
    /// Its days.
    pub days: Option<Chart<'a>>,
    /// What was remarkable about it, the most surprising last.
    pub cards: Vec<Card<'a>>,
}

/// A number with a bar.
#[derive(Clone, Debug)]
pub struct Meter<'a> {
    /// Of what.
    pub name: &'static str,
    /// The number.
    pub number: Phrase<'a>,
    /// Its part of the most.
    pub of: [u64; 2],
}

/// Something that happened on a day.
#[derive(Clone, Debug)]
pub struct Moment<'a> {
    /// What stands out of it.
    pub most: Phrase<'a>,
    /// What it is.
    pub what: Phrase<'a>,
    /// What stands before the day.
    pub joint: &'static str,
    /// The day.
    pub day: NaiveDate,
}

impl<'a> Chapter<'a> {
    pub(crate) fn new(id: &'static str, title: impl Into<Cow<'static, str>>) -> Self {
        Self {
            id,
            title: title.into(),
            brief: Vec::new(),
            full: None,
        }
    }

    pub(crate) fn brief(mut self, brief: impl IntoIterator<Item = Brief<'a>>) -> Self {
        self.brief.extend(brief);
        self
    }

    pub(crate) fn full(self, full: Option<Full<'a>>) -> Self {
        Self { full, ..self }
    }
}

impl<'a> List<'a> {
    pub(crate) fn new(title: &'static str, order: Order, entries: Vec<Entry<'a>>) -> Self {
        Self {
            title,
            size: Phrase::new(),
            note: Phrase::new(),
            rankings: vec![Ranking { order, entries }],
        }
    }
}

/// At most `n` artists of a list of the JSON.
pub(crate) fn artists<'a>(at: &str, tops: &'a [TopArtist], n: usize) -> Vec<Entry<'a>> {
    let entry = |(index, top): (usize, &'a TopArtist)| Entry {
        at: format!("{at}/{index}"),
        field: "name",
        name: &top.name,
        by: None,
        plays: top.plays,
        ms: top.ms,
    };
    tops.iter().take(n).enumerate().map(entry).collect()
}

/// At most `n` tracks or albums of a list of the JSON.
pub(crate) fn titles<'a>(at: &str, tops: &'a [TopTitle], n: usize) -> Vec<Entry<'a>> {
    let entry = |(index, top): (usize, &'a TopTitle)| Entry {
        at: format!("{at}/{index}"),
        field: "title",
        name: &top.title,
        by: top.artist.as_deref(),
        plays: top.plays,
        ms: top.ms,
    };
    tops.iter().take(n).enumerate().map(entry).collect()
}

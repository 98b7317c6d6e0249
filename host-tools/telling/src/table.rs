//! Tables as data.

use chrono::NaiveDate;
use playtally_statistics::Month;

use crate::phrase::Phrase;
use crate::words::number::{count, duration};

/// Rows of cells under titles.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// What it is.
    pub caption: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row<'a>>,
    /// How many rows are told in brief, and what is said of the others.
    pub cut: Option<(usize, String)>,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Its place in the JSON, where it has one.
    pub at: Option<String>,
    /// A cell for each column.
    pub cells: Vec<Cell<'a>>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Number,
    /// Words that are not cut.
    Words,
    /// Names, which give way to numbers, down to so many columns.
    Names(usize),
    /// Bars, which are only drawn in brief: in full a chart shows the same. The longest are of so many columns.
    Bars(usize),
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its title.
    pub title: &'static str,
    /// Its place in a row's JSON, where it has one.
    pub field: Option<&'static str>,
    /// What it holds.
    pub kind: Kind,
    /// Whether it speaks for itself in brief, without its title.
    pub clear: bool,
    /// Whether others are read first.
    pub second: bool,
    /// Whether it is left out in brief.
    pub detail: bool,
}

impl Column {
    const fn new(title: &'static str, kind: Kind) -> Self {
        Self {
            title,
            field: None,
            kind,
            clear: false,
            second: false,
            detail: false,
        }
    }

    pub(crate) const fn number(title: &'static str) -> Self {
        Self::new(title, Kind::Number)
    }

    pub(crate) const fn words(title: &'static str) -> Self {
        Self::new(title, Kind::Words)
    }

    pub(crate) const fn names(title: &'static str, least: usize) -> Self {
        Self::new(title, Kind::Names(least))
    }

    pub(crate) const fn bars(title: &'static str, longest: usize) -> Self {
        Self::new(title, Kind::Bars(longest))
    }

    pub(crate) const fn at(self, field: &'static str) -> Self {
        Self {
            field: Some(field),
            ..self
        }
    }

    pub(crate) const fn clear(self) -> Self {
        Self { clear: true, ..self }
    }

    pub(crate) const fn second(self) -> Self {
        Self { second: true, ..self }
    }

    pub(crate) const fn detail(self) -> Self {
        Self { detail: true, ..self }
    }
}

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell<'a> {
    /// What it shows, and the value in the JSON.
    Shown(Phrase<'a>, Option<String>),
    /// Bars of one scale, one beside the other with so many blanks between.
    Bars(Vec<u64>, u64, usize),
    /// A bar that is a part of the longest.
    Bar(u64, u64),
}

impl<'a> Cell<'a> {
    pub(crate) fn valued(value: impl ToString, shown: Phrase<'a>) -> Self {
        Self::Shown(shown, Some(value.to_string()))
    }

    pub(crate) const fn phrase(phrase: Phrase<'a>) -> Self {
        Self::Shown(phrase, None)
    }

    pub(crate) fn word(word: impl ToString) -> Self {
        Self::phrase(Phrase::new().words(word.to_string()))
    }

    pub(crate) fn name(name: &'a str) -> Self {
        Self::phrase(Phrase::new().name(name))
    }

    pub(crate) fn count(value: u64) -> Self {
        Self::valued(value, Phrase::new().words(count(value)))
    }

    pub(crate) fn ms(value: u64) -> Self {
        Self::valued(value, Phrase::new().words(duration(value)))
    }

    pub(crate) fn year(value: i32) -> Self {
        Self::valued(value, Phrase::new().words(value.to_string()))
    }

    pub(crate) fn month(value: Month) -> Self {
        let machine = format!("{:04}-{:02}", value.year(), value.month());
        Self::valued(machine, Phrase::new().month(value))
    }

    pub(crate) fn day(value: NaiveDate) -> Self {
        Self::valued(value, Phrase::new().day(value))
    }
}

impl<'a> Table<'a> {
    pub(crate) fn new(caption: &'static str, columns: impl Into<Vec<Column>>) -> Self {
        Self {
            caption,
            columns: columns.into(),
            rows: Vec::new(),
            cut: None,
        }
    }

    /// Adds a row that the JSON has.
    pub(crate) fn row(&mut self, at: impl Into<String>, cells: impl Into<Vec<Cell<'a>>>) {
        self.add(Some(at.into()), cells.into());
    }

    /// Adds a row that the JSON does not have.
    pub(crate) fn other_row(&mut self, cells: impl Into<Vec<Cell<'a>>>) {
        self.add(None, cells.into());
    }

    fn add(&mut self, at: Option<String>, cells: Vec<Cell<'a>>) {
        debug_assert_eq!(cells.len(), self.columns.len(), "a cell for every column");
        self.rows.push(Row { at, cells });
    }
}

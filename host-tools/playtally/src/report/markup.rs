//! What every chapter is made of. Whatever is not literally in the source is escaped by `maud`; names are cleaned too.

use std::borrow::Cow;

use chrono::NaiveDate;
use maud::{Markup, Render, html};
use playtally_press::typeset::Language;
use playtally_statistics::Month;

use crate::tell::Fact;
use crate::tell::phrase::{Phrase, Piece};
use crate::text::date;
use crate::text::name::{clean, is_blank};
use crate::text::number;

/// A name from a history: in its own direction whatever stands around it, and in the letter forms of its language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'n>(pub(super) &'n str);

impl Render for Name<'_> {
    fn render(&self) -> Markup {
        let language = Language::of(self.0).map(Language::tag);
        html! { bdi lang=[language] { (plain(self.0)) } }
    }
}

/// A name as plain text, for pictures, where `bdi` does not exist.
pub(super) fn plain(name: &str) -> Cow<'_, str> {
    let cleaned = clean(name);
    if is_blank(&cleaned) {
        Cow::Borrowed("—")
    } else {
        cleaned
    }
}

/// A title, and its artist where that is known.
pub(super) fn track(title: &str, artist: Option<&str>) -> Markup {
    html! { span.title { (Name(title)) } @if let Some(artist) = artist { " " span.by { (Name(artist)) } } }
}

/// A number in a text, with the place in the JSON of `playtally stats --json` that it comes from.
pub(super) fn fact(at: &str, value: u64, shown: impl Render) -> Markup {
    html! { data data-at=(at) value=(value) { (shown) } }
}

/// A cell of a table: what it shows, and the value in the JSON.
#[derive(Debug)]
pub(super) struct Cell {
    value: Option<String>,
    shown: Markup,
    is_number: bool,
}

impl Cell {
    pub(super) fn name(name: &str) -> Self {
        Self {
            value: None,
            shown: Name(name).render(),
            is_number: false,
        }
    }

    fn number(value: impl ToString, shown: String) -> Self {
        Self {
            value: Some(value.to_string()),
            shown: shown.render(),
            is_number: true,
        }
    }

    pub(super) fn count(value: u64) -> Self {
        Self::number(value, number::count(value))
    }

    pub(super) fn ms(value: u64) -> Self {
        Self::number(value, number::duration(value))
    }

    pub(super) fn decimal(value: f64) -> Self {
        Self::number(value, value.to_string())
    }

    pub(super) fn year(value: i32) -> Self {
        Self::number(value, value.to_string())
    }

    pub(super) fn month(value: Month) -> Self {
        let machine = format!("{:04}-{:02}", value.year(), value.month());
        Self {
            is_number: false,
            ..Self::number(machine, date::month(value))
        }
    }

    pub(super) fn day(value: NaiveDate) -> Self {
        Self {
            is_number: false,
            ..Self::number(value, date::day(value))
        }
    }

    /// What is not in the JSON: a word for the place of a row.
    pub(super) fn word(shown: impl Render) -> Self {
        Self {
            value: None,
            shown: shown.render(),
            is_number: false,
        }
    }
}

/// The numbers of a picture, for those who read rather than see, and for those who want to know exactly.
#[derive(Debug)]
pub(super) struct Table {
    caption: String,
    /// Titles, each with the place in a row's JSON; without one for what the JSON does not hold.
    columns: Vec<(&'static str, Option<&'static str>)>,
    /// Rows, each with its place in the JSON.
    rows: Vec<(String, Vec<Cell>)>,
}

impl Table {
    pub(super) fn new(caption: impl Into<String>, columns: &[(&'static str, Option<&'static str>)]) -> Self {
        Self {
            caption: caption.into(),
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    pub(super) fn row<const N: usize>(&mut self, at: impl Into<String>, cells: [Cell; N]) {
        debug_assert_eq!(N, self.columns.len(), "a cell for every column");
        self.rows.push((at.into(), cells.into()));
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        html! {
            div.scroll tabindex="0" role="region" aria-label=(self.caption) {
                table {
                    caption { (self.caption) }
                    thead { tr { @for (title, field) in &self.columns { th scope="col" data-field=[field] { (title) } } } }
                    tbody {
                        @for (at, cells) in &self.rows {
                            tr data-at=(at) {
                                @for (index, cell) in cells.iter().enumerate() {
                                    @if index == 0 { th.number[cell.is_number] scope="row" { (content(cell)) } }
                                    @else { td.number[cell.is_number] { (content(cell)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn content(cell: &Cell) -> Markup {
    match &cell.value {
        Some(value) => html! { data value=(value) { (cell.shown) } },
        None => cell.shown.clone(),
    }
}

/// A picture with its numbers folded away below it.
pub(super) fn figure(picture: impl Render, table: &Table) -> Markup {
    html! {
        figure {
            (picture)
            details { summary { "The numbers" } (table) }
        }
    }
}

/// A chapter: what it is about, the fact that matters most, a sentence or two, and what shows it.
#[derive(Debug)]
pub(super) struct Chapter {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) big: Markup,
    pub(super) text: Markup,
    pub(super) body: Markup,
    /// Whether what shows it stands beside the words where there is room, rather than below.
    pub(super) beside: bool,
}

impl Render for Chapter {
    fn render(&self) -> Markup {
        html! {
            section.chapter.beside[self.beside] id=(self.id) aria-labelledby=(format!("{}-title", self.id)) {
                header {
                    h2 id=(format!("{}-title", self.id)) { (self.title) }
                    p.big { (self.big) }
                    div.text { (self.text) }
                }
                div.body { (self.body) }
            }
        }
    }
}

impl Render for Phrase<'_> {
    fn render(&self) -> Markup {
        html! {
            @for piece in self.pieces() {
                @match piece {
                    // No line end tears a share apart.
                    Piece::Words(words) => (words.replace(" %", "\u{a0}%")),
                    Piece::Name(name) => (Name(name)),
                    Piece::Track(title, artist) => (track(title, *artist)),
                    Piece::Day(day) => (date::day(*day)),
                    Piece::DayOfYear(day) => (date::day_of_year(*day)),
                    Piece::Value { at, value, shown } => (fact(at, *value, shown)),
                }
            }
        }
    }
}

/// Facts side by side.
pub(super) fn facts(facts: &[Fact<'_>]) -> Markup {
    html! {
        @if !facts.is_empty() {
            dl.facts {
                @for Fact { about, most, rest, .. } in facts {
                    div { dt { (about) } dd { strong { (most) } " " span.rest { (rest) } } }
                }
            }
        }
    }
}

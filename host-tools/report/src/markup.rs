//! Phrases, names, facts and tables. Whatever is not literally in the source is escaped by `maud`; names are cleaned too.

use std::borrow::Cow;

use maud::{Markup, Render, html};
use playtally_press::typeset::Language;
use playtally_telling::name::{clean, is_blank};
use playtally_telling::words::date;
use playtally_telling::{Cell, Column, Kind, Phrase, Piece, Table};

/// A name from a history: in its own direction whatever stands around it, and in the letter forms of its language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name<'n>(pub(crate) &'n str);

impl Render for Name<'_> {
    fn render(&self) -> Markup {
        let language = Language::of(self.0).map(Language::tag);
        html! { bdi lang=[language] { (plain(self.0)) } }
    }
}

/// A name as plain text, for pictures, where `bdi` does not exist.
pub(crate) fn plain(name: &str) -> Cow<'_, str> {
    let cleaned = clean(name);
    if is_blank(&cleaned) {
        Cow::Borrowed("—")
    } else {
        cleaned
    }
}

/// A value in a text, with the place in the JSON of `playtally stats --json` that it comes from.
pub(crate) fn value(at: &str, value: &str, shown: &str) -> Markup {
    html! { data data-at=(at) value=(value) { (shown) } }
}

/// A phrase as it stands in a text.
pub(crate) fn set(phrase: &Phrase<'_>) -> Markup {
    html! {
        @for piece in phrase.pieces() {
            @match piece {
                Piece::Words(words) => (words),
                Piece::Name(name) => (Name(name)),
                Piece::Track(title, artist) => {
                    span.title { (Name(title)) }
                    @if let Some(artist) = artist { " " span.by { (Name(artist)) } }
                },
                Piece::Day(day) => (date::day(*day)),
                Piece::DayOfYear(day) => (date::day_of_year(*day)),
                Piece::Month(month) => (date::month(*month)),
                Piece::Value { at, value: exact, shown } => (value(at, exact, shown)),
            }
        }
    }
}

/// A table, without the bars: they are for where there is no chart.
pub(crate) fn table(table: &Table<'_>) -> Markup {
    let columns: Vec<(usize, &Column)> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !matches!(column.kind, Kind::Bars(_)))
        .collect();
    let cells = |cells: &[Cell<'_>]| {
        html! {
            @for (place, &(index, column)) in columns.iter().enumerate() {
                @let number = column.kind == Kind::Number;
                @if place == 0 { th.number[number] scope="row" { (cell(&cells[index])) } }
                @else { td.number[number] { (cell(&cells[index])) } }
            }
        }
    };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(table.caption) {
            table {
                caption { (table.caption) }
                thead { tr { @for (_, column) in &columns { th scope="col" data-field=[column.field] { (column.title) } } } }
                tbody { @for row in &table.rows { tr data-at=[&row.at] { (cells(&row.cells)) } } }
            }
        }
    }
}

fn cell(cell: &Cell<'_>) -> Markup {
    match cell {
        Cell::Shown(phrase, Some(value)) => html! { data value=(value) { (set(phrase)) } },
        Cell::Shown(phrase, None) => set(phrase),
        Cell::Bars(..) | Cell::Bar(..) => Markup::default(),
    }
}

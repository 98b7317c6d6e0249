//! Facts, one to a line.

use std::fmt::{Display, Write};

use anstyle::Style;

use crate::tell::Fact;
use crate::tell::phrase::{Phrase, Piece};
use crate::text::name::{clean, fit, width, wrap};
use crate::text::style::{CHART, FAINT, STRONG, styled};
use crate::text::table::{Column, Table};

/// Columns for what a fact is about.
const LABEL: usize = 18;

/// The fewest columns that a long name is cut to.
const NAME: usize = 24;

/// Lines that each say what they are about, then the fact.
#[derive(Debug)]
pub(crate) struct Facts {
    text: String,
    columns: usize,
}

impl Facts {
    /// No facts, for lines of at most so many columns.
    pub(crate) const fn new(columns: usize) -> Self {
        Self {
            text: String::new(),
            columns,
        }
    }

    /// Adds a fact: what matters most of it, and the rest.
    pub(crate) fn add(&mut self, about: &str, most: impl Display, rest: impl Display) {
        self.line(about, STRONG, &most.to_string(), &rest.to_string());
    }

    /// Adds a small picture, and what it shows.
    pub(crate) fn chart(&mut self, about: &str, picture: &str, rest: impl Display) {
        self.line(about, CHART, picture, &rest.to_string());
    }

    /// Adds facts that every report tells.
    pub(crate) fn tell<'a>(&mut self, facts: impl IntoIterator<Item = Fact<'a>>) {
        for fact in facts {
            self.add(fact.about, plain(&fact.most), rest(&fact));
        }
    }

    fn line(&mut self, about: &str, style: Style, most: &str, rest: &str) {
        let room = self.columns.saturating_sub(2 + LABEL);
        // A long name gives way to what is said of it.
        let name = room.saturating_sub(width(rest)).max(width(most).min(NAME));
        let most = fit(most, name.min(room));
        let mut lines = wrap(rest, room.saturating_sub(width(&most)), room).into_iter();
        let first = lines.next().unwrap_or_default();
        let _ = writeln!(self.text, "  {about:<LABEL$}{}{first}", styled(style, &most));
        for line in lines {
            let _ = writeln!(self.text, "{:indent$}{line}", "", indent = 2 + LABEL);
        }
    }

    /// All lines.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// A track with its artist, where that is known.
pub(crate) fn track(title: &str, artist: Option<&str>) -> String {
    match artist {
        Some(artist) => format!("{} · {}", clean(title), clean(artist)),
        None => clean(title).into_owned(),
    }
}

/// A phrase on one line, with days in digits.
pub(crate) fn plain(phrase: &Phrase<'_>) -> String {
    let pieces = phrase.pieces().iter().map(|piece| match piece {
        Piece::Words(words) => words.as_ref().to_owned(),
        Piece::Name(name) => clean(name).into_owned(),
        Piece::Track(title, artist) => track(title, *artist),
        Piece::Day(day) | Piece::DayOfYear(day) => day.to_string(),
        Piece::Value { shown, .. } => shown.clone(),
    });
    pieces.collect()
}

/// A fact on one line, without what it is about.
pub(crate) fn one_line(fact: &Fact<'_>) -> String {
    plain(&fact.most) + &rest(fact)
}

/// A table for facts of many days or years: when, what it is about, and the fact.
pub(crate) fn table() -> Table {
    Table::new(vec![
        Column::left(""),
        Column::left("").style(FAINT),
        Column::left("").gives_way(NAME),
    ])
}

/// What follows the part of a fact that matters most, on the same line.
pub(crate) fn rest(fact: &Fact<'_>) -> String {
    if fact.rest.is_empty() {
        String::new()
    } else {
        format!("{}{}", fact.joint, plain(&fact.rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_line_up_and_go_on_below() {
        let mut facts = Facts::new(40);
        facts.add("Biggest day", "2024-01-22", ": 8 min, 2 plays");
        facts.add("Longest", track("A very long title", Some("somebody")), "");
        let text = anstream::adapter::strip_str(&facts.finish()).to_string();
        assert_eq!(
            text,
            "  Biggest day       2024-01-22: 8 min, 2
                    plays
  Longest           A very long title ·…
"
        );
    }

    #[test]
    fn a_phrase_is_set_on_one_line() {
        let day = chrono::NaiveDate::from_ymd_opt(2024, 1, 22).expect("a day");
        let most = Phrase::new().track("Jóga", Some("Bj\u{1b}örk"));
        let rest = Phrase::new().plays("/plays", 1).words(" on ").day(day);
        let fact = Fact::new("The track", most, ", ", rest);
        assert_eq!(one_line(&fact), "Jóga · Björk, 1 play on 2024-01-22");
        let alone = Fact::new("The track", Phrase::new().name("Jóga"), ", ", Phrase::new());
        assert_eq!(one_line(&alone), "Jóga");
    }
}

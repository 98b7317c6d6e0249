//! Facts, one to a line.

use std::fmt::Write;

use anstyle::Style;
use playtally_telling::name::{clean, fit, track, width, wrap};
use playtally_telling::{Fact, Phrase, Piece};

use crate::text::bar::sparkline;
use crate::text::style::{CHART, STRONG, styled};

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

    /// Adds facts.
    pub(crate) fn tell(&mut self, facts: &[Fact<'_>]) {
        for fact in facts {
            let rest = if fact.rest.is_empty() {
                String::new()
            } else {
                format!("{}{}", fact.joint, plain(&fact.rest))
            };
            self.line(&plain(&fact.about), STRONG, &plain(&fact.most), &rest);
        }
    }

    /// Adds a row of small bars, and what it shows.
    pub(crate) fn trend(&mut self, about: &str, values: &[u64], rest: &Phrase<'_>) {
        let most = values.iter().copied().max().unwrap_or(0);
        let rest = format!("  {}", plain(rest));
        self.line(about, CHART, &sparkline(values, most), &rest);
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

/// A phrase on one line, with days and months in digits.
pub(crate) fn plain(phrase: &Phrase<'_>) -> String {
    phrase.pieces().iter().map(piece).collect()
}

/// A piece of it.
pub(crate) fn piece(piece: &Piece<'_>) -> String {
    match piece {
        Piece::Words(words) => words.as_ref().to_owned(),
        Piece::Name(name) => clean(name).into_owned(),
        Piece::Track(title, artist) => track(title, *artist),
        Piece::Day(day) | Piece::DayOfYear(day) => day.to_string(),
        Piece::Month(month) => format!("{:04}-{:02}", month.year(), month.month()),
        Piece::Value { shown, .. } => shown.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact<'a>(about: &'static str, most: Phrase<'a>, joint: &'static str, rest: Phrase<'a>) -> Fact<'a> {
        Fact::new(about, most, joint, rest)
    }

    #[test]
    fn facts_line_up_and_go_on_below() {
        let mut facts = Facts::new(40);
        let day = Phrase::new().words("2024-01-22");
        let long = Phrase::new().track("A very long title", Some("somebody"));
        facts.tell(&[
            fact("Biggest day", day, ": ", Phrase::new().words("8 min, 2 plays")),
            fact("Longest", long, "", Phrase::new()),
        ]);
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
        let phrase = Phrase::new().track("Jóga", Some("Bj\u{1b}örk")).words(", ");
        let phrase = phrase.count("/plays", 1, playtally_telling::words::Noun::Play);
        assert_eq!(
            plain(&phrase.words(" on ").day(day)),
            "Jóga · Björk, 1 play on 2024-01-22"
        );
        assert_eq!(plain(&Phrase::new().name("Jóga")), "Jóga");
    }
}

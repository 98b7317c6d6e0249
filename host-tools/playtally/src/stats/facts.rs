//! Facts, one to a line.

use std::fmt::{Display, Write};

use crate::text::name::{clean, fit, width};
use crate::text::style::{STRONG, styled};

/// Columns for what a fact is about.
const LABEL: usize = 16;

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

    /// Adds a fact: what counts most about it, and the rest.
    pub(crate) fn add(&mut self, label: &str, most: impl Display, rest: impl Display) {
        let (most, rest) = (most.to_string(), rest.to_string());
        let room = self.columns.saturating_sub(2 + LABEL);
        // A long name gives way to what is said of it.
        let name = room.saturating_sub(width(&rest)).max(width(&most).min(NAME));
        let most = fit(&most, name.min(room));
        let rest = fit(&rest, room.saturating_sub(width(&most)));
        let _ = writeln!(self.text, "  {label:<LABEL$}{}{rest}", styled(STRONG, &most));
    }

    /// All lines.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// A track with its artist, or a name alone.
pub(crate) fn track(title: &str, artist: &str) -> String {
    format!("{} · {}", clean(title), clean(artist))
}

/// A share in whole percent, for people: `under 1 %` and `over 99 %` are never rounded to all or nothing.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    match (part, whole) {
        (_, 0) | (0, _) => "0 %".to_owned(),
        (part, whole) if part >= whole => "100 %".to_owned(),
        (part, whole) => match (part as f64 / whole as f64 * 100.0).round() as u64 {
            0 => "under 1 %".to_owned(),
            100 => "over 99 %".to_owned(),
            share => format!("{share} %"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_line_up_and_are_cut_to_their_room() {
        let mut facts = Facts::new(40);
        facts.add("Biggest day", "2024-01-22", ": 8 min, 2 plays");
        facts.add("Longest", track("A very long title", "somebody"), "");
        let text = anstream::adapter::strip_str(&facts.finish()).to_string();
        assert_eq!(
            text,
            "  Biggest day     2024-01-22: 8 min, 2 …
  Longest         A very long title · s…
"
        );
    }

    #[test]
    fn a_share_is_never_rounded_to_all_or_nothing() {
        let shares = [(0, 5), (1, 1_000), (1, 3), (999, 1_000), (5, 5), (0, 0)];
        assert_eq!(
            shares.map(|(part, whole)| percent(part, whole)),
            ["0 %", "under 1 %", "33 %", "over 99 %", "100 %", "0 %"]
        );
    }
}

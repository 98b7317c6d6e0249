//! The figures in docs/proof.md.

use std::fmt::Write;
use std::fs;

use super::Result;
use super::part::{self, PARTS, Part, State};

const DOCUMENT: &str = "docs/proof.md";
/// The figures stand between these lines; what stands around them is written by hand.
const BEGIN: &str = "<!-- figures: written by release/check --write -->\n";
const END: &str = "<!-- end of the figures -->\n";

/// Writes what was tried so far into the document.
pub(crate) fn write() -> Result<()> {
    let text = fs::read_to_string(DOCUMENT)?;
    let wrong = || format!("{DOCUMENT} has no place for figures: the lines {BEGIN:?} and {END:?}");
    let (before, rest) = text.split_once(BEGIN).ok_or_else(wrong)?;
    let (_, after) = rest.split_once(END).ok_or_else(wrong)?;
    let mut figures = String::new();
    for part in PARTS {
        figures += &table(part, &part::states(part)?)?;
    }
    fs::write(DOCUMENT, format!("{before}{BEGIN}\n{figures}{END}{after}"))?;
    Ok(())
}

/// A part as a table; nothing where it has no items.
fn table(part: &Part, states: &[State]) -> Result<String> {
    let mut table = String::new();
    if states.is_empty() {
        return Ok(table);
    }
    let (name, unit) = (part.name, part.unit);
    writeln!(
        table,
        "| {name} | {unit} | of | found | a second | last tried | commit |"
    )?;
    writeln!(table, "|---|--:|--:|--:|--:|---|---|")?;
    for state in states {
        let State { item, sum } = state;
        let dash = || "–".to_owned();
        let goal = state.goal().map_or_else(dash, grouped);
        let speed = state.speed().map_or_else(dash, |speed| match speed {
            ..10.0 => format!("{speed:.1}"),
            _ => grouped(speed as u64),
        });
        let (date, commit) = match &sum.last {
            Some((date, commit)) => (date.to_string(), commit.clone()),
            None => (dash(), dash()),
        };
        let (count, found) = (grouped(sum.count), sum.found);
        writeln!(
            table,
            "| {} | {count} | {goal} | {found} | {speed} | {date} | {commit} |",
            item.name
        )?;
    }
    table.push('\n');
    Ok(table)
}

/// A number with its digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_from_the_right() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345_678, "12,345,678")] {
            assert_eq!(grouped(number), text);
        }
    }
}

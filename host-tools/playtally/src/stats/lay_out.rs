//! A story in lines for a terminal.

use std::fmt::Write;

use anstyle::Style;
use playtally_telling::name::width;
use playtally_telling::{Brief, Chapter, Cover, Story};

use super::facts::{Facts, piece, plain};
use super::{charts, tables};
use crate::output::WIDEST;
use crate::text::style::{FAINT, HEADING, STRONG, styled};

/// What parts the columns of a wide report.
const GUTTER: usize = 4;
/// The fewest columns for which the report stands in two of them.
const TWO: usize = 2 * 78 + GUTTER;

/// Lays the story out in at most `room` columns, as far as its numbers allow: in two halves side by side where there is
/// room for them.
pub(crate) fn lay_out(story: &Story<'_>, room: usize) -> String {
    let two = room >= TWO && !story.chapters.is_empty();
    let columns = if two { (room - GUTTER) / 2 } else { room }.min(WIDEST);
    let chapters = story.chapters.iter();
    let chapters = chapters.flat_map(|chapter| sections(chapter, columns));
    let sections: Vec<String> = [cover(&story.cover)].into_iter().chain(chapters).collect();
    if two {
        side_by_side(&sections, columns)
    } else {
        sections.join("\n")
    }
}

/// What was counted, and how much it is.
fn cover(cover: &Cover<'_>) -> String {
    let Some([first, last]) = cover.days else {
        let nothing = [&cover.nothing].into_iter().chain(&cover.lines);
        let lines = nothing.enumerate().map(|(index, line)| {
            let indent = if index == 0 { "" } else { "  " };
            format!("{indent}{}\n", plain(line))
        });
        return lines.collect();
    };
    let days = if first == last {
        first.to_string()
    } else {
        format!("{first} to {last}")
    };
    let mut text = format!("{}\n", styled(STRONG, days));
    for (index, line) in cover.lines.iter().enumerate() {
        // The time stands out.
        let style = if index == 0 { STRONG } else { Style::new() };
        let (first, rest) = line
            .pieces()
            .split_first()
            .map_or((String::new(), String::new()), |(first, rest)| {
                (piece(first), rest.iter().map(piece).collect())
            });
        let _ = writeln!(text, "  {}{rest}", styled(style, first));
    }
    let _ = writeln!(text, "  {}", styled(FAINT, &cover.how));
    text
}

/// A chapter: what stands under its title, and the lists that have titles of their own.
fn sections(chapter: &Chapter<'_>, columns: usize) -> Vec<String> {
    let mut sections: Vec<(&str, String)> = vec![(&chapter.title, String::new())];
    for part in &chapter.brief {
        if let Brief::List(list) = part {
            sections.push((list.title, String::new()));
        }
        if let Some((_, body)) = sections.last_mut() {
            body.push_str(&self::part(part, columns));
        }
    }
    let told = sections.into_iter().filter(|(_, body)| !body.is_empty());
    told.map(|(title, body)| format!("{}\n{body}", styled(HEADING, title)))
        .collect()
}

fn part(part: &Brief<'_>, columns: usize) -> String {
    match part {
        Brief::Facts(list) => {
            let mut facts = Facts::new(columns);
            facts.tell(list);
            facts.finish()
        }
        Brief::Trend(about, values, rest) => {
            let mut facts = Facts::new(columns);
            facts.trend(about, values, rest);
            facts.finish()
        }
        Brief::Table(table) => tables::table(table, columns),
        Brief::Chart(chart) => charts::chart(chart, columns),
        Brief::List(list) => list
            .rankings
            .iter()
            .map(|ranking| tables::ranking(ranking, columns))
            .collect(),
    }
}

/// Sections in two halves of about as many lines, one beside the other, each in its order.
fn side_by_side(sections: &[String], columns: usize) -> String {
    let lines = |sections: &[String]| {
        sections
            .iter()
            .map(|section| section.lines().count() + 1)
            .sum::<usize>()
    };
    let height = |at: usize| lines(&sections[..at]).max(lines(&sections[at..]));
    let cut = (0..=sections.len()).min_by_key(|&at| height(at)).unwrap_or(0);
    let (left, right) = (sections[..cut].join("\n"), sections[cut..].join("\n"));
    let mut right = right.lines();
    let mut text = String::new();
    let mut put = |left: &str, right: &str| {
        let shown = width(&anstream::adapter::strip_str(left).to_string());
        let blank = if right.is_empty() {
            0
        } else {
            // Numbers never give way: a line may be too long.
            (columns + GUTTER).saturating_sub(shown).max(1)
        };
        let _ = writeln!(text, "{left}{}{right}", " ".repeat(blank));
    };
    for line in left.lines() {
        put(line, right.next().unwrap_or(""));
    }
    for line in right {
        put("", line);
    }
    text
}

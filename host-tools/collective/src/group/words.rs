//! What friends read: all that leaves, before it is signed, and what came out.

use std::fmt::Write;

use chrono::NaiveDate;

use super::folder::{ENVELOPES, file};
use super::numbers::{Numbers, PARTS, Topic, false_of_1000};
use super::opened::{Known, Opened};
use super::roster::{FEWEST, Group};
use super::sum::Plan;
use crate::words::{all, plural};

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// The head of a table with the parts of the day.
const HEAD: &str = "              0 to 6   6 to 12  12 to 18  18 to 24\n";

/// What a group is, and who is in it.
#[must_use]
pub fn group(group: &Group) -> String {
    let terms = &group.terms;
    let mut text = format!(
        "\"{}\", a group of friends who add up {} of their plays from {} to {}.\n",
        terms.name,
        all(terms.topics.iter().map(|topic| what(*topic))),
        terms.from,
        terms.to
    );
    if !group.is_closed() {
        text += &format!("It is open: {FEWEST} friends are the fewest.\n");
        return text;
    }
    let _ = write!(
        text,
        "{} are in it: {}. Of the sums that they make, {} give the total; the numbers of {} at least are added up.\n\nCompare these \
         six words aloud. If anybody has others, somebody has swapped a key: then sign nothing.\n\n  {}\n",
        plural(group.friends.len(), "friend"),
        all(group.friends.iter().map(|friend| friend.name.as_str())),
        group.threshold(),
        group.fewest(),
        group.spoken()
    );
    text
}

fn what(topic: Topic) -> &'static str {
    match topic {
        Topic::Clock => "hours of music",
        Topic::NewArtists => "new artists a month",
        Topic::Names => "who knows whom",
    }
}

/// What leaves with a key.
#[must_use]
pub fn key(name: &str) -> String {
    format!(
        "What leaves is your name, {name}, and two public keys: by one of them the others know what you sign, with the other they seal for \
         you. Nothing of your plays.\n"
    )
}

/// What a friend reads before adding their numbers.
#[must_use]
pub fn adding(own: &Group, numbers: &Numbers, place: u8) -> String {
    let terms = &own.terms;
    let mut text = group(own);
    let _ = writeln!(
        text,
        "\nFrom your plays from {} to {}, this is all that you add:",
        terms.from, terms.to
    );
    text += &said(own, numbers);
    let (size, threshold) = (own.friends.len(), usize::from(own.threshold()));
    let _ = write!(
        text,
        "\nIt leaves in {size} shares, one sealed for each friend. {} together say nothing; {threshold} friends who put theirs together could \
         see the numbers above. What comes out is the exact sum over those who take part, {} at least, without any noise: if all \
         others put their own numbers together, they know yours.\n",
        plural(threshold - 1, "share"),
        own.fewest()
    );
    if terms.topics.contains(&Topic::Names) {
        let _ = writeln!(
            text,
            "Names do not leave: a mark is left in two of 8,192 places for each. In the group, anybody can look up a name, and learn how many \
             have it, not who; where all others have it, that each has. Of 1,000 names that nobody else has, at most {} are taken for known. \
             Nobody outside the group can look up any.",
            false_of_1000(size)
        );
    }
    let friend = &own.friends[usize::from(place).min(size - 1)];
    let _ = writeln!(
        text,
        "Whoever sees the folder sees who takes part, and in the end the sums, not yours.\nAs long as nobody has added up, you take it back \
         by taking {} out of the folder. After that it cannot be taken back.",
        file(ENVELOPES, friend)
    );
    text
}

/// All numbers that a friend adds.
fn said(group: &Group, numbers: &Numbers) -> String {
    let terms = &group.terms;
    let part = |topic| terms.part(topic, &numbers.cells).unwrap_or_default();
    let mut text = String::new();
    for topic in &terms.topics {
        match topic {
            Topic::Clock => {
                text += "  whole hours of music, at which hours of the day\n";
                text += HEAD;
                for (weekday, hours) in WEEKDAYS.iter().zip(part(*topic).chunks(PARTS)) {
                    let hours: String = hours.iter().map(|hours| format!("{hours:>10}")).collect();
                    let _ = writeln!(text, "  {weekday:<10}{hours}");
                }
            }
            Topic::NewArtists => {
                let months = part(*topic).iter().map(u64::to_string).collect::<Vec<_>>();
                let _ = writeln!(
                    text,
                    "  artists heard for the first time, in each month from {}: {}",
                    month(terms.from),
                    months.join(", ")
                );
            }
            Topic::Names => {
                let _ = writeln!(
                    text,
                    "  the marks of {} played most: {}",
                    plural(numbers.names.len(), "artist"),
                    numbers.names.join(", ")
                );
            }
        }
    }
    text
}

fn month(day: NaiveDate) -> String {
    day.format("%B %Y").to_string()
}

/// What a friend reads before adding up.
#[must_use]
pub fn summing(group: &Group, plan: &Plan) -> String {
    let names = |places: &[u8]| all(places.iter().map(|place| group.name_of(*place)));
    let counted: Vec<u8> = plan.counted.iter().map(|(place, _)| *place).collect();
    let mut text = format!(
        "In \"{}\" you add up the shares of {} that are sealed for you: {}.\n",
        group.terms.name,
        plural(counted.len(), "friend"),
        names(&counted)
    );
    if plan.closes && !plan.missing.is_empty() {
        let _ = writeln!(
            text,
            "Nobody has added up yet: your sum closes the list without {}. Whoever is not in it cannot come in any more: if somebody is to, \
             leave, and let the folder go round once more.",
            names(&plan.missing)
        );
    } else if !plan.missing.is_empty() {
        let _ = writeln!(text, "Not in it: {}.", names(&plan.missing));
    }
    if !plan.others.is_empty() {
        let _ = writeln!(
            text,
            "{} added up another list: that sum is of no use for this total.",
            names(&plan.others)
        );
    }
    let _ = writeln!(
        text,
        "What leaves is one sum: it says nothing by itself, and {} of them give the total, to everybody who sees the folder. You never add up \
         another list of this group.",
        group.threshold()
    );
    text
}

/// What came out.
#[must_use]
pub fn opened(group: &Group, opened: &Opened) -> String {
    let terms = &group.terms;
    let others = opened.people - u64::from(opened.is_in);
    let mut text = format!(
        "\"{}\", {} to {}: {} together{}.\n",
        terms.name,
        terms.from,
        terms.to,
        plural(opened.people as usize, "friend"),
        if opened.is_in { "" } else { ", and not you" }
    );
    let mean = |all: u64, own: u64| tenths(all.saturating_sub(if opened.is_in { own } else { 0 }), others);
    if !opened.clock.is_empty() {
        text += "\nHours of music, yours / the others' on average:\n";
        text += HEAD;
        for (weekday, parts) in WEEKDAYS.iter().zip(&opened.clock) {
            let parts: String = parts
                .iter()
                .map(|(all, own)| format!("{:>10}", format!("{own} / {}", mean(*all, *own))))
                .collect();
            let _ = writeln!(text, "  {weekday:<10}{parts}");
        }
    }
    if !opened.new_artists.is_empty() {
        text += "\nArtists heard for the first time, yours / the others' on average:\n";
        for (first, all, own) in &opened.new_artists {
            let _ = writeln!(text, "  {:<15}{own} / {}", month(*first), mean(*all, *own));
        }
    }
    if let Some(names) = &opened.names {
        text += &known(names, others);
    }
    text
}

fn known(names: &Known, others: u64) -> String {
    let mut text = String::new();
    let (shared, rare): (Vec<_>, Vec<_>) = names.own.iter().partition(|(_, count)| *count > 0);
    let listed = |names: &[&(String, u64)]| -> String {
        let lines = names
            .iter()
            .map(|(name, count)| format!("  {count:>3} of {others}  {name}\n"));
        lines.collect()
    };
    if !shared.is_empty() {
        text += "\nOf the artists that you play most, so many others have among theirs:\n";
        text += &listed(&shared);
    }
    if !rare.is_empty() {
        let rare = rare.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>();
        let _ = writeln!(text, "\nYours alone: {}.", rare.join(", "));
    }
    if !names.barely.is_empty() {
        text += "\nMost of the others play these a lot, and you hardly do:\n";
        text += &listed(&names.barely.iter().collect::<Vec<_>>());
    }
    if names.never > 0 {
        let _ = writeln!(
            text,
            "\nThere are about {} that most of the others play a lot, and you have never played. Nobody's names are known here but yours: ask \
             them.",
            plural(names.never, "artist")
        );
    }
    let _ = writeln!(
        text,
        "\nOf 1,000 names that nobody else has, at most {} are taken for known.",
        names.false_of_1000
    );
    text
}

/// A mean with one digit after the point, rounded.
fn tenths(sum: u64, count: u64) -> String {
    let tenths = (20 * sum + count).checked_div(2 * count).unwrap_or(0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_to_a_tenth() {
        for (sum, count, mean) in [
            (0, 6, "0.0"),
            (7, 6, "1.2"),
            (1, 20, "0.1"),
            (5, 0, "0.0"),
            (25, 2, "12.5"),
        ] {
            assert_eq!(tenths(sum, count), mean);
        }
    }
}

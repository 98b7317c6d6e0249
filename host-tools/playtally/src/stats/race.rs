//! Who led, as the history grew.

use playtally_statistics::{Month, Statistics};

use super::facts::Facts;
use crate::text::name::clean;
use crate::text::number::plural;

/// The most leads that are told: the last ones.
const LEADS: usize = 8;

/// The artists that led all others by all plays up to then, and for how long; none where nobody was ever overtaken.
pub(crate) fn leads(statistics: &Statistics, columns: usize) -> String {
    let mut leads: Vec<(Month, &str)> = Vec::new();
    for standing in &statistics.race {
        let Some(first) = standing.leaders.first() else {
            continue;
        };
        if leads.last().is_none_or(|(_, leader)| *leader != first.name) {
            leads.push((standing.month, &first.name));
        }
    }
    let mut facts = Facts::new(columns);
    if leads.len() < 2 {
        return facts.finish();
    }
    let ends = leads.iter().skip(1).map(|(month, _)| Some(*month)).chain([None]);
    let told: Vec<_> = leads.iter().zip(ends).collect();
    for &(&(from, leader), end) in &told[told.len().saturating_sub(LEADS)..] {
        let from_month = format!("{:04}-{:02}", from.year(), from.month());
        let rest = match end {
            Some(end) => {
                let months = (end.number() - from.number()).unsigned_abs().into();
                format!(" for {}", plural(months, "month", "months"))
            }
            None => in_front(statistics),
        };
        facts.add(&from_month, clean(leader), rest);
    }
    facts.finish()
}

/// By how much the last leader leads.
fn in_front(statistics: &Statistics) -> String {
    let last = statistics.race.last().map(|standing| &standing.leaders[..]);
    match last {
        Some([first, second, ..]) => {
            let ahead = plural(first.plays - second.plays, "play", "plays");
            format!(" ever since, now {ahead} ahead of {}", clean(&second.name))
        }
        _ => " ever since".to_owned(),
    }
}

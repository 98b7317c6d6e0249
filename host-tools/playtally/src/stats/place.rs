//! Where and on what was listened, and what that is worth.

use playtally_statistics::Statistics;
use playtally_statistics::devices::{self, Share};

use super::facts::Facts;
use crate::text::bar::bar;
use crate::text::number::{count, duration, percent, plural};
use crate::text::style::{CHART, FAINT};
use crate::text::table::{Column, Table};

/// How many countries are listed.
const COUNTRIES: usize = 8;
/// The plays of which something must be known to tell its share.
const ENOUGH_PLAYS: u64 = 10;
/// The longest bars, in columns.
const BARS: usize = 12;

/// The countries, if there are several.
pub(crate) fn countries(statistics: &Statistics, columns: usize) -> String {
    let countries = &statistics.places.countries;
    let (Some(most), true) = (countries.first(), countries.len() > 1) else {
        return String::new();
    };
    let mut table = Table::new(vec![
        Column::left(""),
        Column::left("").style(CHART),
        Column::right("days"),
        Column::right("time"),
        Column::left("first").style(FAINT),
        Column::left("last").style(FAINT),
    ]);
    for place in countries.iter().take(COUNTRIES) {
        table.row([
            place.country.as_str().to_owned(),
            bar(place.ms, most.ms, BARS),
            count(place.days),
            duration(place.ms),
            place.first.to_string(),
            place.last.to_string(),
        ]);
    }
    let rest = countries.len().saturating_sub(COUNTRIES) as u64;
    if rest > 0 {
        table.heading(format!("and {}", plural(rest, "more country", "more countries")));
    }
    table.render(columns)
}

/// The device families, and how.
pub(crate) fn devices(statistics: &Statistics, columns: usize) -> String {
    let habits = &statistics.devices.all;
    let most = habits.families.iter().map(|family| family.ms).max().unwrap_or(0);
    let mut table = Table::new(vec![
        Column::left(""),
        Column::left("").style(CHART),
        Column::right("plays"),
        Column::right("time").style(FAINT),
    ]);
    for family in &habits.families {
        table.row([
            devices::name(family.family).to_owned(),
            bar(family.ms, most, BARS),
            count(family.plays),
            duration(family.ms),
        ]);
    }
    let mut facts = Facts::new(columns);
    for (label, Share { known, yes }) in [("Shuffled", habits.shuffle), ("Offline", habits.offline)] {
        if known >= ENOUGH_PLAYS {
            facts.add(label, percent(yes, known), " of the plays of which it is known");
        }
    }
    let families = if habits.families.len() > 1 {
        table.render(columns)
    } else {
        String::new()
    };
    families + &facts.finish()
}

/// What the history would have fetched.
pub(crate) fn worth(statistics: &Statistics, columns: usize) -> String {
    let worth = statistics.worth;
    let mut facts = Facts::new(columns);
    if let Some(cents) = worth.cents_per_play {
        let rest = format!(", {cents} cents a play: what a history fetched in 2025");
        facts.add("To a buyer", format_args!("${:.2}", worth.dollars), rest);
        facts.add("To its owner", "priceless", "");
    }
    facts.finish()
}

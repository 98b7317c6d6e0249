//! The stories of the years.

use playtally_statistics::Statistics;
use playtally_statistics::recap::Recap;

use super::facts::{Facts, one_line, plain, rest, table};
use crate::tell;

/// The year whose story a report tells: the last one that has any.
pub(crate) fn last(statistics: &Statistics) -> Option<&Recap> {
    statistics.recaps.last()
}

/// The story of a year, a card to a line.
pub(crate) fn story(recap: &Recap, columns: usize) -> String {
    let mut facts = Facts::new(columns);
    for told in &recap.cards {
        let fact = tell::recap::card(told, "");
        let record = tell::recap::record(told).map_or(String::new(), |record| format!("; {record}"));
        facts.add(fact.about, plain(&fact.most), rest(&fact) + &record);
    }
    facts.finish()
}

/// The other years, each with its most surprising card.
pub(crate) fn others(statistics: &Statistics, columns: usize) -> String {
    let [others @ .., _] = &statistics.recaps[..] else {
        return String::new();
    };
    let mut table = table();
    for recap in others {
        if let Some(last) = recap.cards.last() {
            let fact = tell::recap::card(last, "");
            table.row([recap.year.to_string(), fact.about.to_owned(), one_line(&fact)]);
        }
    }
    table.render(columns)
}

//! What happened on a day of the year.

use playtally_statistics::Statistics;
use playtally_statistics::on_this_day::Memory;

use super::facts::{one_line, table};
use crate::tell::memories;

/// The memories of the day of the year on which the history ends, and the best one of each month; none of a single day.
pub(crate) fn on_this_day(statistics: &Statistics, columns: usize) -> String {
    let Some(last) = statistics.totals.last.filter(|_| statistics.on_this_day.len() > 1) else {
        return String::new();
    };
    let mut table = table();
    let mut tell = |(at, memory): (String, &Memory)| {
        let fact = memories::memory(memory, &at);
        table.row([memory.date.to_string(), fact.about.to_owned(), one_line(&fact)]);
    };
    memories::of_day(statistics, last).for_each(&mut tell);
    let others = memories::of_months(statistics).filter(|(_, memory)| !memories::is_on(memory, last));
    others.for_each(&mut tell);
    table.render(columns)
}

//! What happened on a day of the year.

use chrono::{Datelike, NaiveDate};
use playtally_statistics::Statistics;
use playtally_statistics::on_this_day::{Memory, What};

use super::phrase::Phrase;
use super::{Fact, by};

/// The memories of a day of the year, the best first, each with its place in the JSON.
pub(crate) fn of_day(statistics: &Statistics, day: NaiveDate) -> impl Iterator<Item = (String, &Memory)> {
    memories(statistics).filter(move |(_, memory)| is_on(memory, day))
}

/// Whether a memory is of that day of the year.
pub(crate) fn is_on(memory: &Memory, day: NaiveDate) -> bool {
    (memory.date.month(), memory.date.day()) == (day.month(), day.day())
}

/// The best memory of each month of the year, in order.
pub(crate) fn of_months(statistics: &Statistics) -> impl Iterator<Item = (String, &Memory)> {
    (1..=12).filter_map(|month| {
        let of_month = memories(statistics).filter(|(_, memory)| memory.date.month() == month);
        of_month.min_by_key(|(_, memory)| (memory.rank, memory.date))
    })
}

fn memories(statistics: &Statistics) -> impl Iterator<Item = (String, &Memory)> {
    statistics.on_this_day.iter().enumerate().flat_map(|(index, day)| {
        let of_day = day.memories.iter().enumerate();
        of_day.map(move |(nth, memory)| (format!("/on_this_day/{index}/memories/{nth}"), memory))
    })
}

/// What a memory is, in words. `at` is its place in the JSON.
pub(crate) fn memory<'a>(memory: &'a Memory, at: &str) -> Fact<'a> {
    let at = |field: &str| format!("{at}/{field}");
    let named = |name: &'a str| Phrase::new().name(name);
    match &memory.what {
        What::Milestone { number, title, artist } => {
            let most = Phrase::new().number(at("number"), *number);
            Fact::new(
                "A round play",
                most,
                ", ",
                Phrase::new().track(title, artist.as_deref()),
            )
        }
        What::Discovery { artist, plays } => {
            let rest = Phrase::new().plays(at("plays"), *plays).words(" since");
            Fact::new("First heard", named(artist), ", ", rest)
        }
        What::BiggestDay { ms, plays } => {
            let rest = Phrase::new().plays(at("plays"), *plays).words(", the most in its year");
            Fact::new("Biggest day", Phrase::new().time(at("ms"), *ms), ", ", rest)
        }
        What::Favourite { title, artist, plays } => {
            let (joint, rest) = by(artist.as_deref());
            Fact::new("Track of the day", named(title), joint, rest.plays(at("plays"), *plays))
        }
    }
}

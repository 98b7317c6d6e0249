//! What happened on a day of the year: the one that the history ends on, and the best memory of each month.

use chrono::{Datelike, NaiveDate};
use playtally_statistics::Statistics;
use playtally_statistics::on_this_day::{Memory, What};

use crate::chapter::{Block, Brief, Card, Chapter, Full};
use crate::fact::{Fact, by};
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::Noun;

/// None of a single day.
pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("on-this-day", "On this day");
    let Some(last) = statistics.totals.last.filter(|_| statistics.on_this_day.len() > 1) else {
        return chapter;
    };
    let of_day: Vec<_> = of_day(statistics, last).map(dated).collect();
    let others = of_months(statistics).filter(|(_, memory)| !is_on(memory, last));
    let others: Vec<_> = others.map(dated).collect();
    let mut table = lines("What happened on days of the year");
    for (day, fact) in of_day.iter().chain(&others) {
        table.other_row([
            Cell::phrase(Phrase::new().day(*day)),
            Cell::phrase(fact.about.clone()),
            Cell::phrase(fact.one_line()),
        ]);
    }
    let text = Phrase::new().words(if of_day.is_empty() {
        "On this day of the year, the last of the history, nothing stood out."
    } else {
        "What happened on this day of the year, the last of the history."
    });
    let facts = of_day.into_iter().map(|(day, fact)| {
        let about = Phrase::new().words(format!("{}: ", day.year())).and(fact.about.clone());
        fact.about(about)
    });
    let cards = others.into_iter().map(|(day, fact)| Card {
        about: Phrase::new().day(day),
        most: fact.most,
        rest: fact.rest,
        note: fact.about,
        ..Card::default()
    });
    let full = Full {
        lead: Phrase::new().day_of_year(last),
        text: vec![text.words(" The cards are the best other memory of each month, whatever the year.")],
        blocks: vec![Block::Facts(facts.collect()), Block::SmallCards(cards.collect())],
        beside: false,
    };
    chapter.brief([Brief::Table(table)]).full(Some(full))
}

fn dated<'a>((at, told): (String, &'a Memory)) -> (NaiveDate, Fact<'a>) {
    (told.date, memory(told, &at))
}

/// A table for facts of many days or years: when, what each is about, and the fact.
pub(super) fn lines(caption: &'static str) -> Table<'static> {
    Table::new(
        caption,
        [
            Column::words("").clear(),
            Column::words("").second(),
            Column::names("", 24),
        ],
    )
}

/// The memories of a day of the year, the best first, each with its place in the JSON.
fn of_day(statistics: &Statistics, day: NaiveDate) -> impl Iterator<Item = (String, &Memory)> {
    memories(statistics).filter(move |(_, memory)| is_on(memory, day))
}

/// Whether a memory is of that day of the year.
fn is_on(memory: &Memory, day: NaiveDate) -> bool {
    (memory.date.month(), memory.date.day()) == (day.month(), day.day())
}

/// The best memory of each month of the year, in order.
fn of_months(statistics: &Statistics) -> impl Iterator<Item = (String, &Memory)> {
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
fn memory<'a>(memory: &'a Memory, at: &str) -> Fact<'a> {
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
            let rest = Phrase::new().count(at("plays"), *plays, Noun::Play).words(" since");
            Fact::new("First heard", named(artist), ", ", rest)
        }
        What::BiggestDay { ms, plays } => {
            let rest = Phrase::new()
                .count(at("plays"), *plays, Noun::Play)
                .words(", the most in its year");
            Fact::new("Biggest day", Phrase::new().time(at("ms"), *ms), ", ", rest)
        }
        What::Favourite { title, artist, plays } => {
            let (joint, rest) = by(artist.as_deref());
            Fact::new(
                "Track of the day",
                named(title),
                joint,
                rest.count(at("plays"), *plays, Noun::Play),
            )
        }
    }
}

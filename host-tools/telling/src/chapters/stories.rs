//! The stories of the years: the cards that the statistics chose, in their order, in words.

use playtally_statistics::Statistics;
use playtally_statistics::recap::{Recap, Told};

use super::memories::lines;
use super::recap::{card, record};
use crate::chapter::{Block, Brief, Card, Chapter, Full, Year};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::table::Cell;
use crate::words::Noun;

/// The story of the last year that has one, in brief: a card to a line.
pub(super) fn last(statistics: &Statistics) -> Chapter<'_> {
    let Some((index, recap)) = statistics.recaps.iter().enumerate().next_back() else {
        return Chapter::new("story", "");
    };
    let fact = |(nth, told)| {
        let fact = card(told, &format!("/recaps/{index}/cards/{nth}"));
        let rest = match record(told) {
            Some(record) if fact.rest.is_empty() => Phrase::new().words(format!("; {record}")),
            Some(record) => fact.rest.words(format!("; {record}")),
            None => fact.rest,
        };
        Fact { rest, ..fact }
    };
    let facts = recap.cards.iter().enumerate().map(fact);
    Chapter::new("story", format!("The story of {}", recap.year)).brief([Brief::Facts(facts.collect())])
}

/// The years; in brief the others, each with its most surprising card.
pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("recaps", "The years, one by one");
    let [others @ .., _] = &statistics.recaps[..] else {
        return chapter;
    };
    let mut table = lines("The most surprising of each year");
    for (index, recap) in others.iter().enumerate() {
        if let Some((nth, last)) = recap.cards.iter().enumerate().next_back() {
            let fact = card(last, &format!("/recaps/{index}/cards/{nth}"));
            let line = fact.one_line();
            table.other_row([Cell::word(recap.year), Cell::phrase(fact.about), Cell::phrase(line)]);
        }
    }
    let most = statistics.by_year.iter().map(|year| year.ms).max().unwrap_or(0);
    let years = statistics.recaps.iter().enumerate();
    let years = years.map(|(index, recap)| year(statistics, index, recap, most));
    let says = "What was remarkable about each: chosen by how far it lies from what the other years let expect, so that no two years are told alike. The most surprising comes last.";
    let full = Full {
        lead: Phrase::new().words(Noun::Year.of(statistics.recaps.len() as u64)),
        text: vec![Phrase::new().words(says)],
        blocks: vec![Block::Years(years.collect())],
        beside: false,
    };
    let brief = (!table.rows.is_empty()).then_some(Brief::Table(table));
    chapter.brief(brief).full(Some(full))
}

fn year<'a>(statistics: &'a Statistics, at: usize, recap: &'a Recap, most: u64) -> Year<'a> {
    let counts = statistics.by_year.iter().enumerate();
    let count = counts.into_iter().find(|(_, year)| year.year == recap.year);
    let size = count.map_or_else(Phrase::new, |(index, year)| {
        let size = Phrase::new().time(format!("/by_year/{index}/ms"), year.ms).words(" · ");
        size.count(format!("/by_year/{index}/plays"), year.plays, Noun::Play)
    });
    let cards = recap.cards.iter().enumerate();
    Year {
        year: recap.year,
        size,
        meter: count.map(|(_, year)| [year.ms, most]),
        days: None,
        cards: cards
            .map(|(nth, told)| in_full(told, &format!("/recaps/{at}/cards/{nth}")))
            .collect(),
    }
}

fn in_full<'a>(told: &'a Told, at: &str) -> Card<'a> {
    let fact = card(told, at);
    Card {
        about: fact.about,
        most: fact.most,
        rest: fact.rest,
        note: record(told).map_or_else(Phrase::new, |record| Phrase::new().words(record)),
        ..Card::default()
    }
}

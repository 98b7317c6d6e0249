//! Eras: stretches of months with a mix of artists of their own.

use playtally_statistics::eras::Era;
use playtally_statistics::{Month, Statistics};

use crate::chapter::{Block, Brief, Card, Chapter, Full};
use crate::chart::{self, Chart, Shape};
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::Noun;
use crate::words::date::{month, short_month};
use crate::words::number::count;

/// How many artists an era is named by: in brief, and in the title of its card.
const NAMES: usize = 3;
const TITLE: usize = 2;

/// None of a single one, which is the whole history.
pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("eras", "Eras");
    let eras = &statistics.eras;
    let [first, .., last] = &eras[..] else { return chapter };
    let most = eras.iter().map(|era| era.plays).max().unwrap_or(0);
    let mut table = Table::new(
        "Eras",
        [
            Column::words("Era").clear(),
            Column::bars("", 12),
            Column::number("Plays").at("/plays"),
            Column::names("Sounds like", 12),
        ],
    );
    for (index, era) in eras.iter().enumerate() {
        let span = Phrase::new().month(era.from).words(" to ").month(era.to);
        let cells = [
            Cell::phrase(span),
            Cell::Bar(era.plays, most),
            Cell::count(era.plays),
            Cell::phrase(Phrase::names(names(era).take(NAMES))),
        ];
        table.row(format!("/eras/{index}"), cells);
    }
    let says = "Stretches of months that each have a mix of artists of their own, found in the plays alone. The artists are those that set an era apart from the others, not always the most played.";
    let full = Full {
        lead: Phrase::new().words(count(eras.len() as u64)),
        text: vec![Phrase::new().words(says)],
        blocks: vec![
            Block::Figures(vec![(timeline(statistics, first.from, last.to), None)]),
            Block::Cards(eras.iter().enumerate().map(card).collect()),
        ],
        beside: false,
    };
    chapter.brief([Brief::Table(table)]).full(Some(full))
}

fn names(era: &Era) -> impl Iterator<Item = &str> {
    era.artists.iter().map(|artist| artist.name.as_str())
}

fn card((index, era): (usize, &Era)) -> Card<'_> {
    let mut when = short_month(era.from);
    if era.to != era.from {
        when.push_str(&format!(" – {}", short_month(era.to)));
    }
    Card {
        about: Phrase::new().words(when),
        most: Phrase::names(names(era).take(TITLE)),
        rest: Phrase::names(names(era).skip(TITLE)),
        count: Phrase::new().count(format!("/eras/{index}/plays"), era.plays, Noun::Play),
        ..Card::default()
    }
}

fn timeline(statistics: &Statistics, from: Month, to: Month) -> Chart<'_> {
    let columns = statistics.by_month.iter().map(|month| chart::Month {
        month: month.month,
        value: month.plays,
        pale: false,
    });
    let eras = &statistics.eras;
    Chart {
        id: "era-line".to_owned(),
        title: "The eras and how much was played".to_owned(),
        says: format!(
            "From {} to {} in {}.",
            month(from),
            month(to),
            Noun::Era.of(eras.len() as u64)
        ),
        shape: Shape::Timeline {
            months: [from, to],
            columns: columns.collect(),
            curve: Vec::new(),
            bands: eras.iter().map(|era| [era.from, era.to]).collect(),
        },
    }
}

//! Years and months.

use std::collections::BTreeMap;

use playtally_statistics::Statistics;

use crate::chapter::{Block, Brief, Chapter, Full};
use crate::chart::{Bar, Chart, Month, Shape};
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::date;
use crate::words::number::{count, duration, hours};

/// None of a single month.
pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("years", "Year by year");
    if statistics.by_month.len() < 2 {
        return chapter;
    }
    let table = by_year(statistics);
    let full = full(statistics, table.clone());
    chapter.brief([Brief::Table(table)]).full(full)
}

fn full<'a>(statistics: &'a Statistics, table: Table<'a>) -> Option<Full<'a>> {
    let best = statistics.by_year.iter().max_by_key(|year| year.ms)?;
    let peak = statistics.by_month.iter().max_by_key(|month| month.ms)?;
    let bars = statistics.by_year.iter().map(|year| Bar {
        word: year.year.to_string(),
        value: year.ms,
        shown: match hours(year.ms) {
            0 => "<1".to_owned(),
            hours => count(hours),
        },
    });
    let years = Chart {
        id: "year-bars".to_owned(),
        title: "Hours of each year".to_owned(),
        says: format!("{} has the most, {}.", best.year, duration(best.ms)),
        shape: Shape::Bars(bars.collect()),
    };
    let columns = statistics.by_month.iter().map(|month| Month {
        month: month.month,
        value: month.ms,
        pale: false,
    });
    let months = Chart {
        id: "month-bars".to_owned(),
        title: "Time of each month".to_owned(),
        says: format!("{} has the most, {}.", date::month(peak.month), duration(peak.ms)),
        shape: Shape::Timeline {
            months: [statistics.by_month.first()?.month, statistics.by_month.last()?.month],
            columns: columns.collect(),
            curve: Vec::new(),
            bands: Vec::new(),
        },
    };
    let text = Phrase::new()
        .words("The year with the most music: ")
        .words(duration(best.ms));
    let artist = statistics.year_artists.iter().find(|artist| artist.year == best.year);
    let text = match artist {
        Some(artist) => text.words(", most of it by ").name(&artist.artist.name),
        None => text,
    };
    let text = text.words(". The strongest month of all was ").month(peak.month);
    Some(Full {
        lead: Phrase::new().words(best.year.to_string()),
        text: vec![text.words(format!(", with {}.", duration(peak.ms)))],
        blocks: vec![
            Block::Figures(vec![(years, Some(table))]),
            Block::Figures(vec![(months, Some(by_month(statistics)))]),
        ],
        beside: false,
    })
}

/// A row for each year: its months, its plays, and who was heard most. A year without music has a row as well.
fn by_year(statistics: &Statistics) -> Table<'_> {
    let known = !statistics.year_artists.is_empty();
    let mut columns = vec![
        Column::number("Year").at("/year").clear(),
        Column::bars("J F M A M J J A S O N D", 23),
        Column::bars("", 20),
        Column::number("Plays").at("/plays"),
        Column::number("Time").at("/ms").second(),
    ];
    if known {
        columns.push(Column::names("Most played", 8));
    }
    let mut table = Table::new("Counted plays and time of each year", columns);
    let mut months: BTreeMap<i32, [u64; 12]> = BTreeMap::new();
    for month in &statistics.by_month {
        months.entry(month.month.year()).or_default()[month.month.month() as usize - 1] = month.plays;
    }
    let most = statistics.by_year.iter().map(|year| year.plays).max().unwrap_or(0);
    let most_of_month = months.values().flatten().copied().max().unwrap_or(0);
    let mut before = None;
    for (index, year) in statistics.by_year.iter().enumerate() {
        let silent = before.map_or(year.year, |before| before + 1)..year.year;
        for year in silent {
            let mut cells = vec![
                Cell::word(year),
                Cell::word(""),
                Cell::word(""),
                Cell::word(count(0)),
                Cell::word(duration(0)),
            ];
            cells.extend(known.then(|| Cell::word("")));
            table.other_row(cells);
        }
        let mut cells = vec![
            Cell::year(year.year),
            Cell::Bars(
                months.get(&year.year).copied().unwrap_or_default().to_vec(),
                most_of_month,
                1,
            ),
            Cell::Bar(year.plays, most),
            Cell::count(year.plays),
            Cell::ms(year.ms),
        ];
        if known {
            let artist = statistics.year_artists.iter().find(|artist| artist.year == year.year);
            cells.push(artist.map_or_else(|| Cell::word(""), |artist| Cell::name(&artist.artist.name)));
        }
        table.row(format!("/by_year/{index}"), cells);
        before = Some(year.year);
    }
    table
}

fn by_month(statistics: &Statistics) -> Table<'_> {
    let columns = [
        Column::words("Month").at("/month"),
        Column::number("Plays").at("/plays"),
        Column::number("Time").at("/ms"),
    ];
    let mut table = Table::new("Counted plays and time of each month", columns);
    for (index, month) in statistics.by_month.iter().enumerate() {
        table.row(
            format!("/by_month/{index}"),
            [Cell::month(month.month), Cell::count(month.plays), Cell::ms(month.ms)],
        );
    }
    table
}

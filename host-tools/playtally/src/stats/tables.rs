//! Tables and rankings for a terminal.

use playtally_statistics::tops::Order;
use playtally_telling::name::{clean, width};
use playtally_telling::words::number::{count, duration};
use playtally_telling::{Cell, Column as Told, Kind, Ranking, Table as Data};

use super::facts::plain;
use crate::text::bar::{bar, sparkline};
use crate::text::style::{CHART, FAINT};
use crate::text::table::{Column, Table};

/// The shortest bars that say something, in columns.
const SHORTEST: usize = 4;
/// Blanks left of a table, and between its columns.
const INDENT: usize = 2;
const GAP: usize = 2;

/// A table in at most `columns` columns. Bars take what is left by all others.
pub(crate) fn table(data: &Data<'_>, columns: usize) -> String {
    let told = data.columns.iter().enumerate().filter(|(_, told)| !told.detail);
    let mut told: Vec<(usize, &Told)> = told.collect();
    if taken(data, &told, |least, _| least).0 > columns {
        told.retain(|(_, told)| !told.second);
    }
    let (taken, longest) = taken(data, &told, |least, widest| widest.min(2 * least));
    let room = columns.saturating_sub(taken).min(longest);
    let longest = if room < SHORTEST { 0 } else { room };
    let told: Vec<_> = told
        .into_iter()
        .filter(|(index, _)| !(is_bar(data, *index) && longest == 0))
        .collect();
    let mut table = Table::new(told.iter().map(|(_, told)| column(told)).collect());
    let rows = data.cut.as_ref().map_or(data.rows.len(), |(rows, _)| *rows);
    for row in data.rows.iter().take(rows) {
        table.row(told.iter().map(|&(index, _)| cell(&row.cells[index], longest)));
    }
    if let Some((_, others)) = &data.cut {
        table.heading(others);
    }
    table.render(columns)
}

fn column(told: &Told) -> Column {
    let title = if told.clear {
        String::new()
    } else {
        told.title.to_lowercase()
    };
    // The letters of months are not words.
    let title = if matches!(told.kind, Kind::Bars(_)) {
        told.title
    } else {
        &title
    };
    let column = match told.kind {
        Kind::Number => Column::right(title),
        Kind::Words => Column::left(title),
        Kind::Names(least) => Column::left(title).gives_way(least),
        Kind::Bars(_) => Column::left(title).style(CHART),
    };
    if told.second { column.style(FAINT) } else { column }
}

fn cell(cell: &Cell<'_>, longest: usize) -> String {
    match cell {
        Cell::Shown(phrase, _) => plain(phrase),
        Cell::Bar(part, most) => bar(*part, *most, longest),
        Cell::Bars(values, most, gap) => {
            let letters = sparkline(values, *most);
            let letters: Vec<String> = letters.chars().map(String::from).collect();
            letters.join(&" ".repeat(*gap))
        }
    }
}

fn is_bar(data: &Data<'_>, index: usize) -> bool {
    data.rows.iter().any(|row| matches!(row.cells[index], Cell::Bar(..)))
}

/// How many columns a table takes without its bars, and how long these are at most. `names` says how wide a column of names
/// is, of its least and its widest.
fn taken(data: &Data<'_>, told: &[(usize, &Told)], names: fn(usize, usize) -> usize) -> (usize, usize) {
    let mut taken = INDENT + GAP * told.len().saturating_sub(1);
    let mut longest = 0;
    for &(index, told) in told {
        if let (Kind::Bars(most), true) = (told.kind, is_bar(data, index)) {
            longest = most;
            continue;
        }
        let cells = data.rows.iter().map(|row| width(&cell(&row.cells[index], 0)));
        let title = if told.clear { 0 } else { width(told.title) };
        let widest = cells.max().unwrap_or(0).max(title);
        taken += match told.kind {
            Kind::Names(least) => names(least, widest),
            _ => widest,
        };
    }
    (taken, longest)
}

/// The fewest columns that a name is cut to, and what parts it from the next column.
const NAME: usize = 10;
const NAME_AND_GAP: usize = NAME + 2;
/// Columns that a ranking takes beside its names and bars.
const WITHOUT_BARS: usize = 28;
/// The shortest bars of a ranking that say something, in columns.
const SHORTEST_OF_RANKING: usize = 6;

/// Numbered rows of names, with a bar for the plays.
pub(crate) fn ranking(ranking: &Ranking<'_>, columns: usize) -> String {
    let entries = &ranking.entries;
    let measure = |plays: u64, ms: u64| if ranking.order == Order::Plays { plays } else { ms };
    let most = entries.first().map_or(0, |first| measure(first.plays, first.ms));
    // Where nobody is known, nobody has a column.
    let titles: &[&str] = match entries.first() {
        Some(first) if first.field == "name" => &["artist"],
        _ if entries.iter().any(|entry| entry.by.is_some()) => &["title", "artist"],
        _ => &["title"],
    };
    let bars = columns.saturating_sub(WITHOUT_BARS + NAME_AND_GAP * titles.len());
    let bars = bars.min(columns / (3 + titles.len()));
    let bars = if bars < SHORTEST_OF_RANKING { 0 } else { bars };
    let mut head = vec![Column::right("").style(FAINT)];
    head.extend(titles.iter().map(|title| Column::left(title).gives_way(NAME)));
    if bars > 0 {
        head.push(Column::left("").style(CHART));
    }
    head.extend([Column::right("plays"), Column::right("time").style(FAINT)]);
    let mut table = Table::new(head);
    for (place, entry) in (1..).zip(entries) {
        let mut cells = vec![count(place), clean(entry.name).into_owned()];
        if titles.len() > 1 {
            cells.push(clean(entry.by.unwrap_or_default()).into_owned());
        }
        if bars > 0 {
            cells.push(bar(measure(entry.plays, entry.ms), most, bars));
        }
        cells.extend([count(entry.plays), duration(entry.ms)]);
        table.row(cells);
    }
    table.render(columns)
}

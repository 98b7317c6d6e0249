//! Lists of what was played most.

use playtally_statistics::tops::{TopArtist, TopTitle};

use crate::text::bar::bar;
use crate::text::name::clean;
use crate::text::number::{count, duration};
use crate::text::style::{CHART, FAINT};
use crate::text::table::{Column, Table};

/// Columns of a terminal below which there is no room for bars.
const ROOM_FOR_BARS: usize = 60;
/// The fewest columns that a name is cut to.
const NAME: usize = 10;

pub(crate) fn artists(artists: &[TopArtist], columns: usize) -> String {
    let rows = artists
        .iter()
        .map(|artist| (vec![clean(&artist.name).into_owned()], artist.plays, artist.ms));
    list(&["artist"], rows.collect(), columns)
}

pub(crate) fn titles(titles: &[TopTitle], columns: usize) -> String {
    let rows = titles.iter().map(|top| {
        let names = vec![clean(&top.title).into_owned(), clean(&top.artist).into_owned()];
        (names, top.plays, top.ms)
    });
    list(&["title", "artist"], rows.collect(), columns)
}

/// Numbered rows of names, with a bar for the plays.
fn list(names: &[&str], rows: Vec<(Vec<String>, u64, u64)>, columns: usize) -> String {
    let Some(most) = rows.iter().map(|(_, plays, _)| *plays).max() else {
        return String::new();
    };
    let bars = if columns < ROOM_FOR_BARS {
        0
    } else {
        columns / (3 + names.len())
    };
    let mut table = vec![Column::right("").style(FAINT)];
    table.extend(names.iter().map(|name| Column::left(name).gives_way(NAME)));
    if bars > 0 {
        table.push(Column::left("").style(CHART));
    }
    table.extend([Column::right("plays"), Column::right("time").style(FAINT)]);
    let mut table = Table::new(table);
    for (place, (names, plays, ms)) in (1..).zip(rows) {
        let mut cells = vec![count(place)];
        cells.extend(names);
        if bars > 0 {
            cells.push(bar(plays, most, bars));
        }
        cells.extend([count(plays), duration(ms)]);
        table.row(cells);
    }
    table.render(columns)
}

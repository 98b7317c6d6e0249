//! Lists of what was played most.

use playtally_statistics::Statistics;
use playtally_statistics::tops::TopTitle;

use super::facts::{Facts, track};
use crate::text::bar::bar;
use crate::text::name::clean;
use crate::text::number::{count, duration, plural};
use crate::text::style::{CHART, FAINT};
use crate::text::table::{Column, Table};

/// The fewest columns that a name is cut to, and what parts it from the next column.
const NAME: usize = 10;
const NAME_AND_GAP: usize = NAME + 2;
/// Columns that a list takes beside its names and bars.
const WITHOUT_BARS: usize = 28;
/// The shortest bars that say something, in columns.
const SHORTEST_BAR: usize = 6;

/// The most played artists.
pub(crate) fn artists(statistics: &Statistics, columns: usize) -> String {
    let by_time = statistics.top_by_time.artists.first();
    let by_time = by_time.filter(|top| statistics.top_artists.first() != Some(top));
    let rows = statistics
        .top_artists
        .iter()
        .map(|artist| (vec![clean(&artist.name).into_owned()], artist.plays, artist.ms));
    let most = by_time.map(|top| (clean(&top.name).into_owned(), top.plays, top.ms));
    list(&["artist"], rows.collect(), columns) + &most_time(most, columns)
}

/// The most played tracks.
pub(crate) fn tracks(statistics: &Statistics, columns: usize) -> String {
    titles(&statistics.top_tracks, &statistics.top_by_time.tracks, columns)
}

/// The most played albums.
pub(crate) fn albums(statistics: &Statistics, columns: usize) -> String {
    titles(&statistics.top_albums, &statistics.top_by_time.albums, columns)
}

fn titles(titles: &[TopTitle], by_time: &[TopTitle], columns: usize) -> String {
    // Where nobody is known, nobody has a column.
    let known = titles.iter().any(|top| top.artist.is_some());
    let rows = titles.iter().map(|top| {
        let mut names = vec![clean(&top.title).into_owned()];
        if known {
            names.push(clean(top.artist.as_deref().unwrap_or_default()).into_owned());
        }
        (names, top.plays, top.ms)
    });
    let by_time = by_time.first().filter(|top| titles.first() != Some(top));
    let most = by_time.map(|top| (track(&top.title, top.artist.as_deref()), top.plays, top.ms));
    let names: &[&str] = if known { &["title", "artist"] } else { &["title"] };
    list(names, rows.collect(), columns) + &most_time(most, columns)
}

/// Whom most time went to, where that is not the most played.
fn most_time(most: Option<(String, u64, u64)>, columns: usize) -> String {
    let mut facts = Facts::new(columns);
    if let Some((name, plays, ms)) = most {
        facts.add(
            "Most time",
            name,
            format_args!(", {} in {}", duration(ms), plural(plays, "play", "plays")),
        );
    }
    facts.finish()
}

/// Numbered rows of names, with a bar for the plays.
fn list(names: &[&str], rows: Vec<(Vec<String>, u64, u64)>, columns: usize) -> String {
    let Some(most) = rows.iter().map(|(_, plays, _)| *plays).max() else {
        return String::new();
    };
    let bars = columns.saturating_sub(WITHOUT_BARS + NAME_AND_GAP * names.len());
    let bars = bars.min(columns / (3 + names.len()));
    let bars = if bars < SHORTEST_BAR { 0 } else { bars };
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

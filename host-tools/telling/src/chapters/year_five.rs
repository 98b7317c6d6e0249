//! The year's five: its artists, its tracks and its hours.

use playtally_statistics::Statistics;
use playtally_statistics::tops::Order;
use playtally_statistics::year_five::YearFive;

use crate::chapter::{Block, Brief, Chapter, Entry, Full, List};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::Noun;

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let Some(five) = &statistics.year_five else {
        return Chapter::new("year-five", "Five of the year");
    };
    let chapter = Chapter::new("year-five", format!("Five of {}", five.year));
    let tables = [artists(five), tracks(five)].into_iter();
    let tables = tables.filter(|table| !table.rows.is_empty()).map(Brief::Table);
    let all = Fact::new("In all", time(five), ", ", plays(five));
    let all = Brief::Facts(vec![all]);
    chapter.brief(tables.chain([all])).full(Some(full(five)))
}

fn time(five: &YearFive) -> Phrase<'static> {
    Phrase::new().time("/year_five/ms", five.ms)
}

fn plays(five: &YearFive) -> Phrase<'static> {
    Phrase::new().count("/year_five/plays", five.plays, Noun::Play)
}

/// What stands above the bars of a year's months.
const MONTHS: &str = "J F M A M J J A S O N D";

fn columns(name: Column) -> [Column; 3] {
    [name, Column::bars(MONTHS, 23), Column::number("Plays").at("/plays")]
}

/// The most plays of a month, of all that stand below each other.
fn most<'m>(months: impl Iterator<Item = &'m [u64; 12]>) -> u64 {
    months.flatten().copied().max().unwrap_or(0)
}

fn artists(five: &YearFive) -> Table<'_> {
    let columns = columns(Column::names("Artists", 8).at("/name"));
    let mut table = Table::new("The artists that were played most in the year", columns);
    let most = most(five.artists.iter().map(|of| &of.by_month));
    for (index, of) in five.artists.iter().enumerate() {
        let months = Cell::Bars(of.by_month.to_vec(), most, 1);
        let cells = [Cell::name(&of.top.name), months, Cell::count(of.top.plays)];
        table.row(format!("/year_five/artists/{index}"), cells);
    }
    table
}

fn tracks(five: &YearFive) -> Table<'_> {
    let columns = columns(Column::names("Tracks", 8));
    let mut table = Table::new("The tracks that were played most in the year", columns);
    let most = most(five.tracks.iter().map(|of| &of.by_month));
    for (index, of) in five.tracks.iter().enumerate() {
        let name = Phrase::new().track(&of.top.title, of.top.artist.as_deref());
        let months = Cell::Bars(of.by_month.to_vec(), most, 1);
        let cells = [Cell::phrase(name), months, Cell::count(of.top.plays)];
        table.row(format!("/year_five/tracks/{index}"), cells);
    }
    table
}

fn full(five: &YearFive) -> Full<'_> {
    let artists = five.artists.iter().enumerate().map(|(index, of)| Entry {
        at: format!("/year_five/artists/{index}"),
        field: "name",
        name: &of.top.name,
        by: None,
        plays: of.top.plays,
        ms: of.top.ms,
    });
    let tracks = five.tracks.iter().enumerate().map(|(index, of)| Entry {
        at: format!("/year_five/tracks/{index}"),
        field: "title",
        name: &of.top.title,
        by: of.top.artist.as_deref(),
        plays: of.top.plays,
        ms: of.top.ms,
    });
    let lists = [("Artists", artists.collect::<Vec<_>>()), ("Tracks", tracks.collect())].into_iter();
    let lists = lists
        .filter(|(_, entries)| !entries.is_empty())
        .map(|(title, entries)| List::new(title, Order::Plays, entries));
    let text = Phrase::new()
        .words(format!("of music in {}: ", five.year))
        .and(plays(five));
    Full {
        lead: time(five),
        text: vec![text.words(".")],
        blocks: vec![Block::Lists(lists.collect())],
        beside: false,
    }
}

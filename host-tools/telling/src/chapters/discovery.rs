//! What was new.

use playtally_statistics::Statistics;

use crate::chapter::{Block, Brief, Card, Chapter, Full};
use crate::chart::{Chart, Month, Shape};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::Noun;
use crate::words::number::percent;

/// How many months the small picture goes back.
const MONTHS_BACK: usize = 24;
/// How many artists of every year are named in full.
const LOYAL: usize = 6;

/// None of one artist.
pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("discovery", "Discovery");
    let discovery = &statistics.discovery;
    if discovery.by_year.is_empty() || statistics.totals.artists < 2 {
        return chapter;
    }
    let table = by_year(statistics);
    let full = full(statistics, table.clone());
    let months = &discovery.by_month[discovery.by_month.len().saturating_sub(MONTHS_BACK)..];
    let trend = months.last().map(|last| {
        let new = months.iter().map(|month| month.news.new_artists).collect();
        let at = format!("/discovery/by_month/{}/new_artists", discovery.by_month.len() - 1);
        let rest = Phrase::new().count(at, last.news.new_artists, Noun::Artist);
        Brief::Trend("New by month", new, rest.words(" in the last month"))
    });
    // Of a single year these are all that there are.
    let loyal = discovery.artists_of_every_year.first();
    let loyal = loyal.filter(|_| statistics.by_year.len() > 1).map(|loyal| {
        let at = "/discovery/artists_of_every_year/0/fewest";
        let rest = Phrase::new().words("at least ").count(at, loyal.fewest, Noun::Play);
        Fact::new(
            "In every year",
            Phrase::new().name(&loyal.name),
            ", ",
            rest.words(" a year"),
        )
    });
    let brief = [Brief::Table(table)].into_iter().chain(trend);
    chapter
        .brief(brief.chain([Brief::Facts(loyal.into_iter().collect())]))
        .full(full)
}

fn by_year(statistics: &Statistics) -> Table<'_> {
    let mut table = Table::new(
        "What was new in each year",
        [
            Column::number("Year").at("/year").clear(),
            Column::number("Plays").at("/plays").detail(),
            Column::number("New artists").at("/new_artists"),
            Column::number("New tracks").at("/new_tracks"),
            Column::number("Of all plays").second(),
            Column::names("Best discovery", 8),
        ],
    );
    for (index, year) in statistics.discovery.by_year.iter().enumerate() {
        let news = &year.news;
        let best = year.best.artists.first();
        // In the first year everything is new.
        let shown = if news.unfair {
            format!("({})", year.year)
        } else {
            year.year.to_string()
        };
        let cells = [
            Cell::valued(year.year, Phrase::new().words(shown)),
            Cell::count(news.plays),
            Cell::count(news.new_artists),
            Cell::count(news.new_tracks),
            Cell::word(percent(news.new_tracks, news.plays)),
            best.map_or_else(|| Cell::word(""), |artist| Cell::name(&artist.name)),
        ];
        table.row(format!("/discovery/by_year/{index}"), cells);
    }
    table
}

fn full<'a>(statistics: &'a Statistics, table: Table<'a>) -> Option<Full<'a>> {
    let discovery = &statistics.discovery;
    let months = &discovery.by_month;
    let artists: u64 = months.iter().map(|month| month.news.new_artists).sum();
    let mut so_far = 0.0;
    let curve = months.iter().map(|month| {
        so_far += month.news.new_artists as f64;
        (month.month, so_far)
    });
    let columns = months.iter().map(|month| Month {
        month: month.month,
        value: month.news.new_artists,
        pale: month.news.unfair,
    });
    let chart = Chart {
        id: "discovery-curve".to_owned(),
        title: "Artists heard for the first time".to_owned(),
        says: format!("{} in all.", Noun::Artist.of(artists)),
        shape: Shape::Timeline {
            months: [months.first()?.month, months.last()?.month],
            columns: columns.collect(),
            curve: curve.collect(),
            bands: Vec::new(),
        },
    };
    let mut text = vec![Phrase::new().words("heard for the first time. The line is all of them so far, the columns are those of each month; the first twelve months are pale, because then everything is new.")];
    let fair = discovery
        .by_year
        .iter()
        .filter(|year| !year.news.unfair && year.news.new_tracks > 0);
    // The larger share, without dividing.
    let curious = fair.reduce(|most, year| {
        let (a, b) = (&most.news, &year.news);
        if b.new_tracks * a.plays >= a.new_tracks * b.plays {
            year
        } else {
            most
        }
    });
    if let Some(year) = curious {
        let says = Phrase::new().words(format!("The most curious year was {}: ", year.year));
        let says = says.share(year.news.new_tracks, year.news.plays);
        text.push(says.words(" of its plays were of a track never heard before."));
    }
    let loyal = &discovery.artists_of_every_year;
    if statistics.by_year.len() > 1 && !loyal.is_empty() {
        let names = Phrase::names(loyal.iter().take(LOYAL).map(|artist| artist.name.as_str()));
        text.push(Phrase::new().words("In every single year: ").and(names).words("."));
    }
    let years = discovery.by_year.iter().enumerate();
    let cards = years.filter_map(|(index, year)| {
        let artist = year.best.artists.first()?;
        let beginning = if year.news.unfair { " (the beginning)" } else { "" };
        let at = format!("/discovery/by_year/{index}/best/artists/0/plays");
        Some(Card {
            about: Phrase::new().words(format!("{}{beginning}", year.year)),
            most: Phrase::new().name(&artist.name),
            rest: Phrase::new().words("first heard on ").day(artist.first),
            count: Phrase::new().count(at, artist.plays, Noun::Play).words(" since"),
            ..Card::default()
        })
    });
    Some(Full {
        lead: Phrase::new().words(Noun::Artist.of(artists)),
        text,
        blocks: vec![
            Block::Figures(vec![(chart, Some(table))]),
            Block::SmallCards(cards.collect()),
        ],
        beside: false,
    })
}

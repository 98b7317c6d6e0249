//! How widely was listened, and how old the music has become.

use playtally_statistics::Statistics;
use playtally_statistics::breadth::Spread;

use crate::chapter::{Block, Brief, Chapter, Full};
use crate::chart::{Chart, Shape};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::Noun;
use crate::words::date::span;
use crate::words::number::{count, percent};

/// How many months a small picture goes back.
const MONTHS_BACK: usize = 24;

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("breadth", "Breadth and age");
    if statistics.totals.artists < 2 || statistics.breadth.by_year.is_empty() {
        return chapter;
    }
    let table = by_year(statistics);
    let full = full(statistics, table.clone());
    let nostalgia = &statistics.nostalgia;
    let months = &nostalgia.by_month[nostalgia.by_month.len().saturating_sub(MONTHS_BACK)..];
    let trend = months.last().filter(|last| last.mean_days > 0).map(|last| {
        let at = format!("/nostalgia/by_month/{}/mean_days", nostalgia.by_month.len() - 1);
        let rest = Phrase::new().words("known for ");
        let rest = rest.value(at, last.mean_days, span(last.mean_days));
        let ages = months.iter().map(|month| month.mean_days).collect();
        Brief::Trend("Age of the music", ages, rest.words(" in the mean of the last month"))
    });
    let day = nostalgia.days.first().filter(|day| day.mean_days > 0).map(|day| {
        let rest = Phrase::new().words("when it had been known for ");
        let rest = rest.value("/nostalgia/days/0/mean_days", day.mean_days, span(day.mean_days));
        Fact::new("Day of nostalgia", Phrase::new().day(day.date), ", ", rest)
    });
    let brief = [Brief::Table(table)].into_iter().chain(trend);
    let facts = widest(statistics).into_iter().chain(day).collect();
    chapter.brief(brief.chain([Brief::Facts(facts)])).full(full)
}

/// The year with the most different artists, and how many another one has.
fn widest(statistics: &Statistics) -> Option<Fact<'_>> {
    let breadth = &statistics.breadth;
    let [widest, beside] = breadth.widest(statistics.year_five.as_ref()?.year)?;
    let artists = |at: usize| format!("/breadth/by_year/{at}/artists");
    let (of_widest, other) = (&breadth.by_year[widest], &breadth.by_year[beside]);
    let rest = Phrase::new().count(artists(widest), of_widest.spread.artists, Noun::Artist);
    let rest = rest.words(format!("; {} in {}", count(other.spread.artists), other.year));
    let year = Phrase::new().words(of_widest.year.to_string());
    Some(Fact::new("Widest year", year, ", ", rest))
}

/// The breadth in whole artists.
fn whole(spread: &Spread) -> u64 {
    spread.effective_artists.round() as u64
}

fn by_year(statistics: &Statistics) -> Table<'_> {
    let years = &statistics.breadth.by_year;
    // In tenths, as far as they are known.
    let tenths = |spread: &Spread| (spread.effective_artists * 10.0).round() as u64;
    let most = years.iter().map(|year| tenths(&year.spread)).max().unwrap_or(0);
    let mut table = Table::new(
        "How widely was listened in each year",
        [
            Column::number("Year").at("/year").clear(),
            Column::bars("", 12),
            Column::number("Breadth").at("/effective_artists"),
            Column::number("Artists").at("/artists"),
            Column::number("Plays").at("/plays").detail(),
            Column::number("Exploring").at("/exploring").second(),
            Column::number("Of new artists").at("/exploring").detail(),
        ],
    );
    for (index, year) in years.iter().enumerate() {
        let spread = &year.spread;
        let exploring = percent(spread.exploring, spread.plays);
        let cells = [
            Cell::year(year.year),
            Cell::Bar(tenths(spread), most),
            Cell::valued(spread.effective_artists, Phrase::new().words(count(whole(spread)))),
            Cell::count(spread.artists),
            Cell::count(spread.plays),
            Cell::valued(spread.exploring, Phrase::new().words(exploring)),
            Cell::count(spread.exploring),
        ];
        table.row(format!("/breadth/by_year/{index}"), cells);
    }
    table
}

/// Month by month; none of fewer than two months.
fn full<'a>(statistics: &'a Statistics, widths: Table<'a>) -> Option<Full<'a>> {
    let (breadth, nostalgia) = (&statistics.breadth, &statistics.nostalgia);
    // Age is known of more months: of those, too, in which no artist is.
    let (first, last) = (nostalgia.by_month.first()?.month, nostalgia.by_month.last()?.month);
    if first == last {
        return None;
    }
    let widest = breadth
        .by_year
        .iter()
        .max_by(|a, b| a.spread.effective_artists.total_cmp(&b.spread.effective_artists))?;
    let most = breadth.by_month.iter().map(|month| whole(&month.spread)).max()?;
    let oldest = nostalgia.by_month.iter().map(|month| month.mean_days).max()?;
    let line = |id: &str, title: &str, at_most: String, curve| Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        says: format!("At most {at_most}."),
        shape: Shape::Timeline {
            months: [first, last],
            columns: Vec::new(),
            curve,
            bands: Vec::new(),
        },
    };
    let width = breadth
        .by_month
        .iter()
        .map(|month| (month.month, month.spread.effective_artists));
    let age = nostalgia
        .by_month
        .iter()
        .map(|month| (month.month, month.mean_days as f64));
    let mut days = Table::new(
        "The days with the oldest music",
        [
            Column::words("Day").at("/date"),
            Column::number("Plays").at("/plays"),
            Column::number("Days since first heard").at("/mean_days"),
        ],
    );
    for (index, day) in nostalgia.days.iter().enumerate() {
        let cells = [Cell::day(day.date), Cell::count(day.plays), Cell::count(day.mean_days)];
        days.row(format!("/nostalgia/days/{index}"), cells);
    }
    let mut text = vec![Phrase::new().words(format!(
        "{} was the year of the greatest breadth: as if so many artists had been played equally often. The first line says the same of each month; the second how long the music had been known when it was played, at most {} in the mean of a month.",
        widest.year,
        span(oldest)
    ))];
    if let Some(fact) = self::widest(statistics) {
        let says = Phrase::new().words("The widest year, with the most different artists, was ");
        text.push(says.and(fact.one_line()).words("."));
    }
    if let Some(day) = nostalgia.days.first() {
        let says = Phrase::new().words("The day of nostalgia was ").day(day.date);
        let says = says.words(": what was played had been first heard ");
        text.push(says.words(span(day.mean_days)).words(" before."));
    }
    let charts = [
        (
            line(
                "breadth-line",
                "The breadth of each month",
                Noun::Artist.of(most),
                width.collect(),
            ),
            Some(widths),
        ),
        (
            line(
                "age-line",
                "How long the music of each month had been known",
                span(oldest),
                age.collect(),
            ),
            Some(days),
        ),
    ];
    Some(Full {
        lead: Phrase::new().words(Noun::Artist.of(whole(&widest.spread))),
        text,
        blocks: vec![Block::Figures(charts.into())],
        beside: false,
    })
}

//! What was new, how widely was listened, and how old the music has become.

use maud::{Markup, html};
use playtally_statistics::Statistics;

use super::markup::{Cell, Chapter, Name, Table, fact, figure};
use super::plot::{self, MonthAxis};
use super::svg::{Picture, WIDTH, n, ratio};
use super::words::{self, percent};
use crate::text::date;
use crate::text::number::{count, plural};

const HEIGHT: f64 = 170.0;

/// What was new; none of one artist.
pub(super) fn news(statistics: &Statistics) -> Option<Chapter> {
    let months = &statistics.discovery.by_month;
    let (first, last) = (months.first()?, months.last()?);
    let axis = MonthAxis::new(first.month, last.month, 0.0, WIDTH);
    let artists: u64 = months.iter().map(|month| month.news.new_artists).sum();
    let most = months.iter().map(|month| month.news.new_artists).max()?.max(1);
    if statistics.totals.artists < 2 {
        return None;
    }
    let mut so_far = 0;
    let curve: Vec<(f64, f64)> = months
        .iter()
        .map(|month| {
            so_far += month.news.new_artists;
            (axis.middle(month.month), 10.0 + HEIGHT * (1.0 - ratio(so_far, artists)))
        })
        .collect();
    let fair: Vec<_> = statistics
        .discovery
        .by_year
        .iter()
        .filter(|year| !year.news.unfair && year.news.new_tracks > 0)
        .collect();
    let curious = fair
        .iter()
        .max_by(|a, b| ratio(a.news.new_tracks, a.news.plays).total_cmp(&ratio(b.news.new_tracks, b.news.plays)));
    let mut table = Table::new(
        "What was new in each year",
        &[
            ("Year", Some("/year")),
            ("Plays", Some("/plays")),
            ("New artists", Some("/new_artists")),
            ("New tracks", Some("/new_tracks")),
        ],
    );
    for (index, year) in statistics.discovery.by_year.iter().enumerate() {
        table.row(
            format!("/discovery/by_year/{index}"),
            [
                Cell::year(year.year),
                Cell::count(year.news.plays),
                Cell::count(year.news.new_artists),
                Cell::count(year.news.new_tracks),
            ],
        );
    }
    // Of a single year these are all that there are.
    let of_every_year = &statistics.discovery.artists_of_every_year;
    let loyal = if statistics.by_year.len() > 1 {
        &of_every_year[..]
    } else {
        &[]
    };
    Some(Chapter {
        id: "discovery",
        title: "Discovery",
        big: html! { (count(artists)) " " (if artists == 1 { "artist" } else { "artists" }) },
        text: html! {
            p { "heard for the first time. The line is all of them so far, the columns are those of each month; the first twelve months are pale, because then everything is new." }
            @if let Some(year) = curious {
                p { "The most curious year was " (year.year) ": " (percent(year.news.new_tracks, year.news.plays)) " of its plays were of a track never heard before." }
            }
            @if !loyal.is_empty() {
                p { "In every single year: " @for (index, artist) in loyal.iter().take(6).enumerate() { @if index > 0 { ", " } (Name(&artist.name)) } "." }
            }
        },
        body: html! {
            (figure(Picture {
                id: "discovery-curve".to_owned(),
                title: "Artists heard for the first time".to_owned(),
                says: format!("{} in all.", plural(artists, "artist", "artists")),
                frame: [0.0, 0.0, WIDTH, HEIGHT + 36.0],
                body: html! {
                    (axis.years(10.0, HEIGHT + 12.0))
                    @for month in months {
                        @let tall = ratio(month.news.new_artists, most) * HEIGHT * 0.5;
                        rect.bar.pale[month.news.unfair] x=(n(axis.start(month.month))) y=(n(10.0 + HEIGHT - tall)) width=(n((axis.step() * 0.84).min(40.0))) height=(n(tall)) {}
                    }
                    (plot::hill(&curve, 10.0 + HEIGHT))
                },
            }, &table))
            (best(statistics))
        },
        beside: false,
    })
}

/// The discovery of each year.
fn best(statistics: &Statistics) -> Markup {
    html! {
        ol.cards.small {
            @for (index, year) in statistics.discovery.by_year.iter().enumerate() {
                @if let Some(artist) = year.best.artists.first() {
                    li {
                        p.when { (year.year) @if year.news.unfair { " (the beginning)" } }
                        h3 { (Name(&artist.name)) }
                        p.rest { "first heard on " (date::day(artist.first)) }
                        p.count { (fact(&format!("/discovery/by_year/{index}/best/artists/0/plays"), artist.plays, plural(artist.plays, "play", "plays"))) " since" }
                    }
                }
            }
        }
    }
}

/// How widely was listened, month by month; none of fewer than two months, or of one artist.
pub(super) fn breadth(statistics: &Statistics) -> Option<Chapter> {
    let months = &statistics.breadth.by_month;
    // Age is known of more months: of those, too, in which no artist is.
    let ages = &statistics.nostalgia.by_month;
    let (first, last) = (ages.first()?.month, ages.last()?.month);
    if first == last || statistics.totals.artists < 2 {
        return None;
    }
    let widest = statistics
        .breadth
        .by_year
        .iter()
        .max_by(|a, b| a.spread.effective_artists.total_cmp(&b.spread.effective_artists))?;
    let axis = MonthAxis::new(first, last, 0.0, WIDTH);
    let most = months
        .iter()
        .map(|month| month.spread.effective_artists)
        .fold(1.0, f64::max);
    let width: Vec<(f64, f64)> = months
        .iter()
        .map(|month| {
            (
                axis.middle(month.month),
                130.0 - month.spread.effective_artists / most * 116.0,
            )
        })
        .collect();
    let oldest = statistics
        .nostalgia
        .by_month
        .iter()
        .map(|month| month.mean_days)
        .max()
        .unwrap_or(0);
    let age: Vec<(f64, f64)> = statistics
        .nostalgia
        .by_month
        .iter()
        .map(|month| (axis.middle(month.month), 130.0 - ratio(month.mean_days, oldest) * 116.0))
        .collect();
    let mut widths = Table::new(
        "How widely was listened in each year",
        &[
            ("Year", Some("/year")),
            ("Artists", Some("/artists")),
            ("As many as", Some("/effective_artists")),
            ("Plays", Some("/plays")),
            ("Of new artists", Some("/exploring")),
        ],
    );
    for (index, year) in statistics.breadth.by_year.iter().enumerate() {
        widths.row(
            format!("/breadth/by_year/{index}"),
            [
                Cell::year(year.year),
                Cell::count(year.spread.artists),
                Cell::decimal(year.spread.effective_artists),
                Cell::count(year.spread.plays),
                Cell::count(year.spread.exploring),
            ],
        );
    }
    let mut days = Table::new(
        "The days with the oldest music",
        &[
            ("Day", Some("/date")),
            ("Plays", Some("/plays")),
            ("Days since first heard", Some("/mean_days")),
        ],
    );
    for (index, day) in statistics.nostalgia.days.iter().enumerate() {
        days.row(
            format!("/nostalgia/days/{index}"),
            [Cell::day(day.date), Cell::count(day.plays), Cell::count(day.mean_days)],
        );
    }
    Some(Chapter {
        id: "breadth",
        title: "Breadth and age",
        big: html! { (words::width(widest.spread.effective_artists.round())) },
        text: html! {
            p { (widest.year) " was the widest year: as varied as if so many artists had been played equally often. The first line says the same of each month; the second how long the music had been known when it was played, at most " (date::span(oldest)) " in the mean of a month." }
            @if let Some(day) = statistics.nostalgia.days.first() {
                p { "The day of nostalgia was " (date::day(day.date)) ": what was played had been first heard " (date::span(day.mean_days)) " before." }
            }
        },
        body: html! {
            div.pair {
                (figure(line("breadth-line", "The effective number of artists of each month", &format!("At most {}.", words::width(most)), &width, axis), &widths))
                (figure(line("age-line", "How long the music of each month had been known", &format!("At most {}.", date::span(oldest)), &age, axis), &days))
            }
        },
        beside: false,
    })
}

fn line(id: &str, title: &str, says: &str, points: &[(f64, f64)], axis: MonthAxis) -> Markup {
    html! {
        p.caption { (title) }
        (Picture {
            id: id.to_owned(),
            title: title.to_owned(),
            says: says.to_owned(),
            frame: [0.0, 0.0, WIDTH, 160.0],
            body: html! { (axis.years(8.0, 132.0)) (plot::hill(points, 130.0)) },
        })
    }
}

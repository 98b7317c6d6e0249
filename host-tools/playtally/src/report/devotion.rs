//! Love that lasted, ended, and came back; and how much time a track is given.

use maud::html;
use playtally_statistics::Statistics;
use playtally_statistics::patience::{ENOUGH_STARTS, Ends};

use super::markup::{Cell, Chapter, Table, fact, facts, figure};
use super::svg::{Path, Picture, WIDTH, n, ratio};
use super::words::percent;
use crate::tell;
use crate::text::date;
use crate::text::number::{count, duration, plural};

/// Devotion; none where nothing was heard twice.
pub(super) fn devotion(statistics: &Statistics) -> Option<Chapter> {
    let repeats = &statistics.repeats;
    if repeats.again == 0 {
        return None;
    }
    let mut list = tell::devotion::facts(statistics);
    list.extend(tell::devotion::seasons(statistics, 1));
    list.extend(tell::devotion::movers(statistics));
    Some(Chapter {
        id: "devotion",
        title: "Devotion",
        big: html! { (percent(repeats.again, repeats.plays)) },
        text: html! {
            p { "of all plays are of a track that had been heard before" @if repeats.straight > 0 { "; " (percent(repeats.straight, repeats.plays)) " of the very track that had just been played" } "." }
        },
        body: facts(&list),
        beside: false,
    })
}

/// Patience; none where too few ends are known.
pub(super) fn patience(statistics: &Statistics) -> Option<Chapter> {
    let patience = &statistics.patience;
    let ends = patience.ends;
    if ends.starts < ENOUGH_STARTS {
        return None;
    }
    let mut table = Table::new(
        "How the plays of each year ended",
        &[
            ("Year", Some("/year")),
            ("Starts", Some("/starts")),
            ("Finished", Some("/finished")),
            ("Skipped", Some("/skips")),
        ],
    );
    for (index, year) in patience.by_year.iter().enumerate() {
        table.row(
            format!("/patience/by_year/{index}"),
            [
                Cell::year(year.year),
                Cell::count(year.ends.starts),
                Cell::count(year.ends.finished),
                Cell::count(year.ends.skips),
            ],
        );
    }
    let mut hours = Table::new(
        "How many plays that begin in each hour are skipped",
        &[("Hour", None), ("Starts", Some("/starts")), ("Skipped", Some("/skips"))],
    );
    for (hour, ends) in patience.by_hour.iter().enumerate() {
        hours.row(
            format!("/patience/by_hour/{hour}"),
            [
                Cell::word(date::hour(hour)),
                Cell::count(ends.starts),
                Cell::count(ends.skips),
            ],
        );
    }
    let hastiest = hastiest(&patience.by_hour);
    Some(Chapter {
        id: "patience",
        title: "Patience",
        big: html! { (percent(ends.finished, ends.starts)) },
        text: html! {
            p { "of what was started was heard to its end" @if ends.skips > 0 { "; " (percent(ends.skips, ends.starts)) " was cut short" }
                @if ends.finished + ends.skips < ends.starts { ", and the rest ended for reasons of its own" } ". Of each year: heard to the end, skipped, and neither." }
            @if let Some((hour, ends)) = hastiest {
                p { "The hour with the least patience is " (date::hour(hour)) ": " (percent(ends.skips, ends.starts)) " is skipped." }
            }
        },
        body: html! {
            (figure(ends_by_year(statistics), &table))
            @if let Some((hour, most)) = hastiest { (figure(skips_by_hour(statistics, hour, most), &hours)) }
            (facts(&tell::habits::patience(statistics)))
        },
        beside: true,
    })
}

/// Of each year, how its plays ended, as parts of a column.
fn ends_by_year(statistics: &Statistics) -> Picture {
    let years = &statistics.patience.by_year;
    let step = WIDTH / years.len().max(1) as f64;
    let thick = (step * 0.78).min(64.0);
    let height = 220.0;
    let (mut finished, mut skipped, mut neither) = (Path::default(), Path::default(), Path::default());
    for (index, year) in years.iter().enumerate() {
        let left = (index as f64 + 0.5) * step - thick / 2.0;
        let done = ratio(year.ends.finished, year.ends.starts) * height;
        let cut = ratio(year.ends.skips, year.ends.starts) * height;
        finished.rect(left, height - done, thick, done);
        skipped.rect(left, 0.0, thick, cut);
        neither.rect(left, cut, thick, (height - done - cut).max(0.0));
    }
    Picture {
        id: "ends".to_owned(),
        title: "How the plays of each year ended".to_owned(),
        says: "From the bottom: heard to the end, neither, and skipped.".to_owned(),
        frame: [0.0, 0.0, WIDTH, height + 50.0],
        body: html! {
            path.hot.bar d=(finished) {} path.track d=(neither) {} path.bar d=(skipped) {}
            @for (index, year) in years.iter().enumerate() {
                text.axis.minor[years.len() > 6 && index % 3 != 0] x=(n((index as f64 + 0.5) * step)) y=(n(height + 20.0)) text-anchor="middle" { (year.year) }
            }
            rect.bar.hot x="0" y=(n(height + 34.0)) width="12" height="12" {} text.axis x="18" y=(n(height + 45.0)) { "to the end" }
            rect.bar x="170" y=(n(height + 34.0)) width="12" height="12" {} text.axis x="188" y=(n(height + 45.0)) { "skipped" }
            rect.track x="310" y=(n(height + 34.0)) width="12" height="12" {} text.axis x="328" y=(n(height + 45.0)) { "neither" }
        },
    }
}

/// The hour with the largest share of skips, of those with enough starts to say so; none where nothing is skipped.
fn hastiest(hours: &[Ends; 24]) -> Option<(usize, Ends)> {
    let enough = hours
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, ends)| ends.starts >= ENOUGH_STARTS);
    enough
        .filter(|(_, ends)| ends.skips > 0)
        .reduce(|most, hour| if share(&hour.1) > share(&most.1) { hour } else { most })
}

fn share(ends: &Ends) -> f64 {
    ratio(ends.skips, ends.starts)
}

/// Of each hour of the day, the share of what begins in it that is skipped; pale where too little begins to say.
fn skips_by_hour(statistics: &Statistics, hastiest: usize, most: Ends) -> Picture {
    let hours = &statistics.patience.by_hour;
    Picture {
        id: "skips".to_owned(),
        title: "What is skipped in each hour".to_owned(),
        says: format!(
            "Most at {}: {}.",
            date::hour(hastiest),
            percent(most.skips, most.starts)
        ),
        frame: [0.0, 0.0, WIDTH, 150.0],
        body: html! {
            text.axis x="0" y="14" { "skipped, by the hour" }
            @for (hour, ends) in hours.iter().enumerate() {
                @let tall = (share(ends) / share(&most) * 96.0).clamp(1.0, 96.0);
                rect.bar.hot[hour == hastiest].pale[ends.starts < ENOUGH_STARTS] x=(n(hour as f64 * 26.6)) y=(n(124.0 - tall)) width="22" height=(n(tall)) rx="2" {}
            }
            (super::plot::hours(0.0, 26.6, 144.0))
        },
    }
}

/// Sittings; none of one, which is the whole history.
pub(super) fn sessions(statistics: &Statistics) -> Option<Chapter> {
    let sessions = &statistics.sessions;
    let (ms, plays) = sessions.median_ms.zip(sessions.median_plays)?;
    if sessions.sessions < 2 {
        return None;
    }
    let most = sessions.by_hour.iter().copied().max().unwrap_or(0);
    let mut table = Table::new(
        "Sittings that begin in each hour",
        &[("Hour", None), ("Sittings", Some(""))],
    );
    for (hour, &begun) in sessions.by_hour.iter().enumerate() {
        table.row(
            format!("/sessions/by_hour/{hour}"),
            [Cell::word(date::hour(hour)), Cell::count(begun)],
        );
    }
    Some(Chapter {
        id: "sessions",
        title: "Sittings",
        big: html! { (fact("/sessions/median_ms", ms, duration(ms))) },
        text: html! {
            p { "Half of the " (fact("/sessions/sessions", sessions.sessions, plural(sessions.sessions, "sitting", "sittings"))) " are longer than that; half have more than "
                (fact("/sessions/median_plays", plays, plural(plays, "play", "plays"))) ". A pause of 20 minutes ends a sitting. The columns say when they begin." }
        },
        body: html! {
            (figure(Picture {
                id: "sitting-hours".to_owned(),
                title: "When sittings begin".to_owned(),
                says: format!("Sittings that begin in each hour of the day; {} in the busiest.", count(most)),
                frame: [0.0, 0.0, WIDTH, 160.0],
                body: html! {
                    @for (hour, &begun) in sessions.by_hour.iter().enumerate() {
                        @let tall = (ratio(begun, most) * 130.0).max(1.0);
                        rect.bar.hot[begun == most] x=(n(hour as f64 * 26.6)) y=(n(134.0 - tall)) width="22" height=(n(tall)) rx="2" {}
                    }
                    (super::plot::hours(0.0, 26.6, 154.0))
                },
            }, &table))
            (facts(&tell::habits::sessions(statistics)))
        },
        beside: true,
    })
}

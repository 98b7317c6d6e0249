//! Love that lasted, ended, and came back; and how much time a track is given.

use maud::{Markup, Render, html};
use playtally_statistics::Statistics;
use playtally_statistics::patience::{ENOUGH_STARTS, Ends};

use super::markup::{Cell, Chapter, Name, Table, fact, facts, figure, track};
use super::svg::{Path, Picture, WIDTH, n, ratio};
use super::words::{self, percent};
use crate::text::number::{count, plural, short};

/// Devotion; none without a counted play.
pub(super) fn devotion(statistics: &Statistics) -> Option<Chapter> {
    let repeats = &statistics.repeats;
    if repeats.plays == 0 {
        return None;
    }
    let devotion = &statistics.devotion;
    let times = |at: &str, plays: u64| fact(at, plays, plural(plays, "time", "times"));
    let mut list: Vec<(&str, Markup, Markup)> = Vec::new();
    if let Some(binge) = &statistics.binges.day {
        list.push((
            "Most in a day",
            track(&binge.title, &binge.artist),
            html! { " " (times("/binges/day/plays", binge.plays)) " on " (words::day(binge.to)) },
        ));
    }
    if let Some(binge) = &statistics.binges.week {
        list.push((
            "Most in a week",
            track(&binge.title, &binge.artist),
            html! { " " (times("/binges/week/plays", binge.plays)) " up to " (words::day(binge.to)) },
        ));
    }
    if let Some(run) = &repeats.longest_artist_run {
        list.push((
            "Longest run",
            Name(&run.artist).render(),
            html! { " " (times("/repeats/longest_artist_run/plays", run.plays)) " in a row on " (words::day(run.from)) },
        ));
    }
    if let Some(back) = devotion.comebacks.first() {
        list.push((
            "Comeback",
            Name(&back.name).render(),
            html! { " after " (fact("/devotion/comebacks/0/silent_days", back.silent_days, words::span(back.silent_days))) ", on " (words::day(back.back)) },
        ));
    }
    if let Some(gone) = devotion.forgotten_artists.first() {
        list.push((
            "Forgotten artist",
            Name(&gone.name).render(),
            html! { " " (times("/devotion/forgotten_artists/0/plays", gone.plays)) ", the last on " (words::day(gone.last)) },
        ));
    }
    if let Some(gone) = devotion.forgotten_tracks.first() {
        list.push((
            "Forgotten track",
            track(&gone.title, &gone.artist),
            html! { " " (times("/devotion/forgotten_tracks/0/plays", gone.plays)) ", the last on " (words::day(gone.last)) },
        ));
    }
    if let Some(hit) = devotion.one_hit_wonders.first() {
        list.push((
            "One-hit wonder",
            track(&hit.title, &hit.artist),
            html! { " " (times("/devotion/one_hit_wonders/0/plays", hit.plays)) " and nothing else" },
        ));
    }
    if let Some(season) = statistics.seasons.artists.first() {
        list.push((
            "Only in season",
            Name(&season.name).render(),
            html! { " " (fact("/seasons/artists/0/plays", season.plays, count(season.plays))) " of "
            (plural(season.plays + season.other_plays, "play", "plays")) " in " (words::MONTHS[(season.month as usize + 11) % 12]) },
        ));
    }
    for (label, at, movers) in [
        ("Climber", "/movers/climbers/0/plays", &statistics.movers.climbers),
        ("Faller", "/movers/fallers/0/plays", &statistics.movers.fallers),
    ] {
        if let Some(mover) = movers.first() {
            list.push((
                label,
                Name(&mover.name).render(),
                html! { " from " (count(mover.before)) " to " (fact(at, mover.plays, plural(mover.plays, "play", "plays"))) " in the last twelve months" },
            ));
        }
    }
    Some(Chapter {
        id: "devotion",
        title: "Devotion",
        big: html! { (percent(repeats.again, repeats.plays)) },
        text: html! {
            p { "of all plays are of a track that had been heard before; " (percent(repeats.straight, repeats.plays)) " of the very track that had just ended." }
        },
        body: facts(&list),
        beside: false,
    })
}

/// Patience; none where no end is known.
pub(super) fn patience(statistics: &Statistics) -> Option<Chapter> {
    let patience = &statistics.patience;
    let ends = patience.ends;
    if ends.starts == 0 {
        return None;
    }
    let mut list: Vec<(&str, Markup, Markup)> = Vec::new();
    if let Some(ms) = patience.median_skip_ms {
        list.push((
            "A skip comes after",
            fact("/patience/median_skip_ms", ms, short(ms)),
            html! { " half of them sooner" },
        ));
    }
    for (label, at, judged) in [
        ("Most skipped", "/patience/most_skipped/0/skips", &patience.most_skipped),
        (
            "Never skipped",
            "/patience/never_skipped/0/skips",
            &patience.never_skipped,
        ),
    ] {
        if let Some(judged) = judged.first() {
            list.push((
                label,
                track(&judged.title, &judged.artist),
                html! { " " (fact(at, judged.skips, count(judged.skips))) " skips of " (plural(judged.starts, "start", "starts")) },
            ));
        }
    }
    if let Some(gold) = patience.back_to.first() {
        list.push((
            "Went back to",
            track(&gold.title, &gold.artist),
            html! { " " (fact("/patience/back_to/0/times", gold.times, plural(gold.times, "time", "times"))) },
        ));
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
                Cell::word(words::hour(hour)),
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
            p { "of what was started was heard to its end; " (percent(ends.skips, ends.starts)) " was cut short"
                @if ends.finished + ends.skips < ends.starts { ", and the rest ended for reasons of its own" } ". Of each year: heard to the end, skipped, and neither." }
            @if let Some((hour, ends)) = hastiest {
                p { "The hour with the least patience is " (words::hour(hour)) ": " (percent(ends.skips, ends.starts)) " is skipped." }
            }
        },
        body: html! {
            (figure(ends_by_year(statistics), &table))
            @if let Some((hour, most)) = hastiest { (figure(skips_by_hour(statistics, hour, most), &hours)) }
            (facts(&list))
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
            words::hour(hastiest),
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

/// Sittings; none without one.
pub(super) fn sessions(statistics: &Statistics) -> Option<Chapter> {
    let sessions = &statistics.sessions;
    let (ms, plays) = sessions.median_ms.zip(sessions.median_plays)?;
    let most = sessions.by_hour.iter().copied().max().unwrap_or(0);
    let mut table = Table::new(
        "Sittings that begin in each hour",
        &[("Hour", None), ("Sittings", Some(""))],
    );
    for (hour, &begun) in sessions.by_hour.iter().enumerate() {
        table.row(
            format!("/sessions/by_hour/{hour}"),
            [Cell::word(words::hour(hour)), Cell::count(begun)],
        );
    }
    let mut list: Vec<(&str, Markup, Markup)> = Vec::new();
    if let Some(longest) = &sessions.longest {
        list.push((
            "The longest",
            fact("/sessions/longest/ms", longest.ms, crate::text::number::duration(longest.ms)),
            html! { " " (plural(longest.plays, "play", "plays")) ", from " (words::day(longest.date)) ", " (words::minute(longest.minute)) },
        ));
    }
    for (index, opener) in sessions.openers.iter().take(3).enumerate() {
        list.push((
            ["Begins with", "or with", "or with"][index],
            track(&opener.title, &opener.artist),
            html! { " " (fact(&format!("/sessions/openers/{index}/sessions"), opener.sessions, plural(opener.sessions, "time", "times"))) },
        ));
    }
    Some(Chapter {
        id: "sessions",
        title: "Sittings",
        big: html! { (fact("/sessions/median_ms", ms, crate::text::number::duration(ms))) },
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
            (facts(&list))
        },
        beside: true,
    })
}

//! The cover: how much there is, and a record of it whose grooves are the years.

use std::collections::BTreeMap;

use chrono::Datelike;
use maud::{Markup, html};
use playtally_statistics::Statistics;

use super::markup::fact;
use super::svg::{Path, Picture, level};
use super::words;
use crate::tell::tells_artists;
use crate::text::date;
use crate::text::number::{count, duration, plural};

/// The cover of a history with music.
pub(super) fn cover(statistics: &Statistics, title: &str) -> Markup {
    let totals = &statistics.totals;
    let (hours, unit) = words::hours(totals.ms);
    let first = totals.first.unwrap_or_default();
    let last = totals.last.unwrap_or_default();
    html! {
        header.cover {
            div.words {
                h1 { (title) }
                p.hours { (fact("/totals/ms", totals.ms, hours)) }
                p.unit { (unit) " of music" }
                p.when {
                    data data-at="/totals/first" value=(first) { (date::day(first)) }
                    @if last != first { " – " data data-at="/totals/last" value=(last) { (date::day(last)) } }
                }
            }
            div.record { (record(statistics)) }
        }
        dl.totals {
            (total("/totals/counted_plays", totals.counted_plays, "play", "plays"))
            @if tells_artists(totals) { (total("/totals/artists", totals.artists, "artist", "artists")) }
            (total("/totals/tracks", totals.tracks, "track", "tracks"))
            (total("/totals/albums", totals.albums, "album", "albums"))
            (total("/totals/days", totals.days, "day with music", "days with music"))
            (spoken(statistics))
        }
    }
}

/// Podcasts and audiobooks, where there are any.
fn spoken(statistics: &Statistics) -> Markup {
    html! {
        @for (what, at, spoken) in [("podcasts", "/podcasts/ms", &statistics.podcasts), ("audiobooks", "/audiobooks/ms", &statistics.audiobooks)] {
            @if spoken.plays > 0 { div { dt { "of " (what) } dd { (fact(at, spoken.ms, duration(spoken.ms))) } } }
        }
    }
}

fn total(at: &str, value: u64, one: &str, many: &str) -> Markup {
    html! { div { dt { (if value == 1 { one } else { many }) } dd { (fact(at, value, count(value))) } } }
}

/// A ring for each year from the inside out, a part of it for each week from the top clockwise, the brighter the more
/// was played.
fn record(statistics: &Statistics) -> Picture {
    let years = statistics.by_year.iter().map(|year| year.year);
    let (first, last) = (years.clone().min().unwrap_or(0), years.max().unwrap_or(0));
    let mut weeks: BTreeMap<(i32, u32), u64> = BTreeMap::new();
    for day in &statistics.by_day {
        *weeks
            .entry((day.date.year(), (day.date.ordinal0() / 7).min(51)))
            .or_default() += day.ms;
    }
    let most = weeks.values().copied().max().unwrap_or(0);
    let groove = 116.0 / f64::from(last - first + 1);
    let mut levels: [Path; 5] = Default::default();
    for year in first..=last {
        let inner = 64.0 + f64::from(year - first) * groove;
        let outer = inner + groove - (groove * 0.2).min(2.0);
        for week in 0..52 {
            let of = weeks.get(&(year, week)).copied().unwrap_or(0);
            let turn = |week: f64| week / 52.0;
            levels[level(of, most)].ring([turn(f64::from(week)), turn(f64::from(week) + 0.92)], [inner, outer]);
        }
    }
    Picture {
        id: "record".to_owned(),
        title: "A record of the years".to_owned(),
        says: format!(
            "Each ring is a year, from {first} inside to {last} outside; each of its parts is a week, clockwise from January, \
             stronger the more was played. {}.",
            plural(weeks.len() as u64, "week has music", "weeks have music")
        ),
        frame: [-190.0, -190.0, 380.0, 380.0],
        body: html! {
            circle.disc r="188" {}
            @for (level, path) in levels.iter().enumerate() { @if !path.is_empty() { path.{ "p" (level) } d=(path) {} } }
            circle.label r="56" {}
            text.first y="-6" text-anchor="middle" { (first) }
            @if last != first { text.first y="22" text-anchor="middle" { (last) } }
        },
    }
}

/// What there is to say of a history without music.
pub(super) fn empty(statistics: &Statistics, title: &str) -> Markup {
    html! {
        header.cover {
            div.words {
                h1 { (title) }
                p.hours { "0" }
                p.unit { "hours of music" }
                p.when { "No music was played in these days." }
            }
        }
        @if statistics.podcasts.plays + statistics.audiobooks.plays > 0 { dl.totals { (spoken(statistics)) } }
    }
}

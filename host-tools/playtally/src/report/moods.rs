//! Moods: tracks that are played together, on a map.

use maud::{Markup, html};
use playtally_statistics::Statistics;
use playtally_statistics::moods::Mood;

use super::markup::{Chapter, Name, fact, track};
use super::svg::{Path, Picture, WIDTH, n, ratio};
use crate::text::date;
use crate::text::number::{count, plural};

/// The chapter; none without two moods.
pub(super) fn chapter(statistics: &Statistics) -> Option<Chapter> {
    let moods = &statistics.moods;
    if moods.len() < 2 {
        return None;
    }
    Some(Chapter {
        id: "moods",
        title: "Moods",
        big: html! { (count(moods.len() as u64)) },
        text: html! {
            p { "Tracks that are played in the same sittings lie near each other. No genre, no sound and nothing from outside is used: each mood is named by its own artists, its hours and its season." }
        },
        body: html! {
            figure.map { (map(moods)) }
            ol.cards {
                @for (index, mood) in moods.iter().enumerate() {
                    li {
                        p.when { (date::hour(mood.peak_hour as usize)) " · " (date::MONTHS[(mood.peak_month as usize + 11) % 12]) }
                        h3 { @for (at, artist) in mood.artists.iter().take(2).enumerate() { @if at > 0 { ", " } (Name(&artist.name)) } }
                        (hours(index, mood))
                        p.rest { @if let Some(top) = mood.top_tracks.first() { (track(&top.title, Some(&top.artist))) } }
                        p.count { (fact(&format!("/moods/{index}/plays"), mood.plays, plural(mood.plays, "play", "plays"))) " of " (plural(mood.tracks, "track", "tracks")) }
                    }
                }
            }
        },
        beside: false,
    })
}

/// The moods as discs: near ones share sittings, large ones are played more.
fn map(moods: &[Mood]) -> Picture {
    let discs = discs(moods);
    Picture {
        id: "mood-map".to_owned(),
        title: "A map of the moods".to_owned(),
        says: format!(
            "{}; near ones share sittings, large ones are played more.",
            plural(moods.len() as u64, "mood", "moods")
        ),
        frame: [0.0, 0.0, WIDTH, 280.0],
        body: html! {
            @for (index, disc) in discs.iter().enumerate() {
                circle.mood.{ "f" (index % 8) } cx=(n(disc.x)) cy=(n(disc.y)) r=(n(disc.radius)) {}
                text.number x=(n(disc.x)) y=(n(disc.y + 4.0)) text-anchor="middle" { (index + 1) }
            }
        },
    }
}

/// A mood on the map.
struct Disc {
    x: f64,
    y: f64,
    radius: f64,
}

/// Where the moods lie: their places stretched over the picture, then pushed apart where discs would cover each other.
fn discs(moods: &[Mood]) -> Vec<Disc> {
    let most = moods.iter().map(|mood| mood.plays).max().unwrap_or(0);
    let stretch = |axis: usize, from: f64, to: f64| {
        let values = moods.iter().map(|mood| mood.map[axis]);
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        move |value: f64| from + (value - low) / (high - low).max(1e-6) * (to - from)
    };
    let (x, y) = (stretch(0, 60.0, WIDTH - 60.0), stretch(1, 230.0, 50.0));
    let disc = |mood: &Mood| Disc {
        x: x(mood.map[0]),
        y: y(mood.map[1]),
        radius: 14.0 + 30.0 * ratio(mood.plays, most).sqrt(),
    };
    let mut discs: Vec<Disc> = moods.iter().map(disc).collect();
    for _ in 0..60 {
        for one in 0..discs.len() {
            for other in 0..one {
                let (dx, dy) = (discs[one].x - discs[other].x, discs[one].y - discs[other].y);
                let far = dx.hypot(dy).max(0.1);
                let lacks = discs[one].radius + discs[other].radius + 3.0 - far;
                if lacks > 0.0 {
                    let (x, y) = (dx / far * lacks / 2.0, dy / far * lacks / 2.0);
                    discs[one].x += x;
                    discs[one].y += y;
                    discs[other].x -= x;
                    discs[other].y -= y;
                }
            }
        }
        for disc in &mut discs {
            disc.x = disc.x.clamp(disc.radius, WIDTH - disc.radius);
            disc.y = disc.y.clamp(disc.radius, 280.0 - disc.radius);
        }
    }
    discs
}

/// When in the day it is played.
fn hours(index: usize, mood: &Mood) -> Markup {
    let most = mood.by_hour.iter().copied().max().unwrap_or(0);
    let mut bars = Path::default();
    for (hour, &plays) in mood.by_hour.iter().enumerate() {
        let tall = (ratio(plays, most) * 30.0).max(0.6);
        bars.rect(hour as f64 * 10.0, 30.0 - tall, 8.0, tall);
    }
    html! {
        (Picture {
            id: format!("mood-{index}-hours"),
            title: "Its hours".to_owned(),
            says: format!("From midnight to midnight; most of all its own from {}.", date::hour(mood.peak_hour as usize)),
            frame: [0.0, 0.0, 240.0, 30.0],
            body: html! { path.{ "f" (index % 8) } d=(bars) {} },
        })
    }
}

//! The most played artists, tracks and albums.

use maud::{Markup, html};
use playtally_statistics::Statistics;
use playtally_statistics::tops::{Order, TopArtist, TopTitle, Tops};

use super::markup::{Chapter, Name, fact};
use super::svg::{n, ratio};
use crate::text::number::{count, duration, plural};

/// How many of each are told by time.
const BY_TIME: usize = 5;

/// The chapter; none without a counted play.
pub(super) fn chapter(statistics: &Statistics) -> Option<Chapter> {
    // Where no artist is known, the first track says it.
    let artist = statistics.top_artists.first();
    let (name, plays, ms) = match (artist, statistics.top_tracks.first()) {
        (Some(artist), _) => (&artist.name, artist.plays, artist.ms),
        (None, Some(track)) => (&track.title, track.plays, track.ms),
        (None, None) => return None,
    };
    let (known, others) = match artist {
        Some(_) => ("Nobody", statistics.totals.artists > 1),
        None => ("Nothing", statistics.totals.tracks > 1),
    };
    Some(Chapter {
        id: "favourites",
        title: "Favourites",
        big: html! { (Name(name)) },
        text: html! {
            p {
                (known) (if others { " was played more often: " } else { " else was played: " })
                (plural(plays, "play", "plays")) ", " (duration(ms)) "."
                @let one_in = (statistics.totals.counted_plays as f64 / plays.max(1) as f64).round() as u64;
                @if one_in > 1 && others { " That is one play in " (count(one_in)) "." }
            }
        },
        body: html! {
            div.tops {
                (list("Artists", ranking("/top_artists", &artists(&statistics.top_artists), Order::Plays)))
                (list("Tracks", ranking("/top_tracks", &titles(&statistics.top_tracks), Order::Plays)))
                (list("Albums", ranking("/top_albums", &titles(&statistics.top_albums), Order::Plays)))
            }
            (by_time(&statistics.top_by_time))
        },
        beside: false,
    })
}

/// The first few by time, where these are not those by plays anyway.
fn by_time(tops: &Tops) -> Markup {
    let first = |at: &str, mut entries: Vec<Entry<'_>>| {
        entries.truncate(BY_TIME);
        ranking(&format!("/top_by_time/{at}"), &entries, Order::Time)
    };
    html! {
        @if tops.artists.len() > 1 || tops.artists.is_empty() && tops.tracks.len() > 1 {
            div.tops {
                (list("Artists by time", first("artists", artists(&tops.artists))))
                (list("Tracks by time", first("tracks", titles(&tops.tracks))))
                (list("Albums by time", first("albums", titles(&tops.albums))))
            }
        }
    }
}

/// A name, and by whom, with its plays and its time.
pub(super) struct Entry<'e> {
    /// Its field in the JSON.
    field: &'static str,
    name: &'e str,
    by: Option<&'e str>,
    plays: u64,
    ms: u64,
}

pub(super) fn artists(tops: &[TopArtist]) -> Vec<Entry<'_>> {
    tops.iter()
        .map(|top| Entry {
            field: "name",
            name: &top.name,
            by: None,
            plays: top.plays,
            ms: top.ms,
        })
        .collect()
}

pub(super) fn titles(tops: &[TopTitle]) -> Vec<Entry<'_>> {
    tops.iter()
        .map(|top| Entry {
            field: "title",
            name: &top.title,
            by: top.artist.as_deref(),
            plays: top.plays,
            ms: top.ms,
        })
        .collect()
}

/// A list and what it is of; nothing of nothing.
fn list(title: &str, ranking: Option<Markup>) -> Markup {
    html! { @if let Some(ranking) = ranking { div.list { h3 { (title) } (ranking) } } }
}

/// Names with a bar below each, and with their figures: first the one that they are ordered by.
pub(super) fn ranking(at: &str, entries: &[Entry<'_>], order: Order) -> Option<Markup> {
    let measure = |entry: &Entry<'_>| match order {
        Order::Plays => entry.plays,
        Order::Time => entry.ms,
    };
    let most = measure(entries.first()?);
    Some(html! {
        ol {
            @for (index, entry) in entries.iter().enumerate() {
                @let plays = fact(&format!("{at}/{index}/plays"), entry.plays, count(entry.plays));
                @let time = fact(&format!("{at}/{index}/ms"), entry.ms, duration(entry.ms));
                li {
                    span.name {
                        span.title data-at=(format!("{at}/{index}/{}", entry.field)) { (Name(entry.name)) }
                        @if let Some(by) = entry.by { " " span.by data-at=(format!("{at}/{index}/artist")) { (Name(by)) } }
                    }
                    " "
                    @if order == Order::Plays { span.first { (plays) } " " span.second { (time) } }
                    @else { span.first { (time) } " " span.second { (plays) " " (if entry.plays == 1 { "play" } else { "plays" }) } }
                    (meter(measure(entry), most))
                }
            }
        }
    })
}

/// A thin bar as long as its part of the most; it repeats a number beside it, so it is no picture of its own.
pub(super) fn meter(part: u64, most: u64) -> Markup {
    html! {
        svg.meter xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" {
            rect.track width="100" height="1" {}
            rect.bar.hot[part == most] width=(n(ratio(part, most) * 100.0)) height="1" {}
        }
    }
}

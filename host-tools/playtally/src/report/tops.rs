//! The most played artists, tracks and albums.

use maud::{Markup, html};
use playtally_statistics::Statistics;
use playtally_statistics::tops::{TopArtist, TopTitle};

use super::markup::{Chapter, Name, fact};
use super::svg::{n, ratio};
use crate::text::number::{count, duration};

/// The chapter; none without a counted play.
pub(super) fn chapter(statistics: &Statistics) -> Option<Chapter> {
    let first = statistics.top_artists.first()?;
    Some(Chapter {
        id: "favourites",
        title: "Favourites",
        big: html! { (Name(&first.name)) },
        text: html! {
            p {
                "Nobody was played more often: " (count(first.plays)) " plays, " (duration(first.ms)) ". That is one play in "
                (count((statistics.totals.counted_plays as f64 / first.plays.max(1) as f64).round() as u64)) "."
            }
        },
        body: html! {
            div.tops {
                (list("Artists", "/top_artists", &artists(&statistics.top_artists)))
                (list("Tracks", "/top_tracks", &titles(&statistics.top_tracks)))
                (list("Albums", "/top_albums", &titles(&statistics.top_albums)))
            }
        },
        beside: false,
    })
}

/// A name, and by whom, with its plays and its time.
struct Entry<'e> {
    name: &'e str,
    by: Option<&'e str>,
    plays: u64,
    ms: u64,
}

fn artists(tops: &[TopArtist]) -> Vec<Entry<'_>> {
    tops.iter()
        .map(|top| Entry {
            name: &top.name,
            by: None,
            plays: top.plays,
            ms: top.ms,
        })
        .collect()
}

fn titles(tops: &[TopTitle]) -> Vec<Entry<'_>> {
    tops.iter()
        .map(|top| Entry {
            name: &top.title,
            by: Some(&top.artist),
            plays: top.plays,
            ms: top.ms,
        })
        .collect()
}

/// A list with a bar below each name.
fn list(title: &str, at: &str, entries: &[Entry<'_>]) -> Markup {
    let most = entries.first().map_or(0, |entry| entry.plays);
    html! {
        @if !entries.is_empty() {
            div.list {
                h3 { (title) }
                ol {
                    @for (index, entry) in entries.iter().enumerate() {
                        li {
                            span.name {
                                span.title data-at=(format!("{at}/{index}/{}", if entry.by.is_some() { "title" } else { "name" })) { (Name(entry.name)) }
                                @if let Some(by) = entry.by { " " span.by data-at=(format!("{at}/{index}/artist")) { (Name(by)) } }
                            }
                            span.plays title=(duration(entry.ms)) { (fact(&format!("{at}/{index}/plays"), entry.plays, count(entry.plays))) }
                            span.time { (fact(&format!("{at}/{index}/ms"), entry.ms, duration(entry.ms))) }
                            (meter(entry.plays, most))
                        }
                    }
                }
            }
        }
    }
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

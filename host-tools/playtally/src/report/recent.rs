//! The last weeks and months.

use maud::html;
use playtally_statistics::Statistics;
use playtally_statistics::tops::Order;

use super::markup::{Chapter, Name, fact};
use super::tops::{artists, ranking, titles};
use crate::text::date;
use crate::text::number::{count, duration, plural};

/// How many artists and tracks are named.
const ARTISTS: usize = 5;
const TRACKS: usize = 3;

/// The chapter; none where all there is lies in the last four weeks.
pub(super) fn chapter(statistics: &Statistics) -> Option<Chapter> {
    let recent = statistics.recent.as_ref()?;
    let all = [
        ("Four weeks", "/recent/last_4_weeks", &recent.last_4_weeks),
        ("Six months", "/recent/last_6_months", &recent.last_6_months),
        ("Twelve months", "/recent/last_12_months", &recent.last_12_months),
    ];
    // A stretch that holds everything is told by the whole page.
    let spans: Vec<_> = all
        .into_iter()
        .filter(|(.., span)| span.totals.plays < statistics.totals.plays)
        .collect();
    let lately = &spans.first()?.2.top_by_plays;
    // Where no artist is known, the first track says it.
    let (name, plays) = match (lately.artists.first(), lately.tracks.first()) {
        (Some(artist), _) => (&artist.name, artist.plays),
        (None, Some(track)) => (&track.title, track.plays),
        (None, None) => return None,
    };
    Some(Chapter {
        id: "recent",
        title: "Lately",
        big: html! { (Name(name)) },
        text: html! {
            p { "The favourite of the last four weeks, with " (plural(plays, "play", "plays")) ". All of these end on " (date::day(recent.to)) "." }
        },
        body: html! {
            div.tops {
                @for (title, at, span) in &spans {
                    @let (tops, totals) = (&span.top_by_plays, &span.totals);
                    div.list {
                        h3 { (title) " " span.rest { (fact(&format!("{at}/totals/ms"), totals.ms, duration(totals.ms))) } }
                        p.rest {
                            (fact(&format!("{at}/totals/counted_plays"), totals.counted_plays, plural(totals.counted_plays, "play", "plays")))
                            @if totals.artists > 0 {
                                " by " (fact(&format!("{at}/totals/artists"), totals.artists, count(totals.artists))) " " (if totals.artists == 1 { "artist" } else { "artists" })
                            }
                        }
                        @let artists = &tops.artists[..tops.artists.len().min(ARTISTS)];
                        (ranking(&format!("{at}/top_by_plays/artists"), &self::artists(artists), Order::Plays).unwrap_or_default())
                        @let tracks = &tops.tracks[..tops.tracks.len().min(TRACKS)];
                        (ranking(&format!("{at}/top_by_plays/tracks"), &titles(tracks), Order::Plays).unwrap_or_default())
                    }
                }
            }
        },
        beside: false,
    })
}

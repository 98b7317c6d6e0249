//! The day of the year that the history ends on, and the best memory of each month.

use chrono::Datelike;
use maud::{Markup, Render, html};
use playtally_statistics::Statistics;
use playtally_statistics::on_this_day::{Memory, What};

use super::markup::{Chapter, Name, fact, facts, track};
use super::words;
use crate::text::number::{count, duration, plural};

/// The chapter; none of a single day.
pub(super) fn chapter(statistics: &Statistics) -> Option<Chapter> {
    let days = &statistics.on_this_day;
    let last = statistics.totals.last?;
    if days.len() < 2 {
        return None;
    }
    // Every memory with its place in the JSON.
    let memories = || {
        days.iter().enumerate().flat_map(|(index, day)| {
            let of_day = day.memories.iter().enumerate();
            of_day.map(move |(nth, memory)| (format!("/on_this_day/{index}/memories/{nth}"), memory))
        })
    };
    let of_day =
        memories().filter(|(_, memory)| (memory.date.month(), memory.date.day()) == (last.month(), last.day()));
    let of_day: Vec<_> = of_day
        .map(|(at, memory)| {
            let (label, most, rest) = tell(&at, memory);
            (label, most, html! { " " (memory.date.year()) ": " (rest) })
        })
        .collect();
    let of_month = |month| {
        let of_month = memories().filter(|(_, memory)| memory.date.month() == month);
        of_month.min_by_key(|(_, memory)| (memory.rank, memory.date))
    };
    Some(Chapter {
        id: "on-this-day",
        title: "On this day",
        big: html! { (words::day_of_year(last)) },
        text: html! {
            p {
                @if of_day.is_empty() { "On this day of the year, the last of the history, nothing stood out. " }
                @else { "What happened on this day of the year, the last of the history. " }
                "The cards are the best memory of each month, whatever the year."
            }
        },
        body: html! {
            (facts(&of_day))
            ol.cards.small {
                @for (at, memory) in (1..=12).filter_map(of_month) {
                    @let (label, most, rest) = tell(&at, memory);
                    li {
                        p.when { (words::day(memory.date)) }
                        h3 { (most) }
                        p.rest { (label) ": " (rest) }
                    }
                }
            }
        },
        beside: false,
    })
}

/// What a memory is about, what matters most, and the rest.
fn tell(at: &str, memory: &Memory) -> (&'static str, Markup, Markup) {
    let plays = |plays: u64| fact(&format!("{at}/plays"), plays, plural(plays, "play", "plays"));
    match &memory.what {
        What::Milestone { number, title, artist } => (
            "A round play",
            fact(&format!("{at}/number"), *number, count(*number)),
            track(title, artist),
        ),
        What::Discovery { artist, plays: all } => (
            "Heard for the first time",
            Name(artist).render(),
            html! { (plays(*all)) " since" },
        ),
        What::BiggestDay { ms, plays: all } => (
            "The biggest day of its year",
            fact(&format!("{at}/ms"), *ms, duration(*ms)),
            plays(*all),
        ),
        What::Favourite {
            title,
            artist,
            plays: all,
        } => (
            "The track of the day",
            Name(title).render(),
            html! { span.by { (Name(artist)) } ", " (plays(*all)) },
        ),
    }
}

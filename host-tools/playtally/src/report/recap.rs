//! The recap of each year: the cards that the statistics chose, in their order, in words.

use maud::{Markup, Render, html};
use playtally_statistics::Statistics;
use playtally_statistics::recap::{Card, Record, Told};

use super::markup::{Chapter, Name, fact, track};
use super::tops;
use super::words::{self, percent};
use crate::text::number::{count, duration, plural};

/// The chapter; none without a year that can be told.
pub(super) fn chapter(statistics: &Statistics) -> Option<Chapter> {
    let recaps = &statistics.recaps;
    let most = statistics.by_year.iter().map(|year| year.ms).max()?;
    if recaps.is_empty() {
        return None;
    }
    Some(Chapter {
        id: "recaps",
        title: "The years, one by one",
        big: html! { (plural(recaps.len() as u64, "year", "years")) },
        text: html! {
            p { "What was remarkable about each: chosen by how far it lies from what the other years let expect, so that no two years are told alike. The most surprising comes last." }
        },
        body: html! {
            @for (at, recap) in recaps.iter().enumerate() {
                section.recap aria-label=(recap.year) {
                    h3 { (recap.year) }
                    @if let Some(year) = statistics.by_year.iter().find(|year| year.year == recap.year) {
                        p.rest { (duration(year.ms)) " · " (plural(year.plays, "play", "plays")) }
                        (tops::meter(year.ms, most))
                    }
                    ol.cards.small {
                        @for (index, told) in recap.cards.iter().enumerate() {
                            li.last[index + 1 == recap.cards.len()] { (card(told, &format!("/recaps/{at}/cards/{index}"))) }
                        }
                    }
                }
            }
        },
        beside: false,
    })
}

/// A share in thousandths as the other years have it.
fn usual(permille: Option<u64>) -> Markup {
    html! { @if let Some(permille) = permille { ", usually " (percent(permille, 1000)) } }
}

/// What a card is about, what matters most, and the rest.
fn card(told: &Told, at: &str) -> Markup {
    let at = |field: &str| format!("{at}/{field}");
    let share = |part: u64, of: u64| html! { (percent(part, of)) };
    let plays = |plays: u64| fact(&at("plays"), plays, plural(plays, "play", "plays"));
    let (label, most, rest): (&str, Markup, Markup) = match &told.card {
        Card::Hours {
            ms,
            plays: all,
            usual_plays,
        } => (
            "Music",
            fact(&at("ms"), *ms, duration(*ms)),
            html! { (plays(*all)) @if let Some(usual) = usual_plays { ", usually " (count(*usual)) } },
        ),
        Card::Days {
            days,
            of_days,
            usual_permille,
        } => (
            "Days with music",
            fact(&at("days"), *days, count(*days)),
            html! { "of " (count(*of_days)) ": " (percent(*days, *of_days)) (usual(*usual_permille)) },
        ),
        Card::Month { month, ms, usual_ms } => (
            "The month",
            html! { (words::MONTHS[month.month() as usize - 1]) },
            html! { (fact(&at("ms"), *ms, duration(*ms))) ", where " (duration(*usual_ms)) " was to be expected" },
        ),
        Card::TimeOfDay { minute, usual_minute } => (
            "The middle of the day",
            html! { (clock(*minute)) },
            html! { @if let Some(usual) = usual_minute { "usually " (clock(*usual)) } },
        ),
        Card::Nights {
            plays: part,
            of_plays,
            usual_permille,
        } => (
            "At night",
            share(*part, *of_plays),
            html! { (plays(*part)) " before six in the morning" (usual(*usual_permille)) },
        ),
        Card::Weekends {
            plays: part,
            of_plays,
            usual_permille,
        } => (
            "At weekends",
            share(*part, *of_plays),
            html! { (plays(*part)) (usual(*usual_permille)) },
        ),
        Card::BiggestDay { date, ms, plays: all } => (
            "The biggest day",
            html! { (words::day_of_year(*date)) },
            html! { (fact(&at("ms"), *ms, duration(*ms))) ", " (plays(*all)) },
        ),
        Card::Streak { days, from } => (
            "In a row",
            fact(&at("days"), *days, plural(*days, "day", "days")),
            html! { "with music, from " (words::day(*from)) },
        ),
        Card::Session { date, ms, plays: all } => (
            "The longest sitting",
            fact(&at("ms"), *ms, duration(*ms)),
            html! { (plays(*all)) ", from " (words::day_of_year(*date)) },
        ),
        Card::Milestone {
            number,
            title,
            artist,
            date,
        } => (
            "A round play",
            fact(&at("number"), *number, count(*number)),
            html! { (track(title, artist)) ", " (words::day_of_year(*date)) },
        ),
        Card::Abroad {
            country,
            days,
            plays: all,
            first,
        } => (
            "Away",
            html! { (country.as_str()) },
            html! { (plural(*days, "day", "days")) ", " (plays(*all)) ", from " (words::day_of_year(*first)) },
        ),
        Card::Breadth {
            artists,
            effective,
            usual_effective,
        } => (
            "Breadth",
            fact(&at("effective"), *effective, plural(*effective, "artist", "artists")),
            html! { "is how varied " (count(*artists)) " of them were" @if let Some(usual) = usual_effective { ", usually " (count(*usual)) } },
        ),
        Card::Explored {
            new_tracks,
            of_plays,
            usual_permille,
        } => (
            "Never heard before",
            share(*new_tracks, *of_plays),
            html! { (fact(&at("new_tracks"), *new_tracks, plural(*new_tracks, "new track", "new tracks"))) (usual(*usual_permille)) },
        ),
        Card::Nostalgia { mean_days } => (
            "Nostalgia",
            fact(&at("mean_days"), *mean_days, words::span(*mean_days)),
            html! { "had the music been known when it was played" },
        ),
        Card::Skips {
            skips,
            starts,
            usual_permille,
        } => (
            "Skipped",
            share(*skips, *starts),
            html! { (fact(&at("skips"), *skips, count(*skips))) " of " (plural(*starts, "start", "starts")) (usual(*usual_permille)) },
        ),
        Card::Replays {
            plays: part,
            of_plays,
            usual_permille,
        } => (
            "The same again",
            share(*part, *of_plays),
            html! { (plays(*part)) " of what had just ended" (usual(*usual_permille)) },
        ),
        Card::Discovery {
            artist,
            plays: all,
            first,
        } => (
            "The discovery",
            Name(artist).render(),
            html! { (plays(*all)) " since " (words::day_of_year(*first)) },
        ),
        Card::Comeback {
            artist,
            silent_days,
            plays: all,
            back,
        } => (
            "Back again",
            Name(artist).render(),
            html! { "after " (words::span(*silent_days)) ", on " (words::day_of_year(*back)) ": " (plays(*all)) " in four weeks" },
        ),
        Card::Farewell {
            artist,
            before,
            plays: all,
        } => (
            "Left behind",
            Name(artist).render(),
            html! { (plays(*all)) ", " (count(*before)) " the year before" },
        ),
        Card::Binge {
            title,
            artist,
            plays: all,
            date,
        } => (
            "All day long",
            Name(title).render(),
            html! { (Name(artist)) ", " (plays(*all)) " on " (words::day_of_year(*date)) },
        ),
        Card::Run {
            artist,
            plays: all,
            date,
        } => (
            "Nothing else",
            Name(artist).render(),
            html! { (plays(*all)) " in a row, " (words::day_of_year(*date)) },
        ),
        Card::Album {
            title,
            artist,
            plays: all,
            ms,
        } => (
            "The album",
            Name(title).render(),
            html! { (Name(artist)) ", " (plays(*all)) ", " (duration(*ms)) },
        ),
        Card::Track {
            title,
            artist,
            plays: all,
            ms,
        } => (
            "The track",
            Name(title).render(),
            html! { (Name(artist)) ", " (plays(*all)) ", " (duration(*ms)) },
        ),
        Card::Signature {
            artist,
            plays: all,
            all_plays,
        } => (
            "Of this year alone",
            Name(artist).render(),
            html! { (plays(*all)) " of " (count(*all_plays)) " ever" },
        ),
        Card::Artist { artist, plays: all, ms } => (
            "The artist",
            Name(artist).render(),
            html! { (plays(*all)) ", " (duration(*ms)) },
        ),
    };
    html! {
        p.when { (label) }
        h4 { (most) }
        p.rest { (rest) }
        @if let Some(record) = told.record {
            p.record-of-all { (compared(&told.card, record)) " than in any other year" }
        }
    }
}

/// How a year's number stands to those of all others.
const fn compared(card: &Card, record: Record) -> &'static str {
    match (card, record) {
        (Card::TimeOfDay { .. }, Record::Highest) => "later",
        (Card::TimeOfDay { .. }, Record::Lowest) => "earlier",
        (_, Record::Highest) => "more",
        (_, Record::Lowest) => "less",
    }
}

fn clock(minute: u64) -> String {
    words::minute((minute % 1440) as u16)
}

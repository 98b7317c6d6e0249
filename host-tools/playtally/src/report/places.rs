//! Where, and on what; milestones; and what it is worth.

use maud::{Markup, html};
use playtally_history::Device;
use playtally_statistics::Statistics;
use playtally_statistics::devices;

use super::markup::{Cell, Chapter, Name, Table, fact, facts, figure, track};
use super::svg::{Picture, WIDTH, level, n};
use super::tops;
use super::words::percent;
use crate::tell::Fact;
use crate::tell::phrase::Phrase;
use crate::text::date;
use crate::text::number::{self, count, duration, plural};

/// The most countries that a picture names.
const COUNTRIES: usize = 12;
/// The plays of which something must be known to tell its share.
const ENOUGH_PLAYS: u64 = 10;

/// Places and devices; none where neither is known.
pub(super) fn chapter(statistics: &Statistics) -> Option<Chapter> {
    let (places, devices) = (&statistics.places, &statistics.devices);
    let known = devices
        .all
        .families
        .iter()
        .filter(|family| family.family != Device::Other);
    let known = known.count() as u64;
    if places.countries.is_empty() && known == 0 {
        return None;
    }
    let mut list = Vec::new();
    for (about, at, share) in [
        ("With shuffle", "/devices/shuffle/yes", devices.all.shuffle),
        ("Offline", "/devices/offline/yes", devices.all.offline),
    ] {
        if share.known >= ENOUGH_PLAYS {
            let most = Phrase::new().words(number::percent(share.yes, share.known));
            let rest = Phrase::new()
                .number(at, share.yes)
                .words(format!(" of {}", plural(share.known, "play", "plays")));
            list.push(Fact::new(about, most, ", ", rest));
        }
    }
    let countries = places.countries.len() as u64;
    Some(Chapter {
        id: "places",
        title: "Places and devices",
        big: html! {
            @if countries > 0 { (plural(countries, "country", "countries")) } @else { (plural(known, "kind of device", "kinds of device")) }
        },
        text: html! {
            @if let Some(home) = places.countries.first() {
                p { "Most is heard in " strong { (home.country.as_str()) } ", on " (plural(home.days, "day", "days")) "." }
            }
            @if let Some(family) = devices.all.families.first().filter(|family| family.family != Device::Other) {
                p { "The usual device is a " strong { (devices::name(family.family)) } ", with "
                    (percent(family.ms, devices.all.families.iter().map(|family| family.ms).sum())) " of the time." }
            }
        },
        body: html! {
            @if countries > 0 { (countries_by_year(statistics)) }
            @if known > 0 { (families(statistics)) }
            (facts(&list))
        },
        beside: true,
    })
}

/// A row for each country, a square for each year.
fn countries_by_year(statistics: &Statistics) -> Markup {
    let places = &statistics.places;
    let mut table = Table::new(
        "Countries",
        &[
            ("Country", Some("/country")),
            ("Plays", Some("/plays")),
            ("Time", Some("/ms")),
            ("Days", Some("/days")),
            ("First", Some("/first")),
            ("Last", Some("/last")),
        ],
    );
    for (index, place) in places.countries.iter().enumerate() {
        table.row(
            format!("/places/countries/{index}"),
            [
                Cell::name(place.country.as_str()),
                Cell::count(place.plays),
                Cell::ms(place.ms),
                Cell::count(place.days),
                Cell::day(place.first),
                Cell::day(place.last),
            ],
        );
    }
    let step = (WIDTH - 44.0) / places.by_year.len().max(1) as f64;
    let shown = places.countries.iter().take(COUNTRIES);
    let height = shown.len() as f64 * 26.0;
    let most = places
        .by_year
        .iter()
        .flat_map(|year| year.countries.iter().map(|place| place.days))
        .max()
        .unwrap_or(0);
    figure(
        Picture {
            id: "countries".to_owned(),
            title: "Countries over the years".to_owned(),
            says: "A row for each country, a field for each year; the stronger, the more days with music there."
                .to_owned(),
            frame: [0.0, 0.0, WIDTH, height + 26.0],
            body: html! {
                @for (row, country) in shown.enumerate() {
                    @let y = row as f64 * 26.0;
                    text.axis x="0" y=(n(y + 17.0)) { (country.country.as_str()) }
                    @for (column, year) in places.by_year.iter().enumerate() {
                        @let days = year.countries.iter().find(|place| place.country == country.country).map_or(0, |place| place.days);
                        rect.{ "q" (level(days, most)) } x=(n(44.0 + column as f64 * step)) y=(n(y)) width=(n(step - 2.0)) height="23" rx="2" {}
                    }
                }
                @for (column, year) in places.by_year.iter().enumerate() {
                    text.axis.minor[places.by_year.len() > 6 && column % 3 != 0] x=(n(44.0 + (column as f64 + 0.5) * step - 1.0)) y=(n(height + 20.0)) text-anchor="middle" { (year.year) }
                }
            },
        },
        &table,
    )
}

/// The device families, as bars.
fn families(statistics: &Statistics) -> Markup {
    let families = &statistics.devices.all.families;
    let most = families.first().map_or(0, |family| family.ms);
    html! {
        ol.bars {
            @for (index, family) in families.iter().enumerate() {
                li {
                    span.name { (devices::name(family.family)) } " "
                    span.first { (fact(&format!("/devices/families/{index}/ms"), family.ms, duration(family.ms))) }
                    (tops::meter(family.ms, most))
                }
            }
        }
    }
}

/// Round plays, round hours and anniversaries; none without a counted play.
pub(super) fn milestones(statistics: &Statistics) -> Option<Chapter> {
    let milestones = &statistics.milestones;
    let first = milestones.plays.first()?;
    Some(Chapter {
        id: "milestones",
        title: "Milestones",
        big: html! { (date::day(first.date)) },
        text: html! {
            p { "It began with " (track(&first.title, first.artist.as_deref())) "." }
        },
        body: html! {
            div.pair {
                div {
                    h3 { "Round plays" }
                    ol.line {
                        @for (index, play) in milestones.plays.iter().enumerate() {
                            li {
                                strong { (fact(&format!("/milestones/plays/{index}/number"), play.number, count(play.number))) } " "
                                span { (track(&play.title, play.artist.as_deref())) " " span.when { (date::day(play.date)) } }
                            }
                        }
                    }
                }
                div {
                    @if !milestones.hours.is_empty() {
                        h3 { "Round hours" }
                        ol.line {
                            @for (index, hour) in milestones.hours.iter().enumerate() {
                                li {
                                    strong { (fact(&format!("/milestones/hours/{index}/hours"), hour.hours, count(hour.hours))) " h" } " "
                                    span.when { (date::day(hour.date)) }
                                }
                            }
                        }
                    }
                    h3 { "Anniversaries" }
                    ol.line {
                        @for artist in milestones.anniversaries.iter().take(5) {
                            li { strong { (artist.first.format("%-d.%-m.")) } " " span { span.title { (Name(&artist.name)) } " " span.when { "since " (date::day(artist.first)) } } }
                        }
                    }
                }
            }
        },
        beside: false,
    })
}

/// What all of this would fetch.
pub(super) fn worth(statistics: &Statistics) -> Option<Chapter> {
    let worth = statistics.worth;
    let cents = worth.cents_per_play?;
    Some(Chapter {
        id: "worth",
        title: "What it is worth",
        big: html! { "$" (format!("{:.2}", worth.dollars)) },
        text: html! {
            p { "for all of it. The only public sale of listening histories on record, in June 2025, paid $55,000 for those of about 10,000 people. That makes "
                data data-at="/worth/cents_per_play" value=(cents) { (cents) } " cents a play." }
            p { "It is worth more here." }
        },
        body: html! {},
        beside: false,
    })
}

//! Where and on what was listened.

use playtally_history::Device;
use playtally_statistics::Statistics;
use playtally_statistics::devices::{Share, name};

use crate::chapter::{Block, Brief, Chapter, Full, Meter};
use crate::chart::{Axis, Chart, HeatRow, Shape};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::{Noun, country};

/// The most countries that are listed in brief, and that a picture names.
const LISTED: usize = 8;
const DRAWN: usize = 12;
/// The plays of which something must be known to tell its share.
const ENOUGH_PLAYS: u64 = 10;

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let (places, devices) = (&statistics.places, &statistics.devices.all);
    let ways = ways(statistics);
    let mut brief = Vec::new();
    if places.countries.len() > 1 {
        brief.push(Brief::Table(countries(statistics)));
    }
    if devices.families.len() > 1 {
        brief.push(Brief::Table(families(statistics)));
    }
    if !ways.is_empty() {
        brief.push(Brief::Facts(ways.clone()));
    }
    Chapter::new("places", "Places and devices")
        .brief(brief)
        .full(full(statistics, ways))
}

/// None where neither is known.
fn full<'a>(statistics: &'a Statistics, ways: Vec<Fact<'a>>) -> Option<Full<'a>> {
    let (places, families) = (&statistics.places, &statistics.devices.all.families);
    let known = families.iter().filter(|family| family.family != Device::Other).count();
    let home = places.countries.first();
    if home.is_none() && known == 0 {
        return None;
    }
    let mut text = Vec::new();
    let mut blocks = Vec::new();
    if let Some(home) = home {
        let says = Phrase::new().words("Most is heard in ").country(home.country.as_str());
        let says = says
            .words(", on ")
            .count("/places/countries/0/days", home.days, Noun::Day);
        text.push(says.words("."));
        blocks.push(Block::Figures(vec![(
            over_the_years(statistics),
            Some(countries(statistics)),
        )]));
    }
    if let Some(family) = families.first().filter(|family| family.family != Device::Other) {
        let all = families.iter().map(|family| family.ms).sum();
        let says = Phrase::new().words(format!("The usual device is a {}, with ", name(family.family)));
        text.push(says.share(family.ms, all).words(" of the time."));
    }
    if known > 0 {
        let most = families.first().map_or(0, |family| family.ms);
        let meter = |(index, family): (usize, &playtally_statistics::devices::FamilyCount)| Meter {
            name: name(family.family),
            number: Phrase::new().time(format!("/devices/families/{index}/ms"), family.ms),
            of: [family.ms, most],
        };
        blocks.push(Block::Meters(families.iter().enumerate().map(meter).collect()));
    }
    blocks.push(Block::Facts(ways));
    let countries = places.countries.len() as u64;
    let lead = if countries > 0 {
        Noun::Country.of(countries)
    } else {
        Noun::KindOfDevice.of(known as u64)
    };
    Some(Full {
        lead: Phrase::new().words(lead),
        text,
        blocks,
        beside: true,
    })
}

fn countries(statistics: &Statistics) -> Table<'_> {
    let countries = &statistics.places.countries;
    let most = countries.first().map_or(0, |place| place.ms);
    let mut table = Table::new(
        "Countries",
        [
            Column::names("Country", 10).at("/country").clear(),
            Column::bars("", 12),
            Column::number("Plays").at("/plays").detail(),
            Column::number("Days").at("/days"),
            Column::number("Time").at("/ms"),
            Column::words("First").at("/first").second(),
            Column::words("Last").at("/last").second(),
        ],
    );
    for (index, place) in countries.iter().enumerate() {
        let code = place.country.as_str();
        let cells = [
            Cell::valued(code, Phrase::new().country(code)),
            Cell::Bar(place.ms, most),
            Cell::count(place.plays),
            Cell::count(place.days),
            Cell::ms(place.ms),
            Cell::day(place.first),
            Cell::day(place.last),
        ];
        table.row(format!("/places/countries/{index}"), cells);
    }
    let others = countries.len().saturating_sub(LISTED) as u64;
    if others > 0 {
        table.cut = Some((LISTED, format!("and {}", Noun::MoreCountry.of(others))));
    }
    table
}

/// A row for each country, a field for each year.
fn over_the_years(statistics: &Statistics) -> Chart<'_> {
    let places = &statistics.places;
    let years = places.by_year.first().zip(places.by_year.last());
    let years: Vec<i32> = years.map_or_else(Vec::new, |(first, last)| (first.year..=last.year).collect());
    let days = |year: i32, country| {
        let of_year = places.by_year.iter().find(|of_year| of_year.year == year);
        let place = of_year.and_then(|year| year.countries.iter().find(|place| place.country == country));
        place.map_or(0, |place| place.days)
    };
    let rows = places.countries.iter().take(DRAWN).map(|place| HeatRow {
        label: country::name(place.country.as_str()),
        fields: years.iter().map(|&year| days(year, place.country)).collect(),
        count: None,
    });
    Chart {
        id: "countries".to_owned(),
        title: "Countries over the years".to_owned(),
        says: "A row for each country, a field for each year; the stronger, the more days with music there.".to_owned(),
        shape: Shape::HeatMap {
            rows: rows.collect(),
            axis: Axis::Years(years),
            even: false,
        },
    }
}

fn families(statistics: &Statistics) -> Table<'_> {
    let families = &statistics.devices.all.families;
    let most = families.iter().map(|family| family.ms).max().unwrap_or(0);
    let mut table = Table::new(
        "Devices",
        [
            Column::words("Device").clear(),
            Column::bars("", 12),
            Column::number("Plays").at("/plays"),
            Column::number("Time").at("/ms").second(),
        ],
    );
    for (index, family) in families.iter().enumerate() {
        let cells = [
            Cell::word(name(family.family)),
            Cell::Bar(family.ms, most),
            Cell::count(family.plays),
            Cell::ms(family.ms),
        ];
        table.row(format!("/devices/families/{index}"), cells);
    }
    table
}

/// With shuffle, and without a network.
fn ways(statistics: &Statistics) -> Vec<Fact<'_>> {
    let all = &statistics.devices.all;
    [
        ("With shuffle", "/devices/shuffle", all.shuffle),
        ("Offline", "/devices/offline", all.offline),
    ]
    .into_iter()
    .filter(|(.., share)| share.known >= ENOUGH_PLAYS)
    .map(|(about, at, Share { known, yes })| {
        let rest = Phrase::new().number(format!("{at}/yes"), yes);
        let rest = rest
            .words(" of the ")
            .count(format!("{at}/known"), known, Noun::Play)
            .words(" of which it is known");
        Fact::new(about, Phrase::new().share(yes, known), ", ", rest)
    })
    .collect()
}

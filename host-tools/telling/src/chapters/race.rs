//! Who led, as the history grew: who stood where after each month.

use std::collections::BTreeMap;

use playtally_statistics::race::Standing;
use playtally_statistics::{Month, Statistics};

use crate::chapter::{Block, Brief, Chapter, Full};
use crate::chart::{Chart, Lane, Shape};
use crate::fact::Fact;
use crate::name::clean;
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::Noun;

/// The most leads that are told in brief: the last ones.
const LEADS: usize = 8;
/// The most moments that are drawn.
const MOMENTS: usize = 36;

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let leads = leads(&statistics.race);
    let brief = facts(statistics, &leads);
    Chapter::new("race", "The race")
        .brief([Brief::Facts(brief)])
        .full(full(statistics, &leads))
}

/// The artists that led all others by all plays up to then, and since when.
fn leads(race: &[Standing]) -> Vec<(Month, &str)> {
    let mut leads: Vec<(Month, &str)> = Vec::new();
    for standing in race {
        let Some(first) = standing.leaders.first() else {
            continue;
        };
        if leads.last().is_none_or(|(_, leader)| *leader != first.name) {
            leads.push((standing.month, &first.name));
        }
    }
    leads
}

/// A fact for each lead; none where nobody was ever overtaken.
fn facts<'a>(statistics: &'a Statistics, leads: &[(Month, &'a str)]) -> Vec<Fact<'a>> {
    if leads.len() < 2 {
        return Vec::new();
    }
    let ends = leads.iter().skip(1).map(|(month, _)| Some(*month)).chain([None]);
    let told = leads.iter().zip(ends).skip(leads.len().saturating_sub(LEADS));
    let fact = |(&(from, leader), end): (&(Month, &'a str), Option<Month>)| {
        let rest = match end {
            Some(end) => {
                let months = (end.number() - from.number()).unsigned_abs().into();
                Phrase::new().words(format!("for {}", Noun::Month.of(months)))
            }
            None => in_front(statistics),
        };
        let fact = Fact::new("", Phrase::new().name(leader), " ", rest);
        fact.about(Phrase::new().month(from))
    };
    told.map(fact).collect()
}

/// By how much the last leader leads.
fn in_front(statistics: &Statistics) -> Phrase<'_> {
    match statistics.race.last().map(|standing| &standing.leaders[..]) {
        Some([first, second, ..]) => {
            let ahead = Noun::Play.of(first.plays - second.plays);
            let rest = Phrase::new().words(format!("ever since, now {ahead} ahead of "));
            rest.name(&second.name)
        }
        _ => Phrase::new().words("ever since"),
    }
}

/// None of fewer than three months, or of one runner.
fn full<'a>(statistics: &'a Statistics, leads: &[(Month, &'a str)]) -> Option<Full<'a>> {
    let race = &statistics.race;
    let last = race.last()?;
    let [winner, second, ..] = &last.leaders[..] else {
        return None;
    };
    if race.len() < 3 {
        return None;
    }
    let mut led: Vec<&str> = leads.iter().map(|(_, leader)| *leader).collect();
    led.sort_unstable();
    led.dedup();
    let since = leads.last()?.0;
    let columns = [
        Column::words("Place"),
        Column::names("Artist", 8).at("/name"),
        Column::number("Plays").at("/plays"),
    ];
    let mut table = Table::new("The standing at the end", columns);
    for (place, runner) in last.leaders.iter().enumerate() {
        table.row(
            format!("/race/{}/leaders/{place}", race.len() - 1),
            [
                Cell::word(place + 1),
                Cell::name(&runner.name),
                Cell::count(runner.plays),
            ],
        );
    }
    let names: Vec<_> = last.leaders.iter().map(|runner| clean(&runner.name)).collect();
    let chart = Chart {
        id: "race-lines".to_owned(),
        title: "The first five artists after each month".to_owned(),
        says: format!("At the end: {}.", names.join(", ")),
        shape: lanes(race, last),
    };
    let text = Phrase::new().words("In front since ").month(since);
    let text = text.words(format!(", now by {}. ", Noun::Play.of(winner.plays - second.plays)));
    let text = text.words(match led.len() {
        1 => "Nobody else ever led.".to_owned(),
        led => format!("{} led at some time.", Noun::Artist.of(led as u64)),
    });
    let lines = "The lines are the places of the first five, by all plays up to then; grey ones have dropped out.";
    Some(Full {
        lead: Phrase::new().name(&winner.name),
        text: vec![text, Phrase::new().words(lines)],
        blocks: vec![Block::Figures(vec![(chart, Some(table))])],
        beside: false,
    })
}

fn lanes<'a>(race: &'a [Standing], last: &'a Standing) -> Shape<'a> {
    // Places that change every few units cannot be told apart: of long histories every second, third, … month is drawn.
    let every = race.len().div_ceil(MOMENTS);
    let mut moments: Vec<&Standing> = race.iter().rev().step_by(every).collect();
    moments.reverse();
    // Of each artist the places that it held, moment by moment.
    let mut held: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (moment, standing) in moments.iter().enumerate() {
        for (place, runner) in standing.leaders.iter().enumerate() {
            held.entry(&runner.name).or_default().push((moment, place));
        }
    }
    let mut lanes: Vec<Lane<'_>> = held
        .into_iter()
        .map(|(name, places)| Lane {
            name,
            end: last.leaders.iter().position(|runner| runner.name == name),
            places,
        })
        .collect();
    // What has dropped out lies behind the others, of which the first lies in front.
    lanes.sort_by_key(|lane| {
        let behind = lane.end.map_or(lane.places.len(), |_| 0);
        (lane.end.is_some(), behind, lane.end.map(|end| last.leaders.len() - end))
    });
    Shape::Race {
        months: moments.iter().map(|standing| standing.month).collect(),
        lanes,
        end: last
            .leaders
            .iter()
            .map(|runner| (runner.name.as_str(), runner.plays))
            .collect(),
    }
}

//! The race of the artists, as a bump chart: who stood where after each month.

use std::collections::BTreeMap;

use maud::html;
use playtally_statistics::Statistics;
use playtally_statistics::race::{LEADERS, Standing};

use super::markup::{Cell, Chapter, Name, Table, figure, plain};
use super::plot::MonthAxis;
use super::svg::{Path, Picture, WIDTH, n};
use crate::text::date;
use crate::text::name::fit;
use crate::text::number::{count, plural};

const LANE: f64 = 46.0;
const TOP: f64 = 26.0;
/// Where the lines end and the names begin.
const EDGE: f64 = 470.0;
/// The most moments that are drawn.
const MOMENTS: usize = 36;

/// The chapter; none of fewer than three months, or of one runner.
pub(super) fn chapter(statistics: &Statistics) -> Option<Chapter> {
    let race = &statistics.race;
    let (first, last) = (race.first()?, race.last()?);
    let winner = last.leaders.first()?;
    if race.len() < 3 || last.leaders.len() < 2 {
        return None;
    }
    // Places that change every few units cannot be told apart: of long histories every second, third, … month is drawn.
    let every = race.len().div_ceil(MOMENTS);
    let moments: Vec<&Standing> = race
        .iter()
        .rev()
        .step_by(every)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let axis = MonthAxis::new(first.month, last.month, 0.0, EDGE);
    // Of each artist the places that it held, moment by moment.
    let mut held: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (moment, standing) in moments.iter().enumerate() {
        for (place, runner) in standing.leaders.iter().enumerate() {
            held.entry(&runner.name).or_default().push((moment, place));
        }
    }
    let mut led: Vec<&str> = race
        .iter()
        .filter_map(|standing| Some(standing.leaders.first()?.name.as_str()))
        .collect();
    led.sort_unstable();
    led.dedup();
    let led = led.len() as u64;
    let since = race
        .iter()
        .rev()
        .take_while(|standing| standing.leaders.first().is_some_and(|first| first.name == winner.name))
        .last()?;
    let mut table = Table::new(
        "The standing at the end",
        &[("Place", None), ("Artist", Some("/name")), ("Plays", Some("/plays"))],
    );
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
    let colour = |name: &str| last.leaders.iter().position(|runner| runner.name == name);
    let lane = |place: usize| TOP + place as f64 * LANE;
    let line = |places: &[(usize, usize)]| {
        let mut path = Path::default();
        let mut before: Option<(usize, (f64, f64))> = None;
        for &(moment, place) in places {
            let at = (axis.middle(moments[moment].month), lane(place));
            match before {
                Some((last, from)) if last + 1 == moment => path.sway(from, at),
                _ => {
                    path.start(at.0 - 2.0, at.1);
                    path.line(at.0, at.1);
                }
            }
            before = Some((moment, at));
        }
        path
    };
    let (mut behind, mut ahead): (Vec<_>, Vec<_>) = held.iter().partition(|(name, _)| colour(name).is_none());
    behind.sort_by_key(|(_, places)| places.len());
    ahead.sort_by_key(|(name, _)| std::cmp::Reverse(colour(name)));
    Some(Chapter {
        id: "race",
        title: "The race",
        big: html! { (Name(&winner.name)) },
        text: html! {
            p { "In front since " (date::month(since.month)) ", now by " (plural(winner.plays - last.leaders[1].plays, "play", "plays")) ". "
                (if led == 1 { "Nobody else ever led.".to_owned() } else { format!("{} led at some time.", plural(led, "artist", "artists")) }) }
            p { "The lines are the places of the first five, by all plays up to then; grey ones have dropped out." }
        },
        body: figure(
            Picture {
                id: "race-lines".to_owned(),
                title: "The first five artists after each month".to_owned(),
                says: format!(
                    "At the end: {}.",
                    last.leaders
                        .iter()
                        .map(|runner| plain(&runner.name))
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
                frame: [-4.0, 0.0, WIDTH, TOP + LANE * LEADERS as f64],
                body: html! {
                    (axis.years(6.0, lane(LEADERS - 1) + 22.0))
                    @for (_, places) in &behind { path.lane d=(line(places)) {} }
                    @for (name, places) in &ahead { path.lane.{ "s" (colour(name).unwrap_or(0)) } d=(line(places)) {} }
                    @for (place, runner) in last.leaders.iter().enumerate() {
                        circle.{ "f" (place) } cx=(n(axis.middle(last.month))) cy=(n(lane(place))) r="6" {}
                        text.name x=(n(EDGE + 14.0)) y=(n(lane(place) + 1.0)) { (fit(&plain(&runner.name), 16)) }
                        text.axis.minor x=(n(EDGE + 14.0)) y=(n(lane(place) + 17.0)) { (count(runner.plays)) }
                    }
                },
            },
            &table,
        ),
        beside: false,
    })
}

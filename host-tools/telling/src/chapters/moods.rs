//! Moods: tracks that are played together, on a map.

use playtally_statistics::Statistics;
use playtally_statistics::moods::Mood;

use crate::chapter::{Block, Brief, Card, Chapter, Full};
use crate::chart::{Chart, Shape};
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::Noun;
use crate::words::date::{hour, month_name, short_month_name};
use crate::words::number::count;

/// How many artists a mood is named by: in brief, and in the title of its card.
const NAMES: usize = 3;
const TITLE: usize = 2;

pub(super) fn chapter(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("moods", "Moods");
    let moods = &statistics.moods;
    if moods.is_empty() {
        return chapter;
    }
    let mut table = Table::new(
        "Moods",
        [
            Column::names("Sounds like", 10),
            Column::bars("0    6     12    18", 24),
            Column::words("Most its own"),
            Column::number("Plays").at("/plays"),
        ],
    );
    for (index, mood) in moods.iter().enumerate() {
        let most = mood.by_hour.iter().copied().max().unwrap_or(0);
        let month = short_month_name(mood.peak_month);
        let cells = [
            Cell::phrase(Phrase::names(names(mood).take(NAMES))),
            Cell::Bars(mood.by_hour.to_vec(), most, 0),
            Cell::word(format!("{}, {month}", hour(mood.peak_hour as usize))),
            Cell::count(mood.plays),
        ];
        table.row(format!("/moods/{index}"), cells);
    }
    let says = "Tracks that are played in the same sessions lie near each other. No genre, no sound and nothing from outside is used: each mood is named by its own artists, its hours and its season.";
    let full = (moods.len() > 1).then(|| Full {
        lead: Phrase::new().words(count(moods.len() as u64)),
        text: vec![Phrase::new().words(says)],
        blocks: vec![
            Block::Figures(vec![(map(moods), None)]),
            Block::Cards(moods.iter().enumerate().map(card).collect()),
        ],
        beside: false,
    });
    chapter.brief([Brief::Table(table)]).full(full)
}

fn names(mood: &Mood) -> impl Iterator<Item = &str> {
    mood.artists.iter().map(|artist| artist.name.as_str())
}

/// Near moods share sessions, large ones are played more.
fn map(moods: &[Mood]) -> Chart<'_> {
    let most = moods.iter().map(|mood| mood.plays).max().unwrap_or(0).max(1);
    let discs = moods.iter().map(|mood| (mood.map, mood.plays as f64 / most as f64));
    Chart {
        id: "mood-map".to_owned(),
        title: "A map of the moods".to_owned(),
        says: format!(
            "{}; near ones share sessions, large ones are played more.",
            Noun::Mood.of(moods.len() as u64)
        ),
        shape: Shape::Map(discs.collect()),
    }
}

fn card((index, mood): (usize, &Mood)) -> Card<'_> {
    let most = mood.by_hour.iter().copied().max().unwrap_or(0).max(1);
    let peak = hour(mood.peak_hour as usize);
    let top = mood.top_tracks.first();
    let plays = Phrase::new().count(format!("/moods/{index}/plays"), mood.plays, Noun::Play);
    Card {
        about: Phrase::new().words(format!("{peak} · {}", month_name(mood.peak_month))),
        most: Phrase::names(names(mood).take(TITLE)),
        chart: Some(Chart {
            id: format!("mood-{index}-hours"),
            title: "Its hours".to_owned(),
            says: format!("From midnight to midnight; most of all its own from {peak}."),
            shape: Shape::Hours {
                hours: mood.by_hour.iter().map(|&plays| plays as f64 / most as f64).collect(),
                pale: vec![false; 24],
                label: "",
                series: Some(index),
            },
        }),
        rest: top.map_or_else(Phrase::new, |top| Phrase::new().track(&top.title, Some(&top.artist))),
        count: plays
            .words(" of ")
            .count(format!("/moods/{index}/tracks"), mood.tracks, Noun::Track),
        ..Card::default()
    }
}

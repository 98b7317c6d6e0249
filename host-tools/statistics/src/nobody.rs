//! An unknown artist is nobody: what is said of artists is the same whether or not there are plays of whom nobody knows.

use playtally_history::{Item, Plays};
use proptest::prelude::*;
use serde_json::Value;

use crate::recap::{Card, Kind};
use crate::testing::{Dice, histories, made_up};
use crate::{Rule, Statistics, View};

/// A history with more plays, each at the time of one that counts and for as long, of titles by nobody known; and how many
/// were added.
fn with_nobody(plays: &Plays, rule: &Rule, seed: u64, many: u64) -> (Plays, u64) {
    let mut dice = Dice(seed);
    let mut artists = plays.artists().to_vec();
    artists.push("".into());
    let nobody = artists.len() as u32 - 1;
    let mut items = plays.items().to_vec();
    let mut rows = plays.rows().to_vec();
    let models: Vec<_> = plays
        .rows()
        .iter()
        .filter(|play| {
            let counted = play.ms_played.is_none_or(|ms| ms >= rule.counted_ms);
            counted && !play.private && !play.echo && plays.item(play).kind == playtally_history::Kind::Music
        })
        .collect();
    if models.is_empty() {
        return (plays.clone(), 0);
    }
    for _ in 0..many {
        let model = models[dice.below(models.len() as u64) as usize];
        items.push(Item {
            title: dice.one_of(&["Home", "Track 01", "海"]).into(),
            album: dice.one_of(&["", "One"]).into(),
            artist: nobody,
            ..plays.item(model).clone()
        });
        rows.push(playtally_history::Play {
            item: items.len() as u32 - 1,
            ..*model
        });
    }
    (Plays::new(artists, items, rows), many)
}

/// What is said of artists, of everything that is said.
fn of_artists(statistics: &Statistics) -> Value {
    let json = serde_json::to_value(statistics).unwrap();
    let mut said = serde_json::Map::new();
    for at in [
        "/totals/artists",
        "/top_artists",
        "/top_by_time/artists",
        "/year_artists",
        "/breadth",
        "/discovery/artists_of_every_year",
        "/race",
        "/movers",
        "/milestones/anniversaries",
        "/devotion/one_hit_wonders",
        "/devotion/comebacks",
        "/devotion/forgotten_artists",
        "/seasons/artists",
        "/repeats/longest_artist_run",
    ] {
        said.insert(at.to_owned(), json.pointer(at).unwrap().clone());
    }
    let each = |list: &str, fields: &[&str]| -> Value {
        let all = json.pointer(list).unwrap().as_array().unwrap();
        let of = |one: &Value| {
            fields
                .iter()
                .map(|field| one.pointer(field).unwrap().clone())
                .collect::<Value>()
        };
        all.iter().map(of).collect()
    };
    for (list, fields) in [
        (
            "/years",
            &[
                "/year",
                "/totals/artists",
                "/top_by_plays/artists",
                "/top_by_time/artists",
            ][..],
        ),
        (
            "/months",
            &[
                "/month",
                "/totals/artists",
                "/top_by_plays/artists",
                "/top_by_time/artists",
            ],
        ),
        ("/discovery/by_month", &["/month", "/new_artists", "/unfair"]),
        ("/discovery/by_year", &["/year", "/new_artists", "/best/artists"]),
        ("/eras", &["/from", "/to", "/artists"]),
    ] {
        said.insert(list.to_owned(), each(list, fields));
    }
    said.insert(
        "portraits".to_owned(),
        serde_json::to_value(&statistics.portraits.artists).unwrap(),
    );
    Value::Object(said)
}

/// The cards of a year that are about an artist, told or not.
fn cards(plays: &Plays, rule: &Rule) -> Vec<(i32, String, Card)> {
    let view = View::new(plays, rule);
    let cards = crate::recap::candidates(view.music());
    let of_artists = |card: &Card| {
        matches!(
            card.kind(),
            Kind::Breadth
                | Kind::Discovery
                | Kind::Comeback
                | Kind::Farewell
                | Kind::Run
                | Kind::Signature
                | Kind::Artist
        )
    };
    cards
        .into_iter()
        .filter(|(.., card)| of_artists(card))
        .map(|(year, value, card)| (year, format!("{value:.9}"), card))
        .collect()
}

/// Everything in a value that is called an artist, or lists some, and is empty.
fn empty_artists(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let at = format!("{at}/{name}");
                if (name == "artist" || name == "name") && value == "" {
                    found.push(at.clone());
                }
                empty_artists(value, &at, found);
            }
        }
        Value::Array(values) => values
            .iter()
            .enumerate()
            .for_each(|(n, value)| empty_artists(value, &format!("{at}/{n}"), found)),
        _ => {}
    }
}

fn check(plays: &Plays, rule: &Rule, seed: u64, many: u64) -> Result<(), TestCaseError> {
    let (more, added) = with_nobody(plays, rule, seed, many);
    let (without, with) = (Statistics::compute(plays, rule), Statistics::compute(&more, rule));
    let (before, after) = (of_artists(&without), of_artists(&with));
    for (at, said) in before.as_object().unwrap() {
        prop_assert_eq!(&after[at], said, "{}", at);
    }
    let years = |plays: &Plays| -> Vec<i32> {
        crate::recap::recaps(View::new(plays, rule).music(), None)
            .iter()
            .map(|recap| recap.year)
            .collect()
    };
    if years(plays) == years(&more) {
        prop_assert_eq!(cards(plays, rule), cards(&more, rule));
    }
    prop_assert_eq!(with.totals.plays, without.totals.plays + added);
    prop_assert_eq!(with.totals.counted_plays, without.totals.counted_plays + added);
    prop_assert_eq!(
        with.by_hour.iter().sum::<u64>(),
        without.by_hour.iter().sum::<u64>() + added
    );
    prop_assert_eq!(with.totals.days, without.totals.days);
    let added_ms: u64 = more
        .rows()
        .iter()
        .filter(|play| more.artist(more.item(play)).is_none())
        .map(|play| u64::from(play.ms_played.unwrap_or(0)))
        .sum();
    let nobody_before: u64 = plays
        .rows()
        .iter()
        .filter(|play| plays.artist(plays.item(play)).is_none())
        .map(|play| u64::from(play.ms_played.unwrap_or(0)))
        .sum();
    prop_assert_eq!(with.totals.ms, without.totals.ms + added_ms - nobody_before);
    let mut empty = Vec::new();
    empty_artists(&serde_json::to_value(&with).unwrap(), "", &mut empty);
    prop_assert_eq!(empty, Vec::<String>::new());
    Ok(())
}

#[test]
fn a_life_of_which_a_third_is_of_nobody_says_the_same_of_artists() {
    let plays = made_up(6, 6_000);
    let rule = Rule::new(chrono_tz::Europe::Stockholm);
    assert!(cards(&plays, &rule).len() > 50);
    check(&plays, &rule, 8, 3_000).unwrap();
}

#[test]
fn a_life_all_of_nobody_has_titles_and_no_artist() {
    let plays = made_up(7, 4_000);
    let items = plays.items().iter().map(|item| Item {
        artist: 0,
        ..item.clone()
    });
    let plays = Plays::new(vec!["".into()], items.collect(), plays.rows().to_vec());
    let statistics = Statistics::compute(&plays, &Rule::new(chrono_tz::UTC));
    let totals = &statistics.totals;
    assert!(totals.counted_plays > 2_000 && totals.tracks > 100 && totals.artists == 0);
    assert!(!statistics.top_tracks.is_empty() && statistics.top_tracks.iter().all(|top| top.artist.is_none()));
    let said = of_artists(&statistics);
    for list in [
        "/top_artists",
        "/year_artists",
        "/milestones/anniversaries",
        "/devotion/comebacks",
        "/eras",
    ] {
        assert_eq!(said[list], Value::Array(vec![]), "{list}");
    }
    let mut empty = Vec::new();
    empty_artists(&serde_json::to_value(&statistics).unwrap(), "", &mut empty);
    assert_eq!(empty, Vec::<String>::new());
    assert!(
        statistics
            .recaps
            .iter()
            .flat_map(|recap| &recap.cards)
            .all(|told| told.card.parts().artist.is_none())
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn plays_of_nobody_change_nothing_that_is_said_of_artists((plays, rule) in histories(), seed in any::<u64>(), many in 0_u64..60) {
        check(&plays, &rule, seed, many)?;
    }
}

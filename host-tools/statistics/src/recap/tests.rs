//! Recaps against a plain reading of the plays, card by card, and stories with one planted oddity.

mod by_hand;

use std::collections::BTreeSet;

use chrono::{Datelike, TimeDelta};
use playtally_history::Plays;
use proptest::prelude::*;

use super::*;
use crate::catalogue::Facts;
use crate::music::Known;
use crate::testing::{Dice, History, folded_catalogue, histories, made_up, naive, shuffled};
use crate::{Period, Rule, View};
use by_hand::by_hand;

fn check(plays: &Plays, rule: &Rule, catalogue: Option<&Catalogue>) -> Result<usize, TestCaseError> {
    let all = naive(plays, rule);
    let view = View::knowing(plays, rule, catalogue);
    let years = year::all(view.music(), catalogue);
    let enough = |year: &i32| {
        all.iter()
            .filter(|row| row.counted && row.day().year() == *year)
            .count()
            >= 30
    };
    let expected: BTreeSet<i32> = all
        .iter()
        .map(|row| row.day().year())
        .filter(|year| enough(year))
        .collect();
    prop_assert_eq!(years.iter().map(|year| year.year).collect::<BTreeSet<_>>(), expected);
    for year in &years {
        let mut expected = by_hand(&all, year.year, catalogue);
        for Candidate { value, card } in &year.candidates {
            let at = expected.iter().position(|(_, other)| other == card);
            prop_assert!(at.is_some(), "{}: {card:?}", year.year);
            let (by_hand, _) = expected.swap_remove(at.unwrap());
            prop_assert!((value - by_hand).abs() < 1e-6, "{card:?}: {value} against {by_hand}");
        }
        // Where plays cancel out on the clock, and where a share is the usual one, rounding decides.
        expected.retain(|(_, card)| !matches!(card.kind(), Kind::TimeOfDay | Kind::Signature));
        prop_assert_eq!(expected, []);
    }
    Ok(years.len())
}

#[test]
fn cards_of_made_up_years_agree_with_reading_every_play() {
    for (seed, zone) in [(1, chrono_tz::Europe::Stockholm), (2, chrono_tz::Pacific::Apia)] {
        assert_eq!(check(&made_up(seed, 1_300), &Rule::new(zone), None).unwrap(), 12);
    }
}

#[test]
fn cards_of_what_the_music_is_agree_with_reading_every_play() {
    let plays = made_up(3, 2_400);
    let catalogue = folded_catalogue(&plays);
    let rule = Rule::new(chrono_tz::Europe::Stockholm);
    assert_eq!(check(&plays, &rule, Some(&catalogue)).unwrap(), 12);
    let view = View::knowing(&plays, &rule, Some(&catalogue));
    let years = year::all(view.music(), Some(&catalogue));
    for kind in [Kind::Genre, Kind::NewReleases] {
        assert!(
            years.iter().filter(|year| year.value(kind).is_some()).count() >= 6,
            "{kind:?}"
        );
    }
}

#[test]
fn of_music_that_is_hardly_known_no_card_tells_what_it_is() {
    let plays = made_up(3, 2_400);
    let mut catalogue = Catalogue::default();
    let genre = catalogue.genre(&["Techno".to_owned()]);
    // A year with many known plays is not enough where of all plays few are known.
    for at in 0..plays.items().len() {
        let known = at % 6 == 0;
        catalogue.push(Facts {
            genre: genre.filter(|_| known),
            year: known.then_some(2_000),
            country: None,
        });
    }
    let view = View::knowing(&plays, &Rule::new(chrono_tz::UTC), Some(&catalogue));
    let known = Known::of(view.music());
    assert!(!known.is_enough(known.genre), "{known:?}");
    let years = year::all(view.music(), Some(&catalogue));
    assert!(!years.is_empty());
    for year in years {
        assert_eq!((year.value(Kind::Genre), year.value(Kind::NewReleases)), (None, None));
    }
}

#[test]
fn a_story_has_six_to_ten_cards_and_ends_with_the_most_surprising() {
    let plays = made_up(4, 6_000);
    let view = View::new(&plays, &Rule::new(chrono_tz::UTC));
    let years = year::all(view.music(), None);
    for (at, recap) in recaps(view.music(), None).iter().enumerate() {
        let cards = &recap.cards;
        assert!(
            (FEWEST..=MOST).contains(&cards.len()),
            "{} has {}",
            recap.year,
            cards.len()
        );
        let (last, rest) = cards.split_last().unwrap();
        assert!(rest.is_sorted_by_key(|told| told.card.kind().order()));
        let named = |artist: &str| cards.iter().filter(|told| told.card.artist() == Some(artist)).count();
        let names = |told: &&Told| told.card.artist().is_some();
        assert!(cards.iter().filter(names).count() >= NAMING);
        let least_of = |naming: bool| {
            let of = cards.iter().filter(|told| told.card.artist().is_some() == naming);
            of.map(|told| told.surprise).fold(f64::INFINITY, f64::min)
        };
        let few = cards.iter().filter(names).count() == NAMING;
        for other in judged(&years, at) {
            assert!(other.surprise <= last.surprise);
            let twice = other.card.artist().is_some_and(|artist| named(artist) == SAME_ARTIST);
            let full = cards.len() == MOST || other.surprise < REMARKABLE || few;
            // Its like, with a name or without, is told only where it is more surprising.
            let less = other.surprise <= least_of(other.card.artist().is_some());
            assert!(cards.contains(&other) || twice || full && less, "{other:?} is missing");
        }
    }
}

/// Six quiet years, all alike: five plays a day at noon, of twenty artists in turn.
fn quiet() -> History {
    let mut dice = Dice(9);
    let mut history = History::new();
    for day in 0..6 * 365_i64 {
        for n in 0..1 + day % 2 {
            let at = 1_420_070_400 + 86_400 * day + 43_200 + n * 600 + dice.below(3_000) as i64;
            let artist = ["Ada", "Berg", "川", "Dub", "Elm", "Fen", "Gil"][dice.below(7) as usize];
            history = history.play_at(
                at,
                artist,
                ["Home", "Sea", "海"][dice.below(3) as usize],
                "",
                Some(200_000),
            );
        }
    }
    history
}

fn last_card(history: &History, year: i32) -> Told {
    let plays = history.plays();
    let view = View::new(&plays, &Rule::new(chrono_tz::UTC));
    let mut recap = recaps(view.music(), None)
        .into_iter()
        .find(|recap| recap.year == year)
        .unwrap();
    recap.cards.pop().unwrap()
}

#[test]
fn a_story_ends_with_what_was_planted_in_its_year() {
    let noon = |month, day| format!("2018-{month:02}-{day:02} 15:00");
    let mut binge = quiet();
    for n in 0..60 {
        binge = binge.play(
            &format!("2018-05-05 {:02}:{:02}", 2 + n / 6, n % 6 * 10),
            "Otter",
            "Again",
            200,
        );
    }
    let told = last_card(&binge, 2018);
    assert!(
        matches!(&told.card, Card::Binge { title, plays: 60, .. } if title == "Again"),
        "{told:?}"
    );
    assert!(told.surprise > 6.0 && told.record == Some(Record::Highest));

    let mut nights = quiet();
    for day in 1..=28 {
        for month in 1..=12 {
            nights = nights.play(&noon(month, day).replace("15:00", "03:10"), "Ada", "Home", 200);
        }
    }
    // Both say so: the share of the nights, and the middle of the day.
    let of_clock = |told: &Told| matches!(told.card.kind(), Kind::Nights | Kind::TimeOfDay);
    assert!(of_clock(&last_card(&nights, 2018)) && !of_clock(&last_card(&nights, 2017)));
}

#[test]
fn a_share_that_few_plays_speak_for_is_not_told() {
    let replays = |plays, of_plays, usual_permille| Card::Replays {
        plays,
        of_plays,
        usual_permille,
    };
    for (thin, card) in [
        (true, replays(0, 162, Some(9))),
        (true, replays(9, 162, None)),
        (true, replays(9, 162, Some(61))),
        (false, replays(0, 162, Some(62))),
        (false, replays(10, 162, Some(0))),
        (true, replays(155, 162, Some(990))),
        (false, replays(155, 162, Some(60))),
    ] {
        assert_eq!(card.is_thin(), thin, "{card:?}");
    }

    // Two short years without a night and without a repeat.
    let mut history = History::new();
    for n in 0..80 {
        let track = ["Home", "Sea"][n as usize % 2];
        history = history.play_at(1_577_880_000 + 86_400 * 9 * n, "Ada", track, "", Some(200_000));
    }
    let plays = history.plays();
    let view = View::new(&plays, &Rule::new(chrono_tz::UTC));
    let years = year::all(view.music(), None);
    assert_eq!(years.len(), 2);
    for at in 0..2 {
        let told = judged(&years, at);
        let is_thin = |told: &Told| matches!(told.card.kind(), Kind::Nights | Kind::Replays);
        assert!(told.len() >= FEWEST && !told.iter().any(is_thin), "{told:?}");
    }
}

#[test]
fn a_year_alone_is_told_without_what_is_usual() {
    let mut history = History::new();
    for n in 0..30 {
        history = history.play_at(1_600_000_000 + 90_000 * n, "川", "海", "", None);
    }
    let plays = history.plays();
    let view = View::new(&plays, &Rule::new(chrono_tz::Asia::Kolkata));
    let [recap] = &recaps(view.music(), None)[..] else {
        panic!("one year")
    };
    assert!(recap.cards.len() >= FEWEST, "{recap:?}");
    assert!(recap.cards.iter().all(|told| told.record.is_none()));
    let few = History::new().play("2020-02-29 12:00", "川", "海", 60).plays();
    assert_eq!(recaps(View::new(&few, &Rule::new(chrono_tz::UTC)).music(), None), []);
    assert_eq!(
        recaps(View::new(&Plays::default(), &Rule::new(chrono_tz::UTC)).music(), None),
        []
    );
}

#[test]
fn a_recap_is_the_same_whichever_days_are_looked_at() {
    let plays = made_up(5, 3_000);
    let rule = Rule::new(chrono_tz::America::St_Johns);
    let all = recaps(View::new(&plays, &rule).music(), None);
    assert_eq!(all.len(), 12);
    for recap in &all {
        let year = Period::year(recap.year as u16);
        let alone = recaps(View::new(&plays, &rule.clone().during(year)).music(), None);
        assert_eq!(&alone[..], std::slice::from_ref(recap));
        let cut = Period {
            to: year.to.map(|last| last - TimeDelta::days(60)),
            ..year
        };
        assert_eq!(
            recaps(View::new(&plays, &rule.clone().during(cut)).music(), None),
            [],
            "a year that is cut has none"
        );
    }
}

#[test]
fn every_kind_of_card_can_be_told() {
    let mut kinds = BTreeSet::new();
    for seed in 0..4 {
        let plays = made_up(seed, 12_000);
        let catalogue = folded_catalogue(&plays);
        let view = View::knowing(&plays, &Rule::new(chrono_tz::UTC), Some(&catalogue));
        for year in year::all(view.music(), Some(&catalogue)) {
            for candidate in &year.candidates {
                let told = candidate
                    .card
                    .clone()
                    .with_usual(candidate.value, candidate.value + 0.1);
                assert!(told.parts() != Parts::default());
                kinds.insert(told.kind());
            }
        }
    }
    assert_eq!(kinds.len(), Kind::ALL.len(), "{kinds:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn cards_agree_with_reading_every_play((plays, rule) in histories()) {
        check(&plays, &rule, None)?;
        check(&plays, &rule, Some(&folded_catalogue(&plays)))?;
    }

    #[test]
    fn the_order_of_plays_does_not_change_a_recap(seed in 0_u64..8) {
        let plays = made_up(seed, 400);
        let rule = Rule::new(chrono_tz::Asia::Kolkata);
        let again = shuffled(&plays, seed);
        prop_assert_eq!(recaps(View::new(&plays, &rule).music(), None), recaps(View::new(&again, &rule).music(), None));
    }
}

use chrono_tz::{America, Asia, Europe, Pacific};
use playtally_history::{Device, End, Item, Kind, Start};
use proptest::prelude::*;

use super::*;
use crate::testing::History;
use crate::{Rule, Statistics, View};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// 2024-01-01T12:00:00Z.
const NOON: i64 = 1_704_110_400;

fn country(code: &str) -> Option<Country> {
    let bytes = code.as_bytes();
    Country::known([bytes[0], bytes[1]])
}

/// Plays from countries, so many hours after the noon of 1 January 2024.
fn heard(plays: &[(i64, &str)]) -> Vec<Heard> {
    let of = |&(hours, code): &(i64, &str)| Heard {
        start: NOON + hours * HOUR,
        country: country(code),
        at_home: false,
    };
    plays.iter().map(of).collect()
}

/// The offset from UTC in hours that each play is counted with.
fn offsets(heard: &[Heard], home: Tz) -> Vec<f64> {
    let journeys = Journeys::of(heard, home);
    let mut wall = Wall::new(home, &journeys);
    heard.iter().map(|heard| wall.offset(heard) as f64 / 3600.0).collect()
}

#[test]
fn a_journey_is_a_day_without_a_play_from_the_country_that_was_left() {
    for (back, expected) in [(23, [1.0, 1.0, 1.0, 1.0]), (24, [1.0, 9.0, 9.0, 1.0])] {
        let plays = heard(&[(0, "SE"), (12, "JP"), (14, "JP"), (back, "SE"), (back + 48, "SE")]);
        assert_eq!(offsets(&plays, Europe::Stockholm)[..4], expected, "{back}");
    }
}

#[test]
fn an_evening_on_a_private_network_moves_nothing() {
    let plays = heard(&[(0, "SE"), (8, "US"), (9, "US"), (10, "SE"), (30, "SE"), (80, "SE")]);
    assert_eq!(offsets(&plays, Europe::Stockholm), [1.0; 6]);
    // On a journey, either.
    let plays = heard(&[
        (0, "SE"),
        (30, "JP"),
        (40, "US"),
        (41, "JP"),
        (90, "JP"),
        (120, "SE"),
        (150, "SE"),
    ]);
    assert_eq!(offsets(&plays, Europe::Stockholm), [1.0, 9.0, 1.0, 9.0, 9.0, 1.0, 1.0]);
}

#[test]
fn two_people_on_one_account_stay_at_home() {
    let plays: Vec<(i64, &str)> = (0..40).map(|n| (n * 6, ["SE", "JP"][n as usize % 2])).collect();
    assert_eq!(offsets(&heard(&plays), Europe::Stockholm), vec![1.0; 40]);
}

#[test]
fn one_journey_leads_to_the_next() {
    let plays = heard(&[
        (0, "SE"),
        (50, "JP"),
        (60, "KR"),
        (64, "JP"),
        (120, "IN"),
        (200, "SE"),
        (230, "SE"),
    ]);
    // Four hours of Korea between two stays in Japan are none.
    assert_eq!(offsets(&plays, Europe::Stockholm), [1.0, 9.0, 1.0, 9.0, 5.5, 1.0, 1.0]);
    let plays = heard(&[(0, "SE"), (30, "JP"), (60, "TH"), (90, "IN"), (200, "SE"), (230, "SE")]);
    assert_eq!(offsets(&plays, Europe::Stockholm), [1.0, 9.0, 7.0, 5.5, 1.0, 1.0]);
}

#[test]
fn a_history_can_begin_and_end_abroad() {
    let plays = heard(&[(0, "JP"), (30, "JP"), (60, "SE"), (90, "SE"), (120, "TH"), (150, "TH")]);
    assert_eq!(offsets(&plays, Europe::Stockholm), [9.0, 9.0, 1.0, 1.0, 7.0, 7.0]);
    // But neither its first nor its last evening is a journey.
    let plays = heard(&[(0, "JP"), (2, "SE"), (60, "SE"), (61, "TH"), (63, "TH")]);
    assert_eq!(offsets(&plays, Europe::Stockholm), [1.0; 5]);
}

#[test]
fn what_says_no_country_is_where_the_listener_was() {
    let mut plays = heard(&[
        (0, "SE"),
        (20, "ZZ"),
        (30, "JP"),
        (40, "ZZ"),
        (41, "ZZ"),
        (50, "JP"),
        (55, "ZZ"),
        (80, "SE"),
        (110, "SE"),
    ]);
    plays[4].at_home = true; // a player whose clock nobody put forward
    assert_eq!(
        offsets(&plays, Europe::Stockholm),
        [1.0, 1.0, 9.0, 9.0, 1.0, 9.0, 1.0, 1.0, 1.0]
    );
}

#[test]
fn home_is_where_the_zone_lies_or_else_where_most_is_heard() {
    // Berlin keeps the time of Sweden.
    let plays = heard(&[(0, "SE"), (40, "DE"), (80, "JP"), (120, "DE"), (150, "SE")]);
    assert_eq!(offsets(&plays, Europe::Berlin), [1.0, 1.0, 9.0, 1.0, 1.0]);
    assert!(Journeys::of(&plays[..2], Europe::Stockholm).all().is_empty());
    // UTC lies nowhere.
    let plays = heard(&[(0, "BR"), (40, "BR"), (80, "JP"), (120, "BR"), (150, "BR")]);
    assert_eq!(offsets(&plays, Tz::UTC), [0.0, 0.0, 9.0, 0.0, 0.0]);
    // Nobody who stays in one country travels.
    let plays = heard(&[(0, "BR"), (40, "ZZ"), (80, "BR")]);
    assert!(Journeys::of(&plays, Europe::Paris).all().is_empty());
}

/// Fifty days at home and fifty on a journey, with a play at some local hours of each, by the clocks of two zones.
fn two_lives(home: Tz, there: Tz, code: &str, at: &[i64]) -> Vec<Heard> {
    let stay = |zone: Tz, code: &str, first: i64| {
        let mut clock = LocalClock::new(zone);
        let days = (first..first + 50).flat_map(|day| at.iter().map(move |&hour| day * DAY + hour * HOUR));
        let of = |local: i64| Heard {
            start: local - clock.offset(local),
            country: country(code),
            at_home: false,
        };
        days.map(of).collect::<Vec<_>>()
    };
    let mut heard = [stay(home, "SE", 19_660), stay(there, code, 19_723)].concat();
    heard.sort_by_key(|heard| heard.start);
    heard
}

#[test]
fn of_several_zones_the_hours_tell_which() {
    for (there, code) in [
        (America::Los_Angeles, "US"),
        (Pacific::Honolulu, "US"),
        (America::Manaus, "BR"),
        (Asia::Vladivostok, "RU"),
        (chrono_tz::Australia::Perth, "AU"),
    ] {
        let heard = two_lives(Europe::Stockholm, there, code, &[8, 9, 18, 19, 20]);
        let journeys = Journeys::of(&heard, Europe::Stockholm);
        let [journey] = journeys.all() else {
            panic!("{journeys:?}")
        };
        assert_eq!(journey.by, By::Hours);
        assert!(offsets(&heard, Europe::Stockholm).ends_with(&[offset_of(there, heard.last().unwrap().start)]));
        assert_eq!((journey.plays, journeys.plays_by()), (250, [(By::Hours, 250)].into()));
    }
}

fn offset_of(zone: Tz, at: i64) -> f64 {
    LocalClock::new(zone).offset(at) as f64 / 3600.0
}

#[test]
fn hours_that_tell_nothing_leave_it_to_the_capital() {
    // Around the clock, every zone is as good.
    let all: Vec<i64> = (0..24).collect();
    let heard = two_lives(Europe::Stockholm, America::Los_Angeles, "US", &all);
    assert_eq!(Journeys::of(&heard, Europe::Stockholm).all()[0].zone, America::New_York);
    assert_eq!(Journeys::of(&heard, Europe::Stockholm).all()[0].by, By::Capital);
    // So few plays say nothing.
    let few = two_lives(Europe::Stockholm, America::Los_Angeles, "US", &[20]);
    assert_eq!(Journeys::of(&few, Europe::Stockholm).all()[0].by, By::Hours);
    let few: Vec<Heard> = few[..99].to_vec();
    assert_eq!(Journeys::of(&few, Europe::Stockholm).all()[0].by, By::Capital);
}

#[test]
fn a_country_that_nobody_knows_is_home() {
    let plays = heard(&[(0, "SE"), (30, "XX"), (60, "XX"), (90, "SE"), (120, "SE")]);
    assert_eq!(offsets(&plays, Europe::Stockholm), [1.0; 5]);
}

#[test]
fn the_table_of_countries_is_the_one_of_the_time_zone_database() {
    assert!(countries::ZONES.is_sorted_by_key(|(code, _)| code));
    for (code, zones) in countries::ZONES {
        for zone in *zones {
            assert!(zone.parse::<Tz>().is_ok(), "{code}: {zone}");
        }
    }
    let path = "/usr/share/zoneinfo/zone.tab";
    let Ok(table) = std::fs::read_to_string(path) else {
        println!("skipped: this computer has no {path}");
        return;
    };
    let mut rows = 0;
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let (known, zone) = (country(cells[0]).unwrap(), cells[2]);
        // Zones come and go with releases of the database; countries hardly.
        assert!(!zones(known).is_empty(), "{row}");
        rows += usize::from(zones(known).contains(&zone));
    }
    assert!(rows > 400, "{rows}");
}

#[test]
fn a_zone_lies_in_its_country_by_any_of_its_names() {
    for (zone, code, expected) in [
        ("Europe/Paris", "FR", true),
        ("Asia/Calcutta", "IN", true),
        ("US/Pacific", "US", true),
        ("Europe/Berlin", "SE", true),
        ("Europe/Paris", "GB", false),
        ("UTC", "IS", false),
        ("Etc/GMT-9", "JP", false),
        ("America/Bogota", "EC", true),
        ("America/Sao_Paulo", "PT", false),
    ] {
        assert_eq!(
            lies_in(zone.parse().unwrap(), country(code).unwrap()),
            expected,
            "{zone} {code}"
        );
    }
}

/// Whether a play is on a journey, by the definition and by looking at every other play.
fn twin(heard: &[Heard], home: Tz) -> Vec<Option<Country>> {
    let countries: Vec<Country> = heard.iter().filter_map(|heard| heard.country).collect();
    let most = |c: &Country| countries.iter().filter(|d| *d == c).count();
    let mut homes: Vec<Country> = countries.iter().copied().filter(|&c| lies_in(home, c)).collect();
    if homes.is_empty() {
        homes.extend(countries.iter().max_by_key(|c| (most(c), std::cmp::Reverse(**c))));
    }
    let place = |heard: &Heard| heard.country.map(|c| if homes.contains(&c) { None } else { Some(c) });
    let known: Vec<&Heard> = heard.iter().filter(|heard| heard.country.is_some()).collect();
    let mut here: Vec<Option<Country>> = Vec::new();
    for (n, play) in known.iter().enumerate() {
        let left = here.last().copied().unwrap_or(None);
        // The last play from the country that may be left, and the next one.
        let before = (0..n).rev().find(|&m| place(known[m]) == Some(left) && here[m] == left);
        let since = (0..n)
            .rev()
            .take_while(|&m| here[m] == left)
            .last()
            .map_or(known[0].start, |m| known[m].start);
        let before = before.map_or(since, |m| known[m].start);
        let after = known
            .iter()
            .find(|other| other.start > play.start && place(other) == Some(left));
        let after = after.map_or(known[known.len() - 1].start, |other| other.start);
        let is_there = place(play) == Some(left);
        here.push(if is_there || after - before < LEAVE {
            left
        } else {
            place(play).unwrap()
        });
    }
    heard
        .iter()
        .map(|play| {
            let n = known.iter().position(|other| std::ptr::eq(*other, play));
            match n {
                Some(n) => here[n].filter(|_| place(play) == Some(here[n])),
                None if play.at_home => None,
                // Between two plays of one stay.
                None => {
                    let there = |m: &usize| here[*m].is_some() && place(known[*m]) == Some(here[*m]);
                    let before = (0..known.len())
                        .rev()
                        .filter(|&m| known[m].start <= play.start)
                        .find(there)?;
                    let after = (0..known.len()).filter(|&m| known[m].start >= play.start).find(there)?;
                    let one_stay = here[before.min(after)..=before.max(after)]
                        .iter()
                        .all(|c| *c == here[before]);
                    here[before].filter(|_| one_stay)
                }
            }
        })
        .collect()
}

/// Itineraries: stays of some hours to some days, with plays now and then, in seconds that differ.
fn itineraries() -> impl Strategy<Value = Vec<Heard>> {
    let stay = (
        prop::sample::select(vec!["SE", "DE", "JP", "US", "KI", "WS", "NZ", "IN"]),
        prop::collection::vec((1_i64..40 * HOUR, 0..20_u8), 1..8),
    );
    (prop::collection::vec(stay, 1..12), 0..400 * DAY).prop_map(|(stays, from)| {
        let mut start = NOON + from;
        let mut heard = Vec::new();
        for (code, plays) in stays {
            for (wait, luck) in plays {
                start += wait;
                let known = country(code).filter(|_| luck > 3);
                heard.push(Heard {
                    start,
                    country: known,
                    at_home: known.is_none() && luck == 0,
                });
            }
        }
        heard
    })
}

/// The plays of an itinerary, each of three minutes.
fn plays_of(heard: &[Heard]) -> Plays {
    let item = Item {
        kind: Kind::Music,
        title: "Home".into(),
        artist: 0,
        album: "".into(),
    };
    let play = |heard: &Heard| Play {
        started_at: heard.start,
        ms_played: Some(180_000),
        item: 0,
        country: heard
            .country
            .map_or(*b"ZZ", |country| country.as_str().as_bytes().try_into().unwrap()),
        device: Device::Other,
        start: Start::TrackDone,
        end: End::TrackDone,
        shuffle: None,
        offline: None,
        private: false,
        wall_clock: heard.at_home,
        echo: false,
    };
    Plays::new(vec!["Otter".into()], vec![item], heard.iter().map(play).collect())
}

proptest! {
    #[test]
    fn journeys_agree_with_looking_at_every_other_play(heard in itineraries(), home in prop::sample::select(vec![
        Europe::Stockholm, Tz::UTC, America::New_York, Pacific::Apia,
    ])) {
        let journeys = Journeys::of(&heard, home);
        let expected = twin(&heard, home);
        let mut wall = Wall::new(home, &journeys);
        let mut counts: Vec<u64> = vec![0; journeys.all().len()];
        for (heard, expected) in heard.iter().zip(&expected) {
            let journey = journeys.all().iter().position(|journey| journey.stretch.holds(heard));
            prop_assert_eq!(journey.map(|n| journeys.all()[n].country), *expected, "{:?}", heard);
            let zone = journey.map_or(home, |n| journeys.all()[n].zone);
            prop_assert_eq!(wall.offset(heard), LocalClock::new(zone).offset(heard.start));
            if let Some(n) = journey {
                counts[n] += 1;
            }
        }
        let plays: Vec<u64> = journeys.all().iter().map(|journey| journey.plays).collect();
        prop_assert_eq!(counts, plays);
    }

    #[test]
    fn no_journey_loses_a_play_or_makes_time_run_back(heard in itineraries(), home in prop::sample::select(vec![
        Europe::Stockholm, America::New_York, Pacific::Apia,
    ])) {
        let plays = plays_of(&heard);
        let rule = Rule { as_heard: true, ..Rule::new(home) };
        let (there, here) = (Statistics::compute(&plays, &rule), Statistics::compute(&plays, &Rule::new(home)));
        prop_assert_eq!(there.totals.plays, here.totals.plays);
        prop_assert_eq!(there.by_hour.iter().sum::<u64>(), heard.len() as u64);
        prop_assert_eq!(there.by_day.iter().map(|day| day.plays).sum::<u64>(), heard.len() as u64);
        prop_assert!(there.by_day.is_sorted_by(|one, two| one.date < two.date), "no day twice");
        // Sessions are in the world's time: the same wherever they are looked at from.
        prop_assert_eq!(there.sessions.sessions, here.sessions.sessions);
        prop_assert_eq!(there.sessions.median_ms, here.sessions.median_ms);
        prop_assert_eq!(there.sessions.longest.map(|one| one.ms), here.sessions.longest.map(|one| one.ms));
        let view = View::new(&plays, &rule);
        prop_assert_eq!(view.rule().as_heard, !view.journeys().all().is_empty());
        prop_assert_eq!(&there.rule, view.rule());
        if view.journeys().all().is_empty() {
            prop_assert_eq!(there, here);
        }
    }
}

#[test]
fn a_session_goes_on_across_the_date_line() {
    // From Tonga to Hawaii: a day back on the calendar, and no play twice.
    let mut history = History::new();
    let mut play = |at: i64, code: &[u8; 2]| {
        history = std::mem::take(&mut history)
            .play_at(at, "Otter", "Home", "", Some(180_000))
            .but(|play| play.country = *code);
    };
    for n in 0..20 {
        play(NOON + n * 180, b"TO");
    }
    for n in 20..40 {
        play(NOON + n * 180, b"US");
    }
    play(NOON - 2 * DAY, b"TO");
    play(NOON + 3 * DAY, b"US");
    let rule = Rule {
        as_heard: true,
        ..Rule::new(Pacific::Tongatapu)
    };
    let statistics = Statistics::compute(&history.plays(), &rule);
    assert_eq!(statistics.journeys.len(), 1);
    assert_eq!(statistics.sessions.sessions, 3);
    assert_eq!(
        statistics.sessions.longest.map(|session| session.ms),
        Some(40 * 180_000)
    );
    assert_eq!(statistics.by_hour.iter().sum::<u64>(), 42);
}

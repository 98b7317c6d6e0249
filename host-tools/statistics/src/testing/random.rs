//! Random histories for property tests, and the slow and plain reading of plays that statistics are checked against.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Timelike};
use proptest::prelude::*;

use super::*;
use crate::{Rule, fold};

/// Moments at which time is odd, as UTC: changes of clocks (also across midnight), ends of years, leap days.
const ODD_TIMES: [i64; 8] = [
    1_711_846_800, // 2024-03-31 01:00, Stockholm forward
    1_729_990_800, // 2024-10-27 01:00, Stockholm back
    1_288_969_260, // 2010-11-05: St. John's
    1_289_097_060, // 2010-11-07 02:31, St. John's back over midnight
    1_325_239_200, // 2011-12-30 10:00, Apia leaves a day out
    1_577_836_800, // 2020-01-01 00:00
    1_582_934_400, // 2020-02-29 00:00
    1_709_164_800, // 2024-02-29 00:00
];

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        3 => (prop::sample::select(&ODD_TIMES[..]), -90_000_i64..90_000).prop_map(|(odd, by)| odd + by),
        2 => 1_577_000_000_i64..1_600_000_000,
        // Several at the same second.
        2 => (0_i64..40).prop_map(|n| 1_577_836_800 + n * 43_200),
        1 => 1_300_000_000_i64..1_740_000_000,
    ]
}

fn duration() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![
        Just(None),
        Just(Some(0)),
        Just(Some(29_999)),
        Just(Some(30_000)),
        (0_u32..400_000).prop_map(Some),
        (0_u32..400_000).prop_map(Some),
    ]
}

prop_compose! {
    fn play()(
        started_at in time(),
        ms_played in duration(),
        item in 0_u32..ITEMS as u32,
        country in prop::sample::select(vec![*b"SE", *b"ID", *b"ZZ"]),
        device in prop::sample::select(vec![Device::Phone, Device::Computer, Device::Other]),
        start in prop::sample::select(vec![Start::Other, Start::TrackDone, Start::Forward, Start::Back, Start::Chosen]),
        end in prop::sample::select(vec![End::Other, End::TrackDone, End::Forward, End::Back, End::EndPlay]),
        shuffle in any::<Option<bool>>(),
        offline in any::<Option<bool>>(),
        private in prop::bool::weighted(0.1),
        echo in prop::bool::weighted(0.1),
    ) -> Play {
        Play { started_at, ms_played, item, country, device, start, end, shuffle, offline, private, wall_clock: false, echo }
    }
}

/// The last is nobody known.
const ARTISTS: [&str; 6] = ["Ada", "ADA", "Berg", "川", "Dub", ""];
const TITLES: [&str; 6] = ["Home", "HOME", "Home - Remastered 2009", "Sea", "海", "海 (Mono)"];
const ALBUMS: [&str; 4] = ["", "One", "One (Deluxe)", "二"];
const ITEMS: usize = 40;

/// Histories of up to 80 plays, of few names with many spellings, at odd times, in odd zones.
pub(crate) fn histories() -> impl Strategy<Value = (Plays, Rule)> {
    let zones = vec![
        chrono_tz::UTC,
        chrono_tz::Europe::Stockholm,
        chrono_tz::America::St_Johns,
        chrono_tz::Pacific::Apia,
        chrono_tz::Asia::Kolkata,
    ];
    let switches = any::<(bool, bool, bool)>();
    let rule = (prop::sample::select(zones), switches, 1_usize..6).prop_map(
        |(zone, (merge_recordings, private_included, match_services), top)| Rule {
            merge_recordings,
            private_included,
            match_services,
            top,
            ..Rule::new(zone)
        },
    );
    (prop::collection::vec(play(), 0..80), rule).prop_map(|(rows, rule)| {
        let mut dice = Dice(7);
        let items = (0..ITEMS).map(|n| Item {
            kind: if n % 13 == 12 { Kind::Podcast } else { Kind::Music },
            title: dice.one_of(&TITLES).into(),
            artist: dice.below(ARTISTS.len() as u64) as u32,
            album: dice.one_of(&ALBUMS).into(),
        });
        (
            Plays::new(ARTISTS.map(Into::into).to_vec(), items.collect(), rows),
            rule,
        )
    })
}

/// The same history with its rows, items and artists in another order.
pub(crate) fn shuffled(plays: &Plays, seed: u64) -> Plays {
    let mut dice = Dice(seed);
    let mut order = |n: usize| {
        let mut order: Vec<u32> = (0..n as u32).collect();
        for i in (1..n).rev() {
            order.swap(i, dice.below(i as u64 + 1) as usize);
        }
        order
    };
    let (artists, items, rows) = (
        order(plays.artists().len()),
        order(plays.items().len()),
        order(plays.rows().len()),
    );
    let place = |order: &[u32], old: u32| order.iter().position(|&o| o == old).unwrap() as u32;
    Plays::new(
        artists.iter().map(|&a| plays.artists()[a as usize].clone()).collect(),
        items
            .iter()
            .map(|&i| {
                let item = plays.items()[i as usize].clone();
                Item {
                    artist: place(&artists, item.artist),
                    ..item
                }
            })
            .collect(),
        rows.iter()
            .map(|&r| {
                let row = plays.rows()[r as usize];
                Play {
                    item: place(&items, row.item),
                    ..row
                }
            })
            .collect(),
    )
}

/// A play as a person would read it.
#[derive(Clone, Debug)]
pub(crate) struct Naive {
    pub(crate) play: Play,
    pub(crate) local: NaiveDateTime,
    pub(crate) artist: Option<String>,
    pub(crate) title: String,
    pub(crate) album: Option<String>,
    pub(crate) ms: u64,
    pub(crate) counted: bool,
}

impl Naive {
    pub(crate) fn day(&self) -> NaiveDate {
        self.local.date()
    }

    pub(crate) fn hour(&self) -> usize {
        self.local.hour() as usize
    }

    pub(crate) fn track(&self) -> (String, Option<String>) {
        (self.title.clone(), self.artist.clone())
    }
}

/// The music of a rule's period, by day and start, read with chrono play by play, names by folding each one.
pub(crate) fn naive(plays: &Plays, rule: &Rule) -> Vec<Naive> {
    naive_all(plays, rule)
        .into_iter()
        .filter(|play| rule.period.contains(play.day()))
        .collect()
}

/// The same of all time.
pub(crate) fn naive_all(plays: &Plays, rule: &Rule) -> Vec<Naive> {
    let key = |fold: fn(&str) -> String, name: &str| {
        if rule.merge_recordings {
            fold(name)
        } else {
            name.to_owned()
        }
    };
    let mut spellings: BTreeMap<(u8, Option<String>, String), BTreeMap<String, u64>> = BTreeMap::new();
    let mut read = Vec::new();
    for play in plays.rows() {
        let item = plays.item(play);
        let left_out = play.private && !rule.private_included || play.echo && rule.match_services;
        if item.kind != Kind::Music || left_out {
            continue;
        }
        let name = plays.artist(item);
        let artist = name.map(|name| key(fold::artist, name));
        let counted = play.ms_played.is_none_or(|ms| ms >= rule.counted_ms);
        let titles = [
            (1, artist.clone(), key(fold::title, &item.title), &*item.title),
            (2, artist.clone(), key(fold::album, &item.album), &*item.album),
        ];
        let artists = artist.clone().zip(name).map(|(folded, spelt)| (0, None, folded, spelt));
        for (sort, within, folded, spelt) in titles.into_iter().chain(artists) {
            *spellings
                .entry((sort, within, folded))
                .or_default()
                .entry(spelt.to_owned())
                .or_default() += u64::from(counted);
        }
        read.push((play, artist, counted));
    }
    let shown = |sort: u8, within: &Option<String>, folded: String| {
        let spelt = &spellings[&(sort, within.clone(), folded)];
        let most = spelt.values().max().unwrap();
        spelt.iter().find(|(_, plays)| *plays == most).unwrap().0.clone()
    };
    let mut rows: Vec<Naive> = read
        .into_iter()
        .map(|(play, artist, counted)| {
            let item = plays.item(play);
            let local = DateTime::from_timestamp(play.started_at, 0)
                .unwrap()
                .with_timezone(&rule.timezone);
            Naive {
                play: *play,
                local: local.naive_local(),
                title: shown(1, &artist, key(fold::title, &item.title)),
                album: (!item.album.is_empty()).then(|| shown(2, &artist, key(fold::album, &item.album))),
                artist: artist.map(|artist| shown(0, &None, artist)),
                ms: u64::from(play.ms_played.unwrap_or(0)),
                counted,
            }
        })
        .collect();
    rows.sort_by_cached_key(|row| {
        let (play, item) = (&row.play, plays.item(&row.play));
        let names = (
            plays.artist(item).map(str::to_owned),
            item.title.clone(),
            item.album.clone(),
        );
        let rest = (
            play.ms_played.unwrap_or(0),
            play.end,
            play.start,
            play.device,
            play.country,
            play.shuffle,
            play.offline,
        );
        (row.day(), play.started_at, names, rest)
    });
    rows
}

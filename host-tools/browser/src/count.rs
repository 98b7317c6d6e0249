//! A history, counted by the clock of somebody's home.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use playtally_history::{Kind, Plays};
use playtally_statistics::journeys::{Heard, lies_in, zones};
use playtally_statistics::places::Country;
use playtally_statistics::{Rule, Statistics};
use playtally_telling::words::number::hours;
use serde_json::{Value, json};

use crate::rings;

/// How many countries are told.
const COUNTRIES: usize = 3;

/// A play of music that counts, by the clock at home.
#[derive(Debug)]
pub(crate) struct Local<'a> {
    pub(crate) day: NaiveDate,
    pub(crate) artist: &'a str,
}

/// What was counted, and what the page says of it.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) statistics: Statistics,
    /// For the page.
    pub(crate) told: Value,
}

impl Counted {
    /// Nothing of a history in which nothing was heard.
    pub(crate) fn of(plays: &Plays, home: Tz) -> Option<Self> {
        let rule = Rule {
            as_heard: true,
            ..Rule::new(home)
        };
        let statistics = Statistics::compute(plays, &rule);
        let heard = [
            statistics.totals.plays,
            statistics.podcasts.plays,
            statistics.audiobooks.plays,
        ];
        if heard == [0; 3] {
            return None;
        }
        let told = told(plays, &statistics);
        Some(Self { statistics, told })
    }
}

fn told(plays: &Plays, statistics: &Statistics) -> Value {
    let (home, totals) = (statistics.rule.timezone, &statistics.totals);
    let mut away: BTreeMap<&str, u64> = BTreeMap::new();
    for journey in &statistics.journeys {
        *away.entry(journey.country.as_str()).or_default() += journey.plays;
    }
    json!({
        "zone": home.name(),
        "plays": totals.plays,
        "counted": totals.counted_plays,
        "hours": hours(totals.ms),
        "first": totals.first.map(|day| day.to_string()),
        "last": totals.last.map(|day| day.to_string()),
        "byHour": statistics.by_hour,
        "artist": statistics.top_artists.first().map(|artist| json!({ "name": artist.name, "plays": artist.plays })),
        "away": away,
        "countries": countries(plays, home),
        "rings": rings::of(&local(plays, home), statistics),
    })
}

/// The countries that exports name, with most plays first: which share of those with a country is from there, in per cent, in
/// which zone its capital lies, and whether home does lie there.
fn countries(plays: &Plays, home: Tz) -> Vec<Value> {
    let mut counts: BTreeMap<Country, u64> = BTreeMap::new();
    for heard in Heard::all(plays) {
        if let Some(country) = heard.country.filter(|country| !zones(*country).is_empty()) {
            *counts.entry(country).or_default() += 1;
        }
    }
    let known: u64 = counts.values().sum();
    let mut counts: Vec<(Country, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, plays)| std::cmp::Reverse(*plays));
    let country = |(country, plays): (Country, u64)| {
        json!({
            "code": country.as_str(),
            "plays": plays,
            "percent": plays * 100 / known,
            "zone": zones(country).first(),
            "isHome": lies_in(home, country),
        })
    };
    counts.into_iter().take(COUNTRIES).map(country).collect()
}

/// The plays of music that count, by the clock at home; those that their listener kept private are nobody's business.
fn local(plays: &Plays, home: Tz) -> Vec<Local<'_>> {
    let counts = |ms: Option<u32>| ms.is_none_or(|ms| ms >= playtally_statistics::COUNTED_MS);
    let rows = plays.rows().iter();
    let rows = rows.filter(|play| !play.private && !play.echo && counts(play.ms_played));
    let music = rows.filter_map(|play| {
        let item = plays.item(play);
        let artist = plays.artist(item).filter(|_| item.kind == Kind::Music)?;
        let day = DateTime::from_timestamp(play.started_at, 0)?.with_timezone(&home);
        Some(Local {
            day: day.date_naive(),
            artist,
        })
    });
    music.collect()
}

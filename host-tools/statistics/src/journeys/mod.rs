//! Where the listener was, as far as exports say it, and so which clock hung on the wall.
//!
//! An export names the country of a play. At home plays are in the home zone. A **journey** begins with a play from another
//! country than the one where the listener is, if for at least [`LEAVE`] no play comes from the country that was left, and
//! goes on until the next one begins or the listener is home again. Whatever does not make a journey, an evening on a virtual
//! private network or two people who share an account, is in the home zone.
//!
//! Home is every country in which the home zone lies; if nothing was ever played there, it is the country with the most
//! plays. On a journey, the zone is
//!
//! 1. of a country with one zone, that one;
//! 2. of a country with several, the one in which the hours of the journey are most like those at home, by the earth mover's
//!    distance around the clock, if there are [`ENOUGH`] plays of both and it is nearer than the capital's by [`MARGIN`]
//!    hours or more;
//! 3. else that of the capital.
//!
//! Plays whose country is not known are where the listener was when they began, but for those that were read off a clock at
//! home.

mod countries;
mod hours;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use playtally_history::{Play, Plays};
use serde::{Serialize, Serializer};

use crate::places::Country;
use crate::zone::LocalClock;
use hours::{Hours, distance};

/// How long no play comes from a country that was left, in seconds.
pub const LEAVE: i64 = 24 * 3600;

/// How many plays tell the hours of a life.
pub const ENOUGH: u64 = 50;

/// By how many hours a zone must be nearer than the capital's.
pub const MARGIN: f64 = 0.25;

/// Which rule named a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The country has no other.
    OneZone,
    /// The hours are like those at home.
    Hours,
    /// It is the capital's.
    Capital,
}

impl By {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::OneZone, Self::Hours, Self::Capital];

    /// Its name for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OneZone => "one-zone",
            Self::Hours => "hours",
            Self::Capital => "capital",
        }
    }
}

impl Serialize for By {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// What is known of where a play was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// When it began, in seconds since the epoch.
    pub start: i64,
    /// The country, if it is known.
    pub country: Option<Country>,
    /// Whether its start was read off a clock at home.
    pub at_home: bool,
}

impl Heard {
    /// Of every play, by start.
    #[must_use]
    pub fn all(plays: &Plays) -> Vec<Self> {
        let rows = plays.rows().iter();
        rows.map(|play| Self::of(play, play.started_at)).collect()
    }

    /// Of a play that began then.
    pub(crate) fn of(play: &Play, start: i64) -> Self {
        Self {
            start,
            country: Country::known(play.country),
            at_home: play.wall_clock,
        }
    }
}

/// A stretch of time in another country than home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    country: Country,
    /// The starts of its first and its last play.
    from: i64,
    to: i64,
}

impl Stretch {
    fn holds(&self, heard: &Heard) -> bool {
        (self.from..=self.to).contains(&heard.start)
            && !heard.at_home
            && heard.country.is_none_or(|country| country == self.country)
    }

    /// Which of the stretches, by their beginning, a play belongs to, as the number of those from it on. Plays come by start;
    /// stretches that they have left behind go.
    fn of(stretches: &mut &[Self], heard: &Heard) -> Option<usize> {
        while stretches.first().is_some_and(|stretch| stretch.to < heard.start) {
            *stretches = &stretches[1..];
        }
        // Two can share a second.
        let begun = stretches.iter().take_while(|stretch| stretch.from <= heard.start);
        let found = begun.enumerate().find(|(_, stretch)| stretch.holds(heard));
        found.map(|(ahead, _)| stretches.len() - ahead)
    }
}

/// A journey, and the zone that is counted in on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Journey {
    /// Where to, as two upper-case letters (ISO 3166-1).
    pub country: Country,
    /// The zone that is counted in.
    #[cfg_attr(test, schemars(with = "String"))]
    pub zone: Tz,
    /// Which rule named it: the country has no other, the hours are like those at home, or it is the capital's.
    pub by: By,
    /// The local day of its first play.
    pub first: NaiveDate,
    /// The local day of its last play.
    pub last: NaiveDate,
    /// How many plays are counted in its zone.
    #[cfg_attr(test, schemars(range(min = 1)))]
    pub plays: u64,
    #[serde(skip)]
    stretch: Stretch,
}

/// Every journey of a history, by its beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journeys(Vec<Journey>);

impl Journeys {
    /// The journeys of someone who lives in a zone. Plays come by start.
    #[must_use]
    pub fn of(heard: &[Heard], home: Tz) -> Self {
        let countries = countries_of(heard);
        if countries.len() < 2 {
            return Self::default();
        }
        let stretches = stretches(heard, &homes(&countries, home));
        let mut away: Vec<Vec<i64>> = vec![Vec::new(); stretches.len()];
        let mut at_home = Vec::new();
        let mut rest = &stretches[..];
        for play in heard {
            match Stretch::of(&mut rest, play) {
                Some(ahead) => away[stretches.len() - ahead].push(play.start),
                None => at_home.push(play.start),
            }
        }
        let at_home = hours_in(home, &at_home);
        let journey = |(stretch, starts): (Stretch, Vec<i64>)| {
            let (zone, by) = zone_of(stretch.country, &starts, &at_home)?;
            let day = |start| {
                let moment = DateTime::from_timestamp(start, 0).unwrap_or_default();
                moment.with_timezone(&zone).date_naive()
            };
            Some(Journey {
                country: stretch.country,
                zone,
                by,
                first: day(stretch.from),
                last: day(stretch.to),
                plays: starts.len() as u64,
                stretch,
            })
        };
        Self(stretches.iter().copied().zip(away).filter_map(journey).collect())
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Journey] {
        &self.0
    }

    /// How many plays each rule took that named a zone.
    #[must_use]
    pub fn plays_by(&self) -> BTreeMap<By, u64> {
        let mut plays = BTreeMap::new();
        for journey in &self.0 {
            *plays.entry(journey.by).or_default() += journey.plays;
        }
        plays
    }
}

/// Tells local time where plays were heard.
#[derive(Debug)]
pub(crate) struct Wall {
    home: LocalClock,
    stretches: Vec<Stretch>,
    zones: Vec<Tz>,
    /// How many stretches lie behind.
    behind: usize,
    /// The clock of a journey.
    away: Option<(usize, LocalClock)>,
}

impl Wall {
    pub(crate) fn new(home: Tz, journeys: &Journeys) -> Self {
        Self {
            home: LocalClock::new(home),
            stretches: journeys.0.iter().map(|journey| journey.stretch).collect(),
            zones: journeys.0.iter().map(|journey| journey.zone).collect(),
            behind: 0,
            away: None,
        }
    }

    /// Seconds to add to the start of a play to get local time. Plays come by start.
    pub(crate) fn offset(&mut self, heard: &Heard) -> i64 {
        let mut rest = &self.stretches[self.behind..];
        let found = Stretch::of(&mut rest, heard);
        self.behind = self.stretches.len() - rest.len();
        let Some(ahead) = found else {
            return self.home.offset(heard.start);
        };
        let journey = self.stretches.len() - ahead;
        let clock = match &mut self.away {
            Some((of, clock)) if *of == journey => clock,
            away => &mut away.insert((journey, LocalClock::new(self.zones[journey]))).1,
        };
        clock.offset(heard.start)
    }
}

/// How many plays are from each country.
fn countries_of(heard: &[Heard]) -> BTreeMap<Country, u64> {
    let mut countries: BTreeMap<Country, u64> = BTreeMap::new();
    for pair in heard.chunk_by(|one, two| one.country == two.country) {
        if let Some(country) = pair[0].country {
            *countries.entry(country).or_default() += pair.len() as u64;
        }
    }
    countries
}

/// The countries that are home.
fn homes(countries: &BTreeMap<Country, u64>, home: Tz) -> Vec<Country> {
    let homes: Vec<Country> = countries
        .keys()
        .copied()
        .filter(|&country| lies_in(home, country))
        .collect();
    if homes.is_empty() {
        // Of equally many, the first by name.
        let most = countries.iter().rev().max_by_key(|(_, plays)| **plays);
        return most.map(|(country, _)| *country).into_iter().collect();
    }
    homes
}

/// The countries that were travelled to, and when.
fn stretches(heard: &[Heard], homes: &[Country]) -> Vec<Stretch> {
    // Every home is one place.
    let place = |country: Country| (!homes.contains(&country)).then_some(country);
    let known: Vec<(i64, Option<Country>)> = heard
        .iter()
        .filter_map(|heard| Some((heard.start, place(heard.country?))))
        .collect();
    let (Some(&(first, _)), Some(&(last, _))) = (known.first(), known.last()) else {
        return Vec::new();
    };
    let mut starts: BTreeMap<Option<Country>, Vec<i64>> = BTreeMap::new();
    for &(start, place) in &known {
        starts.entry(place).or_default().push(start);
    }
    let mut here = None;
    // When the last play came from here; at first, nothing is known of before.
    let mut seen = first;
    let mut found: Vec<Stretch> = Vec::new();
    for (start, place) in known {
        if place != here {
            let of_here = starts.get(&here).map_or(&[][..], Vec::as_slice);
            let next = of_here.get(of_here.partition_point(|&other| other <= start));
            // The end of the history is no proof that nothing would have come.
            if next.copied().unwrap_or(last) - seen < LEAVE {
                continue;
            }
            here = place;
            if let Some(country) = here {
                let (from, to) = (start, start);
                found.push(Stretch { country, from, to });
            }
        }
        seen = start;
        if let (Some(_), Some(stretch)) = (here, found.last_mut()) {
            stretch.to = start;
        }
    }
    found
}

/// The zone of a journey, and the rule that names it. None for a country that has none.
fn zone_of(country: Country, starts: &[i64], at_home: &Hours) -> Option<(Tz, By)> {
    let zones: Vec<Tz> = zones(country).iter().filter_map(|name| name.parse().ok()).collect();
    let capital = *zones.first()?;
    if zones.len() == 1 {
        return Some((capital, By::OneZone));
    }
    if (starts.len() as u64) < ENOUGH || at_home.iter().sum::<u64>() < ENOUGH {
        return Some((capital, By::Capital));
    }
    let mut tried = zones
        .into_iter()
        .map(|zone| (distance(&hours_in(zone, starts), at_home), zone));
    let (of_capital, _) = tried.next()?;
    // Of equally near ones the first.
    let nearest = tried.reduce(|best, next| if next.0 < best.0 { next } else { best })?;
    Some(if of_capital - nearest.0 >= MARGIN {
        (nearest.1, By::Hours)
    } else {
        (capital, By::Capital)
    })
}

/// The hours at which plays began, by the clocks of a zone.
fn hours_in(zone: Tz, starts: &[i64]) -> Hours {
    let mut clock = LocalClock::new(zone);
    let mut hours = Hours::default();
    for &start in starts {
        hours[((start + clock.offset(start)).rem_euclid(86_400) / 3600) as usize] += 1;
    }
    hours
}

/// The names of a country's zones, that of its capital first; none of a country that is not known.
#[must_use]
pub fn zones(country: Country) -> &'static [&'static str] {
    let place = countries::ZONES.binary_search_by_key(&country.as_str(), |(code, _)| code);
    place.map_or(&[], |place| countries::ZONES[place].1)
}

/// Whether a zone lies in a country: it is one of the country's zones, or another name for one, which kept the same time
/// since 2002. Zones that are a difference from UTC and no place lie nowhere.
#[must_use]
pub fn lies_in(zone: Tz, country: Country) -> bool {
    let name = zone.name();
    let zones = zones(country);
    if zones.contains(&name) {
        return true;
    }
    const NOWHERE: [&str; 14] = [
        "UTC",
        "UCT",
        "GMT",
        "GMT0",
        "GMT+0",
        "GMT-0",
        "Greenwich",
        "Universal",
        "Zulu",
        "EST",
        "MST",
        "HST",
        "WET",
        "MET",
    ];
    if NOWHERE.contains(&name) || name.starts_with("Etc/") {
        return false;
    }
    let zones = zones.iter().filter_map(|name| name.parse::<Tz>().ok());
    zones.into_iter().any(|other| keep_the_same_time(zone, other))
}

/// Whether two zones kept the same time since 2002, looked at twice a week.
#[must_use]
pub fn keep_the_same_time(one: Tz, two: Tz) -> bool {
    const FIRST: i64 = 1_009_843_200;
    const STEP: i64 = 302_400 + 3600;
    let (mut one, mut two) = (LocalClock::new(one), LocalClock::new(two));
    (0..3000).all(|step| one.offset(FIRST + step * STEP) == two.offset(FIRST + step * STEP))
}

/// Whether a zone is one of a country's, and no older name or difference from UTC.
#[must_use]
pub fn is_place(zone: &str) -> bool {
    countries::ZONES.iter().any(|(_, zones)| zones.contains(&zone))
}

/// How many zones the countries have whose capital is in this one, the most of them.
#[must_use]
pub fn siblings_of_capital(zone: &str) -> usize {
    let zones = countries::ZONES.iter().map(|(_, zones)| zones);
    let capitals = zones.filter(|zones| zones.first() == Some(&zone));
    capitals.map(|zones| zones.len()).max().unwrap_or(0)
}

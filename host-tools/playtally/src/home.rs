//! The library's home zone, and the journeys from there: what is told of them, and what is proposed.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono_tz::Tz;
use playtally_history::{Library, Plays};
use playtally_statistics::journeys::{By, Heard, Journeys, lies_in, zones};
use playtally_statistics::places::Country;
use playtally_statistics::{Rule, Statistics};
use playtally_telling::words::number::{count, plural};
use serde::Serialize;

use crate::output;
use crate::text::style::{WARNING, styled};

/// How many plays must be from known countries for a proposal, and which share of them from one, in per cent.
const ENOUGH: u64 = 50;
const NEARLY_ALL: u64 = 90;

/// The first hours of the day, which are called night.
const NIGHT: usize = 5;

/// What the books say of home.
#[derive(Debug, Serialize)]
pub(crate) struct Home {
    zone: Option<Tz>,
    /// Plays by the rule that named their zone.
    plays: BTreeMap<&'static str, u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<Proposal>,
}

/// Another home than the one that there is.
#[derive(Debug, Serialize)]
pub(crate) struct Proposal {
    zone: &'static str,
    country: Country,
    /// Which share of the plays with a known country is from there, in per cent.
    percent: u64,
}

impl Home {
    pub(crate) fn of(library: &Library) -> Result<Self> {
        let zone = library.home()?;
        let home = zone.unwrap_or(Tz::UTC);
        let heard = Heard::all(&library.plays_of(home)?);
        let journeys = zone.map_or_else(Journeys::default, |home| Journeys::of(&heard, home));
        let mut plays: BTreeMap<&str, u64> = journeys.plays_by().into_iter().map(|(by, n)| (by.name(), n)).collect();
        let away: u64 = plays.values().sum();
        plays.insert("home", heard.len() as u64 - away);
        let proposal = zone.and_then(|home| Proposal::of(&heard, home));
        Ok(Self { zone, plays, proposal })
    }

    /// What the books say, in words.
    pub(crate) fn tell(&self) -> String {
        let Some(zone) = self.zone else {
            let how = styled(WARNING, "This library does not know where you live");
            return format!("\n{how}; `playtally import --timezone ZONE` says it.\n");
        };
        let mut text = format!("\nHome is {}", zone.name());
        let by = |by: By| self.plays.get(by.name()).copied().filter(|plays| *plays > 0);
        let told: Vec<String> = [
            (By::OneZone, "in a country with one"),
            (By::Hours, "in the one where the hours are like those at home"),
            (By::Capital, "in the capital's"),
        ]
        .into_iter()
        .filter_map(|(rule, how)| Some(format!("{} {how}", count(by(rule)?))))
        .collect();
        if !told.is_empty() {
            let all = [By::OneZone, By::Hours, By::Capital].into_iter().filter_map(by).sum();
            text += &format!(
                "; {} on journeys count in the zone there: {}",
                plural(all, "play", "plays"),
                told.join(", ")
            );
        }
        text += ".\n";
        if let Some(Proposal {
            zone: there,
            country,
            percent,
        }) = &self.proposal
        {
            text += &format!(
                "{} `playtally import --timezone {there}` makes {there} your home.\n",
                styled(
                    WARNING,
                    format_args!(
                        "But {percent} % of the plays are from {}, where {} is no time zone.",
                        country.as_str(),
                        zone.name()
                    )
                ),
            );
        }
        text
    }
}

impl Proposal {
    /// The home of someone whose plays are nearly all from a country in which a zone does not lie.
    fn of(heard: &[Heard], zone: Tz) -> Option<Self> {
        let mut countries: BTreeMap<Country, u64> = BTreeMap::new();
        for country in heard.iter().filter_map(|heard| heard.country) {
            *countries.entry(country).or_default() += 1;
        }
        let known: u64 = countries.values().sum();
        let (country, plays) = countries.into_iter().max_by_key(|(_, plays)| *plays)?;
        let percent = plays * 100 / known;
        let found = known >= ENOUGH && percent >= NEARLY_ALL && !lies_in(zone, country);
        Some(Self {
            zone: zones(country).first().filter(|_| found)?,
            country,
            percent,
        })
    }
}

/// Proposes a home for a library that has none, and says what it would change. Plays and rule are those that hold until then.
pub(crate) fn propose(library: &Library, plays: &Plays, rule: &Rule) -> Result<()> {
    if plays.rows().is_empty() {
        return Ok(());
    }
    let proposal = Proposal::of(&Heard::all(plays), rule.timezone);
    let zone: Tz = proposal
        .as_ref()
        .and_then(|other| other.zone.parse().ok())
        .unwrap_or(rule.timezone);
    let proposed = Rule {
        timezone: zone,
        as_heard: true,
        ..rule.clone()
    };
    let [now, then] = [
        Statistics::compute(plays, rule),
        Statistics::compute(&library.plays_of(zone)?, &proposed),
    ];
    let why = match proposal {
        Some(Proposal { country, percent, .. }) => format!("{percent} % of its plays are from {}", country.as_str()),
        None => "it is this computer's".to_owned(),
    };
    output::say(format_args!(
        "{} this library does not know where you live. {}, perhaps ({why})? {}\n      `playtally import --timezone {}` says \
         so; until you have said it, days and hours are those of {}, as before.",
        styled(WARNING, "note:"),
        zone.name(),
        changes(&now, &then),
        zone.name(),
        rule.timezone.name(),
    ));
    Ok(())
}

/// What is different between two ways to count, in words.
fn changes(now: &Statistics, then: &Statistics) -> String {
    let day = |statistics: &Statistics| statistics.biggest_day.map(|day| day.date.to_string());
    let night = |statistics: &Statistics| {
        let plays: u64 = statistics.by_hour.iter().sum();
        let nights: u64 = statistics.by_hour[..NIGHT].iter().sum();
        nights * 100 / plays.max(1)
    };
    let mut changes = Vec::new();
    if day(now) != day(then) {
        let said = |day: Option<String>| day.unwrap_or_else(|| "none".to_owned());
        changes.push(format!(
            "the biggest day would be {} and not {}",
            said(day(then)),
            said(day(now))
        ));
    }
    if night(now) != night(then) {
        changes.push(format!(
            "{} % of the plays would begin before five in the morning and not {} %",
            night(then),
            night(now)
        ));
    }
    let away: u64 = then.journeys.iter().map(|journey| journey.plays).sum();
    if away > 0 {
        changes.push(format!(
            "{} on journeys would count in the time there",
            plural(away, "play", "plays")
        ));
    }
    if changes.is_empty() {
        return if now.by_hour == then.by_hour && now.by_day == then.by_day {
            "Nothing would change.".to_owned()
        } else {
            "Some plays would be at other hours.".to_owned()
        };
    }
    format!("Then {}.", changes.join(", and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(countries: &[(&[u8; 2], u64)]) -> Vec<Heard> {
        let plays = countries.iter().flat_map(|(code, plays)| (0..*plays).map(|_| **code));
        let of = |(start, code): (i64, [u8; 2])| Heard {
            start: start * 3600,
            country: Country::known(code),
            at_home: false,
        };
        (0..).zip(plays).map(of).collect()
    }

    #[test]
    fn a_home_is_proposed_where_nearly_all_plays_are_elsewhere() {
        let proposed =
            |countries: &[(&[u8; 2], u64)], zone: Tz| Proposal::of(&heard(countries), zone).map(|home| home.zone);
        assert_eq!(proposed(&[(b"BR", 95), (b"US", 5)], Tz::UTC), Some("America/Sao_Paulo"));
        assert_eq!(proposed(&[(b"BR", 80), (b"US", 20)], Tz::UTC), None);
        assert_eq!(proposed(&[(b"BR", 49)], Tz::UTC), None);
        assert_eq!(
            proposed(&[(b"ZZ", 900), (b"BR", 50)], Tz::UTC),
            Some("America/Sao_Paulo")
        );
        assert_eq!(proposed(&[(b"BR", 95)], chrono_tz::America::Manaus), None);
        assert_eq!(proposed(&[(b"ZZ", 95)], Tz::UTC), None);
    }
}

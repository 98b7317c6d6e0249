//! How much there is, and how it was counted.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use playtally_statistics::{Period, Statistics};

use crate::chart::{Chart, Shape};
use crate::fact::tells_artists;
use crate::name::clean;
use crate::phrase::Phrase;
use crate::words::Noun;
use crate::words::number::{duration, long};

/// The beginning of a story.
#[derive(Clone, Debug)]
pub struct Cover<'a> {
    /// The first and the last day; none without music.
    pub days: Option<[NaiveDate; 2]>,
    /// The time as it stands alone: a number, and its unit with what it is of.
    pub time: [Phrase<'a>; 2],
    /// What is said where there is no music.
    pub nothing: Phrase<'a>,
    /// In brief: a line each.
    pub lines: Vec<Phrase<'a>>,
    /// In full: numbers, each under its name.
    pub totals: Vec<Total<'a>>,
    /// The years as a record.
    pub record: Chart<'a>,
    /// The rule by which plays were counted.
    pub how: String,
}

/// A number and its name.
#[derive(Clone, Debug)]
pub struct Total<'a> {
    /// The number.
    pub number: Phrase<'a>,
    /// What it counts.
    pub name: String,
}

pub(crate) fn cover(statistics: &Statistics) -> Cover<'_> {
    let totals = &statistics.totals;
    let (number, unit) = if totals.plays == 0 {
        ("0".to_owned(), Noun::Hour.beside(0))
    } else {
        long(totals.ms)
    };
    Cover {
        days: totals.first.zip(totals.last).map(|(first, last)| [first, last]),
        time: [
            Phrase::new().value("/totals/ms", totals.ms, number),
            Phrase::new().words(format!("{unit} of music")),
        ],
        nothing: Phrase::new().words(format!(
            "No music {}.",
            period(statistics.rule.period).unwrap_or_else(|| "in this library".to_owned())
        )),
        lines: lines(statistics),
        totals: named(statistics),
        record: record(statistics),
        how: how(statistics),
    }
}

fn lines(statistics: &Statistics) -> Vec<Phrase<'_>> {
    let totals = &statistics.totals;
    let mut lines = Vec::new();
    if totals.plays > 0 {
        let music = Phrase::new().time("/totals/ms", totals.ms).words(" of music");
        lines.push(if totals.days == 0 {
            music
        } else {
            music.words(" on ").count("/totals/days", totals.days, Noun::Day)
        });
        let plays = Phrase::new().count("/totals/plays", totals.plays, Noun::Play);
        lines.push(match totals.counted_plays {
            1 if totals.plays == 1 => plays,
            0 if totals.plays == 1 => plays.words(", too short to count"),
            counted if counted == totals.plays => plays.words(", all of them counted"),
            counted => plays
                .words(", ")
                .number("/totals/counted_plays", counted)
                .words(" of them counted"),
        });
        let things = things(statistics);
        let things = things.map(|(at, number, noun)| Phrase::new().count(at, number, noun));
        lines.push(Phrase::join(things, " · "));
    }
    for (what, at, spoken, noun) in [
        ("podcasts", "/podcasts", &statistics.podcasts, Noun::Show),
        ("audiobooks", "/audiobooks", &statistics.audiobooks, Noun::Author),
    ] {
        if spoken.plays > 0 {
            let line = Phrase::new().time(format!("{at}/ms"), spoken.ms);
            let line = line
                .words(format!(" of {what} in "))
                .count(format!("{at}/plays"), spoken.plays, Noun::Play);
            lines.push(match spoken.artists {
                0 => line,
                artists => line.words(", by ").count(format!("{at}/artists"), artists, noun),
            });
        }
    }
    lines
}

/// How many artists, tracks and albums there are. What the sources do not tell is left out.
fn things(statistics: &Statistics) -> impl Iterator<Item = (&'static str, u64, Noun)> {
    let totals = &statistics.totals;
    [
        ("/totals/artists", totals.artists, Noun::Artist, tells_artists(totals)),
        ("/totals/tracks", totals.tracks, Noun::Track, true),
        ("/totals/albums", totals.albums, Noun::Album, totals.albums > 0),
    ]
    .into_iter()
    .filter(|(.., told)| *told)
    .map(|(at, number, noun, _)| (at, number, noun))
}

fn named(statistics: &Statistics) -> Vec<Total<'_>> {
    let totals = &statistics.totals;
    let mut named = Vec::new();
    if totals.plays > 0 {
        let plays = ("/totals/counted_plays", totals.counted_plays, Noun::Play);
        let days = ("/totals/days", totals.days, Noun::DayWithMusic);
        let all = [plays].into_iter().chain(things(statistics)).chain([days]);
        named.extend(all.map(|(at, number, noun)| Total {
            number: Phrase::new().number(at, number),
            name: noun.beside(number).to_owned(),
        }));
    }
    for (what, at, spoken) in [
        ("podcasts", "/podcasts/ms", &statistics.podcasts),
        ("audiobooks", "/audiobooks/ms", &statistics.audiobooks),
    ] {
        if spoken.plays > 0 {
            named.push(Total {
                number: Phrase::new().value(at, spoken.ms, duration(spoken.ms)),
                name: format!("of {what}"),
            });
        }
    }
    named
}

fn record(statistics: &Statistics) -> Chart<'_> {
    let years = statistics.by_year.iter().map(|year| year.year);
    let (first, last) = (years.clone().min().unwrap_or(0), years.max().unwrap_or(0));
    let mut weeks: BTreeMap<(i32, u32), u64> = BTreeMap::new();
    for day in &statistics.by_day {
        let week = (day.date.year(), (day.date.ordinal0() / 7).min(51));
        *weeks.entry(week).or_default() += day.ms;
    }
    let number = weeks.len() as u64;
    let has = if number == 1 { "has" } else { "have" };
    Chart {
        id: "record".to_owned(),
        title: "A record of the years".to_owned(),
        says: format!(
            "Each ring is a year, from {first} inside to {last} outside; each of its parts is a week, clockwise from January, \
             stronger the more was played. {} {has} music.",
            Noun::Week.of(number)
        ),
        shape: Shape::Record {
            years: [first, last],
            weeks,
        },
    }
}

/// The rule by which plays were counted.
fn how(statistics: &Statistics) -> String {
    let rule = &statistics.rule;
    let mut how = match rule.counted_ms {
        0 => "every play counts".to_owned(),
        ms => format!("a play counts from {} s on", ms / 1_000),
    };
    how.push_str(&format!(" · {} time", clean(rule.timezone.name())));
    if rule.as_heard {
        let away: u64 = statistics.journeys.iter().map(|journey| journey.plays).sum();
        how.push_str(&format!(", and the time there for {} on journeys", Noun::Play.of(away)));
    }
    if !rule.merge_recordings {
        how.push_str(" · variants of a recording apart");
    }
    if !rule.match_services {
        how.push_str(" · services apart");
    }
    if rule.private_included {
        how.push_str(" · with private plays");
    }
    how
}

/// A period in words; none for all time.
fn period(period: Period) -> Option<String> {
    match (period.from, period.to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {from} on")),
        (None, Some(to)) => Some(format!("up to {to}")),
        (Some(from), Some(to)) => Some(format!("from {from} to {to}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrase::Piece;
    use playtally_statistics::Rule;
    use playtally_statistics::testing::made_up;

    #[test]
    fn what_nobody_knows_is_not_counted_as_none() {
        let mut statistics = Statistics::compute(&made_up(1, 500), &Rule::new(chrono_tz::UTC));
        statistics.totals.albums = 0;
        for spoken in [&mut statistics.podcasts, &mut statistics.audiobooks] {
            (spoken.plays, spoken.ms, spoken.artists) = (9, 720_000, 0);
        }
        let lines = lines(&statistics);
        assert!(lines.len() > 4);
        for line in lines {
            let is_none = |piece: &Piece<'_>| matches!(piece, Piece::Value { value, .. } if value == "0");
            assert!(!line.pieces().iter().any(is_none), "{line:?}");
        }
    }
}

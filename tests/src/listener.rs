//! An invented person, and what they listened to on each day of their life.
//!
//! A day is a pure function of the person and its number, so that exports of any size are made in constant memory and
//! different exports of one person agree with each other.

mod choice;
mod day;
mod session;

use chrono::{Datelike, Duration, NaiveDate};

use crate::catalogue::Catalogue;
use crate::life::{Life, Outline};

/// Who listens: the same values are the same person, play by play, on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Any number.
    pub seed: u64,
    /// Number of plays in the whole life, nameless and duplicate rows not counted.
    pub plays: u64,
    /// The first day.
    pub from: NaiveDate,
    /// The last day, included.
    pub to: NaiveDate,
}

impl Person {
    /// A person who has listened this often between May 2014 and October 2026.
    #[must_use]
    pub fn new(seed: u64, plays: u64) -> Self {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        Self {
            seed,
            plays,
            from: day(2014, 5, 2),
            to: day(2026, 10, 18),
        }
    }
}

/// What was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Heard {
    /// A track, by its index in the catalogue.
    Track(u32),
    /// An episode of a podcast: indices of both.
    Episode(u32, u32),
    /// A chapter of the audiobook.
    Chapter(u32),
    /// Something that has lost its name.
    Nameless,
}

/// How it was played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Player {
    Phone,
    Laptop,
    Browser,
    Television,
    Speaker,
    Watch,
}

/// Something that really happened: one play.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// When it began, in milliseconds since 1970.
    pub started_ms: i64,
    /// For how long it sounded, in milliseconds.
    pub ms_played: u32,
    /// The stamp of the row, in seconds since 1970: when the play stopped or, after an offline play, was uploaded.
    pub stamped: i64,
    /// What was heard.
    pub heard: Heard,
    /// Why it began, in the export's words.
    pub reason_start: &'static str,
    /// Why it ended, in the export's words.
    pub reason_end: &'static str,
    /// Whether shuffle was on.
    pub shuffle: bool,
    /// Whether there was no network.
    pub offline: bool,
    /// Whether it was a private session.
    pub private: bool,
    /// Where it was played; `ZZ` when the service did not know.
    pub country: [u8; 2],
    /// On what it was played.
    pub player: Player,
}

/// A person with all that they can listen to and the plan of their years.
#[derive(Debug)]
pub struct Listener {
    /// Who it is.
    pub person: Person,
    /// What they can listen to.
    pub catalogue: Catalogue,
    life: Life,
    days: u32,
}

impl Listener {
    /// Makes the plan of a life. A person whose last day lies before the first lives for one day.
    #[must_use]
    pub fn new(person: Person) -> Self {
        let days = (person.to - person.from).num_days().max(0) as u32 + 1;
        let catalogue = Catalogue::new(person.seed, person.plays);
        let calendar = (0..days)
            .map(|day| person.from + Duration::days(day.into()))
            .map(|date| (date.month() as u8, date.weekday().num_days_from_monday() as u8))
            .collect();
        let artists = catalogue.artists.len() as u32;
        let life = Life::new(&Outline {
            seed: person.seed,
            days,
            calendar,
            artists,
        });
        Self {
            person,
            catalogue,
            life,
            days,
        }
    }

    /// Number of days in the life.
    #[must_use]
    pub fn days(&self) -> u32 {
        self.days
    }

    /// The first second of a day, in UTC.
    #[must_use]
    pub fn midnight(&self, day: u32) -> i64 {
        let date = self.person.from + Duration::days(day.into());
        date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
    }

    /// How many events a day has.
    #[must_use]
    pub fn plays_on(&self, day: u32) -> u64 {
        self.life.quota(day, self.person.plays)
    }

    fn date(&self, day: u32) -> NaiveDate {
        self.person.from + Duration::days(day.into())
    }
}

//! Which columns of a table are to be read, as its owner says it.

use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;

use crate::hash;

/// What a column can hold that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Artist,
    AlbumArtist,
    Track,
    Album,
    Time,
    Heard,
    Length,
    Country,
}

impl Role {
    /// All of them, each at the index that is its number.
    pub(crate) const ALL: [Self; 8] = [
        Self::Artist,
        Self::AlbumArtist,
        Self::Track,
        Self::Album,
        Self::Time,
        Self::Heard,
        Self::Length,
        Self::Country,
    ];

    /// What it is called wherever its user reads or writes it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Artist => "artist",
            Self::AlbumArtist => "album-artist",
            Self::Track => "track",
            Self::Album => "album",
            Self::Time => "time",
            Self::Heard => "heard",
            Self::Length => "length",
            Self::Country => "country",
        }
    }
}

/// In which order a date in three numbers names its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
}

impl Order {
    pub(crate) const ALL: [Self; 3] = [Self::DayMonthYear, Self::MonthDayYear, Self::YearMonthDay];

    /// As it is written on the command line.
    const fn id(self) -> &'static str {
        match self {
            Self::DayMonthYear => "dmy",
            Self::MonthDayYear => "mdy",
            Self::YearMonthDay => "ymd",
        }
    }

    /// In words.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::DayMonthYear => "day, month, year",
            Self::MonthDayYear => "month, day, year",
            Self::YearMonthDay => "year, month, day",
        }
    }
}

/// Which columns of a table to read, where its headers do not tell: `artist=Who,track=2,time=When`.
///
/// A column goes by its name, in any case and with or without blanks, or by its number, counted from one. Beside `artist`, `track`
/// and `time` there are `album`, `album-artist`, `heard` (how long it was), `length` (how long the recording is) and `country`; `date` and `time` together are a moment that stands in two
/// columns. What is not named is found by its header, if it can be. `table` is the table of a database, `dates` the order
/// of a date (`dmy`, `mdy` or `ymd`), and `zone` the zone of moments that name none, by its name in the IANA database; otherwise
/// these are read at home.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    pub(crate) named: [Option<Box<str>>; Role::ALL.len()],
    /// The column of the day, where that of the time has only the time of day.
    pub(crate) date: Option<Box<str>>,
    pub(crate) table: Option<Box<str>>,
    pub(crate) order: Option<Order>,
    pub(crate) zone: Option<Tz>,
}

impl Columns {
    /// What tells them from others.
    pub(crate) fn hash(&self) -> u64 {
        hash::of(&[&format!("{self:?}")])
    }

    /// What a role was said to be in.
    pub(crate) fn of(&self, role: Role) -> Option<&str> {
        self.named[role as usize].as_deref()
    }
}

/// A part of what names columns: `artist=Who` is "artist" in "Who".
pub(crate) fn named(part: &str) -> Result<(String, &str), String> {
    part.split_once('=')
        .map(|(key, value)| (key.trim().to_lowercase(), value.trim()))
        .filter(|(_, value)| !value.is_empty())
        .ok_or_else(|| format!("\"{}\" is not of the form artist=COLUMN", part.trim()))
}

impl FromStr for Columns {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut columns = Self::default();
        for part in text.split(',') {
            let (key, value) = named(part)?;
            let place = match &*key {
                "date" => &mut columns.date,
                "table" => &mut columns.table,
                "dates" => {
                    let order = Order::ALL
                        .into_iter()
                        .find(|order| order.id().eq_ignore_ascii_case(value));
                    columns.order = Some(order.ok_or("dates are dmy, mdy or ymd")?);
                    continue;
                }
                "zone" => {
                    let zone = if value.eq_ignore_ascii_case("utc") {
                        Ok(Tz::UTC)
                    } else {
                        value.parse()
                    };
                    columns.zone = Some(
                        zone.map_err(|_| format!("\"{value}\" is no time zone; name one as Europe/Paris, or UTC"))?,
                    );
                    continue;
                }
                _ => {
                    let role = Role::ALL.into_iter().find(|role| role.name() == key);
                    let names: Vec<&str> = Role::ALL.into_iter().map(Role::name).collect();
                    let role = role.ok_or_else(|| {
                        format!(
                            "nothing is called \"{key}\"; there are {}, date, table, dates and zone",
                            names.join(", ")
                        )
                    })?;
                    &mut columns.named[role as usize]
                }
            };
            if place.replace(value.into()).is_some() {
                return Err(format!("\"{key}\" is named twice"));
            }
        }
        Ok(columns)
    }
}

/// Why a table is not read, although it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// These columns were named, or needed, and are not there; those are.
    NoColumn {
        /// The names that were looked for.
        wanted: Vec<String>,
        /// What is there, in words.
        seen: String,
    },
    /// No table of the database is called so, or, where none was named, no table has the columns; these are there.
    NoTable {
        /// The name that was looked for.
        wanted: String,
        /// The tables.
        tables: Vec<String>,
    },
    /// Several tables of the database could be the history.
    Tables(Vec<String>),
    /// The column of the time, which is called so, has no date with a time of day.
    NoMoments(String),
    /// Dates in this column are of two orders, or nothing tells the order.
    Dates(String),
}

impl fmt::Display for Unclear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoColumn { wanted, seen } => {
                write!(
                    f,
                    "has no column for {}, but {seen}; name the columns with --columns artist=…,track=…,time=…",
                    wanted.join(", ")
                )
            }
            Self::NoTable { wanted, tables } if wanted.is_empty() => write!(
                f,
                "has no table with the columns that were named, but {}; name one with --columns table=NAME",
                tables.join(", ")
            ),
            Self::NoTable { wanted, tables } => {
                write!(f, "has no table \"{wanted}\", but {}", tables.join(", "))
            }
            Self::Tables(tables) => write!(
                f,
                "has several tables that can be the history: {}; choose one with --columns table=NAME",
                tables.join(", ")
            ),
            Self::NoMoments(column) => write!(
                f,
                "has no moments in the column \"{column}\": a date with a time of day, or seconds since 1970; name another one with \
                 --columns time=…, or two with --columns date=…,time=…"
            ),
            Self::Dates(column) => write!(
                f,
                "has dates in the column \"{column}\" of which nothing tells whether the day or the month comes first; say it with \
                 --columns dates=dmy or --columns dates=mdy"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_go_by_name_or_number() {
        let columns: Columns = "artist=Wer, Track = 2,time=Wann genau,dates=DMY,zone=utc,table=plays"
            .parse()
            .unwrap();
        assert_eq!(columns.of(Role::Artist), Some("Wer"));
        assert_eq!(columns.of(Role::Track), Some("2"));
        assert_eq!(columns.of(Role::Time), Some("Wann genau"));
        assert_eq!(columns.of(Role::Album), None);
        assert_eq!(
            (columns.order, columns.zone),
            (Some(Order::DayMonthYear), Some(Tz::UTC))
        );
        assert_eq!(columns.table.as_deref(), Some("plays"));
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_what_would() {
        for (text, expected) in [
            ("", "not of the form artist=COLUMN"),
            ("artist", "not of the form artist=COLUMN"),
            ("artist=", "not of the form artist=COLUMN"),
            ("artist=a,,time=b", "not of the form artist=COLUMN"),
            (
                "singer=a",
                "nothing is called \"singer\"; there are artist, album-artist, track",
            ),
            ("artist=a,artist=b", "\"artist\" is named twice"),
            ("date=a,date=b", "\"date\" is named twice"),
            ("dates=american", "dmy, mdy or ymd"),
            ("zone=Berlin", "name one as Europe/Paris"),
        ] {
            let error = text.parse::<Columns>().unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}

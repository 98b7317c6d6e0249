//! What Playtally itself wrote: a table with commas, or a JSON object per line. Plays keep the sources that they came from.

use std::borrow::Cow;

use super::fields::each_row;
use crate::books::Reason;
use crate::cell::{GUARDED, from_cell, unguard};
use crate::facts::{Certainty, Facts, country};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::json::{Rows, Value};
use crate::moment::SCROBBLES;
use crate::number::whole;
use crate::play::{Device, End, Kind, Start};
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::table::Table;
use crate::time;

/// Playtally.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(10),
    id: "playtally",
    name: "Playtally",
    service: Service {
        number: 9,
        rank: 80,
        is_player: false,
        duration_identifies: false,
    },
    files: "what `playtally export` wrote: CSV or JSON Lines",
    earliest: SCROBBLES, // what it wrote keeps the sources that it came from
    knows: Knows {
        moment: "as its source has it",
        heard: true,
        skips: true,
        album: true,
        country: true,
        people: false,
    },
    names: Names {
        histories: &[],
        private: &[],
    },
    forms: &[&Playtally::Table, &Playtally::Lines],
};

/// Reads exported libraries, by what their plays stand in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Playtally {
    /// A table with commas.
    Table,
    /// A JSON object per line.
    Lines,
}

/// The fields that tell such an export from any other.
const OWN: [&str; 4] = ["started_at", "stamped_at", "certainty", "source"];

impl Importer for Playtally {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let found = match self {
            Self::Table => head.has_columns(&OWN),
            Self::Lines => head.is_object_with(&OWN),
        };
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(*self)
    }
}

impl Load for Playtally {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        match self {
            Self::Lines => each_row(Rows::of_lines(file), sink, |row| {
                record(|name| cell(row.get(name), name))
            }),
            Self::Table => {
                let mut table = Table::exact(file);
                let Some(header) = table.next()? else { return Ok(()) };
                let columns: Vec<String> = (0..header.len())
                    .map(|cell| String::from_utf8_lossy(header.get(cell)).into_owned())
                    .collect();
                let is_guarded = columns.iter().any(|column| column == GUARDED);
                while let Some(row) = table.next()? {
                    let field = |name: &'static str| {
                        let cell = columns
                            .iter()
                            .position(|column| column == name)
                            .map_or(&b""[..], |at| row.get(at));
                        let cell = std::str::from_utf8(cell).map_err(|_| Reason::NotText(name))?;
                        Ok(from_cell(if is_guarded { unguard(cell) } else { cell }))
                    };
                    sink.row(record(field))?;
                }
                Ok(())
            }
        }
    }
}

/// A field of a JSON object, whatever its type, as a table has it.
pub(crate) fn cell<'a>(value: Value<'a>, name: &'static str) -> Result<Cow<'a, str>, Reason> {
    value.cell().ok_or(Reason::NotText(name))
}

/// A play from its fields, all in text.
pub(crate) fn record<'a>(field: impl Fn(&'static str) -> Result<Cow<'a, str>, Reason>) -> Result<Record<'a>, Reason> {
    let moment = |name| {
        let text = field(name)?;
        let missing = text.is_empty();
        let reason = if missing {
            Reason::Missing(name)
        } else {
            Reason::NotAMoment(name)
        };
        time::moment(text.as_bytes()).ok_or(reason)
    };
    let number = |name| {
        let text = field(name)?;
        let number = (!text.is_empty()).then(|| whole(text.as_bytes()).and_then(|number| u32::try_from(number).ok()));
        number.map(|number| number.ok_or(Reason::NotANumber(name))).transpose()
    };
    let truth = |name| Ok::<_, Reason>(field(name)?.parse::<bool>().ok());
    let source = Source::named(&field("source")?).filter(|source| *source != ABOUT.source);
    let source = source.ok_or(Reason::Missing("source"))?;
    let certainty = named(&field("certainty")?, Certainty::ALL, Certainty::name).ok_or(Reason::Missing("certainty"))?;
    let stamp = moment("stamped_at")?;
    let started_at = moment("started_at")?;
    Ok(Record {
        kind: named(&field("kind")?, Kind::ALL, Kind::name).ok_or(Reason::Missing("kind"))?,
        title: field("title")?,
        artist: field("artist")?,
        album: field("album")?,
        uri: field("uri")?,
        stamp,
        // What a wall clock showed is kept as it is. The start was reckoned from it by where the owner lived.
        started_at: if certainty == Certainty::Wall {
            stamp
        } else {
            started_at
        },
        ms_played: number("ms_played")?,
        facts: Facts {
            country: country(field("country")?.as_bytes()),
            device: named(&field("device")?, Device::ALL, Device::name).unwrap_or_default(),
            start: named(&field("reason_start")?, Start::ALL, Start::name).unwrap_or_default(),
            end: named(&field("reason_end")?, End::ALL, End::name).unwrap_or_default(),
            shuffle: truth("shuffle")?,
            offline: truth("offline")?,
            private: truth("private")? == Some(true),
            ..Facts::of(source, certainty)
        },
        ordinal: number("nth")?.and_then(|nth| u16::try_from(nth).ok()),
    })
}

/// What has this name.
fn named<T: Copy, const N: usize>(name: &str, all: [T; N], name_of: fn(T) -> &'static str) -> Option<T> {
    all.into_iter().find(|&one| name_of(one) == name)
}

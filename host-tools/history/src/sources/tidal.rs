//! TIDAL: `streaming.csv` of the data that it hands out.
//!
//! `entry_date` is in ISO 8601, or day, month and year with a time to the minute; whether that is the start or the end is not
//! said. It is local to the row's `time_zone`, where it names none by itself and the row does, and else in UTC. There is no official
//! description: so it is read by the [importer of ListenBrainz](https://github.com/metabrainz/listenbrainz-server/pull/3643).
//! `stream_duration_ms` is how long it was heard. Addresses, regions and cities are left alone.

use chrono_tz::Tz;

use super::fields::cell;
use super::moments::Reading;
use crate::books::Reason;
use crate::columns::Order;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::number::whole;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::table::{Cells, Table};

/// TIDAL.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(23),
    id: "tidal",
    name: "TIDAL",
    service: Service {
        number: 22,
        rank: 32,
        is_player: true,
        duration_identifies: false,
    },
    files: "`streaming.csv` of the data that it hands out",
    earliest: 1_264_982_400, // February 2010, when it began, as WiMP
    knows: Knows {
        moment: "to the second or the minute, as the file has it",
        heard: true,
        skips: false,
        album: true,
        country: false,
        people: false,
    },
    names: Names {
        histories: &["streaming.csv"],
        private: &[],
    },
    forms: &[&Tidal],
};

/// Reads TIDAL's history.
#[derive(Debug)]
pub(crate) struct Tidal;

/// The columns that are read; a table without the first four is not TIDAL's.
const COLUMNS: [&str; 6] = [
    "entry_date",
    "track_title",
    "artist_name",
    "stream_duration_ms",
    "album_name",
    "time_zone",
];

impl Importer for Tidal {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        head.has_columns(&COLUMNS[..4]).then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for Tidal {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut table = Table::with_commas(file);
        let Some(header) = table.next()? else { return Ok(()) };
        let places = COLUMNS.map(|name| header.find(name).unwrap_or(usize::MAX));
        while let Some(row) = table.next()? {
            sink.row(record(row, places))?;
        }
        Ok(())
    }
}

fn record(row: Cells<'_>, places: [usize; 6]) -> Result<Record<'_>, Reason> {
    let [date, title, artist, heard, album, zone] = places.map(|place| row.get(place));
    let date = cell(date, "entry_date")?;
    if date.is_empty() {
        return Err(Reason::Missing("entry_date"));
    }
    let zone = cell(zone, "time_zone")?.parse().unwrap_or(Tz::UTC);
    let moment = Reading::known(Order::DayMonthYear, zone).moment(date);
    let (stamp, certainty) = moment.ok_or(Reason::NotAMoment("entry_date"))?;
    Ok(Record {
        kind: Kind::Music,
        title: known(cell(title, "track_title")?).into(),
        artist: known(cell(artist, "artist_name")?).into(),
        album: known(cell(album, "album_name")?).into(),
        uri: "".into(),
        stamp,
        started_at: stamp,
        ms_played: milliseconds(heard),
        // It may be the end.
        facts: Facts::of(ABOUT.source, certainty.min(Certainty::Derived)),
        ordinal: None,
    })
}

/// How long it was heard. TIDAL writes fractions, and nothing is known of what is no number.
fn milliseconds(text: &[u8]) -> Option<u32> {
    let ms = whole(text).map(|ms| ms as f64);
    let ms = ms.or_else(|| std::str::from_utf8(text).ok()?.trim().parse().ok())?;
    (ms >= 0.0 && ms <= f64::from(u32::MAX)).then_some(ms as u32)
}

/// What stands in a cell, in which the word "null" stands for nothing.
fn known(text: &str) -> &str {
    if text == "null" { "" } else { text }
}

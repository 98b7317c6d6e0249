//! Pano Scrobbler: a JSON object per line, or a table. Times are in milliseconds, and the duration is that of the recording.
//!
//! The table may come without its header, and its older rows without their last cells.

use super::fields::{cell, epoch_ms, known_moment, positive, text};
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::json::{Row, Rows};
use crate::moment::SCROBBLES;
use crate::number::whole;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::table::Table;
use crate::time::LAST;

/// Pano Scrobbler.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(9),
    id: "pano-scrobbler",
    name: "Pano Scrobbler",
    service: Service {
        number: 8,
        rank: 60,
        is_player: false,
        duration_identifies: false,
    },
    files: "the JSON Lines or CSV file of its export",
    earliest: SCROBBLES,
    knows: Knows {
        moment: "to the second",
        heard: false,
        skips: false,
        album: true,
        country: false,
        people: false,
    },
    names: Names {
        histories: &["scrobbl"],
        private: &[],
    },
    forms: &[
        &PanoScrobbler::Lines,
        &PanoScrobbler::Array,
        &PanoScrobbler::Table,
        &PanoScrobbler::PlainTable,
    ],
};

/// Reads scrobbles of Pano Scrobbler, by what they stand in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PanoScrobbler {
    /// A line each.
    Lines,
    /// One array.
    Array,
    /// A table.
    Table,
    /// A table without a header.
    PlainTable,
}

/// The columns, in the order in which they are written.
const COLUMNS: [&str; 11] = [
    "timeHuman",
    "timeMs",
    "artist",
    "track",
    "album",
    "albumArtist",
    "durationMs",
    "mediaPlayerPackage",
    "mediaPlayerName",
    "mediaPlayerVersion",
    "event",
];
/// How many columns the oldest tables have.
const FEWEST: usize = 8;

impl Importer for PanoScrobbler {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let event = ["timeMs", "track", "artist"];
        let found = match self {
            Self::Lines => head.is_object_with(&event),
            Self::Array => head.is_array_of(&event),
            Self::Table => head.has_columns(&event),
            Self::PlainTable => head.first_row(|row| {
                let is_ms = |ms: i64| (SCROBBLES..=LAST).contains(&(ms / 1000));
                (FEWEST..=COLUMNS.len()).contains(&row.len())
                    && whole(row.get(1)).is_some_and(is_ms)
                    && (whole(row.get(6)).is_some() || row.get(6) == b"null")
            }),
        };
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(*self)
    }
}

impl Load for PanoScrobbler {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut rows = match self {
            Self::Lines => Rows::of_lines(file),
            Self::Array => Rows::of_array(file),
            Self::Table | Self::PlainTable => return table(file, matches!(self, Self::Table), sink),
        };
        while let Some(row) = rows.next()? {
            // Hearts stand among the scrobbles, with the moment at which they were pressed. Older files have no events.
            if matches!(row.get("event").text().as_deref(), Some(event) if event != "scrobble") {
                sink.pass_over();
            } else if row.is_object() {
                sink.row(record(row))?;
            } else {
                sink.row(Err(Reason::NotARow))?;
            }
        }
        Ok(())
    }
}

/// A table, with a header or without.
fn table(file: &mut Input<'_>, has_header: bool, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let mut table = Table::with_commas(file);
    let mut places: [usize; COLUMNS.len()] = std::array::from_fn(|place| place);
    if has_header {
        let Some(header) = table.next()? else { return Ok(()) };
        places = COLUMNS.map(|name| header.find(name).unwrap_or(usize::MAX));
    }
    while let Some(row) = table.next()? {
        let [_, moment, artist, track, album, _, length, _, _, _, event] = places.map(|place| row.get(place));
        if !matches!(event.trim_ascii(), b"" | b"scrobble") {
            sink.pass_over();
            continue;
        }
        sink.row((|| {
            if moment.trim_ascii().is_empty() {
                return Err(Reason::Missing("timeMs"));
            }
            let stamp = known_moment(whole(moment).map(|ms| ms.div_euclid(1000)), "timeMs")?;
            Ok(Record {
                kind: Kind::Music,
                title: cell(track, "track")?.into(),
                artist: cell(artist, "artist")?.into(),
                album: cell(album, "album")?.into(),
                uri: "".into(),
                stamp,
                started_at: stamp,
                ms_played: positive(whole(length)),
                facts: Facts::of(ABOUT.source, Certainty::Stated),
                ordinal: None,
            })
        })())?;
    }
    Ok(())
}

fn record(row: Row<'_>) -> Result<Record<'_>, Reason> {
    let field = |name| row.get(name);
    let stamp = epoch_ms(field("timeMs"), "timeMs")?;
    Ok(Record {
        kind: Kind::Music,
        title: text(field("track"), "track")?,
        artist: text(field("artist"), "artist")?,
        album: text(field("album"), "album")?,
        uri: "".into(),
        stamp,
        started_at: stamp,
        ms_played: positive(field("durationMs").whole()),
        facts: Facts::of(ABOUT.source, Certainty::Stated),
        ordinal: None,
    })
}

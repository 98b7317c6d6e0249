//! Pano Scrobbler: a JSON object per line, times in milliseconds. The duration is that of the recording.

use super::fields::{epoch_ms, positive, text};
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::importer::{About, Head, Importer, Input, Knows, Load, Names, Part};
use crate::json::{Row, Rows};
use crate::moment::SCROBBLES;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};

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
    files: "the JSON Lines file of its export",
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
    forms: &[&PanoScrobbler::Lines, &PanoScrobbler::Array],
};

/// Reads scrobbles of Pano Scrobbler, by what they stand in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PanoScrobbler {
    /// A line each.
    Lines,
    /// One array.
    Array,
}

impl Importer for PanoScrobbler {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let event = ["timeMs", "track", "artist"];
        let found = match self {
            Self::Lines => head.is_object_with(&event),
            Self::Array => head.is_array_of(&event),
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
        ms_played: positive(field("durationMs")),
        facts: Facts::of(ABOUT.source, Certainty::Stated),
        ordinal: None,
    })
}

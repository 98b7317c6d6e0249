//! Pano Scrobbler: a JSON object per line, times in milliseconds. The duration is that of the recording.

use std::io::Read;

use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::importer::{Head, Importer, Load, Part};
use crate::json::{Row, Rows};
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::Source;
use crate::sources::{each_row, epoch_ms, positive, text};

/// Reads scrobbles of Pano Scrobbler.
#[derive(Debug)]
pub(crate) struct PanoScrobbler;

impl Importer for PanoScrobbler {
    fn source(&self) -> Source {
        Source::PanoScrobbler
    }

    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        head.is_object_with(&["timeMs", "track", "artist"])
            .then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for PanoScrobbler {
    fn load(&mut self, _: Part, file: &mut dyn Read, sink: &mut Sink<'_>) -> Result<(), Halt> {
        each_row(Rows::of_lines(file), sink, record)
    }
}

fn record(row: Row<'_>) -> Result<Record<'_>, Reason> {
    let field = |name| row.value().get(name);
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
        facts: Facts::of(Source::PanoScrobbler, Certainty::Stated),
        ordinal: None,
    })
}

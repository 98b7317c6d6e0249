//! Pano Scrobbler: a JSON object per line, times in milliseconds. The duration is that of the recording.

use super::fields::{each_row, epoch_ms, positive, text};
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
    },
    names: Names {
        histories: &["scrobbl"],
        private: &[],
    },
    forms: &[&PanoScrobbler],
};

/// Reads scrobbles of Pano Scrobbler.
#[derive(Debug)]
pub(crate) struct PanoScrobbler;

impl Importer for PanoScrobbler {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        head.is_object_with(&["timeMs", "track", "artist"])
            .then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for PanoScrobbler {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        each_row(Rows::of_lines(file), sink, record)
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

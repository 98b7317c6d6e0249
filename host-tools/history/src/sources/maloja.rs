//! Maloja: a JSON object with all scrobbles in one field.
//!
//! `duration` is how long it was heard in seconds, `length` how long the recording is; both can be null.

use std::borrow::Cow;

use super::fields::{each_row, epoch, seconds_as_ms, text};
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::importer::{About, Head, Importer, Input, Knows, Load, Names, Part};
use crate::json::{Row, Rows, Value};
use crate::moment::SCROBBLES;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};

/// Maloja.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(8),
    id: "maloja",
    name: "Maloja",
    service: Service {
        number: 7,
        rank: 70,
        is_player: false,
        duration_identifies: false,
    },
    files: "the JSON file of its export",
    earliest: SCROBBLES,
    knows: Knows {
        moment: "to the second",
        heard: true,
        skips: false,
        album: true,
        country: false,
    },
    names: Names {
        histories: &[],
        private: &[],
    },
    forms: &[&Maloja],
};

/// Reads scrobbles of Maloja.
#[derive(Debug)]
pub(crate) struct Maloja;

impl Importer for Maloja {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let found =
            head.is_object_with(&["scrobbles"]) && (head.contains("\"artists\"") || head.contains("\"maloja\""));
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for Maloja {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        each_row(Rows::of_field(file, "scrobbles"), sink, record)
    }
}

fn record(row: Row<'_>) -> Result<Record<'_>, Reason> {
    let stamp = epoch(row.get("time"), "time")?;
    let track = row.get("track");
    // An album is a title, or an object with one.
    let album = match track.get("album") {
        album @ Value::Object(_) => text(album.get("albumtitle"), "albumtitle")?,
        album => text(album, "album")?,
    };
    Ok(Record {
        kind: Kind::Music,
        title: text(track.get("title"), "title")?,
        artist: artists(track.get("artists"))?,
        album,
        uri: "".into(),
        stamp,
        started_at: stamp,
        ms_played: seconds_as_ms(row.get("duration")).or_else(|| seconds_as_ms(track.get("length"))),
        facts: Facts::of(ABOUT.source, Certainty::Stated),
        ordinal: None,
    })
}

/// All artists in one text.
fn artists(artists: Value<'_>) -> Result<Cow<'_, str>, Reason> {
    let mut all = Cow::Borrowed("");
    for artist in artists.elements() {
        let artist = text(artist, "artists")?;
        if all.is_empty() {
            all = artist;
        } else {
            all.to_mut().push_str(", ");
            all.to_mut().push_str(&artist);
        }
    }
    Ok(all)
}

//! Koito: a JSON object with all listens in one field.
//!
//! A name is the alias that is the primary one; `duration` is that of the recording in seconds, 0 where it is unknown. The
//! moment is that of the start. The account's name and the addresses of pictures are left alone.

use std::borrow::Cow;

use super::fields::{each_row, moment, seconds_as_ms, text};
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::json::{Row, Rows, Value};
use crate::moment::SCROBBLES;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};

/// Koito.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(21),
    id: "koito",
    name: "Koito",
    service: Service {
        number: 20,
        rank: 66,
        is_player: false,
        duration_identifies: false,
    },
    files: "the JSON file of its *Export*",
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
        histories: &["koito"],
        private: &[],
    },
    forms: &[&Koito],
};

/// Reads Koito's export.
#[derive(Debug)]
pub(crate) struct Koito;

impl Importer for Koito {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let found = head.is_object_with(&["version", "exported_at", "listens"]);
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for Koito {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        each_row(Rows::of_field(file, "listens"), sink, record)
    }
}

fn record(row: Row<'_>) -> Result<Record<'_>, Reason> {
    let stamp = moment(row.get("listened_at"), "listened_at")?;
    let track = row.get("track");
    let mut artists = Cow::Borrowed("");
    for artist in row.get("artists").elements() {
        let artist = primary(artist, "artists")?;
        if artists.is_empty() {
            artists = artist;
        } else {
            artists.to_mut().push_str(", ");
            artists.to_mut().push_str(&artist);
        }
    }
    Ok(Record {
        kind: Kind::Music,
        title: primary(track, "track")?,
        artist: artists,
        album: primary(row.get("album"), "album")?,
        uri: "".into(),
        stamp,
        started_at: stamp,
        ms_played: seconds_as_ms(track.get("duration")),
        facts: Facts::of(ABOUT.source, Certainty::Stated),
        ordinal: None,
    })
}

/// The name of something: its primary alias, or else its first.
fn primary<'a>(named: Value<'a>, name: &'static str) -> Result<Cow<'a, str>, Reason> {
    let mut aliases = named.get("aliases").elements();
    let first = aliases.next().unwrap_or(Value::Null);
    let is_primary = |alias: &Value<'_>| alias.get("is_primary").truth() == Some(true);
    let primary = Some(first).into_iter().chain(aliases).find(is_primary);
    text(primary.unwrap_or(first).get("alias"), name)
}

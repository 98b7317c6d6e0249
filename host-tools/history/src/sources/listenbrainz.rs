//! ListenBrainz: a zip of `listens/YYYY/M.jsonl`; in older exports a JSON array; and what its API takes.
//!
//! A listen has the moment of its start and names. The duration, where a client sent it, is that of the recording.

use super::fields::{each_row, epoch, positive, seconds_as_ms, text};
use super::playtally;
use crate::books::Reason;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::json::{Rows, Value};
use crate::moment::SCROBBLES;
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};

/// ListenBrainz.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(2),
    id: "listenbrainz",
    name: "ListenBrainz",
    service: Service {
        number: 1,
        rank: 40,
        is_player: false,
        duration_identifies: false,
    },
    files: "the zip with `listens/YYYY/M.jsonl`, or a JSON file of listens",
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
        histories: &["listens"],
        private: &["user.json", "feedback", "pinned_recording"],
    },
    forms: &[
        &ListenBrainz::Lines,
        &ListenBrainz::Array,
        &ListenBrainz::Payload,
        &ListenBrainz::Answer,
    ],
};

/// Reads listens, by what they stand in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ListenBrainz {
    /// A line each.
    Lines,
    /// One array.
    Array,
    /// The field `payload` of an object.
    Payload,
    /// The field `listens` in that, as its API answers.
    Answer,
}

impl Importer for ListenBrainz {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let listen = ["listened_at", "track_metadata"];
        let found = match self {
            Self::Lines => head.is_object_with(&listen),
            Self::Array => head.is_array_of(&listen),
            Self::Payload | Self::Answer => {
                let is_answer = head.has_nested("listens");
                head.is_object_with(&["payload"])
                    && listen.iter().all(|name| head.contains(name))
                    && is_answer == matches!(self, Self::Answer)
            }
        };
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(*self)
    }
}

impl Load for ListenBrainz {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let rows = match self {
            Self::Lines => Rows::of_lines(file),
            Self::Array => Rows::of_array(file),
            Self::Payload => Rows::of_field(file, "payload"),
            Self::Answer => {
                let mut answers = Rows::of_lines(file);
                while let Some(answer) = answers.next()? {
                    for listen in answer.get("payload").get("listens").elements() {
                        sink.row(record(listen))?;
                    }
                }
                return Ok(());
            }
        };
        each_row(rows, sink, |row| record(row.value()))
    }
}

fn record(row: Value<'_>) -> Result<Record<'_>, Reason> {
    if !matches!(row, Value::Object(_)) {
        return Err(Reason::NotARow);
    }
    let track = row.get("track_metadata");
    let info = track.get("additional_info");
    if let own @ Value::Object(_) = info.get("playtally") {
        return playtally::record(|name| playtally::cell(own.get(name), name));
    }
    let stamp = epoch(row.get("listened_at"), "listened_at")?;
    Ok(Record {
        kind: Kind::Music,
        title: text(track.get("track_name"), "track_name")?,
        artist: text(track.get("artist_name"), "artist_name")?,
        album: text(track.get("release_name"), "release_name")?,
        uri: "".into(),
        stamp,
        started_at: stamp,
        ms_played: positive(info.get("duration_ms").whole()).or_else(|| seconds_as_ms(info.get("duration"))),
        facts: Facts::of(ABOUT.source, Certainty::Stated),
        ordinal: None,
    })
}

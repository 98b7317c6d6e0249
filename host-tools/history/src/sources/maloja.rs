//! Maloja: a JSON object with all scrobbles in one field.
//!
//! The database of the server says the same, in tables. `timestamp` is in seconds, UTC.
//!
//! `duration` is how long it was heard in seconds, `length` how long the recording is; both can be null.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::fields::{each_row, epoch, known_moment, names, seconds, seconds_as_ms, text};
use crate::books::Reason;
use crate::database::Database;
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
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
    files: "the JSON file of its export, or `malojadb.sqlite` of the server",
    earliest: SCROBBLES,
    knows: Knows {
        moment: "to the second",
        heard: true,
        skips: false,
        album: true,
        country: false,
        people: false,
    },
    names: Names {
        histories: &["maloja"],
        private: &[],
    },
    forms: &[&Maloja::Export, &Maloja::Database],
};

/// Reads scrobbles of Maloja.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Maloja {
    /// The JSON file.
    Export,
    /// The server's database.
    Database,
}

impl Importer for Maloja {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let found = match self {
            Self::Export => {
                head.is_object_with(&["scrobbles"]) && (head.contains("\"artists\"") || head.contains("\"maloja\""))
            }
            Self::Database => {
                head.has_table("scrobbles", &["timestamp", "track_id"])
                    && head.has_table("trackartists", &["artist_id"])
            }
        };
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(*self)
    }
}

impl Load for Maloja {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        match self {
            Self::Export => each_row(Rows::of_field(file, "scrobbles"), sink, record),
            Self::Database => scrobbles(&mut file.database()?, sink),
        }
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

/// What is read of a track.
#[derive(Default)]
struct Track {
    title: String,
    artists: String,
    album: String,
    length: Option<u32>,
}

/// Hands over the scrobbles of the server's database.
fn scrobbles(database: &mut Database<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let tracks = tracks(database)?;
    database.rows("scrobbles", &["timestamp", "duration", "track_id"], |cells| {
        let [moment, heard, track] = cells else { return Ok(()) };
        let record = || -> Result<Record<'_>, Reason> {
            let stamp = known_moment(moment.whole(), "timestamp")?;
            let track = tracks.get(&*track.id()).ok_or(Reason::Missing("track"))?;
            Ok(Record {
                kind: Kind::Music,
                title: Cow::Borrowed(&track.title),
                artist: Cow::Borrowed(&track.artists),
                album: Cow::Borrowed(&track.album),
                uri: "".into(),
                stamp,
                started_at: stamp,
                ms_played: seconds(heard.number()).or(track.length),
                facts: Facts::of(ABOUT.source, Certainty::Stated),
                ordinal: None,
            })
        };
        sink.row(record())
    })
}

fn tracks(database: &mut Database<'_>) -> Result<FxHashMap<String, Track>, Halt> {
    let (artists, albums) = (
        names(database, "artists", "name")?,
        names(database, "albums", "albtitle")?,
    );
    let mut tracks: FxHashMap<String, Track> = FxHashMap::default();
    database.rows("tracks", &["id", "title", "length", "album_id"], |cells| {
        let [id, title, length, album] = cells else {
            return Ok::<_, Halt>(());
        };
        let track = Track {
            title: title.text().to_owned(),
            album: albums.get(&*album.id()).cloned().unwrap_or_default(),
            length: seconds(length.number()),
            ..Track::default()
        };
        tracks.insert(id.id().into_owned(), track);
        Ok(())
    })?;
    database.rows("trackartists", &["artist_id", "track_id"], |cells| {
        if let (Some(artist), Some(track)) = (artists.get(&*cells[0].id()), tracks.get_mut(&*cells[1].id())) {
            if !track.artists.is_empty() {
                track.artists.push_str(", ");
            }
            track.artists.push_str(artist);
        }
        Ok::<_, Halt>(())
    })?;
    Ok(tracks)
}

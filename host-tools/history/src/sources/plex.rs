//! Plex: the library database of the server.
//!
//! `viewed_at` is the moment at which the server took a track for played: seconds, UTC, as a number, or as a text in old
//! servers. Plays are not timed; the start is worked out from the length of the track, where the track is still there.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::fields::{first_of, known_moment, positive};
use crate::books::Reason;
use crate::database::{Cell, Database};
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::time;

/// Plex.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(13),
    id: "plex",
    name: "Plex",
    service: Service {
        number: 12,
        rank: 36,
        is_player: true,
        duration_identifies: false,
    },
    files: "`com.plexapp.plugins.library.db` of the server, in place or a backup of it",
    // Plex became a program of its own in May 2008.
    earliest: 1209600000,
    knows: Knows {
        moment: "to a song's length",
        heard: false,
        skips: false,
        album: true,
        country: false,
        people: true,
    },
    names: Names {
        histories: &["plexapp.plugins.library"],
        private: &[],
    },
    forms: &[&Plex],
};

/// What music is in `metadata_type`.
const TRACK: i64 = 10;

/// Reads the views that a Plex server keeps.
#[derive(Debug)]
pub(crate) struct Plex;

impl Importer for Plex {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let columns = [
            "account_id",
            "guid",
            "metadata_type",
            "grandparent_title",
            "parent_title",
            "title",
            "viewed_at",
        ];
        head.has_table("metadata_item_views", &columns).then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

/// What a track says beside its views.
struct Track {
    artist: String,
    /// In milliseconds.
    length: Option<u32>,
}

impl Load for Plex {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut database = file.database()?;
        let Some(account) = file.choose(listeners(&mut database)?)? else {
            return Ok(());
        };
        let tracks = tracks(&mut database)?;
        let columns = [
            "account_id",
            "metadata_type",
            "guid",
            "grandparent_title",
            "title",
            "parent_title",
            "viewed_at",
        ];
        database.rows("metadata_item_views", &columns, |cells| {
            let [whose, kind, guid, artist, title, album, moment] = cells else {
                return Ok(());
            };
            if kind.whole() != Some(TRACK) || whose.id() != account {
                return Ok(());
            }
            sink.row(record([artist, title, album], moment, tracks.get(guid.text())))
        })
    }
}

fn record<'a>(
    [artist, title, album]: [&'a Cell<'_>; 3],
    moment: &Cell<'_>,
    track: Option<&'a Track>,
) -> Result<Record<'a>, Reason> {
    let moment = moment.whole().or_else(|| time::moment(moment.text().as_bytes()));
    let stamp = known_moment(moment, "viewed_at")?;
    let length = track.and_then(|track| track.length);
    Ok(Record {
        kind: Kind::Music,
        title: Cow::Borrowed(title.text()),
        artist: Cow::Borrowed(first_of([track.map_or("", |track| &track.artist), artist.text()])),
        album: Cow::Borrowed(album.text()),
        uri: "".into(),
        stamp,
        started_at: stamp.saturating_sub(i64::from(length.unwrap_or(0)) / 1000),
        ms_played: length,
        facts: Facts::of(ABOUT.source, Certainty::Derived),
        ordinal: None,
    })
}

/// Everybody who has heard music, by their accounts.
fn listeners(database: &mut Database<'_>) -> Result<Vec<(String, String)>, Halt> {
    let mut listeners: FxHashMap<String, String> = FxHashMap::default();
    database.rows("metadata_item_views", &["account_id", "metadata_type"], |cells| {
        let [id, kind] = cells else { return Ok::<_, Halt>(()) };
        if kind.whole() == Some(TRACK) && !listeners.contains_key(&*id.id()) {
            listeners.insert(id.id().into_owned(), format!("account {}", id.id()));
        }
        Ok(())
    })?;
    database.rows("accounts", &["id", "name"], |cells| {
        let [id, name] = cells else { return Ok::<_, Halt>(()) };
        match listeners.get_mut(&*id.id()) {
            Some(known) if !name.text().is_empty() => *known = name.text().to_owned(),
            _ => {}
        }
        Ok(())
    })?;
    Ok(listeners.into_iter().collect())
}

fn tracks(database: &mut Database<'_>) -> Result<FxHashMap<String, Track>, Halt> {
    let mut tracks = FxHashMap::default();
    database.rows(
        "metadata_items",
        &["guid", "metadata_type", "original_title", "duration"],
        |cells| {
            let [guid, kind, artist, length] = cells else {
                return Ok::<_, Halt>(());
            };
            if kind.whole() == Some(TRACK) {
                let track = Track {
                    artist: artist.text().to_owned(),
                    length: positive(length.whole()),
                };
                tracks.insert(guid.text().to_owned(), track);
            }
            Ok(())
        },
    )?;
    Ok(tracks)
}

//! LMS, the Lightweight Music Server: its database. (Lyrion, which is called LMS as well, keeps no history.)
//!
//! A row of `listen` is a play that the server or a client took for complete: `date_time`, UTC, is its start. How long it was
//! heard is not known. `user` also holds passwords: only its names are read.

use rustc_hash::FxHashMap;

use super::fields::{Song, first_of, known_moment, listeners, names, positive};
use crate::books::Reason;
use crate::database::{Cell, Database};
use crate::facts::Certainty;
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::moment::SCROBBLES;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};
use crate::time;

/// LMS.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(18),
    id: "lms",
    name: "LMS (Lightweight Music Server)",
    service: Service {
        number: 17,
        rank: 63,
        is_player: false,
        duration_identifies: false,
    },
    files: "`lms.db` of the server, in place or a backup of it",
    // It takes in listens from ListenBrainz, of any age.
    earliest: SCROBBLES,
    knows: Knows {
        moment: "to the second",
        heard: false,
        skips: false,
        album: true,
        country: false,
        people: true,
    },
    names: Names {
        histories: &["lms.db"],
        private: &[],
    },
    forms: &[&Lms],
};

/// The kind of link between a track and somebody that makes them its artist, and not its composer, say.
const ARTIST: i64 = 0;

/// Reads the listens that LMS keeps.
#[derive(Debug)]
pub(crate) struct Lms;

impl Importer for Lms {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let found = head.has_table("listen", &["date_time", "track_id", "user_id"])
            && head.has_table("track", &["name", "duration"]);
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for Lms {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut database = file.database()?;
        let people = listeners(&mut database, ("listen", "user_id"), ("user", "id", "login_name"))?;
        let Some(user) = file.choose(people)? else {
            return Ok(());
        };
        let tracks = tracks(&mut database)?;
        database.rows("listen", &["track_id", "user_id", "date_time"], |cells| {
            let [track, whose, moment] = cells else { return Ok(()) };
            if whose.id() != user {
                return Ok(());
            }
            sink.row(record(tracks.get(&*track.id()), moment))
        })
    }
}

fn record<'a>(track: Option<&'a Song>, moment: &Cell<'_>) -> Result<Record<'a>, Reason> {
    let stamp = known_moment(time::moment(moment.text().as_bytes()), "date_time")?;
    let track = track.ok_or(Reason::Missing("track"))?;
    Ok(track.played(ABOUT.source, stamp, Certainty::Stated))
}

fn tracks(database: &mut Database<'_>) -> Result<FxHashMap<String, Song>, Halt> {
    let (artists, releases) = (names(database, "artist", "name")?, names(database, "release", "name")?);
    // Newer versions keep what a file calls its artists, older ones only who they are.
    let mut linked: FxHashMap<String, String> = FxHashMap::default();
    database.rows("track_artist_link", &["track_id", "artist_id", "type"], |cells| {
        let [track, artist, kind] = cells else {
            return Ok::<_, Halt>(());
        };
        if let (Some(ARTIST), Some(artist)) = (kind.whole(), artists.get(&*artist.id())) {
            let linked = linked.entry(track.id().into_owned()).or_default();
            if !linked.is_empty() {
                linked.push_str(", ");
            }
            linked.push_str(artist);
        }
        Ok(())
    })?;
    let mut tracks = FxHashMap::default();
    let columns = ["id", "name", "artist_display_name", "duration", "release_id"];
    database.rows("track", &columns, |cells| {
        let [id, title, artist, length, release] = cells else {
            return Ok::<_, Halt>(());
        };
        let linked = linked.get(&*id.id()).map_or("", |artists| artists);
        let track = Song {
            title: title.text().to_owned(),
            artist: first_of([artist.text(), linked]).to_owned(),
            album: releases.get(&*release.id()).cloned().unwrap_or_default(),
            length: positive(length.whole()),
        };
        tracks.insert(id.id().into_owned(), track);
        Ok(())
    })?;
    Ok(tracks)
}

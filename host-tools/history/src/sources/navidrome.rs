//! Navidrome: the database of the server, since version 0.59, when it began to keep a history.
//!
//! `submission_time` is in whole seconds, UTC, and is a client's word for the start or the server's moment of hearing of it,
//! at half of the play or at its end: the start is known to a song's length. A row is a play that the client took for
//! complete; how long it was heard is not known. `user` also holds passwords and addresses: only its names are read.

use rustc_hash::FxHashMap;

use super::fields::{Song, known_moment, listeners, seconds};
use crate::books::Reason;
use crate::database::{Cell, Database};
use crate::facts::Certainty;
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};

/// Navidrome.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(11),
    id: "navidrome",
    name: "Navidrome",
    service: Service {
        number: 10,
        rank: 62,
        is_player: false,
        duration_identifies: false,
    },
    files: "`navidrome.db` of the server (0.59 and later), in place or a backup of it",
    // Version 0.59, which began to keep a history, is of December 2025; a moment that a client sends may be older: that of
    // Navidrome's first version, January 2016.
    earliest: 1_451_606_400,
    knows: Knows {
        moment: "to a song's length",
        heard: false,
        skips: false,
        album: true,
        country: false,
        people: true,
    },
    names: Names {
        histories: &["navidrome"],
        private: &[],
    },
    forms: &[&Navidrome],
};

/// Reads the history that Navidrome keeps.
#[derive(Debug)]
pub(crate) struct Navidrome;

impl Importer for Navidrome {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let found = head.has_table("scrobbles", &["media_file_id", "user_id", "submission_time"])
            && head.has_table("media_file", &["id", "title", "artist"]);
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

impl Load for Navidrome {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut database = file.database()?;
        let people = listeners(&mut database, ("scrobbles", "user_id"), ("user", "id", "user_name"))?;
        let Some(user) = file.choose(people)? else {
            return Ok(());
        };
        let songs = songs(&mut database)?;
        database.rows("scrobbles", &["media_file_id", "user_id", "submission_time"], |cells| {
            let [song, whose, moment] = cells else { return Ok(()) };
            if whose.id() != user {
                return Ok(());
            }
            sink.row(record(songs.get(song.text()), moment))
        })
    }
}

fn record<'a>(song: Option<&'a Song>, moment: &Cell<'_>) -> Result<Record<'a>, Reason> {
    let stamp = known_moment(moment.whole(), "submission_time")?;
    let song = song.ok_or(Reason::Missing("media_file"))?;
    Ok(song.played(ABOUT.source, stamp, Certainty::Derived))
}

fn songs(database: &mut Database<'_>) -> Result<FxHashMap<String, Song>, Halt> {
    let mut songs = FxHashMap::default();
    database.rows(
        "media_file",
        &["id", "title", "artist", "album_artist", "album", "duration"],
        |cells| {
            let [id, title, artist, album_artist, album, length] = cells else {
                return Ok::<_, Halt>(());
            };
            let artist = if artist.text().is_empty() { album_artist } else { artist };
            let song = Song {
                title: title.text().to_owned(),
                artist: artist.text().to_owned(),
                album: album.text().to_owned(),
                length: seconds(length.number()),
            };
            songs.insert(id.text().to_owned(), song);
            Ok(())
        },
    )?;
    Ok(songs)
}

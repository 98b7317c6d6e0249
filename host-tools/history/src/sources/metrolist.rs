//! Metrolist, InnerTune and their kin, which play YouTube Music on Android: the database `song.db`, which their backups are
//! zips of.
//!
//! `timestamp` is what the phone's clock showed when a play ended, in milliseconds as if it were UTC; `playTime` is how long
//! it was really heard, in milliseconds.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::fields::{self, begun, known_moment, names};
use crate::books::Reason;
use crate::database::{Cell, Database};
use crate::facts::{Certainty, Facts};
use crate::head::Head;
use crate::importer::{About, Importer, Input, Knows, Load, Names, Part};
use crate::play::Kind;
use crate::record::{Halt, Record, Sink};
use crate::source::{Service, Source};

/// Metrolist and InnerTune.
pub(crate) const ABOUT: About = About {
    source: Source::numbered(17),
    id: "metrolist",
    name: "Metrolist and InnerTune",
    service: Service {
        number: 16,
        rank: 61,
        // Signed in, they report to YouTube Music what they play: only of what is no player can its plays be echoes.
        is_player: false,
        duration_identifies: false,
    },
    files: "the backup, `Metrolist_….backup` or `InnerTune_….backup`, or `song.db` from it",
    earliest: 1_447_286_400, // 2015-11-12, when YouTube Music began
    knows: Knows {
        moment: "to the second",
        heard: true,
        skips: false,
        album: true,
        country: false,
        people: false,
    },
    names: Names {
        histories: &["song.db", "metrolist", "innertune"],
        private: &[],
    },
    forms: &[&Metrolist],
};

/// Reads the events that these players keep.
#[derive(Debug)]
pub(crate) struct Metrolist;

impl Importer for Metrolist {
    fn recognise(&self, head: Head<'_>) -> Option<Part> {
        let found = head.has_table("event", &["songid", "timestamp", "playtime"])
            && head.has_table("song", &["id", "title"])
            && head.has_table("song_artist_map", &["songid", "artistid"]);
        found.then_some(Part::Plays)
    }

    fn start(&self) -> Box<dyn Load> {
        Box::new(Self)
    }
}

#[derive(Default)]
struct Song {
    title: String,
    album: String,
    /// With their places.
    artists: Vec<(i64, String)>,
}

impl Load for Metrolist {
    fn load(&mut self, _: Part, file: &mut Input<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut database = file.database()?;
        let songs = songs(&mut database)?;
        database.rows("event", &["songId", "timestamp", "playTime"], |cells| {
            let [song, ended, heard] = cells else { return Ok(()) };
            sink.row(record(songs.get(&*song.id()), ended, heard))
        })
    }
}

fn record<'a>(song: Option<&'a Song>, ended: &Cell<'_>, heard: &Cell<'_>) -> Result<Record<'a>, Reason> {
    let heard = fields::heard(heard.whole());
    let started = |ended: i64| begun(ended, heard.unwrap_or(0).into()).div_euclid(1000);
    let started_at = known_moment(ended.whole().map(started), "timestamp")?;
    let song = song.ok_or(Reason::Missing("song"))?;
    let artists: Vec<&str> = song.artists.iter().map(|(_, name)| &**name).collect();
    Ok(Record {
        kind: Kind::Music,
        title: Cow::Borrowed(&song.title),
        artist: artists.join(", ").into(),
        album: Cow::Borrowed(&song.album),
        uri: "".into(),
        stamp: started_at,
        started_at,
        ms_played: heard,
        facts: Facts::of(ABOUT.source, Certainty::Wall),
        ordinal: None,
    })
}

fn songs(database: &mut Database<'_>) -> Result<FxHashMap<String, Song>, Halt> {
    let mut songs = FxHashMap::default();
    database.rows("song", &["id", "title", "albumName"], |cells| {
        let [id, title, album] = cells else {
            return Ok::<_, Halt>(());
        };
        let song = Song {
            title: title.text().to_owned(),
            album: album.text().to_owned(),
            artists: Vec::new(),
        };
        songs.insert(id.id().into_owned(), song);
        Ok(())
    })?;
    let artists = names(database, "artist", "name")?;
    database.rows("song_artist_map", &["songId", "artistId", "position"], |cells| {
        let [song, artist, position] = cells else {
            return Ok::<_, Halt>(());
        };
        if let (Some(song), Some(artist)) = (songs.get_mut(&*song.id()), artists.get(&*artist.id())) {
            song.artists.push((position.whole().unwrap_or(0), artist.clone()));
        }
        Ok(())
    })?;
    songs.values_mut().for_each(|song| song.artists.sort());
    Ok(songs)
}

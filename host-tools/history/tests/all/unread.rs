//! Files of products that are known and not read: each is told what it is, and what its listener can do.
#![cfg(feature = "library")]

use std::collections::BTreeSet;
use std::fs;

use crate::common::fixture::database;
use crate::common::{extended_row, json, zip};
use playtally_history::{Books, Error, Export, Holds, Library, Unread, read};

/// A file of each kind as its program writes it, but for the names in it: what the kind is, what the file is called, and what
/// is in it.
fn samples() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let db = |sql: &'static str| database(|made| made.execute_batch(sql));
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        (
            "the library of iTunes or Music",
            "Library.xml",
            text(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple Computer//DTD PLIST 1.0//EN\" \
                 \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n\t<key>Major Version</key>\
                 <integer>1</integer>\n\t<key>Application Version</key><string>1.4.1.29</string>\n\t<key>Tracks</key>\n\t<dict>\n\
                 \t\t<key>77</key>\n\t\t<dict>\n\t\t\t<key>Name</key><string>Sol</string>\n\t\t\t<key>Play Count</key>\
                 <integer>3</integer>\n\t\t</dict>\n\t</dict>\n</dict>\n</plist>\n",
            ),
        ),
        (
            "the list of plays of an iPod",
            "Play Counts",
            [
                &b"mhdp"[..],
                &[0x60, 0, 0, 0, 0x1c, 0, 0, 0, 2, 0, 0, 0],
                &[0; 136],
            ]
            .concat(),
        ),
        (
            "the library of Strawberry",
            "strawberry.db",
            db("CREATE TABLE songs (title TEXT, album TEXT, artist TEXT, albumartist TEXT, track INTEGER NOT NULL DEFAULT -1, \
                source INTEGER NOT NULL DEFAULT 0, directory_id INTEGER, url TEXT NOT NULL, playcount INTEGER NOT NULL DEFAULT 0, \
                skipcount INTEGER NOT NULL DEFAULT 0, lastplayed INTEGER NOT NULL DEFAULT -1);
                INSERT INTO songs(title, url, playcount) VALUES ('Sol', 'file:///x', 3)"),
        ),
        (
            "the library of Clementine",
            "clementine.db",
            db("CREATE TABLE songs (title TEXT, album TEXT, artist TEXT, directory INTEGER NOT NULL, filename TEXT NOT NULL, \
                playcount INTEGER NOT NULL DEFAULT 0, lastplayed INTEGER, skipcount INTEGER NOT NULL DEFAULT 0)"),
        ),
        (
            "the database of Amarok",
            "amarok.sql",
            text(
                "CREATE TABLE `statistics` (\n  `id` int(11) NOT NULL AUTO_INCREMENT,\n  `url` int(11) DEFAULT NULL,\n  `createdate` \
                 int(11) DEFAULT NULL,\n  `accessdate` int(11) DEFAULT NULL,\n  `playcount` int(11) DEFAULT NULL\n);\n",
            ),
        ),
        (
            "the library of Rhythmbox",
            "rhythmdb.xml",
            text(
                "<?xml version=\"1.0\" standalone=\"yes\"?>\n<rhythmdb version=\"2.0\">\n  <entry type=\"song\">\n    <title>Sol</title>\n    \
                 <play-count>3</play-count>\n    <last-played>1700000000</last-played>\n  </entry>\n</rhythmdb>\n",
            ),
        ),
        (
            "the library of fooyin",
            "fooyin.db",
            db("CREATE TABLE Tracks (TrackID INTEGER PRIMARY KEY, FilePath TEXT, Title TEXT);
                CREATE TABLE TrackStats (TrackHash TEXT PRIMARY KEY, LastSeen INTEGER, AddedDate INTEGER, FirstPlayed INTEGER, \
                LastPlayed INTEGER, PlayCount INTEGER, Rating REAL)"),
        ),
        (
            "the library of Quod Libet",
            "songs",
            b"\x80\x02]q\x00(cquodlibet.formats.mp3\nMP3File\nq\x01)\x81q\x02}q\x03U\x0b~#playcountq\x04K\x03s".to_vec(),
        ),
        (
            "the library of beets",
            "library.db",
            db("CREATE TABLE items (id INTEGER PRIMARY KEY, title TEXT, artist TEXT, path BLOB);
                CREATE TABLE item_attributes (id INTEGER PRIMARY KEY, entity_id INTEGER, key TEXT, value TEXT, UNIQUE(entity_id, key))"),
        ),
        (
            "the playback statistics of foobar2000",
            "stats.xml",
            text(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<PlaybackStatistics Version=\"3.0\">\n<Entry ID=\"0\" Count=\"3\" \
                 FirstPlayed=\"132000000000000000\" LastPlayed=\"133000000000000000\"/>\n</PlaybackStatistics>\n",
            ),
        ),
        ("the library of MusicBee", "MusicBeeLibrary.mbl", vec![1, 0, 0, 0, 7, 9, 0, 1]),
        (
            "the database of Airsonic or Subsonic",
            "airsonic.script",
            text("SET DATABASE UNIQUE NAME HSQLDB1\nSET DATABASE GC 0\n"),
        ),
        (
            "the database of gonic",
            "gonic.db",
            db("CREATE TABLE track_plays (user_id integer, track_id integer, time datetime, count real, length integer)"),
        ),
        (
            "the database of gonic",
            "gonic.db",
            db("CREATE TABLE plays (id integer primary key, user_id integer, album_id integer, time datetime, count integer)"),
        ),
        (
            "the music library of Kodi",
            "MyMusic82.db",
            db("CREATE TABLE song (idSong INTEGER PRIMARY KEY, idAlbum INTEGER, strArtistDisp TEXT, strTitle varchar(512), \
                iDuration INTEGER, iTimesPlayed INTEGER, lastplayed varchar(20) DEFAULT NULL)"),
        ),
        (
            "the media library of VLC",
            "vlc_media.db",
            db("CREATE TABLE Media(id_media INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER, duration INTEGER DEFAULT -1, \
                play_count UNSIGNED INTEGER, last_played_date UNSIGNED INTEGER, title TEXT COLLATE NOCASE)"),
        ),
        (
            "the database of Lyrion Music Server (Logitech Media Server)",
            "persist.db",
            db("CREATE TABLE tracks_persistent (id INTEGER PRIMARY KEY AUTOINCREMENT, urlmd5 char(32) NOT NULL, url text, \
                added int(10), rating int(10), playCount int(10), lastPlayed int(10))"),
        ),
        (
            "the database of Lyrion Music Server (Logitech Media Server)",
            "persist.db",
            db("CREATE TABLE alternativeplaycount (url text NOT NULL, urlmd5 char(32) NOT NULL, playCount int(10), \
                lastPlayed int(10), skipCount int(10), lastSkipped int(10))"),
        ),
        (
            "the library of Windows Media Player",
            "CurrentDatabase_400.wmdb",
            vec![0x1f, 0, 2, 3, 0, 0, 7, 7, 0],
        ),
        (
            "the database of Navidrome before version 0.59",
            "navidrome.db",
            db("CREATE TABLE media_file (id varchar(255) primary key, title varchar(255), artist varchar(255));
                CREATE TABLE annotation (user_id varchar(255), item_id varchar(255), item_type varchar(255), play_count integer, \
                play_date datetime, rating integer, starred bool, starred_at datetime)"),
        ),
        (
            "the database of Jellyfin",
            "jellyfin.db",
            db("CREATE TABLE BaseItems (Id TEXT PRIMARY KEY, Type TEXT, Name TEXT);
                CREATE TABLE UserData (ItemId TEXT NOT NULL, UserId TEXT NOT NULL, CustomDataKey TEXT NOT NULL, LastPlayedDate TEXT, \
                PlayCount INTEGER NOT NULL, Played INTEGER NOT NULL)"),
        ),
        (
            "the database of Jellyfin",
            "library.db",
            db("CREATE TABLE UserDatas (key nvarchar not null, userId INT not null, rating float null, played bit not null, \
                playCount int not null, isFavorite bit not null, playbackPositionTicks bigint not null, lastPlayedDate datetime null)"),
        ),
        (
            "the stickers of MPD",
            "sticker.sql",
            db("CREATE TABLE sticker (type VARCHAR NOT NULL, uri VARCHAR NOT NULL, name VARCHAR NOT NULL, value VARCHAR NOT NULL)"),
        ),
        (
            "the queue of mpdscribble",
            "mpdscribble.cache",
            text("a = Luna\nt = Sol\nb = Mar\nm = \ni = 1700000000\nl = 181\no = P\n\n"),
        ),
        (
            "a scrobbler's queue of Strawberry",
            "lastfmscrobbler.cache",
            text(
                "{\"tracks\": [{\"timestamp\": \"1700000000\", \"artist\": \"Luna\", \"album\": \"Mar\", \"title\": \"Sol\", \"track\": 1, \
                 \"albumartist\": \"\", \"length_nanosec\": \"181000000000\"}]}",
            ),
        ),
        (
            "a history of SoundCloud",
            "plays.csv",
            text("play_time,track_title,track_url\n2024-03-01 20:00:00,Luna - Sol,https://soundcloud.com/luna/sol\n"),
        ),
        (
            "a history of Namida",
            "19783.json",
            text("[{\"dateAdded\": 1709323200000, \"track\": \"/storage/emulated/0/Music/Sol.mp3\", \"source\": 0}]"),
        ),
        (
            "an index of the component Enhanced Playback Statistics for foobar2000",
            "foo_enhanced_playcount.dat",
            vec![0, 1, 2, 3, 0, 9],
        ),
        ("a Parquet file", "plays.parquet", b"PAR1\x15\x04\x15\x10".to_vec()),
        ("an Arrow file", "plays.arrow", b"ARROW1\0\0\xff\xff\xff\xff".to_vec()),
        (
            "a dump of a PostgreSQL server, as Funkwhale uses it",
            "funkwhale.sql",
            text("--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n"),
        ),
        (
            "a dump of a MySQL or MariaDB server, as Ampache uses it",
            "ampache.sql",
            text("-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n-- Host: localhost    Database: ampache\n"),
        ),
        (
            "a dump of a MySQL or MariaDB server, as Ampache uses it",
            "ampache.sql",
            text("/*M!999999\\- enable the sandbox mode */\n-- MariaDB dump 10.19-11.4.2-MariaDB, for Linux (x86_64)\n"),
        ),
        (
            "a history of Last.fm in XML",
            "recenttracks.xml",
            text("<?xml version=\"1.0\"?>\n<lfm status=\"ok\">\n<recenttracks user=\"someone\" page=\"1\"><track/></recenttracks></lfm>\n"),
        ),
        (
            "the library or the playlists of Spotify",
            "my library.json",
            text("{\"tracks\": [], \"albums\": [], \"shows\": [], \"episodes\": [], \"bannedTracks\": [], \"artists\": [], \"other\": []}"),
        ),
        (
            "the library or the playlists of Spotify",
            "Playlist1.json",
            text("{\"playlists\": [{\"name\": \"Mar\", \"lastModifiedDate\": \"2024-03-01\", \"items\": []}]}"),
        ),
    ]
}

fn good() -> Vec<u8> {
    json(&[extended_row("2024-05-01T10:00:00Z", "Luna", "Sol", 60_000)])
}

fn kind(what: &str) -> &'static Unread {
    Unread::all()
        .find(|kind| kind.what == what)
        .unwrap_or_else(|| panic!("{what} is not in the table"))
}

/// Whether its name is all that tells a kind: there is nothing in such files to tell it by.
fn is_told_by_name(what: &str) -> bool {
    ["MusicBee", "Airsonic", "Windows Media", "Enhanced Playback"]
        .iter()
        .any(|word| what.contains(word))
}

/// What is said of the one file that is left out.
fn left_out(books: &Books) -> &str {
    let [left_out] = &books.left_out[..] else {
        panic!("{books:?}")
    };
    assert!(!left_out.is_fault, "{books:?}");
    &left_out.message
}

#[test]
fn every_kind_has_a_sample() {
    let known: BTreeSet<&str> = Unread::all().map(|kind| kind.what).collect();
    let tried: BTreeSet<&str> = samples().iter().map(|(what, ..)| *what).collect();
    assert_eq!(tried, known);
}

#[test]
fn a_file_that_is_not_read_says_what_it_is_and_what_can_be_done() {
    for (what, name, content) in samples() {
        let kind = kind(what);
        let export = Export::Bytes(name.into(), content.into());
        let message = match read([export.clone()], &mut ()) {
            // There is nothing to be had of it, and nothing went wrong.
            Ok((plays, books)) => {
                assert_eq!(kind.holds, Holds::Counts, "{what}");
                assert!(plays.rows().is_empty() && books.files.is_empty(), "{what}");
                left_out(&books).to_owned()
            }
            // There is something to be had, elsewhere or in another form.
            Err(error) => {
                assert_ne!(kind.holds, Holds::Counts, "{what}");
                assert!(matches!(error, Error::Unread { .. }), "{error}");
                error.to_string()
            }
        };
        let verb = if is_told_by_name(what) { "is called like" } else { "is" };
        let expected = format!("{name}: {verb} {what}, which {}. {}", kind.holds.words(), kind.instead);
        assert_eq!(message, expected);
        // A library says the same, and is as it was.
        let mut library = Library::in_memory().unwrap();
        let kept = library.import([export], &mut ());
        assert_eq!(kept.is_ok(), kind.holds == Holds::Counts, "{what}");
        assert!(library.plays().unwrap().rows().is_empty());
    }
}

#[test]
fn it_costs_its_neighbours_nothing() {
    for (what, name, content) in samples() {
        let exports = [
            Export::Bytes(name.into(), content.clone().into()),
            Export::Bytes("endsong_0.json".into(), good().into()),
        ];
        for exports in [exports.to_vec(), exports.iter().rev().cloned().collect()] {
            let (plays, books) = read(exports, &mut ()).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(plays.rows().len(), 1, "{what}");
            assert!(left_out(&books).contains(what), "{books:?}");
        }
    }
}

#[test]
fn it_is_known_whatever_its_name() {
    for (what, _, content) in samples().into_iter().filter(|(what, ..)| !is_told_by_name(what)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("renamed");
        fs::write(&path, &content).unwrap();
        let message = match read([&path], &mut ()) {
            Ok((_, books)) => left_out(&books).to_owned(),
            Err(error) => error.to_string(),
        };
        assert!(message.contains(&format!("renamed: is {what}, which")), "{message}");
    }
}

/// In a folder or an archive, other programs' databases are nobody's business: they are not opened, and told by their names.
#[test]
fn in_a_folder_it_is_named_as_well() {
    for (what, name, content) in samples() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), &content).unwrap();
        let archive = zip(&[(name, &content)]);
        for export in [
            Export::from(folder.path()),
            Export::Bytes("export.zip".into(), archive.into()),
        ] {
            let message = match read([export], &mut ()) {
                Ok((_, books)) => left_out(&books).to_owned(),
                Err(error) => error.to_string(),
            };
            let is_nameless = [
                "songs",
                "library.db",
                "stats.xml",
                "funkwhale.sql",
                "ampache.sql",
                "recenttracks.xml",
                "Playlist1.json",
            ];
            assert!(
                message.contains(what) || is_nameless.contains(&name),
                "{name}: {message}"
            );
        }
    }
}

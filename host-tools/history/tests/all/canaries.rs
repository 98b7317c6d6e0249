//! What a source does not need of a database reaches nothing: a canary in every column of every table, one after the other,
//! and then in all that are not needed at once.
#![cfg(feature = "library")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::process::Command;
use std::sync::Arc;

use crate::common;
use crate::common::exports::gather;
use crate::common::fixture::{Fixture, database};
use crate::common::spelled_out;
use playtally_history::{Error, Export, Format, Library, Plays, Source, Wanted, read, read_as};
use playtally_press::typeset::Fonts;
use playtally_press::{Options, press};
use playtally_statistics::{Rule, Statistics};
use rusqlite::Connection;
use serde_json::Value;

const CANARY: &str = "kanarienvogel";

/// The columns of which something is kept, by the ids of the sources: what things are called, and nothing else.
const KEPT: &[(&str, &[&str])] = &[
    (
        "navidrome",
        &[
            "media_file.album",
            "media_file.album_artist",
            "media_file.artist",
            "media_file.title",
        ],
    ),
    (
        "tautulli",
        &[
            "session_history_metadata.grandparent_title",
            "session_history_metadata.original_title",
            "session_history_metadata.parent_title",
            "session_history_metadata.title",
        ],
    ),
    (
        "plex",
        &[
            "metadata_item_views.grandparent_title",
            "metadata_item_views.parent_title",
            "metadata_item_views.title",
            "metadata_items.original_title",
        ],
    ),
    (
        "audiobookshelf",
        &[
            "playbackSessions.displayAuthor",
            "playbackSessions.displayTitle",
            "playbackSessions.mediaMetadata/title",
        ],
    ),
    (
        "multi-scrobbler",
        &[
            "plays.play/data/album",
            "plays.play/data/artists/0",
            "plays.play/data/artists/0/name",
            "plays.play/data/artists/1",
            "plays.play/data/track",
        ],
    ),
    ("maloja", &["albums.albtitle", "artists.name", "tracks.title"]),
    ("playback-reporting", &["PlaybackActivity.ItemName"]),
    ("metrolist", &["artist.name", "song.albumName", "song.title"]),
    (
        "lms",
        &["artist.name", "release.name", "track.artist_display_name", "track.name"],
    ),
    ("table", &["plays.Album Name", "plays.Artist", "plays.Title"]),
];

/// Where something stands: a table, a column, and in a JSON there a place (RFC 6901).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    table: String,
    column: String,
    pointer: String,
}

impl Place {
    fn name(&self) -> String {
        format!("{}.{}{}", self.table, self.column, self.pointer)
    }

    /// Puts a canary there in every row, with the number of the row where all must differ. Says whether it can stand there.
    fn plant(&self, connection: &Connection) -> bool {
        let Self { table, column, pointer } = self;
        if !pointer.is_empty() {
            return self.plant_inside(connection) > 0;
        }
        let one = format!("UPDATE \"{table}\" SET \"{column}\" = '{CANARY}'");
        let each = format!("UPDATE \"{table}\" SET \"{column}\" = '{CANARY}' || rowid");
        connection
            .execute(&one, [])
            .or_else(|_| connection.execute(&each, []))
            .is_ok_and(|rows| rows > 0)
    }

    /// The same within the JSON of a column.
    fn plant_inside(&self, connection: &Connection) -> usize {
        let Self { table, column, pointer } = self;
        let select = format!("SELECT rowid, \"{column}\" FROM \"{table}\" WHERE typeof(\"{column}\") = 'text'");
        let mut statement = connection.prepare(&select).unwrap();
        let rows = statement
            .query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
            .unwrap();
        let rows: Vec<(i64, String)> = rows.map(Result::unwrap).collect();
        let mut planted = 0;
        for (id, text) in rows {
            let Ok(mut value) = serde_json::from_str::<Value>(&text) else {
                continue;
            };
            let Some(target) = value.pointer_mut(pointer) else {
                continue;
            };
            *target = CANARY.into();
            let update = format!("UPDATE \"{table}\" SET \"{column}\" = ? WHERE rowid = ?");
            planted += connection.execute(&update, (value.to_string(), id)).unwrap();
        }
        planted
    }
}

/// Every place in a database, by its schema.
fn places(connection: &Connection) -> BTreeSet<Place> {
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let mut places = BTreeSet::new();
    for table in texts("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'") {
        for column in texts(&format!("SELECT name FROM pragma_table_info('{table}')")) {
            let place = |pointer: String| Place {
                table: table.clone(),
                column: column.clone(),
                pointer,
            };
            places.insert(place(String::new()));
            for text in texts(&format!("SELECT coalesce(\"{column}\", '') || '' FROM \"{table}\"")) {
                if let Ok(value @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(&text) {
                    let mut pointers = Vec::new();
                    gather(&value, "", &mut pointers);
                    places.extend(pointers.into_iter().map(place));
                }
            }
        }
    }
    places
}

/// The databases of the fixtures, as SQL, by the ids of their sources.
fn databases() -> Vec<(String, String, String)> {
    let mut databases = Vec::new();
    for fixture in Fixture::all() {
        for (name, content, _) in fixture
            .entries()
            .filter(|(_, content, _)| content.contains("CREATE TABLE"))
        {
            let name = name.rsplit('/').next().unwrap_or(name).to_owned();
            databases.push((fixture.expected.source.clone(), name, content.to_owned()));
        }
    }
    databases
}

/// A database with canaries at these places, and those at which one can stand.
fn planted(sql: &str, places: &BTreeSet<Place>) -> (Arc<[u8]>, BTreeSet<Place>) {
    let mut able = BTreeSet::new();
    let file = database(|connection| {
        connection.execute_batch(sql)?;
        able.extend(places.iter().filter(|place| place.plant(connection)).cloned());
        Ok(())
    });
    (file.into(), able)
}

/// Everything that comes of a file: its library, what it says, what it is exported to. And its plays, of the first person where
/// there are several.
fn outcome(name: &str, file: Arc<[u8]>) -> (Vec<u8>, Option<Plays>) {
    let mut all = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.sqlite");
    let mut library = Library::open(&path).unwrap();
    let mut export = Export::Bytes(name.into(), file);
    if let Err(Error::SeveralPeople { people, .. }) = read([export.clone()], &mut ()) {
        export = Export::Part(Wanted::of(people[0].as_str()), Box::new(export));
    }
    let mut plays = None;
    match library.import([export], &mut ()) {
        Ok(books) => {
            all.extend(format!("{books:?}").into_bytes());
            all.extend(serde_json::to_vec(&books).unwrap());
            for format in [Format::Csv, Format::JsonLines, Format::ListenBrainz] {
                library.export(format, &mut all).unwrap();
            }
            plays = Some(library.plays().unwrap());
        }
        Err(error) => all.extend(format!("{error} {error:?}").into_bytes()),
    }
    drop(library);
    for entry in fs::read_dir(folder.path()).unwrap() {
        all.extend(fs::read(entry.unwrap().path()).unwrap());
    }
    (all, plays)
}

fn sings(bytes: &[u8]) -> bool {
    bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes())
}

#[test]
fn every_source_that_reads_databases_has_one_with_canaries() {
    let damaged: Arc<[u8]> = [b"SQLite format 3\0".as_slice(), &[0; 500]].concat().into();
    let reads =
        |source: &Source| read_as(*source, &damaged).any(|read| matches!(read, Err(Error::DamagedDatabase { .. })));
    let known: BTreeSet<&str> = Source::all().filter(reads).map(Source::id).collect();
    let databases = databases();
    let tried: BTreeSet<&str> = databases.iter().map(|(source, ..)| &**source).collect();
    assert_eq!(tried, known);
    let allowed: BTreeSet<&str> = KEPT.iter().map(|(source, _)| *source).collect();
    assert_eq!(allowed, known);
}

#[test]
fn of_every_column_nothing_is_kept_but_of_those_that_name_what_was_played() {
    let mut kept: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (source, name, sql) in databases() {
        let plain = database(|connection| connection.execute_batch(&sql));
        let (_, plays) = outcome(&name, plain.into());
        let before = spelled_out(&plays.expect("the fixture is read"));
        let places = {
            let connection = Connection::open_in_memory().unwrap();
            connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
            connection.execute_batch(&sql).unwrap();
            places(&connection)
        };
        let (mut tried, mut unneeded) = (0, BTreeSet::new());
        for place in places {
            let (file, able) = planted(&sql, &[place.clone()].into());
            if able.is_empty() {
                continue;
            }
            tried += 1;
            let (all, plays) = outcome(&name, file);
            if sings(&all) {
                kept.entry(source.clone()).or_default().insert(place.name());
            } else if plays.is_some_and(|plays| spelled_out(&plays) == before) {
                unneeded.insert(place);
            }
        }
        assert!(tried > 5, "{source}: {tried} columns");
        // What is not needed, all at once: nothing is different, and no canary is anywhere, the summary included. Where one
        // stands in place of all that is in a JSON, there is no place in that any more.
        let (file, able) = planted(&sql, &unneeded);
        assert!(able.len() > 2, "{source}: {able:?}");
        let (all, plays) = outcome(&name, file);
        let plays = plays.expect("it is read as before");
        assert_eq!(spelled_out(&plays), before, "{source}");
        assert!(!sings(&all) && !sings(&summary(&plays)), "{source}");
    }
    let expected: BTreeMap<String, BTreeSet<String>> = KEPT
        .iter()
        .map(|(source, places)| {
            (
                (*source).to_owned(),
                places.iter().map(|&place| place.to_owned()).collect(),
            )
        })
        .collect();
    assert_eq!(kept, expected);
}

fn summary(plays: &Plays) -> Vec<u8> {
    let statistics = Statistics::compute(plays, &Rule::new(chrono_tz::Tz::UTC));
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    press(&statistics, &Options::new("Ann", today, &Fonts::bundled())).file
}

/// Tells the test that it is the child, and where the databases are that it reads.
const CHILD: &str = "PLAYTALLY_TEST_CANARIES";

/// What the child does that is killed or not: it reads every database of the fixtures, from files, as a whole and as a zip.
fn read_all_until_killed(folder: OsString) {
    loop {
        for entry in fs::read_dir(&folder).unwrap() {
            read([entry.unwrap().path()], &mut ()).unwrap();
        }
        if std::env::var_os("ONCE").is_some() {
            return;
        }
    }
}

#[test]
fn nothing_is_left_in_temporary_files_even_by_who_is_killed() {
    if let Some(folder) = std::env::var_os(CHILD) {
        return read_all_until_killed(folder);
    }
    let given = tempfile::tempdir().unwrap();
    for (source, name, sql) in databases() {
        let file = database(|connection| connection.execute_batch(&sql));
        fs::write(
            given.path().join(format!("{source}-{name}.zip")),
            common::zip(&[(&name, &file)]),
        )
        .unwrap();
        fs::write(given.path().join(format!("{source}-{name}")), file).unwrap();
    }
    for is_killed in [false, true] {
        let temporary = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap());
        child
            .args([
                "--exact",
                "canaries::nothing_is_left_in_temporary_files_even_by_who_is_killed",
            ])
            .env(CHILD, given.path())
            .env("TMPDIR", temporary.path());
        if !is_killed {
            child.env("ONCE", "1");
        }
        let mut child = child.spawn().unwrap();
        if is_killed {
            std::thread::sleep(std::time::Duration::from_millis(700));
            child.kill().unwrap();
            child.wait().unwrap();
        } else {
            assert!(child.wait().unwrap().success());
        }
        let left: Vec<_> = fs::read_dir(temporary.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

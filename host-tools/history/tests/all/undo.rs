//! The last import can be taken back, and then nothing tells that it ever was.
#![cfg(feature = "library")]

use std::path::PathBuf;

use crate::common::{account_row, extended_row, json, moment, spelled_out};
use chrono_tz::{America, Asia, Europe, Tz};
use playtally_history::{Books, Error, Export, Format, Import, LastImport, Library, LibraryError};
use proptest::prelude::*;
use rusqlite::types::Value as Sql;
use serde_json::{Value, json};
use tempfile::TempDir;

const NOW: i64 = 1_795_953_600;
const FIRST: i64 = 1_714_557_600;

/// One of few plays, as one export or another might report it.
#[derive(Clone, Copy, Debug)]
struct Report {
    /// Halves of a minute.
    at: i64,
    title: u32,
    ms: u32,
    start: Option<i64>,
    country: bool,
    renamed: bool,
}

fn any_report() -> impl Strategy<Value = Report> {
    let known = (prop::option::of(0..3_i64), any::<bool>(), prop::bool::weighted(0.2));
    (0..8_i64, 0..3_u32, 0..2_u32, known).prop_map(|(at, title, ms, (start, country, renamed))| Report {
        at: FIRST + at * 30,
        title,
        ms: 60_000 + ms,
        start,
        country,
        renamed,
    })
}

/// What an export is of. They overlap in every way that there is: what knows more replaces what knows less, and two services
/// report the same plays.
#[derive(Clone, Copy, Debug)]
enum Source {
    Extended,
    Account,
    LastFm,
    /// A player's log without a zone.
    WallClock,
}

#[derive(Clone, Debug)]
struct Made {
    source: Source,
    reports: Vec<Report>,
    home: Option<Tz>,
}

fn any_export() -> impl Strategy<Value = Made> {
    let source = prop_oneof![
        Just(Source::Extended),
        Just(Source::Account),
        Just(Source::LastFm),
        Just(Source::WallClock)
    ];
    let home = prop::option::weighted(
        0.3,
        prop::sample::select(vec![Europe::Paris, Asia::Tokyo, America::Lima]),
    );
    (source, prop::collection::vec(any_report(), 1..24), home).prop_map(|(source, reports, home)| Made {
        source,
        reports,
        home,
    })
}

impl Report {
    fn title(self) -> String {
        format!("Sol {}", self.title)
    }

    fn extended(self) -> Value {
        let mut row = extended_row(&moment(self.at), "Luna", &self.title(), self.ms);
        row["offline_timestamp"] = self.start.map_or(Value::Null, |start| json!(FIRST - 600 + start));
        row["conn_country"] = json!(if self.country { "SE" } else { "ZZ" });
        if self.renamed {
            row["master_metadata_album_album_name"] = json!("Another Album");
        }
        row
    }

    fn account(self) -> Value {
        let minute = moment(self.at)[..16].replace('T', " ");
        account_row(&minute, "Luna", &self.title(), self.ms)
    }

    fn scrobble(self) -> String {
        let album = if self.renamed { "Another Album" } else { "" };
        format!("{},,Luna,,{album},,{},\n", self.at - 60, self.title())
    }

    fn line(self) -> String {
        format!("Luna\t\t{}\t1\t61\tL\t{}\t\n", self.title(), self.at)
    }
}

impl Made {
    fn export(&self) -> Export {
        let rows = |row: fn(Report) -> Value| json(&self.reports.iter().map(|report| row(*report)).collect::<Vec<_>>());
        let lines = |head: &str, line: fn(Report) -> String| {
            let lines: String = self.reports.iter().map(|report| line(*report)).collect();
            (head.to_owned() + &lines).into_bytes()
        };
        let (name, content) = match self.source {
            Source::Extended => ("endsong.json", rows(Report::extended)),
            Source::Account => ("StreamingHistory.json", rows(Report::account)),
            Source::LastFm => (
                "scrobbles.csv",
                lines(
                    "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n",
                    Report::scrobble,
                ),
            ),
            Source::WallClock => (
                ".scrobbler.log",
                lines(
                    "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Rockbox ipodvideo\n",
                    Report::line,
                ),
            ),
        };
        Export::Bytes(name.into(), content.into())
    }
}

/// A library in a file, looked at through the eyes of SQLite as well.
struct OnDisk {
    folder: TempDir,
}

impl OnDisk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    fn open(&self) -> Library {
        Library::open(self.path()).unwrap()
    }

    fn import(&self, made: &Made) -> Books {
        let how = Import {
            now: NOW,
            home: made.home,
            ..Import::default()
        };
        self.open().import_as(how, [made.export()], &mut ()).unwrap()
    }

    fn undo(&self) -> LastImport {
        let mut library = self.open();
        let last = library.last_import().unwrap();
        library.undo(&last).unwrap();
        last
    }

    /// Every row of every table that holds anything of a history.
    fn dump(&self) -> Vec<(&'static str, Vec<Sql>)> {
        let connection = rusqlite::Connection::open(self.path()).unwrap();
        let mut dump = Vec::new();
        for table in ["artists", "items", "plays", "files", "settings"] {
            let mut query = connection
                .prepare(&format!("SELECT * FROM {table} ORDER BY 1"))
                .unwrap();
            let columns = query.column_count();
            let row = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
            let rows = query.query_map([], row).unwrap().map(|row| (table, row.unwrap()));
            dump.extend(rows);
        }
        dump
    }

    /// All that a library says.
    fn says(&self) -> impl PartialEq + std::fmt::Debug + use<> {
        let library = self.open();
        let plays = library.plays().unwrap();
        let mut exported = Vec::new();
        library.export(Format::JsonLines, &mut exported).unwrap();
        (
            spelled_out(&plays),
            (plays.items().to_vec(), plays.artists().to_vec()),
            String::from_utf8(exported).unwrap(),
            library.home().unwrap(),
        )
    }
}

fn of(source: Source, reports: impl IntoIterator<Item = (i64, u32)>) -> Made {
    let report = |(at, title)| Report {
        at: FIRST + at * 60,
        title,
        ms: 60_000,
        start: None,
        country: false,
        renamed: false,
    };
    Made {
        source,
        reports: reports.into_iter().map(report).collect(),
        home: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_import_that_is_taken_back_never_was(before in prop::option::of(any_export()), first in any_export(), second in any_export()) {
        let library = OnDisk::new();
        before.iter().for_each(|made| drop(library.import(made)));
        library.import(&first);
        let (dump, says) = (library.dump(), library.says());
        let before_both = library.open().last_import().unwrap_or_default();
        let books = library.import(&second);
        let (dump_of_both, says_of_both) = (library.dump(), library.says());
        if dump_of_both == dump {
            // Nothing was new, and the last import is the one before.
            prop_assert_eq!(library.open().last_import().unwrap(), before_both);
            return Ok(());
        }
        let last = library.undo();
        prop_assert!(last.number > before_both.number);
        prop_assert_eq!(library.dump(), dump.clone());
        prop_assert_eq!(library.says(), says);
        let refused = library.open().last_import().unwrap_err();
        prop_assert!(matches!(refused, Error::Library(LibraryError::TakenBack(_))), "{}", refused);
        // Nothing is known of it any more.
        prop_assert_eq!(library.import(&second), books);
        prop_assert_eq!(library.dump(), dump_of_both);
        prop_assert_eq!(library.says(), says_of_both);
    }
}

#[test]
fn a_first_import_that_is_taken_back_leaves_an_empty_library() {
    let library = OnDisk::new();
    drop(library.open());
    let empty = library.dump();
    let made = Made {
        home: Some(Asia::Tokyo),
        ..of(Source::Extended, (0..9).map(|n| (n, n as u32)))
    };
    library.import(&made);
    let last = library.undo();
    assert_eq!((last.brought, last.improved, last.replaced), (9, 0, 0));
    assert_eq!((last.at, last.home), (NOW, Some(None)));
    assert_eq!(library.dump(), empty);
    assert!(library.open().is_empty().unwrap());
}

#[test]
fn what_is_to_be_taken_back_is_counted() {
    let library = OnDisk::new();
    library.import(&of(Source::Account, (0..9).map(|n| (n, 0))));
    // Seconds are new of four plays, three were not known.
    library.import(&of(Source::Extended, (5..12).map(|n| (n, 0))));
    let last = library.open().last_import().unwrap();
    assert_eq!((last.brought, last.improved, last.replaced), (7, 0, 4));
    let mut known = of(Source::Extended, (5..12).map(|n| (n, 0)));
    known.reports.iter_mut().for_each(|report| report.country = true);
    library.import(&known);
    let last = library.undo();
    assert_eq!((last.brought, last.improved, last.replaced), (0, 7, 0));
    assert_eq!(last.home, None);
}

#[test]
fn without_an_import_there_is_nothing_to_take_back() {
    let library = OnDisk::new();
    let refused = library.open().last_import().unwrap_err();
    assert!(
        matches!(refused, Error::Library(LibraryError::NoImport(_))),
        "{refused}"
    );
}

#[test]
fn an_import_that_brought_nothing_is_not_the_last_one() {
    let library = OnDisk::new();
    let first = of(Source::Extended, [(0, 0), (1, 1)]);
    library.import(&first);
    let before = library.open().last_import().unwrap();
    let written = std::fs::metadata(library.path()).unwrap().modified().unwrap();
    library.import(&first);
    assert_eq!(library.open().last_import().unwrap(), before);
    assert_eq!(
        std::fs::metadata(library.path()).unwrap().modified().unwrap(),
        written,
        "nothing was written"
    );
}

#[test]
fn another_import_that_came_meanwhile_is_not_taken_back() {
    let library = OnDisk::new();
    library.import(&of(Source::Extended, [(0, 0)]));
    let told = library.open().last_import().unwrap();
    library.import(&of(Source::LastFm, [(9, 1)]));
    let refused = library.open().undo(&told).unwrap_err();
    assert!(
        matches!(refused, Error::Library(LibraryError::Overtaken(_))),
        "{refused}"
    );
    assert_eq!(library.undo().brought, 1);
}

#[test]
fn a_home_that_was_said_since_stays() {
    let library = OnDisk::new();
    let made = |at| Made {
        home: Some(Asia::Tokyo),
        ..of(Source::WallClock, [(at, 0)])
    };
    library.open().set_home(Europe::Paris).unwrap();
    library.import(&made(0));
    assert_eq!(library.undo().home, Some(Some(Europe::Paris)));
    assert_eq!(library.open().home().unwrap(), Some(Europe::Paris));
    library.import(&made(1));
    library.open().set_home(America::Lima).unwrap();
    assert_eq!(library.undo().home, None);
    assert_eq!(library.open().home().unwrap(), Some(America::Lima));
}

#[test]
fn nothing_of_what_was_taken_back_is_left_in_the_file() {
    let library = OnDisk::new();
    library.import(&of(Source::Extended, (0..200).map(|n| (n, n as u32))));
    let rows: Vec<Value> = (0..3_000)
        .map(|n| {
            extended_row(
                &moment(FIRST + n * 7),
                "Zanzibarquux",
                &format!("Zanzibarquux {n}"),
                70_000,
            )
        })
        .collect();
    let names = ["Zanzibarquux.json"; 3].map(str::to_owned);
    let export = names.map(|name| Export::Bytes(name, json(&rows).into()));
    library.open().import(export, &mut ()).unwrap();
    let holds = || {
        let bytes = std::fs::read(library.path()).unwrap();
        let planted = b"Zanzibarquux";
        bytes.windows(planted.len()).any(|window| window == planted)
    };
    assert!(holds());
    assert_eq!(library.undo().brought, 3_000);
    assert!(!holds());
    // What a file is called is not kept in the first place.
    let named = Export::Bytes(
        "Zanzibarquux.csv".into(),
        match of(Source::LastFm, [(900, 1)]).export() {
            Export::Bytes(_, bytes) => bytes,
            other => panic!("{other:?}"),
        },
    );
    library.open().import([named], &mut ()).unwrap();
    assert!(!holds());
}

#[test]
fn new_plays_cost_no_row_more_and_changed_ones_one_each() {
    let changes = |second: &Made| {
        let library = OnDisk::new();
        library.import(&of(Source::Extended, (0..500).map(|n| (n, 0))));
        library.import(second);
        let connection = rusqlite::Connection::open(library.path()).unwrap();
        let count = |table: &str| -> i64 {
            let query = format!("SELECT count(*) FROM {table}");
            connection.query_row(&query, [], |row| row.get(0)).unwrap()
        };
        (count("plays") - 500, count("replaced"))
    };
    assert_eq!(changes(&of(Source::Extended, (500..900).map(|n| (n, 0)))), (400, 0));
    let mut richer = of(Source::Extended, (400..900).map(|n| (n, 0)));
    richer.reports.iter_mut().for_each(|report| report.country = true);
    assert_eq!(changes(&richer), (400, 100));
}

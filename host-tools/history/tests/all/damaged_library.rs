//! A library whose bytes are no longer those that were written says so in one way, whatever it is asked, and can be erased.
#![cfg(feature = "library")]

use std::fs;
use std::path::PathBuf;

use crate::common::{extended_row, json, moment, spelled_out};
use playtally_history::{Error, Export, Format, Library, LibraryError, Result};
use proptest::prelude::*;
use rusqlite::Connection;

const PAGE: usize = 4096;

/// A library of some twenty pages, and its content.
struct Desk {
    folder: tempfile::TempDir,
    sound: Vec<u8>,
    plays: String,
}

fn export(from: usize, to: usize) -> Export {
    let row = |n: usize| {
        let title = format!("Sol of the {n}th day, and then some more of it");
        extended_row(
            &moment(1_600_000_000 + 977 * n as i64),
            "Luna",
            &title,
            60_000 + n as u32,
        )
    };
    let rows: Vec<_> = (from..to).map(row).collect();
    Export::Bytes("export.json".into(), json(&rows).into())
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library");
        let mut library = Library::open(&path).unwrap();
        library.import([export(0, 500)], &mut ()).unwrap();
        let plays = format!("{:?}", spelled_out(&library.plays().unwrap()));
        drop(library);
        let sound = fs::read(&path).unwrap();
        assert!(sound.len() / PAGE >= 15, "{} pages", sound.len() / PAGE);
        Self { folder, sound, plays }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// Puts these bytes in the library's place, and asks it everything. Says what reading the plays came to.
    #[track_caller]
    fn ask(&self, bytes: &[u8], what: &str) -> Result<String> {
        fs::write(self.path(), bytes).unwrap();
        self.ask_as_it_is(what)
    }

    #[track_caller]
    fn ask_as_it_is(&self, what: &str) -> Result<String> {
        let bytes = fs::read(self.path()).unwrap();
        let read = Library::open(self.path()).and_then(|library| library.plays());
        let read = read.map(|plays| format!("{:?}", spelled_out(&plays)));
        said(what, &read);
        for format in [Format::Csv, Format::JsonLines, Format::ListenBrainz] {
            let written = Library::open(self.path()).and_then(|library| library.export(format, &mut Vec::new()));
            said(what, &written);
            assert!(
                read.is_ok() || written.is_err(),
                "{what}: is written, but not read: {read:?}"
            );
        }
        for export in [export(250, 600), export(700, 710)] {
            fs::write(self.path(), &bytes).unwrap();
            said(
                what,
                &Library::open(self.path()).and_then(|mut library| library.import([export], &mut ())),
            );
        }
        fs::write(self.path(), &bytes).unwrap();
        let undone = Library::open(self.path()).and_then(|mut library| {
            let last = library.last_import()?;
            library.undo(&last)
        });
        match undone {
            // Of what is kept for it, nothing may be left.
            Err(Error::Library(LibraryError::NoImport(_) | LibraryError::TakenBack(_))) => {}
            undone => said(what, &undone),
        }
        fs::write(self.path(), &bytes).unwrap();
        match Library::erase(self.path()) {
            Err(Error::Library(LibraryError::Newer { .. })) => {}
            erased => {
                assert!(erased.is_ok(), "{what}: {erased:?}");
                assert!(!self.path().exists(), "{what}");
            }
        }
        read
    }

    /// The same for damage that may lie where no play is: what is read is right.
    #[track_caller]
    fn ask_for_the_same_or_nothing(&self, bytes: &[u8], what: &str) {
        let read = self.ask(bytes, what);
        assert!(read.is_err() || read.is_ok_and(|plays| plays == self.plays), "{what}");
    }

    /// The same for what somebody's SQL does to the library, which must be told.
    #[track_caller]
    fn ask_after(&self, sql: &str) {
        fs::write(self.path(), &self.sound).unwrap();
        let connection = Connection::open(self.path()).unwrap();
        connection
            .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON")
            .unwrap();
        connection.execute_batch(sql).expect(sql);
        drop(connection);
        self.ask_as_it_is(sql).expect_err(sql);
    }
}

/// What a library may say when it is damaged.
#[track_caller]
fn said<T: std::fmt::Debug>(what: &str, result: &Result<T>) {
    let Err(error) = result else { return };
    let text = error.to_string();
    match error {
        Error::Library(LibraryError::Damaged(_)) => assert!(
            text.ends_with("the library is damaged; put it aside and import your exports again"),
            "{text}"
        ),
        // Nothing tells a version to come from a damaged number.
        Error::Library(LibraryError::Newer { .. }) if what.starts_with("header") => {}
        _ => panic!("{what}: {error:?}"),
    }
}

#[test]
fn one_that_is_cut_off_is_damaged() {
    let desk = Desk::new();
    for pages in 1..desk.sound.len() / PAGE {
        for more in [0, 1, 100, PAGE - 1] {
            let length = pages * PAGE + more;
            assert!(
                desk.ask(&desk.sound[..length], &format!("cut at {length}")).is_err(),
                "{length}"
            );
        }
    }
    // Within its first page, there is still enough to know it by.
    for length in [100, 101, 512, 2048, 4095] {
        assert!(
            desk.ask(&desk.sound[..length], &format!("cut at {length}")).is_err(),
            "{length}"
        );
    }
}

#[test]
fn one_with_a_page_of_zeros_or_of_something_else_is_damaged() {
    let desk = Desk::new();
    for page in 0..desk.sound.len() / PAGE {
        for filling in [0, 0xFF, 0xA5] {
            let mut bytes = desk.sound.clone();
            bytes[page * PAGE..(page + 1) * PAGE].fill(filling);
            // Whoever fills the first page with other things has made another file of it.
            if page > 0 || filling == 0 {
                desk.ask_for_the_same_or_nothing(&bytes, &format!("page {page} of {filling:#x}"));
            }
        }
        for other in [page + 1, page + 5].map(|other| other % (desk.sound.len() / PAGE)) {
            let mut bytes = desk.sound.clone();
            bytes.copy_within(other * PAGE..(other + 1) * PAGE, page * PAGE);
            if page > 0 {
                desk.ask_for_the_same_or_nothing(&bytes, &format!("page {page} is a copy of page {other}"));
            }
        }
    }
}

#[test]
fn one_whose_header_is_not_as_it_was_says_the_same_or_is_damaged() {
    let desk = Desk::new();
    for at in 0..100 {
        for flip in [0x03, 0x80] {
            let mut bytes = desk.sound.clone();
            bytes[at] ^= flip;
            desk.ask_for_the_same_or_nothing(&bytes, &format!("header: byte {at} ^ {flip:#x}"));
        }
    }
}

#[test]
fn one_in_which_a_letter_of_a_name_changed_is_damaged() {
    let desk = Desk::new();
    let places: Vec<usize> = (0..desk.sound.len() - 4)
        .filter(|&at| desk.sound[at..].starts_with(b"Sol ") || desk.sound[at..].starts_with(b"Luna"))
        .collect();
    assert!(places.len() > 500);
    for at in places.into_iter().step_by(29) {
        let mut bytes = desk.sound.clone();
        bytes[at + 1] ^= 0x20;
        desk.ask(&bytes, &format!("a letter at {at}"))
            .expect_err("a letter changed");
        bytes[at + 1] = 0xFF;
        desk.ask(&bytes, &format!("no letter at {at}"))
            .expect_err("a byte that is no letter");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]
    #[test]
    fn no_bytes_make_it_panic_or_speak_of_anything_else(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        static DESK: std::sync::LazyLock<std::sync::Mutex<Desk>> = std::sync::LazyLock::new(|| Desk::new().into());
        let desk = DESK.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut bytes = desk.sound.clone();
        for (at, value) in &changes {
            // The header is another test's.
            let at = 100 + at.index(bytes.len() - 100);
            bytes[at] = *value;
        }
        let _ = desk.ask(&bytes, &format!("{changes:?}"));
    }
}

#[test]
fn one_without_a_table_or_a_column_is_damaged() {
    let desk = Desk::new();
    for sql in [
        "DROP TABLE artists",
        "DROP TABLE items",
        "DROP TABLE plays",
        "DROP TABLE plays; CREATE TABLE plays (mine)",
        "ALTER TABLE items DROP COLUMN album",
        "ALTER TABLE items RENAME COLUMN hash TO mash",
        "ALTER TABLE artists RENAME TO painters",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE plays (' WHERE name = 'plays'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 999 WHERE name = 'items'",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'plays'",
        "PRAGMA user_version = 0",
        "PRAGMA application_id = 7",
    ] {
        desk.ask_after(sql);
    }
}

#[test]
fn one_whose_numbers_point_nowhere_is_damaged() {
    let desk = Desk::new();
    for sql in [
        "UPDATE plays SET item = 4000000000 WHERE key = (SELECT max(key) FROM plays)",
        "UPDATE plays SET item = 500 WHERE key = (SELECT min(key) FROM plays)",
        "UPDATE plays SET item = -1",
        "UPDATE items SET artist = 1 WHERE id = 17",
        "UPDATE items SET artist = -1 WHERE id = 17",
        "UPDATE items SET kind = 3 WHERE id = 17",
        "UPDATE items SET kind = 1 WHERE id = 17",
        "UPDATE items SET hash = 0 WHERE id = 17",
        "UPDATE items SET names = 0 WHERE id = 17",
        "UPDATE items SET id = 4294967295 WHERE id = 499",
        "UPDATE items SET id = 5000000000 WHERE id = 499",
        "UPDATE artists SET id = 3000000000",
        "DELETE FROM items WHERE id = 17",
        "DELETE FROM artists",
        "UPDATE plays SET started_at = -1 WHERE key = (SELECT max(key) FROM plays)",
        "UPDATE plays SET started_at = 9223372036854775807 WHERE key = (SELECT max(key) FROM plays)",
        "UPDATE plays SET ms_played = 99999999999 WHERE key = (SELECT max(key) FROM plays)",
        "UPDATE plays SET facts = 4294967295 WHERE key = (SELECT max(key) FROM plays)",
        "UPDATE plays SET facts = -1 WHERE key = (SELECT max(key) FROM plays)",
        "UPDATE plays SET key = 9223372036854775807 WHERE key = (SELECT max(key) FROM plays)",
        "UPDATE plays SET key = -5 WHERE key = (SELECT max(key) FROM plays)",
        "UPDATE artists SET name = CAST(x'FF' AS TEXT)",
        "UPDATE items SET title = CAST(x'FF' AS TEXT) WHERE id = 17",
    ] {
        desk.ask_after(sql);
    }
}

#[test]
fn one_whose_values_are_of_another_type_is_damaged() {
    let desk = Desk::new();
    for (table, columns) in [
        ("artists", "id INTEGER PRIMARY KEY, name"),
        (
            "items",
            "id INTEGER PRIMARY KEY, hash, names, kind, artist, title, album, uri",
        ),
        (
            "plays",
            "key INTEGER PRIMARY KEY, item, started_at, ms_played, facts, import",
        ),
    ] {
        for column in columns.split(", ").skip(1) {
            for value in ["NULL", "x'00'", "'text'", "1.5"] {
                let as_it_may_be = match column {
                    "ms_played" => value == "NULL",
                    // Only what takes an import back looks at it.
                    "import" => true,
                    "name" | "title" | "album" | "uri" => value == "'text'" || value == "1.5",
                    _ => false,
                };
                if !as_it_may_be {
                    desk.ask_after(&format!(
                        "CREATE TABLE other ({columns}); INSERT INTO other SELECT * FROM {table};
                         DROP TABLE {table}; ALTER TABLE other RENAME TO {table}; UPDATE {table} SET {column} = {value};"
                    ));
                }
            }
        }
    }
}

#[test]
fn one_that_was_being_erased_can_be_erased_again() {
    let desk = Desk::new();
    for blank in [desk.sound.len() - PAGE, desk.sound.len() / 2, PAGE] {
        let mut bytes = desk.sound.clone();
        bytes[blank..].fill(0);
        let _ = desk.ask(&bytes, &format!("blank from {blank}"));
    }
    let _ = desk.ask(&vec![0; desk.sound.len()], "all blank");
}

#[test]
fn what_never_was_a_library_is_none_and_stays() {
    let desk = Desk::new();
    let mut letters = b"Dear Ada, ".repeat(2_000);
    letters.truncate(4 * PAGE);
    let mut image = vec![0; 8 * PAGE];
    image[5 * PAGE..].fill(0x42);
    for file in [b"xy".to_vec(), letters, image, vec![0; 100]] {
        fs::write(desk.path(), &file).unwrap();
        for result in [Library::open(desk.path()).map(drop), Library::erase(desk.path())] {
            assert!(
                matches!(result, Err(Error::Library(LibraryError::Foreign(_)))),
                "{result:?}"
            );
        }
        assert!(fs::read(desk.path()).unwrap() == file);
    }
}

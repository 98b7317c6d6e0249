//! Exports of the generator against what it says about them.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use playtally_tests::archive::{Archive, Zip};
use playtally_tests::listener::{Listener, Person};
use playtally_tests::spotify_account::{self, CANARY, Naming};
use playtally_tests::spotify_extended::Extended;
use playtally_tests::truth::Truth;
use serde_json::Value;

type Export = (Vec<(String, Vec<u8>)>, Truth);

fn members(write: impl FnOnce(&mut Zip<Vec<u8>>) -> Truth) -> Export {
    let mut zip = Zip::new(Vec::new(), 1);
    let truth = write(&mut zip);
    let mut archive = zip::ZipArchive::new(Cursor::new(zip.finish().unwrap())).unwrap();
    let members = (0..archive.len()).map(|index| {
        let mut member = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap();
        (member.name().unwrap().into_owned(), content)
    });
    (members.collect(), truth)
}

fn extended(shape: Extended, person: Person) -> Export {
    members(|zip| shape.write(&Listener::new(person), zip).unwrap())
}

/// The histories of an export, in the order of the zip.
fn histories((members, truth): &Export) -> Vec<Vec<Value>> {
    let of = |file: &str| &members.iter().find(|(name, _)| name == file).unwrap().1;
    truth
        .files
        .iter()
        .map(|books| serde_json::from_slice(of(&books.file)).unwrap())
        .collect()
}

const SHAPES: [Extended; 2] = [Extended::NEW, Extended::OLD];

#[test]
fn the_books_say_what_the_files_hold() {
    for shape in SHAPES {
        let export = extended(shape, Person::new(3, 18_000));
        let mut seen = HashSet::new();
        for (rows, books) in histories(&export).iter().zip(&export.1.files) {
            let named = |row: &&Value| {
                ["spotify_track_uri", "spotify_episode_uri", "audiobook_chapter_uri"]
                    .iter()
                    .any(|name| row[*name].is_string())
            };
            let nameless = rows.iter().filter(|row| !named(row)).count() as u64;
            let key = |row: &Value| {
                let uris = [
                    &row["spotify_track_uri"],
                    &row["spotify_episode_uri"],
                    &row["audiobook_chapter_uri"],
                ];
                format!("{} {uris:?} {}", row["ts"], row["ms_played"])
            };
            let duplicate = rows.iter().filter(named).filter(|row| !seen.insert(key(row))).count() as u64;
            assert_eq!(
                (rows.len() as u64, nameless, duplicate),
                (books.read, books.nameless, books.duplicate),
                "{books:?}"
            );
            assert!(books.close());
        }
    }
}

#[test]
fn an_export_holds_as_many_plays_as_asked_for() {
    for plays in [1, 2, 1000, 4_321] {
        let (_, truth) = extended(Extended::NEW, Person::new(1, plays));
        let total = truth.total();
        assert_eq!(total.read - total.duplicate, plays);
    }
}

#[test]
fn the_new_shape_is_sorted_and_the_old_is_not() {
    let sorted = |shape| {
        let export = extended(shape, Person::new(2, 4_000));
        histories(&export).iter().all(|rows| {
            rows.iter()
                .is_sorted_by_key(|row| row["ts"].as_str().unwrap().to_owned())
        })
    };
    assert!(sorted(Extended::NEW));
    assert!(!sorted(Extended::OLD));
}

#[test]
fn the_fields_are_those_of_each_vintage() {
    for (shape, fields) in [(Extended::NEW, 23), (Extended::OLD, 21)] {
        let export = extended(shape, Person::new(2, 2_000));
        assert!(
            histories(&export)
                .iter()
                .flatten()
                .all(|row| row.as_object().unwrap().len() == fields)
        );
    }
}

#[test]
fn start_stamps_come_in_every_encoding() {
    let mut seen = [false; 5];
    for shape in SHAPES {
        for row in histories(&extended(shape, Person::new(4, 20_000))).iter().flatten() {
            let kind = match row["offline_timestamp"].as_i64() {
                None => 0,
                Some(0) => 1,
                Some(1) => 2,
                Some(seconds) if seconds < 100_000_000_000 => 3,
                Some(_) => 4,
            };
            seen[kind] = true;
        }
    }
    assert_eq!(seen, [true; 5], "null, 0, junk, seconds, milliseconds");
}

#[test]
fn from_november_2022_skipped_says_what_reason_end_says() {
    for row in histories(&extended(Extended::NEW, Person::new(5, 8_000)))
        .iter()
        .flatten()
    {
        if row["ts"].as_str().unwrap() >= "2022-11-01" {
            let skip = ["fwdbtn", "backbtn", "endplay"].contains(&row["reason_end"].as_str().unwrap());
            assert_eq!(row["skipped"], skip, "{row}");
        }
    }
}

#[test]
fn the_account_export_is_the_last_year_of_the_extended_one_to_the_minute() {
    let listener = Listener::new(Person::new(6, 20_000));
    let account = members(|zip| spotify_account::write(&listener, Naming::ByKind, zip).unwrap());
    let extended: HashSet<_> = histories(&extended(Extended::NEW, listener.person))
        .iter()
        .flatten()
        .map(|row| {
            let minute = row["ts"].as_str().unwrap()[..16].replace('T', " ");
            (
                minute,
                row["master_metadata_track_name"].to_string(),
                row["ms_played"].as_i64(),
            )
        })
        .collect();
    let music: Vec<Value> = histories(&account).swap_remove(0);
    let named: Vec<&Value> = music.iter().filter(|row| row["trackName"] != "Unknown Track").collect();
    assert!(named.len() > 1000);
    for row in named {
        let key = (
            row["endTime"].as_str().unwrap().to_owned(),
            row["trackName"].to_string(),
            row["msPlayed"].as_i64(),
        );
        assert!(extended.contains(&key), "{row}");
    }
}

#[test]
fn every_naming_of_the_account_export_holds_the_same_rows() {
    let listener = Listener::new(Person::new(6, 10_000));
    let read = |naming| {
        members(|zip| spotify_account::write(&listener, naming, zip).unwrap())
            .1
            .total()
            .read
    };
    let by_kind = read(Naming::ByKind);
    assert_eq!(by_kind, read(Naming::ByKindTwice));
    // Books were not in the old one.
    assert!(by_kind - read(Naming::Mixed) <= 48);
}

#[test]
fn what_is_private_is_marked() {
    let listener = Listener::new(Person::new(6, 1_000));
    let (members, _) = members(|zip| spotify_account::write(&listener, Naming::ByKind, zip).unwrap());
    for (name, _) in spotify_account::PRIVATE_MEMBERS {
        let (_, content) = members.iter().find(|(member, _)| member.ends_with(name)).unwrap();
        assert!(String::from_utf8_lossy(content).contains(CANARY), "{name}");
    }
}

#[test]
fn a_folder_holds_what_the_zip_holds() {
    let folder = tempfile::tempdir().unwrap();
    let listener = Listener::new(Person::new(8, 1_000));
    let mut unpacked = playtally_tests::archive::Folder::new(folder.path());
    Extended::NEW.write(&listener, &mut unpacked).unwrap();
    for (name, content) in extended(Extended::NEW, listener.person).0 {
        if !name.ends_with('/') {
            assert!(std::fs::read(folder.path().join(&name)).unwrap() == content, "{name}");
        }
    }
}

#[test]
fn an_archive_that_fails_is_an_error_and_no_panic() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    impl Archive for Full {
        fn begin(&mut self, _: &str) -> std::io::Result<()> {
            Ok(())
        }
    }
    let listener = Listener::new(Person::new(8, 1_000));
    assert!(Extended::NEW.write(&listener, &mut Full(10_000)).is_err());
    assert!(spotify_account::write(&listener, Naming::ByKind, &mut Full(2_000)).is_err());
}

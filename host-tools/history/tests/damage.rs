//! The books close whatever was done to an export, and what fails leaves nothing behind.
#![cfg(feature = "library")]

mod common;

use std::sync::LazyLock;

use common::fixture::Fixture;
use common::{account_row, extended_row, json, spelled_out};
use playtally_history::{Books, Export, Library, Result, read};
use proptest::prelude::*;
use serde_json::{Value, json};

static FIXTURES: LazyLock<Vec<Fixture>> = LazyLock::new(Fixture::all);

/// Imports with and without a library, which must agree. The library is as it was after a failure.
fn import(name: &str, content: &[u8]) -> Result<Books> {
    let export = Export::Bytes(name.to_owned(), content.into());
    let mut library = Library::in_memory().unwrap();
    let kept = library.import([export.clone()], &mut ());
    let read = read([export.clone()], &mut ());
    let plays = library.plays().unwrap();
    match (kept, read) {
        (Ok(kept), Ok((read_plays, read))) => {
            assert_eq!(kept, read);
            assert_eq!(spelled_out(&plays), spelled_out(&read_plays));
            assert!(kept.files.iter().all(|file| file.are_closed()), "{kept:?}");
            assert_eq!(plays.rows().len() as u64, kept.total().stored.total());
            // A second time, nothing is new.
            let again = library.import([export], &mut ()).unwrap();
            assert!(again.files.iter().all(|file| file.are_closed()), "{again:?}");
            assert_eq!((again.total().stored.total(), again.total().improved), (0, 0));
            assert_eq!(again.total().read, kept.total().read);
            assert_eq!(spelled_out(&library.plays().unwrap()), spelled_out(&plays));
            Ok(kept)
        }
        (Err(kept), Err(read)) => {
            assert_eq!(kept.to_string(), read.to_string());
            assert!(plays.rows().is_empty());
            Err(kept)
        }
        (kept, read) => panic!("{kept:?}\n{:?}", read.map(|read| read.1)),
    }
}

/// Something that should not stand in a field.
fn any_damage() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop_oneof![
            "2024-02-30T10:00:00Z",
            "2024-02-29T10:00:00",
            "1969-01-01T00:00:00Z",
            "9999-12-31 23:59"
        ]
        .prop_map(Value::from),
        prop::collection::vec(any::<u8>().prop_map(Value::from), 0..3).prop_map(Value::from),
        Just(json!({"a": [{"b": null}]})),
    ]
}

/// A row, sound or damaged. There are few different ones, so that many are equal.
fn any_row() -> impl Strategy<Value = Value> {
    let extended = (0..3_u32, 0..3_u32, 0..3_u32).prop_map(|(second, title, ms)| {
        let ts = format!("2024-05-01T10:00:{:02}Z", second * 20);
        extended_row(&ts, "Luna", &format!("Sol {title}"), ms)
    });
    let account = (0..3_u32, 0..3_u32)
        .prop_map(|(title, ms)| account_row("2024-05-01 10:00", "Luna", &format!("Sol {title}"), ms));
    let sound = prop_oneof![extended, account];
    let damaged = (sound.clone(), any::<prop::sample::Index>(), any_damage()).prop_map(|(mut row, field, damage)| {
        let fields = row.as_object_mut().unwrap();
        let name = fields.keys().nth(field.index(fields.len())).unwrap().clone();
        fields[&name] = damage;
        row
    });
    let short = (sound.clone(), any::<prop::sample::Index>()).prop_map(|(mut row, field)| {
        let fields = row.as_object_mut().unwrap();
        let name = fields.keys().nth(field.index(fields.len())).unwrap().clone();
        fields.remove(&name);
        row
    });
    prop_oneof![4 => sound, 2 => damaged, 1 => short, 1 => any_damage()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_books_close_over_damaged_rows(rows in prop::collection::vec(any_row(), 1..40)) {
        // The first row decides what the file is.
        for first in [extended_row("2024-05-01T09:00:00Z", "Luna", "Mar", 1), account_row("2024-05-01 09:00", "Luna", "Mar", 1)] {
            let mut rows = rows.clone();
            rows.insert(0, first);
            let books = import("rows.json", &json(&rows)).unwrap();
            prop_assert_eq!(books.total().read, rows.len() as u64);
        }
    }

    #[test]
    fn the_books_close_over_files_with_wrong_bytes(
        fixture in any::<prop::sample::Index>(),
        file in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        end in prop::option::of(any::<prop::sample::Index>()),
        zipped in any::<bool>(),
    ) {
        let fixture = fixture.get(&FIXTURES);
        let (name, content) = file.get(&fixture.files);
        let (name, mut content) = if zipped { ("export.zip", fixture.as_zip()) } else { (&**name, content.clone()) };
        for (at, byte) in flips {
            let at = at.index(content.len());
            content[at] ^= byte;
        }
        if let Some(end) = end {
            content.truncate(end.index(content.len()));
        }
        let _ = import(name, &content);
    }
}

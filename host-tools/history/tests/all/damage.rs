//! The books close whatever was done to an export, and what fails leaves nothing behind.
#![cfg(feature = "library")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::common;
use crate::common::exports::{FORMS, Form, Harm, harm};
use crate::common::fixture::Fixture;
use crate::common::spelled_out;
use playtally_history::{Books, Export, FileBooks, Library, Result, read, read_as};
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
            let counted = plays.rows().iter().filter(|play| !play.echo).count();
            assert_eq!(counted as u64, kept.total().stored.total());
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
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[0-9]{1,40}".prop_map(Value::from),
        prop_oneof![
            "2024-02-30T10:00:00Z",
            "2024-02-29T10:00:00",
            "1969-01-01T00:00:00Z",
            "9999-12-31 23:59",
            "31 Feb 2021 14:05",
            "00 Jan 2024 25:61"
        ]
        .prop_map(Value::from),
        prop::collection::vec(any::<u8>().prop_map(Value::from), 0..3).prop_map(Value::from),
        Just(json!({"a": [{"b": null}]})),
    ]
}

/// What is done to a row, and to which of its values; nothing to most.
fn any_harm() -> impl Strategy<Value = Option<(usize, Harm)>> {
    let harm = prop_oneof![
        4 => any_damage().prop_map(Harm::Replaced),
        1 => Just(Harm::Removed),
        1 => any::<bool>().prop_map(Harm::Nested),
    ];
    prop::option::weighted(0.5, (any::<usize>(), harm))
}

/// Rows by their numbers, and what is done to each. There are few different ones, so that many are equal.
fn any_rows() -> impl Strategy<Value = Vec<(u32, Option<(usize, Harm)>)>> {
    prop::collection::vec((0..9_u32, any_harm()), 0..24)
}

/// A file of a form, and how many of its rows are sound. The first one is: it is what tells the form.
fn made(form: &Form, rows: &[(u32, Option<(usize, Harm)>)]) -> (Vec<u8>, usize, usize) {
    let harmed = |(number, done): &(u32, Option<(usize, Harm)>)| {
        let mut row = form.row(*number);
        if let Some((which, done)) = done {
            harm(&mut row, *which, done.clone());
        }
        row
    };
    let all: Vec<Value> = std::iter::once(form.row(0)).chain(rows.iter().map(harmed)).collect();
    let sound = form.rows(1 + rows.iter().filter(|(_, done)| done.is_none()).count());
    (form.file(&all), form.rows(all.len()), sound)
}

/// The books of a file must account for each of its rows, and for the sound ones as plays.
fn account_for(books: &FileBooks, form: &Form, rows: usize, sound: usize) -> Result<(), TestCaseError> {
    let (rows, sound) = (rows as u64, sound as u64);
    prop_assert_eq!(books.source.id(), form.source);
    if form.has_other_rows() {
        prop_assert!(
            (sound..=rows).contains(&books.read),
            "{} of {rows} rows: {books:?}",
            form.name
        );
    } else {
        prop_assert_eq!(books.read, rows, "{}: {:?}", form.name, books);
    }
    let lost = books.nameless + books.unreadable.len() as u64;
    prop_assert!(lost <= rows - sound, "{sound} sound rows of {}: {books:?}", form.name);
    Ok(())
}

/// What programs do to a text that they write anew.
#[derive(Clone, Copy, Debug)]
enum Rewritten {
    Not,
    WithMark,
    WithReturns,
    WithBoth,
}

impl Rewritten {
    fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            Just(Self::Not),
            Just(Self::WithMark),
            Just(Self::WithReturns),
            Just(Self::WithBoth)
        ]
    }

    fn write(self, file: Vec<u8>) -> Vec<u8> {
        let mut text = String::from_utf8(file).unwrap();
        if matches!(self, Self::WithReturns | Self::WithBoth) {
            text = text.replace('\n', "\r\n");
        }
        if matches!(self, Self::WithMark | Self::WithBoth) {
            text.insert(0, '\u{feff}');
        }
        text.into_bytes()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_books_close_over_damaged_rows_of_every_form(rows in any_rows(), rewritten in Rewritten::any()) {
        for form in FORMS {
            let (mut file, rows, sound) = made(form, &rows);
            if form.is_text() {
                file = rewritten.write(file);
            }
            let books = import(form.name, &file).unwrap_or_else(|error| panic!("{}: {error}", form.name));
            prop_assert_eq!(books.files.len(), 1, "{}", form.name);
            account_for(&books.files[0], form, rows, sound)?;
        }
    }

    #[test]
    fn the_books_close_file_by_file(made_of in prop::collection::vec((0..FORMS.len(), any_rows()), 1..6)) {
        let mut files = BTreeMap::new();
        for (number, (form, rows)) in made_of.iter().enumerate() {
            let form = &FORMS[*form];
            files.insert(format!("{number}/{}", form.name), (form, made(form, rows)));
        }
        let members: Vec<(&str, &[u8])> = files.iter().map(|(name, (_, (file, ..)))| (&**name, &**file)).collect();
        let books = import("export.zip", &common::zip(&members)).unwrap();
        prop_assert_eq!(books.files.len(), files.len());
        for file in &books.files {
            let (form, (_, rows, sound)) = &files[file.file.strip_prefix("export.zip/").unwrap()];
            account_for(file, form, *rows, *sound)?;
        }
        let read: usize = books.files.iter().map(|file| file.read as usize).sum();
        prop_assert_eq!(books.total().read as usize, read);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_books_close_over_files_with_wrong_bytes(
        fixture in any::<prop::sample::Index>(),
        file in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        end in prop::option::of(any::<prop::sample::Index>()),
        zipped in any::<bool>(),
        wide in prop::bool::weighted(0.1),
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
        if wide {
            // In UTF-16, as some programs write tables: two bytes for each.
            content = [0xFF, 0xFE].into_iter().chain(content.into_iter().flat_map(|byte| [byte, 0])).collect();
        }
        let _ = import(name, &content);
        // Nor does it matter for what it is taken.
        for (_, books) in read_as(fixture.source(), &content.into()).flatten() {
            prop_assert!(books.files.iter().all(|file| file.are_closed()), "{:?}", books);
        }
    }
}

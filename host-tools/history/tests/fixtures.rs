//! Every source, in every form, against what its fixture expects.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;

use common::fixture::{Expected, Fixture, lines};
use playtally_history::{Books, Export, Plays, Progress, Source, Step, read};

/// Notes what is opened.
#[derive(Default)]
struct Watch(BTreeSet<String>);

impl Progress for Watch {
    fn step(&mut self, _: Step<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn opened(&mut self, file: &str) {
        self.0.insert(file.to_owned());
    }
}

fn import(export: Export) -> (Plays, Books, BTreeSet<String>) {
    let mut watch = Watch::default();
    let (plays, books) = read([export], &mut watch).unwrap();
    (plays, books, watch.0)
}

/// The books of all files together, as a fixture has them.
fn summed(books: &Books) -> Expected {
    assert!(books.files.iter().all(|file| file.are_closed()), "{books:?}");
    let total = books.total();
    let stored = [
        ("music", total.stored.music),
        ("podcast", total.stored.podcast),
        ("audiobook", total.stored.audiobook),
    ];
    Expected {
        source: books.files[0].source.id().to_owned(),
        read: total.read,
        stored: stored.map(|(kind, count)| (kind.to_owned(), count)).into(),
        duplicate: total.duplicate,
        nameless: total.nameless,
        unreadable: total
            .unreadable
            .iter()
            .map(|(_, bad)| (bad.row, bad.reason.to_string()))
            .collect(),
    }
}

#[test]
fn every_export_says_what_is_in_it() {
    for fixture in Fixture::all() {
        let (plays, books, opened) = import(Export::Bytes("export.zip".into(), fixture.as_zip().into()));
        assert_eq!(summed(&books), fixture.expected, "{}", fixture.name);
        assert_eq!(lines(&plays), fixture.plays, "{}", fixture.name);
        assert!(
            !opened.iter().any(|name| is_private(name)),
            "{}: {opened:?}",
            fixture.name
        );
    }
}

/// Whether a fixture has this file as a trap.
fn is_private(name: &str) -> bool {
    Fixture::all()
        .iter()
        .flat_map(|fixture| &fixture.files)
        .any(|(trap, content)| {
            name.ends_with(trap) && memchr::memmem::find(content, b"never").is_some() && !trap.ends_with(".xlsx")
        })
}

#[test]
fn folders_can_be_renamed_and_files_given_alone() {
    for fixture in Fixture::all() {
        let folder = tempfile::tempdir().unwrap();
        let renamed = folder.path().join("my music");
        fixture.unpack_into(&renamed);
        let (plays, books, opened) = import((&renamed).into());
        assert_eq!(summed(&books), fixture.expected, "{}", fixture.name);
        assert_eq!(lines(&plays), fixture.plays, "{}", fixture.name);
        assert!(
            !opened.iter().any(|name| is_private(name)),
            "{}: {opened:?}",
            fixture.name
        );
        if let [(_, content)] = &fixture.files[..] {
            let path = folder.path().join("renamed");
            fs::write(&path, content).unwrap();
            let (plays, books, _) = import((&path).into());
            assert_eq!(summed(&books), fixture.expected, "{}", fixture.name);
            assert_eq!(lines(&plays), fixture.plays, "{}", fixture.name);
        }
    }
}

#[test]
fn every_source_has_a_fixture() {
    let covered: BTreeSet<String> = Fixture::all()
        .into_iter()
        .map(|fixture| fixture.expected.source)
        .collect();
    let all: BTreeSet<String> = Source::ALL.iter().map(|source| source.id().to_owned()).collect();
    assert_eq!(covered, all);
}

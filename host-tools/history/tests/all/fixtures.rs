//! Every source, in every form, against what its fixture expects.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;

use crate::common::fixture::{Expected, Fixture, lines};
use playtally_history::{Books, Error, Export, Plays, Progress, Source, Step, read};

/// Notes what is opened, as often as it is.
#[derive(Default)]
struct Watch(Vec<String>);

impl Progress for Watch {
    fn step(&mut self, _: Step<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn opened(&mut self, file: &str) -> ControlFlow<()> {
        self.0.push(file.to_owned());
        ControlFlow::Continue(())
    }
}

fn import(export: Export) -> (Plays, Books, Vec<String>) {
    let mut watch = Watch::default();
    let (plays, books) = read([export], &mut watch).unwrap();
    watch.0.sort();
    (plays, books, watch.0)
}

/// What is to be opened of a fixture that lies here: its histories and the archives that they are in, each once.
fn to_be_opened(fixture: &Fixture, place: &str) -> Vec<String> {
    let mut names = BTreeSet::new();
    for (name, ..) in fixture.entries().filter(|(.., is_history)| *is_history) {
        let archives = name.match_indices(".zip/").map(|(at, _)| &name[..at + 4]);
        names.extend(archives.chain([name]).map(|name| format!("{place}/{name}")));
    }
    names.into_iter().collect()
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
        without_moment: total.without_moment.total(),
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
        let mut expected = to_be_opened(&fixture, "export.zip");
        expected.insert(0, "export.zip".into());
        assert_eq!(opened, expected, "{}", fixture.name);
    }
}

#[test]
fn every_export_with_other_files_in_it_sets_traps() {
    let with_traps: BTreeSet<String> = Fixture::all()
        .into_iter()
        .filter(|fixture| fixture.entries().any(|(.., is_history)| !is_history))
        .map(|fixture| fixture.expected.source)
        .collect();
    let archives = [
        "spotify-extended",
        "spotify-account",
        "listenbrainz",
        "apple-music",
        "youtube-music",
        "metrolist",
    ];
    assert_eq!(with_traps, archives.map(str::to_owned).into());
}

#[test]
fn what_was_searched_for_is_no_history_whatever_its_name() {
    let search = br#"[{"header": "YouTube", "title": "Searched for never be read", "time": "2024-01-02T10:08:00Z",
        "titleUrl": "https://www.youtube.com/results?search_query\u003dnever+be+read"}]"#;
    let export = Export::Bytes("my file.json".into(), search.as_slice().into());
    let error = read([export], &mut ()).unwrap_err();
    assert!(matches!(error, Error::NotKnown { .. }), "{error}");
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
        let expected = to_be_opened(&fixture, &renamed.display().to_string());
        assert_eq!(opened, expected, "{}", fixture.name);
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
    let all: BTreeSet<String> = Source::all().map(|source| source.id().to_owned()).collect();
    assert_eq!(covered, all);
}

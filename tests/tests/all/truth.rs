//! Importers and statistics against what the generator knows it has planted, and a library against no library.

use std::io::Cursor;

use playtally_history::{Books, Export, Library, Plays, read};
use playtally_statistics::{Rule, Statistics};
use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::sample;
use playtally_tests::spotify_account::{self, Naming};
use playtally_tests::spotify_extended::Extended;
use playtally_tests::truth::Truth;
use serde_json::{Value, json};

fn listener() -> Listener {
    Listener::new(Person::new(21, 6_000))
}

/// A zip in memory, and what it holds.
fn zip(write: impl FnOnce(&mut Zip<Cursor<Vec<u8>>>) -> std::io::Result<Truth>) -> (Export, Truth) {
    let mut zip = Zip::new(Cursor::new(Vec::new()), 1);
    let truth = write(&mut zip).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    (Export::Bytes("export.zip".into(), bytes.into()), truth)
}

fn of(export: Export) -> (Plays, Books) {
    read([export], &mut ()).unwrap()
}

/// What the statistics say by the rule by which the generator counts: UTC, 30 s, exact names, nothing private.
fn statistics(plays: &Plays) -> Value {
    serde_json::to_value(Statistics::compute(plays, &Rule::spotify())).unwrap()
}

#[track_caller]
fn expect_statistics(plays: &Plays, truth: &Truth) {
    let statistics = statistics(plays);
    let date = |seconds| {
        chrono::DateTime::from_timestamp(seconds, 0)
            .unwrap()
            .format("%Y-%m-%d")
            .to_string()
    };
    for (name, expected) in [
        ("plays", json!(truth.plays)),
        ("counted_plays", json!(truth.counted_plays)),
        ("ms", json!(truth.ms)),
        ("artists", json!(truth.artists)),
        ("tracks", json!(truth.tracks)),
        ("days", json!(truth.days)),
        ("first", json!(date(truth.first))),
        ("last", json!(date(truth.last))),
    ] {
        assert_eq!(statistics["totals"][name], expected, "totals.{name}");
    }
    let years = truth
        .by_year
        .iter()
        .map(|(year, (plays, ms))| json!({"year": year, "plays": plays, "ms": ms}));
    let artists = truth
        .top_artists
        .iter()
        .map(|top| json!({"name": top.artist, "plays": top.plays, "ms": top.ms}));
    assert_eq!(statistics["by_hour"], json!(truth.by_hour));
    assert_eq!(statistics["by_year"], years.collect::<Value>());
    assert_eq!(statistics["top_artists"], artists.collect::<Value>());
    assert_eq!(statistics["top_tracks"], json!(truth.top_tracks));
    assert_eq!(statistics["longest_streak"], json!(truth.longest_streak));
}

#[track_caller]
fn expect_books(books: &Books, truth: &Truth) {
    let (total, expected) = (books.total(), truth.total());
    assert_eq!(
        (
            total.read,
            total.stored.music,
            total.stored.podcast,
            total.stored.audiobook,
            total.duplicate,
            total.nameless
        ),
        (
            expected.read,
            expected.music,
            expected.podcast,
            expected.audiobook,
            expected.duplicate,
            expected.nameless
        )
    );
    assert!(total.unreadable.is_empty(), "{:?}", total.unreadable);
    assert!(books.files.iter().all(playtally_history::FileBooks::are_closed));
}

#[test]
fn the_sample_says_what_was_put_into_it() {
    let (bytes, truth) = sample::export().unwrap();
    let (plays, books) = of(Export::Bytes("sample.zip".into(), bytes.into()));
    expect_books(&books, &truth);
    expect_statistics(&plays, &truth);
}

#[test]
fn a_new_export_says_what_was_put_into_it() {
    let (export, truth) = zip(|zip| Extended::NEW.write(&listener(), zip));
    let (plays, books) = of(export);
    expect_books(&books, &truth);
    expect_statistics(&plays, &truth);
}

#[test]
fn an_old_export_in_shuffled_shards_says_what_was_put_into_it() {
    let (export, truth) = zip(|zip| Extended::OLD.write(&listener(), zip));
    let (plays, books) = of(export);
    expect_books(&books, &truth);
    expect_statistics(&plays, &truth);
}

#[test]
fn offline_plays_land_when_they_were_heard() {
    let (export, truth) = zip(|zip| Extended::NEW.write(&listener(), zip));
    let (plays, _) = of(export);
    let starts: std::collections::HashSet<(i64, Option<u32>)> = plays
        .rows()
        .iter()
        .map(|play| (play.started_at, play.ms_played))
        .collect();
    assert!(truth.uploaded.len() > 20);
    for uploaded in &truth.uploaded {
        assert!(
            starts.contains(&(uploaded.started_at, Some(uploaded.ms_played))),
            "{uploaded:?}"
        );
    }
}

#[test]
fn every_naming_of_the_account_export_is_recognised() {
    for naming in [Naming::Mixed, Naming::ByKind, Naming::ByKindTwice] {
        let (export, truth) = zip(|zip| spotify_account::write(&listener(), naming, zip));
        let (_, books) = of(export);
        let (total, expected) = (books.total(), truth.total());
        assert_eq!(total.read, expected.read, "{naming:?}");
        assert_eq!(total.duplicate, 0, "{naming:?}");
        assert_eq!(total.nameless, expected.nameless, "{naming:?}");
    }
}

#[test]
fn exports_of_one_person_count_nothing_twice_in_any_order() {
    let exports = [
        zip(|zip| Extended::OLD.write(&listener(), zip)).0,
        zip(|zip| Extended::NEW.write(&listener(), zip)).0,
        zip(|zip| spotify_account::write(&listener(), Naming::ByKind, zip)).0,
    ];
    let private = Rule {
        private_included: true,
        ..Rule::spotify()
    };
    let merged = |order: &[usize]| {
        let mut library = Library::in_memory().unwrap();
        for &index in order {
            library.import([exports[index].clone()], &mut ()).unwrap();
        }
        serde_json::to_value(Statistics::compute(&library.plays().unwrap(), &private)).unwrap()
    };
    let first = merged(&[0, 1, 2]);
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert!(merged(&order) == first, "{order:?}");
    }
    let alone = merged(&[1]);
    for name in ["plays", "counted_plays", "ms", "artists", "tracks"] {
        assert_eq!(
            first["totals"][name], alone["totals"][name],
            "the new export holds every play: {name}"
        );
    }
}

#[test]
fn a_library_says_what_reading_says() {
    for old in [false, true] {
        let shape = if old { Extended::OLD } else { Extended::NEW };
        let (export, _) = zip(|zip| shape.write(&listener(), zip));
        let mut library = Library::in_memory().unwrap();
        let books = library.import([export.clone()], &mut ()).unwrap();
        let (plays, other) = of(export.clone());
        assert_eq!(books, other);
        assert_eq!(statistics(&library.plays().unwrap()), statistics(&plays));
        let again = library.import([export], &mut ()).unwrap();
        assert_eq!(again.total().stored.total(), 0);
        assert_eq!(statistics(&library.plays().unwrap()), statistics(&plays));
    }
}

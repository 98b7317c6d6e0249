//! Moments and lengths that can be, and those that cannot, of every source in every form.

use crate::common::exports::{FORMS, Form};
use crate::common::{extended_row, json, spelled_out};
use playtally_history::{Books, Export, Here, Library, Plays, Source, WithoutMoment, read_at};
use serde_json::Value;

const DAY: i64 = 86_400;

/// The moment of the imports: 2026-11-29T12:00:00Z.
const NOW: i64 = 1_795_953_600;

fn here(now: i64) -> Here {
    Here {
        now,
        home: chrono_tz::UTC,
    }
}

fn export(form: &Form, rows: &[Value]) -> Export {
    Export::Bytes(form.name.into(), form.file(rows).into())
}

/// What a file with one row says, beside what it says without it.
fn one(form: &Form, row: Value) -> (usize, Plays, Books) {
    let sound = form.row_at(1_700_000_000);
    let (plays, books) = read_at(here(NOW), [export(form, &[sound, row])], &mut ()).unwrap();
    assert!(books.files[0].are_closed(), "{form:?}: {books:?}");
    assert_eq!(books.files[0].read as usize, form.rows(2), "{form:?}");
    (plays.rows().len() - form.rows(1), plays, books)
}

/// The source that the plays of a form are from.
fn source(form: &Form) -> Source {
    let id = match form.name {
        "history.csv" => "maloja",
        "history_listens.jsonl" => "spotify-account",
        _ => form.source,
    };
    Source::named(id).unwrap()
}

#[test]
fn a_moment_that_cannot_be_is_booked_apart_in_every_form_of_every_source() {
    let early = WithoutMoment {
        too_early: 1,
        ..WithoutMoment::default()
    };
    let late = WithoutMoment {
        too_late: 1,
        ..WithoutMoment::default()
    };
    let unset = WithoutMoment {
        unset: 1,
        ..WithoutMoment::default()
    };
    let none = WithoutMoment::default();
    for form in FORMS {
        let first = source(form).earliest();
        // What knows only the minute cannot tell one second before it from the minute before.
        let step = if form.is_coarse() { 60 } else { 1 };
        // Year 1, where spreadsheets and databases begin; a century back; two days after the epoch; …
        for (at, expected) in [
            (-62_135_596_800, early),
            (-3_155_673_600, early),
            (-60, early),
            (0, unset),
            (60, early),
            (2 * DAY, early),
            (first - 60, early),
            // A play that is reckoned back from its end began before it.
            (first + 120, none),
            (NOW + DAY - step, none),
            (NOW + DAY + step, late),
            (NOW + 4000 * DAY, late),
            (7_258_118_400, late),
            (253_402_300_740, late),
        ] {
            let (stored, _, books) = one(form, form.row_at(at));
            let total = books.total();
            assert_eq!(total.without_moment, expected, "{form:?} at {at}: {books:?}");
            assert_eq!(stored, usize::from(expected == none), "{form:?} at {at}");
            assert!(total.unreadable.is_empty(), "{form:?} at {at}: {books:?}");
        }
    }
}

#[test]
fn the_greatest_and_the_least_number_are_no_moments() {
    for form in FORMS {
        // The columns that hold the moment as a number are those in which two rows differ.
        let [row, other] = [1_700_000_000, 1_710_000_000].map(|at| form.row_at(at));
        let mut tried = 0;
        for extreme in [i64::MIN, i64::MIN + 1, -1_000_000_000_000, i64::MAX - 1, i64::MAX] {
            let mut row = row.clone();
            if replace_number(&mut row, &other, extreme) {
                tried += 1;
                let (stored, _, books) = one(form, row);
                let without_moment = books.total().without_moment.total();
                assert_eq!((stored, without_moment), (0, 1), "{form:?}: {extreme}");
            }
        }
        let has_numbers = matches!(
            form.name,
            "1.jsonl"
                | "listens_array.json"
                | "listens.json"
                | "scrobbles.csv"
                | "recenttracks_pages.json"
                | "recenttracks_tracks.json"
                | "recenttracks.json"
                | "lastfmstats.json"
                | ".scrobbler.log"
                | "maloja_export.json"
                | "pano_scrobbles.jsonl"
                | "navidrome.db"
                | "tautulli.db"
                | "com.plexapp.plugins.library.db"
                | "multi-scrobbler.db"
                | "malojadb.sqlite"
                | "song.db"
                | "playback.log"
                | "lastfmstats.csv"
                | "pano_scrobbles.csv"
                | "librefm.csv"
                | "plays.tsv"
                | "plays.json"
                | "plays.db"
        );
        assert_eq!(tried > 0, has_numbers, "{form:?}");
    }
}

/// Puts a number wherever a row has one that another row has not. Says whether there was such a place.
fn replace_number(row: &mut Value, other: &Value, number: i64) -> bool {
    let is_number = |value: &Value| value.is_i64() || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok());
    match (row, other) {
        (Value::Object(fields), Value::Object(others)) => {
            let pairs = fields
                .iter_mut()
                .filter_map(|(name, value)| Some((value, others.get(name)?)));
            pairs.fold(false, |found, (value, other)| {
                replace_number(value, other, number) || found
            })
        }
        (Value::Array(fields), Value::Array(others)) => {
            let pairs = fields.iter_mut().zip(others);
            pairs.fold(false, |found, (value, other)| {
                replace_number(value, other, number) || found
            })
        }
        (value, other) if value != other && is_number(value) => {
            *value = if value.is_string() {
                number.to_string().into()
            } else {
                number.into()
            };
            true
        }
        _ => false,
    }
}

#[test]
fn a_play_longer_than_a_day_has_no_length_and_counts() {
    let row = |ms: u32| extended_row("2020-03-01T20:00:00Z", "Luna", "Sol", ms);
    for (ms, expected, started_at) in [
        (86_400_000, Some(86_400_000), 1_583_092_800 - DAY),
        (86_400_001, None, 1_583_092_800),
        (u32::MAX, None, 1_583_092_800),
    ] {
        let export = Export::Bytes("endsong_0.json".into(), json(&[row(ms)]).into());
        let (plays, books) = read_at(here(NOW), [export], &mut ()).unwrap();
        assert_eq!(books.total().stored.music, 1);
        let play = plays.rows()[0];
        assert_eq!((play.ms_played, play.started_at), (expected, started_at), "{ms}");
    }
}

#[test]
fn no_length_of_any_form_is_longer_than_a_day() {
    for form in FORMS {
        let mut row = form.row_at(1_700_000_000);
        // Every number that is not the moment.
        let other = form.row_at(1_700_000_000 + DAY);
        let lengths = lengthen(&mut row, &other);
        let (_, plays, books) = one(form, row);
        assert!(
            plays
                .rows()
                .iter()
                .all(|play| play.ms_played.is_none_or(|ms| ms <= 86_400_000)),
            "{form:?}"
        );
        assert!(
            lengths == 0 || books.total().unreadable.is_empty(),
            "{form:?}: {books:?}"
        );
    }
}

/// Makes every number that two rows share three thousand million. Says how many there were.
fn lengthen(row: &mut Value, other: &Value) -> usize {
    match (row, other) {
        (Value::Object(fields), Value::Object(others)) => {
            let pairs = fields
                .iter_mut()
                .filter_map(|(name, value)| Some((value, others.get(name)?)));
            pairs.map(|(value, other)| lengthen(value, other)).sum()
        }
        (value, other) if value == other && value.is_i64() => {
            *value = 3_000_000_000_u32.into();
            1
        }
        _ => 0,
    }
}

#[test]
fn the_books_of_a_file_that_comes_again_are_the_same() {
    for form in FORMS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(form.name);
        let rows = [0, 60, 1_700_000_000].map(|at| form.row_at(at));
        std::fs::write(&path, form.file(&rows)).unwrap();
        let mut library = Library::in_memory().unwrap();
        let first = library.import_at(NOW, [&path], &mut ()).unwrap();
        let again = library.import_at(NOW, [&path], &mut ()).unwrap();
        assert_eq!(first.total().without_moment.total(), 2, "{form:?}: {first:?}");
        assert_eq!(first.total().without_moment, again.total().without_moment, "{form:?}");
        assert_eq!(again.total().stored.total(), 0, "{form:?}");
        assert!(again.files.iter().all(|file| file.are_closed()), "{form:?}");
    }
}

#[test]
fn what_was_to_come_is_a_play_once_it_has_come_to_pass() {
    let form = &FORMS[0];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(form.name);
    std::fs::write(&path, form.file(&[form.row_at(NOW), form.row_at(NOW + 10 * DAY)])).unwrap();
    let mut library = Library::in_memory().unwrap();
    let today = library.import_at(NOW, [&path], &mut ()).unwrap();
    assert_eq!(
        (today.total().stored.music, today.total().without_moment.too_late),
        (1, 1)
    );
    let later = library.import_at(NOW + 10 * DAY, [&path], &mut ()).unwrap();
    assert_eq!((later.total().stored.music, later.total().duplicate), (1, 1));
    let at_once = read_at(here(NOW + 10 * DAY), [&path], &mut ()).unwrap().0;
    assert_eq!(spelled_out(&library.plays().unwrap()), spelled_out(&at_once));
}

#[test]
fn a_player_without_a_clock_is_said_to_be_one() {
    let log = "#AUDIOSCROBBLER/1.1\n#TZ/UNKNOWN\n#CLIENT/Rockbox Timeless\nLuna\tDía\tSol\t1\t181\tL\t0\t\n";
    let export = Export::Bytes(".scrobbler-timeless.log".into(), log.as_bytes().into());
    let (plays, books) = read_at(here(NOW), [export], &mut ()).unwrap();
    assert!(plays.rows().is_empty());
    let file = &books.files[0];
    assert_eq!(
        file.without_moment.reasons(file.source),
        [(1, "this player has no clock".to_owned())]
    );
}

//! What a wall clock showed: the same hours at home, wherever and whenever it was imported.

use std::fs;
use std::path::PathBuf;

use crate::common::spelled_out;
use chrono::{DateTime, NaiveDateTime};
use chrono_tz::{America, Asia, Europe, Pacific, Tz};
use playtally_history::{Format, Here, Library, Plays, read_at};
use tempfile::TempDir;

const NOW: i64 = 1_795_953_600;
const ZONES: [Tz; 5] = [Tz::UTC, Europe::Paris, America::St_Johns, Pacific::Apia, Asia::Kolkata];

/// A log of a player whose zone nobody wrote down: a play at 02:00 on each of these days of July 2024.
fn log(days: impl Iterator<Item = i64>, zone: &str) -> String {
    let mut log = format!("#AUDIOSCROBBLER/1.1\n#TZ/{zone}\n#CLIENT/Rockbox ipodvideo\n");
    for day in days {
        let shown = 1_719_799_200 + (day - 1) * 86_400;
        log += &format!("Luna\tDía\tSol\t1\t181\tL\t{shown}\t\n");
    }
    log
}

fn written(folder: &TempDir, name: &str, content: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    path
}

/// What clocks in a zone showed when plays began.
fn shown(plays: &Plays, zone: Tz) -> Vec<NaiveDateTime> {
    let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(&zone);
    plays
        .rows()
        .iter()
        .map(|play| at(play.started_at).naive_local())
        .collect()
}

/// 02:00 on each of the first days of July 2024.
fn nights(days: i64) -> Vec<NaiveDateTime> {
    let at = |day: i64| DateTime::from_timestamp(1_719_799_200 + day * 86_400, 0).unwrap();
    (0..days).map(|day| at(day).naive_utc()).collect()
}

#[test]
fn the_hours_of_a_wall_clock_are_those_at_home_wherever_that_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "a.log", &log(1..29, "UNKNOWN"));
    for home in ZONES {
        let (plays, _) = read_at(Here { now: NOW, home }, [&path], &mut ()).unwrap();
        assert_eq!(shown(&plays, home), nights(28), "{home}");
        assert!(plays.rows().iter().all(|play| play.wall_clock));
        let mut library = Library::in_memory().unwrap();
        library.set_home(home).unwrap();
        library.import_at(NOW, [&path], &mut ()).unwrap();
        assert_eq!(library.home().unwrap(), Some(home));
        assert_eq!(shown(&library.plays().unwrap(), home), nights(28), "{home}");
    }
}

#[test]
fn a_log_in_utc_is_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "a.log", &log(1..29, "UTC"));
    for home in ZONES {
        let (plays, _) = read_at(Here { now: NOW, home }, [&path], &mut ()).unwrap();
        assert_eq!(shown(&plays, Tz::UTC), nights(28), "{home}");
        assert!(plays.rows().iter().all(|play| !play.wall_clock));
    }
}

#[test]
fn a_home_that_moves_takes_the_wall_clocks_along() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        written(&folder, "a.log", &log(1..20, "UNKNOWN")),
        written(&folder, "b.log", &log(10..29, "UNKNOWN")),
    ];
    for (first, second) in [(0, 1), (1, 0)] {
        let mut library = Library::in_memory().unwrap();
        library.set_home(Asia::Kolkata).unwrap();
        library.import_at(NOW, [&files[first]], &mut ()).unwrap();
        library.set_home(America::St_Johns).unwrap();
        let books = library.import_at(NOW, [&files[second]], &mut ()).unwrap();
        assert_eq!((books.total().stored.music, books.total().duplicate), (9, 10));
        assert_eq!(shown(&library.plays().unwrap(), America::St_Johns), nights(28));
        library.set_home(Europe::Paris).unwrap();
        assert_eq!(shown(&library.plays().unwrap(), Europe::Paris), nights(28));
        let again = library.import_at(NOW, &files, &mut ()).unwrap();
        assert_eq!(again.total().stored.total(), 0);
        assert_eq!(
            shown(&library.plays_of(Pacific::Apia).unwrap(), Pacific::Apia),
            nights(28)
        );
    }
}

#[test]
fn an_exported_wall_clock_comes_back_in_any_zone() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "a.log", &log(1..29, "UNKNOWN"));
    for format in [Format::Csv, Format::JsonLines, Format::ListenBrainz] {
        let mut library = Library::in_memory().unwrap();
        library.set_home(Europe::Paris).unwrap();
        library.import_at(NOW, [&path], &mut ()).unwrap();
        let mut out = Vec::new();
        library.export(format, &mut out).unwrap();
        let exported = folder.path().join("exported");
        fs::write(&exported, &out).unwrap();
        let mut other = Library::in_memory().unwrap();
        other.set_home(Asia::Kolkata).unwrap();
        other.import_at(NOW, [&exported], &mut ()).unwrap();
        assert_eq!(shown(&other.plays().unwrap(), Asia::Kolkata), nights(28), "{format:?}");
        let both = other.import_at(NOW, [&path], &mut ()).unwrap();
        assert_eq!(both.total().stored.total(), 0, "{format:?}");
        assert_eq!(
            spelled_out(&other.plays_of(Europe::Paris).unwrap()),
            spelled_out(&library.plays().unwrap()),
            "{format:?}"
        );
    }
}

#[test]
fn what_others_are_handed_is_in_utc() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(&folder, "a.log", &log(1..2, "UNKNOWN"));
    let mut library = Library::in_memory().unwrap();
    library.set_home(Europe::Paris).unwrap();
    library.import_at(NOW, [&path], &mut ()).unwrap();
    let mut out = Vec::new();
    library.export(Format::ListenBrainz, &mut out).unwrap();
    let listens: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(listens["payload"][0]["listened_at"], 1_719_799_200 - 7200);
}

#[test]
fn a_library_without_a_home_has_none_until_it_is_said() {
    let mut library = Library::in_memory().unwrap();
    assert_eq!((library.home().unwrap(), library.is_empty().unwrap()), (None, true));
    library.set_home(Asia::Kolkata).unwrap();
    library.set_home(Europe::Paris).unwrap();
    assert_eq!(library.home().unwrap(), Some(Europe::Paris));
}

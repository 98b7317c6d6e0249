//! A history that was written out and taken in again is the same.
#![cfg(feature = "library")]

use std::collections::BTreeMap;

use crate::common;
use crate::common::fixture::Fixture;
use crate::common::{account_row, extended_row, json, spelled_out};
use playtally_history::{Error, Export, Format, Here, Library, Play, gather_at};
use serde_json::{Value, json};

const FORMATS: [Format; 4] = [
    Format::Csv,
    Format::Spreadsheet,
    Format::JsonLines,
    Format::ListenBrainz,
];

/// 2026-11-01, after whatever was played here.
const NOW: i64 = 1_793_491_200;

fn written(library: &Library, format: Format) -> (Vec<u8>, u64) {
    let mut out = Vec::new();
    let exported = library.export(format, &mut out).unwrap();
    (out, exported.plays)
}

fn import(library: &mut Library, bytes: &[u8]) -> playtally_history::Books {
    let books = library
        .import([Export::Bytes("export".into(), bytes.into())], &mut ())
        .unwrap();
    assert!(books.files.iter().all(|file| file.are_closed()), "{books:?}");
    books
}

/// A library with every source, equal plays in a minute, odd names, and an author known from elsewhere.
fn full() -> Library {
    let mut library = Library::in_memory().unwrap();
    for fixture in Fixture::all() {
        import(&mut library, &fixture.as_zip());
    }
    let account = account_row("2024-05-01 10:00", " Luna,\r\n\"x\"", "Sol\t'", 12_000);
    import(&mut library, &json(&[account.clone(), account.clone(), account]));
    import(
        &mut library,
        &json(&[extended_row(
            "2024-05-01T10:00:30Z",
            " Luna,\r\n\"x\"",
            "Sol\t'",
            12_000,
        )]),
    );
    let mut chapter = extended_row("2024-03-03T10:00:59Z", "", "", 60_000);
    for name in [
        "master_metadata_track_name",
        "master_metadata_album_artist_name",
        "spotify_track_uri",
    ] {
        chapter[name] = Value::Null;
    }
    chapter["audiobook_title"] = json!("A Book");
    chapter["audiobook_chapter_title"] = json!("Chapter One");
    chapter["audiobook_chapter_uri"] = json!("spotify:chapter:1");
    import(&mut library, &json(&[chapter]));
    library
}

#[test]
fn a_history_in_memory_is_written_as_its_library_would_write_it() {
    let mut zips: Vec<Vec<u8>> = Fixture::all().iter().map(Fixture::as_zip).collect();
    let account = account_row("2024-05-01 10:00", "Luna", "Sol", 12_000);
    zips.push(json(&[account.clone(), account]));
    let export = |at: usize, zip: &Vec<u8>| Export::Bytes(format!("export {at}"), zip.as_slice().into());
    let exports: Vec<Export> = zips.iter().enumerate().map(|(at, zip)| export(at, zip)).collect();
    for home in [chrono_tz::UTC, chrono_tz::Asia::Tokyo] {
        let mut library = Library::in_memory().unwrap();
        library.set_home(home).unwrap();
        library.import(exports.clone(), &mut ()).unwrap();
        let here = Here { now: NOW, home };
        let (gathered, _) = gather_at(here, exports.clone(), &mut ()).unwrap();
        for format in FORMATS {
            let mut out = Vec::new();
            let exported = gathered.export(home, format, &mut out).unwrap();
            let (expected, plays) = written(&library, format);
            assert_eq!(exported.plays, plays, "{format:?} in {home}");
            assert!(out == expected, "{format:?} in {home}");
        }
    }
}

/// Plays whose items have numbers in the order in which they come: what is left out may have had items of its own.
fn renumbered(mut plays: Vec<(Play, String, String, String)>) -> Vec<(Play, String, String, String)> {
    let mut numbers = BTreeMap::new();
    for (play, ..) in &mut plays {
        let next = numbers.len() as u32;
        play.item = *numbers.entry(play.item).or_insert(next);
    }
    plays
}

#[test]
fn every_form_comes_back_as_it_went() {
    let mut library = full();
    let plays = library.plays().unwrap();
    for format in FORMATS {
        let (bytes, count) = written(&library, format);
        let mut other = Library::in_memory().unwrap();
        let books = import(&mut other, &bytes);
        let expected: Vec<_> = spelled_out(&plays)
            .into_iter()
            .filter(|(play, ..)| format != Format::ListenBrainz || !(play.private || play.echo))
            .collect();
        assert_eq!(
            renumbered(spelled_out(&other.plays().unwrap())),
            renumbered(expected.clone()),
            "{format:?}"
        );
        let plays = expected.iter().filter(|(play, ..)| !play.echo).count() as u64;
        assert_eq!(
            (count, books.total().stored.total()),
            (expected.len() as u64, plays),
            "{format:?}"
        );
        assert_eq!(written(&other, format).0, bytes, "{format:?}");
    }
    // Where they came from, they are nothing new.
    for format in FORMATS {
        let (bytes, _) = written(&library, format);
        assert_eq!(import(&mut library, &bytes).total().stored.total(), 0, "{format:?}");
        assert_eq!(
            spelled_out(&library.plays().unwrap()),
            spelled_out(&plays),
            "{format:?}"
        );
    }
}

#[test]
fn the_forms_are_what_others_read() {
    let mut library = Library::in_memory().unwrap();
    let mut private = extended_row("2024-05-02T10:00:00Z", "Luna", "Mar", 60_000);
    private["incognito_mode"] = json!(true);
    import(
        &mut library,
        &json(&[
            extended_row("2024-05-01T10:00:30Z", "Luna", "Sol, \"so\"", 30_000),
            private,
        ]),
    );
    let (csv, _) = written(&library, Format::Csv);
    let csv = String::from_utf8(csv).unwrap();
    let mut lines = csv.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("started_at,ended_at,ms_played,kind,title,artist,album")
    );
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("2024-05-01T10:00:00Z,2024-05-01T10:00:30Z,30000,music,\"Sol, \"\"so\"\"\",Luna,An Album,"),
        "{csv}"
    );
    assert_eq!(lines.count(), 1);
    let (lines, _) = written(&library, Format::JsonLines);
    let lines: Vec<Value> = lines
        .split(|byte| *byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["title"], &lines[1]["private"]),
        (&json!("Sol, \"so\""), &json!(true))
    );
    let (listens, count) = written(&library, Format::ListenBrainz);
    let listens: Value = serde_json::from_slice(&listens).unwrap();
    assert_eq!((count, &listens["listen_type"]), (1, &json!("import")));
    assert_eq!(listens["payload"].as_array().unwrap().len(), 1);
    let listen = &listens["payload"][0];
    assert_eq!(listen["listened_at"], json!(1_714_557_600));
    assert_eq!(listen["track_metadata"]["track_name"], json!("Sol, \"so\""));
    assert_eq!(
        listen["track_metadata"]["additional_info"]["duration_ms"],
        json!(30_000)
    );
}

/// What other programs could take for orders: to a terminal, to a reader of tables, to a spreadsheet.
fn hostile_names() -> Vec<String> {
    let unseen = ('\0'..=char::MAX).filter(|&c| playtally_history::escape::is_unseen(c));
    let unseen = unseen.map(|c| format!("a{c}b{c}"));
    let others = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "'=1",
        "＝1",
        "=\"a\",b",
        "\t=1",
        "\r=1",
        " =1",
        r"\u009b",
        r"\\u009b",
        r"\ud800\udc00",
        "\\",
        "\"",
        ",",
        ";",
        "a\r\nb",
        "\u{1b}]0;title\u{7}",
        "\u{9b}31m",
        "שלום\u{202e}",
        "🏴\u{E0067}\u{E007F}",
    ];
    unseen.chain(others.map(String::from)).collect()
}

#[test]
fn no_form_shows_what_could_be_an_order_and_each_comes_back() {
    let mut library = Library::in_memory().unwrap();
    let rows: Vec<_> = hostile_names()
        .iter()
        .enumerate()
        .map(|(n, name)| {
            let at = common::moment(1_600_000_000 + 400 * n as i64);
            let mut row = extended_row(&at, &format!("{name}x"), &format!("{name}y"), 60_000);
            row["master_metadata_album_album_name"] = json!(name);
            row["spotify_track_uri"] = json!(format!("{name}:{n}"));
            row
        })
        .collect();
    let books = import(&mut library, &json(&rows));
    let plays = spelled_out(&library.plays().unwrap());
    assert_eq!(plays.len() as u64, books.total().read);
    for format in FORMATS {
        let text = String::from_utf8(written(&library, format).0).unwrap();
        let unseen = |c: &char| *c != '\n' && playtally_history::escape::is_unseen(*c);
        assert_eq!(text.chars().find(unseen), None, "{format:?}");
        let mut other = Library::in_memory().unwrap();
        import(&mut other, text.as_bytes());
        assert_eq!(spelled_out(&other.plays().unwrap()), plays, "{format:?}");
        assert_eq!(written(&other, format).0, text.as_bytes(), "{format:?}");
    }
    let table = String::from_utf8(written(&library, Format::Spreadsheet).0).unwrap();
    for line in table.lines() {
        // What follows a comma or a quote within a cell is no cell.
        let is_formula = |cell: &&str| {
            cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
                && !line.contains(&format!("\"\"{cell}"))
        };
        assert_eq!(line.split([',', '"']).find(is_formula), None, "{line}");
    }
}

#[test]
fn an_empty_library_is_written_too() {
    let library = Library::in_memory().unwrap();
    for format in FORMATS {
        assert_eq!(written(&library, format).1, 0);
    }
    serde_json::from_slice::<Value>(&written(&library, Format::ListenBrainz).0).unwrap();
}

#[test]
fn a_file_that_cannot_be_written_is_an_error() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    for format in FORMATS {
        assert!(matches!(full().export(format, &mut Full), Err(Error::Export(_))));
    }
}

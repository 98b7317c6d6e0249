//! Any table with an artist, a track and a moment is read, in whatever form, language and order; and where something is not
//! clear, it is said and nothing is guessed.
#![cfg(feature = "library")]

use std::sync::Arc;

use crate::common;
use crate::common::fixture::database;
use crate::common::{lines, moment, spelled_out};
use chrono_tz::{Europe, Tz};
use playtally_history::{Books, Columns, Error, Export, Here, Library, Plays, Wanted, read_at};
use proptest::prelude::*;
use serde_json::{Value, json};

/// 2026-11-29T12:00:00Z.
const NOW: i64 = 1_795_953_600;

fn export(name: &str, content: impl AsRef<[u8]>) -> Export {
    Export::Bytes(name.to_owned(), content.as_ref().into())
}

fn with_columns(columns: &str, export: Export) -> Export {
    let columns: Columns = columns.parse().unwrap_or_else(|error| panic!("{columns}: {error}"));
    let wanted = Wanted {
        columns: Some(Arc::new(columns)),
        ..Wanted::default()
    };
    Export::Part(wanted, Box::new(export))
}

fn import_at(home: Tz, export: Export) -> Result<(Plays, Books), Error> {
    let (plays, books) = read_at(Here { now: NOW, home }, [export], &mut ())?;
    assert!(books.files.iter().all(|file| file.are_closed()), "{books:?}");
    Ok((plays, books))
}

fn import(export: Export) -> (Plays, Books) {
    import_at(Tz::UTC, export).unwrap_or_else(|error| panic!("{error}"))
}

fn refusal(export: Export) -> String {
    import_at(Tz::UTC, export).unwrap_err().to_string()
}

const EXPECTED: [&str; 2] = [
    "2023-11-14T22:13:20Z Nova Réed | Söng \"a\", one; so | Tidal",
    "2023-11-14T22:18:20Z 月 | 海の歌 | ",
];

/// Two plays below these headers, cells parted by this.
fn table([artist, track, album, time]: [&str; 4], delimiter: char) -> String {
    let quoted = |cells: [&str; 4]| {
        let cells = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        cells.join(&delimiter.to_string()) + "\r\n"
    };
    [
        quoted([artist, time, album, track]),
        quoted(["Nova Réed", "2023-11-14T22:13:20Z", "Tidal", "Söng \"a\", one; so"]),
        quoted(["月", "2023-11-14T23:18:20+01:00", "", "海の歌"]),
    ]
    .concat()
}

const ENGLISH: [&str; 4] = ["Artist", "Track", "Album", "Time"];

#[test]
fn headers_are_known_in_twenty_languages() {
    for headers in [
        ENGLISH,
        ["Artist Name", "track_name", "albumTitle", "played_at"],
        ["Künstler", "Titel", "Albumtitel", "Datum und Uhrzeit"],
        ["Artiste", "Titre", "Titre de l’album", "Date d'écoute"],
        ["Artista", "Canción", "Álbum", "Fecha y hora"],
        ["Artista", "Música", "Álbum", "Data e hora"],
        ["Artista", "Brano", "Album", "Data e ora"],
        ["Artiest", "Nummer", "Album", "Datum en tijd"],
        ["Wykonawca", "Utwór", "Album", "Data odtworzenia"],
        ["Artist", "Låt", "Album", "Tidpunkt"],
        ["Sanatçı", "ŞARKI", "Albüm", "Tarih"],
        ["Исполнитель", "Композиция", "Альбом", "Дата"],
        ["アーティスト", "曲名", "アルバム", "再生日時"],
        ["아티스트", "노래 제목", "앨범", "재생 일시"],
        ["歌手", "歌曲名", "专辑", "播放时间"],
        ["藝人", "歌名", "專輯", "時間"],
        ["Kunstner", "Sang", "Album", "Tidspunkt"],
        ["Artist", "Låttittel", "Album", "Klokkeslett"],
        ["Esittäjä", "Kappale", "Albumi", "Ajankohta"],
        ["Interpret", "Skladba", "Název alba", "Datum a čas"],
        ["Виконавець", "Пісня", "Альбом", "Дата і час"],
    ] {
        let spellings = [
            headers.map(str::to_owned),
            headers.map(str::to_uppercase),
            headers.map(|header| format!("  {} ", header.replace(' ', "  "))),
        ];
        for headers in spellings {
            let headers: [&str; 4] = std::array::from_fn(|header| &*headers[header]);
            let (plays, books) = import(export("my.csv", table(headers, ',')));
            assert_eq!(lines(&plays), EXPECTED, "{headers:?}");
            assert_eq!(books.files[0].source.id(), "table", "{headers:?}");
        }
    }
}

#[test]
fn text_is_read_with_every_delimiter_and_in_every_encoding() {
    for delimiter in [',', ';', '\t', '|'] {
        let text = table(ENGLISH, delimiter);
        for text in [
            text.clone(),
            format!("\u{feff}{text}"),
            format!("\r\n\n# a comment, with a comma\r\n#\r\n{text}"),
            format!("sep={delimiter}\r\n{text}"),
            text.replace("\r\n", "\n"),
        ] {
            assert_eq!(lines(&import(export("my.txt", &text)).0), EXPECTED, "{text}");
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(lines(&import(export("my.txt", &wide)).0), EXPECTED, "{text}");
        }
    }
}

#[test]
fn quotes_are_letters_in_tables_that_have_none_around_their_cells() {
    for (delimiter, titles) in [
        ('\t', ["\"Heroes", "12\" Mix", "\"Sol\" (Mar)", "Luna, \"one"]),
        (';', ["\"Heroes", "12\" Mix", "Sol", "Luna, \"one"]),
    ] {
        let rows: String = (0..)
            .zip(titles)
            .map(|(number, title)| {
                format!(
                    "Nova Reed{delimiter}{title}{delimiter}{}\n",
                    1_700_000_000 + number * 300
                )
            })
            .collect();
        let text = format!("artist{delimiter}title{delimiter}played at\n{rows}");
        let (plays, _) = import(export("my.txt", text));
        let found: Vec<&str> = plays.rows().iter().map(|play| &*plays.item(play).title).collect();
        assert_eq!(found, titles, "{delimiter:?}");
    }
}

/// One thing that was heard.
#[derive(Clone, Debug)]
struct Heard {
    at: i64,
    artist: String,
    title: String,
    album: String,
    seconds: u32,
    country: &'static str,
}

fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z]{1,6}( [A-Za-z]{1,6})?",
        "[a-z,;|\"']{1,6}",
        "\\PC{1,6}",
        Just("海の歌".to_owned()),
        Just(String::new()),
    ]
    .prop_map(|name| name.trim().replace(['\u{feff}', '\0'], ""))
}

fn any_heard() -> impl Strategy<Value = Heard> {
    let names = (any_name(), any_name(), any_name());
    let rest = (
        1_100_000_000..1_700_000_000_i64,
        1..1400_u32,
        prop_oneof![Just("SE"), Just("")],
    );
    (names, rest).prop_map(|((artist, title, album), (at, seconds, country))| Heard {
        at,
        artist,
        title,
        album,
        seconds,
        country,
    })
}

/// The same plays in every form that a table comes in.
fn twins(heard: &[Heard]) -> Vec<(&'static str, Export)> {
    let cells = |one: &Heard| {
        [
            one.artist.clone(),
            one.title.clone(),
            one.album.clone(),
            one.at.to_string(),
            one.seconds.to_string(),
            one.country.to_owned(),
        ]
    };
    let header = ["artist", "title", "album", "played_at", "duration", "country"];
    let text = |delimiter: &str| {
        let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let mut text = header.join(delimiter);
        for one in heard {
            let cells = cells(one).map(|cell| quoted(&cell));
            text += &format!("\n{}", cells.join(delimiter));
        }
        text
    };
    let object = |one: &Heard| {
        json!({"title": one.title, "artist": one.artist, "played_at": one.at, "country": one.country, "album": one.album,
            "duration": one.seconds})
    };
    let objects: Vec<Value> = heard.iter().map(object).collect();
    let stored = database(|connection| {
        connection.execute_batch(
            "CREATE TABLE other(x); CREATE TABLE history(duration REAL, Title, ALBUM, artist, country, \"Played At\" TEXT)",
        )?;
        for one in heard {
            connection.execute(
                "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?)",
                (
                    one.seconds,
                    &one.title,
                    &one.album,
                    &one.artist,
                    one.country,
                    one.at.to_string(),
                ),
            )?;
        }
        Ok(())
    });
    vec![
        ("commas", export("a.csv", text(","))),
        ("semicolons", export("a.csv", text(";"))),
        ("tabs", export("a.tsv", text("\t"))),
        ("bars", export("a.txt", text("|"))),
        ("array", export("a.json", Value::from(objects.clone()).to_string())),
        (
            "pretty array",
            export("a.json", serde_json::to_string_pretty(&objects).unwrap()),
        ),
        (
            "lines",
            export(
                "a.jsonl",
                objects.iter().map(|row| format!("{row}\n")).collect::<String>(),
            ),
        ),
        ("database", export("a.db", stored)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_same_rows_in_every_form_give_the_same_plays(heard in prop::collection::vec(any_heard(), 1..12)) {
        let named = heard.iter().filter(|one| !one.title.is_empty()).count();
        let mut first: Option<(Plays, Books)> = None;
        for (form, export) in twins(&heard) {
            let (plays, mut books) = import(export);
            prop_assert_eq!(books.files[0].read as usize, heard.len(), "{}", form);
            prop_assert_eq!(books.files[0].nameless as usize, heard.len() - named, "{}", form);
            prop_assert!(books.files[0].unreadable.is_empty(), "{}: {:?}", form, books);
            books.files[0].file.clear();
            books.files[0].notes.clear();
            match &first {
                None => {
                    let lengths = plays.rows().iter().map(|play| play.ms_played.unwrap_or_default() / 1000);
                    let mut expected: Vec<&Heard> = heard.iter().filter(|one| !one.title.is_empty()).collect();
                    expected.sort_by_key(|one| one.at);
                    expected.dedup_by_key(|one| (one.at, one.artist.clone(), one.title.clone()));
                    if expected.len() == plays.rows().len() {
                        prop_assert!(lengths.eq(expected.iter().map(|one| one.seconds)), "{:?}", books);
                    }
                    first = Some((plays, books));
                }
                Some((expected, expected_books)) => {
                    prop_assert_eq!(spelled_out(&plays), spelled_out(expected), "{}", form);
                    prop_assert_eq!(&books, expected_books, "{}", form);
                }
            }
        }
    }

    #[test]
    fn importing_twice_and_in_any_form_changes_nothing(heard in prop::collection::vec(any_heard(), 1..8)) {
        let (expected, _) = import(twins(&heard).remove(0).1);
        let mut library = Library::in_memory().unwrap();
        for (number, (form, export)) in twins(&heard).into_iter().rev().enumerate() {
            for again in [false, true] {
                let books = library.import_at(NOW, [export.clone()], &mut ()).unwrap();
                let new = books.total().stored.total() > 0;
                prop_assert_eq!(new, number == 0 && !again && !expected.rows().is_empty(), "{} {}", form, again);
            }
            prop_assert_eq!(spelled_out(&library.plays().unwrap()), spelled_out(&expected), "{}", form);
        }
    }
}

/// A table with these moments.
fn timed(header: &str, cells: &[&str]) -> Export {
    let mut text = format!("artist;track;{header}\n");
    for (number, cell) in cells.iter().enumerate() {
        text += &format!("Nova Reed;Song {number};\"{cell}\"\n");
    }
    export("my.csv", text)
}

fn starts(home: Tz, export: Export) -> Vec<String> {
    let (plays, _) = import_at(home, export).unwrap_or_else(|error| panic!("{error}"));
    plays.rows().iter().map(|play| moment(play.started_at)).collect()
}

#[test]
fn moments_are_read_in_every_form_and_clocks_without_a_zone_hang_at_home() {
    let (exact, at_home) = ("2024-07-13T15:04:05Z", "2024-07-13T13:04:05Z");
    for (header, cell, expected) in [
        ("time", "1720883045", exact),
        ("time", "1720883045.0", exact),
        ("timestamp (ms)", "1720883045000", exact),
        ("time", "1720883045123456", exact),
        ("time", "2024-07-13T15:04:05Z", exact),
        ("time", "2024-07-13T17:04:05+02:00", exact),
        ("time", "2024-07-13 15:04:05 UTC", exact),
        ("time", "Sat, 13 Jul 2024 15:04:05 GMT", exact),
        ("utc_time", "2024-07-13 15:04:05", exact),
        ("Date (UTC)", "13/07/2024 15:04:05", exact),
        ("time", "2024-07-13 15:04:05", at_home),
        ("time", "2024-07-13T15:04:05.250", at_home),
        ("time", "13.07.2024 15:04:05", at_home),
        ("time", "7/13/2024 3:04:05 PM", at_home),
        ("time", "13 Jul 2024, 15:04:05", at_home),
        ("time", "2024年7月13日 15:04:05", at_home),
        ("time", "13 Jul 2024, 15:04", "2024-07-13T13:04:00Z"),
        ("time", "2024-07-13 15:04", "2024-07-13T13:04:00Z"),
        ("date;time", "2024-07-13\";\"15:04:05", at_home),
        ("time;date", "15:04:05\";\"2024-07-13", at_home),
    ] {
        assert_eq!(
            starts(Europe::Paris, timed(header, &[cell])),
            [expected],
            "{header} {cell}"
        );
    }
    let named = |columns, cell| starts(Europe::Paris, with_columns(columns, timed("time", &[cell])));
    assert_eq!(named("zone=UTC", "2024-07-13 15:04:05"), [exact]);
    assert_eq!(named("zone=America/New_York", "2024-07-13 11:04:05"), [exact]);
}

#[test]
fn the_column_that_needs_no_zone_is_read_before_one_that_does() {
    for header in ["date;uts", "uts;date", "time;epoch"] {
        let (zone, none) = ("1720883045", "13 Jul 2024, 17:04");
        let cells = if header.starts_with("uts") {
            [zone, none]
        } else {
            [none, zone]
        };
        let cell = cells.join("\";\"");
        assert_eq!(
            starts(Europe::Paris, timed(header, &[&cell])),
            ["2024-07-13T15:04:05Z"],
            "{header}"
        );
    }
}

#[test]
fn the_order_of_day_and_month_is_told_by_the_column_or_by_the_owner_and_never_guessed() {
    let told = timed("date", &["01/02/2024 10:00", "01/31/2024 10:00"]);
    assert_eq!(
        starts(Tz::UTC, told.clone()),
        ["2024-01-02T10:00:00Z", "2024-01-31T10:00:00Z"]
    );
    let notes = import(told).1.files[0].notes.join("; ");
    assert!(notes.contains("read as month, day, year"), "{notes}");
    let unclear = || timed("date", &["01/02/2024 10:00", "03/04/2024 10:00"]);
    let message = refusal(unclear());
    assert!(
        message
            .contains("my.csv: has dates in the column \"date\" of which nothing tells whether the day or the month"),
        "{message}"
    );
    assert!(message.contains("--columns dates=dmy"), "{message}");
    let dmy = starts(Tz::UTC, with_columns("dates=dmy", unclear()));
    assert_eq!(dmy, ["2024-02-01T10:00:00Z", "2024-04-03T10:00:00Z"]);
    let mdy = starts(Tz::UTC, with_columns("dates=mdy", unclear()));
    assert_eq!(mdy, ["2024-01-02T10:00:00Z", "2024-03-04T10:00:00Z"]);
    let both = timed("date", &["31/01/2024 10:00", "01/31/2024 10:00"]);
    assert!(refusal(both).contains("nothing tells"));
}

#[test]
fn days_without_a_time_of_day_are_refused_with_words() {
    for cells in [
        &["2024-07-13", "2024-07-14"][..],
        &["15:04", "15:08"],
        &["2024-07-13 00:00:00", "2024-07-14 00:00:00", "2024-07-15 00:00:00"],
        &["soon", "later"],
    ] {
        let message = refusal(timed("date", cells));
        assert!(
            message.contains("my.csv: has no moments in the column \"date\""),
            "{message}"
        );
    }
}

#[test]
fn lengths_are_read_if_their_unit_is_told() {
    let lengths = |header: &str, cells: [&str; 2]| {
        let rows = (0..)
            .zip(cells)
            .map(|(number, cell)| format!("A,{number},{},{cell}\n", 1_700_000_000 + number * 300));
        let text = format!("artist,track,time,{header}\n{}", rows.collect::<String>());
        let (plays, books) = import(export("my.csv", text));
        let lengths: Vec<_> = plays.rows().iter().map(|play| play.ms_played).collect();
        (
            lengths,
            books.files[0]
                .notes
                .iter()
                .any(|note| note.contains("seconds or milliseconds")),
        )
    };
    for (header, cells, expected, is_said) in [
        ("duration", ["215", "61"], [Some(215_000), Some(61_000)], false),
        ("duration", ["215000", "61000"], [Some(215_000), Some(61_000)], false),
        ("duration", ["3:35", "1:01"], [Some(215_000), Some(61_000)], false),
        ("duration_ms", ["2150", "61"], [Some(2150), Some(61)], false),
        ("Dauer (s)", ["2150", "0"], [Some(2_150_000), None], false),
        ("ms_played", ["2150", "0"], [Some(2150), Some(0)], false),
        ("duration", ["3000", "4000"], [None, None], true),
    ] {
        assert_eq!(
            lengths(header, cells),
            (expected.to_vec(), is_said),
            "{header} {cells:?}"
        );
    }
}

#[test]
fn columns_go_by_name_or_number_where_headers_do_not_tell() {
    let rows =
        "\"Nova Réed\",2023-11-14T22:13:20Z,Tidal,\"Söng \"\"a\"\", one; so\"\n月,2023-11-14T22:18:20Z,,海の歌\n";
    let strange = format!("Wer,Stempel,Platte,Welches Stück\n{rows}");
    let named = "artist=wer,track=Welches Stück,time=STEMPEL,album=Platte";
    let numbered = "artist=1,time=2,album=3,track=4";
    for (columns, text) in [(named, &strange), (numbered, &strange), (numbered, &rows.to_owned())] {
        let (plays, books) = import(with_columns(columns, export("my.csv", text)));
        assert_eq!(lines(&plays), EXPECTED, "{columns}");
        assert_eq!(books.files[0].read, 2, "{columns}");
    }
    // Without a header, what begins with # is a name.
    let sons = "#1 Sons,2023-11-14T22:13:20Z,,Sol\n#1 Sons,2023-11-14T22:18:20Z,,Mar\nLuna,2023-11-14T22:28:20Z,,Mar\n";
    assert_eq!(
        import(with_columns(numbered, export("my.csv", sons)))
            .1
            .total()
            .stored
            .music,
        3
    );
    // What is known need not be named.
    let half = format!("Artist,Stempel,Album,Title\n{rows}");
    assert_eq!(
        lines(&import(with_columns("time=Stempel", export("my.csv", half))).0),
        EXPECTED
    );
    let objects = json!([{"wer": "Nova Réed", "was": "Sol", "wann": 1_700_000_000}]).to_string();
    let (plays, _) = import(with_columns(
        "artist=wer,track=was,time=wann",
        export("my.json", objects),
    ));
    assert_eq!(lines(&plays), ["2023-11-14T22:13:20Z Nova Réed | Sol | "]);
}

#[test]
fn a_table_of_a_database_is_chosen_by_its_name() {
    let several = database(|connection| {
        connection.execute_batch(
            "CREATE TABLE loved(artist, title, date); INSERT INTO loved VALUES ('Nova Reed', 'Mar', 1700000300);
             CREATE TABLE heard(artist, title, date); INSERT INTO heard VALUES ('Nova Reed', 'Sol', 1700000000);
             CREATE TABLE notes(wer, was, wann); INSERT INTO notes VALUES ('Nova Reed', 'Lied', 1700000600);",
        )
    });
    let message = refusal(export("my.db", &several));
    assert!(
        message.contains(
            "my.db: has several tables that can be the history: loved, heard; choose one with --columns table=NAME"
        ),
        "{message}"
    );
    for (columns, expected) in [
        ("table=HEARD", "2023-11-14T22:13:20Z Nova Reed | Sol | "),
        (
            "artist=wer,track=was,time=wann",
            "2023-11-14T22:23:20Z Nova Reed | Lied | ",
        ),
        (
            "table=notes,artist=1,track=2,time=3",
            "2023-11-14T22:23:20Z Nova Reed | Lied | ",
        ),
    ] {
        let (plays, _) = import(with_columns(columns, export("my.db", &several)));
        assert_eq!(lines(&plays), [expected], "{columns}");
    }
    let message = refusal(with_columns("table=plays", export("my.db", &several)));
    assert!(
        message.contains("has no table \"plays\", but loved, heard, notes"),
        "{message}"
    );
}

#[test]
fn what_was_named_and_is_not_there_is_said_with_what_is() {
    let text = "Wer,Was,Wann\nNova Reed,Sol,1700000000\n";
    let message = refusal(with_columns("artist=Wer,track=Titel,time=9", export("my.csv", text)));
    assert!(
        message.contains("my.csv: has no column for \"Titel\", \"9\", but the columns Wer, Was, Wann"),
        "{message}"
    );
    let message = refusal(with_columns("artist=Wer", export("my.csv", text)));
    assert!(
        message.contains("has no column for track, time, but the columns Wer, Was, Wann"),
        "{message}"
    );
    // What stands in a table without a header is nobody's business.
    let message = refusal(with_columns(
        "artist=7,track=2,time=3",
        export("my.csv", "x@example.org,Sol,1700000000\n"),
    ));
    assert!(
        message.contains("but 3 columns without a header") && !message.contains("example"),
        "{message}"
    );
}

#[test]
fn a_table_that_is_not_known_is_told_how_to_name_its_columns() {
    for (name, content, seen) in [
        (
            "my.csv",
            "Wer,Was,Wann\nNova Reed,Sol,1\n".to_owned(),
            "a table with the columns Wer, Was, Wann",
        ),
        (
            "my.json",
            json!([{"wer": "Nova Reed"}]).to_string(),
            "an array of objects with the keys wer",
        ),
        (
            "my.jsonl",
            json!({"wer": "Nova Reed"}).to_string(),
            "an object with the keys wer",
        ),
    ] {
        let message = refusal(export(name, content));
        assert!(
            message.contains(&format!("{name}: is not a format that Playtally knows")),
            "{message}"
        );
        assert!(message.contains(seen), "{message}");
        assert!(
            message.ends_with("by name or number: playtally import FILE --columns artist=…,track=…,time=…"),
            "{message}"
        );
    }
    assert!(!refusal(export("my.txt", "Dear diary")).contains("--columns"));
}

#[test]
fn counts_without_a_history_are_no_plays() {
    for header in [
        "artist,title,plays,last played",
        "artist,album,date",
        "title,date",
        "artist,title,added at",
    ] {
        let message = refusal(export("my.csv", format!("{header}\na,b,1700000000,1700000000\n")));
        assert!(
            message.contains("is not a format that Playtally knows"),
            "{header}: {message}"
        );
    }
}

#[test]
fn a_source_that_is_known_wins_over_any_table() {
    for (name, content, source) in [
        (
            "a.csv",
            "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n1700000000,,A,,,,B,\n",
            "lastfm",
        ),
        ("a.csv", "time,artist,track,album\n1700000000,A,B,\n", "librefm"),
        (
            "a.csv",
            "Artist;Album;AlbumId;Track;Date#x\nA;;;B;1700000000000\n",
            "lastfm",
        ),
        (
            "a.csv",
            "artist_name,track_title,entry_date,stream_duration_ms\nA,B,2024-01-02T10:00:00Z,1\n",
            "tidal",
        ),
        (
            "a.jsonl",
            "{\"timeMs\": 1700000000000, \"artist\": \"A\", \"track\": \"B\"}",
            "pano-scrobbler",
        ),
        // The same columns, but no seconds, or another order below a header: that is somebody's own.
        (
            "a.csv",
            "artist,track,uts,date\nA,B,1700000000,\"14 Nov 2023, 22:13\"\n",
            "table",
        ),
        ("a.csv", "time,artist,track,album\n2024-01-02 10:00:00,A,B,\n", "table"),
    ] {
        for columns in ["", "artist=1,track=2,time=3"] {
            let mut export = export(name, content);
            if !columns.is_empty() && source != "table" {
                export = with_columns(columns, export);
            }
            assert_eq!(import(export).1.files[0].source.id(), source, "{content} {columns}");
        }
    }
}

#[test]
fn the_same_file_with_other_columns_is_read_anew() {
    let text = "artist,title,other,date\nNova Reed,Sol,Mar,1700000000\n";
    let mut library = Library::in_memory().unwrap();
    let mut stored = |export| library.import_at(NOW, [export], &mut ()).unwrap().total().stored.music;
    let first = || export("my.csv", text);
    let other = || with_columns("track=other", export("my.csv", text));
    assert_eq!(
        [stored(first()), stored(first()), stored(other()), stored(other())],
        [1, 0, 1, 0]
    );
}

#[test]
fn the_books_say_how_a_table_was_read() {
    let text = "Wer;Titel;Datum;Dauer\nNova Reed;Sol;13.01.2024 10:00;5000\n";
    let (_, books) = import(with_columns("artist=Wer", export("my.csv", text)));
    assert_eq!(
        books.files[0].notes,
        [
            "read as: time from \"Datum\", artist from \"Wer\", track from \"Titel\"",
            "its dates are read as day, month, year",
            "its moments name no zone, and are what clocks at home showed; --columns zone=UTC reads them in UTC",
            "\"Dauer\" is not read: nothing tells whether its numbers are seconds or milliseconds",
        ]
    );
}

#[test]
fn a_table_and_a_service_that_report_the_same_plays_count_once() {
    let at = |number: i64| 1_700_000_000 + number * 400;
    let rows: Vec<Value> = (0..40)
        .map(|number| {
            common::extended_row(
                &moment(at(number) + 200),
                "Nova Reed",
                &format!("Song {number}"),
                200_000,
            )
        })
        .collect();
    let own: String = (0..40)
        .map(|number| format!("Nova Reed,Song {number},{}\n", moment(at(number))))
        .collect();
    let mut library = Library::in_memory().unwrap();
    library
        .import_at(NOW, [export("endsong_0.json", common::json(&rows))], &mut ())
        .unwrap();
    let books = library
        .import_at(
            NOW,
            [export("my.csv", format!("artist,title,played at\n{own}"))],
            &mut (),
        )
        .unwrap();
    assert_eq!((books.total().stored.music, books.total().duplicate), (0, 40));
}

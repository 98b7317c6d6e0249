//! Rows as other programs write them, and what is made of each: whole kinds, not single files.

use crate::common::fixture::workbook;
use crate::common::{extended_row, json, lines, zip};
use playtally_history::{Books, Export, Plays, Wanted, read};
use serde_json::{Value, json};

/// Reads one file.
fn import(name: &str, content: impl AsRef<[u8]>) -> (Plays, Books) {
    import_part(Wanted::default(), name, content)
}

/// Reads what is wanted of one file.
fn import_part(wanted: Wanted, name: &str, content: impl AsRef<[u8]>) -> (Plays, Books) {
    let export = Export::Bytes(name.to_owned(), content.as_ref().into());
    let export = Export::Part(wanted, Box::new(export));
    let (plays, books) = read([export], &mut ()).unwrap_or_else(|error| panic!("{error}"));
    assert!(books.files.iter().all(|file| file.are_closed()), "{books:?}");
    (plays, books)
}

/// The plays of one file as "moment artist | title | album".
fn plays(name: &str, content: impl AsRef<[u8]>) -> Vec<String> {
    lines(&import(name, content).0)
}

const SCROBBLES: [&str; 2] = [
    "2023-11-14T22:13:20Z Nova Réed | Söng \"a\", one | Tidal",
    "2023-11-14T22:18:20Z Nova Réed | Two | Tidal",
];

/// The same scrobbles as a table, its cells parted by this.
fn table(delimiter: &str) -> String {
    let rows = [
        [
            "uts",
            "utc_time",
            "artist",
            "artist_mbid",
            "album",
            "album_mbid",
            "track",
            "track_mbid",
        ],
        [
            "1700000000",
            "\"14 Nov 2023, 22:13\"",
            "Nova Réed",
            "",
            "Tidal",
            "",
            "\"Söng \"\"a\"\", one\"",
            "",
        ],
        [
            "1700000300",
            "\"14 Nov 2023, 22:18\"",
            "\"Nova Réed\"",
            "",
            "Tidal",
            "",
            "Two",
            "",
        ],
    ];
    rows.map(|row| row.join(delimiter) + "\r\n").concat()
}

#[test]
fn tables_are_read_in_every_dialect_and_order() {
    for delimiter in [",", ";", "\t", "|", ", ", " ; ", ",  "] {
        assert_eq!(plays("scrobbles.csv", table(delimiter)), SCROBBLES, "{delimiter:?}");
    }
    let marked = format!("sep=;\r\n{}", table(";"));
    assert_eq!(plays("scrobbles.csv", marked), SCROBBLES);
    let shouted = table(",").replacen("uts,utc_time,artist", "UTS,utc_time,Artist", 1);
    assert_eq!(plays("scrobbles.csv", shouted), SCROBBLES);
    let turned = "Track,Album,UTS,ARTIST\n\"Söng \"\"a\"\", one\",Tidal,1700000000.0,Nova Réed\nTwo,Tidal,1.7000003e9,Nova Réed\n";
    assert_eq!(plays("scrobbles.csv", turned), SCROBBLES);
}

#[test]
fn tables_are_read_in_every_encoding_and_it_is_said_which() {
    let text = table(",");
    let utf16 = |unit: fn(u16) -> [u8; 2], mark: &str| {
        format!("{mark}{text}")
            .encode_utf16()
            .flat_map(unit)
            .collect::<Vec<u8>>()
    };
    let western: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for (bytes, encoding) in [
        (text.clone().into_bytes(), None),
        (format!("\u{feff}{text}").into_bytes(), None),
        (western, Some("Windows-1252")),
        (utf16(u16::to_le_bytes, "\u{feff}"), Some("UTF-16")),
        (utf16(u16::to_be_bytes, "\u{feff}"), Some("UTF-16")),
        (utf16(u16::to_le_bytes, ""), Some("UTF-16")),
        (utf16(u16::to_be_bytes, ""), Some("UTF-16")),
    ] {
        assert_eq!(plays("scrobbles.csv", &bytes), SCROBBLES, "{encoding:?}");
        let (_, books) = import("scrobbles.csv", &bytes);
        let remarks = books.files[0].remarks;
        assert_eq!(remarks.encoding.map(|encoding| encoding.name()), encoding);
        assert_eq!(
            remarks.lines(books.files[0].source).len(),
            usize::from(encoding.is_some())
        );
    }
    let rows = json(&[extended_row("2024-03-01T20:00:00Z", "月", "海", 1)]);
    let wide: Vec<u8> = String::from_utf8(rows)
        .unwrap()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(import("endsong_0.json", wide).1.total().stored.music, 1);
}

#[test]
fn letters_that_were_garbled_before_are_said_and_kept() {
    let text = table(",").replace("Nova Réed", "Nova RÃ©ed");
    let (plays, books) = import("scrobbles.csv", &text);
    assert_eq!(plays.artists()[0].as_ref(), "Nova RÃ©ed");
    assert_eq!(books.files[0].remarks.garbled, 2);
    assert_eq!(import("scrobbles.csv", table(",")).1.files[0].remarks.garbled, 0);
}

#[test]
fn a_first_row_without_a_date_does_not_hide_the_others() {
    let text = "Nova Reed,Tidal,One,\nNova Reed,Tidal,Two,12 Jun 2021 14:05\n";
    assert_eq!(
        plays("nova.csv", text),
        ["2021-06-12T14:05:00Z Nova Reed | Two | Tidal"]
    );
    let (_, books) = import("nova.csv", text);
    assert_eq!(books.files[0].unreadable[0].reason.to_string(), "date is missing");
}

fn watched(header: &str, title: &str, channel: &str, day: u32) -> Value {
    json!({"header": header, "title": title, "titleUrl": format!("https://music.youtube.com/watch?v=abc{day}"),
        "subtitles": [{"name": channel, "url": "x"}], "time": format!("2024-03-{day:02}T10:00:00Z"), "products": ["YouTube"]})
}

#[test]
fn what_stands_on_topic_channels_is_music_and_the_rest_is_not() {
    let rows = json(&[
        watched("YouTube", "Watched Sol", "Nova Reed - Topic", 1),
        watched("YouTube", "Watched How to boil an egg", "Eggs", 2),
        watched("YouTube Music", "Watched Mar", "Nova Reed", 3),
    ]);
    let expected = [
        "2024-03-01T10:00:00Z Nova Reed | Sol | ",
        "2024-03-03T10:00:00Z Nova Reed | Mar | ",
    ];
    assert_eq!(plays("watch-history.json", &rows), expected);
    let remarks = import("watch-history.json", &rows).1.files[0].remarks;
    assert_eq!((remarks.by_channel, remarks.passed_over), (1, 1));

    let wanted = Wanted {
        no_topic_channels: true,
        ..Wanted::default()
    };
    let (history, books) = import_part(wanted, "watch-history.json", &rows);
    assert_eq!(lines(&history), expected[1..]);
    let remarks = books.files[0].remarks;
    assert_eq!((remarks.by_channel, remarks.passed_over), (0, 2));

    let none = json(&[watched("YouTube", "Watched How to boil an egg", "Eggs", 2)]);
    let (_, books) = import("watch-history.json", none);
    assert_eq!((books.total().read, books.files[0].remarks.passed_over), (0, 1));
}

#[test]
fn search_histories_are_left_alone_in_every_language() {
    let search = json(&[
        json!({"header": "YouTube", "title": "x", "time": "2024-01-02T10:08:00Z",
        "titleUrl": "https://www.youtube.com/results?search_query=never"}),
    ]);
    let watch = json(&[watched("YouTube Music", "Watched Sol", "Nova Reed", 1)]);
    for (history, searches) in [
        ("watch-history.json", "search-history.json"),
        ("historique des vidéos regardées.json", "historique des recherches.json"),
        // As a Mac writes it.
        (
            "historique des vide\u{301}os regarde\u{301}es.json",
            "historique des recherches.json",
        ),
        ("시청 기록.json", "검색 기록.json"),
        ("Wiedergabeverlauf.json", "Suchverlauf.json"),
        ("再生履歴.json", "検索履歴.json"),
        ("история просмотров.json", "история поиска.json"),
        ("historia oglądania.json", "historia wyszukiwania.json"),
        ("a name of a language that is not known.json", "another.json"),
    ] {
        let takeout = zip(&[
            (&format!("Takeout/{history}"), &watch),
            (&format!("Takeout/{searches}"), &search),
        ]);
        let (_, books) = import("takeout.zip", takeout);
        assert_eq!(books.files.len(), 1, "{history}");
        assert_eq!(books.total().stored.music, 1, "{history}");
    }
}

#[test]
fn only_scrobbles_of_pano_scrobbler_are_plays() {
    let row = |at: i64, event: Value| {
        let mut row =
            json!({"timeMs": at * 1000, "artist": "Nova Reed", "track": "Sol", "durationMs": 181_000, "event": event});
        if row["event"].is_null() {
            row.as_object_mut().unwrap().remove("event");
        }
        row
    };
    let rows = [
        row(1_709_290_000, json!("scrobble")),
        row(1_709_290_300, json!("love")),
        row(1_709_290_600, json!("unlove")),
        row(1_709_290_900, Value::Null),
    ];
    let lines: String = rows.iter().map(|row| format!("{row}\n")).collect();
    for content in [lines.into_bytes(), json(&rows)] {
        let (plays, books) = import("pano.json", content);
        assert_eq!(plays.rows().len(), 2);
        assert_eq!(books.files[0].remarks.passed_over, 2);
    }
}

#[test]
fn texts_stand_for_objects_and_objects_for_texts() {
    let names = [
        (json!("Nova Reed"), json!("Tidal")),
        (json!({"name": "Nova Reed"}), json!({"title": "Tidal"})),
        (json!({"#text": "Nova Reed"}), json!({"#text": "Tidal", "mbid": ""})),
        (json!({"#text": "Nova Reed"}), json!({"name": "Tidal"})),
    ];
    for (artist, album) in names {
        let track = json!([{"artist": artist, "name": "Sol", "album": album, "date": {"uts": "1709290000"}}]);
        assert_eq!(
            plays("tracks.json", json(track.as_array().unwrap())),
            ["2024-03-01T10:46:40Z Nova Reed | Sol | Tidal"]
        );
    }
}

#[test]
fn what_the_api_of_listenbrainz_answers_is_read() {
    let listen =
        |at: f64| json!({"listened_at": at, "track_metadata": {"track_name": "Sol", "artist_name": "Nova Reed"}});
    let answer = json!({"payload": {"count": 2, "listens": [listen(1_709_290_000.0), listen(1_709_290_300.75)]}});
    let expected = [
        "2024-03-01T10:46:40Z Nova Reed | Sol | ",
        "2024-03-01T10:51:40Z Nova Reed | Sol | ",
    ];
    assert_eq!(plays("listens.json", answer.to_string()), expected);
}

#[test]
fn an_export_of_lastfmstats_needs_no_album() {
    let rows =
        json!({"username": "x", "scrobbles": [{"track": "Sol", "artist": "Nova Reed", "date": 1_709_290_000_000_i64}]});
    assert_eq!(
        plays("lastfmstats.json", rows.to_string()),
        ["2024-03-01T10:46:40Z Nova Reed | Sol | "]
    );
}

#[test]
fn lines_of_a_log_that_are_no_plays_are_none() {
    let log = "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/Rockbox ipodvideo\n\
        #ARTIST\t#ALBUM\t#TITLE\t#TRACKNUM\t#LENGTH\t#RATING\t#TIMESTAMP\t#MUSICBRAINZ_TRACKID\n\
        Nova Reed\tTidal\tOne\t1\t181\tL\t1762878748\t\n\
        # FAILED: Nova Reed\tTidal\tTwo\t2\t181\tL\t1762879748\t\n\
        # FAILED - Nova Reed\tTidal\tTwo\n\
        #1 Sons\tTidal\tThree\t2\t181\tL\t1762880748\t\n";
    let expected = [
        "2025-11-11T16:32:28Z Nova Reed | One | Tidal",
        "2025-11-11T17:05:48Z #1 Sons | Three | Tidal",
    ];
    assert_eq!(plays(".scrobbler.log", log), expected);
    assert_eq!(import(".scrobbler.log", log).1.files[0].remarks.passed_over, 2);
}

#[test]
fn workbooks_are_read_by_their_columns_in_several_languages_and_by_their_days() {
    let expected = ["2024-03-01T12:00:00Z Nova Reed | Sol | Tidal"];
    let row = "Sol\tNova Reed\tSE1\tTidal\t192.0.2.1\t181\tios\tx\t";
    for header in [
        "Song Title\tArtist\tISRC\tAlbum Title\tIP Address\tListening Time\tPlatform Name\tPlatform Model\tDate",
        "song title\tartist\tisrc\talbum title\tip address\tlistening time\tplatform name\tplatform model\tdate",
        "Titre de la chanson\tArtiste\tISRC\tTitre de l\u{2019}album\tAdresse IP\tTemps d'écoute\tNom de la plateforme\tModèle\tDate",
        "Songtitel\tKünstler\tISRC\tAlbumtitel\tIP-Adresse\tHörzeit\tPlattform\tModell\tDatum",
        "Título\tArtista\tISRC\tÁlbum\tIP\tTiempo de escucha\tPlataforma\tModelo\tFecha",
    ] {
        for sheet in ["10_listeningHistory", "Sheet1"] {
            for (days, number) in [("", "#45352.5"), ("1904", "#43890.5")] {
                let book = workbook(&format!(
                    "{days}[profile]\nEmail\nx@example.org\n[{sheet}]\n{header}\n{row}{number}\n"
                ));
                let found = plays("deezer.xlsx", book);
                if header.contains("Álbum") {
                    assert_eq!(found, ["2024-03-01T12:00:00Z Nova Reed | Sol | "]);
                } else {
                    assert_eq!(found, expected, "{header} {sheet} {days}");
                }
            }
        }
    }
    let book = workbook("[10_listeningHistory]\nSong Title\tWho\tDate\nSol\tNova Reed\t#45352.5\n");
    let error = read([Export::Bytes("deezer.xlsx".into(), book.into())], &mut ()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("deezer.xlsx: is a table without the columns artist,"),
        "{error}"
    );
}

#[test]
fn who_is_unknown_is_nobody() {
    let lines = [
        "<UNTAGGED>",
        "",
        "Unknown Artist",
        "<unknown>",
        "Unbekannter Interpret",
        "Nova Reed",
    ];
    let log: String = (0..)
        .zip(lines)
        .map(|(number, artist)| {
            format!(
                "{artist}\t\tTrack {number}\t\t181\tL\t{}\t\n",
                1_700_000_000 + number * 300
            )
        })
        .collect();
    let (plays, books) = import(
        ".scrobbler.log",
        format!("#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/x\n{log}"),
    );
    assert_eq!(plays.rows().len(), 6);
    let artists: Vec<&str> = plays.artists().iter().map(|artist| &**artist).collect();
    assert_eq!(artists, ["", "Nova Reed"]);
    assert_eq!(books.files[0].remarks.without_artist, 5);
}

#[test]
fn artists_are_learnt_from_every_table_of_apple() {
    let activity = "Event Type,Event Start Timestamp,Event End Timestamp,End Reason Type,Play Duration Milliseconds,\
        Media Duration In Milliseconds,Song Name,Album Name,UTC Offset In Seconds\n\
        PLAY_END,2024-01-01T08:00:00Z,2024-01-01T08:03:20Z,NATURAL_END_OF_TRACK,200000,200000,Sol,Tidal,0\n";
    let alone = import("Apple Music Play Activity.csv", activity).1.files[0].remarks;
    assert_eq!(alone.without_artist, 1);
    for (name, content) in [
        (
            "Apple Music - Play History Daily Tracks.csv",
            "Track Description,Date Played\nNova Reed - Sol,20240101\n",
        ),
        (
            "Apple Music - Recently Played Tracks.csv",
            "Container Description,Track Description\nTidal,Nova Reed - Sol\n",
        ),
        (
            "Apple Music - Track Play History.csv",
            "Track Name,Last Played Date\nNova Reed - Sol,1704096000000\n",
        ),
        (
            "Apple Music Library Tracks.json",
            r#"[{"Title": "Sol", "Artist": "Nova Reed", "Track Identifier": 1}]"#,
        ),
    ] {
        let export = zip(&[
            ("Apple Music Play Activity.csv", activity.as_bytes()),
            (name, content.as_bytes()),
        ]);
        assert_eq!(
            plays("apple.zip", export),
            ["2024-01-01T08:00:00Z Nova Reed | Sol | Tidal"],
            "{name}"
        );
    }
}

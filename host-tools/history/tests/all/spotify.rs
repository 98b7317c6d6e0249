//! Imports of Spotify's exports, from the outside: what an owner can trust.
#![cfg(feature = "library")]

use crate::common::{account_row, extended_row, json, spelled_out, zip};
use playtally_history::{Export, Library, Plays, Stored, read};
use serde_json::{Value, json};

fn bytes(name: &str, content: impl AsRef<[u8]>) -> Export {
    Export::Bytes(name.to_owned(), content.as_ref().into())
}

/// Imports into one library, one after the other.
fn import(exports: &[Export]) -> (Library, Vec<Stored>) {
    let mut library = Library::in_memory().unwrap();
    let stored = exports
        .iter()
        .map(|export| {
            let books = library.import([export.clone()], &mut ()).unwrap();
            assert!(books.files.iter().all(|file| file.are_closed()), "{books:?}");
            books.total().stored
        })
        .collect();
    (library, stored)
}

fn plays(exports: &[Export]) -> Plays {
    import(exports).0.plays().unwrap()
}

/// Every order of three exports gives the same plays, one by one and together.
fn assert_order_is_nothing(exports: [Export; 3]) -> Plays {
    let [a, b, c] = &exports;
    let expected = plays(&exports);
    for order in [[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a], [a, b, c]] {
        let order = order.map(Clone::clone);
        assert_eq!(spelled_out(&plays(&order)), spelled_out(&expected));
        assert_eq!(spelled_out(&read(order, &mut ()).unwrap().0), spelled_out(&expected));
    }
    expected
}

#[test]
fn two_equal_plays_within_a_minute_are_both_real() {
    let row = account_row("2024-05-01 10:00", "Luna", "Sol", 12_000);
    let export = bytes("a.json", json(&[row.clone(), row.clone()]));
    let (library, stored) = import(&[export.clone(), export]);
    assert_eq!((stored[0].music, stored[1].music), (2, 0));
    assert_eq!(library.plays().unwrap().rows().len(), 2);
}

#[test]
fn equal_plays_are_counted_off_over_the_files_of_an_export_but_not_over_exports() {
    let row = account_row("2024-05-01 10:00", "Luna", "Sol", 12_000);
    let shard = json(std::slice::from_ref(&row));
    let other = json(&[row, account_row("2024-05-01 10:02", "Luna", "Sol", 1)]);
    let export = zip(&[
        ("MyData/StreamingHistory0.json", &shard),
        ("MyData/StreamingHistory1.json", &other),
    ]);
    let (library, stored) = import(&[bytes("a.zip", &export), bytes("again.json", shard)]);
    assert_eq!((stored[0].music, stored[1].music), (3, 0));
    assert_eq!(library.plays().unwrap().rows().len(), 3);
}

#[test]
fn account_and_extended_report_the_same_plays() {
    let account = [
        account_row("2024-05-01 10:00", "Luna", "Sol", 12_000),
        account_row("2024-05-01 10:00", "Luna", "Sol", 12_000),
        account_row("2024-05-01 10:00", "Luna", "Sol", 12_000),
        account_row("2024-05-01 10:00", "Luna", "Sol", 12_001),
    ];
    let extended = [
        extended_row("2024-05-01T10:00:01Z", "Luna", "Sol", 12_000),
        extended_row("2024-05-01T10:00:59Z", "Luna", "Sol", 12_000),
    ];
    let more = [extended_row("2024-05-01T10:00:30Z", "Luna", "Sol", 12_000)];
    let plays = assert_order_is_nothing([
        bytes("account.json", json(&account)),
        bytes("extended.json", json(&extended)),
        bytes("more.json", json(&more)),
    ]);
    assert_eq!(plays.rows().len(), 4);
}

#[test]
fn vintages_of_one_export_add_up_to_what_both_know() {
    let mut old = extended_row("2020-05-01T10:00:00Z", "Luna", "Sol", 60_000);
    old["offline_timestamp"] = json!(1_588_300_000_000_i64);
    old["shuffle"] = Value::Null;
    let mut new = extended_row("2020-05-01T10:00:00Z", "Luna", "Sol", 60_000);
    new["offline_timestamp"] = Value::Null;
    new["conn_country"] = json!("SE");
    let mut renamed = new.clone();
    renamed["master_metadata_track_name"] = json!("Sol (Live)");
    let plays = assert_order_is_nothing([
        bytes("old.json", json(&[old])),
        bytes("new.json", json(&[new])),
        bytes("renamed.json", json(&[renamed])),
    ]);
    let [play] = plays.rows() else {
        panic!("{:?}", plays.rows())
    };
    assert_eq!(
        (play.started_at, play.country, play.shuffle),
        (1_588_300_000, *b"SE", Some(true))
    );
}

#[test]
fn the_same_stamp_alone_is_no_duplicate() {
    let rows = [
        extended_row("2024-05-01T10:00:00Z", "Luna", "Sol", 1_000),
        extended_row("2024-05-01T10:00:00Z", "Luna", "Sol", 2_000),
        extended_row("2024-05-01T10:00:00Z", "Luna", "Mar", 1_000),
        extended_row("2024-05-01T10:00:00Z", "Luna", "Sol", 1_000),
    ];
    let (_, books) = read([bytes("a.json", json(&rows))], &mut ()).unwrap();
    assert_eq!((books.total().stored.music, books.total().duplicate), (3, 1));
}

#[test]
fn podcasts_in_the_music_of_old_account_data_are_found_out() {
    let old = account_row("2019-05-01 10:00", "A Show", "An Episode", 90_000);
    let new = json!({"endTime": "2019-05-01 10:00", "podcastName": "A Show", "episodeName": "An Episode", "msPlayed": 90_000});
    let mut extended = extended_row("2019-05-01T10:00:12Z", "", "", 90_000);
    extended["master_metadata_track_name"] = Value::Null;
    extended["episode_name"] = json!("An Episode");
    extended["episode_show_name"] = json!("A Show");
    extended["spotify_episode_uri"] = json!("spotify:episode:1");
    let plays = assert_order_is_nothing([
        bytes("old.json", json(&[old])),
        bytes("new.json", json(&[new])),
        bytes("extended.json", json(&[extended])),
    ]);
    assert_eq!(plays.rows().len(), 1);
    assert_eq!(plays.items()[0].kind, playtally_history::Kind::Podcast);
}

#[test]
fn the_author_of_an_audiobook_is_learnt_from_the_account_data() {
    let account = json!({"endTime": "2024-05-01 10:00", "audiobookName": "A Book", "chapterName": "One", "authorName": "An Author", "msPlayed": 90_000});
    let mut extended = extended_row("2024-05-01T10:00:12Z", "", "", 90_000);
    for name in [
        "master_metadata_track_name",
        "master_metadata_album_artist_name",
        "spotify_track_uri",
    ] {
        extended[name] = Value::Null;
    }
    extended["audiobook_title"] = json!("A Book");
    extended["audiobook_chapter_title"] = json!("One");
    extended["audiobook_chapter_uri"] = json!("spotify:chapter:1");
    let mut second = extended.clone();
    second["ts"] = json!("2024-05-02T10:00:12Z");
    let plays = assert_order_is_nothing([
        bytes("account.json", json(&[account])),
        bytes("extended.json", json(&[extended])),
        bytes("second.json", json(&[second])),
    ]);
    assert_eq!(plays.rows().len(), 2);
    assert!(
        plays
            .rows()
            .iter()
            .all(|play| plays.artist(plays.item(play)) == Some("An Author"))
    );
}

#[test]
fn bad_rows_are_named_and_the_others_kept() {
    let good = extended_row("2024-05-01T10:00:00Z", "Luna", "Sol", 1_000);
    let with = |name: &str, value: Value| {
        let mut row = good.clone();
        row[name] = value;
        row
    };
    let rows = [
        good.clone(),
        with("ts", json!("2023-02-29T00:00:00Z")),
        with("ts", json!(5)),
        with("ms_played", json!("long")),
        with("ms_played", json!(-1)),
        with("ms_played", json!(1.5)),
        with("master_metadata_track_name", json!(["Sol"])),
        with("shuffle", json!("perhaps")),
        with("ts", Value::Null),
        json!(5),
        with("master_metadata_track_name", Value::Null),
    ];
    let (plays, books) = read([bytes("a.json", json(&rows))], &mut ()).unwrap();
    let file = &books.files[0];
    let unreadable: Vec<String> = file
        .unreadable
        .iter()
        .map(|bad| format!("{}: {}", bad.row, bad.reason))
        .collect();
    assert_eq!(
        unreadable,
        [
            "2: ts is not a date and time that exists",
            "3: ts is not text",
            "4: ms_played is not a whole number in range",
            "5: ms_played is not a whole number in range",
            "6: ms_played is not a whole number in range",
            "7: master_metadata_track_name is not text",
            "9: ts is missing",
            "10: not a row of a history",
        ]
    );
    assert_eq!(
        (file.read, file.stored.music, file.duplicate, file.nameless),
        (11, 1, 1, 1)
    );
    assert_eq!(plays.rows().len(), 1);
}

#[test]
fn what_must_not_be_kept_is_not() {
    let mut row = extended_row("2024-05-01T10:00:00Z", "Luna", "Sol", 1_000);
    let secrets = [
        "MyUserName",
        "198.51.100.7",
        "MyUserAgent",
        "Partner tv vendor;model;MyDeviceNumber;;tpapi",
    ];
    for (name, secret) in ["username", "ip_addr_decrypted", "user_agent_decrypted", "platform"]
        .iter()
        .zip(secrets)
    {
        row[name] = json!(secret);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library");
    let mut library = Library::open(&path).unwrap();
    library.import([bytes("a.json", json(&[row]))], &mut ()).unwrap();
    drop(library);
    let stored = std::fs::read(&path).unwrap();
    let holds = |text: &str| memchr::memmem::find(&stored, text.as_bytes()).is_some();
    assert!(holds("Luna"));
    for secret in [
        "MyUserName",
        "198.51.100.7",
        "MyUserAgent",
        "MyDeviceNumber",
        "tpapi",
        "a.json",
    ] {
        assert!(!holds(secret), "{secret}");
    }
}

use std::io::{Cursor, Write};

use super::*;
use crate::{File, Memory, Whose};
use playtally_panel::{PANELS, Rotation};
use playtally_screen::Class;
use playtally_simulator::testing;

/// Noon of a day after the last play of the sample, in milliseconds.
const NOW: f64 = 1_795_176_000_000.0;

/// An export whose only row does not say what was played.
const NAMELESS: &[u8] = br#"[{"ts":"2024-03-01T20:00:00Z","ms_played":180000,"master_metadata_track_name":null,
    "master_metadata_album_artist_name":null,"spotify_track_uri":null}]"#;

/// A play on YouTube: on a topic channel, or under YouTube Music.
fn watched(header: &str, hour: u32) -> String {
    format!(
        r#"{{"header":"{header}","title":"Watched Sol","titleUrl":"https://www.youtube.com/watch?v=a{hour}",
        "subtitles":[{{"name":"Luna - Topic","url":"https://www.youtube.com/channel/c"}}],"time":"2024-03-01T{hour:02}:00:00.000Z"}}"#
    )
}

fn sample() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/sample-export.zip");
    std::fs::read(path).expect("the sample is in the project")
}

/// A row of an account export in a minute of an hour.
fn row(minute: u32) -> String {
    format!(
        r#"{{"endTime":"2024-03-01 20:{minute:02}","artistName":"Luna","trackName":"Sol {minute}","msPlayed":180000}}"#
    )
}

fn rows(minutes: std::ops::Range<u32>) -> Vec<u8> {
    let rows: Vec<String> = minutes.map(row).collect();
    format!("[{}]", rows.join(",")).into_bytes()
}

/// A page, and what is given to it: files by themselves.
fn given(files: &[(&str, &[u8])]) -> (Page, Vec<Given>) {
    let page = Page::new(Arc::new(Memory(
        files.iter().map(|(_, content)| content.to_vec()).collect(),
    )));
    let given = (0..).zip(files).map(|(number, (name, content))| Given {
        name: (*name).to_owned(),
        folder: false,
        side_by_side: number,
        files: vec![File {
            path: (*name).to_owned(),
            number,
            length: content.len() as u64,
        }],
        user: None,
    });
    (page, given.collect())
}

fn read(given: &[Given]) -> Question {
    Question::Read {
        given: given.to_vec(),
        no_topic_channels: false,
        zone: "Europe/Stockholm".to_owned(),
        now: NOW,
    }
}

fn json(page: &mut Page, question: Question) -> Value {
    json_of(page, question, &[])
}

fn json_of(page: &mut Page, question: Question, file: &[u8]) -> Value {
    match page.answer(question, file).expect("an answer") {
        Answer::Json(value) => value,
        Answer::Bytes(_) => panic!("bytes"),
    }
}

fn bytes(page: &mut Page, question: Question) -> Vec<u8> {
    page.answer(question, &[]).expect("an answer").into()
}

fn press(owner: &str) -> Question {
    let owner = owner.to_owned();
    Question::Press {
        owner,
        accent: None,
        id: None,
        now: NOW,
    }
}

fn load(name: &str, stick: bool) -> Question {
    let name = name.to_owned();
    Question::Load { name, stick, now: NOW }
}

fn set(device: &str, degrees: u32) -> Question {
    let choice = Choice {
        device: device.to_owned(),
        degrees,
        ..Choice::default()
    };
    Question::Set { choice, now: NOW }
}

/// A page whose device shows the sample.
fn shown() -> Page {
    let (mut page, given) = given(&[("my.zip", &sample())]);
    json(&mut page, read(&given));
    json(&mut page, press("Bo"));
    page
}

/// Lets so many seconds pass, and says how the device does then.
fn pass(page: &mut Page, seconds: u32) -> Value {
    let mut status = Value::Null;
    for _ in 0..seconds * 10 {
        status = json(page, Question::Pass { ms: 100.0 })["status"].take();
    }
    status
}

#[test]
fn an_export_becomes_books_a_summary_and_a_picture() {
    let (mut page, given) = given(&[("my.zip", &sample())]);
    let read = json(&mut page, read(&given));
    let total = &read["given"][0]["total"];
    assert_eq!(total, &read["total"]);
    let kinds = [
        "music",
        "podcast",
        "audiobook",
        "known",
        "nameless",
        "momentless",
        "unreadable",
    ];
    let sum: u64 = kinds.iter().filter_map(|kind| total[*kind].as_u64()).sum();
    assert_eq!(total["read"].as_u64(), Some(sum), "the books are closed: {total}");
    assert!(sum >= 8_000, "{sum}");
    let weeks = &read["counted"]["rings"]["weeks"];
    assert_eq!(read["counted"]["rings"]["first"], json!(2019));
    assert!(weeks.as_array().is_some_and(|years| years.len() == 8), "{weeks}");
    let pressed = json(&mut page, press("Bo"));
    let passed = json(&mut page, Question::Pass { ms: 10.0 });
    let status = &passed["status"];
    assert_eq!(
        (&status["owner"], &status["page"], &passed["new"]),
        (&json!("Bo"), &json!("cover"), &json!(true))
    );
    assert_eq!(bytes(&mut page, Question::Picture).len(), 320 * 240 * 4);
    assert_eq!(json(&mut page, Question::Pass { ms: 0.0 })["new"], json!(false));
    let file = bytes(&mut page, Question::Summary);
    let summary = Kept::new(file).expect("a sound summary");
    assert_eq!(summary.owner(), "Bo");
    assert_eq!(pressed["bytes"], json!(summary.summary().file().len()));
}

#[test]
fn several_files_are_one_history_in_which_nothing_counts_twice() {
    let (first, second, both) = (rows(0..20), rows(10..30), rows(0..30));
    let of = |files: &[(&str, &[u8])]| {
        let (mut page, given) = given(files);
        let read = json(&mut page, read(&given));
        json(&mut page, press(""));
        (read, bytes(&mut page, Question::Summary))
    };
    let (one, summary_of_one) = of(&[("StreamingHistory_music_0.json", &both)]);
    let [first, second] = [&first, &second].map(|rows| zip_of("StreamingHistory_music_0.json", rows));
    let (two, summary_of_two) = of(&[("one.zip", &first), ("two.zip", &second)]);
    assert_eq!(
        (&one["total"]["music"], &two["total"]["music"]),
        (&json!(30), &json!(30))
    );
    assert_eq!(two["given"][1]["total"]["known"], json!(10));
    assert!(summary_of_one == summary_of_two, "the same history is the same summary");
}

/// An archive with one member.
fn zip_of(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file(name, options).expect("a member");
    zip.write_all(content).expect("room");
    zip.finish().expect("an archive").into_inner()
}

#[test]
fn a_folder_is_read_as_one_and_its_private_files_stay_closed() {
    let (first, second) = (rows(0..3), rows(3..5));
    let (mut page, files) = given(&[
        ("MyData/StreamingHistory_music_0.json", &first),
        ("MyData/StreamingHistory_music_1.json", &second),
        ("MyData/Userdata.json", b"private"),
    ]);
    let folder = Given {
        name: "export".to_owned(),
        folder: true,
        side_by_side: 0,
        files: files.into_iter().flat_map(|given| given.files).collect(),
        user: None,
    };
    let read = json(&mut page, read(&[folder]));
    assert_eq!(read["given"][0]["total"]["music"], json!(5));
    assert_eq!(
        read["given"][0]["files"][1]["file"],
        json!("export/MyData/StreamingHistory_music_1.json")
    );
    assert_eq!(read["given"][0]["leftOut"], json!([]));
}

#[test]
fn each_file_that_is_refused_says_why_and_the_others_are_read() {
    let half = &sample()[..1000];
    let bad: [(&str, &[u8], &str, &str); 6] = [
        ("letter.txt", b"Dear Bo", "not-known", "no listening history"),
        ("cut.zip", half, "damaged", "damaged"),
        ("watch-history.html", b"<html>", "web-page", "JSON instead of HTML"),
        ("empty.json", b"[]", "empty", "empty list"),
        (
            "rhythmdb.xml",
            b"<rhythmdb version=\"2.0\">",
            "unread",
            "is the library of Rhythmbox",
        ),
        ("export.tgz", b"\x1F\x8B and more", "packing", "unpack it"),
    ];
    let mut files: Vec<(&str, &[u8])> = bad.iter().map(|(name, content, ..)| (*name, *content)).collect();
    let whole = sample();
    for beside in [false, true] {
        if beside {
            files.push(("my.zip", &whole));
        }
        let (mut page, given) = given(&files);
        let read = json(&mut page, read(&given));
        assert_eq!(read["counted"].is_null(), !beside);
        for (number, (name, _, kind, says)) in bad.iter().enumerate() {
            let left_out = &read["given"][number]["leftOut"][0];
            assert_eq!(left_out["kind"], json!(kind), "{name}: {left_out}");
            assert!(
                left_out["message"].as_str().is_some_and(|said| said.contains(says)),
                "{left_out}"
            );
        }
    }
}

#[test]
fn a_history_without_anything_to_show_is_no_history() {
    let (mut page, given) = given(&[("endsong_0.json", NAMELESS)]);
    let read = json(&mut page, read(&given));
    assert_eq!(
        (&read["counted"], &read["total"]["nameless"]),
        (&Value::Null, &json!(1))
    );
    page.answer(press("Bo"), &[]).expect_err("there is nothing to press");
}

#[test]
fn topic_channels_can_be_left_out() {
    let file = format!("[{},{}]", watched("YouTube", 1), watched("YouTube Music", 2));
    let (mut page, given) = given(&[("watch-history.json", file.as_bytes())]);
    for (no_topic_channels, plays) in [(false, 2), (true, 1)] {
        let question = Question::Read {
            given: given.clone(),
            no_topic_channels,
            zone: "UTC".to_owned(),
            now: NOW,
        };
        assert_eq!(json(&mut page, question)["total"]["music"], json!(plays));
    }
}

#[test]
fn days_and_hours_follow_the_clock_of_whichever_home_is_said() {
    let file = rows(10..16);
    let (mut page, given) = given(&[("StreamingHistory_music_0.json", &file)]);
    json(&mut page, read(&given));
    for (zone, hour) in [("UTC", 20), ("Asia/Tokyo", 5), ("UTC", 20)] {
        let zone = zone.to_owned();
        let counted = json(&mut page, Question::Count { zone: zone.clone() });
        let by_hour = counted["byHour"].as_array().expect("hours").iter();
        let loudest = by_hour
            .enumerate()
            .max_by_key(|(_, plays)| plays.as_u64())
            .expect("an hour");
        assert_eq!((loudest.0, &counted["zone"]), (hour, &json!(zone)));
    }
}

#[test]
fn the_history_says_which_country_it_is_from_and_whether_home_lies_there() {
    let (mut page, given) = given(&[("my.zip", &sample())]);
    let read = json(&mut page, read(&given));
    let first = &read["counted"]["countries"][0];
    assert!(first["percent"].as_u64().is_some_and(|percent| percent > 50), "{first}");
    let zone = first["zone"].as_str().expect("a zone").to_owned();
    let counted = json(&mut page, Question::Count { zone });
    assert_eq!(counted["countries"][0]["isHome"], json!(true));
    let zone = "Antarctica/Troll".to_owned();
    let counted = json(&mut page, Question::Count { zone });
    assert_eq!(counted["countries"][0]["isHome"], json!(false));
}

#[test]
fn the_pages_can_have_another_name_and_another_panel() {
    let mut page = shown();
    json(&mut page, press("Dana"));
    assert_eq!(pass(&mut page, 1)["owner"], json!("Dana"));
    for panel in PANELS {
        for rotation in [Rotation::Deg180, Rotation::Deg90] {
            let turned = page.answer(set(panel.name, rotation.degrees()), &[]);
            let size = panel.size(rotation);
            assert_eq!(turned.is_ok(), Class::is_composed_for(size), "{}", panel.name);
            if turned.is_ok() {
                let status = pass(&mut page, 1);
                assert_eq!(
                    (&status["width"], &status["height"]),
                    (&json!(size.width), &json!(size.height))
                );
                let pixels = bytes(&mut page, Question::Picture).len();
                assert_eq!(pixels, (size.width * size.height * 4) as usize);
            }
        }
    }
}

#[test]
fn a_summary_has_the_id_of_the_history_that_was_kept() {
    let (mut page, given) = given(&[("my.zip", &sample())]);
    json(&mut page, read(&given));
    for (id, number) in [
        (Some("0123456789abcdef"), Some(0x0123_4567_89ab_cdef)),
        (Some("nonsense"), None),
        (None, None),
    ] {
        let question = Question::Press {
            owner: "Bo".to_owned(),
            accent: None,
            id: id.map(str::to_owned),
            now: NOW,
        };
        json(&mut page, question);
        let kept = Kept::new(bytes(&mut page, Question::Summary)).expect("a summary");
        assert_eq!(kept.summary().owner_id().map(OwnerId::number), number);
    }
}

#[test]
fn what_says_whose_it_is_and_makes_no_sense_is_nobodys() {
    let history = br#"{"a":1}"#;
    let sound = r#"{"id":"0123456789abcdef","name":"","home":"UTC"}"#;
    for (owner, is_known) in [
        (sound.to_owned(), true),
        (sound.replace("UTC", "Nowhere"), false),
        (sound.replace("0123", "012"), false),
        ("[]".to_owned(), false),
        (format!("{sound}{}", " ".repeat(5_000)), true),
        (format!("{}{sound}", " ".repeat(5_000)), false),
    ] {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [("owner.json", owner.as_bytes()), ("history.jsonl", history)] {
            zip.start_file(name, zip::write::SimpleFileOptions::default())
                .expect("a member");
            zip.write_all(content).expect("room");
        }
        let zip = zip.finish().expect("an archive").into_inner();
        let (page, given) = given(&[("ada.zip", &zip)]);
        assert_eq!(keeping::whose(&given[0], &page.outside).is_some(), is_known, "{owner}");
    }
}

#[test]
fn an_owner_has_the_colour_that_was_chosen() {
    let (mut page, given) = given(&[("my.zip", &sample())]);
    json(&mut page, read(&given));
    let known = json(&mut page, Question::Known);
    let accents = known["accents"].as_array().expect("accents");
    assert_eq!(accents.len(), 8);
    for accent in 0..8 {
        let question = Question::Press {
            owner: "Bo".to_owned(),
            accent: Some(accent),
            id: None,
            now: NOW,
        };
        json(&mut page, question);
        let kept = Kept::new(bytes(&mut page, Question::Summary)).expect("a summary");
        assert_eq!(kept.summary().owner().accent, accent);
    }
}

#[test]
fn the_report_is_that_of_the_same_history_elsewhere() {
    let (mut page, given) = given(&[("my.zip", &sample())]);
    let report = || Question::Report {
        owner: "Bo".to_owned(),
        accent: None,
    };
    assert!(page.answer(report(), &[]).is_err(), "there is no history yet");
    json(&mut page, read(&given));
    json(&mut page, press("Bo"));
    let seen = bytes(&mut page, report());
    let here = reading::here(NOW, chrono_tz::Europe::Stockholm);
    let export = playtally_history::Export::Bytes("my.zip".to_owned(), sample().into());
    let (plays, _) = playtally_history::read_at(here, [export], &mut ()).expect("the sample");
    let counted = Counted::of(&plays, here.home).expect("music");
    let story = playtally_telling::tell(&counted.statistics);
    assert!(seen == playtally_report::page(&story, Some("Bo"), None).into_bytes());
}

#[test]
fn a_history_that_was_kept_is_the_same_when_it_is_given_again() {
    let (mut page, first) = given(&[("my.zip", &sample())]);
    let before = json(&mut page, read(&first));
    json(&mut page, press("Bo"));
    let summary = bytes(&mut page, Question::Summary);
    let whose = Whose {
        id: "0123456789abcdef".to_owned(),
        name: "Bo".to_owned(),
        home: "Europe/Stockholm".to_owned(),
    };
    let keep = || Question::History { whose: whose.clone() };
    let kept = bytes(&mut page, keep());
    assert!(kept == bytes(&mut page, keep()), "the same bytes whenever it is made");

    let (mut page, again) = given(&[("bo-history.zip", &kept)]);
    let after = json(&mut page, read(&again));
    assert_eq!(after["counted"], before["counted"]);
    assert_eq!(after["given"][0]["sources"], json!(["Playtally"]));
    assert_eq!(after["given"][0]["whose"], json!(whose));
    assert_eq!(
        before["given"][0]["whose"],
        Value::Null,
        "an export of a service does not say"
    );
    json(&mut page, press("Bo"));
    assert!(
        bytes(&mut page, Question::Summary) == summary,
        "the same history is the same summary"
    );

    // Beside the export that it came from, it brings nothing new.
    let (mut page, both) = given(&[("my.zip", &sample()), ("bo-history.zip", &kept)]);
    let both = json(&mut page, read(&both));
    assert_eq!(both["total"]["music"], before["total"]["music"]);
}

#[test]
fn a_summary_is_shown_and_a_second_one_comes_on_a_stick() {
    let (mut page, _) = given(&[]);
    let loaded = json_of(&mut page, load("ada.tally", false), &testing::summary("Ada"));
    assert_eq!(loaded["owner"], json!("Ada"));
    assert_eq!(pass(&mut page, 1)["owner"], json!("Ada"));
    json_of(&mut page, load("bo.tally", true), &testing::summary("Bo"));
    assert_eq!(
        pass(&mut page, 1)["page"],
        Value::Null,
        "the device says that it found a stick"
    );
    let status = pass(&mut page, 8);
    assert_eq!((&status["owner"], &status["stick"]), (&json!("Bo"), &json!(true)));
    assert!(
        bytes(&mut page, Question::Summary) == testing::summary("Ada"),
        "what is saved stays"
    );
}

#[test]
fn the_name_in_a_summary_that_was_shown_does_not_come_onto_ones_own_pages() {
    let (mut page, given) = given(&[("my.zip", &sample())]);
    json_of(&mut page, load("ada.tally", false), &testing::summary("Ada"));
    page.answer(press("Bo"), &[]).expect_err("there is no history yet");
    json(&mut page, read(&given));
    json(&mut page, press(""));
    assert_eq!(pass(&mut page, 1)["owner"], json!(""));
}

#[test]
fn what_is_no_summary_is_explained_and_leaves_the_page_as_it_is() {
    let mut page = shown();
    let trouble = page.answer(load("my.tally", false), b"Dear Bo").expect_err("trouble");
    assert!(trouble.to_string().contains("my.tally: "), "{trouble}");
    assert_eq!(pass(&mut page, 1)["owner"], json!("Bo"));
    json(&mut page, Question::Forget);
    page.answer(Question::Pass { ms: 16.0 }, &[])
        .expect_err("the device is off");
    page.answer(press("Bo"), &[]).expect_err("the history is forgotten");
}

#[test]
fn a_database_that_a_page_has_no_room_for_is_left_to_the_command_line() {
    let (mut page, _) = given(&[]);
    let mut fits = |bytes: u64, start: &[u8]| {
        let name = "navidrome.db".to_owned();
        page.answer(Question::Fits { name, bytes }, start)
    };
    let export = Answer::Json(json!({ "isSummary": false }));
    assert_eq!(fits(512 << 20, DATABASE_START).expect("room"), export);
    assert_eq!(fits(4 << 30, b"PK\x03\x04 and more").expect("room"), export);
    assert_eq!(
        fits(9, &MAGIC).expect("room"),
        Answer::Json(json!({ "isSummary": true }))
    );
    let trouble = fits((512 << 20) + 1, DATABASE_START).expect_err("no room").to_string();
    assert!(trouble.contains("playtally import \"navidrome.db\""), "{trouble}");
}

/// A database of a server with the plays of these people, and the log in which they stand.
fn server(people: &[&str]) -> [Vec<u8>; 2] {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("navidrome.db");
    let server = rusqlite::Connection::open(&path).expect("a database");
    server
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE user(id, user_name);
             CREATE TABLE media_file(id, title, album, artist, duration); INSERT INTO media_file VALUES ('m', 'Sol', '', 'Luna', 180);
             CREATE TABLE scrobbles(media_file_id, user_id, submission_time);",
        )
        .expect("tables");
    for person in people {
        let play = "INSERT INTO user VALUES (?1, ?1)";
        server.execute(play, [person]).expect("a person");
        let play = "INSERT INTO scrobbles VALUES ('m', ?1, 1767602410)";
        server.execute(play, [person]).expect("a play");
    }
    ["", "-wal"].map(|end| std::fs::read(format!("{}{end}", path.display())).expect("a file"))
}

#[test]
fn a_database_is_read_with_the_log_beside_it_and_of_whom_it_is_said() {
    let read_of = |whose: Option<&str>, people: &[&str], beside: bool| {
        let [file, log] = server(people);
        let export = sample();
        let (mut page, mut given) = given(&[("navidrome.db", &file), ("navidrome.db-wal", &log), ("my.zip", &export)]);
        let log = given.remove(1);
        given[0].files.extend(log.files);
        given[0].user = whose.map(str::to_owned);
        given.truncate(if beside { 2 } else { 1 });
        json(&mut page, read(&given))["given"][0].take()
    };
    for (whose, people) in [(None, &["ann"][..]), (Some("Ann"), &["ann", "bo"])] {
        assert_eq!(read_of(whose, people, false)["total"]["music"], json!(1), "{whose:?}");
    }
    for beside in [false, true] {
        let asked = read_of(None, &["ann", "bo"], beside);
        assert_eq!(asked["leftOut"][0]["people"], json!(["ann", "bo"]), "{asked}");
    }
    assert_eq!(
        read_of(Some("cleo"), &["ann", "bo"], false)["leftOut"][0]["kind"],
        json!("people")
    );
}

#[test]
fn keys_and_buttons_do_what_they_do_elsewhere() {
    let mut page = shown();
    let status = pass(&mut page, 1);
    let next = status["buttons"]
        .as_array()
        .expect("buttons")
        .iter()
        .position(|does| does == "next");
    let number = next.expect("a button");
    json(&mut page, Question::Button { number });
    assert_ne!(pass(&mut page, 1)["page"], json!("cover"));
    let key = |key: &str| Question::Key { key: key.to_owned() };
    json(&mut page, key("ArrowLeft"));
    assert_eq!(pass(&mut page, 1)["page"], json!("cover"));
    json(&mut page, key("m"));
    assert_eq!(pass(&mut page, 1)["menu"], json!(true));
    json(&mut page, key("F5"));
}

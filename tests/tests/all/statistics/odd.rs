//! Histories that are odd: at the changes of clocks, on leap days, of nothing, of one play, of one artist, and in
//! several files.

use std::path::PathBuf;

use playtally_tests::archive::Folder;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::program::User;
use playtally_tests::spotify_extended::Extended;
use serde_json::{Value, json};

use super::{said, statistics, user_of};

/// A row of an extended export: a play that ends at a second of UTC and takes three minutes.
fn row(ts: &str, title: &str, artist: &str) -> Value {
    json!({
        "ts": ts, "ms_played": 180_000, "master_metadata_track_name": title, "master_metadata_album_artist_name": artist,
        "master_metadata_album_album_name": "Delta", "spotify_track_uri": format!("spotify:track:{title}"),
    })
}

/// What the program says of a history of these rows.
fn of(rows: &[Value], options: &[&str]) -> Value {
    let files = User::new();
    statistics(
        &user_of([files.put("endsong_0.json", json!(rows).to_string())]),
        options,
    )
}

/// The hours of the day with a counted play, with their number.
fn hours(statistics: &Value) -> Vec<(usize, u64)> {
    let hours = statistics["by_hour"]
        .as_array()
        .unwrap()
        .iter()
        .map(|plays| plays.as_u64().unwrap());
    hours.enumerate().filter(|(_, plays)| *plays > 0).collect()
}

#[test]
fn the_hour_that_clocks_skip_stays_empty() {
    // In Stockholm, 02:00 became 03:00 at 01:00 UTC.
    let ends = ["2024-03-31T00:58:00Z", "2024-03-31T01:04:00Z", "2024-03-31T01:58:00Z"];
    let rows = ends.map(|ts| row(ts, "River", "Otter"));
    let said = of(&rows, &["--timezone=Europe/Stockholm"]);
    assert_eq!(hours(&said), [(1, 1), (3, 2)]);
    assert_eq!(said["totals"]["days"], 1);
}

#[test]
fn the_hour_that_clocks_repeat_has_both() {
    // In Stockholm, 03:00 became 02:00 at 01:00 UTC: the day has 25 hours, and plays in all of them.
    let rows: Vec<Value> = (22..47)
        .map(|hour| {
            row(
                &format!("2024-10-{}T{:02}:33:00Z", 26 + hour / 24, hour % 24),
                "River",
                "Otter",
            )
        })
        .collect();
    let said = of(&rows, &["--timezone=Europe/Stockholm"]);
    let twice = (0..24)
        .map(|hour| (hour, if hour == 2 { 2 } else { 1 }))
        .collect::<Vec<_>>();
    assert_eq!(hours(&said), twice);
    assert_eq!(
        said["biggest_day"],
        json!({"date": "2024-10-27", "ms": 25 * 180_000, "plays": 25})
    );
    assert_eq!(said["by_day"].as_array().unwrap().len(), 1);
}

#[test]
fn a_leap_day_is_a_day_of_its_month_and_of_a_streak() {
    let ends = [
        "2024-02-28T12:00:00Z",
        "2024-02-29T12:00:00Z",
        "2024-02-29T13:00:00Z",
        "2024-03-01T12:00:00Z",
    ];
    let rows = ends.map(|ts| row(ts, "River", "Otter"));
    let said = of(&rows, &["--timezone=UTC"]);
    assert_eq!(
        said["longest_streak"],
        json!({"days": 3, "from": "2024-02-28", "to": "2024-03-01"})
    );
    assert_eq!(
        said["by_month"],
        json!([{"month": "2024-02", "plays": 3, "ms": 540_000}, {"month": "2024-03", "plays": 1, "ms": 180_000}])
    );
    let memories = said["on_this_day"].as_array().unwrap();
    let leap = memories
        .iter()
        .find(|day| (&day["month"], &day["day"]) == (&json!(2), &json!(29)));
    assert_eq!(leap.unwrap()["memories"][0]["date"], "2024-02-29");
    let leap = of(&rows, &["--timezone=UTC", "--from=2024-02-29", "--to=2024-02-29"]);
    assert_eq!(leap["totals"]["plays"], 2);
}

/// Every number of the fixed names is nought, and what there is none of is null or empty.
#[track_caller]
fn expect_nothing(said: &Value) {
    for (name, value) in said["totals"].as_object().unwrap() {
        assert!(*value == json!(0) || value.is_null(), "{name} is {value}");
    }
    for name in [
        "top_artists",
        "top_tracks",
        "top_albums",
        "by_month",
        "by_year",
        "by_day",
        "eras",
        "moods",
        "recaps",
    ] {
        assert_eq!(said[name], json!([]), "{name}");
    }
    for name in ["biggest_day", "longest_streak", "current_streak", "recent"] {
        assert_eq!(said[name], Value::Null, "{name}");
    }
}

#[test]
fn an_empty_history_says_nothing_and_is_no_error() {
    let files = User::new();
    let podcast = json!([{
        "ts": "2024-03-03T12:00:00Z", "ms_played": 600_000, "episode_name": "One", "episode_show_name": "Two Maps",
        "spotify_episode_uri": "spotify:episode:1",
    }]);
    let user = user_of([files.put("endsong_0.json", podcast.to_string())]);
    let said = statistics(&user, &["--timezone=UTC"]);
    expect_nothing(&said);
    assert_eq!(
        said["podcasts"],
        json!({"plays": 1, "counted_plays": 1, "ms": 600_000, "artists": 1, "titles": 1})
    );
    expect_nothing(&statistics(&user, &["--year=1999"]));
    for form in [&["stats"][..], &["report", "-o", "-"]] {
        let shown = user.run(form).succeeded().output;
        assert!(shown.contains("10 min"), "the podcast is told of: {shown}");
    }
}

#[test]
fn one_play_is_a_history() {
    let said = of(&[row("2024-02-29T23:59:59Z", "川", "海")], &["--timezone=Asia/Kolkata"]);
    let top = json!([{"title": "川", "artist": "海", "plays": 1, "ms": 180_000}]);
    assert_eq!(said["top_tracks"], top);
    assert_eq!(said["totals"]["first"], "2024-03-01", "half past five of the next day");
    assert_eq!(hours(&said), [(5, 1)]);
    assert_eq!(
        said["longest_streak"],
        json!({"days": 1, "from": "2024-03-01", "to": "2024-03-01"})
    );
}

#[test]
fn one_artist_is_everything() {
    let rows: Vec<Value> = (0..600)
        .map(|n| {
            let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
            row(
                &format!("{}-{month:02}-{day:02}T12:00:00Z", 2020 + n / 336),
                &format!("Song {}", n % 7),
                "Otter",
            )
        })
        .collect();
    let said = of(&rows, &["--timezone=UTC"]);
    assert_eq!(
        said["top_artists"],
        json!([{"name": "Otter", "plays": 600, "ms": 600 * 180_000}])
    );
    assert_eq!(said["eras"].as_array().unwrap().len(), 1);
    let breadth = said["breadth"]["by_month"].as_array().unwrap();
    assert!(
        breadth.iter().all(|month| month["effective_artists"] == 1.0),
        "{breadth:?}"
    );
    let leaders = said["race"].as_array().unwrap().iter().map(|month| &month["leaders"]);
    assert!(
        leaders
            .into_iter()
            .all(|leaders| leaders.as_array().unwrap().len() == 1)
    );
}

#[test]
fn however_a_history_is_split_the_same_bytes_come_out() {
    let files = User::new();
    let listener = Listener::new(Person::new(5, 1_500));
    let truth = Extended::OLD
        .write(&listener, &mut Folder::new(files.path("export")))
        .unwrap();
    let mut members: Vec<PathBuf> = truth
        .files
        .iter()
        .map(|file| files.path("export").join(&file.file))
        .collect();
    assert!(members.len() > 1);
    let options = ["--timezone=Europe/Lisbon", "--private"];
    let whole = said(&user_of([files.path("export")]), &options);
    assert_eq!(said(&user_of(&members), &options), whole);
    members.reverse();
    assert_eq!(said(&user_of(&members), &options), whole);

    // And every play in a file of its own, the last one first.
    let rows: Vec<Value> = serde_json::from_slice(&std::fs::read(&members[0]).unwrap()).unwrap();
    let few = &rows[..40];
    let together = files.put("together.json", json!(few).to_string());
    for (at, row) in few.iter().rev().enumerate() {
        files.put(&format!("apart/{at}.json"), json!([row]).to_string());
    }
    assert_eq!(
        said(&user_of([files.path("apart")]), &options),
        said(&user_of([together]), &options)
    );
}

//! An unknown artist is nobody, from the exports to the panel.

use std::fmt::Write;

use playtally_tests::program::User;
use serde_json::Value;

/// 2021-01-04 06:00 in UTC.
const START: i64 = 1_609_740_000;

/// A Rockbox log of three years with plays of tracks by these artists, in turn; its untagged tracks are played most.
fn log(artists: &[&str]) -> String {
    let mut log = "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/Rockbox ipodvideo $Revision$\n".to_owned();
    for n in 0..2_400_i64 {
        let artist = artists[n as usize % artists.len()];
        // Sessions of six on every second day; the tracks change with the seasons.
        let at = START + n / 6 * 2 * 86_400 + n % 6 * 240;
        let title = format!("Track {:02}", (n * 7 + n / 400) % 19);
        let album = ["", "Blue Tape"][n as usize % 2];
        let _ = writeln!(log, "{artist}\t{album}\t{title}\t1\t200\tL\t{at}\t");
    }
    log
}

/// An Apple Music table as its newest exports have it: without a word of artists.
fn apple() -> String {
    let mut table = "Event Type,Event Start Timestamp,Event End Timestamp,End Reason Type,Play Duration Milliseconds,\
                     Media Duration In Milliseconds,Song Name,Album Name,UTC Offset In Seconds,Device Type\n"
        .to_owned();
    for n in 0..600_i64 {
        let at = |seconds: i64| {
            let at = chrono::DateTime::from_timestamp(START + 43_200 + n * 2 * 86_400 / 3 + seconds, 0);
            at.unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string()
        };
        let title = format!("Song {}", n % 11);
        let _ = writeln!(
            table,
            "PLAY_END,{},{},NATURAL_END_OF_TRACK,200000,200000,{title},Red Tape,0,IPHONE",
            at(0),
            at(200)
        );
    }
    table
}

/// The places of empty artists in what JSON says.
fn empty_artists(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let at = format!("{at}/{name}");
                let is_empty = |value: &Value| value.as_str().is_some_and(|name| name.trim().is_empty());
                match (&**name, value) {
                    ("artist" | "name" | "text", value) if is_empty(value) => found.push(at.clone()),
                    ("artists", Value::Array(names)) if names.iter().any(is_empty) => found.push(at.clone()),
                    _ => {}
                }
                empty_artists(value, &at, found);
            }
        }
        Value::Array(values) => {
            for (n, value) in values.iter().enumerate() {
                empty_artists(value, &format!("{at}/{n}"), found);
            }
        }
        _ => {}
    }
}

/// Has everything that tells a history told, and looks for an artist who is nobody.
fn told_without_nobody(user: &User) -> (Value, Value) {
    let json = |arguments: &[&str]| -> Value {
        let value = serde_json::from_str(&user.run(arguments).succeeded().output).expect("JSON");
        let mut found = Vec::new();
        empty_artists(&value, "", &mut found);
        assert_eq!(found, Vec::<String>::new(), "{arguments:?}");
        value
    };
    let statistics = json(&["stats", "--json"]);
    user.run(["summary", "--owner", "Ada", "--fonts", "bundled", "-o", "a.tally"])
        .succeeded();
    let summary = json(&["inspect", "a.tally", "--json"]);

    let texts = [
        user.run(["stats"]).succeeded().output,
        user.run(["report", "-o", "-"]).succeeded().output,
        user.run(["inspect", "a.tally"]).succeeded().output,
    ];
    for text in &texts {
        for nobody in ["UNTAGGED", "Unknown Artist", "<unknown>", "&lt;unknown"] {
            assert!(!text.contains(nobody), "{nobody} is told of: {text}");
        }
    }
    let [stats, report, _] = texts;
    // A name of nothing would stand between these.
    for nothing in [" · \n", " · ,", "  · ", ": ,"] {
        assert!(!stats.contains(nothing), "{nothing:?}: {stats}");
    }
    for nothing in ["<bdi></bdi>", "<bdi> </bdi>"] {
        assert!(!report.contains(nothing), "{nothing:?}");
    }
    for panel in ["display-hat-mini", "ssd1306-128x64"] {
        let shots = ["simulate", "a.tally", "--panel", panel, "--shots", "shots"];
        user.run(shots).succeeded();
    }
    (statistics, summary)
}

#[test]
fn nobody_is_counted_ranked_told_or_drawn_among_somebodies() {
    let user = User::new();
    user.put(
        "a.scrobbler.log",
        log(&[
            "<UNTAGGED>",
            "Nova Reed",
            "<UNTAGGED>",
            "Unknown Artist",
            "The Herons",
            "",
        ]),
    );
    user.put("Apple Music Play Activity.csv", apple());
    let books = user
        .run(["import", "a.scrobbler.log", "Apple Music Play Activity.csv"])
        .succeeded()
        .output;
    assert!(
        books.contains("1600 rows without an artist") && books.contains("600 rows without an artist"),
        "{books}"
    );
    let (statistics, summary) = told_without_nobody(&user);
    assert_eq!(statistics["totals"]["counted_plays"], 3_000);
    assert_eq!(statistics["totals"]["artists"], 2);
    let names: Vec<&Value> = statistics["top_artists"]
        .as_array()
        .unwrap()
        .iter()
        .map(|top| &top["name"])
        .collect();
    assert_eq!(names, ["Nova Reed", "The Herons"]);
    // Tracks of nobody known are ranked by their titles alone.
    assert!(
        statistics["top_tracks"][0]["artist"].is_null(),
        "{}",
        statistics["top_tracks"]
    );
    assert!(summary["top_tracks"][0]["artist"].is_null() && summary["top_tracks"][0]["title"].is_string());
    assert_eq!(summary["totals"]["artists"], 2);
}

#[test]
fn a_history_all_of_nobody_has_everything_but_artists() {
    let user = User::new();
    user.put("Apple Music Play Activity.csv", apple());
    user.run(["import", "Apple Music Play Activity.csv"]).succeeded();
    let (statistics, summary) = told_without_nobody(&user);
    assert_eq!(statistics["totals"]["counted_plays"], 600);
    assert_eq!(
        (&statistics["totals"]["artists"], &statistics["totals"]["tracks"]),
        (&0.into(), &11.into())
    );
    for list in ["top_artists", "year_artists", "eras", "moods"] {
        assert_eq!(statistics[list], Value::Array(vec![]), "{list}");
    }
    for list in ["top_artists", "best_discoveries", "loyal", "comebacks", "movers"] {
        assert_eq!(summary[list], Value::Array(vec![]), "{list}");
    }
    let stats = user.run(["stats"]).succeeded().output;
    assert!(
        stats.contains("11 tracks · 1 album") && !stats.contains("0 artists"),
        "{stats}"
    );
    assert!(!stats.contains("most played"), "{stats}");
    assert!(
        !stats.contains("\nArtists\n") && stats.contains("\nTracks\n"),
        "{stats}"
    );
    // The pages of artists are left out, and those of tracks are there.
    let pages: Vec<String> = std::fs::read_dir(user.path("shots"))
        .unwrap()
        .map(|page| page.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    for page in [
        "number-one.png",
        "top-artists.png",
        "year-artists.png",
        "race.png",
        "discovery.png",
        "comeback.png",
        "eras.png",
    ] {
        assert!(!pages.iter().any(|name| name == page), "{page} of {pages:?}");
    }
    assert!(pages.iter().any(|name| name == "top-tracks.png"), "{pages:?}");
    // Straight from the export, too.
    user.run([
        "simulate",
        "Apple Music Play Activity.csv",
        "--panel",
        "ssd1306-128x64",
        "--tour",
        "1",
    ])
    .succeeded();
}

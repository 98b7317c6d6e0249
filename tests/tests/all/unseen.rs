//! Nothing that comes from elsewhere reaches a terminal as it is: no argument, no name of a file, no name in a history.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use playtally_history::escape::is_unseen;
use playtally_tests::archive::{Archive, Zip};
use playtally_tests::program::{Run, User, finish, playtally};
use serde_json::{Value, json};

/// One of each kind: controls of both sets, delete, marks and overrides of direction, isolates, separators, annotations, tags,
/// a byte order mark in the middle, the end of a line.
const HOSTILE: &str = "a\u{1b}]0;t\u{7}\u{9b}31m\u{7f}\u{85}\u{61c}\u{200e}\u{202e}\u{2066}\u{2028}\u{2029}\u{fff9}\u{e0041}\u{feff}\nerror: b";

/// Looks at every character of both streams. The program's own line ends, the colours that it does not use here, and the
/// isolates around names that run from right to left are all that may be there.
#[track_caller]
fn shows_all(run: &Run, what: &str) {
    for text in [&run.output, &run.error] {
        let unseen = text.chars().find(|&c| is_unseen(c) && c != '\n');
        assert_eq!(unseen, None, "{what}: {text:?}");
        assert!(!text.lines().any(|line| line == "error: b"), "{what}: {text:?}");
    }
}

fn history(name: &str) -> Vec<u8> {
    let row = |n: i64| {
        let at = chrono::DateTime::from_timestamp(1_600_000_000 + 7_919 * n, 0).unwrap();
        json!({
            "ts": at.format("%Y-%m-%dT%H:%M:%SZ").to_string(), "ms_played": 180_000, "conn_country": "SE",
            "master_metadata_track_name": format!("{name}{}", n % 30), "master_metadata_album_album_name": name,
            "master_metadata_album_artist_name": format!("{name}{}", n % 7), "spotify_track_uri": format!("{name}{}", n % 30),
        })
    };
    serde_json::to_vec(&(0..600).map(row).collect::<Vec<_>>()).unwrap()
}

#[test]
fn no_argument_is_echoed_as_it_is() {
    let user = User::with_history();
    user.run(["summary", "-o", "good.tally"]).succeeded();
    let hostile = HOSTILE;
    let under = format!("no/such/{HOSTILE}");
    for arguments in [
        &[hostile][..],
        &["stats", hostile],
        &[&format!("--{hostile}")],
        &["stats", &format!("--{hostile}")],
        &["stats", "--year", hostile],
        &["stats", "--from", hostile],
        &["stats", "--timezone", hostile],
        &["stats", "--top", hostile],
        &["stats", "--min-seconds", hostile],
        &["help", hostile],
        &["completions", hostile],
        &["simulate", "--panel", hostile],
        &["simulate", "--rotate", hostile],
        &["simulate", "--at", hostile],
        &["simulate", "--speed", hostile],
        &["simulate", "--tour", hostile],
        &["simulate", "--fonts", hostile],
        &["export", "-o", "x", "--format", hostile],
        &["import", hostile],
        &["import", &under],
        &["inspect", hostile],
        &["inspect", &under],
        &["simulate", hostile, "--shots", "shots"],
        &["simulate", "good.tally", "--shots", "good.tally/x\u{9b}"],
        &["simulate", "good.tally", "--gif", &under],
        &["simulate", "good.tally", "--tour", "1", "--trace", &under],
        &["load", hostile],
        &["refresh", "--settings", hostile],
        &["refresh", "--settings", &under],
        &["load", "--summary", hostile, "."],
        &["export", "-o", &under],
        &["summary", "-o", &under],
        &["report", "-o", &under],
        &["stats", "--library", hostile],
        &["stats", "--library", &under],
        &["export", "-o", "x", "--library", hostile],
        &["import", "good.tally", "--library", "good.tally/\u{9b}"],
    ] {
        let run = user.run(arguments);
        assert_ne!(run.code, Some(0), "{arguments:?}: {run:?}");
        shows_all(&run, &format!("{arguments:?}"));
    }
    // What calls the program can give it any name.
    #[cfg(unix)]
    for arguments in [&["--help"][..], &["stats", "--nothing"]] {
        let mut command = user.settled(playtally());
        std::os::unix::process::CommandExt::arg0(&mut command, "play\u{9b}tally");
        shows_all(&finish(command.args(arguments)), "the name of the program");
    }
}

#[test]
fn no_word_of_the_settings_is_echoed_as_it_is() {
    let user = User::with_history();
    let word: String = HOSTILE
        .chars()
        .flat_map(|c| format!("\\U{:08X}", c as u32).chars().collect::<Vec<_>>())
        .collect();
    for settings in [
        format!("\"{word}\" = 1"),
        format!("[[import]]\n\"{word}\" = 1"),
        format!("[[import]]\npath = \"{word}\""),
        format!("[summary]\npath = \"my.tally\"\nfonts = \"{word}\""),
        format!("[summary]\npath = \"my.tally\"\ntimezone = \"{word}\""),
        format!("[summary]\npath = \"no/{word}\"\nowner = \"{word}\"\n[[stick]]\nlabel = \"{word}\""),
        format!("[summary]\npath = \"{word}\"\nowner = \"{word}\"\n[[stick]]\npath = \"{word}\""),
        format!("{HOSTILE} = 1"),
    ] {
        user.put("refresh.toml", &settings);
        let run = user.run(["refresh", "--verbose", "--settings", "refresh.toml"]);
        assert!(!(run.output.clone() + &run.error).is_empty(), "{settings}");
        shows_all(&run, &settings);
    }
}

#[test]
#[cfg(unix)]
fn no_name_of_a_file_is_echoed_as_it_is() {
    let user = User::new();
    let name = |ending: &str| format!("{}{ending}", HOSTILE.replace('/', ""));
    let good = user.put(&name(".json"), history("Sol"));
    let empty = user.put(&name(" empty.json"), "[]");
    let cut = user.put(&name(" Streaming_History_Audio_1.json"), &history("Sol")[..5_000]);
    let folder = user.path(&name(""));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join(name("Streaming_History_Audio_2.json")), "[{\"ts\": 1}]").unwrap();
    let mut zip = Zip::new(Vec::new(), 1);
    zip.begin(&name("/Streaming_History_Audio_3.json")).unwrap();
    std::io::Write::write_all(&mut zip, b"[{").unwrap();
    let zip = user.put(&name(".zip"), zip.finish().unwrap());
    let library = user.path(&name(".sqlite"));
    let foreign = user.put(&name(" foreign"), "not a library");
    let (summary, csv, html) = (name(".tally"), name(".csv"), name(".html"));
    let with = |library: &PathBuf, arguments: &[&OsString]| {
        let mut command = user.settled(playtally());
        finish(command.arg("--library").arg(library).args(arguments))
    };
    let words = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
    for (library, arguments) in [
        (&library, vec!["import".into(), good.clone().into_os_string()]),
        (&library, vec!["import".into(), empty.into_os_string()]),
        (&library, vec!["import".into(), cut.into_os_string()]),
        (&library, vec!["import".into(), folder.clone().into_os_string()]),
        (&library, vec!["import".into(), zip.into_os_string()]),
        (&library, words(&["summary", "-o", &summary])),
        (&library, words(&["export", "-o", &csv])),
        (&library, words(&["report", "-o", &html])),
        (&library, words(&["inspect", &summary])),
        (&library, words(&["inspect", &html])),
        (&library, vec!["load".into(), folder.clone().into_os_string()]),
        (&library, words(&["simulate", &summary, "--shots", &name(" shots")])),
        (
            &library,
            vec!["import".into(), good.clone().into_os_string(), "--json".into()],
        ),
        (&library, words(&["import", "--undo", "--yes"])),
        (&library, words(&["import", "--undo", "--yes", "--json"])),
        (&foreign, words(&["stats"])),
        (&foreign, words(&["erase", "--yes"])),
        (&library, words(&["erase"])),
        (&library, words(&["erase", "--yes"])),
        (&library, words(&["erase", "--yes"])),
    ] {
        let run = with(library, &arguments.iter().collect::<Vec<_>>());
        assert!(!(run.output.clone() + &run.error).is_empty(), "{arguments:?}");
        shows_all(&run, &format!("{arguments:?}"));
    }
}

#[test]
fn no_name_in_a_history_is_shown_as_it_is() {
    let user = User::new();
    let name = HOSTILE.replace("error: b", "");
    let export = user.put("export.json", history(&name));
    user.run(["import".as_ref(), export.as_os_str()]).succeeded();
    user.run(["summary", "-o", "my.tally", "--owner", &name]).succeeded();
    for arguments in [
        &["stats"][..],
        &["stats", "--json", "--top", "50"],
        &["report", "-o", "-", "--owner", &name],
        &["inspect", "my.tally"],
        &["inspect", "my.tally", "--json"],
        &["export", "-o", "-"],
        &["export", "-o", "-", "--spreadsheet"],
        &["export", "-o", "-", "--format", "jsonl"],
        &["export", "-o", "-", "--format", "listenbrainz"],
        &["load", "."],
        &["load", ".", "--owner", &name],
        &["simulate", "my.tally", "--tour", "1", "--json"],
        &["simulate", "my.tally", "--shots", "shots"],
    ] {
        let run = user.run(arguments);
        shows_all(&run, &format!("{arguments:?}"));
        if arguments.contains(&"--json") {
            serde_json::from_str::<Value>(&run.output).unwrap();
        }
    }
    // The value is the same for whoever reads the JSON.
    let statistics = user.statistics(&["--top", "50"]);
    let first = statistics["top_artists"][0]["name"].as_str().unwrap();
    assert!(first.starts_with(&name), "{first:?}");
    for format in ["csv", "jsonl", "listenbrainz"] {
        user.run(["export", "-o", "copy", "--format", format]).succeeded();
        let other = User::new();
        other
            .run(["import".as_ref(), user.path("copy").as_os_str()])
            .succeeded();
        assert!(other.statistics(&["--top", "50"]) == statistics, "{format}");
    }
}

//! The commands in the documents, run as they are written: each document's in order, in the home of somebody who has never seen
//! Playtally and has only what such documents speak of. What is not run stands below, with the reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use playtally_tests::program::{User, finish, playtally};

/// What commands begin with that are not run here, and why.
const NOT_RUN: &[(&str, &str)] = &[
    (
        "cargo run --release -- simulate",
        "`.ci/run` runs it as its check `first-command`",
    ),
    ("cargo test", "that is what runs this"),
    ("cargo run -p playtally-browser", "`tests/browser/run` runs it"),
    (
        "cargo run --release -p playtally-tests --bin gallery",
        "remakes pictures for minutes",
    ),
    ("cargo bench", "measures for minutes"),
    ("cargo install", "builds for minutes: `release/build source` runs it"),
    ("cargo deb", "`tests/pi/package` runs it"),
    ("rustup", "`.ci/run` and `tests/pi/package` run it"),
    ("git clone", "asks a network"),
    (
        "sudo ",
        "changes the system: `tests/pi/package` installs on an emulated Raspberry Pi, `release/build` in fresh roots",
    ),
    ("echo dtoverlay", "changes the system: `tests/pi/package` does"),
    (
        "systemctl",
        "wants the user's own systemd: `refresh::units` checks the units",
    ),
    ("journalctl", "wants the user's own systemd"),
    ("sed \"s|/Users/YOU|", "for macOS"),
    ("launchctl", "for macOS"),
    (
        "install -D",
        "wants a release build; `release/build` tries what it makes",
    ),
    ("tar -xf playtally", "`release/build` tries it"),
    ("sha256sum -c", "wants a whole release: `release/build` makes the sums"),
    ("minisign", "wants the key of a release"),
    ("playtally import --undo", "asks on a terminal: undo:: runs it"),
    (
        "playtally load",
        "writes onto a stick that is plugged in: load::, `release/build windows` and `tests/pi/run` run it",
    ),
    ("release/", "takes hours"),
    ("tests/", "takes minutes; `.ci/run` runs those that it can"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn documents() -> Vec<(String, String)> {
    let mut paths = vec![root().join("README.md"), root().join("release/README.md")];
    paths.extend(
        fs::read_dir(root().join("docs"))
            .unwrap()
            .map(|entry| entry.unwrap().path()),
    );
    paths.retain(|path| path.extension().is_some_and(|end| end == "md"));
    paths.sort();
    let named = |path: PathBuf| {
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        (name, fs::read_to_string(path).unwrap())
    };
    paths.into_iter().map(named).collect()
}

/// The lines between fences of shell, without what is only said of them.
fn commands(text: &str) -> Vec<String> {
    let blocks = text.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
    let said = |line: &str| line.split(" #").next().unwrap().trim().to_owned();
    lines
        .map(said)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

fn why_not(command: &str) -> Option<&'static str> {
    let rule = NOT_RUN.iter().find(|(start, _)| command.starts_with(start));
    rule.map(|(_, why)| *why)
}

/// Somebody's home with what documents speak of: an export, tables, a database.
fn newcomer() -> User {
    let user = User::new();
    fs::copy(playtally_tests::sample::path(), user.path("my_spotify_data.zip")).unwrap();
    user.put("plays.csv", "Who,What,When\nOtter,River,2024-03-04 12:00:00\n");
    user.put("no-header.csv", "Otter,2024-03-05 12:00:00,Delta\n");
    let table = rusqlite::Connection::open(user.path("my.db")).unwrap();
    table
        .execute_batch(
            "CREATE TABLE plays (performer TEXT, track TEXT, time TEXT);
             INSERT INTO plays VALUES ('Otter', 'Brook', '2024-03-06 12:00:00');",
        )
        .unwrap();
    user
}

#[test]
fn every_command_in_the_documents_does_what_it_says_as_it_is_written() {
    let mut seen = vec![false; NOT_RUN.len()];
    let mut run = 0;
    for (name, text) in documents() {
        let user = newcomer();
        let path = format!("{}:/usr/bin:/bin", playtally().parent().unwrap().display());
        for command in commands(&text) {
            if let Some(at) = NOT_RUN.iter().position(|(start, _)| command.starts_with(start)) {
                seen[at] = true;
                continue;
            }
            let ran = finish(user.settled("bash").env("PATH", &path).args(["-ec", &command]));
            assert_eq!(ran.code, Some(0), "{name}: {command}\n{}{}", ran.output, ran.error);
            run += 1;
        }
    }
    assert!(run > 10, "{run} commands were run");
    let is_inline = |start: &str| documents().iter().any(|(_, text)| text.contains(start));
    for ((start, why), seen) in NOT_RUN.iter().zip(seen) {
        assert!(
            seen || is_inline(start),
            "no document has `{start}`, which is not run as it {why}"
        );
    }
}

/// What stands in code within a sentence: `playtally stats --json`.
fn inline(text: &str) -> impl Iterator<Item = &str> {
    let outside = text.split("```").step_by(2);
    let code = outside.flat_map(|part| part.split('`').skip(1).step_by(2));
    code.filter(|code| code.starts_with("playtally ") && !code.contains('\n'))
}

#[test]
fn every_option_that_the_documents_name_is_one() {
    let mut known: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut help = |command: &[&str]| {
        let asked = || {
            let said = Command::new(playtally()).args(command).arg("--help").output().unwrap();
            said.status.success().then(|| String::from_utf8(said.stdout).unwrap())
        };
        known.entry(command.join(" ")).or_insert_with(asked).clone()
    };
    let mut named = 0;
    for (name, text) in documents() {
        let fenced = commands(&text);
        let fenced = fenced
            .iter()
            .map(String::as_str)
            .filter(|line| line.starts_with("playtally "));
        for code in inline(&text).chain(fenced) {
            let words: Vec<&str> = code.split_whitespace().skip(1).collect();
            let is_name = |word: &&&str| word.chars().all(|c| c.is_ascii_lowercase());
            let command: Vec<&str> = words.iter().take(2).take_while(is_name).copied().collect();
            // Of two words, the second may be a file or a name.
            let said = help(&command).or_else(|| help(&command[..command.len().min(1)]));
            let said = said.unwrap_or_else(|| panic!("{name}: there is no `{code}`"));
            for option in words.iter().filter(|word| word.starts_with("--")) {
                let option = option.split('=').next().unwrap().trim_end_matches(['.', ',', ')']);
                assert!(said.contains(option), "{name}: `{code}` has no {option}");
                named += 1;
            }
        }
    }
    assert!(named > 10, "{named} options were looked for");
}

#[test]
fn what_is_not_run_has_a_reason() {
    assert_eq!(
        why_not("sudo reboot"),
        Some(NOT_RUN.iter().find(|(start, _)| *start == "sudo ").unwrap().1)
    );
    assert_eq!(why_not("playtally stats"), None);
}

//! `playtally inspect`: everything that is in a summary.

mod json;
mod said;
mod words;

use std::path::Path;

use anyhow::{Context, Result, bail};
use playtally_device::plain;
use playtally_history::escape::shown;
use playtally_summary::{MAX_LENGTH, Summary};

use crate::{arguments, output};

/// Prints what is in a summary, in words or as JSON.
pub(crate) fn run(arguments: &arguments::Inspect) -> Result<()> {
    let bytes = read(&arguments.file)?;
    let summary = open(&arguments.file, &bytes)?;
    if arguments.json {
        output::print_json(&json::everything(&summary))
    } else {
        output::print(&words::everything(&summary, output::columns()))
    }
}

/// Reads a file that may be a summary: never more of it than a summary can be long, and nothing that one could wait for.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    use std::io::Read;
    let cannot = || format!("cannot read {}", shown(path));
    if path.is_dir() {
        bail!("{} is a folder, not a summary", shown(path));
    }
    // A pipe that nobody writes to would be waited for without a word.
    let file = plain::open_named(path).with_context(cannot)?;
    let mut bytes = Vec::new();
    file.take(MAX_LENGTH as u64 + 1)
        .read_to_end(&mut bytes)
        .with_context(cannot)?;
    if bytes.len() > MAX_LENGTH {
        bail!(
            "{} is longer than any summary; is it an export? `playtally import` reads those",
            shown(path)
        );
    }
    Ok(bytes)
}

/// Checks a summary.
pub(crate) fn open<'a>(path: &Path, bytes: &'a [u8]) -> Result<Summary<'a>> {
    Summary::open(bytes).with_context(|| format!("cannot read {} as a summary", shown(path)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_summary::records::{Owner, OwnerLater, Rule, Streaks, TextRecord, TopArtist, Totals};
    use playtally_summary::{Day, Section, TextId, Writer};
    use serde_json::json;

    /// A small summary: a right-to-left owner, one artist, a streak.
    fn fixture() -> Vec<u8> {
        let day = |d| Day::from_date(chrono::NaiveDate::from_ymd_opt(2025, 1, d).expect("a day"));
        let names = ["דנה", "椎名林檎", "Europe/Stockholm"];
        let mut start = 0;
        let texts = names.map(|name| {
            let record = TextRecord {
                utf8_start: start.into(),
                run_start: 0.into(),
                flags: TextRecord::flags(name == "דנה", []),
            };
            start += name.len() as u32;
            record
        });
        let [owner, artist, zone] = [0, 1, 2].map(TextId::new);
        Writer::new()
            .records_with(&[(
                Owner {
                    name: owner,
                    first: day(1),
                    last: day(9),
                    pressed: day(10),
                    seed: 7.into(),
                    accent: 3,
                },
                OwnerLater { id: 0xABCD.into() },
            )])
            .records(&[Rule {
                counted_ms: 30_000.into(),
                private_included: 0,
                merge_recordings: 1,
                as_heard: 0,
                timezone: zone,
            }])
            .records(&[Totals {
                ms: 7_200_000.into(),
                plays: 1_234.into(),
                counted_plays: 1_000.into(),
                artists: 1.into(),
                tracks: 9.into(),
                albums: 2.into(),
                days: 9.into(),
                podcast_minutes: 0.into(),
                audiobook_minutes: 0.into(),
            }])
            .records(&[TopArtist {
                name: artist,
                track: TextId::NONE,
                plays: 1_000.into(),
                minutes: 119.into(),
                first: day(2),
            }])
            .records(&[Streaks {
                longest_days: 9.into(),
                longest_from: day(1),
                longest_to: day(9),
                current_days: 1.into(),
                current_from: day(9),
                current_to: day(9),
            }])
            .texts(&texts)
            .bytes(Section::Utf8, names.concat().as_bytes())
            .finish()
    }

    #[test]
    fn every_section_is_shown_in_words() {
        let file = fixture();
        let summary = Summary::open(&file).expect("sound");
        let words = anstream::adapter::strip_str(&words::everything(&summary, 100)).to_string();
        for line in [
            "  owner                21        1  whose history it is, and of which days",
            "  name     \u{2068}דנה\u{2069}               The owner's name; its UTF-8 tells owners without an id apart.",
            "  id       000000000000abcd  What tells the owner from others, whatever their names.",
            "  椎名林檎         1,000      119  2025-01-02",
            "  counted ms        30 s              A play counts from this length on.",
            "  plays              1,234            All plays.",
            "  longest days  9           How many days the longest one has.",
            "  0  \u{2068}דנה\u{2069}                    0         right to left",
        ] {
            assert!(words.lines().any(|found| found == line), "{line}\n{words}");
        }
    }

    #[test]
    fn the_sizes_in_words_add_up_to_the_file() {
        let file = fixture();
        let summary = Summary::open(&file).expect("sound");
        let words = anstream::adapter::strip_str(&words::everything(&summary, 100)).to_string();
        let table = words.lines().skip(3).take_while(|line| !line.is_empty());
        let sizes: Vec<usize> = table
            .map(|line| {
                line.split_whitespace()
                    .find_map(|word| word.replace(',', "").parse().ok())
                    .expect("a size")
            })
            .collect();
        let (total, parts) = sizes.split_last().expect("a table");
        assert_eq!(
            (parts.iter().sum::<usize>(), *total),
            (file.len(), file.len()),
            "{words}"
        );
    }

    #[test]
    fn json_says_the_same() {
        let file = fixture();
        let json = json::everything(&Summary::open(&file).expect("sound"));
        assert_eq!(json["owner"]["name"], "דנה");
        assert_eq!(json["owner"]["id"], "000000000000abcd");
        assert_eq!(
            json["rule"],
            json!({
                "counted_ms": 30_000, "private_included": false, "merge_recordings": true, "as_heard": false, "timezone": "Europe/Stockholm",
            })
        );
        assert_eq!(
            json["top_artists"],
            json!([
                { "name": "椎名林檎", "track": null, "plays": 1_000, "minutes": 119, "first": "2025-01-02" },
            ])
        );
        assert_eq!(json["sections"].as_array().map(Vec::len), Some(7));
    }

    #[test]
    fn what_is_no_summary_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("letter.txt");
        std::fs::write(&path, "Dear Ada").expect("a file");
        let bytes = read(&path).expect("readable");
        let error = format!("{:#}", open(&path, &bytes).expect_err("a letter"));
        assert!(
            error.contains("letter.txt") && error.contains("not a Playtally summary"),
            "{error}"
        );
        assert!(read(folder.path()).is_err() && read(&folder.path().join("missing")).is_err());
    }

    #[test]
    #[cfg(unix)]
    fn what_is_no_file_is_refused_with_words_and_never_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe.tally");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.expect("mkfifo").success());
        let link = folder.path().join("link.tally");
        std::os::unix::fs::symlink(&pipe, &link).expect("a link");
        for (path, words) in [
            (&*pipe, "a pipe"),
            (&*link, "a pipe"),
            (Path::new("/dev/zero"), "a device"),
        ] {
            let error = format!("{:#}", read(path).expect_err("no file"));
            assert!(
                error.contains(words) && error.contains(&path.display().to_string()),
                "{error}"
            );
        }
    }
}

//! What the real program writes: every command that does, and a user who has all that these read.

use std::fs;
use std::path::{Path, PathBuf};

use crate::damage::sound_member;
use crate::program::User;
use crate::sample;

/// Every command that writes a file, and which.
pub const WRITERS: [(&[&str], &str); 9] = [
    (&["export", "-o", "out/a.csv"], "out/a.csv"),
    (&["report", "-o", "out/a.html"], "out/a.html"),
    (
        &[
            "poster",
            "year",
            "--format",
            "svg",
            "--fonts",
            "bundled",
            "-o",
            "out/a.svg",
        ],
        "out/a.svg",
    ),
    (&["summary", "--fonts", "bundled", "-o", "out/a.tally"], "out/a.tally"),
    (&["load", "--summary", "my.tally", "out"], "out/ada.tally"),
    (
        &[
            "simulate",
            "my.tally",
            "--panel",
            OLED,
            "--tour",
            "1",
            "--gif",
            "out/a.gif",
        ],
        "out/a.gif",
    ),
    (
        &[
            "simulate",
            "my.tally",
            "--panel",
            OLED,
            "--tour",
            "1",
            "--trace",
            "out/wires",
        ],
        "out/wires",
    ),
    (
        &["simulate", "my.tally", "--panel", OLED, "--layout", "out/a.jsonl"],
        "out/a.jsonl",
    ),
    (
        &["simulate", "my.tally", "--panel", OLED, "--tour", "1", "--shots", "out"],
        "out/cover.png",
    ),
];

/// The panel that is drawn the fastest.
pub const OLED: &str = "ssd1306-128x64";

/// A user with a history, exports as a zip and as a folder, a summary, and an empty folder `out`.
///
/// # Panics
/// If these cannot be made.
#[must_use]
pub fn user() -> User {
    let user = User::with_history();
    user.put("export.zip", fs::read(sample::path()).expect("the sample is there"));
    user.put("folder/deep/endsong_0.json", sound_member().expect("it can be made"));
    let press = ["summary", "--owner", "Ada", "--fonts", "bundled", "-o", "my.tally"];
    user.run(press).succeeded();
    fs::create_dir(user.path("out")).expect("a folder");
    user
}

/// What is half written in a folder.
#[must_use]
pub fn parts(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = files.map(|file| file.path());
    paths.filter(|path| path.to_string_lossy().ends_with(".part")).collect()
}

//! Every page and notice, on every class of panels, in every theme, is what it was: compared with the sheets in `sheets/`.
//!
//! What is compared is the memory of an emulated panel that the real driver wrote to or, where no driver serves the class
//! yet, the frame that it would send. A sheet holds all pictures of one scene, one row per theme. After a change that is meant:
//!
//! ```sh
//! PLAYTALLY_GOLDEN=update cargo test -p playtally-screen --test golden
//! ```

#[path = "../../dev/mod.rs"]
mod dev;
mod sheet;
mod stage;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveTime};
use dev::sample::Sample;
use playtally_screen::{Moment, Notice, Page, Scene, Theme};
use playtally_summary::Summary;
use sheet::Sheet;
use stage::Stages;

/// Where the sheets are.
fn sheets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/sheets")
}

/// Where what differs is left to be looked at.
fn differences() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden")
}

/// A winter evening, when every page has something to say.
fn moment() -> Moment {
    Moment::new(
        NaiveDate::from_ymd_opt(2025, 12, 18).expect("a date"),
        NaiveTime::from_hms_opt(20, 15, 0).expect("a time"),
    )
}

#[test]
fn every_scene_looks_as_it_did() {
    let update = std::env::var_os("PLAYTALLY_GOLDEN").is_some_and(|value| value == "update");
    let _ = std::fs::remove_dir_all(differences());
    std::fs::create_dir_all(differences()).expect("a directory");
    std::fs::create_dir_all(sheets()).expect("a directory");
    let file = Sample::default().file();
    let summary = Summary::open(&file).expect("a sound sample");
    let stages = Stages::open();
    let mut known = BTreeSet::new();
    let mut differing = Vec::new();
    let pages = Page::ALL.iter().map(|&page| Scene::Page(page, summary));
    for scene in pages.chain(Notice::all(&summary).map(Scene::Notice)) {
        let name = format!("{}.png", scene.slug());
        // One reason for a refusal looks like another.
        if !known.insert(name.clone()) {
            continue;
        }
        let mut sheet = Sheet::new();
        for (row, &theme) in Theme::ALL.iter().enumerate() {
            stages.show(&scene, theme, moment(), |place, seen| sheet.lay(row, place, &seen));
        }
        let path = sheets().join(&name);
        if update {
            sheet.save(&path);
        } else if let Some(what) = sheet.differs_from(&path, &differences(), &name) {
            differing.push(what);
        }
    }
    for path in std::fs::read_dir(sheets()).expect("a directory").flatten() {
        let name = path.file_name().to_string_lossy().into_owned();
        if known.contains(&name) {
            continue;
        }
        if update {
            std::fs::remove_file(path.path()).expect("a file to remove");
        } else {
            differing.push(format!("{name}: there is no such scene"));
        }
    }
    assert!(
        differing.is_empty(),
        "{}\nexpected, actual and different pixels: {}\nif it is meant: PLAYTALLY_GOLDEN=update cargo test -p \
         playtally-screen --test golden",
        differing.join("\n"),
        differences().display()
    );
}

//! Every page and notice, on every class of panels, in every theme, is what it was: compared with the sheets in `sheets/`.
//!
//! What is compared is what an emulated panel shows that the real driver wrote to. A sheet holds all pictures of one
//! scene, one row per theme; each kind of card of a year's story has a sheet of its own, and so have names in many scripts and covers. After a change that is meant:
//!
//! ```sh
//! PLAYTALLY_GOLDEN=update cargo test -p playtally-screen --test all golden::
//! ```

mod covers;
mod scripts;
mod sheet;
mod stage;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveTime};
use playtally_dev::sample::Sample;
use playtally_screen::{Chapter, Look, Moment, Notice, Page, Scene, Theme};
use playtally_summary::Summary;
use playtally_summary::records::CardKind;
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

fn in_theme(theme: Theme) -> Look {
    Look {
        theme,
        ..Look::default()
    }
}

fn in_every_theme(scene: Scene<'_>) -> [(Scene<'_>, Look); 3] {
    [Theme::Dark, Theme::Light, Theme::HighContrast].map(|theme| (scene, in_theme(theme)))
}

/// Whether a page is a card of the year's story, which are shown by their kinds.
fn is_card(page: Page) -> bool {
    (Page::Recap1..=Page::Recap10).contains(&page)
}

#[test]
fn every_scene_looks_as_it_did() {
    let update = std::env::var_os("PLAYTALLY_GOLDEN").is_some_and(|value| value == "update");
    let _ = std::fs::remove_dir_all(differences());
    std::fs::create_dir_all(differences()).expect("a directory");
    std::fs::create_dir_all(sheets()).expect("a directory");
    let stages = Stages::open();
    let mut known = BTreeSet::new();
    let mut differing = Vec::new();
    let mut see = |name: String, lay: &dyn Fn(&mut Sheet)| {
        // One reason for a refusal looks like another.
        if !known.insert(name.clone()) {
            return;
        }
        let mut sheet = Sheet::new();
        lay(&mut sheet);
        let path = sheets().join(&name);
        if update {
            sheet.update(&path);
        } else if let Some(what) = sheet.differs_from(&path, &differences(), &name) {
            differing.push(what);
        }
    };
    let show = |rows: &[(Scene, Look); 3], sheet: &mut Sheet| {
        for (row, (scene, look)) in rows.iter().enumerate() {
            stages.show(scene, *look, moment(), |place, seen| sheet.lay(row, place, &seen));
        }
    };
    let file = Sample::default().file();
    let summary = Summary::open(&file).expect("a sound sample");
    let pages = Page::ALL.iter().filter(|page| !is_card(**page));
    let pages = pages.map(|&page| Scene::Page(page, summary));
    for scene in pages.chain(Notice::all(&summary).map(Scene::Notice)) {
        let rows = in_every_theme(scene);
        see(format!("{}.png", scene.slug()), &|sheet| show(&rows, sheet));
    }
    for &kind in CardKind::ALL {
        let sample = Sample {
            story: vec![kind],
            ..Sample::default()
        };
        let file = sample.file();
        let summary = Summary::open(&file).expect("a sound sample");
        let scene = Scene::Page(Page::Recap1, summary);
        let rows = in_every_theme(scene);
        see(format!("card-{kind:?}.png").to_lowercase(), &|sheet| show(&rows, sheet));
    }
    let files = scripts::files();
    let rows = [0, 1, 2].map(|row| {
        let summary = Summary::open(&files[row]).expect("a sound file");
        (Scene::Page(Page::TopArtists, summary), in_theme(Theme::ALL[row]))
    });
    see("scripts.png".to_owned(), &|sheet| show(&rows, sheet));
    // A story with its ticks.
    let chapters = [Page::YearFive, Page::YearFiveTracks, Page::YearRibbon].map(|page| Scene::Page(page, summary));
    let rows = [0, 1, 2].map(|row| {
        let chapter = Some(Chapter { at: row as u8, of: 3 });
        let look = Look {
            chapter,
            ..in_theme(Theme::ALL[row])
        };
        (chapters[row], look)
    });
    see("story.png".to_owned(), &|sheet| show(&rows, sheet));
    see("covers.png".to_owned(), &|sheet| covers::lay(&summary, sheet));
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
         playtally-screen --test all golden::",
        differing.join("\n"),
        differences().display()
    );
}

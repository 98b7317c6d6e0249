//! Remakes the pictures in docs/ from the sample: `cargo run --release -p playtally-tests --bin gallery`. With `--check` it
//! changes nothing and fails where they are not what they would be.
//!
//! Every picture is what the emulated panel shows, on a December evening, when the year is told too, of a library that knows
//! what its music is. Build the command line first: `cargo build --release -p playtally`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use playtally_tests::picture::Picture;
use playtally_tests::sample;

/// Between and around the panels, in pixels.
const GAP: usize = 12;
/// What the panels lie on.
const GROUND: [u8; 3] = [0x5E, 0x60, 0x5C];

/// A contact sheet of a class: its name, the panel, and how many pages stand in a row.
const SHEETS: [(&str, &str, usize); 6] = [
    ("wide", "display-hat-mini", 5),
    ("square", "pirate-audio", 6),
    ("round", "gc9a01-240x240", 6),
    ("small", "st7735-160x128", 8),
    ("mono", "ssd1306-128x64", 8),
    ("e-paper", "ssd1680-250x122", 5),
];

/// The page that the device shows as it stands on the desk.
const ON_THE_DESK: &str = "clock";

fn main() -> Result<(), Box<dyn Error>> {
    let check = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--check") => true,
        Some(other) => return Err(format!("there is no {other}, only --check").into()),
    };
    let (kept, work) = (Path::new("docs/pictures"), Path::new("target/gallery"));
    fs::create_dir_all(kept)?;
    fs::create_dir_all(work)?;
    let library = library(work)?;
    let simulate = |panel: &str, output: &[&str], path: &Path| simulate(&library, panel, output, path);
    let mut differing: Vec<PathBuf> = Vec::new();
    let mut pictures = Vec::new();
    for (name, panel, columns) in SHEETS {
        let shots = work.join(name);
        let _ = fs::remove_dir_all(&shots);
        simulate(panel, &["--shots"], &shots)?;
        pictures.push((name, sheet(&shots, columns, name == "round")?));
    }
    let desk = work.join("desk");
    simulate("display-hat-mini", &["--housing", "--shots"], &desk)?;
    pictures.push(("desk", Picture::load(&desk.join(format!("{ON_THE_DESK}.png")))?));
    pictures.push(("posters", posters(&library, &work.join("posters"))?));
    for (name, picture) in pictures {
        let path = kept.join(format!("{name}.png"));
        // Compared by pixels: an encoder's bytes may change without them.
        if Picture::load(&path).is_ok_and(|kept| kept == picture) {
            continue;
        }
        if check {
            picture.save(&work.join(format!("{name}.png")))?;
            differing.push(path);
        } else {
            picture.save(&path)?;
        }
    }
    let (tour, path) = (work.join("tour.gif"), kept.join("tour.gif"));
    simulate("display-hat-mini", &["--gif"], &tour)?;
    if fs::read(&path).ok() != Some(fs::read(&tour)?) {
        if check {
            differing.push(path);
        } else {
            fs::copy(&tour, &path)?;
        }
    }
    if differing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{differing:?} are not what {} holds; remake them without --check",
        work.display()
    )
    .into())
}

/// A new library in a folder, with the sample's plays and what there is to know of their music.
fn library(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let (library, table) = (folder.join("library.sqlite"), folder.join("music.csv"));
    for left in fs::read_dir(folder)? {
        let left = left?.path();
        if left
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("library.sqlite"))
        {
            fs::remove_file(left)?;
        }
    }
    fs::write(&table, sample::table())?;
    run(playtally(&library)
        .args(["import", "--timezone", "UTC"])
        .arg(sample::path()))?;
    run(playtally(&library).arg("catalogue").arg(table))?;
    Ok(library)
}

/// Has the command line show a library, the same on every computer and every day.
fn simulate(library: &Path, panel: &str, output: &[&str], path: &Path) -> Result<(), Box<dyn Error>> {
    let mut command = playtally(library);
    command.args(["simulate", "--owner", "Sample"]);
    command.args(["--fonts", "bundled", "--timezone", "UTC", "--at", "2026-12-18T18:30:00"]);
    run(command.args(["--panel", panel]).args(output).arg(path))
}

/// Posters of all subjects: the dark ones above, the light ones below.
fn posters(library: &Path, folder: &Path) -> Result<Picture, Box<dyn Error>> {
    const SUBJECTS: [&str; 4] = ["year", "artist", "era", "type"];
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    for (row, theme) in ["dark", "light"].into_iter().enumerate() {
        for (column, subject) in SUBJECTS.into_iter().enumerate() {
            let mut command = playtally(library);
            command.args(["poster", subject, "--theme", theme, "--width", "420"]);
            command.args(["--fonts", "bundled", "--timezone", "UTC", "-o"]);
            run(command.arg(folder.join(format!("{row}-{column}.png"))))?;
        }
    }
    sheet(folder, SUBJECTS.len(), false)
}

/// The command line with a library.
fn playtally(library: &Path) -> Command {
    let mut command = Command::new("target/release/playtally");
    command.arg("--library").arg(library);
    command
}

fn run(command: &mut Command) -> Result<(), Box<dyn Error>> {
    if command.status()?.success() {
        Ok(())
    } else {
        Err(format!("{command:?} failed").into())
    }
}

/// Every picture of a folder on one sheet: the cover first, then by name.
fn sheet(shots: &Path, columns: usize, round: bool) -> Result<Picture, Box<dyn Error>> {
    let mut paths = fs::read_dir(shots)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>, std::io::Error>>()?;
    paths.sort_by_key(|path| (!path.ends_with("cover.png"), path.clone()));
    let pages = paths
        .iter()
        .map(|path| Picture::load(path))
        .collect::<Result<Vec<_>, _>>()?;
    let first = pages.first().ok_or("the simulator drew no page")?;
    let (width, height) = (first.width + GAP, first.height + GAP);
    let rows = pages.len().div_ceil(columns);
    let mut sheet = Picture::plain(columns * width + GAP, rows * height + GAP, GROUND);
    for (at, mut page) in pages.into_iter().enumerate() {
        if round {
            disc(&mut page);
        }
        sheet.lay(&page, GAP + at % columns * width, GAP + at / columns * height);
    }
    Ok(sheet)
}

/// Takes away the corners that a round panel does not have.
fn disc(page: &mut Picture) {
    let side = page.width as i64;
    for (at, pixel) in (0..).zip(page.rgb.chunks_exact_mut(3)) {
        let (x, y) = (2 * (at % side) + 1 - side, 2 * (at / side) + 1 - side);
        if x * x + y * y > side * side {
            pixel.copy_from_slice(&GROUND);
        }
    }
}

//! Remakes the pictures in docs/ from the sample: `cargo run --release -p playtally-tests --bin gallery`.
//!
//! Every picture is what the emulated panel's memory shows. Build the command line first:
//! `cargo build --release -p playtally`.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use playtally_tests::picture::Picture;

/// Between and around the panels, in pixels.
const GAP: usize = 12;
/// What the panels lie on.
const GROUND: [u8; 3] = [0x5E, 0x60, 0x5C];

/// A contact sheet: its name, the panel, and how many pages stand in a row.
const SHEETS: [(&str, &str, usize); 2] = [("wide", "display-hat-mini", 4), ("square", "pirate-audio", 5)];

fn main() -> Result<(), Box<dyn Error>> {
    let pictures = Path::new("docs/pictures");
    fs::create_dir_all(pictures)?;
    for (name, panel, columns) in SHEETS {
        let shots = Path::new("target/gallery").join(name);
        let _ = fs::remove_dir_all(&shots);
        simulate(panel, "--shots", &shots)?;
        sheet(&shots, columns)?.save(&pictures.join(format!("{name}.png")))?;
    }
    simulate("display-hat-mini", "--gif", &pictures.join("tour.gif"))
}

fn simulate(panel: &str, output: &str, path: &Path) -> Result<(), Box<dyn Error>> {
    let status = Command::new("target/release/playtally")
        .args([
            "simulate",
            "tests/fixtures/sample-export.zip",
            "--owner",
            "Sample",
            "--panel",
            panel,
            output,
        ])
        .arg(path)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("the simulator failed for {panel}").into())
    }
}

/// Every picture of a folder on one sheet: the cover first, then by name.
fn sheet(shots: &Path, columns: usize) -> Result<Picture, Box<dyn Error>> {
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
    for (at, page) in pages.iter().enumerate() {
        sheet.lay(page, GAP + at % columns * width, GAP + at / columns * height);
    }
    Ok(sheet)
}

//! Runs the device program on an emulated Raspberry Pi and compares its panel with the simulator's pictures.
//!
//! `tests/pi/run` builds what this needs and starts it.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use playtally_panel_emulator::Glass;
use playtally_tests::pi::guest::{GuestFile, pack};
use playtally_tests::pi::machine::Machine;
use playtally_tests::pi::screen::{Lines, look};
use playtally_tests::picture::Picture;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The moment, in UTC, at which the guest's clock starts and the simulator's pictures are taken.
const AT: &str = "2026-11-20T18:30:00";
const AT_SECONDS: u64 = 1_795_199_400;

/// GPIO of the Display HAT Mini's button for the next page.
const NEXT: u8 = 16;

/// How long the guest may take for anything: it is some thirty times slower than the machine it emulates.
const PATIENCE: Duration = Duration::from_secs(150);

fn main() {
    let folder = PathBuf::from("target/pi");
    let backends = ["rppal", "kernel"];
    let mut failed = 0;
    for backend in backends {
        match shows_what_the_simulator_shows(&folder, backend) {
            Ok(pages) => println!("ok      {backend}: {}", pages.join(", then ")),
            Err(error) => {
                failed += 1;
                println!("FAILED  {backend}: {error}");
            }
        }
    }
    println!("{} passed, {failed} failed", backends.len() - failed);
    std::process::exit(i32::from(failed > 0));
}

/// Boots the machine, and returns the names of the pages that it showed; every one equal, pixel for pixel, to the
/// simulator's picture of that page. At the end the program is ended, and the panel must be dark.
fn shows_what_the_simulator_shows(folder: &Path, backend: &str) -> Result<Vec<String>> {
    let folder = folder.join(backend);
    fs::create_dir_all(&folder)?;
    let summary = folder.join("sample.tally");
    let shots = folder.join("shots");
    let export = "tests/fixtures/sample-export.zip";
    let library = folder.join("library.sqlite");
    let _ = fs::remove_file(&library);
    playtally(&["import", export, "--library"], &library)?;
    let named = ["summary", "--fonts", "bundled", "--timezone", "UTC", "--library"];
    playtally(
        &[&named[..], &[&library.display().to_string(), "-o"]].concat(),
        &summary,
    )?;

    let file = summary.display().to_string();
    playtally(
        &["simulate", &file, "--panel", "display-hat-mini", "--at", AT, "--shots"],
        &shots,
    )?;

    let settings = format!("panel = \"display-hat-mini\"\npace = 3600\nclock = \"always\"\nbackend = \"{backend}\"\n");
    let scenario = "\
/playtally-device --settings /playtally.toml --state /state /sample.tally &
program=$!
while kill -0 $program 2>/dev/null && [ \"$(cut -d. -f1 /proc/uptime)\" -lt 100 ]; do sleep 1; done
kill -TERM $program
wait $program
echo \"guest: program ended with $?\"
";
    let files = [
        GuestFile::text("playtally.toml", &settings),
        GuestFile::text("scenario", scenario),
        GuestFile {
            path: "sample.tally",
            content: fs::read(&summary)?,
        },
    ];
    let program = Path::new("target/aarch64-unknown-linux-musl/device/playtally-device");
    let parts = pack(Path::new("target/pi/parts"), &folder, program, &files)?;
    let mut machine = Machine::boot(
        &parts,
        &folder.join("machine"),
        &format!("playtally.at={AT_SECONDS}"),
        &[],
    )?;
    // Nothing holds the buttons down.
    for line in [5, 6, 16, 24] {
        machine.set_line(line, true)?;
    }
    machine.wait_for("guest: ready", 1, PATIENCE)?;

    let mut pages = Vec::new();
    for _ in 0..2 {
        machine.wait_for_rest(Duration::from_secs(4))?;
        let seen = look(&machine.trace(), Glass::DISPLAY_HAT_MINI, Lines::DISPLAY_HAT_MINI)?;
        seen.save(&folder.join(format!("seen-{}.png", pages.len() + 1)))?;
        pages.push(name_of(&seen, &shots)?);
        machine.press(NEXT, Duration::from_millis(400))?;
    }
    if pages[0] == pages[1] {
        return Err(format!("the button left the page {}", pages[0]).into());
    }
    machine.wait_for("guest: program ended with 0", 1, PATIENCE)?;
    let dark = look(&machine.trace(), Glass::DISPLAY_HAT_MINI, Lines::DISPLAY_HAT_MINI)?;
    if dark.rgb.iter().any(|&level| level != 0) {
        return Err("the panel was lit after the program had ended".into());
    }
    pages.push("dark".to_owned());
    Ok(pages)
}

/// The page whose picture this is.
fn name_of(seen: &Picture, shots: &Path) -> Result<String> {
    for shot in fs::read_dir(shots)? {
        let path = shot?.path();
        if path.extension().is_some_and(|end| end == "png") && Picture::load(&path)? == *seen {
            return Ok(path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
        }
    }
    Err(format!("the panel shows none of the pictures in {}", shots.display()).into())
}

/// Runs the command line with a path as its last argument.
fn playtally(arguments: &[&str], path: &Path) -> Result<()> {
    let output = Command::new("target/release/playtally")
        .args(arguments)
        .arg(path)
        .output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "playtally {}: {}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr)
    )
    .into())
}

//! What the scenarios share: summaries, sticks, machines, and waiting for a picture.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use playtally_device::{Button, Directory, Kept, Shelf};
use playtally_panel_emulator::Glass;
use playtally_tests::pi::guest::{GuestFile, pack};
use playtally_tests::pi::machine::{Board, Machine, Parts, READY};
use playtally_tests::pi::screen::{Lines, Screen};
use playtally_tests::picture::Picture;

use super::Result;

/// The moment at which the guest's clock starts, in seconds since 1970: 2026-11-20 18:30 UTC.
pub(crate) const AT: u64 = 1_795_199_400;

/// How long a picture may take to come up, in the host's time.
const PATIENCE: Duration = Duration::from_secs(240);
/// How long a button is down. Half as long again would be a hold.
const TAP: Duration = Duration::from_millis(400);
/// How long a tap may take to have its effect.
const REACTION: Duration = Duration::from_secs(15);
/// How often it is tapped at most.
const TAPS: u32 = 6;

/// A desk with summaries to bring to a device.
pub(crate) struct Desk {
    folder: PathBuf,
    /// The sample's listener.
    pub(crate) ann: Vec<u8>,
    /// Another summary of the same listener.
    pub(crate) ann_later: Vec<u8>,
    /// The same history under another name.
    pub(crate) bo: Vec<u8>,
    /// How many yanks or cuts were tried before: what comes by chance is other chance.
    pub(crate) after: u64,
}

impl Desk {
    /// Makes the summaries with the command line, as their owners would.
    pub(crate) fn new(after: u64) -> Result<Self> {
        let folder = PathBuf::from("target/pi");
        fs::create_dir_all(&folder)?;
        let library = folder.join("library.sqlite").display().to_string();
        let _ = fs::remove_file(&library);
        playtally(&["import", "tests/fixtures/sample-export.zip", "--library", &library])?;
        let file = folder.join("summary.tally");
        let path = file.display().to_string();
        let summary = |owner: &str, timezone: &str| -> Result<Vec<u8>> {
            let named = ["summary", "--fonts", "bundled", "--library", &library, "-o", &path];
            playtally(&[&named[..], &["--owner", owner, "--timezone", timezone]].concat())?;
            Ok(fs::read(&file)?)
        };
        let ann = summary("Ann", "UTC")?;
        let ann_later = summary("Ann", "Asia/Tokyo")?;
        // Somebody else's history: a library is one listener's.
        playtally(&["owner", "--new-id", "--library", &library])?;
        Ok(Self {
            ann,
            ann_later,
            bo: summary("Bo", "UTC")?,
            folder,
            after,
        })
    }

    /// A folder for what a scenario leaves.
    pub(crate) fn folder(&self, scenario: &str) -> PathBuf {
        self.folder.join(scenario)
    }

    /// One of the parts that `tests/pi/prepare` got.
    pub(crate) fn part(&self, name: &str) -> PathBuf {
        self.folder.join("parts").join(name)
    }

    /// The parts of a computer with the device program and files in it.
    pub(crate) fn pack(&self, board: Board, folder: &Path, files: &[GuestFile]) -> io::Result<Parts> {
        fs::create_dir_all(folder)?;
        let program = Path::new("target/aarch64-unknown-linux-musl/device/playtally-device");
        pack(board, &self.folder.join("parts"), folder, program, AT, files)
    }
}

/// A summary that is sound.
pub(crate) fn kept(file: &[u8]) -> Result<Kept> {
    Ok(Kept::new(file.to_vec())?)
}

/// The summaries that a state directory holds.
pub(crate) fn summaries(state: &Path) -> Vec<Kept> {
    Shelf::new(Directory::new(state)).summaries()
}

/// The files of a device that keeps one summary.
pub(crate) fn state_with(folder: &Path, summary: &[u8]) -> Result<Vec<GuestFile>> {
    let state = folder.join("state");
    let _ = fs::remove_dir_all(&state);
    fs::create_dir_all(&state)?;
    Shelf::new(Directory::new(&state)).accept(&kept(summary)?)?;
    files_of(&state)
}

/// The files of a state directory, for a guest.
pub(crate) fn files_of(state: &Path) -> Result<Vec<GuestFile>> {
    let mut files = Vec::new();
    for file in fs::read_dir(state)? {
        let file = file?;
        if file.file_type()?.is_file() {
            files.push(GuestFile {
                path: format!("state/{}", file.file_name().display()),
                content: fs::read(file.path())?,
            });
        }
    }
    Ok(files)
}

/// A Raspberry Pi with a Display HAT Mini, on which the device program runs.
pub(crate) struct Pi {
    pub(crate) machine: Machine,
    screen: Screen,
    folder: PathBuf,
    seen: usize,
}

/// GPIO lines of the buttons A, B, X and Y of a Display HAT Mini.
const BUTTONS: [u8; 4] = [5, 6, 16, 24];

impl Pi {
    /// Boots it.
    pub(crate) fn boot(parts: &Parts, folder: &Path) -> Result<Self> {
        let mut pi = Self::switch_on(parts, folder)?;
        pi.machine.wait_for(READY)?;
        Ok(pi)
    }

    /// Switches it on.
    pub(crate) fn switch_on(parts: &Parts, folder: &Path) -> Result<Self> {
        let mut machine = Machine::start(parts, &folder.join("machine"))?;
        // Nothing holds the buttons down.
        for line in BUTTONS {
            machine.set_line(line, true)?;
        }
        let screen = Screen::new(&machine.trace(), Glass::DISPLAY_HAT_MINI, Lines::DISPLAY_HAT_MINI)?;
        Ok(Self {
            machine,
            screen,
            folder: folder.to_owned(),
            seen: 0,
        })
    }

    /// Starts the program with settings of its own.
    pub(crate) fn start(&mut self, settings: &str) -> Result<()> {
        let settings = format!("panel = \"display-hat-mini\"\nclock = \"always\"\n{settings}").replace('\n', "\\n");
        self.machine.run(&format!("printf '{settings}' >/playtally.toml"))?;
        let start = "playtally-device --settings /playtally.toml --state /state & echo $! >/tmp/program";
        self.machine.run(start)?;
        Ok(())
    }

    /// Waits until the panel shows a picture, pixel for pixel.
    pub(crate) fn wait_for(&mut self, what: &str, expected: &Picture) -> Result<()> {
        if self.comes_up(what, expected, PATIENCE)? {
            return Ok(());
        }
        let (seen, wanted) = (self.folder.join("seen.png"), self.folder.join("expected.png"));
        self.screen.picture().save(&seen)?;
        expected.save(&wanted)?;
        Err(format!(
            "the panel shows {}, and not {what}: {}",
            seen.display(),
            wanted.display()
        )
        .into())
    }

    /// Taps a button, after which a picture has to come up. Where the host is busy the guest may sleep through a tap, and
    /// another one is needed.
    pub(crate) fn tap(&mut self, button: Button, what: &str, expected: &Picture) -> Result<()> {
        for _ in 0..TAPS {
            self.press(button, TAP)?;
            if self.comes_up(what, expected, REACTION)? {
                return Ok(());
            }
        }
        self.wait_for(what, expected)
    }

    /// Holds a button down until a picture comes up.
    pub(crate) fn hold(&mut self, button: Button, what: &str, expected: &Picture) -> Result<()> {
        let line = BUTTONS[button as usize];
        self.machine.set_line(line, false)?;
        let outcome = self.wait_for(what, expected);
        self.machine.set_line(line, true)?;
        outcome
    }

    /// Takes away whatever is shown instead of pages, by a press that is so long that even a busy guest notices.
    pub(crate) fn press_any(&mut self) -> Result<()> {
        self.press(Button::X, 8 * TAP)
    }

    fn press(&mut self, button: Button, time: Duration) -> Result<()> {
        let line = BUTTONS[button as usize];
        self.machine.set_line(line, false)?;
        sleep(time);
        self.machine.set_line(line, true)?;
        Ok(())
    }

    fn comes_up(&mut self, what: &str, expected: &Picture, patience: Duration) -> Result<bool> {
        let start = Instant::now();
        loop {
            if self.screen.look_for(expected)? {
                self.seen += 1;
                expected.save(&self.folder.join(format!("{}-{what}.png", self.seen)))?;
                return Ok(true);
            }
            if start.elapsed() > patience {
                return Ok(false);
            }
            sleep(Duration::from_millis(200));
        }
    }

    /// Ends the program; the panel must be dark afterwards.
    pub(crate) fn end(&mut self) -> Result<()> {
        self.machine
            .run("kill -TERM $(cat /tmp/program); wait $(cat /tmp/program)")?;
        self.goes_dark()
    }

    /// Waits until the panel is dark, after everything that was shown on it.
    pub(crate) fn goes_dark(&mut self) -> Result<()> {
        let start = Instant::now();
        while self.screen.look()?.rgb.iter().any(|&level| level != 0) {
            if start.elapsed() > PATIENCE {
                return Err("the panel was lit after the program had ended".into());
            }
            sleep(Duration::from_millis(200));
        }
        Ok(())
    }
}

/// Runs the command line, which was built beside this program.
fn playtally(arguments: &[&str]) -> Result<()> {
    let program = std::env::current_exe()?.with_file_name("playtally");
    let output = Command::new(program).args(arguments).output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("playtally {}: {said}", arguments.join(" ")).into())
}

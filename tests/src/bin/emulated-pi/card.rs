//! The card image that is released, as `release/card` makes it, on two boards: what its panel shows, and power cuts.
//!
//! Kernel, first root file system and device tree are taken out of the image's own files, as the firmware would do it. The tree
//! is changed for what the emulator lacks and for nothing else: DMA for SPI, a watchdog that does not reset it at once, and on the
//! Zero a PWM.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use playtally_device::{Kept, News, Partition, Shelf};
use playtally_tests::card_image::{Boot, Image, MODELS, Model, STATE};
use playtally_tests::pi::expected::{Expected, STILL};
use playtally_tests::pi::machine::{Board, Machine, Parts};
use playtally_tests::pi::stick;
use playtally_tests::random::Random;

use super::desk::{Desk, Pi, kept};
use super::{Broken, Result};

/// What `release/card` makes.
const IMAGE: &str = "target/card/playtally-card.img";
/// As large as the smallest card that the emulator takes for it, in mebibytes.
const CARD: u64 = 256;
/// What an owner sets: a hat, pages that stay, and no pages about today.
const SETTINGS: &str = "panel = \"display-hat-mini\"\nclock = \"never\"\n";
/// What the first process says when it has found the card. What lies on it is read next.
const FOUND: &str = "playtally-device: the card is ";
/// Power cuts on each board, in `.ci/run` and before a release.
const CUTS: u32 = 5;
const MANY_CUTS: u32 = 20;
/// How often to look at what the card holds by now, and how long at most.
const LOOK: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(180);

/// A board, the model that it is, and what the emulator lacks of it.
struct Kind {
    board: Board,
    model: &'static str,
    console: &'static str,
    changes: &'static [&'static [&'static str]],
}

const KINDS: [Kind; 2] = [
    Kind {
        board: Board::RaspberryPi3,
        model: "3",
        console: "ttyS1,115200",
        changes: &[
            &["-d", "/soc/spi@7e204000", "dmas", "dma-names"],
            &["-t", "s", "/soc/watchdog@7e100000", "status", "disabled"],
        ],
    },
    Kind {
        board: Board::RaspberryPiZero,
        model: "Zero",
        console: "ttyAMA0,115200",
        changes: &[
            &["-d", "/soc/spi@7e204000", "dmas", "dma-names"],
            &["-t", "s", "/soc/watchdog@7e100000", "status", "disabled"],
            &["-t", "s", "/soc/pwm@7e20c000", "status", "disabled"],
        ],
    },
];

/// A card that was written for one board, and the board.
struct Written {
    card: Image,
    parts: Parts,
    folder: PathBuf,
}

/// On both boards at once: how to load a summary, one from a stick, and after a restart another one that somebody has put on the
/// card.
pub(crate) fn the_card_that_is_released_starts_and_loads_summaries(desk: &Desk) -> Result<String> {
    on_both(|kind| {
        let written = Written::new(desk, kind, "card")?;
        let empty = Expected::new(Vec::new(), None)?.picture();
        let mut ann = Expected::new(vec![kept(&desk.ann)?], None)?;
        let cover = ann.picture();
        let owner = kept(&desk.ann)?.identity();
        let accepted = ann.news(News::Accepted { owner })?;

        let start = Instant::now();
        let mut pi = Pi::switch_on(&written.parts, &written.folder)?;
        pi.wait_for("no-summary", &empty)?;
        let first = start.elapsed().as_secs();
        pi.machine
            .plug(&stick::image(&written.folder, "good", 64, &desk.ann)?, "good")?;
        pi.wait_for("accepted", &accepted)?;
        pi.wait_for("cover", &cover)?;
        drop(pi);

        written.put("bo.tally", &desk.bo)?;
        let mut both = Expected::new(vec![kept(&desk.ann)?, kept(&desk.bo)?], None)?;
        let owner = kept(&desk.bo)?.identity();
        let accepted = both.news(News::Accepted { owner })?;
        let mut pi = Pi::switch_on(&written.parts, &written.folder)?;
        pi.wait_for("accepted-from-card", &accepted)?;
        let seen = written.summaries()?.len();
        if seen != 2 {
            return Err(format!("the card keeps {seen} summaries").into());
        }
        Ok(format!("{}: first page after {first} s, a stick, the card", kind.model))
    })
}

/// On both boards at once: two summaries of one owner take turns on the card, and the power is cut at a random moment of each load.
pub(crate) fn five_power_cuts_leave_the_old_summary_or_the_new_one(desk: &Desk) -> Result<String> {
    on_both(|kind| cuts(desk, kind, CUTS))
}

/// As often as before a release.
pub(crate) fn twenty_power_cuts_leave_the_old_summary_or_the_new_one(desk: &Desk) -> Result<String> {
    on_both(|kind| cuts(desk, kind, MANY_CUTS))
}

fn cuts(desk: &Desk, kind: &'static Kind, cuts: u32) -> Result<String> {
    let mut written = Written::new(desk, kind, "card-cuts")?;
    // Writing every access down takes its time, and nobody looks at the panel here.
    written.parts.traces = false;
    let editions: [&[u8]; 2] = [&desk.ann, &desk.ann_later];
    written.put("summary.tally", editions[0])?;
    let machine = written.boot_until_it_was_found()?;
    let start = Instant::now();
    while written.summaries()?.is_empty() {
        if start.elapsed() > LONGEST {
            return Err("what lies on the card was not loaded".into());
        }
        sleep(LOOK);
    }
    // A moment lies anywhere in it, and half as long again.
    let mut span = start.elapsed().mul_f64(1.5);
    drop(machine);

    let mut random = Random::of(0xCA5D, &[desk.after, kind.board as u64]);
    let (mut held, mut new) = (0, 0);
    for cut in 1..=cuts {
        written.put("summary.tally", editions[1 - held])?;
        let machine = written.boot_until_it_was_found()?;
        sleep(span.mul_f64(random.below(1000) as f64 / 1000.0));
        drop(machine);
        let found = written.summaries()?;
        let [only] = &found[..] else {
            return Err(Broken(format!("{}: {} summaries after cut {cut}", kind.model, found.len())).into());
        };
        match editions.iter().position(|edition| *edition == only.summary().file()) {
            // Half of them are to come too early, however busy this computer is.
            Some(edition) if edition == held => span = span.mul_f64(1.25),
            Some(edition) => {
                held = edition;
                new += 1;
                span = span.mul_f64(0.8);
            }
            None => return Err(Broken(format!("{}: a third summary after cut {cut}", kind.model)).into()),
        }
    }
    Ok(format!(
        "{}: {cuts} cuts, the old summary {} times, the new one {new} times",
        kind.model,
        cuts - new
    ))
}

impl Written {
    fn new(desk: &Desk, kind: &'static Kind, scenario: &str) -> Result<Self> {
        let folder = desk.folder(&format!("{scenario}-{}", kind.model.to_lowercase()));
        fs::create_dir_all(&folder)?;
        let image = Image::open(Path::new(IMAGE)).map_err(|error| format!("{IMAGE}: {error}"))?;
        let content = folder.join("content");
        let files = image.content(&content)?;
        let model: &Model = MODELS
            .iter()
            .find(|model| model.name == kind.model)
            .ok_or("there is no such model")?;
        let config = files.get("config.txt").ok_or("there is no config.txt")?;
        let boot = Boot::of(&String::from_utf8_lossy(config), model)?;
        let words = files.get(&boot.command_line).ok_or("there is no command line")?;
        let words = String::from_utf8_lossy(words);
        let device_tree = content.join(model.tree);
        for change in kind.changes {
            // The tool wants the file between its options and the node.
            let at = change
                .iter()
                .position(|word| word.starts_with('/'))
                .unwrap_or(change.len());
            let status = Command::new("fdtput")
                .args(&change[..at])
                .arg(&device_tree)
                .args(&change[at..])
                .status()?;
            if !status.success() {
                return Err(format!("fdtput {} failed", change.join(" ")).into());
            }
        }
        let card = image.write_onto_a_card(&folder.join("card.img"), CARD)?;
        let parts = Parts {
            board: kind.board,
            kernel: content.join(&boot.kernel),
            device_tree,
            initramfs: content.join(&boot.initramfs),
            command_line: Some(format!("{} console={} loglevel=7", words.trim(), kind.console)),
            disk: Some(card.path().to_owned()),
            root: None,
            traces: true,
            at: 0,
            counts_instructions: false,
        };
        let written = Self { card, parts, folder };
        written.put("playtally.toml", format!("{SETTINGS}{STILL}").as_bytes())?;
        Ok(written)
    }

    /// Puts a file onto the card, as on a computer of any kind.
    fn put(&self, name: &str, content: &[u8]) -> Result<()> {
        let file = self.folder.join(name);
        fs::write(&file, content)?;
        Ok(self.card.put(&file, name)?)
    }

    /// Switches the board on, and waits until it has found its card.
    fn boot_until_it_was_found(&self) -> Result<Machine> {
        let mut machine = Machine::start(&self.parts, &self.folder.join("machine"))?;
        machine.wait_for(FOUND)?;
        Ok(machine)
    }

    /// The summaries that the card keeps at this moment.
    fn summaries(&self) -> Result<Vec<Kept>> {
        let copy = self.folder.join("state.img");
        fs::write(&copy, self.card.bytes(self.card.partition(STATE)?)?)?;
        Ok(Shelf::new(Partition::new(File::open(copy)?)).summaries())
    }
}

/// Runs something on both boards at once, each of which keeps about one processor busy.
fn on_both(run: impl Fn(&'static Kind) -> Result<String> + Sync) -> Result<String> {
    let outcomes = scope(|scope| {
        let threads = KINDS
            .each_ref()
            .map(|kind| scope.spawn(|| run(kind).map_err(|error| (error.is::<Broken>(), error.to_string()))));
        threads.map(|thread| {
            thread
                .join()
                .unwrap_or_else(|_| Err((true, "a thread ended".to_owned())))
        })
    });
    let mut said = Vec::new();
    for (kind, outcome) in KINDS.iter().zip(outcomes) {
        said.push(match outcome {
            Ok(seen) => seen,
            Err((true, what)) => return Err(Broken(format!("{}: {what}", kind.model)).into()),
            Err((false, what)) => return Err(format!("{}: {what}", kind.model).into()),
        });
    }
    Ok(said.join("; "))
}

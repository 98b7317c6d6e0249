//! Runs the program for the Pico on an emulated one, and wants what its panel shows to be what the same device loop shows on a
//! computer, pixel by pixel: every page of a summary, the menu, a night, the page that tells of a fault. Says what that took.
//!
//! `emulated-pico EMULATOR FIRMWARE.uf2 SUMMARY.tally FOLDER`, for the board `pico-display-2`; `tests/pico/run` makes all of it.
//! The emulator counts the cycles of instructions. It knows neither how long flash keeps the processor waiting, which makes a
//! Pico slower, nor how long the bus takes, which is up to 20 ms for a picture, beside what else is done meanwhile.

mod chip;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use chip::{Chip, Span};
use playtally_device::{Button, Down, Kept, News, Settings};
use playtally_pico::board::Board;
use playtally_pico::fault::Fault;
use playtally_pico::{flash, uf2};
use playtally_screen::{Class, Fault as Told, Item, Moment, Page};
use playtally_tests::pi::expected::Expected;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Until the first picture is there, in milliseconds at most.
const FIRST_PICTURE: u64 = 600;
/// The work of the processor for a page after a press, in milliseconds at most.
const PAGE: u64 = 250;
/// How many pages are turned for each that has something to say: which comes next is chance, and each picture takes the emulator
/// most of a second.
const TURNS: (usize, usize) = (5, 2);

/// The same hands on an emulated Pico and on the loop on a computer.
struct Pair {
    chip: Chip,
    expected: Expected,
    folder: PathBuf,
    /// How many pictures were compared.
    compared: usize,
}

impl Pair {
    fn wait(&mut self, down: Down, ms: u64) -> Result<Span> {
        self.expected.wait(down, ms)?;
        self.chip.wait(down, ms)
    }

    fn press(&mut self, button: Button, ms: u64) -> Result<Span> {
        self.wait(Down::NONE.with(button), ms)?;
        self.wait(Down::NONE, 400)
    }

    fn tap(&mut self, button: Button) -> Result<Span> {
        self.press(button, 40)
    }

    /// Presses a button, and wants the same picture of both.
    fn tap_and_compare(&mut self, button: Button, what: &str) -> Result<Span> {
        let span = self.tap(button)?;
        self.compare(what)?;
        Ok(span)
    }

    fn compare(&mut self, what: &str) -> Result<()> {
        let (seen, wanted) = (self.chip.picture(), self.expected.picture());
        self.compared += 1;
        if seen == wanted {
            return Ok(());
        }
        let name = |kind: &str| self.folder.join(format!("{what}-{kind}.png"));
        seen.save(&name("seen"))?;
        wanted.save(&name("wanted"))?;
        Err(format!(
            "{what} is another picture than on a computer, see {}",
            self.folder.display()
        )
        .into())
    }

    /// Goes to a line of the menu.
    fn choose(&mut self, item: Item) -> Result<()> {
        for _ in Item::ALL {
            if self.expected.menu().ok_or("the menu is closed")?.item() == item {
                return self.tap_and_compare(Button::A, &format!("menu-{item:?}")).map(drop);
            }
            self.tap(Button::Y)?;
        }
        Err(format!("the menu has no {item:?}").into())
    }
}

/// Where everything is.
struct Desk {
    emulator: PathBuf,
    firmware: PathBuf,
    summary: PathBuf,
    flashed: PathBuf,
    folder: PathBuf,
    board: &'static Board,
}

impl Desk {
    fn pair(&self, summaries: Vec<Kept>, files: &[&Path]) -> Result<Pair> {
        let settings = Settings::on(self.board.panel().ok_or("there is no such panel")?);
        Ok(Pair {
            chip: Chip::new(&self.emulator, self.board, files)?,
            expected: Expected::on(&settings, summaries, None, true)?,
            folder: self.folder.clone(),
            compared: 0,
        })
    }

    fn pages(&self) -> Result<String> {
        let file = fs::read(&self.summary)?;
        let kept = Kept::new(file.clone())?;
        let mut pair = self.pair(vec![Kept::new(file)?], &[&self.firmware, &self.flashed])?;
        let start = pair.wait(Down::NONE, 700)?;
        pair.compare("start")?;
        let first_page = pair.expected.page().ok_or("no page is up")?;
        let first = start.last.div_ceil(1000);
        if start.light == 0 {
            return Err("the backlight is off".into());
        }

        pair.press(Button::X, 700)?;
        pair.compare("menu")?;
        // Without motion, and on an evening before Christmas: the year has its pages then.
        pair.choose(Item::Calm)?;
        pair.choose(Item::Clock)?;
        let pressed = kept.summary().owner().pressed.date();
        let years = chrono::Datelike::year(&pressed) - 2024;
        let turns = [
            (Button::X, years),
            (Button::Y, 1),
            (Button::X, 17),
            (Button::Y, 2),
            (Button::X, 0),
        ];
        for (button, times) in turns {
            for _ in 0..times {
                pair.tap(button)?;
            }
            pair.tap_and_compare(Button::A, "set-clock")?;
        }
        pair.tap_and_compare(Button::B, "menu-closed")?;

        let date = chrono::NaiveDate::from_ymd_opt(years + 2024, 12, 18).ok_or("no such day")?;
        let moment = Moment::new(date, chrono::NaiveTime::from_hms_opt(22, 0, 0).ok_or("no such time")?);
        let mut wanted: BTreeSet<&str> = Page::ALL
            .iter()
            .filter(|page| page.has_something_to_say(kept.summary(), moment, Class::Wide))
            .map(|page| page.slug())
            .collect();
        let all = wanted.len();
        wanted.remove(first_page.slug());
        let mut slow = Vec::new();
        let mut longest = 0;
        for _ in 0..all * TURNS.0 / TURNS.1 {
            if wanted.is_empty() {
                break;
            }
            let span = pair.tap(Button::X)?;
            let page = pair.expected.page().ok_or("no page is up")?;
            pair.compare(page.slug())?;
            wanted.remove(page.slug());
            let took = span.busy.div_ceil(1000);
            println!("  {:24} {took:4} ms, {} bytes", page.slug(), span.bytes);
            longest = longest.max(took);
            if took > PAGE {
                slow.push(format!("{} {took} ms", page.slug()));
            }
        }
        if wanted.len() > all / 10 {
            return Err(format!("these pages never came up: {wanted:?}").into());
        }

        pair.press(Button::X, 700)?;
        pair.choose(Item::Night)?;
        pair.tap(Button::B)?;
        // A press keeps the night away for a minute.
        let night = pair.wait(Down::NONE, 61_000)?;
        pair.compare("night")?;
        // Which page is up then, depends on how long five of them took to draw.
        let awake = pair.tap(Button::A)?;
        if (night.light, awake.light > 0) != (0, true) {
            return Err(format!("the light at night is {}, and then {}", night.light, awake.light).into());
        }
        let [stack, fixed] = pair.chip.memory()?;
        let misuses = pair.chip.misuses();
        if !misuses.is_empty() {
            return Err(format!("the panel's data sheet does not allow {misuses:?}").into());
        }
        if first > FIRST_PICTURE || !slow.is_empty() {
            return Err(format!(
                "the first picture came after {first} ms; too slow were: {}",
                slow.join(", ")
            )
            .into());
        }
        Ok(format!(
            "{} of {all} pages, in {} pictures, are those of a computer (chance kept back {wanted:?}); the first came after \
             {first} ms, a page took at most {longest} ms of the processor; {fixed} bytes are static, {stack} were stack, of {}",
            all - wanted.len(),
            pair.compared,
            264 << 10
        ))
    }

    /// Without a summary, with a damaged one, and after a panic.
    fn troubles(&self) -> Result<String> {
        let mut pair = self.pair(Vec::new(), &[&self.firmware])?;
        pair.wait(Down::NONE, 700)?;
        pair.compare("no-summary")?;

        let mut file = fs::read(&self.summary)?;
        if let Some(last) = file.last_mut() {
            *last ^= 1;
        }
        let damaged = self.folder.join("damaged.uf2");
        write_uf2(&file, &damaged)?;
        let mut pair = self.pair(Vec::new(), &[&self.firmware, &damaged])?;
        let why = Kept::new(file).err().ok_or("it is sound")?;
        pair.expected.news(News::Refused { why: why.into() })?;
        pair.wait(Down::NONE, 700)?;
        pair.compare("damaged")?;

        let fault = Fault::in_file("pages/clock.rs", 42);
        let mut pair = self.pair(Vec::new(), &[&self.firmware, &self.flashed])?;
        pair.chip.leave(fault)?;
        pair.expected.news(News::fault(Told::KeepsFailing, fault))?;
        pair.wait(Down::NONE, 700)?;
        pair.compare("fault")?;
        let after = pair.press(Button::B, 40)?;
        if after.restarts != 1 {
            return Err(format!("a button started it {} times", after.restarts).into());
        }
        Ok("no summary, a damaged one and a fault are told; a button starts it anew".to_owned())
    }
}

fn write_uf2(file: &[u8], path: &Path) -> Result<()> {
    let blocks: Vec<u8> = uf2::blocks(file, flash::SUMMARY, uf2::Family::RP2040)
        .flatten()
        .collect();
    Ok(fs::write(path, blocks)?)
}

fn run() -> Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [emulator, firmware, summary, folder] = &arguments[..] else {
        return Err("emulated-pico EMULATOR FIRMWARE.uf2 SUMMARY.tally FOLDER".into());
    };
    fs::create_dir_all(folder)?;
    let flashed = folder.join("summary.uf2");
    write_uf2(&fs::read(summary)?, &flashed)?;
    let desk = Desk {
        emulator: emulator.clone(),
        firmware: firmware.clone(),
        summary: summary.clone(),
        flashed,
        folder: folder.clone(),
        board: Board::find("pico-display-2").ok_or("there is no such board")?,
    };
    println!("troubles: {}", desk.troubles()?);
    println!("pages: {}", desk.pages()?);
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => {
            println!("2 passed, 0 failed");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

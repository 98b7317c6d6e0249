//! Finding out which hat is plugged on: a picture for each, until somebody holds a button.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use playtally_device::{
    Button, Buttons, CANDIDATES, Candidate, Debounce, Directory, Down, News, Press, Settings, Slots,
    leaves_the_hat_open, plain,
};

use super::board::kernel;
use super::clock::SystemClock;
use super::places::Places;
use super::run::{End, Job};
use super::summaries::Summaries;
use super::trouble::{self, Trouble};
use super::wait::{Wakeups, Woken};

/// How long a picture stays for a button to be held, and how often the buttons are looked at.
const STAYS: Duration = Duration::from_secs(5);
const LOOK: Duration = Duration::from_millis(20);
/// No text that is kept is longer, in bytes.
const LONGEST: usize = 1024;
/// A longer settings file is not kept, in bytes.
const LONGEST_FILE: usize = 8 << 10;

/// Where it is kept which hat was found, and for which settings file: a checksum and a name.
fn slots() -> Slots {
    Slots::new("hat", LONGEST, |kept| std::str::from_utf8(kept).is_ok())
}

/// The settings file as it was read last: a card whose files cannot be read any more has the same hat.
fn last_file() -> Slots {
    Slots::new("file", LONGEST_FILE, |kept| std::str::from_utf8(kept).is_ok())
}

/// The hat that was found for a settings file; for any, if there is `no_file`.
fn kept(disk: &Directory, file: &str, no_file: bool) -> Option<&'static Candidate> {
    let kept = slots().read(disk).ok().flatten()?;
    let (checksum, name) = std::str::from_utf8(&kept).ok()?.split_once(' ')?;
    let is_same = no_file || checksum == plain::checksum(file.as_bytes()).to_string();
    CANDIDATES.iter().find(|candidate| is_same && candidate.name == name)
}

fn keep(disk: &mut Directory, file: &str, found: &Candidate) -> std::io::Result<()> {
    let text = format!("{} {}", plain::checksum(file.as_bytes()), found.name);
    slots().write(disk, text.as_bytes()).map(drop)
}

/// What is known of the hat.
#[derive(Debug)]
pub(crate) enum Known {
    /// The settings file says it, or has a mistake.
    ByFile,
    /// These settings, of a hat that was found or of the file that was there before.
    Kept(Box<Settings>),
    /// Nothing: with this file, which leaves it open.
    Not(String),
}

/// The text of a settings file, to be read before files are given up; `None` if it cannot be.
pub(crate) fn text(settings: Option<&Path>) -> Option<String> {
    settings.and_then(|path| fs::read_to_string(path).ok())
}

/// What is known of the hat that is plugged on, with this text of a settings file.
pub(crate) fn known(file: Option<String>, places: &Places) -> Known {
    let own = Directory::new(&places.own);
    let last = || {
        let kept = last_file().read(&own).ok().flatten()?;
        String::from_utf8(kept).ok()
    };
    let no_file = file.is_none();
    let text = file.or_else(last).unwrap_or_default();
    let settings = if !leaves_the_hat_open(&text) {
        Settings::parse("playtally.toml", &text).ok().filter(|_| no_file)
    } else {
        match kept(&own, &text, no_file) {
            Some(hat) => hat.settings(&text).ok(),
            None => return Known::Not(text),
        }
    };
    settings.map_or(Known::ByFile, |settings| Known::Kept(Box::new(settings)))
}

/// Finds the hat that is plugged on, unless it is known, and keeps which one it is; and keeps what the settings file says.
pub(crate) fn find(file: Option<String>, places: &Places, wakeups: &Wakeups) -> Result<(), Trouble> {
    let mut own = Directory::new(&places.own);
    if let Some(file) = file.as_ref().filter(|file| file.len() <= LONGEST_FILE) {
        // What does not change is not written.
        let _ = last_file().write(&mut own, file.as_bytes());
    }
    let Known::Not(file) = known(file, places) else {
        return Ok(());
    };
    trouble::say("no panel is named: each hat is tried until a button is held");
    loop {
        let (mut shown, mut last) = (false, None);
        for candidate in CANDIDATES {
            match attempt(candidate, wakeups) {
                Ok(Attempt::Held) => return keep(&mut own, &file, candidate).map_err(Trouble::new),
                Ok(Attempt::Asked) => return Ok(()),
                Ok(Attempt::Left) => shown = true,
                Err(trouble) => last = Some(trouble),
            }
        }
        // Without a bus, none is shown.
        if let Some(trouble) = last.filter(|_| !shown) {
            return Err(trouble);
        }
    }
}

/// What came of trying one.
enum Attempt {
    Held,
    Left,
    Asked,
}

/// Shows the test card as on this hat, lets go of every line, and listens.
fn attempt(candidate: &Candidate, wakeups: &Wakeups) -> Result<Attempt, Trouble> {
    let Some(harmless) = candidate.harmless() else {
        return Ok(Attempt::Left);
    };
    let job = Job {
        settings: &harmless,
        news: Some(News::finder(candidate.name)),
        only_news: true,
        only_picture: true,
        summaries: Summaries::given(&[])?,
        wakeups,
        clock: SystemClock::new(harmless.clock),
    };
    // Its lines are given back with it.
    if let End::Asked(_) = job.run(kernel::open(&harmless)?)? {
        return Ok(Attempt::Asked);
    }
    let buttons = candidate.settings("").map_err(Trouble::new)?.pins.buttons;
    let mut listening = kernel::listen(&harmless, buttons)?;
    let (start, mut hand) = (Instant::now(), Hand::default());
    while start.elapsed() < STAYS || hand.is_at_it() {
        let down = listening.levels.down().map_err(Trouble::new)?;
        if hand.holds(down, start.elapsed().as_millis() as u64) {
            return Ok(Attempt::Held);
        }
        match wakeups.wait([None, None], LOOK) {
            Ok(Woken::ToWork) => {}
            Ok(Woken::ToEnd(_)) => return Ok(Attempt::Asked),
            Err(error) => return Err(Trouble::new(format_args!("the program cannot sleep: {error}"))),
        }
    }
    Ok(Attempt::Left)
}

/// Whether a hand holds a button. A line that is low from the beginning, such as a light of another hat, is no button.
#[derive(Debug, Default)]
struct Hand {
    debounce: Debounce,
    /// Buttons that were seen up.
    up: Option<Down>,
}

impl Hand {
    /// Takes the levels of a moment, in milliseconds.
    fn holds(&mut self, down: Down, now: u64) -> bool {
        let up = self.up.unwrap_or_default();
        let up = Button::ALL
            .into_iter()
            .filter(|&button| up.has(button) || !down.has(button));
        let up: Down = up.collect();
        self.up = Some(up);
        let real = Button::ALL
            .into_iter()
            .filter(|&button| down.has(button) && up.has(button));
        matches!(self.debounce.take(real.collect(), now), Some(Press::Hold(_)))
    }

    fn is_at_it(&self) -> bool {
        self.debounce.down() != Down::NONE && self.debounce.wake_at().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Down = Down::NONE.with(Button::A);

    #[test]
    fn a_button_that_is_held_counts_and_a_line_that_is_low_all_the_time_does_not() {
        let mut hand = Hand::default();
        for now in (0..3000).step_by(20) {
            assert!(!hand.holds(A, now), "nobody pressed it at {now}");
        }
        let both = A.with(Button::X);
        assert!(!hand.holds(both, 3000) && !hand.holds(both, 3020));
        assert!(hand.is_at_it());
        assert!(hand.holds(both, 3620), "another one was");
        let mut hand = Hand::default();
        assert!(!hand.holds(A, 0) && !hand.holds(Down::NONE, 20) && !hand.holds(A, 40) && !hand.holds(A, 60));
        assert!(hand.holds(A, 700), "it came up once");
    }

    #[test]
    fn the_hat_that_was_found_holds_until_the_file_changes() {
        let root = tempfile::tempdir().unwrap();
        let mut disk = Directory::new(root.path());
        assert_eq!(kept(&disk, "", true), None);
        keep(&mut disk, "pace = 5", &CANDIDATES[1]).unwrap();
        assert_eq!(kept(&disk, "pace = 5", false), Some(&CANDIDATES[1]));
        assert_eq!(kept(&disk, "pace = 6", false), None);
        assert_eq!(kept(&disk, "", true), Some(&CANDIDATES[1]), "the card cannot be read");
    }

    #[test]
    fn a_card_that_cannot_be_read_any_more_keeps_its_panel() {
        let root = tempfile::tempdir().unwrap();
        let places = Places::new(Some(root.path().join("own")), Some(root.path().join("run")));
        fs::create_dir(&places.own).unwrap();
        let wakeups = Wakeups::new().unwrap();
        let file = root.path().join("playtally.toml");
        assert!(matches!(known(text(Some(&file)), &places), Known::Not(_)));
        fs::write(&file, "panel = 'pirate-audio'").unwrap();
        find(text(Some(&file)), &places, &wakeups).unwrap();
        assert!(matches!(known(text(Some(&file)), &places), Known::ByFile));
        let Known::Kept(settings) = known(None, &places) else {
            panic!("it is forgotten");
        };
        assert_eq!(settings.panel.name, "pirate-audio");
        fs::write(&file, "pace = 5").unwrap();
        keep(&mut Directory::new(&places.own), "pace = 5", &CANDIDATES[2]).unwrap();
        find(text(Some(&file)), &places, &wakeups).unwrap();
        let Known::Kept(settings) = known(text(Some(&file)), &places) else {
            panic!("it is forgotten");
        };
        assert_eq!((settings.panel.name, settings.pace), ("st7789-240x240", 5));
    }
}

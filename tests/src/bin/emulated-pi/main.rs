//! Runs the device program on emulated computers: what its panel shows, what becomes of sticks that are yanked and of
//! power cuts, what it costs to stand on a desk, how the package installs on a Debian with systemd, and how the card image that is
//! released starts.
//!
//! `tests/pi/run`, `tests/pi/package` and `tests/pi/card` build what this needs and start it; scenarios can be chosen by name. With
//! `--after NUMBER`, yanks and cuts come at other moments than in the runs that tried so many before.

mod card;
mod costs;
mod cuts;
mod desk;
mod gadget;
mod installed;
mod pictures;
mod yanks;

use std::error::Error;
use std::fmt;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use desk::Desk;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The device did not do what it promises. That is no matter of a busy computer, and is not tried again.
#[derive(Debug)]
struct Broken(String);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Broken {}

/// Something to try, which says what it saw.
type Scenario = fn(&Desk) -> Result<String>;

/// The longest first, so that the last ones end together.
const SCENARIOS: [(&str, Scenario); 10] = [
    ("costs", costs::ten_minutes_on_a_desk),
    ("cuts", cuts::a_power_cut_leaves_the_old_summary_or_the_new_one),
    (
        "first-stick",
        pictures::the_first_stick_is_found_read_accepted_and_shown,
    ),
    (
        "damaged-stick",
        pictures::a_damaged_stick_is_refused_and_what_was_kept_is_shown,
    ),
    ("yanks", yanks::sticks_that_are_yanked_leave_what_was_kept),
    ("gadget", gadget::a_computer_loads_summaries_through_a_drive),
    ("installed", installed::the_package_brings_a_device_up),
    ("card-cuts", card::five_power_cuts_leave_the_old_summary_or_the_new_one),
    ("card", card::the_card_that_is_released_starts_and_loads_summaries),
    (
        "more-card-cuts",
        card::twenty_power_cuts_leave_the_old_summary_or_the_new_one,
    ),
];

/// Guests that run at once. Each keeps about one processor busy.
const AT_ONCE: usize = 2;

/// These need the package, or the card image, which take their time to make: `tests/pi/package` and `tests/pi/card` ask for them.
const BY_NAME_ONLY: [&str; 4] = ["installed", "card", "card-cuts", "more-card-cuts"];

fn main() -> ExitCode {
    let mut chosen: Vec<String> = std::env::args().skip(1).collect();
    let mut after = 0;
    if let Some(at) = chosen.iter().position(|argument| argument == "--after") {
        let given: Vec<String> = chosen.drain(at..chosen.len().min(at + 2)).collect();
        let Some(number) = given.get(1).and_then(|number| number.parse().ok()) else {
            eprintln!("--after needs a number");
            return ExitCode::FAILURE;
        };
        after = number;
    }
    let desk = match Desk::new(after) {
        Ok(desk) => desk,
        Err(error) => {
            eprintln!("the summaries to show cannot be made: {error}");
            return ExitCode::FAILURE;
        }
    };
    let wanted = SCENARIOS.iter().filter(|(name, _)| {
        if chosen.is_empty() {
            !BY_NAME_ONLY.contains(name)
        } else {
            chosen.iter().any(|chosen| chosen == name)
        }
    });
    let waiting = Mutex::new(wanted);
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
    let failed = AtomicUsize::new(0);
    let passed = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(&(name, scenario)) = next() {
                    let counted = if tried(name, scenario, &desk) { &passed } else { &failed };
                    counted.fetch_add(1, Relaxed);
                }
            });
        }
    });
    let (passed, failed) = (passed.into_inner(), failed.into_inner());
    println!("{passed} passed, {failed} failed");
    ExitCode::from(u8::from(failed > 0))
}

/// Whether a scenario went as it should, which is said with what it saw.
fn tried(name: &str, scenario: Scenario, desk: &Desk) -> bool {
    let start = Instant::now();
    let outcome = scenario(desk).or_else(|error| {
        if error.is::<Broken>() {
            return Err(error);
        }
        // Where the host is busy, the guest's own time-outs come too early for its slow hardware.
        println!("again   {name:<14}, because {error}");
        scenario(desk)
    });
    let seconds = start.elapsed().as_secs();
    match &outcome {
        Ok(seen) => println!("ok      {name:<14} {seconds:>4} s: {seen}"),
        Err(error) => println!("FAILED  {name:<14} {seconds:>4} s: {error}"),
    }
    outcome.is_ok()
}

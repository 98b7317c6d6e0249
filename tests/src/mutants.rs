//! Summaries that are changed anywhere and still accepted, drawn on every page: no panic, nothing outside the panel, nothing
//! allocated, a small stack, and not much more work than what was pressed takes.

mod glass;
mod mutation;

use std::fs;
use std::path::Path;
use std::thread;

use chrono::{NaiveDate, NaiveTime};
use playtally_screen::{
    Chapter, Class, Coming, Ground, Hue, Language, Look, Moment, Notice, Page, Progress, Scene, Theme, Transition,
};
use playtally_summary::Summary;

use crate::program::{User, press};
use crate::random::Random;
use glass::{Glass, Work};

/// Calls a closure and says how often it allocated. A program that wants to know has an allocator that counts.
pub type Measure = fn(&mut dyn FnMut()) -> u64;

/// The stack on which a page is drawn, in bytes. An RP2040 needs a tenth of it; a build for tests needs more than that.
const STACK: usize = 256 << 10;
/// A page of a mutant takes at most so many times the work of the one that takes the most of what was pressed.
const WORK: u64 = 2;
/// All pages of a mutant take at most so many times the processor time of the slowest of what was pressed. A clock that
/// ticks, on a computer with other things to do, is not to matter.
const TIME: u64 = 10;
/// How often a mutant that seems slow is drawn before it is called so.
const TRIES: u32 = 5;

/// What mutants are made of: the sample as it is pressed, and the summaries that the fuzzer of summaries begins with.
///
/// # Panics
/// If they cannot be made or read.
#[must_use]
pub fn pressed() -> Vec<Vec<u8>> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/summary");
    let seeds = ["hard", "nearly-empty", "sample"].map(|name| fs::read(seeds.join(name)).expect("a seed"));
    let user = User::with_history();
    user.run(press("my.tally")).succeeded();
    let sample = fs::read(user.path("my.tally")).expect("a summary was pressed");
    seeds.into_iter().chain([sample]).collect()
}

/// Summaries to change, and what drawing them takes.
#[derive(Debug)]
pub struct Mutants {
    pressed: Vec<Vec<u8>>,
    /// The most that a page takes, by class.
    work: Vec<Work>,
    /// The most that one of them takes, on all pages of a class, in nanoseconds.
    time: u64,
    measure: Measure,
}

impl Mutants {
    /// Mutants of some summaries.
    ///
    /// # Panics
    /// If one of them is no summary, or cannot be drawn as its mutants have to be.
    #[must_use]
    pub fn of(pressed: Vec<Vec<u8>>, measure: Measure) -> Self {
        let mut mutants = Self {
            work: vec![Work::MOST; Class::ALL.len()],
            time: u64::MAX / TIME,
            pressed,
            measure,
        };
        let mut most = vec![Work::NONE; Class::ALL.len()];
        let mut time = 0;
        for (number, file) in (0..).zip(&mutants.pressed) {
            for (class, most) in most.iter_mut().enumerate() {
                let drawn = mutants
                    .draw("pressed".to_owned(), file, class, number)
                    .expect("what was pressed is drawn");
                *most = most.max(drawn.work);
                time = drawn.time.max(time);
            }
        }
        (mutants.work, mutants.time) = (most, time);
        mutants
    }

    /// Draws a mutant on classes of panels, by their numbers among [`Class::ALL`]. Says how many scenes were drawn.
    ///
    /// # Errors
    /// Says what was wrong with it.
    pub fn draw_one(&self, seed: u64, classes: impl IntoIterator<Item = usize>) -> Result<u64, String> {
        let mut random = Random::of(0x0A11, &[seed]);
        let pressed = &self.pressed[random.below(self.pressed.len() as u64) as usize];
        let file = mutation::accepted(pressed, &mut random);
        let mut scenes = 0;
        for class in classes {
            let name = Class::ALL[class].slug();
            let wrong = |what: String| format!("mutants={seed} on {name}: {what}");
            for again in 1.. {
                let drawn = self.draw(format!("mutant {seed}"), &file, class, seed).map_err(wrong)?;
                let (work, most) = (drawn.work, self.work[class]);
                if work.exceeds(most, WORK) {
                    return Err(wrong(format!(
                        "{work:?} for a page, where what was pressed takes {most:?}"
                    )));
                }
                if drawn.time <= TIME * self.time {
                    scenes += drawn.scenes;
                    break;
                }
                if again == TRIES {
                    let times = drawn.time / self.time.max(1);
                    return Err(wrong(format!(
                        "takes {times} times as long as the slowest that was pressed"
                    )));
                }
            }
        }
        Ok(scenes)
    }

    /// Draws every scene of a summary on a class of panels. What it looks like is dealt by a number.
    fn draw(&self, name: String, file: &[u8], class: usize, number: u64) -> Result<Drawn, String> {
        let measure = self.measure;
        let draw = move || {
            let mut drawn = Drawn::default();
            let allocations = measure(&mut || drawn = scenes(file, class, number as usize));
            (drawn, allocations, processor_time())
        };
        thread::scope(|scope| {
            // Named after the seed: whatever ends it says so.
            let thread = thread::Builder::new()
                .name(name)
                .stack_size(STACK)
                .spawn_scoped(scope, draw);
            let thread = thread.map_err(|error| error.to_string())?;
            let (drawn, allocations, time) = thread.join().map_err(|_| "a panic".to_owned())?;
            if allocations > 0 {
                return Err(format!("{allocations} allocations"));
            }
            if drawn.outside > 0 {
                return Err(format!("{} scenes were drawn outside the panel", drawn.outside));
            }
            Ok(Drawn { time, ..drawn })
        })
    }
}

/// What drawing every scene came to.
#[derive(Clone, Copy, Debug, Default)]
struct Drawn {
    scenes: u64,
    /// Scenes of which something lay outside the panel.
    outside: u64,
    /// Of the scene that took the most.
    work: Work,
    /// Of all, in nanoseconds.
    time: u64,
}

/// Draws every scene of a summary, at rest and on its way in.
fn scenes(file: &[u8], class: usize, number: usize) -> Drawn {
    let summary = Summary::open(file).expect("an accepted mutant");
    let owners = [summary];
    let class = Class::ALL[class];
    let look = Look {
        class: Some(class),
        theme: Theme::ALL[number % Theme::ALL.len()],
        language: Language::ALL[number / 3 % Language::ALL.len()],
        paused: number.is_multiple_of(7),
        ground: Some(Ground {
            hue: Hue::ALL[number % Hue::ALL.len()],
            is_loud: number.is_multiple_of(2),
        }),
        chapter: number.is_multiple_of(5).then_some(Chapter {
            at: (number / 5 % 6) as u8,
            of: 6,
        }),
    };
    let now = moment(number);
    let coming = Coming {
        by: Transition::Forward,
        at: Progress::after(number as u64 % Coming::MS, Coming::MS),
    };
    let pages = Page::ALL.iter().map(|&page| Scene::Page(page, summary));
    let about = Scene::Notice(Notice::About { owners: &owners });
    let notices = Notice::all(&summary).map(Scene::Notice).chain([about]);
    let mut drawn = Drawn::default();
    for scene in pages.chain(notices) {
        for coming in [Coming::DONE, coming] {
            let mut glass = Glass::new(class.size());
            let Ok(()) = scene.draw_coming(&look, now, coming, &mut glass);
            drawn.scenes += 1;
            drawn.outside += u64::from(glass.is_drawn_outside());
            drawn.work = drawn.work.max(glass.work());
        }
    }
    for page in Page::ALL {
        let _ = page.has_something_to_say(&summary, now, class);
    }
    drawn
}

/// A moment of a year in which there is something to tell, dealt by a number: any hour of any day.
fn moment(number: usize) -> Moment {
    let date = NaiveDate::from_yo_opt(2025, (number * 37 % 365 + 1) as u32).unwrap_or_default();
    let seconds = (number * 7919 % 86_400) as u32;
    Moment::new(
        date,
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default(),
    )
}

/// The processor time of this thread in nanoseconds, to a few milliseconds, as Linux tells it; 0 elsewhere.
fn processor_time() -> u64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0)
}

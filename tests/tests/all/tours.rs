//! Tours of every panel through histories and dates: nothing beyond a budget, nothing for nothing.
//!
//! Here three invented histories, three minutes of each device. All of it, six histories and half an hour each, goes on
//! where it was ended, for what passed is noted in a file:
//!
//! ```sh
//! PLAYTALLY_TOURS=target/tours cargo test -p playtally-tests --test all tours:: -- --nocapture
//! ```

use std::collections::HashSet;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Weekday};
use playtally_device::{Kept, Settings};
use playtally_history::{Export, read};
use playtally_panel::PANELS;
use playtally_press::typeset::Fonts;
use playtally_press::{Options, press};
use playtally_simulator::{Simulated, Start};
use playtally_statistics::{Rule, Statistics};
use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::sample;
use playtally_tests::spotify_extended::{Extended, Ids};

/// A summary, and the dates on which a device shows it.
struct History {
    name: String,
    file: Vec<u8>,
    dates: [(&'static str, NaiveDateTime); 8],
}

impl History {
    fn of(name: &str, export: Export) -> Self {
        let (plays, _) = read([export], &mut ()).expect("a sound export");
        let statistics = Statistics::compute(&plays, &Rule::new(chrono_tz::Europe::Stockholm));
        let last = statistics.totals.last.expect("a play");
        let pressed = last + Days::new(1);
        Self {
            name: name.to_owned(),
            file: press(&statistics, &Options::new(name, pressed, &Fonts::bundled())).file,
            dates: dates(pressed, statistics.totals.first.expect("a play")),
        }
    }

    fn invented(name: &str, person: Person) -> Self {
        let mut zip = Zip::new(Vec::new(), 1);
        let extended = Extended {
            ids: Ids::Plain,
            ..Extended::NEW
        };
        extended
            .write(&Listener::new(person), &mut zip)
            .expect("written to memory");
        let export = zip.finish().expect("written to memory");
        Self::of(name, Export::Bytes(name.to_owned(), export.into()))
    }
}

/// The dates of a summary that was pressed on a day and holds plays since another.
fn dates(pressed: NaiveDate, first: NaiveDate) -> [(&'static str, NaiveDateTime); 8] {
    let at = |day: NaiveDate, hour, minute| day.and_hms_opt(hour, minute, 0).expect("a time of day");
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    let last_sunday = |month| {
        let days = (25..=31).map(|number| day(pressed.year() + 1, month, number));
        let mut sundays = days.filter(|day| day.weekday() == Weekday::Sun);
        sundays.next_back().expect("a Sunday")
    };
    let leap_year = (pressed.year() + 1..).find(|&year| NaiveDate::from_ymd_opt(year, 2, 29).is_some());
    let anniversary = first.with_year(pressed.year() + 1).unwrap_or(first);
    [
        ("the day it was made", at(pressed, 12, 0)),
        ("the year's turn", at(day(pressed.year(), 12, 31), 23, 45)),
        ("a leap day", at(day(leap_year.expect("a leap year"), 2, 29), 9, 0)),
        ("the morning of an anniversary", at(anniversary, 6, 30)),
        ("when it is a year old", at(pressed + Days::new(366), 18, 0)),
        ("when the clocks go forward", at(last_sunday(3), 1, 50)),
        ("when the clocks go back", at(last_sunday(10), 2, 50)),
        ("an evening in December", at(day(pressed.year(), 12, 12), 21, 0)),
    ]
}

/// Thirteen heavy years, ten light months, and the sample with its dozen scripts.
fn invented() -> Vec<History> {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    let light = Person {
        from: day(2024, 1, 10),
        to: day(2024, 11, 4),
        ..Person::new(29, 600)
    };
    let sample = fs::read(sample::path()).expect("the sample is in the project");
    vec![
        History::invented("thirteen heavy years", Person::new(13, 40_000)),
        History::invented("ten light months", light),
        History::of("a dozen scripts", Export::Bytes("sample".to_owned(), sample.into())),
    ]
}

/// The private exports that are there, and as many invented histories more as make three.
fn more() -> Vec<History> {
    let mut paths = sample::private_exports();
    paths.truncate(3);
    let people = [(41, 3_000), (42, 12_000), (43, 25_000)].into_iter().skip(paths.len());
    let of_path = |path: &PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        History::of(&name, Export::Path(path.clone()))
    };
    let people = people.map(|(seed, plays)| History::invented(&format!("person {seed}"), Person::new(seed, plays)));
    paths.iter().map(of_path).chain(people).collect()
}

/// Which tours have passed already, in a file that is carried on.
struct Passed {
    before: HashSet<String>,
    file: Option<Mutex<fs::File>>,
}

impl Passed {
    fn new(file: Option<&Path>) -> Self {
        let Some(path) = file else {
            return Self {
                before: HashSet::new(),
                file: None,
            };
        };
        let before = fs::read_to_string(path).unwrap_or_default();
        let file = OpenOptions::new().create(true).append(true).open(path);
        Self {
            before: before.lines().map(str::to_owned).collect(),
            file: Some(Mutex::new(
                file.unwrap_or_else(|error| panic!("{}: {error}", path.display())),
            )),
        }
    }

    fn note(&self, tour: &str) {
        if let Some(file) = &self.file {
            writeln!(file.lock().expect("no panic while writing"), "{tour}").expect("a disk with room");
        }
    }
}

#[test]
fn no_panel_breaks_its_budget_with_any_history_on_any_date() {
    let file = std::env::var_os("PLAYTALLY_TOURS").map(PathBuf::from);
    // A test runs in its own package's folder.
    let file = file.map(|file| Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file));
    let passed = Passed::new(file.as_deref());
    let (minutes, histories) = match &file {
        Some(_) => (30, invented().into_iter().chain(more()).collect()),
        None => (3, invented()),
    };
    let tours: Vec<_> = histories
        .iter()
        .flat_map(|history| history.dates.iter().map(move |date| (history, date)))
        .flat_map(|(history, date)| PANELS.iter().map(move |panel| (history, date, panel)))
        .collect();
    assert_eq!(tours.len(), histories.len() * 8 * PANELS.len());
    let (next, broken) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((history, (date, start), panel)) = tours.get(next.fetch_add(1, Ordering::Relaxed)) {
            let tour = format!(
                "{minutes} minutes of {} on {}, {date}, {start}",
                history.name, panel.name
            );
            if passed.before.contains(&tour) {
                continue;
            }
            let kept = Kept::new(history.file.as_slice()).expect("a sound summary");
            let mut device =
                Simulated::new(&Settings::on(panel), &kept, Start::Local(*start), false).expect("a device");
            let ran = device.pass(Duration::from_secs(60 * minutes));
            let offences = device.offences();
            if ran.is_ok() && offences.is_empty() {
                passed.note(&tour);
            } else {
                eprintln!("{tour}: {ran:?} {offences:?}");
                broken.lock().expect("no panic while pushing").push(tour);
            }
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..workers).for_each(|_| _ = scope.spawn(work)));
    let broken = broken.into_inner().expect("no panic while pushing");
    println!(
        "{} tours, {} passed before, {} broken",
        tours.len(),
        passed.before.len(),
        broken.len()
    );
    assert!(
        broken.is_empty(),
        "{} of {} tours, such as {}",
        broken.len(),
        tours.len(),
        broken[0]
    );
}

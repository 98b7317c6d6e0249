//! The display program over a year of its own time, on four panels: its memory stays as it is, nothing wakes it for
//! nothing, whatever its clock says and however often its summary is swapped.
//!
//! Here each panel lives through some hours around each of the year's turning points. The whole year takes long:
//!
//! ```sh
//! PLAYTALLY_YEAR=1 cargo test -p playtally-tests --test all year:: -- --nocapture
//! ```

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, NaiveDate};
use playtally_device::{Kept, Settings};
use playtally_history::{Export, read};
use playtally_panel::{PanelSpec, Refresh};
use playtally_press::typeset::Fonts;
use playtally_press::{Options, press};
use playtally_simulator::{Simulated, Start};
use playtally_statistics::{Rule, Statistics};
use playtally_tests::archive::Zip;
use playtally_tests::listener::{Listener, Person};
use playtally_tests::spotify_extended::{Extended, Ids};

/// A large panel, an OLED, e-paper and a round panel.
const DESKS: [&str; 4] = ["st7789-320x240", "ssd1306-128x64", "ssd1680-250x122", "gc9a01-240x240"];
/// Seconds that a page stays: a year of changes every twelve seconds would take days.
const PACE: u16 = 300;
const HOUR: i64 = 3_600;
/// How long the whole year is: with a leap day, and with both of the days on which clocks are changed.
const YEAR_HOURS: i64 = 366 * 24;

/// When the year begins: 2027-11-01T00:00:00Z, a year after the histories end.
fn begin() -> i64 {
    utc(2027, 11, 1)
}

fn utc(year: i32, month: u32, day: u32) -> i64 {
    let day = NaiveDate::from_ymd_opt(year, month, day).expect("a day");
    day.and_hms_opt(0, 0, 0).expect("midnight").and_utc().timestamp()
}

/// One owner's summaries, of three lengths.
static SUMMARIES: LazyLock<[Vec<u8>; 3]> = LazyLock::new(|| {
    [(5, 400), (6, 2_000), (7, 6_000)].map(|(seed, plays)| {
        let mut zip = Zip::new(Vec::new(), 1);
        let extended = Extended {
            ids: Ids::Plain,
            ..Extended::NEW
        };
        let listener = Listener::new(Person::new(seed, plays));
        extended.write(&listener, &mut zip).expect("written to memory");
        let export = zip.finish().expect("written to memory");
        let (plays, _) = read([Export::Bytes("invented".to_owned(), export.into())], &mut ()).expect("a sound export");
        let statistics = Statistics::compute(&plays, &Rule::new(chrono_tz::Europe::Stockholm));
        let pressed = NaiveDate::from_ymd_opt(2026, 11, 1).expect("a day");
        press(&statistics, &Options::new("Ada", pressed, &Fonts::bundled())).file
    })
});

/// A device on a desk, hour by hour.
struct Desk {
    spec: &'static PanelSpec,
    device: Simulated,
    hours: usize,
    /// Wake-ups for something other than a frame of a change, in the hour with the most.
    most_wake_ups: u64,
}

impl Desk {
    fn new(name: &str) -> Self {
        let spec = PanelSpec::find(name).expect("a panel");
        let settings = Settings {
            pace: PACE,
            ..Settings::on(spec)
        };
        let first = Kept::new(SUMMARIES[0].as_slice()).expect("a sound summary");
        let device = Simulated::new(&settings, &first, Start::Utc(begin()), false).expect("a device");
        Self {
            spec,
            device,
            hours: 0,
            most_wake_ups: 0,
        }
    }

    /// An hour with a new summary on a stick.
    fn hour(&mut self) {
        self.hours += 1;
        let before = (self.device.watch().wake_ups, self.device.watch().frames);
        let file = SUMMARIES[self.hours % SUMMARIES.len()].as_slice();
        self.device.plug(file).expect("no problem");
        self.device.pass(Duration::from_secs(HOUR as u64)).expect("no problem");
        let what = || {
            format!(
                "{} in hour {}, {}",
                self.spec.name,
                self.hours,
                self.device.local_time()
            )
        };
        assert_eq!(self.device.offences(), [], "{}", what());
        let watch = self.device.watch();
        let (all, frames) = (watch.wake_ups - before.0, watch.frames - before.1);
        // Pages by their pace, the shortest of them half of it, and once more for the owner whose summary came.
        let pages = 2 * HOUR as u64 / u64::from(PACE) + 1;
        // Found, reading, accepted, what was said of it over.
        let stick = 4;
        let care = match self.spec.refresh {
            Refresh::Live => 0,
            // It shifts, and begins or ends to shine, dim or rest.
            Refresh::Glow(glow) => HOUR as u64 * 1000 / u64::from(glow.shift_every_ms) + 4,
            // Each picture that waits, and a full refresh.
            Refresh::Paper(paper) => HOUR as u64 * 1000 / u64::from(paper.apart_ms) + 2,
        };
        let minutes = 60;
        let still = all - frames;
        let most = minutes + pages + stick + care;
        assert!(
            still <= most,
            "{still} wake-ups of {most} besides {frames} frames: {}",
            what()
        );
        self.most_wake_ups = self.most_wake_ups.max(still);
    }

    /// As many hours as there are summaries, after which all is as it was; and the memory that they left behind.
    fn round(&mut self) -> i64 {
        allocation_counter::measure(|| (0..SUMMARIES.len()).for_each(|_| self.hour())).bytes_current
    }

    /// Some rounds, none of which leaves anything behind: but for what is noted of pages that come up for the first time.
    fn rounds(&mut self, rounds: i64) {
        let left: i64 = (0..rounds).map(|_| self.round()).sum();
        assert!(
            left <= NOTES,
            "{left} bytes grew in {rounds} rounds on {}",
            self.spec.name
        );
    }
}

/// What a tally of every page takes in memory, which is the watcher's and not the device's.
const NOTES: i64 = 2_048;

/// What a year brings: from when on, and what the device's clock says then.
fn events() -> Vec<(&'static str, i64)> {
    vec![
        ("the first day", begin()),
        ("the year's turn", utc(2028, 1, 1) - 2 * HOUR),
        ("a leap day", utc(2028, 2, 29) - 2 * HOUR),
        ("clocks go forward", utc(2028, 3, 26) - HOUR),
        ("the clock is set back to 1970", 0),
        ("and forward to 2100", utc(2100, 3, 1) - 2 * HOUR),
        ("and is right again", utc(2028, 10, 1)),
        ("clocks go back", utc(2028, 10, 29) - HOUR),
    ]
}

/// The turning points of a year, three hours each.
fn turning_points(desk: &mut Desk) {
    // What is there once comes in the first hours.
    desk.round();
    for (_, utc) in events() {
        desk.device.set_clock(utc);
        desk.rounds(1);
    }
}

/// All of a year. In its middle the clock is wrong for two days.
fn year(desk: &mut Desk) {
    let day = 24 / SUMMARIES.len() as i64;
    (0..day).for_each(|_| _ = desk.round());
    let mut rounds = day;
    let mut live = |desk: &mut Desk, until: i64| {
        let until = until / SUMMARIES.len() as i64;
        desk.rounds(until - rounds);
        rounds = until;
    };
    let middle = YEAR_HOURS / 2;
    live(desk, middle);
    desk.device.set_clock(0);
    live(desk, middle + 24);
    desk.device.set_clock(utc(2100, 2, 28));
    live(desk, middle + 48);
    desk.device.set_clock(begin() + (middle + 48) * HOUR);
    live(desk, YEAR_HOURS);
}

#[test]
fn a_device_that_runs_for_a_year_grows_no_memory_and_never_wakes_for_nothing() {
    let live = if std::env::var_os("PLAYTALLY_YEAR").is_some() {
        year
    } else {
        turning_points
    };
    LazyLock::force(&SUMMARIES);
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(name) = DESKS.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut desk = Desk::new(name);
            live(&mut desk);
            let (watch, pages) = (desk.device.watch(), desk.device.watch().pages.len());
            println!(
                "{name}: {} hours, {pages} pages in {} changes, {} wake-ups, at most {} in an hour besides frames",
                desk.hours, watch.changes, watch.wake_ups, desk.most_wake_ups
            );
            assert!(pages >= 8, "{:?}", watch.pages);
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..workers).for_each(|_| _ = scope.spawn(work)));
}

#[test]
fn a_clock_is_believed_from_the_next_minute_on_and_takes_no_page_away() {
    let mut desk = Desk::new(DESKS[0]);
    for (what, utc) in events() {
        desk.device.set_clock(utc);
        desk.device.pass(Duration::from_secs(90)).expect("no problem");
        assert!(desk.device.page().is_some(), "{what}");
        let local = desk.device.local_time().and_utc();
        let expected = DateTime::from_timestamp(utc + 90, 0).expect("a time");
        assert!((local - expected).num_hours().abs() <= 2, "{what}: {local}");
    }
    assert_eq!(desk.device.offences(), []);
}

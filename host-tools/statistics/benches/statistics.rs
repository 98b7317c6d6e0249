//! How long each statistic of a long history takes: `cargo bench -p playtally-statistics --features testing`.
//!
//! 310,000 plays are what a heavy listener collects in twelve years. `PLAYS=1000000` in the environment asks for more.

use std::fmt;
use std::hint::black_box;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use playtally_history::Plays;
use playtally_statistics::binges::Binges;
use playtally_statistics::breadth::Breadth;
use playtally_statistics::chronotype::Chronotype;
use playtally_statistics::devices::Devices;
use playtally_statistics::devotion::Devotion;
use playtally_statistics::discovery::Discovery;
use playtally_statistics::eras::eras;
use playtally_statistics::listener::Listener;
use playtally_statistics::milestones::Milestones;
use playtally_statistics::moods::moods;
use playtally_statistics::nostalgia::Nostalgia;
use playtally_statistics::on_this_day::on_this_day;
use playtally_statistics::patience::Patience;
use playtally_statistics::places::Places;
use playtally_statistics::race::{Movers, race};
use playtally_statistics::recap::recaps;
use playtally_statistics::repeats::Repeats;
use playtally_statistics::seasons::Seasons;
use playtally_statistics::sessions::Sessions;
use playtally_statistics::silence::{Eddington, Silence};
use playtally_statistics::tops::{Order, Tops};
use playtally_statistics::totals::{Spoken, Totals};
use playtally_statistics::worth::Worth;
use playtally_statistics::year_five::YearFive;
use playtally_statistics::{Rule, Selection, Statistics, View, calendar, clock, spans, streaks, testing};

static PLAYS: LazyLock<Plays> = LazyLock::new(|| {
    let plays = std::env::var("PLAYS").ok().and_then(|plays| plays.parse().ok());
    testing::made_up(7, plays.unwrap_or(310_000))
});

static RULE: LazyLock<Rule> = LazyLock::new(|| Rule::new(chrono_tz::Europe::Stockholm));

static VIEW: LazyLock<View<'static>> = LazyLock::new(|| View::new(&PLAYS, &RULE));

fn main() {
    // Made before anything is timed.
    LazyLock::force(&VIEW);
    divan::main();
}

fn plays() -> ItemsCount {
    ItemsCount::new(PLAYS.rows().len())
}

/// A statistic by its name.
struct Statistic(&'static str, fn(Selection<'_>));

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! statistics {
    ($($name:literal: |$music:ident| $what:expr,)*) => {
        [$(Statistic($name, |$music| _ = black_box($what)),)*]
    };
}

#[divan::bench(args = statistics! {
    "totals": |music| Totals::of(music),
    "totals of spoken word": |music| Spoken::of(music),
    "tops": |music| Tops::of(music, 10, Order::Plays),
    "tops of years": |music| spans::by_year(music, 10),
    "tops of months": |music| spans::by_month(music, 10),
    "tops of late": |music| spans::recent(music, 10),
    "hours": |music| clock::by_hour(music),
    "weekdays": |music| clock::by_weekday(music),
    "week": |music| clock::week(music),
    "days": |music| calendar::biggest_day(&calendar::by_day(music)),
    "months": |music| calendar::by_month(music),
    "years": |music| calendar::by_year(music),
    "streaks": |music| (streaks::longest(music), streaks::current(music)),
    "discovery": |music| Discovery::of(music, 10),
    "on this day": |music| on_this_day(music, 3),
    "sessions": |music| Sessions::of(music, 10),
    "patience": |music| Patience::of(music, 10),
    "binges": |music| Binges::of(music),
    "repeats": |music| Repeats::of(music),
    "devotion": |music| Devotion::of(music, 10),
    "race": |music| race(music),
    "movers": |music| Movers::of(music, 10),
    "milestones": |music| Milestones::of(music, 10),
    "chronotype": |music| Chronotype::of(music),
    "silence": |music| Silence::of(music),
    "eddington": |music| Eddington::of(music),
    "breadth": |music| Breadth::of(music),
    "seasons": |music| Seasons::of(music, 10),
    "nostalgia": |music| Nostalgia::of(music, 10),
    "places": |music| Places::of(music),
    "devices": |music| Devices::of(music),
    "eras": |music| eras(music, 5),
    "moods": |music| moods(music, 5),
    "recaps": |music| recaps(music, None),
    "worth": |music| Worth::of(music),
    "year's five": |music| YearFive::of(music),
    "listening type": |music| Listener::of(music),
})]
fn each(bencher: Bencher<'_, '_>, statistic: &Statistic) {
    bencher.counter(plays()).bench(|| statistic.1(VIEW.music()));
}

#[divan::bench]
fn names_and_local_time(bencher: Bencher<'_, '_>) {
    bencher.counter(plays()).bench(|| View::new(&PLAYS, &RULE));
}

#[divan::bench]
fn everything(bencher: Bencher<'_, '_>) {
    bencher.counter(plays()).bench(|| Statistics::compute(&PLAYS, &RULE));
}

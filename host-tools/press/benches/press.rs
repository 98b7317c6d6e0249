//! How fast statistics become a summary: `cargo bench -p playtally-press`.

use std::sync::LazyLock;

use chrono::NaiveDate;
use divan::{Bencher, black_box};
use playtally_press::typeset::{Fonts, Sheet, Sizes, Typesetter};
use playtally_press::{Options, press};
use playtally_statistics::{Rule, Statistics, testing};

/// Names in a dozen scripts.
const NAMES: [&str; 12] = [
    "Sigur Rós",
    "Мумий Тролль",
    "Ξυλούρης",
    "فيروز",
    "חוה אלברשטיין",
    "लता मंगेशकर",
    "คาราบาว",
    "米津玄師",
    "王菲",
    "방탄소년단",
    "ქართული ხმები",
    "👩\u{200d}🎤 Zoë 🎵",
];

fn main() {
    LazyLock::force(&STATISTICS);
    divan::main();
}

static STATISTICS: LazyLock<Statistics> =
    LazyLock::new(|| Statistics::compute(&testing::made_up(7, 36_000), &Rule::new(chrono_tz::Europe::Stockholm)));

#[divan::bench]
fn press_a_summary() -> usize {
    let fonts = Fonts::bundled();
    let pressed = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day");
    press(&STATISTICS, &Options::new("Otter", pressed, &fonts)).file.len()
}

#[divan::bench]
fn set_a_dozen_names(bencher: Bencher<'_, '_>) {
    let fonts = Fonts::bundled();
    let mut typesetter = Typesetter::new(&fonts);
    NAMES.iter().for_each(|name| _ = typesetter.set(name));
    bencher.bench_local(|| {
        NAMES
            .iter()
            .map(|name| typesetter.set(black_box(name)).clusters.len())
            .sum::<usize>()
    });
}

#[divan::bench]
fn rasterise_a_dozen_names_in_three_sizes() -> usize {
    let fonts = Fonts::bundled();
    let mut sheet = Sheet::new(&fonts);
    NAMES.iter().for_each(|name| _ = sheet.add(name, Sizes::ALL));
    sheet.finish(usize::MAX).glyph_bytes()
}

//! What the device does with a summary, on the computer that runs this: `cargo bench -p playtally-tests --bench device`.

use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveTime};
use divan::{Bencher, black_box};
use embedded_graphics::geometry::Size;
use playtally_history::{Export, read};
use playtally_panel::{Alignment, Cost, Damage, Frame};
use playtally_press::typeset::Fonts;
use playtally_press::{Options, press};
use playtally_screen::{Look, Moment, Page, Scene};
use playtally_statistics::{Rule, Statistics};
use playtally_summary::Summary;

const SIZE: Size = Size::new(320, 240);
const PIXELS: usize = 320 * 240;
const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date that exists");

fn main() {
    // Made before anything is timed.
    LazyLock::force(&FILE);
    divan::main();
}

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::bundled);

static STATISTICS: LazyLock<Statistics> = LazyLock::new(|| {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/sample-export.zip");
    let export = std::fs::read(sample).expect("the sample is in the project");
    let (plays, _) = read([Export::Bytes("sample".to_owned(), export.into())], &mut ()).expect("a sound export");
    Statistics::compute(&plays, &Rule::new(chrono_tz::UTC))
});

static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| press(&STATISTICS, &Options::new("Sample", DAY, &FONTS)).file);

fn summary() -> Summary<'static> {
    Summary::open(&FILE).expect("a sound summary")
}

fn moment() -> Moment {
    Moment::new(DAY, NaiveTime::from_hms_opt(18, 30, 0).expect("a time that exists"))
}

fn draw(page: Page, pixels: &mut [u16]) {
    let mut frame = Frame::new(SIZE, pixels).expect("enough pixels");
    let Ok(()) = Scene::Page(page, summary()).draw(&Look::default(), moment(), &mut frame);
}

#[divan::bench]
fn press_a_summary() -> usize {
    press(black_box(&STATISTICS), &Options::new("Sample", DAY, &FONTS))
        .file
        .len()
}

#[divan::bench]
fn open_a_summary() -> usize {
    Summary::open(black_box(&FILE))
        .expect("a sound summary")
        .sections()
        .count()
}

#[divan::bench(args = Page::ALL.iter().map(|page| page.slug()))]
fn draw_a_page(bencher: Bencher<'_, '_>, slug: &str) {
    let page = Page::from_slug(slug).expect("a page");
    let mut pixels = vec![0; PIXELS];
    bencher.bench_local(|| draw(page, black_box(&mut pixels)));
}

#[divan::bench]
fn find_the_damage_between_two_pages(bencher: Bencher<'_, '_>) {
    let (mut shown, mut next) = (vec![0; PIXELS], vec![0; PIXELS]);
    draw(Page::TopArtists, &mut shown);
    draw(Page::Clock, &mut next);
    let shown = Frame::new(SIZE, &mut shown).expect("enough pixels");
    let next = Frame::new(SIZE, &mut next).expect("enough pixels");
    bencher.bench_local(|| Damage::between(black_box(&shown), &next, &Cost::SPIDEV, Alignment::PIXEL));
}

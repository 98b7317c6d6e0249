//! What the device does with a summary, on the computer that runs this: `cargo bench -p playtally-tests --bench device`.

use divan::{Bencher, black_box};
use embedded_graphics::geometry::Size;
use playtally_dev::pages::{DAY, FILE, FONTS, STATISTICS, draw, summary};
use playtally_panel::{Alignment, Cost, Damage, Frame};
use playtally_press::{Options, press};
use playtally_screen::Page;
use playtally_summary::Summary;

const SIZE: Size = Size::new(320, 240);
const PIXELS: usize = 320 * 240;

fn main() {
    // Made before anything is timed.
    summary();
    divan::main();
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

/// Drawing each page and finding what differs from the one before it in the table: all that a change of page computes.
#[divan::bench(args = Page::ALL.iter().map(|page| page.slug()))]
fn change_to_a_page(bencher: Bencher<'_, '_>, slug: &str) {
    let at = Page::ALL.iter().position(|page| page.slug() == slug).expect("a page");
    let (before, page) = (Page::ALL[(at + 1) % Page::ALL.len()], Page::ALL[at]);
    let (mut shown, mut next) = (vec![0; PIXELS], vec![0; PIXELS]);
    let mut shown = Frame::new(SIZE, &mut shown).expect("enough pixels");
    let mut next = Frame::new(SIZE, &mut next).expect("enough pixels");
    draw(before, &mut shown);
    bencher.bench_local(|| {
        draw(black_box(page), &mut next);
        Damage::between(&shown, &next, &Cost::SPIDEV, Alignment::PIXEL)
    });
}

//! Draws the covers of made-up histories or of summaries on walls, in two sizes and without colours, into PNGs:
//! `cargo run -p playtally-screen --example covers OUT [SUMMARY…]`.

use std::path::PathBuf;

use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use playtally_dev::picture::Picture;
use playtally_dev::sample::Sample;
use playtally_screen::sleeve::{Inks, Sleeve};
use playtally_summary::Summary;
use playtally_summary::records::{self, Era, Mood, SleeveKind};

fn main() {
    let mut args = std::env::args().skip(1);
    let out = PathBuf::from(args.next().expect("a directory to write to"));
    std::fs::create_dir_all(&out).expect("a directory");
    let mut files: Vec<Vec<u8>> = args
        .map(|path| std::fs::read(path).expect("a summary to read"))
        .collect();
    if files.is_empty() {
        files = vec![Sample::default().file(), Sample::hard().file()];
    }
    let summaries = files.iter().map(|file| Summary::open(file).expect("a sound summary"));
    let covers: Vec<Sleeve> = summaries.flat_map(|summary| covers(&summary)).collect();
    wall(&covers, 80, |sleeve| Inks::of(sleeve.hue())).save(&out.join("wall.png"), 1);
    wall(&covers, 48, |sleeve| Inks::of(sleeve.hue())).save(&out.join("wall-48.png"), 1);
    wall(&covers, 64, |_| Inks::BLACK_ON_WHITE).save(&out.join("wall-one-bit.png"), 1);
}

/// All covers that a summary has something to say of.
fn covers(summary: &Summary) -> Vec<Sleeve> {
    let records = summary.records::<records::Sleeve>().iter();
    let told = records.filter_map(|record| match SleeveKind::from_number(record.kind)? {
        SleeveKind::Artist => Some(Sleeve::of_artist(summary, record.artist)),
        SleeveKind::Album => Some(Sleeve::of_album(summary, record.title, record.artist)),
        SleeveKind::Era => None,
    });
    let eras = summary.records::<Era>().iter();
    let moods = summary.records::<Mood>().iter();
    told.chain(eras.map(|era| Sleeve::of_era(summary, era)))
        .chain(moods.map(|mood| Sleeve::of_mood(summary, mood)))
        .collect()
}

const GAP: usize = 8;

fn wall(covers: &[Sleeve], side: usize, inks: impl Fn(&Sleeve) -> Inks) -> Picture {
    const COLUMNS: usize = 12;
    let rows = covers.len().div_ceil(COLUMNS);
    let mut wall = blank(COLUMNS * (side + GAP) + GAP, rows * (side + GAP) + GAP);
    for (at, cover) in covers.iter().enumerate() {
        let place = Point::new(
            (GAP + at % COLUMNS * (side + GAP)) as i32,
            (GAP + at / COLUMNS * (side + GAP)) as i32,
        );
        let Ok(()) = cover.draw(place, side as u32, &inks(cover), &mut wall);
    }
    wall
}

fn blank(width: usize, height: usize) -> Picture {
    let mut blank = Picture::new(Size::new(width as u32, height as u32));
    blank.pixels.fill(Rgb565::new(10, 20, 10));
    blank
}

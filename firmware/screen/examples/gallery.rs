//! Draws every page and notice into PNGs, one per class and theme, with a contact sheet each, of made-up histories or of
//! a summary: `cargo run -p playtally-screen --example gallery OUT [ZOOM [SUMMARY]]`.

use std::path::PathBuf;

use chrono::{NaiveDate, NaiveTime};
use embedded_graphics::geometry::Size;
use embedded_graphics::pixelcolor::Rgb565;
use playtally_dev::picture::Picture;
use playtally_dev::sample::Sample;
use playtally_screen::{Class, Look, Moment, Notice, Page, Scene, Theme};
use playtally_summary::Summary;

fn main() {
    let mut args = std::env::args().skip(1);
    let out = PathBuf::from(args.next().expect("a directory to write to"));
    let zoom = args.next().map_or(1, |zoom| zoom.parse().expect("a whole number"));
    std::fs::create_dir_all(&out).expect("a directory");
    let now = Moment::new(
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date"),
        NaiveTime::from_hms_opt(20, 15, 0).expect("a time"),
    );
    let files = match args.next() {
        Some(path) => vec![("", std::fs::read(path).expect("a summary to read"))],
        None => vec![("", Sample::default().file()), ("hard-", Sample::hard().file())],
    };
    for (kind, file) in files {
        let summary = Summary::open(&file).expect("a sound summary");
        for &class in Class::ALL {
            for &theme in Theme::ALL {
                let look = Look {
                    theme,
                    class: Some(class),
                    ..Look::default()
                };
                let shots: Vec<_> = scenes(&summary, now, class)
                    .into_iter()
                    .map(|scene| {
                        let mut picture = Picture::new(class.size());
                        let Ok(()) = scene.draw(&look, now, &mut picture);
                        let name = format!("{kind}{}-{}-{}.png", class.slug(), theme.slug(), scene.slug());
                        picture.save(&out.join(name), zoom);
                        if class == Class::Round {
                            mask(&mut picture);
                        }
                        picture
                    })
                    .collect();
                let sheet = format!("sheet-{kind}{}-{}.png", class.slug(), theme.slug());
                contact_sheet(&shots, class.size()).save(&out.join(sheet), 1);
            }
        }
    }
}

fn scenes<'a>(summary: &'a Summary<'a>, now: Moment, class: Class) -> Vec<Scene<'a>> {
    let pages = Page::ALL.iter().copied();
    let speaking = pages.filter(|page| page.has_something_to_say(summary, now, class));
    speaking
        .map(|page| Scene::Page(page, *summary))
        .chain(Notice::all(summary).map(Scene::Notice))
        .collect()
}

/// Takes away the corners that a round panel does not have.
fn mask(picture: &mut Picture) {
    let side = picture.size.width as i32;
    for y in 0..side {
        for x in 0..side {
            let (dx, dy) = (2 * x + 1 - side, 2 * y + 1 - side);
            if dx * dx + dy * dy > side * side {
                picture.pixels[(y * side + x) as usize] = BACKDROP;
            }
        }
    }
}

const BACKDROP: Rgb565 = Rgb565::new(12, 25, 12);

fn contact_sheet(shots: &[Picture], size: Size) -> Picture {
    const COLUMNS: usize = 5;
    let (width, height) = (size.width + 12, size.height + 12);
    let rows = shots.len().div_ceil(COLUMNS) as u32;
    let mut sheet = Picture::new(Size::new(width * COLUMNS as u32 + 12, height * rows + 12));
    sheet
        .pixels
        .fill(embedded_graphics::pixelcolor::Rgb565::new(12, 25, 12));
    for (at, shot) in shots.iter().enumerate() {
        let (row, column) = ((at / COLUMNS) as u32, (at % COLUMNS) as u32);
        sheet.paste(shot, (12 + column * width) as i32, (12 + row * height) as i32);
    }
    sheet
}

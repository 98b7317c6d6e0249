//! What holds for every page.

use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveTime};
use embedded_graphics::geometry::Size;
use playtally_dev::picture::Picture;
use playtally_dev::sample::{Sample, nearly_empty};
use playtally_screen::{Class, Look, Moment, Notice, Page, Scene, Theme};
use playtally_summary::{Section, Summary, checksum};
use proptest::prelude::*;

static DEFAULT: LazyLock<Vec<u8>> = LazyLock::new(|| Sample::default().file());
static HARD: LazyLock<Vec<u8>> = LazyLock::new(|| Sample::hard().file());
static NEARLY_EMPTY: LazyLock<Vec<u8>> = LazyLock::new(nearly_empty);

fn moment(year: i32) -> Moment {
    Moment::new(
        NaiveDate::from_ymd_opt(year, 11, 23).expect("a date"),
        NaiveTime::from_hms_opt(20, 15, 0).expect("a time"),
    )
}

fn look(class: Class) -> Look {
    Look {
        class: Some(class),
        ..Look::default()
    }
}

fn draw(scene: &Scene, look: &Look, size: Size) -> Picture {
    let mut picture = Picture::new(size);
    let Ok(()) = scene.draw(look, moment(2026), &mut picture);
    picture
}

/// Calls `check` for every scene of every sample, whether the page has something to say or not.
fn every_scene(mut check: impl FnMut(&str, &Scene)) {
    for (sample, file) in [("default", &DEFAULT), ("hard", &HARD), ("nearly empty", &NEARLY_EMPTY)] {
        let summary = Summary::open(file).expect("a sound sample");
        let pages = Page::ALL.iter().map(|&page| Scene::Page(page, summary));
        for scene in pages.chain(Notice::all(&summary).map(Scene::Notice)) {
            check(&format!("{sample} {}", scene.slug()), &scene);
        }
    }
}

#[test]
fn nothing_is_drawn_outside_the_panel() {
    every_scene(|name, scene| {
        for &class in Class::ALL {
            for &theme in Theme::ALL {
                let look = Look { theme, ..look(class) };
                let picture = draw(scene, &look, class.size());
                assert_eq!(picture.outside, 0, "{name} on {class:?}");
            }
        }
    });
}

#[test]
fn panels_of_any_size_are_drawn_on_without_a_panic() {
    every_scene(|name, scene| {
        for (width, height) in [(1, 1), (8, 200), (64, 48), (128, 64), (480, 320)] {
            let picture = draw(scene, &Look::default(), Size::new(width, height));
            assert_eq!(picture.outside, 0, "{name} on {width}x{height}");
        }
    });
}

#[test]
fn drawing_depends_on_nothing_that_was_there_before() {
    every_scene(|name, scene| {
        for &class in Class::ALL {
            let mut picture = Picture::new(class.size());
            picture
                .pixels
                .fill(embedded_graphics::pixelcolor::Rgb565::new(9, 60, 3));
            let Ok(()) = scene.draw(&look(class), moment(2026), &mut picture);
            let same = picture == draw(scene, &look(class), class.size());
            assert!(same, "{name} on {class:?}");
        }
    });
}

#[test]
fn a_paused_page_differs_in_a_small_mark_alone() {
    let scene = Scene::Page(Page::Totals, Summary::open(&DEFAULT).expect("a sound sample"));
    let paused = Look {
        paused: true,
        ..Look::default()
    };
    let (still, moving) = (
        draw(&scene, &paused, Class::Wide.size()),
        draw(&scene, &Look::default(), Class::Wide.size()),
    );
    let differ = still.pixels.iter().zip(&moving.pixels).filter(|(a, b)| a != b).count();
    assert_eq!(differ, 2 * 3 * 12);
}

#[test]
fn pages_without_anything_to_say_say_so() {
    let summary = Summary::open(&NEARLY_EMPTY).expect("a sound sample");
    let speaking: Vec<_> = Page::ALL
        .iter()
        .filter(|page| page.has_something_to_say(&summary, moment(2026), Class::Wide))
        .collect();
    assert_eq!(speaking, [&Page::Cover]);
}

#[test]
fn pages_bound_to_a_date_stay_away_while_the_clock_is_wrong() {
    let summary = Summary::open(&DEFAULT).expect("a sound sample");
    let says = |year| Page::ThisMonth.has_something_to_say(&summary, moment(year), Class::Wide);
    assert!(says(2026));
    assert!(!says(1970), "before the summary was pressed");
    assert!(!says(2100), "far beyond any device's life");
}

#[test]
fn slugs_are_unique_and_lead_back() {
    for &page in Page::ALL {
        assert_eq!(Page::from_slug(page.slug()), Some(page));
    }
    assert_eq!(Page::from_slug("nothing"), None);
}

/// Where the numbers of a history stand in a file, but for those which are checked to be indices.
fn numbers(summary: &Summary) -> Vec<usize> {
    let plain = [
        Section::Zone,
        Section::Totals,
        Section::Week,
        Section::Months,
        Section::Streaks,
    ];
    let sections = summary.sections();
    let plain = sections.filter(|info| info.section.is_some_and(|section| plain.contains(&section)));
    let mut bytes: Vec<_> = plain.flat_map(|info| info.offset..info.offset + info.length).collect();
    let owner = summary.sections().find(|info| info.section == Some(Section::Owner));
    bytes.extend(owner.map_or(0..0, |info| info.offset + 2..info.offset + info.length));
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// A file that opens holds any numbers: none may make a page fail.
    #[test]
    fn any_numbers_can_be_drawn(changes in prop::collection::vec((any::<usize>(), prop_oneof![any::<u8>(), Just(255)]), 1..2_000)) {
        let mut file = HARD.clone();
        let numbers = numbers(&Summary::open(&HARD).expect("a sound sample"));
        for (at, byte) in changes {
            file[numbers[at % numbers.len()]] = byte;
        }
        let sum = checksum(&file);
        file[16..20].copy_from_slice(&sum.to_le_bytes());
        let summary = Summary::open(&file).expect("only numbers were changed");
        for &page in Page::ALL {
            for &class in Class::ALL {
                let scene = Scene::Page(page, summary);
                let _ = page.has_something_to_say(&summary, moment(2026), class);
                prop_assert_eq!(draw(&scene, &look(class), class.size()).outside, 0);
            }
        }
    }
}

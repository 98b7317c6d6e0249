//! Nothing collides, whatever a history holds: made-up summaries are drawn, each from its number, and where the ink of
//! every text lies is looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveTime};
use embedded_graphics::geometry::Point;
use playtally_screen::plate::{Kind, Mark, Plate};
use playtally_screen::{Class, Ground, Hue, Language, Look, Moment, Notice, Page, Scene, Theme};

use playtally_summary::records::CardKind;
use playtally_summary::{Kind as Unit, Section, Summary, Writer};

use playtally_dev::contrast::contrast;
use playtally_dev::sample::Sample;

/// SplitMix64: the numbers of a made-up summary follow from its own.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// One below a number.
    fn below(&mut self, most: u64) -> u64 {
        self.next() % most.max(1)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

/// What names are written in: letters, and whether words are parted. Samples are set without shaping, so there are no
/// signs that stand only with a letter.
const SCRIPTS: &[(&str, bool)] = &[
    ("abcdefghijklmnopqrstuvwxyzABCDEGJQ", true),
    ("ÀÇÉÎÑÖŠŻąęğıłőřțůýžßøåĄỆỘữặ", true),
    ("gjpqyQ,;()[]|/@_&", true),
    ("WMmw@—", true),
    ("αβγδεζηθλμξπφψωΆΈΏ", true),
    ("абвгдежзщюяЙЩЁЖ", true),
    ("אבגדהוזחטיךלםנס", true),
    ("ابتجحخدرسشصطعغ", true),
    ("कखगघचजटडतथनपफबभमयरल", true),
    ("กขคงจชดตนบปพมยรลวสห", false),
    ("가나다라마바사아자차카타파하", true),
    ("あいうえおかきくけこアイウエオ", false),
    ("夜間飛行機械雨郵便局東京電車冬物語", false),
    ("🎵🎸🥁🎹", true),
    ("0123456789", true),
    ("abcdefghijklmnopqrstuvwxyz", false),
];

/// Names of 1 to 300 characters; as many short ones as long ones.
static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut dice = Dice(18);
    let name = |_| {
        let (letters, parted) = dice.of(SCRIPTS);
        let letters: Vec<char> = letters.chars().collect();
        let most = dice.of(&[8, 14, 20, 30, 60, 300]);
        let length = 1 + dice.below(most);
        let mut name = String::new();
        let mut word = 0;
        while (name.chars().count() as u64) < length {
            if parted && word > 0 && dice.below(7) == 0 {
                name.push(' ');
                word = 0;
            }
            name.push(dice.of(&letters));
            word += 1;
        }
        &*name.leak()
    };
    (0..3_000).map(name).collect()
});

/// Which sections tell of music: any of them may be missing, or hold any numbers.
fn is_told(section: Section) -> bool {
    !matches!(
        section,
        Section::Owner | Section::Rule | Section::Zone | Section::Totals
    )
}

/// The sections that hold names.
const NAMES_OF_ALL: &[Section] = &[
    Section::Texts,
    Section::Utf8,
    Section::Runs,
    Section::PlacedGlyphs,
    Section::GlyphsSmall,
    Section::GlyphsMedium,
    Section::GlyphsLarge,
    Section::Coverage,
];

/// The made-up summary of a number.
fn summary(number: u64) -> Vec<u8> {
    let mut dice = Dice(number);
    let name = |dice: &mut Dice| dice.of(&NAMES);
    let artists = (0..3 + dice.below(8)).map(|_| {
        let amount = |dice: &mut Dice| amount(dice, u64::from(u32::MAX)) as u32;
        let names = [(); 3].map(|()| name(&mut dice));
        (names[0], names[1], amount(&mut dice), amount(&mut dice), names[2])
    });
    let mut artists: Vec<_> = artists.collect();
    artists.sort_by_key(|artist| std::cmp::Reverse(artist.2));
    let last = 2_025;
    let sample = Sample {
        owner: name(&mut dice),
        accent: dice.below(8) as u8,
        seed: number as u32,
        artists,
        years: last - dice.below(30) as i32..=last,
        story: (0..10).map(|_| dice.of(CardKind::ALL)).collect(),
    };
    let file = sample.file();
    let mut writer = Writer::new();
    for info in Summary::open(&file).expect("a sound sample").sections() {
        let Some(section) = info.section else { continue };
        let is_missing = is_told(section) && !section.told().is_empty() && dice.below(12) == 0;
        if is_missing && !NAMES_OF_ALL.contains(&section) {
            continue;
        }
        let mut content = file[info.offset..info.offset + info.length].to_vec();
        if !NAMES_OF_ALL.contains(&section) && dice.below(3) > 0 {
            numbers(section, content.chunks_exact_mut(info.record), &mut dice);
        }
        writer = writer.other(section as u16, info.record as u16, &content);
    }
    writer.finish()
}

/// A number from 0 to ten million, as long as it likes.
fn amount(dice: &mut Dice, most: u64) -> u64 {
    let digits = dice.below(8) as u32;
    dice.below(10_u64.pow(digits) + 1).min(most)
}

/// Writes other numbers into the records of a section.
fn numbers<'r>(section: Section, records: impl Iterator<Item = &'r mut [u8]>, dice: &mut Dice) {
    for record in records {
        for field in section.layout().fields {
            if usize::from(field.offset) >= record.len() {
                // It was added later, and this file lacks it.
                continue;
            }
            let bytes = field.kind.bytes();
            let most = match field.kind {
                Unit::Count | Unit::Minutes => 10_000_000,
                Unit::AllMilliseconds => 600_000_000_000,
                Unit::Few | Unit::FewMinutes | Unit::Seconds | Unit::Days | Unit::Tenths => 60_000,
                Unit::Handful | Unit::Part | Unit::Steps => 255,
                Unit::Percent => 100,
                Unit::Permille => 1_000,
                Unit::Tone => 15,
                _ => continue,
            };
            for value in record[usize::from(field.offset)..][..field.bytes()].chunks_exact_mut(bytes) {
                let number = match field.kind {
                    Unit::AllMilliseconds => amount(dice, 10_000_000) * 60_000,
                    _ => amount(dice, most),
                };
                value.copy_from_slice(&number.to_le_bytes()[..bytes]);
            }
        }
    }
}

/// How far from the edge of the panel a text stays, in pixels.
const fn safe(class: Class) -> i32 {
    match class {
        Class::Wide | Class::Square => 5,
        Class::Small | Class::EPaper => 2,
        Class::Round | Class::Mono => 0,
    }
}

/// What is wrong with a page.
fn faults(plate: &Plate, class: Class) -> Vec<String> {
    let marks = plate.marks();
    let says = |mark: &Mark| {
        format!(
            "{} {:?}",
            mark.kind.slug(),
            mark.text.chars().take(40).collect::<String>()
        )
    };
    let mut faults = Vec::new();
    for pair in plate.collisions() {
        let (under, over) = (&marks[pair.under], &marks[pair.over]);
        faults.push(format!("{} runs into {}", says(over), says(under)));
    }
    let (width, height) = (plate.size().width as i32, plate.size().height as i32);
    let edge = safe(class);
    for (at, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.kind.is_text()) {
        let inside = |point: &Point| match class {
            Class::Round => {
                let away = (2 * point.x + 1 - width, 2 * point.y + 1 - height);
                away.0 * away.0 + away.1 * away.1 <= width * width
            }
            _ => (edge..width - edge).contains(&point.x) && (edge..height - edge).contains(&point.y),
        };
        if !plate.pixels_of(at).iter().all(inside) {
            faults.push(format!("{} leaves the panel: {:?}", says(mark), mark.ink));
        }
        if mark.text.trim_start().starts_with('\u{2026}') {
            faults.push(format!("{} says nothing", says(mark)));
        }
        if mark.kind != Kind::Name && mark.setting.is_some_and(|set| set.cut) {
            faults.push(format!("{} is cut", says(mark)));
        }
    }
    for mark in &marks {
        let all: u32 = mark.covers.iter().map(|cover| cover.pixels).sum();
        let stands_out = |least: f64| {
            let seen = mark
                .covers
                .iter()
                .filter(|cover| contrast(cover.colour, cover.ground) >= least);
            seen.map(|cover| cover.pixels).sum::<u32>()
        };
        // A text may meet the edge of what it stands on; a picture has parts that say nothing.
        if mark.kind.is_text() && stands_out(4.5) * 50 < all * 49 {
            faults.push(format!("{} does not stand out: {:?}", says(mark), mark.covers));
        }
        if mark.kind == Kind::Picture && mark.tells && all > 0 && stands_out(3.0) == 0 {
            faults.push(format!(
                "a picture at {:?} does not stand out: {:?}",
                mark.area, mark.covers
            ));
        }
    }
    if !marks.iter().any(|mark| matches!(mark.kind, Kind::Title | Kind::Name)) {
        faults.push("it has neither a title nor a name".into());
    }
    faults
}

/// Draws a made-up summary as its number deals class, language and theme, and says what is wrong.
fn tried(number: u64) -> Vec<String> {
    let file = summary(number);
    let summary = Summary::open(&file).expect("a sound summary");
    let mut dice = Dice(!number);
    let (class, language, theme) = (
        Class::ALL[number as usize % Class::ALL.len()],
        dice.of(Language::ALL),
        dice.of(Theme::ALL),
    );
    let day = NaiveDate::from_yo_opt(2026, 1 + dice.below(365) as u32).expect("a day");
    let now = Moment::new(day, NaiveTime::MIN);
    let ground = Ground {
        hue: dice.of(Hue::ALL),
        is_loud: dice.below(2) == 0,
    };
    let look = Look {
        class: Some(class),
        theme,
        language,
        ground: Some(ground),
        ..Look::default()
    };
    let mut found = Vec::new();
    for &page in Page::ALL {
        if page.has_something_to_say(&summary, now, class) {
            let plate = Scene::Page(page, summary).plate(&look, now, class.size());
            let says = |fault| format!("{} on {} in {}: {fault}", page.slug(), class.slug(), language.tag());
            found.extend(faults(&plate, class).into_iter().map(says));
        }
    }
    // At night hardly anything is to be seen.
    for notice in Notice::all(&summary).filter(|notice| !matches!(notice, Notice::Night)) {
        let scene = Scene::Notice(notice);
        let says = |fault| format!("{} on {} in {}: {fault}", scene.slug(), class.slug(), language.tag());
        let plate = scene.plate(&look, now, class.size());
        // What asks for nothing has neither, and a sentence is what most of them are.
        let faults = faults(&plate, class).into_iter();
        found.extend(faults.filter(|fault| !fault.starts_with("it has neither")).map(says));
    }
    found
}

/// Which numbers are tried: `PLAYTALLY_LAYOUTS=3000` for so many, `3000..6000` for those from one to another.
fn asked() -> std::ops::Range<u64> {
    let asked = std::env::var("PLAYTALLY_LAYOUTS").unwrap_or_else(|_| "300".into());
    let number = |text: &str| {
        text.parse::<u64>()
            .expect("PLAYTALLY_LAYOUTS is a number, or two with .. between")
    };
    match asked.split_once("..") {
        Some((from, to)) => number(from)..number(to),
        None => 0..number(&asked),
    }
}

#[test]
fn nothing_collides_is_cut_or_leaves_the_panel_whatever_a_history_holds() {
    let mut found = BTreeSet::new();
    for number in asked() {
        for fault in tried(number) {
            found.insert(format!("{fault} (PLAYTALLY_LAYOUTS={number}..{})", number + 1));
        }
    }
    let count = found.len();
    // A few of each page.
    let mut pages = BTreeMap::new();
    found.retain(|fault| {
        let page = fault.split(" in ").next().unwrap_or(fault);
        let seen = pages.entry(page.to_owned()).or_insert(0);
        *seen += 1;
        *seen <= 4
    });
    let found: Vec<_> = found.into_iter().collect();
    assert!(count == 0, "{count} found:\n{}", found.join("\n"));
}

/// What is wrong with a history whose artists and titles have these names, on a class, in any language.
fn faults_with(names: [(&'static str, &'static str); 3], class: Class) -> Vec<String> {
    let artists = names.map(|(artist, title)| (artist, title, 2_500, 9_000, title));
    let file = Sample {
        artists: artists.to_vec(),
        ..Sample::default()
    }
    .file();
    let summary = Summary::open(&file).expect("a sound sample");
    let now = Moment::new(NaiveDate::from_ymd_opt(2025, 12, 18).expect("a date"), NaiveTime::MIN);
    let mut found = Vec::new();
    for &language in Language::ALL {
        let look = Look {
            class: Some(class),
            language,
            ..Look::default()
        };
        for &page in Page::ALL {
            if page.has_something_to_say(&summary, now, class) {
                let plate = Scene::Page(page, summary).plate(&look, now, class.size());
                let says = |fault| format!("{} in {}: {fault}", page.slug(), language.tag());
                found.extend(faults(&plate, class).into_iter().map(says));
            }
        }
    }
    found
}

/// Names with letters that hang, and with marks above capitals.
const HANGING: [(&str, &str); 3] = [
    ("Little Big", "Skibidi, gypsy"),
    ("blink-182", "Adam's Song"),
    ("Ặçãjp Ộgy", "The Set Up, jQ"),
];

#[test]
fn a_name_of_two_lines_does_not_run_into_its_plays_on_e_paper() {
    assert_eq!(faults_with(HANGING, Class::EPaper), [""; 0]);
}

#[test]
fn what_is_counted_does_not_run_into_the_comma_of_its_number_on_a_small_panel() {
    assert_eq!(faults_with(HANGING, Class::Small), [""; 0]);
}

#[test]
fn what_hangs_under_a_line_is_whole_on_a_strip() {
    assert_eq!(faults_with(HANGING, Class::Mono), [""; 0]);
}

#[test]
fn no_axis_of_a_square_panel_begins_with_an_ellipsis() {
    assert_eq!(faults_with(HANGING, Class::Square), [""; 0]);
}

#[test]
fn a_strip_says_on_every_page_what_it_is_about() {
    let file = Sample::default().file();
    let summary = Summary::open(&file).expect("a sound sample");
    let now = Moment::new(NaiveDate::from_ymd_opt(2025, 12, 18).expect("a date"), NaiveTime::MIN);
    let look = Look {
        class: Some(Class::Mono),
        ..Look::default()
    };
    for &page in Page::ALL {
        // The sleeve of the owner's record has a name instead.
        if page != Page::Cover && page.has_something_to_say(&summary, now, Class::Mono) {
            let marks = Scene::Page(page, summary).plate(&look, now, Class::Mono.size()).marks();
            let has_title = marks
                .iter()
                .any(|mark| mark.kind == Kind::Title && !mark.text.is_empty());
            assert!(has_title, "{page:?}");
        }
    }
}

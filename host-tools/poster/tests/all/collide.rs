//! Nothing runs into anything, whatever names there are.

use playtally_poster::drawing::{Colour, Rect};
use playtally_poster::{Format, Kind, Poster};
use playtally_screen::{Language, Theme};
use playtally_statistics::testing::History;
use proptest::prelude::*;

use crate::common::{About, Asked, Counted};

/// Letters of many scripts, marks that stand over others, letters without a look.
const SYLLABLES: &[&str] = &[
    "a",
    "fi",
    "W",
    "Ål",
    "Ж",
    "ός",
    "ة",
    "لا",
    "ب",
    "שלום",
    "12",
    "(",
    "·",
    " ",
    " ",
    "-",
    "क",
    "्ष",
    "ि",
    "กำ",
    "日",
    "ン",
    "한",
    "👩\u{200d}🎤",
    "e\u{301}\u{323}",
    "\u{202e}",
    "་",
    "བསྒྲུབས",
    "ﷺ",
    "\u{200d}",
    "z\u{300}\u{301}\u{302}\u{303}",
];

/// A name of so many characters.
fn name() -> impl Strategy<Value = String> {
    let short = prop::collection::vec(prop::sample::select(SYLLABLES), 1..6);
    let long = prop::collection::vec(prop::sample::select(SYLLABLES), 40..160);
    let word = (1_usize..300).prop_map(|length| "Wm".chars().cycle().take(length).collect::<String>());
    let parts = prop_oneof![short, long].prop_map(|parts| parts.concat());
    prop_oneof![3 => parts, 1 => word].prop_map(|name| name.chars().take(300).collect())
}

/// A history in which five artists lead, with enough plays for everything that there is to tell.
fn history(names: &[String]) -> Counted {
    let mut history = History::new();
    for day in 0..330_u64 {
        let date = chrono::NaiveDate::from_ymd_opt(2023, 2, 1).expect("a day") + chrono::Days::new(day);
        for (at, name) in names.iter().enumerate() {
            // The first one is played most, and each leads some month.
            if at == 0 || (day / 30) as usize % names.len() == at {
                history = history.play(&format!("{date} {:02}:20", 7 + at), name, &format!("T{}", day % 9), 200);
                history = history.play(&format!("{date} {:02}:40", 7 + at), name, &format!("U{}", day % 7), 200);
                let countries = [*b"SE", *b"DE", *b"US", *b"BA", *b"ID"];
                history = history.but(|play| play.country = countries[at]);
            }
        }
    }
    Counted::new(history.plays())
}

/// What is wrong with a poster.
fn faults(poster: &Poster) -> Vec<String> {
    let mut faults = Vec::new();
    let sheet = Rect {
        left: 0.0,
        top: 0.0,
        right: poster.drawing.width,
        bottom: poster.drawing.height,
    };
    let margin = poster.drawing.width * 17.9 / 297.0;
    let inside = Rect {
        left: margin,
        top: margin,
        right: sheet.right - margin,
        bottom: sheet.bottom - margin,
    };
    for (at, one) in poster.placed.iter().enumerate() {
        let is_read = one.kind != Kind::Picture;
        if is_read && !one.given.holds(&one.ink) {
            faults.push(format!(
                "{:?} leaves its box: {:?} of {:?}",
                one.text, one.ink, one.given
            ));
        }
        let edge = if one.kind == Kind::Text { &inside } else { &sheet };
        if !edge.holds(&one.ink) {
            faults.push(format!("{:?} leaves the sheet: {:?}", one.text, one.ink));
        }
        if is_read && one.em < 0.001 {
            faults.push(format!("{:?} is too small", one.text));
        }
        let [ink, ground] = one.colours;
        if is_read && contrast(ink, ground) < 4.5 {
            faults.push(format!("{:?} is hardly seen: {:?}", one.text, one.colours));
        }
        for other in &poster.placed[at + 1..] {
            let is_label = |placed: &playtally_poster::Placed| placed.kind == Kind::Label;
            let pictures = [one, other].iter().any(|placed| placed.kind == Kind::Picture);
            // A label stands on its picture.
            if (pictures && (is_label(one) || is_label(other))) || !one.ink.meets(&other.ink) {
                continue;
            }
            faults.push(format!(
                "{:?} {:?} runs into {:?} {:?}: {:?} {:?}",
                one.kind, one.text, other.kind, other.text, one.ink, other.ink
            ));
        }
    }
    let whole = poster.drawing.marks.iter().filter_map(|mark| mark.path.bounds());
    for bounds in whole.filter(|bounds| !sheet.holds(bounds)) {
        faults.push(format!("something is drawn off the sheet: {bounds:?}"));
    }
    faults
}

/// WCAG 2: the contrast of two colours.
fn contrast(one: Colour, other: Colour) -> f64 {
    let light = |Colour(parts): Colour| {
        let [r, g, b] = parts.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
    };
    let (one, other) = (light(one), light(other));
    one.max(other) / one.min(other)
}

/// Every poster of a history, in every size.
fn check(counted: &Counted, theme: Theme, language: Language) -> Result<(), TestCaseError> {
    for about in counted.subjects() {
        for &format in Format::ALL {
            for shown in [false, true] {
                let asked = Asked {
                    theme,
                    language,
                    owner: shown.then_some("Wmwmwm Wmwmwmwmwmwmwm Wmwmwmwmwmwm Wmwmwmwmwm"),
                    hours: shown,
                    countries: shown,
                    ..Asked::about(about).on(format)
                };
                let poster = counted.poster(asked).expect("a poster");
                let faults = faults(&poster);
                prop_assert!(faults.is_empty(), "{about:?} {format:?} {language:?}: {faults:#?}");
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(8) })]

    #[test]
    fn names_of_any_length_and_script_fit_and_never_collide(
        names in prop::collection::vec(name(), 5),
        theme in prop::sample::select(Theme::ALL),
        language in prop::sample::select(Language::ALL),
    ) {
        check(&history(&names), theme, language)?;
    }
}

#[test]
fn nothing_collides_in_any_language_and_theme() {
    let names = [
        "Orchid Parade",
        "The Quiet Ferries",
        "Мрія Клевава",
        "夜間飛行機械",
        "Ålgård",
    ]
    .map(str::to_owned);
    let counted = history(&names);
    for &language in Language::ALL {
        for &theme in Theme::ALL {
            check(&counted, theme, language).unwrap();
        }
        for about in counted.subjects() {
            for &format in Format::ALL {
                let asked = Asked {
                    language,
                    hours: true,
                    countries: true,
                    ..Asked::about(about).on(format)
                };
                let placed = counted.poster(asked).expect("a poster").placed;
                let cut: Vec<String> = placed
                    .into_iter()
                    .filter(|placed| placed.is_cut)
                    .map(|placed| placed.text)
                    .collect();
                assert!(cut.is_empty(), "{about:?} {format:?} {language:?}: {cut:?}");
            }
        }
    }
}

#[test]
fn a_short_name_is_whole_and_large_and_a_very_long_one_is_cut() {
    let artist = |name: &str| {
        let counted = history(&[name.to_owned(), "B".into(), "C".into(), "D".into(), "E".into()]);
        let poster = counted
            .poster(Asked::about(About::Artist(&counted.all.top_artists[0].name)))
            .expect("a poster");
        let shown = poster
            .placed
            .iter()
            .find(|placed| placed.text.starts_with(&name[..1]))
            .cloned();
        shown.expect("the name")
    };
    let short = artist("Otter");
    assert!(!short.is_cut && short.em > 40.0, "{short:?}");
    let long = artist(&"Longest ".repeat(37));
    assert!(long.is_cut && long.em < short.em / 2.0, "{long:?}");
}

//! What is in a poster only where it is asked for: countries, hours of the day, the owner's name.

use playtally_history::Plays;
use playtally_statistics::testing::History;

use crate::common::{About, Asked, Counted};

/// A history at an hour; its days, artists and titles are always the same.
fn history(hour: u32) -> Plays {
    let mut history = History::new();
    for day in 0..300_u64 {
        let date = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day") + chrono::Days::new(day);
        for (at, artist) in ["Otter", "Heron", "Pike"].into_iter().enumerate() {
            let minute = 4 + 15 * at;
            let title = format!("T{}", day % 11);
            history = history.play(&format!("{date} {hour:02}:{minute:02}"), artist, &title, 200);
        }
    }
    history.plays()
}

const ALL: [About<'static>; 4] = [About::Year(2024), About::Artist("Otter"), About::Era(1), About::Type];

fn files(counted: &Counted, asked: Asked<'_>) -> [Vec<u8>; 3] {
    let drawing = counted.poster(asked).expect("a poster").drawing;
    [
        drawing.svg().into_bytes(),
        drawing.pdf(),
        drawing.png(200).expect("a picture"),
    ]
}

#[test]
fn the_hours_of_the_day_change_nothing_unless_they_are_asked_for() {
    let [one, other] = [6, 9].map(|hour| Counted::new(history(hour)));
    for about in ALL {
        let asked = Asked::about(about);
        assert!(files(&one, asked) == files(&other, asked), "{about:?}");
    }
    for about in &ALL[..3] {
        let asked = Asked {
            hours: true,
            ..Asked::about(*about)
        };
        assert!(files(&one, asked) != files(&other, asked), "{about:?}");
    }
}

#[test]
fn no_cover_of_an_artist_shows_hours_unless_they_are_asked_for() {
    // Names choose compositions, and some of these draw hours.
    const NAMES: [&str; 12] = [
        "Otter", "Heron", "Pike", "Newt", "Swift", "Vole", "Adder", "Lynx", "Stoat", "Plover", "Bream", "Teal",
    ];
    let [one, other] = [6, 17].map(|hour| {
        let mut history = History::new();
        for day in 0..300_u64 {
            let date = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day") + chrono::Days::new(day);
            let artist = NAMES[day as usize % NAMES.len()];
            history = history.play(&format!("{date} {hour:02}:10"), artist, "River", 200);
        }
        Counted::new(history.plays())
    });
    let mut drawn = 0;
    for name in NAMES {
        let asked = Asked::about(About::Artist(name));
        assert!(files(&one, asked) == files(&other, asked), "{name}");
        let cover = |counted: &Counted| {
            let hours = Asked { hours: true, ..asked };
            let marks = counted.poster(hours).expect("a poster").drawing.marks;
            marks.into_iter().take(8).collect::<Vec<_>>()
        };
        drawn += usize::from(cover(&one) != cover(&other));
    }
    assert!(drawn > 2, "{drawn} covers show hours where they are asked for");
}

#[test]
fn the_hours_of_each_artist_and_month_change_nothing_either() {
    // The same plays, with hours that change by day and by artist.
    let mut moved = History::new();
    for day in 0..300_u64 {
        let date = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day") + chrono::Days::new(day);
        for (at, artist) in ["Otter", "Heron", "Pike"].into_iter().enumerate() {
            let (hour, title) = (5 + (day + at as u64) % 6, format!("T{}", day % 11));
            moved = moved.play(&format!("{date} {hour:02}:{:02}", 4 + 15 * at), artist, &title, 200);
        }
    }
    let [one, other] = [history(8), moved.plays()].map(Counted::new);
    for about in ALL {
        let asked = Asked::about(about);
        assert!(files(&one, asked) == files(&other, asked), "{about:?}");
    }
}

#[test]
fn countries_are_named_only_where_that_is_asked_for() {
    let [none, some] = [None, Some(*b"SE")].map(|country| {
        let mut history = History::new();
        for day in 0..300_u64 {
            let date = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day") + chrono::Days::new(day);
            for (at, artist) in ["Otter", "Heron", "Pike"].into_iter().enumerate() {
                let title = format!("T{}", day % 11);
                history = history.play(&format!("{date} 08:{:02}", 4 + 15 * at), artist, &title, 200);
                if let Some(country) = country {
                    history = history.but(|play| play.country = country);
                }
            }
        }
        Counted::new(history.plays())
    });
    for about in ALL {
        let asked = Asked::about(about);
        assert!(files(&none, asked) == files(&some, asked), "{about:?}");
    }
    for about in [About::Year(2024), About::Era(1)] {
        let asked = Asked {
            countries: true,
            ..Asked::about(about)
        };
        let named = |counted: &Counted| {
            counted
                .poster(asked)
                .expect("a poster")
                .placed
                .iter()
                .any(|placed| placed.text.contains("Sweden"))
        };
        assert!(named(&some) && !named(&none), "{about:?}");
    }
}

#[test]
fn the_owner_is_named_only_where_that_is_asked_for() {
    let counted = Counted::new(history(8));
    for about in ALL {
        let asked = Asked::about(about);
        let named = Asked {
            owner: Some("Zwentibold"),
            ..asked
        };
        assert!(files(&counted, asked) != files(&counted, named), "{about:?}");
        let says = |asked| {
            counted
                .poster(asked)
                .expect("a poster")
                .placed
                .into_iter()
                .map(|placed| placed.text)
        };
        assert!(!says(asked).any(|text| text.contains("Zwentibold")));
        assert!(says(named).any(|text| text.contains("Zwentibold")));
        assert!(
            !String::from_utf8_lossy(&files(&counted, named)[0]).contains("Zwentibold"),
            "text is drawn"
        );
    }
}

//! A poster says what the statistics say, in the colours that the device has.

use playtally_screen::{Class, Ground, Hue, Language, Theme};
use playtally_statistics::testing::made_up;

use crate::common::{About, Asked, Counted};

#[test]
fn a_year_names_its_number_its_hours_and_its_five_artists() {
    let counted = Counted::new(made_up(1, 9_000));
    let span = counted.all.years.last().expect("a year");
    let poster = counted.poster(Asked::about(About::Year(span.year))).expect("a poster");
    let says = |text: &str| poster.placed.iter().any(|placed| placed.text == text);
    let words = Language::English.words();
    assert!(says(&span.year.to_string()));
    assert!(says(
        &words.number(playtally_telling::words::number::hours(span.span.totals.ms))
    ));
    for artist in span.span.top_by_plays.artists.iter().take(5) {
        assert!(
            says(&artist.name) && says(&words.number(artist.plays)),
            "{}",
            artist.name
        );
    }
}

#[test]
fn an_artist_stands_on_the_colour_that_it_has_on_every_page() {
    let counted = Counted::new(made_up(1, 9_000));
    for sleeve in counted.all.sleeves.artists.iter().take(10) {
        let poster = counted
            .poster(Asked::about(About::Artist(&sleeve.name)))
            .expect("a poster");
        let at = counted.all.top_artists.iter().position(|top| top.name == sleeve.name);
        let hue = counted.hue(&sleeve.name);
        let ground = Theme::Dark.on(Ground { hue, is_loud: false }, Class::Wide).ground;
        assert_eq!(poster.drawing.marks[0].colour, ground.into(), "{at:?}");
    }
    assert!(
        counted
            .all
            .top_artists
            .iter()
            .map(|top| counted.hue(&top.name))
            .any(|hue| hue != Hue::Rose)
    );
}

#[test]
fn every_language_says_it_in_its_own_words() {
    let counted = Counted::new(made_up(1, 9_000));
    for about in counted.subjects() {
        let mut seen = Vec::new();
        for &language in Language::ALL {
            let asked = Asked {
                language,
                ..Asked::about(about)
            };
            let text: Vec<String> = counted
                .poster(asked)
                .expect("a poster")
                .placed
                .into_iter()
                .map(|placed| placed.text)
                .collect();
            assert!(!seen.contains(&text), "{about:?} {language:?}");
            assert!(!text.iter().any(|text| text.contains("{}")), "{text:?}");
            seen.push(text);
        }
    }
}

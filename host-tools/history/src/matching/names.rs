//! What services write differently about one recording, evened out so far that the rest can be compared.
//!
//! On top of [`fold`]: of several artists only the first counts, guests in a title do not, nor do words in brackets that
//! speak of the video; "and" is "&", a leading "The" is nothing, and so are blanks and punctuation. A name of nothing but
//! these stays whole: no two names become one by becoming empty, and letters of any script are kept.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::fold;
use crate::hash;
use crate::play::{Item, Kind};

/// Hashes of what a recording is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Names {
    /// Of the first artist and the title.
    pub(crate) full: u64,
    /// Of the title alone.
    pub(crate) title: u64,
}

impl Names {
    pub(crate) fn of(artist: &str, title: &str) -> Self {
        let (artist, title) = (first_artist(artist), bare_title(title));
        Self {
            full: hash::of(&[&artist, &title]),
            title: hash::of(&[&title]),
        }
    }
}

/// The names of items, each worked out once.
#[derive(Debug)]
pub(super) struct OfItems<'a> {
    artists: &'a [Box<str>],
    items: &'a [Item],
    known: FxHashMap<u32, Names>,
}

impl<'a> OfItems<'a> {
    pub(super) fn new(artists: &'a [Box<str>], items: &'a [Item]) -> Self {
        Self {
            artists,
            items,
            known: FxHashMap::default(),
        }
    }

    /// The kind and the names of an item, if there is one of this number.
    pub(super) fn of(&mut self, number: u32) -> Option<(Kind, Names)> {
        let item = self.items.get(number as usize)?;
        let names = match self.known.entry(number) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                let artist = self.artists.get(item.artist as usize)?;
                *place.insert(Names::of(artist, &item.title))
            }
        };
        Some((item.kind, names))
    }
}

/// What stands between the artists of one recording.
const BETWEEN: [&str; 17] = [
    ",",
    ";",
    "/",
    "&",
    "+",
    "、",
    "・",
    "×",
    " feat.",
    " feat ",
    " ft.",
    " ft ",
    " featuring ",
    " with ",
    " x ",
    " vs ",
    " vs. ",
];

/// How words in brackets begin that say nothing about which recording it is.
const ASIDE: [&str; 10] = [
    "feat", "ft.", "ft ", "with ", "prod", "official", "lyric", "video", "audio", "visuali",
];

fn first_artist(name: &str) -> String {
    let name = fold::artist(name).replace(" and ", " & ");
    let bare = name.strip_prefix("the ").unwrap_or(&name);
    let end = BETWEEN.iter().filter_map(|mark| bare.find(mark)).min();
    let first = letters(&bare[..end.unwrap_or(bare.len())]);
    if first.is_empty() { kept(&name) } else { first }
}

fn bare_title(title: &str) -> String {
    let title = fold::title(title).replace(" and ", " & ");
    let mut bare = &title[..];
    while let Some(shorter) = without_aside(bare) {
        bare = shorter;
    }
    // What was left out may have hidden the ending of a pressing.
    let bare = letters(&fold::title(bare));
    if bare.is_empty() { kept(&title) } else { bare }
}

/// The title without one thing that says nothing about which recording it is, if there is one at its end.
fn without_aside(title: &str) -> Option<&str> {
    let is_aside = |text: &str| ASIDE.iter().any(|begin| text.starts_with(begin));
    let open = match title.as_bytes().last()? {
        b')' => title.rfind('('),
        b']' => title.rfind('['),
        _ => None,
    };
    let start = open.filter(|&open| is_aside(&title[open + 1..])).or_else(|| {
        let dash = title.rfind(" - ").filter(|&dash| is_aside(&title[dash + 3..]));
        dash.or_else(|| {
            [" feat. ", " ft. ", " featuring "]
                .iter()
                .filter_map(|mark| title.find(mark))
                .min()
        })
    })?;
    let kept = title[..start].trim_end();
    (!kept.is_empty()).then_some(kept)
}

/// The name without blanks and punctuation.
fn letters(name: &str) -> String {
    name.chars()
        .filter(|c| !(c.is_whitespace() || c.is_ascii_punctuation() || is_punctuation(*c)))
        .collect()
}

/// Whether it is in one of the blocks that hold the punctuation of most scripts.
fn is_punctuation(c: char) -> bool {
    matches!(c, '¡' | '«' | '·' | '»' | '¿' | '\u{2010}'..='\u{205e}' | '\u{3001}'..='\u{303f}' | '・')
}

/// A name that would be empty, in a form that no other becomes.
fn kept(name: &str) -> String {
    format!("={name}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn are_one(one: (&str, &str), two: (&str, &str)) -> bool {
        Names::of(one.0, one.1) == Names::of(two.0, two.1)
    }

    #[test]
    fn what_services_write_of_one_recording_is_one() {
        let song = ("Luna", "Slow River");
        for other in [
            ("luna", "SLOW RIVER"),
            ("Luna", "Slow River - 2011 Remaster"),
            ("Luna", "Slow River (feat. Otter)"),
            ("Luna", "Slow River - feat. Otter"),
            ("Luna", "Slow River feat. Otter"),
            ("Luna", "Slow River (feat. Otter) - 2011 Remaster"),
            ("Luna", "Slow River (Remastered) [with Otter]"),
            ("Luna", "Slow River (Official Video)"),
            ("Luna feat. Otter", "Slow River"),
            ("Luna & Otter", "Slow River"),
            ("Luna and Otter", "Slow River"),
            ("Luna, Otter & Heron", "Slow River"),
            ("The Luna", "Slow-River"),
        ] {
            assert!(are_one(song, other), "{other:?}");
        }
        assert!(are_one(("月", "海の歌"), ("月、星", "海の歌 (feat. 星)")));
        assert!(are_one(("AC/DC", "It's a Dog's Life!"), ("ac / dc", "Its a dogs life")));
    }

    #[test]
    fn other_recordings_stay_apart() {
        let song = ("Luna", "Slow River");
        for other in [
            ("Luna", "Slow River (Live)"),
            ("Luna", "Slow River - Acoustic"),
            ("Luna", "Slow River, Pt. 2"),
            ("Otter", "Slow River"),
            ("Lunar", "Slow River"),
        ] {
            assert!(!are_one(song, other), "{other:?}");
        }
    }

    #[test]
    fn names_of_marks_alone_stay_apart() {
        let names = ["???", "!!!", "+", "&", "…", "( )", "、", "feat. ", "The ", "-"];
        for (number, one) in names.iter().enumerate() {
            for two in &names[number + 1..] {
                assert_ne!(Names::of(one, "x"), Names::of(two, "x"), "{one} {two}");
                assert_ne!(Names::of("x", one), Names::of("x", two), "{one} {two}");
            }
        }
    }

    proptest! {
        #[test]
        fn letters_of_any_script_tell_names_apart(one in "[a-zä-öа-яぁ-ん一-三ก-ฮא-תक-ह]{1,6}", two in "[a-zä-öа-яぁ-ん一-三ก-ฮא-תक-ह]{1,6}") {
            prop_assert_eq!(one == two, Names::of(&one, "x") == Names::of(&two, "x"));
            prop_assert_eq!(one == two, Names::of("x", &one) == Names::of("x", &two));
        }

        #[test]
        fn any_name_has_names(artist in "\\PC{0,12}", title in "\\PC{0,24}") {
            prop_assert_eq!(Names::of(&artist, &title), Names::of(&artist, &title));
        }
    }
}

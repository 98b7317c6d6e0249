//! When two names are the same: one recording has many spellings and many re-releases.
//!
//! Names are compared without case, in Unicode's composed form (NFC), with spaces and apostrophes made even. Of a
//! track's title, endings that name another pressing of the same recording are left out, after a dash or in
//! brackets: a remaster, mono or stereo, the single or album version. A live take, an edit, a remix, an acoustic or
//! re-recorded version is another recording and stays apart. Of an album's title, its edition is left out as well.
//!
//! An ending goes only if every word of it is known here and one of them says so. A name is never folded to nothing,
//! and letters of other scripts are never dropped, so that different names in them stay different.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// What an artist's name is compared by.
#[must_use]
pub fn artist(name: &str) -> String {
    even(name)
}

/// What a track's title is compared by.
#[must_use]
pub fn title(title: &str) -> String {
    without_endings(even(title), says_pressing)
}

/// What an album's title is compared by.
#[must_use]
pub fn album(title: &str) -> String {
    without_endings(even(title), says_edition)
}

/// The name in lower case, composed, with even spaces and apostrophes.
fn even(name: &str) -> String {
    if name.is_ascii() && is_even(name.as_bytes()) {
        return name.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(name.len());
    if name.is_ascii() {
        push_even(&mut folded, name.chars().map(|c| c.to_ascii_lowercase()));
    } else {
        // Lower case first: it can leave letters apart that compose.
        let lower = name.to_lowercase();
        // Below the combining marks, which begin at U+0300, everything is composed: no table need be asked.
        let is_composed = lower.chars().all(|c| c < '\u{300}') || is_nfc_quick(lower.chars()) == IsNormalized::Yes;
        if is_composed {
            push_even(&mut folded, lower.chars());
        } else {
            push_even(&mut folded, lower.nfc());
        }
    }
    if folded.is_empty() { name.to_owned() } else { folded }
}

/// Whether an ASCII name has no white space but single blanks between words, as nearly every name.
fn is_even(name: &[u8]) -> bool {
    // Starts as after a blank.
    let mut before = b' ';
    name.iter().all(|&byte| {
        let after_blank = std::mem::replace(&mut before, byte) == b' ';
        byte > b' ' || byte == b' ' && !after_blank
    }) && before != b' '
}

fn push_even(folded: &mut String, chars: impl Iterator<Item = char>) {
    for c in chars {
        match c {
            c if c.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            '\u{2018}' | '\u{2019}' | '\u{02bc}' => folded.push('\''),
            '\u{201c}' | '\u{201d}' => folded.push('"'),
            '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2014}' => folded.push('-'),
            // The final sigma is a form of the same letter.
            'ς' => folded.push('σ'),
            c => folded.push(c),
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
}

/// The evened name without the endings that `goes` knows.
fn without_endings(mut name: String, goes: fn(&str) -> bool) -> String {
    while let Some(start) = last_ending(&name)
        .filter(|&(_, ending)| goes(ending))
        .map(|(start, _)| start)
    {
        let kept = name[..start].trim_end().len();
        if kept == 0 {
            break;
        }
        name.truncate(kept);
    }
    name
}

/// The last ending of a name, and where it starts: what is in brackets at its end, or after a dash or a slash.
fn last_ending(name: &str) -> Option<(usize, &str)> {
    let open = match name.as_bytes().last()? {
        b')' => Some('('),
        b']' => Some('['),
        _ => None,
    };
    if let Some(open) = open {
        let start = name.rfind(open)?;
        return Some((start, &name[start + 1..name.len() - 1]));
    }
    let start = [" - ", " / "]
        .iter()
        .filter_map(|separator| name.rfind(separator))
        .max()?;
    Some((start, &name[start + 3..]))
}

/// Whether an ending only names a pressing of the same recording: "remastered 2009", "2011 digital remaster",
/// "mono version", "single version".
fn says_pressing(ending: &str) -> bool {
    says(ending, |word| {
        Some(match word {
            "mono" | "stereo" | "explicit" => true,
            "single" | "album" | "lp" => return version_follows(ending, word).then_some(true),
            word if is_remaster(word) => true,
            "version" | "digital" | "digitally" | "original" | "in" | "edition" | "anniversary" => false,
            word if is_number(word) => false,
            _ => return None,
        })
    })
}

/// Whether an ending only names an edition of the same album: "deluxe edition", "50th anniversary edition", "2011
/// remaster", "bonus track version".
fn says_edition(ending: &str) -> bool {
    says_pressing(ending)
        || says(ending, |word| {
            Some(match word {
                "edition" | "deluxe" | "expanded" | "reissue" | "bonus" => true,
                "mono" | "stereo" | "explicit" => true,
                word if is_remaster(word) => true,
                "version" | "digital" | "digitally" | "original" | "in" | "the" | "and" | "&" => false,
                "super" | "special" | "limited" | "collector's" | "collectors" | "legacy" | "anniversary" => false,
                "track" | "tracks" | "international" | "standard" => false,
                word if is_number(word) => false,
                _ => return None,
            })
        })
}

/// Whether `speaks` knows every word, and one of them speaks for itself (`true`).
fn says(ending: &str, speaks: impl Fn(&str) -> Option<bool>) -> bool {
    let mut said = false;
    for word in ending
        .split([' ', '/', ',', ';'])
        .filter(|word| !word.is_empty() && *word != "-")
    {
        match speaks(word) {
            Some(spoke) => said |= spoke,
            None => return false,
        }
    }
    said
}

fn version_follows(ending: &str, word: &str) -> bool {
    ending
        .split_once(word)
        .is_some_and(|(_, rest)| rest.starts_with(" version"))
}

fn is_remaster(word: &str) -> bool {
    matches!(
        word,
        "remaster" | "remastered" | "remasterizado" | "remasterizada" | "remasterisé" | "remasterisée" | "リマスター"
    )
}

/// A year, or an ordinal such as "50th".
fn is_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let tail = &word[digits.len()..];
    !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (if tail.is_empty() {
            digits.len() == 4
        } else {
            matches!(tail, "st" | "nd" | "rd" | "th")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pressings_of_one_recording_are_one_track() {
        for variant in [
            "Slow River",
            "SLOW RIVER",
            "Slow  River ",
            "Slow River - 2011 Remaster",
            "Slow River - Remastered",
            "Slow River - Remastered 2009",
            "Slow River – Remastered 2009",
            "Slow River (Remastered 2009)",
            "Slow River [2009 Remaster]",
            "Slow River - 2015 Digital Remaster",
            "Slow River - Remastered in 2015",
            "Slow River - 50th Anniversary Remaster",
            "Slow River - Single Version",
            "Slow River (Album Version)",
            "Slow River - Mono",
            "Slow River - Mono / Remastered 2012",
            "Slow River - Single Version / 2009 Remaster",
            "Slow River - Single Version (Remastered)",
        ] {
            assert_eq!(title(variant), "slow river", "{variant}");
        }
    }

    #[test]
    fn other_recordings_stay_apart() {
        for other in [
            "Slow River - Live",
            "Slow River (Live at the Mill)",
            "Slow River - Radio Edit",
            "Slow River - Acoustic Version",
            "Slow River (Someone's Version)",
            "Slow River - Single",
            "Slow River - 2011",
            "Slow River - 2018 Mix",
            "Slow River - Demo / 2011 Version",
            "Slow River, Pt. 2",
            "Slow River Remastered",
        ] {
            assert_ne!(title(other), "slow river", "{other}");
        }
    }

    #[test]
    fn a_remaster_of_a_live_take_is_that_live_take() {
        assert_eq!(title("Slow River - Live / 2011 Remaster"), title("Slow River - Live"));
        assert_eq!(title("Slow River (Live) [Remastered]"), title("Slow River (Live)"));
    }

    #[test]
    fn editions_of_one_album_are_one_album() {
        for edition in [
            "Fog",
            "Fog (Deluxe)",
            "Fog (Deluxe Edition)",
            "Fog (Super Deluxe Edition)",
            "Fog [Remastered]",
            "Fog (2011 Remaster)",
            "Fog (Remastered) [Expanded Edition]",
            "Fog (10th Anniversary Edition)",
            "Fog (Collector's Edition)",
            "Fog (Collector’s Edition)",
            "Fog (Bonus Track Version)",
            "Fog - Deluxe Version",
        ] {
            assert_eq!(album(edition), "fog", "{edition}");
        }
        for other in ["Fog (Live)", "Fog II", "Fog (The Remixes)", "Fog (Special)", "Fog - EP"] {
            assert_ne!(album(other), "fog", "{other}");
        }
    }

    #[test]
    fn a_name_is_never_folded_to_nothing() {
        for name in [
            "Remastered",
            "(Remastered)",
            "- Mono",
            "[Deluxe Edition]",
            " - Remastered 2009",
            "\u{3000}",
            " ",
        ] {
            assert!(
                !title(name).is_empty() && !album(name).is_empty() && !artist(name).is_empty(),
                "{name:?}"
            );
        }
    }

    #[test]
    fn names_in_other_scripts_keep_their_letters() {
        assert_eq!(title("春の海 - 2011 Remaster"), "春の海");
        assert_eq!(title("ΤΡΑΓΟΥΔΙ ΑΓΑΠΗΣ"), title("Τραγουδι Αγαπης"));
        assert_eq!(title("ПЕСНЯ (Remastered)"), "песня");
        let names = [
            "春の海",
            "春の空",
            "песня",
            "песни",
            "أغنية",
            "أغاني",
            "שיר",
            "เพลง",
            "गीत",
            "노래",
            "가요",
        ];
        for (i, one) in names.iter().enumerate() {
            for other in &names[i + 1..] {
                assert_ne!(title(one), title(other));
            }
        }
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same() {
        assert_eq!(artist("Bjo\u{308}rn"), artist("BJÖRN"));
        assert_eq!(artist("가"), artist("\u{1100}\u{1161}"));
    }

    proptest! {
        #[test]
        fn a_name_in_ascii_is_its_words_in_lower_case(name in "[ -~\\t\\n]{0,16}") {
            let words: Vec<&str> = name.split_whitespace().collect();
            let expected = if words.is_empty() { name.clone() } else { words.join(" ").to_lowercase() };
            prop_assert_eq!(artist(&name), expected);
        }

        #[test]
        fn folding_is_stable_and_keeps_something(name in "\\PC{1,24}") {
            for fold in [artist, title, album] {
                let once = fold(&name);
                prop_assert!(!once.is_empty());
                prop_assert_eq!(fold(&once), once.clone(), "folding twice changes nothing");
            }
        }

        #[test]
        fn different_names_without_case_stay_different(one in "[ぁ-ん一-三ก-ฮא-ת]{1,6}", other in "[ぁ-ん一-三ก-ฮא-ת]{1,6}") {
            prop_assert_eq!(one.nfc().eq(other.nfc()), title(&one) == title(&other));
            prop_assert_eq!(title(&one), title(&format!("{one} - Remastered 2009")));
        }
    }
}

//! What of a text can be shown.

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};

/// The text without what has no look, in at most `limit` bytes:
/// - tabs, line ends and paragraph ends become spaces; other control characters go;
/// - unassigned and private code points and the object replacement character become U+FFFD;
/// - characters that only direct other text, such as joiners and directional marks, stay for the shaper.
pub(super) fn clean(text: &str, limit: usize) -> String {
    let mut clean = String::with_capacity(text.len().min(limit));
    for character in text.chars().filter_map(shown) {
        if clean.len() + character.len_utf8() > limit {
            break;
        }
        clean.push(character);
    }
    clean
}

fn shown(character: char) -> Option<char> {
    match character {
        '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{FFFC}' => Some(char::REPLACEMENT_CHARACTER),
        // Marks of interlinear notes and of Syriac abbreviations, which only special software draws.
        '\u{FFF9}'..='\u{FFFB}' | '\u{70F}' => None,
        _ => match CodePointMapData::<GeneralCategory>::new().get(character) {
            GeneralCategory::Control => None,
            GeneralCategory::Unassigned if is_invisible(character) => None,
            GeneralCategory::Unassigned | GeneralCategory::PrivateUse => Some(char::REPLACEMENT_CHARACTER),
            _ => Some(character),
        },
    }
}

/// Whether a character has no look of its own, only an effect on others.
pub(super) fn is_invisible(character: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_look_goes_and_what_directs_other_text_stays() {
        assert_eq!(clean("a\tb\r\nc\u{2028}d", 99), "a b  c d");
        assert_eq!(clean("a\u{0}\u{7f}\u{fff9}b", 99), "ab");
        assert_eq!(clean("\u{e000}\u{10ffff}\u{378}", 99), "\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(clean("👩\u{200d}🎤 \u{202e}x", 99), "👩\u{200d}🎤 \u{202e}x");
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(clean("ååå", 5), "åå");
    }
}

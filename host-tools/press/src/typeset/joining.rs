//! Joined forms of Arabic letters for a font that has no joining rules of its own.
//!
//! Unicode keeps the forms of each letter as characters of their own (Arabic Presentation Forms A and B), in the order
//! isolated, final, initial, medial; right-joining letters have the first two. Which letter a form belongs to follows
//! from its compatibility decomposition.

use std::sync::LazyLock;

use icu_properties::CodePointMapData;
use icu_properties::props::JoiningType;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

/// The forms of a letter, or of a ligature of lam and alef.
static FORMS: LazyLock<FxHashMap<String, Vec<char>>> = LazyLock::new(|| {
    let mut forms = FxHashMap::<String, Vec<char>>::default();
    // Forms B come first: for alef maksura they hold the isolated and the final form, and forms A the other two.
    for form in ('\u{FE80}'..='\u{FEFC}')
        .chain('\u{FB50}'..='\u{FBB1}')
        .chain('\u{FBD3}'..='\u{FBFF}')
    {
        let letters: String = std::iter::once(form).nfkc().collect();
        let is_lam_alef = form >= '\u{FEF5}';
        if letters.chars().count() == 1 || is_lam_alef {
            forms.entry(letters).or_default().push(form);
        }
    }
    forms
});

/// The characters of `text` with each Arabic letter in the form that its neighbours ask for. What is at `None` became
/// part of a ligature with what is before it.
pub(super) fn joined(text: &str) -> Vec<Option<char>> {
    let letters: Vec<char> = text.chars().collect();
    let mut joined: Vec<Option<char>> = letters.iter().copied().map(Some).collect();
    let mut last: Option<usize> = None;
    for at in 0..letters.len() {
        if kind(letters[at]) == JoiningType::Transparent {
            continue;
        }
        // A ligature took this letter already.
        if joined[at].is_none() {
            continue;
        }
        let after = next(&letters, at);
        let joins_before = last.is_some_and(|last| joins_after(letters[last])) && joins_before(letters[at]);
        if let Some(alef) = after.filter(|&after| FORMS.contains_key(&pair(letters[at], letters[after]))) {
            joined[at] = FORMS[&pair(letters[at], letters[alef])]
                .get(usize::from(joins_before))
                .copied();
            joined[alef] = None;
            last = Some(alef);
            continue;
        }
        let joins_after = joins_after(letters[at]) && after.is_some_and(|after| self::joins_before(letters[after]));
        if let Some(forms) = FORMS.get(letters[at].encode_utf8(&mut [0; 4]) as &str) {
            let form = usize::from(joins_before) + 2 * usize::from(joins_after);
            joined[at] = forms.get(form).or(forms.get(form & 1)).or(forms.first()).copied();
        }
        last = Some(at);
    }
    joined
}

fn kind(character: char) -> JoiningType {
    CodePointMapData::<JoiningType>::new().get(character)
}

fn joins_before(character: char) -> bool {
    matches!(
        kind(character),
        JoiningType::DualJoining | JoiningType::RightJoining | JoiningType::JoinCausing
    )
}

fn joins_after(character: char) -> bool {
    matches!(
        kind(character),
        JoiningType::DualJoining | JoiningType::LeftJoining | JoiningType::JoinCausing
    )
}

/// The next letter, over marks.
fn next(letters: &[char], at: usize) -> Option<usize> {
    (at + 1..letters.len()).find(|&after| kind(letters[after]) != JoiningType::Transparent)
}

fn pair(lam: char, alef: char) -> String {
    [lam, alef].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> String {
        joined(text).into_iter().flatten().collect()
    }

    #[test]
    fn letters_take_the_form_that_their_neighbours_ask_for() {
        // beh: isolated; initial and final; initial, medial, final.
        assert_eq!(forms("ب"), "\u{FE8F}");
        assert_eq!(forms("بب"), "\u{FE91}\u{FE90}");
        assert_eq!(forms("ببب"), "\u{FE91}\u{FE92}\u{FE90}");
        // dal joins only to what is before it.
        assert_eq!(forms("بدب"), "\u{FE91}\u{FEAA}\u{FE8F}");
        // The letters of Persian have their own block.
        assert_eq!(forms("پی"), "\u{FB58}\u{FBFD}");
        // Alef maksura has its forms in two blocks.
        assert_eq!(forms("بى"), "\u{FE91}\u{FEF0}");
    }

    #[test]
    fn marks_do_not_interrupt_joining_and_a_space_does() {
        assert_eq!(forms("بَب"), "\u{FE91}\u{64E}\u{FE90}");
        assert_eq!(forms("ب ب"), "\u{FE8F} \u{FE8F}");
        assert_eq!(forms("ب\u{200c}ب"), "\u{FE8F}\u{200c}\u{FE8F}");
    }

    #[test]
    fn lam_and_alef_become_one() {
        assert_eq!(joined("لا"), [Some('\u{FEFB}'), None]);
        assert_eq!(
            joined("سلام"),
            [Some('\u{FEB3}'), Some('\u{FEFC}'), None, Some('\u{FEE1}')]
        );
    }

    #[test]
    fn other_text_stays_as_it_is() {
        assert_eq!(forms("Sigur Rós, 米津"), "Sigur Rós, 米津");
    }
}

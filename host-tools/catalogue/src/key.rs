//! What names are compared by: nothing that two catalogues write differently.
//!
//! It is looser than what makes two names one in a library ([`playtally_history::fold`]): here a name that agrees is only a
//! candidate, and [`evidence`](crate::evidence) decides.

use playtally_history::fold;
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

/// The hash of a key.
pub(crate) fn hash(key: &str) -> u64 {
    xxh3_64(key.as_bytes())
}

/// The key of an artist: without case, accents, punctuation, a leading or trailing "The", who is featured, and the marks by
/// which Discogs tells homonyms (` (2)`) and variations (`*`) apart.
#[must_use]
pub fn artist(name: &str) -> String {
    let mut key = String::new();
    artist_into(name, &mut key);
    key
}

/// The same, where the room for it is at hand.
pub(crate) fn artist_into(name: &str, key: &mut String) {
    let mut rest = name.trim().trim_end_matches('*').trim_end();
    if let Some((before, number)) = rest.strip_suffix(')').and_then(|open| open.rsplit_once(" ("))
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        rest = before.trim_end_matches('*').trim_end();
    }
    if let Some(at) = featuring(rest) {
        rest = rest[..at].trim_end();
    }
    plain_into(rest, key);
    if let Some(after) = key.strip_prefix("the ").filter(|after| *after != "the") {
        *key = after.to_owned();
    } else if let Some(before) = key.strip_suffix(" the").filter(|_| rest.contains(',')) {
        *key = before.to_owned();
    }
    if key.is_empty() {
        *key = fold::artist(name);
    }
}

/// The key of a track: of all pressings of a recording one, and without who is featured. A live take stays apart.
pub(crate) fn track(title: &str) -> String {
    of_title(title, fold::title)
}

/// The key of an album: of all its editions one.
pub(crate) fn album(title: &str) -> String {
    of_title(title, fold::album)
}

fn of_title(title: &str, fold: fn(&str) -> String) -> String {
    let mut rest = title.trim();
    // "Song (feat. Somebody)", "Song [ft. Somebody]"; what stands after that stays.
    let without;
    if let Some((before, after)) = bracketed_guest(rest) {
        without = format!("{before} {after}");
        rest = without.trim();
    } else if let Some(at) = featuring(rest) {
        rest = rest[..at].trim_end();
    }
    let folded = fold(rest);
    let mut key = String::with_capacity(folded.len());
    plain_into(&folded, &mut key);
    if key.is_empty() { folded } else { key }
}

/// Words that stand before a guest.
const GUEST: [&str; 3] = ["feat", "featuring", "ft"];

/// Where a name goes on with its guests, without brackets: " feat. ", " ft ", " featuring ".
fn featuring(name: &str) -> Option<usize> {
    let bytes = name.as_bytes();
    memchr_blanks(bytes).find(|&at| starts_with_guest(&bytes[at + 1..]))
}

fn memchr_blanks(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes
        .iter()
        .enumerate()
        .filter(|&(at, byte)| *byte == b' ' && at > 0)
        .map(|(at, _)| at)
}

/// Whether bytes begin with a word for a guest, in any case and with or without an opening bracket, and go on after it.
fn starts_with_guest(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"(").unwrap_or(bytes);
    GUEST.iter().any(|word| {
        let Some((start, rest)) = bytes.split_at_checked(word.len()) else {
            return false;
        };
        let rest = rest.strip_prefix(b".").unwrap_or(rest);
        start.eq_ignore_ascii_case(word.as_bytes()) && rest.first() == Some(&b' ')
    })
}

/// A title in two parts around "(feat. …)" or "[feat. …]".
fn bracketed_guest(title: &str) -> Option<(&str, &str)> {
    for (open, close) in [('(', ')'), ('[', ']')] {
        for (at, _) in title.match_indices(open).filter(|(at, _)| *at > 0) {
            let inside = title[at + 1..].trim_start();
            let is_guest = starts_with_guest(inside.as_bytes())
                || inside.get(..5).is_some_and(|with| with.eq_ignore_ascii_case("with "));
            if is_guest && let Some(end) = title[at..].find(close) {
                return Some((title[..at].trim_end(), title[at + end + 1..].trim_start()));
            }
        }
    }
    None
}

/// Letters and digits in lower case and without accents, in words; `&` is "and".
fn plain_into(text: &str, key: &mut String) {
    key.clear();
    if text.is_ascii() {
        text.bytes()
            .for_each(|byte| push(key, char::from(byte.to_ascii_lowercase())));
    } else {
        // Letters and their marks fall apart, and the marks of Latin, Greek and Cyrillic letters go.
        let apart = text.chars().flat_map(char::to_lowercase).nfkd();
        let without = apart.filter(|c| !('\u{300}'..='\u{36f}').contains(c));
        without.nfc().for_each(|c| push(key, c));
    }
    let end = key.trim_end().len();
    key.truncate(end);
}

fn push(key: &mut String, c: char) {
    let word = match c {
        'a'..='z' | '0'..='9' => {
            key.push(c);
            return;
        }
        // Inside of words: R.E.M., don't, P!nk.
        '\'' | '.' | '!' | '\u{2018}' | '\u{2019}' | '\u{02bc}' | '"' | '\u{201c}' | '\u{201d}' => return,
        '$' => "s",
        '&' | '+' => " and ",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ß' => "ss",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        c if c.is_alphanumeric() => {
            key.push(c);
            return;
        }
        _ => " ",
    };
    for c in word.chars() {
        if c != ' ' || !(key.is_empty() || key.ends_with(' ')) {
            key.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_artist_is_the_same_however_catalogues_write_it() {
        for (one, other) in [
            ("The Herons", "Herons, The"),
            ("Herons", "the herons"),
            ("Björk Ödegård", "Bjork Odegard"),
            ("Otter (12)", "Otter"),
            ("Otter*", "OTTER"),
            ("Otter* (3)", "Otter"),
            ("R.E.O.", "REO"),
            ("Otter feat. Heron", "Otter"),
            ("Otter (ft. Heron)", "Otter"),
            ("Otter & Heron", "Otter and Heron"),
            ("O$$ia", "Ossia"),
            ("Sigur\u{2019}s", "Sigur's"),
            ("Łódź", "Lodz"),
            ("Ке́дры", "кедры"),
        ] {
            assert_eq!(artist(one), artist(other), "{one}, {other}");
        }
    }

    #[test]
    fn artists_of_different_names_stay_apart() {
        for (one, other) in [
            ("The The", "The"),
            ("Otter 2", "Otter"),
            ("!!!", "???"),
            ("Heron Feathers", "Heron"),
            ("Ft", "Feat"),
            ("가", "나"),
            ("Otter (Berlin)", "Otter"),
        ] {
            assert_ne!(artist(one), artist(other), "{one}, {other}");
        }
    }

    #[test]
    fn a_title_is_the_same_in_every_pressing_and_a_live_take_is_another() {
        assert_eq!(track("Slow River - 2011 Remaster"), track("Slow River"));
        assert_eq!(track("Slow River (feat. Heron)"), track("Slow River"));
        assert_eq!(track("Slow River [with Heron]"), track("Slow River"));
        assert_eq!(track("Slow River feat. Heron"), track("Slow River"));
        assert_eq!(album("Delta (Deluxe Edition)"), album("delta"));
        assert_ne!(track("Slow River (Live)"), track("Slow River"));
        assert_ne!(album("Delta (Live)"), album("Delta"));
        assert_ne!(track("Without"), track("With"));
    }

    proptest! {
        #[test]
        fn a_key_is_never_empty_and_stable(name in "\\PC{1,24}") {
            for key in [artist as fn(&str) -> String, track, album] {
                let once = key(&name);
                prop_assert!(!once.is_empty());
                if name.is_ascii() && name.chars().all(|c| c.is_alphanumeric() || c == ' ') && !once.starts_with("the ") {
                    prop_assert_eq!(key(&once), once.clone());
                }
            }
        }
    }
}

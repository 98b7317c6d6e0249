//! Characters that do not show as themselves, and how machine formats write them: as `\uXXXX`, so that a file looked at in a
//! terminal cannot move its cursor, turn the direction of what stands around or hide a part of itself.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// Whether a character does not show as itself: controls, those that set the direction of others, that part lines without
/// being line ends, that annotate or tag, invisible ones that mean nothing to a reader, and what is no character at all.
/// Not the joiners, on which scripts and emoji depend, and not the selectors of variants.
#[must_use]
pub const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' // controls (Cc)
        | '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{FEFF}' // blanks and hyphens without width
        | '\u{61C}' | '\u{200E}' | '\u{200F}' // marks of direction
        | '\u{2028}'..='\u{202E}' // separators; embeddings and overrides
        | '\u{2060}'..='\u{206F}' // invisible operators, isolates, deprecated ones
        | '\u{FFF9}'..='\u{FFFB}' // annotations
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' // of shorthand and of music
        | '\u{FDD0}'..='\u{FDEF}' // none
        | '\u{E0000}'..='\u{E007F}' // tags
    ) || c as u32 & 0xFFFE == 0xFFFE // none, at the end of each plane
}

/// Whether a byte is a letter of ASCII that shows.
pub(crate) const fn is_simple(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// A text of which anything may be a part, such as the name of a file, as one line in which every character shows: the
/// others are written as Rust writes them, `\n` and `\u{9b}`.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let show = |c: char| {
        if is_unseen(c) {
            c.escape_default().to_string()
        } else {
            c.to_string()
        }
    };
    Cow::Owned(text.chars().map(show).collect())
}

/// A path as [`one_line`].
#[must_use]
pub fn shown(path: impl AsRef<Path>) -> String {
    one_line(&path.as_ref().to_string_lossy()).into_owned()
}

/// Writes a part of a JSON string that needs no other escapes: what every [`Formatter`] of ours does with it. Any reader of
/// JSON reads the same text.
///
/// # Errors
/// When it cannot be written.
pub fn write_fragment<W: ?Sized + Write>(writer: &mut W, fragment: &str) -> io::Result<()> {
    if fragment.bytes().all(is_simple) {
        return writer.write_all(fragment.as_bytes());
    }
    let mut rest = fragment;
    while let Some((before, c, after)) = split(rest, is_unseen) {
        writer.write_all(before.as_bytes())?;
        for unit in c.encode_utf16(&mut [0; 2]) {
            write!(writer, "\\u{unit:04x}")?;
        }
        rest = after;
    }
    writer.write_all(rest.as_bytes())
}

/// What comes before the first such character, the character, and what comes after it.
pub(crate) fn split(text: &str, is_such: impl Fn(char) -> bool) -> Option<(&str, char, &str)> {
    let (at, c) = text.char_indices().find(|&(_, c)| is_such(c))?;
    Some((&text[..at], c, &text[at + c.len_utf8()..]))
}

/// JSON without blanks.
#[derive(Debug)]
struct Compact;

impl Formatter for Compact {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        write_fragment(writer, fragment)
    }
}

/// Writes a value as JSON without blanks.
///
/// # Errors
/// When it cannot be written.
pub fn write_json<W: Write>(writer: W, value: &(impl Serialize + ?Sized)) -> io::Result<()> {
    value
        .serialize(&mut Serializer::with_formatter(writer, Compact))
        .map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn json(value: &Value) -> String {
        let mut text = Vec::new();
        write_json(&mut text, value).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn every_unseen_character_is_escaped_and_read_back() {
        for c in ('\0'..=char::MAX).filter(|&c| is_unseen(c)) {
            let text = Value::from(format!("a{c}b"));
            let json = json(&text);
            assert!(json.bytes().all(is_simple), "{json}");
            assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), text);
        }
    }

    #[test]
    fn a_name_is_one_line_in_which_everything_shows() {
        assert_eq!(one_line("a\nb\u{9b}31m\u{202e}"), r"a\nb\u{9b}31m\u{202e}");
        assert_eq!(shown("Größe.zip"), "Größe.zip");
    }

    #[test]
    fn what_shows_stays_as_it_is() {
        for text in [
            "Sigur Rós",
            "AC\\DC",
            "שלום",
            "👩\u{200D}👩\u{200D}👧",
            "می\u{200C}خواهم",
            "葛\u{E0100}",
        ] {
            assert_eq!(json(&Value::from(text)), serde_json::to_string(text).unwrap());
        }
    }

    proptest! {
        #[test]
        fn any_text_is_the_same_to_every_reader(text in any::<String>()) {
            let json = json(&Value::from(&*text));
            prop_assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), Value::from(&*text));
            prop_assert!(!json.chars().any(is_unseen));
        }
    }
}

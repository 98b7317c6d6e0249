//! How a table writes texts in which something is unseen, and texts that a spreadsheet would take for formulas.
//!
//! An unseen character is written as in JSON, `\u009b`, and so is a backslash that would begin such an escape. A table for
//! spreadsheets has one apostrophe more before what they calculate.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::escape::{is_simple, is_unseen, split};

/// The column that only a table for spreadsheets has.
pub(crate) const GUARDED: &str = "guarded";

/// How a backslash is written where it would begin an escape.
const BACKSLASH: &str = "\\u005c";

/// A text for a cell of a table, in which nothing is unseen; [`from_cell`] reads it.
pub(crate) fn to_cell(text: &str) -> Cow<'_, str> {
    let is_plain = |text: &str| text.bytes().all(|byte| is_simple(byte) && byte != b'\\');
    if is_plain(text) || !text.contains(|c| c == '\\' || is_unseen(c)) {
        return Cow::Borrowed(text);
    }
    let (mut cell, mut rest) = (String::new(), text);
    while let Some((before, c, after)) = split(rest, |c| c == '\\' || is_unseen(c)) {
        cell.push_str(before);
        if c != '\\' {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a text cannot fail.
                let _ = write!(cell, "\\u{unit:04x}");
            }
        } else if unit(&rest[before.len()..]).is_some() {
            cell.push_str(BACKSLASH);
        } else {
            cell.push(c);
        }
        rest = after;
    }
    Cow::Owned(cell + rest)
}

/// The text that [`to_cell`] wrote. Of other texts, what is no escape stays as it is.
pub(crate) fn from_cell(cell: &str) -> Cow<'_, str> {
    if !cell.contains("\\u") {
        return Cow::Borrowed(cell);
    }
    let (mut text, mut rest) = (String::new(), cell);
    while let Some(at) = rest.find("\\u") {
        let (before, escape) = rest.split_at(at);
        text.push_str(before);
        let units = [unit(escape), escape.get(6..).and_then(unit)];
        let decoded = char::decode_utf16(units.into_iter().map_while(|unit| unit)).next();
        let length = match decoded {
            Some(Ok(c)) => {
                text.push(c);
                6 * c.len_utf16()
            }
            _ => {
                text.push_str("\\u");
                2
            }
        };
        rest = &escape[length..];
    }
    Cow::Owned(text + rest)
}

/// The number in the escape that a text begins with, if it does.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let are_digits = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    are_digits.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

/// Whether a spreadsheet would calculate a cell, or has an apostrophe before such a one.
fn is_like_a_formula(cell: &str) -> bool {
    let first = cell.trim_start_matches('\'').chars().next();
    // In Chinese and Japanese, spreadsheets take the wide signs as well.
    first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'))
}

/// A cell that a spreadsheet takes for a text: with an apostrophe where it would not. [`unguard`] takes it away.
pub(crate) fn guard(cell: Cow<'_, str>) -> Cow<'_, str> {
    if is_like_a_formula(&cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        cell
    }
}

/// The cell that [`guard`] guarded.
pub(crate) fn unguard(cell: &str) -> &str {
    let guarded = cell.strip_prefix('\'').filter(|cell| is_like_a_formula(cell));
    guarded.unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Text that is dense in what is written in another way.
    fn any_text() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            any::<char>().prop_map(String::from),
            Just("\\u".to_owned()),
            Just("\\".to_owned()),
            "[0-9a-fA-Fu\\\\]{1,6}",
            prop::sample::select(unseen()).prop_map(String::from),
            "[a-z\"',;=]{1,3}",
        ];
        prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
    }

    fn unseen() -> Vec<char> {
        ('\0'..=char::MAX).filter(|&c| is_unseen(c)).collect()
    }

    #[test]
    fn every_unseen_character_is_escaped_and_read_back() {
        for c in unseen() {
            let text = format!("a{c}b");
            let cell = to_cell(&text).into_owned();
            assert!(cell.bytes().all(is_simple), "{cell}");
            assert_eq!(from_cell(&cell), text);
        }
        assert_eq!(to_cell("\u{9b}31m"), r"\u009b31m");
        assert_eq!(to_cell(r"\u009b"), r"\u005cu009b");
    }

    #[test]
    fn what_shows_stays_as_it_is() {
        for text in [
            "Sigur Rós",
            r"AC\DC",
            r"C:\users",
            "שלום",
            "👩\u{200D}👧",
            r"\u00",
            r"\ux",
            "1.5",
            "'t Hooft",
        ] {
            assert_eq!(to_cell(text), text);
            assert_eq!(from_cell(text), text);
            assert_eq!(guard(text.into()), text);
            assert_eq!(unguard(text), text);
        }
    }

    #[test]
    fn what_a_spreadsheet_would_calculate_is_guarded() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "＝1",
            "'=1",
            "''+1",
            "=cmd|'/c calc'!A0",
            "-",
        ] {
            let guarded = guard(to_cell(text)).into_owned();
            assert_eq!(guarded, format!("'{text}"));
            assert_eq!(unguard(&guarded), text);
        }
        // No blank that moves the cursor comes first.
        assert_eq!(guard(to_cell("\t=1")), r"\u0009=1");
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in any_text()) {
            let cell = to_cell(&text);
            prop_assert!(!cell.chars().any(is_unseen));
            prop_assert_eq!(from_cell(&cell), &*text);
            let guarded = guard(cell);
            prop_assert_eq!(from_cell(unguard(&guarded)), &*text);
        }

        #[test]
        fn any_cell_can_be_read(cell in any_text()) {
            from_cell(unguard(&cell));
        }
    }
}

//! What must hold of every file: it is read here as `serde_json` reads it.
//!
//! [`compare`] panics where it is not. A property test and a fuzzer call it, with [`Made`] files.

mod made;
mod tree;

use std::io::{self, Read};

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Deserializer, from_slice};

use super::grammar::DEEPEST;
use super::value::unescaped;
use super::{BYTE_ORDER_MARK, Damage, Row, Rows, Value, first_object};
pub(super) use made::{Layout, Made};
use tree::{Fields, Holder, Number, Tree};

/// Names that the reader is told, so that it tells them by number.
const KNOWN: [&str; 4] = ["ts", "ms_played", "é", ""];
/// The name of the field with the rows.
const ROWS: &str = "rows";

/// Reads the file that these bytes choose, here and with `serde_json`.
///
/// # Panics
/// When the two read something else.
pub fn compare(choices: &[u8]) {
    Made::from(choices).compare();
}

impl Made {
    /// Reads the file here and with `serde_json`, and panics when they read something else.
    pub(super) fn compare(&self) {
        let text = self.text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.text);
        let reader = Slow {
            bytes: &self.text,
            step: self.step,
            is_interrupted: false,
        };
        let (rows, theirs) = match self.layout {
            Layout::Array => (Rows::of_array(reader), Theirs::of_array(text)),
            Layout::Field => (Rows::of_field(reader, ROWS), Theirs::of_field(text)),
            Layout::Lines => (Rows::of_lines(reader), Theirs::of_lines(text)),
        };
        let mut rows = rows.knowing(&KNOWN).in_blocks(self.block);
        let mut count = 0;
        let end = loop {
            match rows.next() {
                Ok(Some(row)) => {
                    row_is_sound(row);
                    match theirs.trees.get(count) {
                        Some(tree) => is_same(row.value(), tree),
                        None => is_sound(row.value()),
                    }
                    count += 1;
                }
                Ok(None) => break Ok(()),
                Err(damage) => break Err(damage),
            }
        };
        // What is nested deeper than we go, they step over.
        if theirs.is_whole && end.is_err() && depth(text) > DEEPEST {
            return;
        }
        assert_eq!(end.is_ok(), theirs.is_whole, "{end:?} of {self}");
        assert!(
            !matches!(end, Err(Damage::Io(_) | Damage::TooLong)),
            "{end:?} of {self}"
        );
        if theirs.is_whole || self.layout == Layout::Lines {
            assert_eq!(count, theirs.count, "rows of {self}");
        }
        if let (Layout::Array, [Tree::Object(fields), ..]) = (self.layout, &*theirs.trees) {
            let names = first_object(&self.text).map(|(before, names)| (before.trim_ascii(), names));
            let expected = fields
                .iter()
                .filter_map(|(name, _)| String::from_utf8(name.clone()).ok());
            assert_eq!(
                names,
                Some((&b"["[..], expected.map(Into::into).collect())),
                "names of {self}"
            );
        }
    }
}

/// What `serde_json` makes of a file.
struct Theirs {
    /// How many rows it has.
    count: usize,
    /// The rows, up to the first that it cannot make anything of.
    trees: Vec<Tree>,
    /// Whether it is what it should be to the end.
    is_whole: bool,
}

impl Theirs {
    fn of_array(text: &[u8]) -> Self {
        Self::of::<Vec<IgnoredAny>, Vec<Tree>>(text, Vec::len, |trees| trees)
    }

    fn of_field(text: &[u8]) -> Self {
        Self::of::<Holder<IgnoredAny>, Holder<Tree>>(text, |holder| holder.0.len(), |holder| holder.0)
    }

    fn of<Ignored: DeserializeOwned, Made: DeserializeOwned>(
        text: &[u8],
        count: fn(&Ignored) -> usize,
        trees: fn(Made) -> Vec<Tree>,
    ) -> Self {
        let ignored = from_slice::<Ignored>(text);
        let made = ignored.as_ref().ok().and_then(|_| from_slice(text).ok());
        Self {
            count: ignored.as_ref().map_or(0, count),
            trees: made.map(trees).unwrap_or_default(),
            is_whole: ignored.is_ok(),
        }
    }

    fn of_lines(text: &[u8]) -> Self {
        let ignored: Vec<_> = Deserializer::from_slice(text).into_iter::<IgnoredAny>().collect();
        let count = ignored.iter().take_while(|row| row.is_ok()).count();
        let trees = Deserializer::from_slice(text).into_iter();
        Self {
            count,
            trees: trees.map_while(Result::ok).collect(),
            is_whole: ignored.len() == count,
        }
    }
}

/// What a row says of its fields is what it says as a value.
fn row_is_sound(row: Row<'_>) {
    let value = row.value();
    assert_eq!(row.is_object(), matches!(value, Value::Object(_)));
    let mut known: [Option<Value<'_>>; KNOWN.len()] = Default::default();
    for (number, found) in row.known_fields() {
        assert_eq!(known[number].replace(found), None, "{} comes twice", KNOWN[number]);
    }
    for (name, known) in KNOWN.iter().zip(known) {
        assert_eq!(row.get(name), value.get(name), "{name}");
        assert_eq!(known.unwrap_or(Value::Null), value.get(name), "{name}");
    }
}

/// A value is what `serde_json` made of it.
fn is_same(ours: Value<'_>, theirs: &Tree) {
    match (ours, theirs) {
        (Value::Null, Tree::Null) => assert!(ours.is_null()),
        (Value::Truth(_), Tree::Truth(truth)) => assert_eq!(ours.truth(), Some(*truth)),
        (Value::Text(_), Tree::Text(text)) => {
            assert_eq!(ours.text().as_deref(), Some(&**text));
            if let Ok(number) = text.parse() {
                assert_eq!(ours.whole(), Some(number), "{text}");
            }
        }
        (Value::Number(raw), Tree::Number(Number::Whole(number))) => assert_eq!(ours.whole(), Some(*number), "{raw:?}"),
        (Value::Number(raw), Tree::Number(Number::Float(float))) => {
            number_is_sound(ours, raw.bytes());
            // Fifteen digits are told apart by a float, unless they are too small for one.
            if *float != 0.0
                && float.fract() == 0.0
                && float.abs() < 1e15
                && raw.bytes().iter().filter(|byte| byte.is_ascii_digit()).count() <= 15
            {
                assert_eq!(ours.whole(), Some(*float as i64), "{raw:?}");
            }
        }
        (Value::List(_), Tree::List(elements)) => {
            assert_eq!(ours.elements().count(), elements.len());
            ours.elements()
                .zip(elements)
                .for_each(|(ours, theirs)| is_same(ours, theirs));
        }
        (Value::Object(_), Tree::Object(fields)) => {
            assert_eq!(ours.fields().count(), fields.len());
            for ((ours, value), (theirs, tree)) in ours.fields().zip(fields) {
                is_same(value, tree);
                let theirs = std::str::from_utf8(theirs).ok();
                assert_eq!(unescaped(ours).as_deref(), theirs);
            }
            for (name, _) in fields {
                let last = fields.iter().rfind(|(other, _)| other == name);
                if let (Ok(name), Some((_, last))) = (std::str::from_utf8(name), last) {
                    is_same(ours.get(name), last);
                }
            }
        }
        _ => panic!("{ours:?} is {theirs:?}"),
    }
}

/// A value of which `serde_json` could not make anything is still one that it steps over, with as many values in it.
fn is_sound(ours: Value<'_>) {
    let steps_over = |text: &[u8]| assert!(from_slice::<IgnoredAny>(text).is_ok(), "{ours:?}");
    match ours {
        Value::Null | Value::Truth(_) => {}
        Value::Text(raw) => {
            let quoted = [b"\"", raw.bytes(), b"\""].concat();
            steps_over(&quoted);
            assert_eq!(ours.text().map(String::from), from_slice(&quoted).ok());
        }
        Value::Number(raw) => {
            steps_over(raw.bytes());
            number_is_sound(ours, raw.bytes());
        }
        Value::List(raw) => {
            let theirs: Vec<IgnoredAny> = from_slice(raw.bytes()).expect("a list");
            assert_eq!(ours.elements().count(), theirs.len(), "{ours:?}");
            ours.elements().for_each(is_sound);
        }
        Value::Object(raw) => {
            let theirs: Fields<IgnoredAny> = from_slice(raw.bytes()).expect("an object");
            assert_eq!(ours.fields().count(), theirs.0.len(), "{ours:?}");
            ours.fields().for_each(|(_, value)| is_sound(value));
        }
    }
}

/// A whole number is next to the same float as what stands there.
fn number_is_sound(ours: Value<'_>, digits: &[u8]) {
    if let Some(number) = ours.whole() {
        let float = std::str::from_utf8(digits)
            .ok()
            .and_then(|digits| digits.parse::<f64>().ok());
        assert_eq!(float, Some(number as f64), "{ours:?}");
    }
}

/// How deep brackets are nested in a text that is JSON.
fn depth(text: &[u8]) -> u32 {
    let (mut deepest, mut depth, mut is_text, mut is_escaped) = (0_u32, 0_u32, false, false);
    for byte in text {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => is_text = !is_text,
            _ if is_text => {}
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// A reader that hands out a few bytes at a time, and is interrupted each time.
struct Slow<'a> {
    bytes: &'a [u8],
    step: usize,
    is_interrupted: bool,
}

impl Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.is_interrupted = !self.is_interrupted;
        if self.is_interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let count = self.step.min(self.bytes.len()).min(into.len());
        into[..count].copy_from_slice(&self.bytes[..count]);
        self.bytes = &self.bytes[count..];
        Ok(count)
    }
}

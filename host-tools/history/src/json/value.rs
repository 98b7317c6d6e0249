//! What a field holds, undone from its JSON where it is asked for.

use std::borrow::Cow;

use super::grammar::{Shape, blank, name, value};
use crate::number;

/// The value of a field, borrowed from the buffer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// `null`, or nothing at all.
    Null,
    /// `true` or `false`.
    Truth(bool),
    /// A number, of any size.
    Number(Raw<'a>),
    /// A text.
    Text(Raw<'a>),
    /// An array.
    List(Raw<'a>),
    /// An object.
    Object(Raw<'a>),
}

/// What stands in the file: of a text what is between the quotes, escapes untouched, and of all else the whole. Nothing is
/// compared with it, since the same can be written in many ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Raw<'a>(&'a [u8]);

impl<'a> Raw<'a> {
    /// The bytes.
    pub(crate) fn bytes(self) -> &'a [u8] {
        self.0
    }
}

impl<'a> Value<'a> {
    /// The value of a shape that lies from `start` to `end`, quotes included.
    pub(super) fn cut(shape: Shape, bytes: &'a [u8], start: usize, end: usize) -> Self {
        match shape {
            Shape::Null => Self::Null,
            Shape::Truth(truth) => Self::Truth(truth),
            Shape::Number => Self::Number(Raw(&bytes[start..end])),
            Shape::Text => Self::Text(Raw(&bytes[start + 1..end - 1])),
            Shape::List => Self::List(Raw(&bytes[start..end])),
            Shape::Object => Self::Object(Raw(&bytes[start..end])),
        }
    }

    /// Whether it is `null`, or nothing at all.
    pub(crate) fn is_null(self) -> bool {
        self == Self::Null
    }

    /// The text, with its escapes undone. `None` when it is not text, not UTF-8, or has half of a surrogate pair.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        let Self::Text(Raw(raw)) = self else { return None };
        unescaped(raw)
    }

    /// The whole number, in text or not, and however it is written: `200000`, `"200000"`, `200000.0` and `2e5` are one.
    /// `None` when it is not one, or does not fit.
    pub(crate) fn whole(self) -> Option<i64> {
        match self {
            Self::Number(Raw(digits)) => number::whole(digits),
            Self::Text(_) => number::whole(self.text()?.as_bytes()),
            _ => None,
        }
    }

    /// The truth value. `None` when it is not one.
    pub(crate) fn truth(self) -> Option<bool> {
        match self {
            Self::Truth(truth) => Some(truth),
            _ => None,
        }
    }

    /// What a cell of a table would hold: a text, or a number or truth value as it is written, or nothing for null. `None`
    /// for a list, an object, and broken text.
    pub(crate) fn cell(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Null => Some(Cow::Borrowed("")),
            Self::Truth(truth) => Some(Cow::Borrowed(if truth { "true" } else { "false" })),
            Self::Number(Raw(digits)) => std::str::from_utf8(digits).ok().map(Cow::Borrowed),
            Self::Text(_) => self.text(),
            Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The field of this name of an object, or null. The last, when there are several, as `serde_json`'s maps have it.
    pub(crate) fn get(self, name: &str) -> Self {
        self.fields()
            .filter(|field| spells(field.0, name))
            .last()
            .map_or(Self::Null, |field| field.1)
    }

    /// The fields of an object, escapes in their names untouched. Nothing for anything else.
    pub(super) fn fields(self) -> impl Iterator<Item = (&'a [u8], Self)> {
        let bytes = match self {
            Self::Object(Raw(bytes)) => bytes,
            _ => b"{}",
        };
        let mut after = None;
        std::iter::from_fn(move || {
            let (found, start) = name(bytes, next(bytes, after)?).ok()?;
            let (shape, end) = value(bytes, start).ok()?;
            after = Some(end);
            Some((&bytes[found.0..found.1], Self::cut(shape, bytes, start, end)))
        })
    }

    /// The elements of an array. Nothing for anything else.
    pub(crate) fn elements(self) -> impl Iterator<Item = Self> {
        let bytes = match self {
            Self::List(Raw(bytes)) => bytes,
            _ => b"[]",
        };
        let mut after = None;
        std::iter::from_fn(move || {
            let start = next(bytes, after)?;
            let (shape, end) = value(bytes, start).ok()?;
            after = Some(end);
            Some(Self::cut(shape, bytes, start, end))
        })
    }
}

/// Where the next thing starts in a list or an object, behind what ended at `after`. It was looked through before: nothing
/// else stands there than is expected.
fn next(bytes: &[u8], after: Option<usize>) -> Option<usize> {
    let at = blank(bytes, after.unwrap_or(1)).ok()?;
    match (bytes[at], after) {
        (b']' | b'}', _) => None,
        (_, None) => Some(at),
        (_, Some(_)) => blank(bytes, at + 1).ok(),
    }
}

/// Whether this is what stands between the quotes of a name, escaped or not.
#[inline]
pub(super) fn spells(raw: &[u8], name: &str) -> bool {
    match memchr::memchr(b'\\', raw) {
        None => raw == name.as_bytes(),
        Some(_) => unescaped(raw).is_some_and(|found| found == name),
    }
}

/// A text from what stands between its quotes. `None` when that is not text.
pub(super) fn unescaped(raw: &[u8]) -> Option<Cow<'_, str>> {
    if memchr::memchr(b'\\', raw).is_none() {
        return std::str::from_utf8(raw).ok().map(Cow::Borrowed);
    }
    let mut quoted = Vec::with_capacity(raw.len() + 2);
    quoted.push(b'"');
    quoted.extend_from_slice(raw);
    quoted.push(b'"');
    serde_json::from_slice(&quoted).ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_its_escapes_say_and_not_how_they_are_written() {
        assert!(spells(b"ts", "ts") && spells(br"\u0074s", "ts"));
        assert!(!spells(br"\u0074s", r"\u0074s") && spells(br"\\u0074s", r"\u0074s"));
    }
}

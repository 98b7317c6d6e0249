//! Rows of a JSON array, one at a time, whatever the length of the file.
//!
//! A history is an array of small flat objects, up to hundreds of megabytes of them. [`Rows`] keeps one moving buffer,
//! finds the fields of each object in a single pass, and lends them out: no copy, no tree. What lies nested inside a
//! field is stepped over and can be read with `serde_json` where a source needs it.

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::Range;

/// How much is asked of the reader at once, in bytes.
const BLOCK: usize = 128 * 1024;
/// The longest row that is still taken for one, in bytes. Real rows have less than 3,000.
const LONGEST_ROW: usize = 1024 * 1024;
/// What some programs write before the first character of a file.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// How deep a row may be nested. Real rows have less than 6 levels.
const DEEPEST: u32 = 64;

/// What can be wrong with a file as a whole.
#[derive(Debug)]
pub(crate) enum Damage {
    /// The bytes could not be read.
    Io(io::Error),
    /// The first thing in it is not an array.
    NotAnArray,
    /// It ends before the array does.
    CutOff,
    /// What stands here is not JSON.
    Syntax,
}

impl From<io::Error> for Damage {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The value of a field, borrowed from the buffer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    /// What stands between the quotes, escapes untouched.
    Text(&'a [u8]),
    /// A number, `true`, `false`, or anything else without quotes, not yet looked at.
    Bare(&'a [u8]),
    /// An array or an object, brackets included.
    Nested(&'a [u8]),
}

impl<'a> Value<'a> {
    /// Whether it is `null`.
    pub(crate) fn is_null(self) -> bool {
        self == Value::Bare(b"null")
    }

    /// The text, with its escapes undone. `None` when it is not text or not UTF-8.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        let Value::Text(raw) = self else { return None };
        if memchr::memchr(b'\\', raw).is_none() {
            return std::str::from_utf8(raw).ok().map(Cow::Borrowed);
        }
        let mut quoted = Vec::with_capacity(raw.len() + 2);
        quoted.push(b'"');
        quoted.extend_from_slice(raw);
        quoted.push(b'"');
        serde_json::from_slice(&quoted).ok().map(Cow::Owned)
    }

    /// The whole number. `None` when it is not one, or does not fit.
    pub(crate) fn whole(self) -> Option<i64> {
        let Value::Bare(digits) = self else { return None };
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    /// The truth value. `None` when it is not one.
    pub(crate) fn truth(self) -> Option<bool> {
        match self {
            Value::Bare(b"true") => Some(true),
            Value::Bare(b"false") => Some(false),
            _ => None,
        }
    }
}

/// One element of the array.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    bytes: &'a [u8],
    fields: &'a [Field],
}

impl<'a> Row<'a> {
    /// The element as it stands in the file.
    #[allow(dead_code)]
    pub(crate) fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// Whether it is an object; else it has no fields.
    pub(crate) fn is_object(self) -> bool {
        self.bytes.starts_with(b"{")
    }

    /// Its fields in the order of the file, names with their escapes untouched.
    pub(crate) fn fields(self) -> impl Iterator<Item = (&'a [u8], Value<'a>)> {
        self.fields.iter().map(move |field| {
            let value = &self.bytes[field.value.start as usize..field.value.end as usize];
            let value = match field.shape {
                Shape::Text => Value::Text(value),
                Shape::Bare => Value::Bare(value),
                Shape::Nested => Value::Nested(value),
            };
            (&self.bytes[field.name.start as usize..field.name.end as usize], value)
        })
    }
}

/// Where a field lies in its row.
#[derive(Clone, Debug)]
struct Field {
    name: Range<u32>,
    value: Range<u32>,
    shape: Shape,
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Text,
    Bare,
    Nested,
}

/// Why the scanner stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stop {
    /// The buffer ends first.
    More,
    /// What stands here is not JSON.
    Syntax,
}

/// Reads an array of rows from a reader.
#[derive(Debug)]
pub(crate) struct Rows<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Where the next unread byte is.
    at: usize,
    /// Where the bytes read so far end.
    end: usize,
    fields: Vec<Field>,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Before,
    First,
    Between,
    After,
}

impl<R: Read> Rows<R> {
    /// Starts at the beginning of a file.
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader,
            buffer: vec![0; 2 * BLOCK],
            at: 0,
            end: 0,
            fields: Vec::new(),
            place: Place::Before,
        }
    }

    /// The next row, or `None` after the last one.
    ///
    /// # Errors
    /// With the damage that ends the file here.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>, Damage> {
        if self.place == Place::Before {
            self.open()?;
        }
        if self.place == Place::After {
            return Ok(None);
        }
        match (self.place, self.significant()?) {
            (Place::First | Place::Between, Some(b']')) => {
                self.at += 1;
                self.place = Place::After;
                return match self.significant()? {
                    None => Ok(None),
                    Some(_) => Err(Damage::Syntax),
                };
            }
            (Place::Between, Some(b',')) => self.at += 1,
            (Place::First, Some(_)) => {}
            (_, Some(_)) => return Err(Damage::Syntax),
            (_, None) => return Err(Damage::CutOff),
        }
        self.place = Place::Between;
        self.significant()?.ok_or(Damage::CutOff)?;
        let length = loop {
            match scan(&self.buffer[self.at..self.end], &mut self.fields) {
                Ok(length) => break length,
                Err(Stop::Syntax) => return Err(Damage::Syntax),
                Err(Stop::More) if self.end - self.at > LONGEST_ROW => return Err(Damage::Syntax),
                Err(Stop::More) => {
                    if !self.refill()? {
                        return Err(Damage::CutOff);
                    }
                }
            }
        };
        let row = self.at..self.at + length;
        self.at = row.end;
        Ok(Some(Row {
            bytes: &self.buffer[row],
            fields: &self.fields,
        }))
    }

    /// Steps over a byte order mark and into the array.
    fn open(&mut self) -> Result<(), Damage> {
        while self.end < BYTE_ORDER_MARK.len() && self.refill()? {}
        if self.buffer[..self.end].starts_with(BYTE_ORDER_MARK) {
            self.at = BYTE_ORDER_MARK.len();
        }
        match self.significant()? {
            Some(b'[') => self.at += 1,
            Some(_) => return Err(Damage::NotAnArray),
            None => return Err(Damage::CutOff),
        }
        self.place = Place::First;
        Ok(())
    }

    /// The next byte that is not white space, still unread.
    fn significant(&mut self) -> Result<Option<u8>, Damage> {
        loop {
            match self.buffer[self.at..self.end]
                .iter()
                .position(|byte| !byte.is_ascii_whitespace())
            {
                Some(offset) => {
                    self.at += offset;
                    return Ok(Some(self.buffer[self.at]));
                }
                None => {
                    self.at = self.end;
                    if !self.refill()? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Reads more behind what is left. Says whether there was more.
    fn refill(&mut self) -> Result<bool, Damage> {
        self.buffer.copy_within(self.at..self.end, 0);
        self.end -= self.at;
        self.at = 0;
        if self.buffer.len() - self.end < BLOCK {
            self.buffer.resize(self.end + BLOCK, 0);
        }
        loop {
            match self.reader.read(&mut self.buffer[self.end..]) {
                Ok(0) => return Ok(false),
                Ok(count) => {
                    self.end += count;
                    return Ok(true);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// The names of the fields of the first object in the beginning of a file, as far as it goes.
pub(crate) fn first_names(head: &[u8]) -> Vec<&[u8]> {
    let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
    let mut fields = Vec::new();
    let array = head.trim_ascii_start();
    if !array.starts_with(b"[") {
        return Vec::new();
    }
    let Some(start) = memchr::memchr(b'{', array) else {
        return Vec::new();
    };
    let object = &array[start..];
    let _ = scan(object, &mut fields);
    fields
        .iter()
        .map(|field| &object[field.name.start as usize..field.name.end as usize])
        .collect()
}

/// Finds where one value at the start of `bytes` ends, and the fields in it when it is an object.
fn scan(bytes: &[u8], fields: &mut Vec<Field>) -> Result<usize, Stop> {
    fields.clear();
    if bytes.first() != Some(&b'{') {
        return value(bytes, 0).map(|(_, end)| end);
    }
    let mut at = blank(bytes, 1)?;
    if bytes[at] == b'}' {
        return Ok(at + 1);
    }
    loop {
        if bytes[at] != b'"' {
            return Err(Stop::Syntax);
        }
        let name_end = text(bytes, at + 1)?;
        let name = at as u32 + 1..name_end as u32;
        at = blank(bytes, name_end + 1)?;
        if bytes[at] != b':' {
            return Err(Stop::Syntax);
        }
        at = blank(bytes, at + 1)?;
        let (shape, end) = value(bytes, at)?;
        let quote = usize::from(matches!(shape, Shape::Text));
        fields.push(Field {
            name,
            value: (at + quote) as u32..(end - quote) as u32,
            shape,
        });
        at = blank(bytes, end)?;
        match bytes[at] {
            b',' => at = blank(bytes, at + 1)?,
            b'}' => return Ok(at + 1),
            _ => return Err(Stop::Syntax),
        }
    }
}

/// The shape of the value at `at`, and where it ends.
#[inline]
fn value(bytes: &[u8], at: usize) -> Result<(Shape, usize), Stop> {
    match bytes.get(at).ok_or(Stop::More)? {
        b'"' => Ok((Shape::Text, text(bytes, at + 1)? + 1)),
        b'{' | b'[' => Ok((Shape::Nested, nested(bytes, at)?)),
        b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
            let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' | b':' | b'"');
            let length = bytes[at..].iter().position(is_end).ok_or(Stop::More)?;
            Ok((Shape::Bare, at + length))
        }
        _ => Err(Stop::Syntax),
    }
}

/// Where the array or object that opens at `at` ends.
fn nested(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    let mut depth = 0;
    loop {
        match bytes.get(at).ok_or(Stop::More)? {
            b'"' => at = text(bytes, at + 1)?,
            b'{' | b'[' if depth == DEEPEST => return Err(Stop::Syntax),
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Ok(at);
        }
    }
}

/// The first byte from `at` on that is not white space.
#[inline]
fn blank(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    while matches!(bytes.get(at).ok_or(Stop::More)?, b' ' | b'\n' | b'\r' | b'\t') {
        at += 1;
    }
    Ok(at)
}

/// Where the closing quote of the text is whose first byte is at `at`.
#[inline]
fn text(bytes: &[u8], mut at: usize) -> Result<usize, Stop> {
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..).ok_or(Stop::More)?).ok_or(Stop::More)?;
        if bytes[at] == b'"' {
            return Ok(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A reader that hands out a few bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn read(text: &str, step: usize) -> Result<Vec<String>, Damage> {
        let mut rows = Rows::new(Slow(text.as_bytes(), step));
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(String::from_utf8_lossy(row.bytes()).into_owned());
        }
        Ok(found)
    }

    #[test]
    fn rows_come_out_one_by_one() {
        let text = " [ {\"a\": 1, \"b\":\"x]\\\"}\"} , {} ,[1,[2]], null,\"t\"\n]\n";
        for step in 1..text.len() {
            let rows = read(text, step).unwrap();
            assert_eq!(
                rows,
                ["{\"a\": 1, \"b\":\"x]\\\"}\"}", "{}", "[1,[2]]", "null", "\"t\""],
                "{step}"
            );
        }
        assert!(read("\u{feff}[]", 1).unwrap().is_empty());
    }

    #[test]
    fn damage_is_named() {
        assert!(matches!(read("", 9), Err(Damage::CutOff)));
        assert!(matches!(read("{\"a\":1}", 9), Err(Damage::NotAnArray)));
        assert!(matches!(read("hello", 9), Err(Damage::NotAnArray)));
        assert!(matches!(read("[", 9), Err(Damage::CutOff)));
        assert!(matches!(read("[{\"a\":1}", 9), Err(Damage::CutOff)));
        assert!(matches!(read("[{\"a\":1},", 9), Err(Damage::CutOff)));
        assert!(matches!(read("[{\"a\":\"", 9), Err(Damage::CutOff)));
        assert!(matches!(read("[{\"a\":1}{}]", 9), Err(Damage::Syntax)));
        assert!(matches!(read("[{a:1}]", 9), Err(Damage::Syntax)));
        assert!(matches!(read("[{}] x", 9), Err(Damage::Syntax)));
        assert!(matches!(
            read(&format!("[{}", "[".repeat(10_000)), 9),
            Err(Damage::Syntax)
        ));
    }

    #[test]
    fn a_row_without_end_is_not_read_into_memory() {
        let mut rows = Rows::new(io::Cursor::new(b"[{\"a\":\"").chain(io::repeat(b'x')));
        assert!(matches!(rows.next(), Err(Damage::Syntax)));
    }

    #[test]
    fn values_are_what_they_look_like() {
        let mut rows = Rows::new(r#"[{"t":"a\u00e9\n","n":-12,"f":1.5,"y":true,"z":null,"o":{"p":[1]}}]"#.as_bytes());
        let row = rows.next().unwrap().unwrap();
        let values: Vec<_> = row.fields().map(|(_, value)| value).collect();
        assert_eq!(values[0].text().as_deref(), Some("aé\n"));
        assert_eq!(
            (values[1].whole(), values[2].whole(), values[3].truth()),
            (Some(-12), None, Some(true))
        );
        assert!(values[4].is_null());
        assert_eq!(values[5], Value::Nested(br#"{"p":[1]}"#));
    }

    /// Any JSON, small.
    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        use serde_json::Value as Json;
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<String>().prop_map(Json::from),
        ];
        leaf.prop_recursive(3, 24, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
                prop::collection::vec((any::<String>(), inner), 0..6)
                    .prop_map(|fields| Json::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_serde_json_writes_is_read_back(rows in prop::collection::vec(any_json(), 0..6), step in 1_usize..40) {
            for text in [serde_json::to_string(&rows).unwrap(), serde_json::to_string_pretty(&rows).unwrap()] {
                let found = read(&text, step).unwrap();
                let found: Vec<serde_json::Value> = found.iter().map(|row| serde_json::from_str(row).unwrap()).collect();
                prop_assert_eq!(&found, &rows);
            }
        }

        #[test]
        fn fields_are_those_that_serde_json_finds(object in prop::collection::btree_map("[a-z\u{e9}]{1,3}", any_json(), 0..8)) {
            let text = serde_json::to_string(&[&object]).unwrap();
            let mut rows = Rows::new(text.as_bytes());
            let row = rows.next().unwrap().unwrap();
            prop_assert_eq!(row.fields().count(), object.len());
            for ((name, found), (expected_name, expected)) in row.fields().zip(&object) {
                prop_assert_eq!(name, expected_name.as_bytes());
                match expected {
                    serde_json::Value::String(expected) => {
                        prop_assert_eq!(found.text().map(Cow::into_owned), Some(expected.clone()));
                    }
                    serde_json::Value::Number(expected) => prop_assert_eq!(found.whole(), expected.as_i64()),
                    serde_json::Value::Bool(expected) => prop_assert_eq!(found.truth(), Some(*expected)),
                    serde_json::Value::Null => prop_assert!(found.is_null()),
                    other => {
                        let Value::Nested(bytes) = found else { panic!("{found:?}") };
                        prop_assert_eq!(&serde_json::from_slice::<serde_json::Value>(bytes).unwrap(), other);
                    }
                }
            }
        }

        #[test]
        fn no_bytes_upset_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), step in 1_usize..9) {
            let mut rows = Rows::new(Slow(&bytes, step));
            while let Ok(Some(row)) = rows.next() {
                row.fields().for_each(|(_, value)| drop((value.text(), value.whole())));
            }
            let _ = first_names(&bytes);
        }
    }
}

//! Rows of a JSON array, one at a time, whatever the length of the file.
//!
//! A history is an array of small flat objects, up to hundreds of megabytes of them. [`Rows`] keeps one moving buffer,
//! finds the fields of each object in a single pass, and lends them out: no copy, no tree. What lies nested inside a
//! field is stepped over and can be read with `serde_json` where a source needs it.

use std::borrow::Cow;
use std::io::{self, Read};

/// How much is read at once, in bytes.
const BLOCK: usize = 256 * 1024;
/// The longest row that is still taken for one, in bytes. Of plays, less than 3,000 are real; of pages of
/// plays, half a million.
const LONGEST_ROW: usize = 4 * 1024 * 1024;
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

/// The value that is none.
pub(crate) const NULL: Value<'static> = Value::Bare(b"null");

impl<'a> Value<'a> {
    /// Whether it is `null`.
    pub(crate) fn is_null(self) -> bool {
        self == NULL
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

    /// The fields of an object. Nothing for anything else, and nothing after a fault in it.
    pub(crate) fn fields(self) -> impl Iterator<Item = (&'a [u8], Value<'a>)> {
        let bytes = match self {
            Value::Nested(bytes) if bytes.starts_with(b"{") => bytes,
            _ => b"{}",
        };
        let mut next = first_member(bytes).ok().flatten();
        std::iter::from_fn(move || {
            let member = member(bytes, next?).ok()?;
            next = member.next;
            Some((member.name(bytes), member.value(bytes)))
        })
    }

    /// The field of this name of an object, or null. The first, when there are several.
    pub(crate) fn get(self, name: &str) -> Value<'a> {
        self.fields()
            .find(|field| field.0 == name.as_bytes())
            .map_or(NULL, |field| field.1)
    }

    /// The elements of an array. Nothing for anything else, and nothing after a fault in it.
    pub(crate) fn elements(self) -> impl Iterator<Item = Value<'a>> {
        let bytes = match self {
            Value::Nested(bytes) if bytes.starts_with(b"[") => bytes,
            _ => b"[]",
        };
        let mut at = blank(bytes, 1).ok().filter(|&at| bytes[at] != b']');
        std::iter::from_fn(move || {
            let (shape, end) = value(bytes, at?).ok()?;
            let element = shape.cut(bytes, at?, end);
            let after = blank(bytes, end).ok()?;
            at = if bytes[after] == b',' {
                blank(bytes, after + 1).ok()
            } else {
                None
            };
            Some(element)
        })
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
    members: &'a [Member],
}

impl<'a> Row<'a> {
    /// The element as it stands in the file, if it is an array or an object; else it has no fields.
    pub(crate) fn value(self) -> Value<'a> {
        Value::Nested(self.bytes)
    }

    /// Whether it is an object; else it has no fields.
    pub(crate) fn is_object(self) -> bool {
        self.bytes.starts_with(b"{")
    }

    /// Its fields in the order of the file, names with their escapes untouched.
    pub(crate) fn fields(self) -> impl Iterator<Item = (&'a [u8], Value<'a>)> {
        self.members
            .iter()
            .map(move |member| (member.name(self.bytes), member.value(self.bytes)))
    }
}

/// Where a field lies in its object.
#[derive(Clone, Copy, Debug)]
struct Member {
    name: (u32, u32),
    value: (u32, u32),
    shape: Shape,
    /// Where the next field starts, or nothing before the closing brace.
    next: Option<usize>,
    /// Where the object ends, if this is its last field.
    end: usize,
}

impl Member {
    fn name<'a>(&self, object: &'a [u8]) -> &'a [u8] {
        &object[self.name.0 as usize..self.name.1 as usize]
    }

    fn value<'a>(&self, object: &'a [u8]) -> Value<'a> {
        self.shape.cut(object, self.value.0 as usize, self.value.1 as usize)
    }
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Text,
    Bare,
    Nested,
}

impl Shape {
    /// The value from `start` to `end`, quotes included.
    fn cut(self, bytes: &[u8], start: usize, end: usize) -> Value<'_> {
        match self {
            Self::Text => Value::Text(&bytes[start + 1..end - 1]),
            Self::Bare => Value::Bare(&bytes[start..end]),
            Self::Nested => Value::Nested(&bytes[start..end]),
        }
    }
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
    members: Vec<Member>,
    layout: Layout,
    place: Place,
}

/// What the rows stand in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layout {
    Array,
    Field(&'static str),
    Lines,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Before,
    First,
    Between,
    After,
}

impl<R: Read> Rows<R> {
    /// Starts at the beginning of a file that is an array.
    pub(crate) fn of_array(reader: R) -> Self {
        Self::new(reader, Layout::Array)
    }

    /// Starts at the beginning of a file that is an object with an array in the field of this name.
    pub(crate) fn of_field(reader: R, name: &'static str) -> Self {
        Self::new(reader, Layout::Field(name))
    }

    /// Starts at the beginning of a file of values that follow each other, a line each.
    pub(crate) fn of_lines(reader: R) -> Self {
        Self::new(reader, Layout::Lines)
    }

    fn new(reader: R, layout: Layout) -> Self {
        let buffer = vec![0; BLOCK];
        Self {
            reader,
            buffer,
            at: 0,
            end: 0,
            members: Vec::new(),
            layout,
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
        if self.place == Place::After || !self.step()? {
            return Ok(None);
        }
        self.place = Place::Between;
        let mut members = std::mem::take(&mut self.members);
        let length = self.whole(|bytes| scan(bytes, &mut members));
        self.members = members;
        let row = self.at..self.at + length?;
        self.at = row.end;
        Ok(Some(Row {
            bytes: &self.buffer[row],
            members: &self.members,
        }))
    }

    /// Steps to the start of the next row. Says whether there is one.
    fn step(&mut self) -> Result<bool, Damage> {
        if self.layout == Layout::Lines {
            return Ok(self.significant()?.is_some());
        }
        match (self.place, self.significant()?) {
            (_, Some(b']')) => {
                self.at += 1;
                self.place = Place::After;
                // What follows in an object is no concern of ours; after an array, nothing may follow.
                if self.layout == Layout::Array && self.significant()?.is_some() {
                    return Err(Damage::Syntax);
                }
                Ok(false)
            }
            (Place::Between, Some(b',')) => {
                self.at += 1;
                self.significant()?.map(|_| true).ok_or(Damage::CutOff)
            }
            (Place::First, Some(_)) => Ok(true),
            (_, Some(_)) => Err(Damage::Syntax),
            (_, None) => Err(Damage::CutOff),
        }
    }

    /// Steps over a byte order mark and to the first row.
    fn open(&mut self) -> Result<(), Damage> {
        while self.end < BYTE_ORDER_MARK.len() && self.refill()? {}
        if self.buffer[..self.end].starts_with(BYTE_ORDER_MARK) {
            self.at = BYTE_ORDER_MARK.len();
        }
        match self.layout {
            Layout::Lines => {}
            Layout::Array => self.expect(b'[')?,
            Layout::Field(name) => {
                self.expect(b'{')?;
                while !self.open_field(name)? {}
            }
        }
        self.place = Place::First;
        Ok(())
    }

    /// Steps over one field, or into it when it is the array that is looked for.
    fn open_field(&mut self, name: &str) -> Result<bool, Damage> {
        if self.significant()? != Some(b'"') {
            return Err(Damage::NotAnArray);
        }
        let length = self.whole(|bytes| Ok(text(bytes, 1)? + 1))?;
        let found = self.buffer[self.at + 1..self.at + length - 1] == *name.as_bytes();
        self.at += length;
        self.expect(b':')?;
        if found {
            return self.expect(b'[').map(|()| true);
        }
        self.significant()?;
        self.at += self.whole(|bytes| value(bytes, 0).map(|(_, end)| end))?;
        self.expect(b',').map(|()| false)
    }

    /// Steps over a sign that must stand here.
    fn expect(&mut self, sign: u8) -> Result<(), Damage> {
        match self.significant()? {
            Some(found) if found == sign => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(Damage::NotAnArray),
            None => Err(Damage::CutOff),
        }
    }

    /// The length of what `scan` finds here, once enough is read.
    fn whole(&mut self, mut scan: impl FnMut(&[u8]) -> Result<usize, Stop>) -> Result<usize, Damage> {
        loop {
            match scan(&self.buffer[self.at..self.end]) {
                Ok(length) => return Ok(length),
                Err(Stop::Syntax) => return Err(Damage::Syntax),
                Err(Stop::More) if self.end - self.at >= LONGEST_ROW => return Err(Damage::Syntax),
                Err(Stop::More) => {
                    if !self.refill()? {
                        return Err(Damage::CutOff);
                    }
                }
            }
        }
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

    /// Reads behind what is left until the buffer is full. Says whether there was anything.
    fn refill(&mut self) -> Result<bool, Damage> {
        self.buffer.copy_within(self.at..self.end, 0);
        self.end -= self.at;
        self.at = 0;
        // Twice as long for a long row: it is scanned again from its start.
        if self.buffer.len() - self.end < BLOCK / 2 {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let before = self.end;
        while self.end < self.buffer.len() {
            match self.reader.read(&mut self.buffer[self.end..]) {
                Ok(0) => break,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(self.end > before)
    }
}

/// The names of the fields of the first object in the beginning of a file, as far as it goes, and what stands before it.
pub(crate) fn first_object(head: &[u8]) -> Option<(&[u8], Vec<&[u8]>)> {
    let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
    let start = memchr::memchr(b'{', head)?;
    let (before, object) = (head[..start].trim_ascii(), &head[start..]);
    let mut names = Vec::new();
    let mut at = first_member(object).ok().flatten();
    while let Some(start) = at {
        // The value of the last one may be cut off.
        if object[start] == b'"'
            && let Ok(end) = text(object, start + 1)
        {
            names.push(&object[start + 1..end]);
        }
        at = member(object, start).ok().and_then(|member| member.next);
    }
    Some((before, names))
}

/// Finds where one value at the start of `bytes` ends, and the fields in it when it is an object.
fn scan(bytes: &[u8], members: &mut Vec<Member>) -> Result<usize, Stop> {
    members.clear();
    if bytes.first() != Some(&b'{') {
        return value(bytes, 0).map(|(_, end)| end);
    }
    let Some(mut at) = first_member(bytes)? else {
        return Ok(blank(bytes, 1)? + 1);
    };
    loop {
        let member = member(bytes, at)?;
        members.push(member);
        match member.next {
            Some(next) => at = next,
            None => return Ok(member.end),
        }
    }
}

/// Where the first field of an object starts, if it has one.
fn first_member(object: &[u8]) -> Result<Option<usize>, Stop> {
    let at = blank(object, 1)?;
    Ok((object[at] != b'}').then_some(at))
}

/// The field that starts at `at`.
#[inline]
fn member(bytes: &[u8], at: usize) -> Result<Member, Stop> {
    if bytes[at] != b'"' {
        return Err(Stop::Syntax);
    }
    let name_end = text(bytes, at + 1)?;
    let colon = blank(bytes, name_end + 1)?;
    if bytes[colon] != b':' {
        return Err(Stop::Syntax);
    }
    let start = blank(bytes, colon + 1)?;
    let (shape, end) = value(bytes, start)?;
    let after = blank(bytes, end)?;
    let next = match bytes[after] {
        b',' => Some(blank(bytes, after + 1)?),
        b'}' => None,
        _ => return Err(Stop::Syntax),
    };
    Ok(Member {
        name: (at as u32 + 1, name_end as u32),
        value: (start as u32, end as u32),
        shape,
        next,
        end: after + 1,
    })
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
        let mut rows = Rows::of_array(Slow(text.as_bytes(), step));
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(String::from_utf8_lossy(row.bytes).into_owned());
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
        let mut rows = Rows::of_array(io::Cursor::new(b"[{\"a\":\"").chain(io::repeat(b'x')));
        assert!(matches!(rows.next(), Err(Damage::Syntax)));
    }

    #[test]
    fn values_are_what_they_look_like() {
        let mut rows =
            Rows::of_array(r#"[{"t":"a\u00e9\n","n":-12,"f":1.5,"y":true,"z":null,"o":{"p":[1]}}]"#.as_bytes());
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

    #[test]
    fn rows_are_found_in_a_field_and_in_lines() {
        let text = r#"{"a":{"rows":[1]},"b":"rows","rows" : [{"c":1},{"c":2}],"d":3}"#;
        let mut rows = Rows::of_field(text.as_bytes(), "rows");
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            found.push(row.value().get("c").whole());
        }
        assert_eq!(found, [Some(1), Some(2)]);
        assert!(matches!(
            Rows::of_field(&b"{\"a\":1}"[..], "rows").next(),
            Err(Damage::NotAnArray)
        ));
        assert!(matches!(
            Rows::of_field(&b"{\"rows\":1}"[..], "rows").next(),
            Err(Damage::NotAnArray)
        ));
        assert!(matches!(
            Rows::of_field(&b"{\"rows\":[{}"[..], "rows").next(),
            Err(Damage::CutOff) | Ok(_)
        ));

        let mut rows = Rows::of_lines("\u{feff}{\"a\":1}\n\n{\"a\":2}\r\n{\"a\":".as_bytes());
        assert_eq!(rows.next().unwrap().unwrap().value().get("a").whole(), Some(1));
        assert_eq!(rows.next().unwrap().unwrap().value().get("a").whole(), Some(2));
        assert!(matches!(rows.next(), Err(Damage::CutOff)));
    }

    #[test]
    fn nested_values_are_walked() {
        let text = r#"[{"o":{"p":{"q":[1, "x" ,[2],{}]},"e":{}},"n":[]}]"#;
        let mut rows = Rows::of_array(text.as_bytes());
        let value = rows.next().unwrap().unwrap().value();
        let elements: Vec<_> = value.get("o").get("p").get("q").elements().collect();
        assert_eq!(
            elements,
            [
                Value::Bare(b"1"),
                Value::Text(b"x"),
                Value::Nested(b"[2]"),
                Value::Nested(b"{}")
            ]
        );
        assert_eq!(
            value.get("n").elements().count() + value.get("o").get("e").fields().count(),
            0
        );
        assert!(value.get("x").get("y").is_null());
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
            let mut rows = Rows::of_array(text.as_bytes());
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
            let mut rows = Rows::of_array(Slow(&bytes, step));
            while let Ok(Some(row)) = rows.next() {
                row.fields().for_each(|(_, value)| drop((value.text(), value.whole())));
                row.value().elements().for_each(drop);
            }
            let _ = first_object(&bytes);
        }
    }
}

//! Rows of a JSON array, one at a time, whatever the length of the file.
//!
//! A history is an array of small flat objects, up to hundreds of megabytes of them. [`Rows`] keeps one moving buffer,
//! finds the fields of each object in a single pass, and lends them out: no copy, no tree. What lies nested inside a
//! field is stepped over and can be read with `serde_json` where a source needs it.

mod scan;

use std::borrow::Cow;
use std::io::{self, Read};

pub(crate) use scan::first_object;
use scan::{Member, Scanner, Stop, blank, text, value};

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
        // As many digits as these always fit.
        if (1..=18).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit) {
            return Some(
                digits
                    .iter()
                    .fold(0, |number, digit| number * 10 + i64::from(digit - b'0')),
            );
        }
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    /// The fields of an object. Nothing for anything else, and nothing after a fault in it.
    pub(crate) fn fields(self) -> impl Iterator<Item = (&'a [u8], Value<'a>)> {
        let bytes = match self {
            Value::Nested(bytes) if bytes.starts_with(b"{") => bytes,
            _ => b"{}",
        };
        scan::fields(bytes)
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

    /// Its fields whose names the reader was told, by their numbers, in the order of the file.
    pub(crate) fn known_fields(self) -> impl Iterator<Item = (usize, Value<'a>)> {
        self.members
            .iter()
            .filter_map(move |member| Some((usize::from(member.known?), member.value(self.bytes))))
    }
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
    scanner: Scanner,
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

    /// The same reader, which knows these names by their numbers.
    pub(crate) fn knowing(self, names: &'static [&'static str]) -> Self {
        Self {
            scanner: Scanner::knowing(names),
            ..self
        }
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
            scanner: Scanner::default(),
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
        let (mut scanner, mut members) = (std::mem::take(&mut self.scanner), std::mem::take(&mut self.members));
        let length = self.whole(|bytes| scanner.scan(bytes, &mut members));
        (self.scanner, self.members) = (scanner, members);
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

#[cfg(test)]
mod tests;

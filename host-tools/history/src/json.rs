//! Rows of a JSON array, one at a time, whatever the length of the file.
//!
//! A history is an array of small flat objects, up to hundreds of megabytes of them. [`Rows`] keeps one moving buffer,
//! finds the fields of each object in a single pass, and lends them out: no copy, no tree.
//!
//! A file is read if and only if `serde_json` can step over all of it, and what is asked for is what `serde_json` makes of
//! it; of several fields of one name, it is the last. Four things are different on purpose, and nothing else is, which the
//! `oracle` sees to:
//!
//! - A byte order mark is stepped over, since some services write one.
//! - A value nested deeper than [`DEEPEST`](grammar::DEEPEST), or a row longer than [`LONGEST_ROW`], is refused.
//! - A text that is not UTF-8, or a number too large for a float, spoils its row and not the file.
//! - A file with two arrays in fields of the name that is looked for is refused: the first was handed out already.

mod grammar;
#[cfg(any(test, feature = "testing"))]
pub(crate) mod oracle;
mod scan;
mod value;

use std::borrow::Cow;
use std::io::{self, Read};

use grammar::{Shape, Stop, is_blank, name, value};
use scan::{Member, Scanner};
pub(crate) use value::Value;
use value::{spells, unescaped};

/// How much is read at once, in bytes.
const BLOCK: usize = 256 * 1024;
/// The longest row that is still taken for one, in bytes. Of plays, less than 3,000 are real; of pages of
/// plays, half a million.
const LONGEST_ROW: usize = 16 * 1024 * 1024;
/// What some programs write before the first character of a file.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

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
    /// A row is longer than any that is real.
    TooLong,
}

impl From<io::Error> for Damage {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// One element of the array.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'a> {
    bytes: &'a [u8],
    shape: Shape,
    members: &'a [Member],
}

impl<'a> Row<'a> {
    /// The whole element.
    pub(crate) fn value(self) -> Value<'a> {
        Value::cut(self.shape, self.bytes, 0, self.bytes.len())
    }

    /// Whether it is an object; else it has no fields.
    pub(crate) fn is_object(self) -> bool {
        self.shape == Shape::Object
    }

    /// The field of this name, or null. The last, when there are several.
    pub(crate) fn get(self, name: &str) -> Value<'a> {
        let mut backwards = self.members.iter().rev();
        backwards
            .find(|member| spells(member.name(self.bytes), name))
            .map_or(Value::Null, |member| member.value(self.bytes))
    }

    /// What its fields are called.
    pub(crate) fn names(self) -> impl Iterator<Item = Cow<'a, str>> {
        self.members
            .iter()
            .filter_map(move |member| unescaped(member.name(self.bytes)))
    }

    /// Its fields whose names the reader was told, by their numbers, from the last to the first. Of several of one name,
    /// only the last.
    pub(crate) fn known_fields(self) -> impl Iterator<Item = (usize, Value<'a>)> {
        let mut seen = 0_u64;
        self.members.iter().rev().filter_map(move |member| {
            let number = member.known?;
            let before = seen;
            seen |= 1 << number;
            (seen != before).then(|| (usize::from(number), member.value(self.bytes)))
        })
    }
}

/// The names of the fields of the first object in the beginning of a file, as far as it goes, and what stands before it.
pub(crate) fn first_object(head: &[u8]) -> Option<(&[u8], Vec<Cow<'_, str>>)> {
    let head = head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(head);
    let start = memchr::memchr(b'{', head)?;
    let (before, object) = (head[..start].trim_ascii(), &head[start..]);
    Some((before, scan::names(object).filter_map(unescaped).collect()))
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
    /// How much is read at once, in bytes.
    block: usize,
    /// Whether the reader has no more.
    is_at_end: bool,
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
    pub(crate) fn knowing<const N: usize>(self, names: &'static [&'static str; N]) -> Self {
        const { assert!(N <= u64::BITS as usize, "each is a bit of what was seen") };
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

    /// The same reader, which reads so many bytes at once.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn in_blocks(self, block: usize) -> Self {
        Self { block, ..self }
    }

    fn new(reader: R, layout: Layout) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            at: 0,
            end: 0,
            members: Vec::new(),
            scanner: Scanner::default(),
            layout,
            place: Place::Before,
            block: BLOCK,
            is_at_end: false,
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
        let found = self.whole(|bytes| scanner.scan(bytes, &mut members));
        (self.scanner, self.members) = (scanner, members);
        let (shape, length) = found?;
        let row = self.at..self.at + length;
        self.at = row.end;
        Ok(Some(Row {
            bytes: &self.buffer[row],
            shape,
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
                self.close().map(|()| false)
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
                while !self.open_field(name)? {
                    self.step_over()?;
                    self.expect(b',')?;
                }
                self.expect(b'[')?;
            }
        }
        self.place = Place::First;
        Ok(())
    }

    /// Steps from behind the array to the end of the file.
    fn close(&mut self) -> Result<(), Damage> {
        self.place = Place::After;
        if let Layout::Field(name) = self.layout {
            while let sign = self.significant()?.ok_or(Damage::CutOff)?
                && sign != b'}'
            {
                if sign != b',' {
                    return Err(Damage::Syntax);
                }
                self.at += 1;
                if self.open_field(name)? {
                    return Err(Damage::NotAnArray);
                }
                self.step_over()?;
            }
            self.at += 1;
        }
        match self.significant()? {
            Some(_) => Err(Damage::Syntax),
            None => Ok(()),
        }
    }

    /// Steps to the value of a field. Says whether it has this name.
    fn open_field(&mut self, wanted: &str) -> Result<bool, Damage> {
        self.significant()?.ok_or(Damage::CutOff)?;
        let (found, start) = self.whole(|bytes| name(bytes, 0))?;
        let is_wanted = spells(&self.buffer[self.at + found.0..self.at + found.1], wanted);
        self.at += start;
        Ok(is_wanted)
    }

    /// Steps over the value that starts here.
    fn step_over(&mut self) -> Result<(), Damage> {
        self.at += self.whole(|bytes| value(bytes, 0))?.1;
        Ok(())
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

    /// What `scan` finds here and how long it is, once enough is read.
    fn whole<T>(&mut self, mut scan: impl FnMut(&[u8]) -> Result<(T, usize), Stop>) -> Result<(T, usize), Damage> {
        loop {
            let bytes = &self.buffer[self.at..self.end];
            match scan(bytes) {
                Ok((_, length)) if length > LONGEST_ROW => return Err(Damage::TooLong),
                Ok(found) => return Ok(found),
                Err(Stop::Syntax) => return Err(Damage::Syntax),
                Err(Stop::More) if bytes.len() > LONGEST_ROW => return Err(Damage::TooLong),
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
            match self.buffer[self.at..self.end].iter().position(|byte| !is_blank(*byte)) {
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
        if self.is_at_end {
            return Ok(false);
        }
        self.buffer.copy_within(self.at..self.end, 0);
        self.end -= self.at;
        self.at = 0;
        // Twice as long for a long row: it is scanned again from its start.
        if self.buffer.len() - self.end < self.block.div_ceil(2) {
            self.buffer.resize((self.buffer.len() * 2).max(self.block), 0);
        }
        while self.end < self.buffer.len() {
            match self.reader.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    // A blank behind the end changes nothing, and shows that a number is whole.
                    self.buffer[self.end] = b' ';
                    self.end += 1;
                    self.is_at_end = true;
                    break;
                }
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests;

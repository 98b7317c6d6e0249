//! Records: the cells of a row, of which only those are read that are asked for.

use std::borrow::Cow;

use super::pages::Encoding;
use super::tree::Record;
use super::{Fault, Result};

/// What stands in a column of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(Cow<'a, str>),
    /// Bytes that are no text, or a text whose encoding is broken.
    Bytes(&'a [u8]),
}

impl Cell<'_> {
    /// Its text, or an empty one if it holds something else.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    /// What a row is known by: a text or a whole number, as a text.
    pub(crate) fn id(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Integer(whole) => Cow::Owned(whole.to_string()),
            _ => Cow::Borrowed(""),
        }
    }

    /// The number in it, in text or not.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(whole) => Some(*whole as f64),
            Self::Real(real) => Some(*real),
            Self::Text(text) => text.trim().parse().ok(),
            Self::Null | Self::Bytes(_) => None,
        }
    }

    /// The whole number in it, in text or not.
    pub(crate) fn whole(&self) -> Option<i64> {
        match self {
            Self::Integer(whole) => Some(*whole),
            // What is greater than this is not told apart from its neighbours.
            Self::Real(real) => (real.fract() == 0.0 && real.abs() < 9e15).then_some(*real as i64),
            Self::Text(text) => text.trim().parse().ok(),
            Self::Null | Self::Bytes(_) => None,
        }
    }
}

/// Where a cell comes from.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// The key of the row.
    Key,
    /// This cell of the record, or that value in records from before the column was added.
    Stored(usize, Default),
    /// The table has no such column.
    Nowhere,
}

/// What stands in a column that a record does not reach.
pub(super) type Default = Cell<'static>;

/// Where the cells that are asked for stand in a table's records.
#[derive(Debug)]
pub(super) struct Layout {
    places: Vec<Place>,
    /// How many cells of a record have to be looked at.
    reach: usize,
}

impl Layout {
    pub(super) fn new(places: Vec<Place>) -> Self {
        let end = |place: &Place| match place {
            Place::Stored(number, _) => number + 1,
            Place::Key | Place::Nowhere => 0,
        };
        let reach = places.iter().map(end).max().unwrap_or(0);
        Self { places, reach }
    }

    /// Of the table of tables: type, name, rootpage and sql.
    pub(super) fn of_list() -> Self {
        Self::new([0, 1, 3, 4].map(|number| Place::Stored(number, Cell::Null)).into())
    }

    /// Hands over the cells of a record.
    pub(super) fn read(&self, record: Record<'_>, encoding: Encoding, with: impl FnOnce(&[Cell<'_>])) -> Result<()> {
        const BROKEN: Fault = Fault::Damaged("a row contradicts itself");
        let bytes = record.bytes;
        let (header, mut at) = varint(bytes).ok_or(BROKEN)?;
        let header = bytes
            .get(..usize::try_from(header).map_err(|_| BROKEN)?)
            .ok_or(BROKEN)?;
        let mut body = header.len();
        let mut cells: Vec<Cell<'_>> = self.places.iter().map(|place| place.if_unsaid(record.rowid)).collect();
        let mut number = 0;
        while number < self.reach && at < header.len() {
            let (kind, length) = varint(&header[at..]).ok_or(BROKEN)?;
            at += length;
            let length = length_of(kind).ok_or(BROKEN)?;
            let stored = bytes.get(body..body.saturating_add(length)).ok_or(BROKEN)?;
            body += length;
            for (place, cell) in self.places.iter().zip(&mut cells) {
                if matches!(place, Place::Stored(wanted, _) if *wanted == number) {
                    *cell = read_cell(kind, stored, encoding);
                }
            }
            number += 1;
        }
        with(&cells);
        Ok(())
    }
}

impl Place {
    /// What stands there as far as the record does not say.
    fn if_unsaid(&self, rowid: Option<i64>) -> Cell<'static> {
        match self {
            Self::Key => rowid.map_or(Cell::Null, Cell::Integer),
            Self::Stored(_, default) => default.clone(),
            Self::Nowhere => Cell::Null,
        }
    }
}

/// The length of a cell in bytes, by its kind. Nothing for the two kinds that are kept for later.
fn length_of(kind: u64) -> Option<usize> {
    match kind {
        0 | 8 | 9 => Some(0),
        1..=4 => Some(kind as usize),
        5 => Some(6),
        6 | 7 => Some(8),
        10 | 11 => None,
        _ => usize::try_from((kind - 12) / 2).ok(),
    }
}

fn read_cell(kind: u64, bytes: &[u8], encoding: Encoding) -> Cell<'_> {
    match kind {
        0 => Cell::Null,
        8 => Cell::Integer(0),
        9 => Cell::Integer(1),
        7 => Cell::Real(bytes.first_chunk().map_or(0.0, |bytes| f64::from_be_bytes(*bytes))),
        1..=6 => {
            // From the left, with the sign of the first byte.
            let first = bytes.first().map_or(0, |&byte| i64::from(byte as i8));
            Cell::Integer(
                bytes
                    .iter()
                    .skip(1)
                    .fold(first, |value, &byte| value << 8 | i64::from(byte)),
            )
        }
        _ if kind.is_multiple_of(2) => Cell::Bytes(bytes),
        _ => read_text(bytes, encoding).map_or(Cell::Bytes(bytes), Cell::Text),
    }
}

fn read_text(bytes: &[u8], encoding: Encoding) -> Option<Cow<'_, str>> {
    let unit = match encoding {
        Encoding::Utf8 => return std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Encoding::Utf16Le => u16::from_le_bytes,
        Encoding::Utf16Be => u16::from_be_bytes,
    };
    let (units, rest) = bytes.as_chunks::<2>();
    let text: std::result::Result<String, _> = char::decode_utf16(units.iter().map(|&bytes| unit(bytes))).collect();
    text.ok().filter(|_| rest.is_empty()).map(Cow::Owned)
}

/// A whole number of one to nine bytes, seven bits in each but the ninth, and how many bytes it takes.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut value = 0;
    for (number, &byte) in bytes.iter().enumerate().take(8) {
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((value, number + 1));
        }
    }
    Some((value << 8 | u64::from(*bytes.get(8)?), 9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_of_every_length_are_read() {
        assert_eq!(varint(&[0x7f]), Some((127, 1)));
        assert_eq!(varint(&[0x81, 0]), Some((128, 2)));
        assert_eq!(varint(&[0xff; 9]), Some((u64::MAX, 9)));
        assert_eq!(varint(&[0xff; 8]), None);
        assert_eq!(varint(&[]), None);
        assert_eq!(read_cell(3, &[0xff, 0xff, 0xfe], Encoding::Utf8), Cell::Integer(-2));
        assert_eq!(read_cell(5, &[0, 0, 0, 1, 0, 0], Encoding::Utf8), Cell::Integer(65_536));
    }
}

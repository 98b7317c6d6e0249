//! Rows of a table in text (CSV, or with tabs), one at a time, whatever the length of the file.

use std::io::{self, Read};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use crate::json::{BYTE_ORDER_MARK, Damage};

/// How much is read at once, in bytes.
const BLOCK: usize = 64 * 1024;
/// The longest row that is still taken for one, in bytes.
const LONGEST_ROW: usize = 1024 * 1024;
/// The most cells that a row can have. Apple's have some 150.
const CELLS: usize = 512;

/// One row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cells<'a> {
    text: &'a [u8],
    ends: &'a [usize],
}

impl<'a> Cells<'a> {
    /// How many cells it has.
    pub(crate) fn len(self) -> usize {
        self.ends.len()
    }

    /// A cell, or nothing where the row is too short.
    pub(crate) fn get(self, cell: usize) -> &'a [u8] {
        let end = self.ends.get(cell).copied();
        let start = cell
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        end.map_or(b"", |end| &self.text[start..end])
    }

    /// Whether it looks like the names of columns: none is empty, a number, or long.
    pub(crate) fn is_header(self) -> bool {
        (0..self.len()).map(|cell| self.get(cell).trim_ascii()).all(|cell| {
            cell.len() <= 48
                && cell.iter().any(u8::is_ascii_alphabetic)
                && !cell.iter().any(|byte| matches!(byte, b'@' | b':' | b'/'))
        })
    }

    /// Which cell says this.
    pub(crate) fn find(self, text: &str) -> Option<usize> {
        (0..self.len()).find(|&cell| self.get(cell).trim_ascii() == text.as_bytes())
    }
}

/// Reads a table from a reader.
#[derive(Debug)]
pub(crate) struct Table<R> {
    reader: R,
    core: Reader,
    input: Vec<u8>,
    at: usize,
    end: usize,
    is_start: bool,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: Read> Table<R> {
    /// A table with commas between its cells, and quotes around them where needed.
    pub(crate) fn with_commas(reader: R) -> Self {
        Self::new(reader, ReaderBuilder::new().build())
    }

    /// A table with tabs between its cells, and no quotes.
    pub(crate) fn with_tabs(reader: R) -> Self {
        Self::new(reader, ReaderBuilder::new().delimiter(b'\t').quoting(false).build())
    }

    fn new(reader: R, core: Reader) -> Self {
        let (input, text, ends) = (vec![0; BLOCK], vec![0; 4096], vec![0; CELLS]);
        Self {
            reader,
            core,
            input,
            at: 0,
            end: 0,
            is_start: true,
            text,
            ends,
        }
    }

    /// The next row that is not empty, or `None` after the last one.
    ///
    /// # Errors
    /// When the reader fails, or a row is far too long to be one.
    pub(crate) fn next(&mut self) -> Result<Option<Cells<'_>>, Damage> {
        let (mut length, mut cells) = (0, 0);
        loop {
            if self.at == self.end {
                self.refill()?;
            }
            let (result, read, written, ended) = self.core.read_record(
                &self.input[self.at..self.end],
                &mut self.text[length..],
                &mut self.ends[cells..],
            );
            self.at += read;
            length += written;
            cells += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.text.len() < LONGEST_ROW => {
                    self.text.resize(self.text.len() * 2, 0);
                }
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => return Err(Damage::Syntax),
                ReadRecordResult::Record => {
                    return Ok(Some(Cells {
                        text: &self.text[..length],
                        ends: &self.ends[..cells],
                    }));
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        (self.at, self.end) = (0, 0);
        while self.end < BYTE_ORDER_MARK.len() {
            match self.reader.read(&mut self.input[self.end..]) {
                Ok(0) => break,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if std::mem::take(&mut self.is_start) && self.input[..self.end].starts_with(BYTE_ORDER_MARK) {
            self.at = BYTE_ORDER_MARK.len();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(mut table: Table<impl Read>) -> Result<Vec<Vec<String>>, Damage> {
        let mut rows = Vec::new();
        while let Some(row) = table.next()? {
            rows.push(
                (0..row.len())
                    .map(|cell| String::from_utf8_lossy(row.get(cell)).into_owned())
                    .collect(),
            );
        }
        Ok(rows)
    }

    #[test]
    fn cells_come_out_of_their_quotes() {
        let text = "\u{feff}a,\"b, \"\"c\"\"\n\",\r\n\n,x\ny";
        let expected = [vec!["a", "b, \"c\"\n", ""], vec!["", "x"], vec!["y"]];
        assert_eq!(rows(Table::with_commas(text.as_bytes())).unwrap(), expected);
        assert_eq!(
            rows(Table::with_tabs(&b"a\t\"b\t\nc"[..])).unwrap(),
            [vec!["a", "\"b", ""], vec!["c"]]
        );
        assert!(rows(Table::with_commas(&b""[..])).unwrap().is_empty());
    }

    #[test]
    fn a_quote_without_end_is_not_read_into_memory() {
        let table = Table::with_commas(io::Cursor::new(b"\"").chain(io::repeat(b'x')));
        assert!(matches!(rows(table), Err(Damage::Syntax)));
        assert!(matches!(
            rows(Table::with_commas(io::repeat(b','))),
            Err(Damage::Syntax)
        ));
    }

    #[test]
    fn what_is_not_there_is_empty() {
        let mut table = Table::with_commas(&b"a,b"[..]);
        let row = table.next().unwrap().unwrap();
        assert_eq!((row.get(2), row.find("b"), row.find("c")), (&b""[..], Some(1), None));
    }
}

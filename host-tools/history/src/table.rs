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
        (0..self.len()).all(|cell| looks_like_a_header(self.get(cell)))
    }

    /// Which cell says this, in whatever case.
    pub(crate) fn find(self, text: &str) -> Option<usize> {
        (0..self.len()).find(|&cell| self.get(cell).trim_ascii().eq_ignore_ascii_case(text.as_bytes()))
    }
}

/// Whether a cell looks like the name of a column: it is not empty, a number, or long, and no address.
pub(crate) fn looks_like_a_header(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    cell.len() <= 48 && cell.iter().any(is_letter) && !cell.iter().any(|byte| matches!(byte, b'@' | b':' | b'/'))
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
    /// Where it is told from the table itself.
    dialect: Option<Dialect>,
    keeps_blanks: bool,
    is_below_comments: bool,
    has_quotes: bool,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl<R: Read> Table<R> {
    /// A table with quotes around its cells where needed, and commas between them: or semicolons, tabs or bars, as its first
    /// line has it. There may be blanks before the quotes, and a line `sep=;` before all, which spreadsheets write.
    pub(crate) fn with_commas(reader: R) -> Self {
        Self {
            dialect: Some(Dialect::default()),
            // Replaced once the first line told the dialect: to build one takes longer than to read a short table.
            ..Self::new(reader, Reader::default())
        }
    }

    /// The same, of a program that puts no blank beside a cell which is not of it.
    pub(crate) fn exact(reader: R) -> Self {
        Self {
            keeps_blanks: true,
            ..Self::with_commas(reader)
        }
    }

    /// The same, where lines that begin with `#` and empty ones may stand above the header.
    pub(crate) fn below_comments(reader: R) -> Self {
        Self {
            is_below_comments: true,
            ..Self::with_commas(reader)
        }
    }

    /// The same, in which quotes are letters like any other.
    pub(crate) fn without_quotes(self) -> Self {
        Self {
            has_quotes: false,
            ..self
        }
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
            dialect: None,
            keeps_blanks: false,
            is_below_comments: false,
            has_quotes: true,
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
        // The first line tells the dialect; afterwards whatever comes will do.
        let enough = if self.is_start { 4096 } else { 1 };
        while self.end < enough {
            match self.reader.read(&mut self.input[self.end..]) {
                Ok(0) => break,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let is_start = std::mem::take(&mut self.is_start);
        if is_start && self.input[..self.end].starts_with(BYTE_ORDER_MARK) {
            self.at = BYTE_ORDER_MARK.len();
        }
        if is_start && self.is_below_comments {
            self.at += above_header(&self.input[self.at..self.end]);
        }
        if let Some(dialect) = &mut self.dialect {
            if is_start {
                let (told, first) = Dialect::of(&self.input[self.at..self.end]);
                *dialect = told;
                self.at += first;
                self.core = ReaderBuilder::new()
                    .delimiter(told.delimiter)
                    .quoting(self.has_quotes)
                    .build();
            }
            if !self.keeps_blanks && self.has_quotes {
                self.end = self.at + dialect.tidy(&mut self.input[self.at..self.end]);
            }
        }
        Ok(())
    }
}

/// How much of what a table begins with stands above its header: empty lines, and comments, which one service writes in UTF-7.
fn above_header(start: &[u8]) -> usize {
    let is_above = |line: &&[u8]| {
        let line = line.trim_ascii();
        line.is_empty() || line.starts_with(b"#") || line.starts_with(b"+ACM-")
    };
    let lines = start.split_inclusive(|byte| *byte == b'\n');
    lines.take_while(is_above).map(<[u8]>::len).sum()
}

/// How a table parts its cells.
#[derive(Clone, Copy, Debug)]
struct Dialect {
    delimiter: u8,
    is_quoted: bool,
    /// Whether all of the cell so far, if anything, is blanks.
    is_at_start: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            delimiter: b',',
            is_quoted: false,
            is_at_start: true,
        }
    }
}

impl Dialect {
    const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

    /// Of a table that begins so, and where its first row does.
    fn of(start: &[u8]) -> (Self, usize) {
        let line = start
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .next()
            .unwrap_or_default();
        let unquoted = line.strip_prefix(b"\"").unwrap_or(line);
        if let Some(&delimiter) = unquoted
            .get(..4)
            .filter(|mark| mark.eq_ignore_ascii_case(b"sep="))
            .and(unquoted.get(4))
        {
            let dialect = Self {
                delimiter,
                ..Self::default()
            };
            return (dialect, line.len());
        }
        let mut counts = [0; Self::DELIMITERS.len()];
        let mut is_quoted = false;
        for byte in line {
            is_quoted ^= *byte == b'"';
            if let Some(found) = Self::DELIMITERS
                .iter()
                .position(|delimiter| delimiter == byte)
                .filter(|_| !is_quoted)
            {
                counts[found] += 1;
            }
        }
        // Of equally many, the one that is listed first.
        let most = (0..counts.len())
            .rev()
            .max_by_key(|&found| counts[found])
            .unwrap_or_default();
        let dialect = Self {
            delimiter: Self::DELIMITERS[most],
            ..Self::default()
        };
        (dialect, 0)
    }

    /// Takes the blanks out of what was read that stand before a cell. Says how much is left of it.
    fn tidy(&mut self, input: &mut [u8]) -> usize {
        let mut kept = 0;
        for at in 0..input.len() {
            let byte = input[at];
            if self.is_quoted {
                self.is_quoted = byte != b'"';
            } else if byte == b'"' && self.is_at_start {
                (self.is_quoted, self.is_at_start) = (true, false);
            } else if byte == b'"' {
                // The second of two quotes that stand for one, or a quote inside a cell that has none around it.
                self.is_quoted = kept > 0 && input[kept - 1] == b'"';
            } else if byte == self.delimiter || matches!(byte, b'\n' | b'\r') {
                self.is_at_start = true;
            } else if self.is_at_start && matches!(byte, b' ' | b'\t') {
                continue;
            } else {
                self.is_at_start = false;
            }
            input[kept] = byte;
            kept += 1;
        }
        kept
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
    fn tables_are_read_in_every_dialect() {
        let expected = [
            vec!["artist", "track; or, so"],
            vec!["Luna \"L\"", "Sol,\n mar"],
            vec!["", "x"],
        ];
        for text in [
            "artist,\"track; or, so\"\n\"Luna \"\"L\"\"\",\"Sol,\n mar\"\n,x",
            "artist;\"track; or, so\"\r\n\"Luna \"\"L\"\"\";\"Sol,\n mar\"\r\n;x\r\n",
            "artist\t\"track; or, so\"\n\"Luna \"\"L\"\"\"\t\"Sol,\n mar\"\n\tx\n",
            "artist | \"track; or, so\"\n \"Luna \"\"L\"\"\"| \"Sol,\n mar\"\n |x",
            "artist, \"track; or, so\"\n\"Luna \"\"L\"\"\",  \"Sol,\n mar\"\n, x\n",
            "sep=;\nartist;\"track; or, so\"\n\"Luna \"\"L\"\"\";\"Sol,\n mar\"\n;x",
            "\u{feff}\"sep=|\"\r\nartist|track; or, so\r\n\"Luna \"\"L\"\"\"|\"Sol,\n mar\"\r\n|x",
        ] {
            let found = rows(Table::with_commas(text.as_bytes())).unwrap();
            let trimmed: Vec<Vec<&str>> = found
                .iter()
                .map(|row| row.iter().map(|cell| cell.trim_matches(' ')).collect())
                .collect();
            assert_eq!(trimmed, expected, "{text}");
        }
    }

    #[test]
    fn columns_are_found_in_any_case() {
        let mut table = Table::with_commas(&b"\"ARTIST\", Track"[..]);
        let row = table.next().unwrap().unwrap();
        assert_eq!((row.find("artist"), row.find("track")), (Some(0), Some(1)));
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

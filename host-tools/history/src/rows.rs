//! The rows of any table, once past, for whoever wants other columns of it than plays have.
//!
//! What a table is, is told by its beginning ([`Sight::of`]); a database is looked into ([`Stored`]). Memory does not grow with the
//! rows. It is what the source of tables reads by, with the same words for columns.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Read};

use crate::columns;
use crate::database::{Database, Fault};
use crate::head::Head;
use crate::json::{Damage, Rows};
use crate::sources::any_table::{self, sheet};
use crate::table::Table;

/// The cells of a row that were asked for. One that is no text and no number is nothing.
pub type Cells<'r> = [Option<Cow<'r, str>>];

/// How many rows of JSON are looked at to learn what its fields are called.
const LOOKED_AT: usize = 1000;
/// The most fields that are told apart.
const FIELDS: usize = 512;

/// What a column of this name holds: "artist", "track", "album", "country" and others, as `import --columns` names them.
#[must_use]
pub fn role_of(header: &str) -> Option<&'static str> {
    any_table::role_of(header).map(columns::Role::name)
}

/// The place of the column of this name, in any case and with any blanks, or of this number, counted from one.
#[must_use]
pub fn place_of(header: &[String], name: &str) -> Option<usize> {
    any_table::place_of(header, name)
}

/// A part of what names columns: `artist=Who` is "artist" in "Who".
///
/// # Errors
/// With what is wrong with it, for whoever wrote it.
pub fn named_column(part: &str) -> Result<(String, &str), String> {
    columns::named(part)
}

/// What a table stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Text { has_quotes: bool },
    Array,
    Lines,
}

/// What the beginning of a table shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sight {
    form: Form,
    names: Vec<String>,
}

impl Sight {
    /// A table in text with a header, or JSON objects in an array or a line each, that begins so. Nothing for what is none.
    #[must_use]
    pub fn of(start: &[u8]) -> Option<Self> {
        let head = Head::new(start);
        for (form, in_array) in [(Form::Array, true), (Form::Lines, false)] {
            if head.fields(in_array).is_some_and(|names| !names.is_empty()) {
                let rows = if in_array {
                    Rows::of_array(start)
                } else {
                    Rows::of_lines(start)
                };
                let names = names_of(rows);
                return (!names.is_empty()).then_some(Self { form, names });
            }
        }
        let names = head.first_row_below_comments().filter(|row| row.len() > 1)?;
        // Programs that put no quotes around cells leave those in names alone, and one without a second would swallow rows.
        let rows = |has_quotes| even_rows(text(start, has_quotes));
        let has_quotes = rows(true) >= rows(false);
        Some(Self {
            form: Form::Text { has_quotes },
            names,
        })
    }

    /// What its columns are called.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Hands over the cells of these columns of each row, by their places in [`Sight::names`]; a place that is none is empty. What is
    /// no row is passed over.
    ///
    /// # Errors
    /// When the table cannot be read, or is damaged.
    pub fn each(&self, source: impl Read, columns: &[usize], each: &mut dyn FnMut(&Cells<'_>)) -> io::Result<()> {
        let mut each = |cells: Option<&Cells<'_>>| -> Result<(), Damage> {
            cells.into_iter().for_each(&mut *each);
            Ok(())
        };
        let read = match self.form {
            Form::Text { has_quotes } => {
                let mut table = text(source, has_quotes);
                match table.next() {
                    Ok(_) => sheet::each_of_text(&mut table, self.names.len(), columns, &mut each),
                    Err(damage) => Err(damage),
                }
            }
            Form::Array | Form::Lines => {
                let wanted: Vec<Option<&str>> = columns
                    .iter()
                    .map(|&column| self.names.get(column).map(String::as_str))
                    .collect();
                let mut rows = match self.form {
                    Form::Array => Rows::of_array(source),
                    _ => Rows::of_lines(source),
                };
                sheet::each_of_json(&mut rows, &wanted, &mut each)
            }
        };
        read.map_err(error_of)
    }
}

fn text<R: Read>(source: R, has_quotes: bool) -> Table<R> {
    let table = Table::below_comments(source);
    if has_quotes { table } else { table.without_quotes() }
}

/// What the fields of the first rows are called. Not every object has every field.
fn names_of<R: Read>(mut rows: Rows<R>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for _ in 0..LOOKED_AT {
        // The beginning of a file ends in the middle of a row.
        let Ok(Some(row)) = rows.next() else { break };
        for name in row.names() {
            if names.len() < FIELDS && !names.iter().any(|known| *known == name) {
                names.push(name.into_owned());
            }
        }
    }
    names
}

/// How many rows have as many cells as the first one, as far as they can be read.
fn even_rows<R: Read>(mut table: Table<R>) -> u64 {
    let (mut width, mut even) = (None, 0);
    while let Ok(Some(row)) = table.next() {
        even += u64::from(*width.get_or_insert(row.len()) == row.len());
    }
    even
}

/// The tables of a SQLite database, read as it lies there.
#[derive(Debug)]
pub struct Stored {
    database: Database<'static>,
}

impl Stored {
    /// Opens a database. What stands in a write-ahead log beside it is not looked at.
    ///
    /// # Errors
    /// When it cannot be read, or is damaged.
    pub fn open(file: File) -> io::Result<Self> {
        let database =
            Database::open(Box::new(BufReader::new(file)), Vec::new()).map_err(|fault| error_of_fault(&fault))?;
        Ok(Self { database })
    }

    /// Each table with the names of its columns.
    #[must_use]
    pub fn tables(&self) -> Vec<(String, Vec<String>)> {
        let tables = self.database.tables().iter();
        tables
            .map(|table| (table.name.clone(), table.columns().map(str::to_owned).collect()))
            .collect()
    }

    /// Hands over the cells of these columns of each row of a table; a column that is none is empty.
    ///
    /// # Errors
    /// When the table cannot be read, or is damaged.
    pub fn each(&mut self, table: &str, columns: &[&str], each: &mut dyn FnMut(&Cells<'_>)) -> io::Result<()> {
        let read = sheet::each_of_stored(&mut self.database, table, columns, &mut |cells| {
            each(cells);
            Ok::<(), Fault>(())
        });
        read.map_err(|fault| error_of_fault(&fault))
    }
}

fn error_of_fault(fault: &Fault) -> io::Error {
    match fault {
        Fault::Io(error) => io::Error::new(error.kind(), error.to_string()),
        Fault::Damaged(detail) => invalid(detail),
    }
}

fn error_of(damage: Damage) -> io::Error {
    match damage {
        Damage::Io(error) => error,
        Damage::NotAnArray => invalid("it is no list of rows"),
        Damage::CutOff => io::ErrorKind::UnexpectedEof.into(),
        Damage::Syntax => invalid("what stands there is no row"),
        Damage::TooLong => invalid("it has a row without end"),
    }
}

fn invalid(detail: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, columns: &[&str]) -> Vec<Vec<String>> {
        let sight = Sight::of(text.as_bytes()).unwrap();
        let place = |name: &&str| place_of(sight.names(), name).unwrap_or(usize::MAX);
        let places: Vec<usize> = columns.iter().map(place).collect();
        let mut rows = Vec::new();
        let mut each = |cells: &Cells<'_>| {
            rows.push(
                cells
                    .iter()
                    .map(|cell| cell.as_deref().unwrap_or("?").to_owned())
                    .collect(),
            );
        };
        sight.each(text.as_bytes(), &places, &mut each).unwrap();
        rows
    }

    #[test]
    fn rows_come_out_the_same_whatever_they_stand_in() {
        let expected = [["Otter", "1999", ""], ["Heron, The", "", ""]];
        for text in [
            "Artist,Year\nOtter,1999\n\"Heron, The\",\n",
            "year\tARTIST\n1999\tOtter\n\tHeron, The\n",
            "# a comment\nyear;artist\n1999;Otter\n;Heron, The\n",
            "[{\"artist\":\"Otter\",\"year\":1999},{\"artist\":\"Heron, The\",\"year\":\"\"}]",
            "{\"artist\":\"Otter\",\"year\":1999}\n{\"artist\":\"Heron, The\",\"year\":\"\"}\n",
        ] {
            assert_eq!(read(text, &["artist", "year", "country"]), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_table_is_none() {
        for text in ["", "just a line\n", "<xml/>", "{}", "[1, 2]", "\0\0\0"] {
            assert_eq!(Sight::of(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn rows_of_another_width_are_passed_over() {
        assert_eq!(
            read("artist,year\nOtter,1999,too,many\nHeron,2000\n", &["artist"]),
            [["Heron"]]
        );
    }

    #[test]
    fn columns_are_known_by_the_words_for_those_of_plays() {
        assert_eq!(role_of("K\u{fc}nstler"), Some("artist"));
        assert_eq!(role_of("release name"), Some("album"));
        assert_eq!(role_of("weather"), None);
    }
}

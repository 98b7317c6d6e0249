//! A table, whatever it stands in: text with commas or the like, JSON objects, a table of a database. Its cells come out as
//! texts.

use std::borrow::Cow;
use std::io;

use crate::archive::{Data, spool};
use crate::database::{Cell, Database, Fault};
use crate::head::listed;
use crate::importer::Input;
use crate::json::{Damage, Rows, Value};
use crate::record::Halt;
use crate::table::{Table, looks_like_a_header};

/// How many rows of JSON are looked at to learn what its fields are called. Not every object has every field.
const LOOKED_AT: usize = 1000;

/// What a table stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Text, with something between its cells.
    Text,
    /// A JSON array of objects.
    Array,
    /// JSON objects, a line each.
    Lines,
    /// A database.
    Database,
}

/// An open table, which is read more than once.
pub(super) enum Sheet {
    Text {
        data: Box<dyn Data>,
        has_header: bool,
        has_quotes: bool,
    },
    Json {
        data: Box<dyn Data>,
        in_array: bool,
        names: Vec<String>,
    },
    Database {
        database: Box<Database<'static>>,
        table: String,
        names: Vec<String>,
    },
}

/// The cells of a row that were asked for. One that is no text and no number is nothing.
pub(crate) type Cells<'r> = [Option<Cow<'r, str>>];

impl Sheet {
    /// A table in text, with a header or without.
    pub(super) fn text(file: &mut Input<'_>) -> Result<Self, Halt> {
        let mut data = spool(file)?;
        // Programs that put no quotes around cells leave those in names alone, and one without a second would swallow rows.
        let has_quotes = even_rows(&mut data, true)? >= even_rows(&mut data, false)?;
        Ok(Self::Text {
            data,
            has_header: true,
            has_quotes,
        })
    }

    /// JSON objects in an array, or a line each.
    pub(super) fn json(file: &mut Input<'_>, in_array: bool) -> Result<Self, Halt> {
        let mut data = spool(file)?;
        let mut names: Vec<String> = Vec::new();
        let mut rows = json_rows(&mut data, in_array);
        for _ in 0..LOOKED_AT {
            // What is damaged further on is found when it is read.
            let Ok(Some(row)) = rows.next() else { break };
            for name in row.names() {
                if !names.iter().any(|known| *known == name) && names.len() < 512 {
                    names.push(name.into_owned());
                }
            }
        }
        Ok(Self::Json { data, in_array, names })
    }

    /// A table of a database.
    pub(super) fn of_database(database: Database<'static>, table: &str) -> Self {
        let found = database
            .tables()
            .iter()
            .find(|known| known.name.eq_ignore_ascii_case(table));
        let names = found.map_or_else(Vec::new, |table| table.columns().map(str::to_owned).collect());
        Self::Database {
            database: Box::new(database),
            table: table.to_owned(),
            names,
        }
    }

    /// What its columns are called. Of text, it is what stands in the first row.
    pub(super) fn header(&mut self) -> Result<Vec<String>, Halt> {
        match self {
            Self::Text { data, has_quotes, .. } => {
                let mut table = rows_below_comments(data, *has_quotes)?;
                let Some(row) = table.next()? else {
                    return Ok(Vec::new());
                };
                let name = |cell| String::from_utf8_lossy(row.get(cell)).trim().to_owned();
                Ok((0..row.len()).map(name).collect())
            }
            Self::Json { names, .. } | Self::Database { names, .. } => Ok(names.clone()),
        }
    }

    /// What a column is called.
    pub(super) fn name_of(&mut self, place: usize) -> Result<String, Halt> {
        let number = (place + 1).to_string();
        let is_named = self.has_header();
        Ok(self
            .header()?
            .get(place)
            .filter(|_| is_named)
            .cloned()
            .unwrap_or(number))
    }

    /// What there is to see of it, in words: what its columns are called, and nothing that stands in them.
    pub(super) fn describe(&mut self) -> Result<String, Halt> {
        let header = self.header()?;
        let is_header = match self {
            Self::Text { .. } => header.iter().all(|name| looks_like_a_header(name.as_bytes())),
            Self::Json { .. } | Self::Database { .. } => true,
        };
        Ok(if is_header {
            format!("the columns {}", listed(header))
        } else {
            format!("{} columns without a header", header.len())
        })
    }

    /// Whether its columns have names.
    pub(super) fn has_header(&self) -> bool {
        !matches!(self, Self::Text { has_header: false, .. })
    }

    /// Takes the first row of text for one like the others.
    pub(super) fn without_header(&mut self) {
        if let Self::Text { has_header, .. } = self {
            *has_header = false;
        }
    }

    /// Hands over the cells of these columns of each row; nothing for what is no row.
    pub(super) fn each(
        &mut self,
        columns: &[usize],
        each: &mut dyn FnMut(Option<&Cells<'_>>) -> Result<(), Halt>,
    ) -> Result<(), Halt> {
        match self {
            Self::Text {
                data,
                has_header,
                has_quotes,
            } => {
                let mut table = if *has_header {
                    rows_below_comments(data, *has_quotes)?
                } else {
                    // A name may begin with `#`.
                    rows(data, *has_quotes)?
                };
                let mut width = usize::MAX;
                if *has_header {
                    width = table.next()?.map_or(0, |row| row.len());
                }
                each_of_text(&mut table, width, columns, each)
            }
            Self::Json { data, in_array, names } => {
                data.rewind()?;
                let wanted: Vec<Option<&str>> = columns
                    .iter()
                    .map(|&column| names.get(column).map(String::as_str))
                    .collect();
                each_of_json(&mut json_rows(data, *in_array), &wanted, each)
            }
            Self::Database { database, table, names } => {
                let wanted: Vec<&str> = columns
                    .iter()
                    .map(|&column| names.get(column).map_or("", String::as_str))
                    .collect();
                each_of_stored(database, table, &wanted, &mut |cells| each(Some(cells)))
            }
        }
    }
}

/// Hands over the cells of these columns of each row of text; nothing for what is no row of a table so wide.
pub(crate) fn each_of_text<R: io::Read, E: From<Damage>>(
    table: &mut Table<R>,
    width: usize,
    columns: &[usize],
    each: &mut dyn FnMut(Option<&Cells<'_>>) -> Result<(), E>,
) -> Result<(), E> {
    while let Some(row) = table.next()? {
        // With a cell too many, every cell may be one that it is not.
        if (width..row.len()).any(|cell| !row.get(cell).trim_ascii().is_empty()) {
            each(None)?;
            continue;
        }
        let cell = |&column: &usize| std::str::from_utf8(row.get(column)).ok().map(Cow::Borrowed);
        let cells: Vec<_> = columns.iter().map(cell).collect();
        each(Some(&cells))?;
    }
    Ok(())
}

/// The same of JSON; a column that is none is empty.
pub(crate) fn each_of_json<R: io::Read, E: From<Damage>>(
    rows: &mut Rows<R>,
    columns: &[Option<&str>],
    each: &mut dyn FnMut(Option<&Cells<'_>>) -> Result<(), E>,
) -> Result<(), E> {
    while let Some(row) = rows.next()? {
        if !row.is_object() {
            each(None)?;
            continue;
        }
        let cell = |column: &Option<&str>| match column {
            Some(name) => text_of(row.get(name)),
            None => Some(Cow::Borrowed("")),
        };
        let cells: Vec<_> = columns.iter().map(cell).collect();
        each(Some(&cells))?;
    }
    Ok(())
}

/// The same of a table of a database.
pub(crate) fn each_of_stored<E: From<Fault>>(
    database: &mut Database<'static>,
    table: &str,
    columns: &[&str],
    each: &mut dyn FnMut(&Cells<'_>) -> Result<(), E>,
) -> Result<(), E> {
    database.rows(table, columns, |cells| {
        let cells: Vec<_> = cells.iter().map(text_of_stored).collect();
        each(&cells)
    })
}

/// The rows of a table in text, below the comments above its header.
fn rows_below_comments(data: &mut Box<dyn Data>, has_quotes: bool) -> io::Result<Table<&mut Box<dyn Data>>> {
    data.rewind()?;
    Ok(quoted(Table::below_comments(data), has_quotes))
}

/// All rows of a table in text.
fn rows(data: &mut Box<dyn Data>, has_quotes: bool) -> io::Result<Table<&mut Box<dyn Data>>> {
    data.rewind()?;
    Ok(quoted(Table::with_commas(data), has_quotes))
}

fn quoted<R: io::Read>(table: Table<R>, has_quotes: bool) -> Table<R> {
    if has_quotes { table } else { table.without_quotes() }
}

/// How many rows have as many cells as the first one, as far as they can be read.
fn even_rows(data: &mut Box<dyn Data>, has_quotes: bool) -> io::Result<u64> {
    let mut table = rows_below_comments(data, has_quotes)?;
    let (mut width, mut even) = (None, 0);
    loop {
        match table.next() {
            Ok(Some(row)) => even += u64::from(*width.get_or_insert(row.len()) == row.len()),
            Err(Damage::Io(error)) => return Err(error),
            Ok(None) | Err(_) => return Ok(even),
        }
    }
}

fn json_rows(data: &mut Box<dyn Data>, in_array: bool) -> Rows<&mut Box<dyn Data>> {
    if in_array {
        Rows::of_array(data)
    } else {
        Rows::of_lines(data)
    }
}

/// What stands in a field. Of a list of texts, as some programs write artists, all of them.
fn text_of(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value {
        Value::List(_) => {
            let texts: Vec<_> = value.elements().map(Value::text).collect::<Option<_>>()?;
            Some(texts.join(", ").into())
        }
        value => value.cell(),
    }
}

/// What stands in a cell of a database.
fn text_of_stored<'c>(cell: &'c Cell<'_>) -> Option<Cow<'c, str>> {
    match cell {
        Cell::Null => Some(Cow::Borrowed("")),
        Cell::Integer(whole) => Some(whole.to_string().into()),
        Cell::Real(real) => Some(real.to_string().into()),
        Cell::Text(text) => Some(Cow::Borrowed(text)),
        Cell::Bytes(_) => None,
    }
}

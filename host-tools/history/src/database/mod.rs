//! SQLite databases of other programs, read as they lie there: no lock is taken, nothing is written, and of each row only
//! the columns that are asked for are looked at.
//!
//! The form of the file is that of <https://www.sqlite.org/fileformat2.html>, as SQLite has written it since 2004. What stands in
//! a write-ahead log beside the file counts as it does for SQLite: up to the last commit whose checksums agree. Indices,
//! views and virtual tables are not read.
//!
//! A database may be hostile: every page is visited once at most, every length is bounded by what the file holds, and whatever
//! does not fit is [`Fault::Damaged`].

mod copied;
mod definition;
mod log;
mod pages;
mod record;
#[cfg(not(target_family = "wasm"))]
mod snapshot;
mod tree;

use std::io;

use crate::archive::Data;
use crate::error::Error;
pub(crate) use copied::{Copied, LONGEST_LOG};
use definition::Definition;
use log::Log;
use pages::Pages;
pub(crate) use record::Cell;
use record::Layout;

/// Why a database cannot be read.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The bytes could not be read.
    Io(io::Error),
    /// What stands there is no database, or does not fit together.
    Damaged(&'static str),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof {
            Self::Damaged("it ends too early")
        } else {
            Self::Io(error)
        }
    }
}

impl Fault {
    /// What to tell of the database of this name.
    pub(crate) fn of_file(self, name: &str) -> Error {
        match self {
            Self::Io(error) => Error::Io {
                file: name.to_owned(),
                error,
            },
            Self::Damaged(detail) => Error::DamagedDatabase {
                file: name.to_owned(),
                detail,
            },
        }
    }
}

type Result<T, E = Fault> = std::result::Result<T, E>;

/// An open database.
#[derive(Debug)]
pub(crate) struct Database<'a> {
    pages: Pages<'a>,
    tables: Vec<Table>,
}

/// A table and what its columns are called.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) name: String,
    definition: Definition,
    root: u32,
}

impl Table {
    /// Its columns, in the order in which they were declared.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.definition.columns.iter().map(|column| &*column.name)
    }
}

impl<'a> Database<'a> {
    /// Opens a database and what stands in its write-ahead log, which may be empty.
    ///
    /// # Errors
    /// When it cannot be read, is no database, or its list of tables does not fit together.
    pub(crate) fn open(data: Box<dyn Data + 'a>, log: Vec<u8>) -> Result<Self> {
        let mut pages = Pages::open(data, Log::read(log))?;
        let mut tables = Vec::new();
        // The first page holds the table of all tables: type, name, tbl_name, rootpage, sql.
        let list = Layout::of_list();
        tree::each_record(&mut pages, 1, false, |record, encoding| {
            list.read(record, encoding, |cells| {
                let [Cell::Text(kind), Cell::Text(name), Cell::Integer(root), Cell::Text(sql)] = cells else {
                    return;
                };
                if kind == "table"
                    && let Ok(root) = u32::try_from(*root)
                    && let Some(definition) = Definition::parse(sql)
                {
                    tables.push(Table {
                        name: name.to_string(),
                        definition,
                        root,
                    });
                }
            })
        })?;
        Ok(Self { pages, tables })
    }

    /// The tables that hold rows of their own.
    pub(crate) fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Hands over each row of a table: the cells of these columns, in this order. A column that the table does not have is
    /// null everywhere, and a table that the database does not have is empty.
    ///
    /// # Errors
    /// When the table does not fit together, or with what `each` ends it with.
    pub(crate) fn rows<E: From<Fault>>(
        &mut self,
        table: &str,
        columns: &[&str],
        mut each: impl FnMut(&[Cell<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(number) = self
            .tables
            .iter()
            .position(|known| known.name.eq_ignore_ascii_case(table))
        else {
            return Ok(());
        };
        let Table { definition, root, .. } = &self.tables[number];
        let layout = definition.layout(columns);
        let mut ended = Ok(());
        tree::each_record(&mut self.pages, *root, definition.without_rowid, |record, encoding| {
            layout.read(record, encoding, |cells| ended = each(cells))?;
            // What ends it is no fault of the database; an empty fault stops the walk.
            if ended.is_err() {
                Err(Fault::Damaged(""))
            } else {
                Ok(())
            }
        })
        .or_else(|fault| std::mem::replace(&mut ended, Ok(())).and(Err(E::from(fault))))
    }
}

#[cfg(test)]
mod tests;

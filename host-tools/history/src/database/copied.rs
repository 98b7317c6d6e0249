//! A database as it stood when it was found.

use std::fmt;
use std::io::{self, Read, SeekFrom};
#[cfg(not(target_family = "wasm"))]
use std::path::Path;

use super::{Database, Result};
use crate::archive::Data;

/// The longest log that is kept in memory, in bytes. SQLite carries a log over after four million.
pub(crate) const LONGEST_LOG: u64 = 512 * 1024 * 1024;

/// A database and its log, which nobody writes to.
pub(crate) struct Copied {
    data: Box<dyn Data>,
    /// Of the database without its log, in bytes.
    pub(crate) length: u64,
    pub(crate) log: Vec<u8>,
}

impl fmt::Debug for Copied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Copied")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

impl Copied {
    pub(crate) fn new(mut data: Box<dyn Data>, log: Vec<u8>) -> io::Result<Self> {
        let length = data.seek(SeekFrom::End(0))?;
        Ok(Self { data, length, log })
    }

    /// Copies a file that another program may be writing to.
    ///
    /// # Errors
    /// As of [`super::snapshot::copy`].
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn of_file(path: &Path) -> io::Result<Self> {
        let (data, log) = super::snapshot::copy(path)?;
        Self::new(data, log)
    }

    /// The database, and behind it its log.
    pub(crate) fn file(&mut self) -> io::Result<impl Read> {
        self.data.rewind()?;
        Ok((&mut self.data).take(self.length).chain(&self.log[..]))
    }

    /// What its tables and their columns are called, for [`crate::head::Head::has_table`].
    pub(crate) fn list_of_tables(&mut self) -> Result<Vec<u8>> {
        self.data.rewind()?;
        let database = Database::open(Box::new(&mut self.data), self.log.clone())?;
        let mut list = crate::head::DATABASE.to_vec();
        for table in database.tables() {
            list.push(b'\n');
            list.extend_from_slice(table.name.to_lowercase().as_bytes());
            for column in table.columns() {
                list.push(b'\t');
                list.extend_from_slice(column.to_lowercase().as_bytes());
            }
        }
        Ok(list)
    }
}

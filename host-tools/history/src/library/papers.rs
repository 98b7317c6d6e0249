//! What the owner holds beside plays, such as keys and receipts: texts by kind and name, of which the library knows no more.

use rusqlite::{Connection, Transaction, params};

use super::error::Named;
use super::{Library, journal};
use crate::error::Result;

/// What the owner holds, while it is changed: all changes are made, or none.
#[derive(Debug)]
pub struct Papers<'t> {
    transaction: &'t Transaction<'t>,
    library: &'t str,
}

impl Papers<'_> {
    /// All of a kind, each with its name, by name.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn of(&self, kind: &str) -> Result<Vec<(String, String)>> {
        of(self.transaction, kind).named(self.library)
    }

    /// Puts one there, in place of the one of its kind and name.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn put(&self, kind: &str, name: &str, content: &str) -> Result<()> {
        let query = "INSERT OR REPLACE INTO papers (kind, name, content) VALUES (?, ?, ?)";
        let put = self.transaction.execute(query, params![kind, name, content]);
        put.map(drop).named(self.library)
    }

    /// Forgets one; what it said is overwritten.
    ///
    /// # Errors
    /// When the library cannot be written.
    pub fn forget(&self, kind: &str, name: &str) -> Result<()> {
        let query = "DELETE FROM papers WHERE kind = ? AND name = ?";
        self.transaction
            .execute(query, params![kind, name])
            .map(drop)
            .named(self.library)
    }
}

impl Library {
    /// What the owner holds of a kind, each with its name, by name.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn papers(&self, kind: &str) -> Result<Vec<(String, String)>> {
        of(&self.connection, kind).named(&self.name)
    }

    /// Changes what the owner holds. Nobody else does meanwhile, in any program.
    ///
    /// # Errors
    /// When the library cannot be written, or `change` fails; then nothing is changed.
    pub fn change_papers<T>(&mut self, change: impl FnOnce(&Papers<'_>) -> Result<T>) -> Result<T> {
        let name = &self.name;
        journal::transact(&mut self.connection, self.place.as_ref(), name, |transaction| {
            change(&Papers {
                transaction,
                library: name,
            })
        })
    }
}

fn of(connection: &Connection, kind: &str) -> rusqlite::Result<Vec<(String, String)>> {
    let mut query = connection.prepare("SELECT name, content FROM papers WHERE kind = ? ORDER BY name")?;
    let rows = query.query_map([kind], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn papers_are_kept_replaced_and_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("library.sqlite");
        let pair = |name: &str, content: &str| (name.to_owned(), content.to_owned());
        let mut library = Library::open(&path).unwrap();
        let put = |papers: &Papers<'_>| {
            papers.put("key", "b", "Zanzibarquux")?;
            papers.put("key", "a", "2")?;
            papers.put("other", "a", "3")
        };
        library.change_papers(put).unwrap();
        drop(library);
        let mut library = Library::open(&path).unwrap();
        assert_eq!(
            library.papers("key").unwrap(),
            [pair("a", "2"), pair("b", "Zanzibarquux")]
        );
        library
            .change_papers(|papers| papers.put("key", "a", "4").and_then(|()| papers.forget("key", "b")))
            .unwrap();
        assert_eq!(library.papers("key").unwrap(), [pair("a", "4")]);
        drop(library);
        let bytes = std::fs::read(&path).unwrap();
        assert!(
            !bytes.windows(12).any(|bytes| bytes == b"Zanzibarquux"),
            "it is overwritten"
        );
    }

    #[test]
    fn a_change_that_fails_changes_nothing() {
        let mut library = Library::in_memory().unwrap();
        let failed: Result<()> = library.change_papers(|papers| {
            papers.put("key", "a", "1")?;
            Err(Error::Stopped)
        });
        assert!(failed.is_err() && library.papers("key").unwrap().is_empty());
    }
}

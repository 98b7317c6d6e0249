//! Taking back the last import.
//!
//! Each play has the number of the import that brought it, and a play that the last import changed or removed is kept as it
//! was. Artists and items are numbered as they come, so those of the last import are the last ones. With that, a library is
//! row for row what it was; it costs an import one more row for each old play that it changes, and none for new ones.
//!
//! The last import is the last one that changed anything. What is kept for it is let go, overwritten as all that is deleted
//! here, as soon as the next one changes anything.

use chrono_tz::Tz;
use rusqlite::{Connection, Statement, params};

use super::error::Named;
use super::read;
use crate::error::{LibraryError, Result};

/// The last import, which can be taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastImport {
    /// Which one it was, counted from 1 on.
    pub number: i64,
    /// When it was, in seconds since the epoch.
    pub at: i64,
    /// The plays that it brought, which go.
    pub brought: u64,
    /// The plays that were there before, and of which it knew more.
    pub improved: u64,
    /// The plays that were there before, and came once more with it, better known.
    pub replaced: u64,
    /// The home zone that there is after, if the import set another.
    pub home: Option<Option<Tz>>,
}

/// Keeps what it takes to take an import back, from its first change on.
pub(super) struct Keeping<'c> {
    connection: &'c Connection,
    /// When the import is, in seconds since the epoch.
    at: i64,
    number: i64,
    has_begun: bool,
    keep: Statement<'c>,
}

impl<'c> Keeping<'c> {
    pub(super) fn new(connection: &'c Connection, at: i64) -> rusqlite::Result<Self> {
        let last: i64 = connection.query_row("SELECT number FROM last_import", [], |row| row.get(0))?;
        let number = last + 1;
        // The first time is the one that counts; and what the import itself brought was not there before.
        let keep = connection.prepare(&format!(
            "INSERT OR IGNORE INTO replaced SELECT key, item, started_at, ms_played, facts, import FROM plays \
             WHERE key = ? AND import <> {number}"
        ))?;
        Ok(Self {
            connection,
            at,
            number,
            has_begun: false,
            keep,
        })
    }

    /// The number of the import.
    pub(super) const fn number(&self) -> i64 {
        self.number
    }

    /// To be called before anything is changed: lets go of what was kept for the import before.
    pub(super) fn begin(&mut self) -> rusqlite::Result<()> {
        if self.has_begun {
            return Ok(());
        }
        self.has_begun = true;
        self.connection.execute("DELETE FROM replaced", [])?;
        self.connection.execute(
            "UPDATE last_import SET number = ?, at = ?, taken_back = 0, sets_home = 0, home = NULL, \
             artists = (SELECT coalesce(max(id) + 1, 0) FROM artists), items = (SELECT coalesce(max(id) + 1, 0) FROM items)",
            params![self.number, self.at],
        )?;
        Ok(())
    }

    /// To be called before a play is changed or removed: keeps it as it was.
    pub(super) fn keep(&mut self, key: i64) -> rusqlite::Result<()> {
        self.keep.execute([key]).map(drop)
    }

    /// To be called before the home is changed: keeps where it was.
    pub(super) fn keep_home(&mut self, was: Option<Tz>) -> rusqlite::Result<()> {
        self.begin()?;
        let set = "UPDATE last_import SET sets_home = 1, home = ?";
        self.connection.execute(set, [was.map(|zone| zone.name())]).map(drop)
    }
}

/// From now on, the home is one that the owner set after the last import, and stays when that is taken back.
pub(super) fn keep_new_home(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .execute("UPDATE last_import SET sets_home = 0, home = NULL WHERE sets_home", [])
        .map(drop)
}

/// The last import, if it can be taken back.
pub(super) fn last(connection: &Connection, name: &str) -> Result<LastImport> {
    let row = connection.query_row(
        "SELECT number, at, taken_back, sets_home, home FROM last_import",
        [],
        |row| {
            let number: i64 = row.get(0)?;
            let Some(at) = row.get::<_, Option<i64>>(1)? else {
                return Ok(Err(row.get::<_, bool>(2)?));
            };
            let home: Option<String> = row.get(4)?;
            Ok(Ok(LastImport {
                number,
                at,
                brought: count(connection, "plays WHERE import = ?", Some(number))?,
                improved: count(connection, "replaced WHERE key IN (SELECT key FROM plays)", None)?,
                replaced: count(connection, "replaced WHERE key NOT IN (SELECT key FROM plays)", None)?,
                home: row.get::<_, bool>(3)?.then(|| home.and_then(|name| name.parse().ok())),
            }))
        },
    );
    row.named(name)?.map_err(|taken_back| {
        let name = name.to_owned();
        match taken_back {
            true => LibraryError::TakenBack(name).into(),
            false => LibraryError::NoImport(name).into(),
        }
    })
}

fn count(connection: &Connection, of: &str, number: Option<i64>) -> rusqlite::Result<u64> {
    let query = format!("SELECT count(*) FROM {of}");
    let count: i64 = connection.query_row(&query, rusqlite::params_from_iter(number), |row| row.get(0))?;
    Ok(count as u64)
}

/// Takes the last import back.
pub(super) fn undo(connection: &Connection, name: &str, told: &LastImport) -> Result<()> {
    let last = last(connection, name)?;
    if last != *told {
        return Err(LibraryError::Overtaken(name.to_owned()).into());
    }
    let number = [last.number];
    let take_back = || {
        let before = "SELECT artists, items FROM last_import";
        let (artists, items): (i64, i64) = connection.query_row(before, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        connection.execute("DELETE FROM plays WHERE import = ?", number)?;
        connection.execute_batch(
            "INSERT OR REPLACE INTO plays (key, item, started_at, ms_played, facts, import)
                 SELECT key, item, started_at, ms_played, facts, import FROM replaced;
             DELETE FROM replaced;",
        )?;
        connection.execute("DELETE FROM items WHERE id >= ?", [items])?;
        connection.execute("DELETE FROM artists WHERE id >= ?", [artists])?;
        // Nothing that is left points at what is gone, unless the library is damaged.
        let dangling =
            "SELECT EXISTS (SELECT 1 FROM plays WHERE item >= ?) OR EXISTS (SELECT 1 FROM items WHERE artist >= ?)";
        let dangles: bool = connection.query_row(dangling, [items, artists], |row| row.get(0))?;
        read::expect(!dangles, 0, items)?;
        connection.execute("DELETE FROM files WHERE import = ?", number)?;
        if let Some(home) = last.home {
            super::put_home(connection, home)?;
        }
        connection.execute_batch(
            "UPDATE last_import SET number = number - 1, at = NULL, taken_back = 1, artists = NULL,
                 items = NULL, sets_home = NULL, home = NULL",
        )
    };
    take_back().named(name)
}

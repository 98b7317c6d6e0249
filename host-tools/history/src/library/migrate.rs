//! From any older form of the library to the newest.

use rusqlite::Connection;

use super::error::Named;
use super::journal::transact;
use super::place::Place;
use super::signs::{self, APPLICATION};
use crate::error::{LibraryError, Result};

/// Every step from one form to the next, by date. `user_version` counts those that were taken.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/2026-11-23-plays.sql"),
    include_str!("../migrations/2026-11-29-moments.sql"),
    include_str!("../migrations/2026-11-29-home.sql"),
    include_str!("../migrations/2026-11-30-undo.sql"),
    include_str!("../migrations/2026-11-30-no-view.sql"),
    include_str!("../migrations/2026-11-30-papers.sql"),
    include_str!("../migrations/2026-11-30-owner.sql"),
];

/// Brings a library into the newest form, or refuses it.
pub(super) fn to_newest(connection: &mut Connection, place: Option<&Place>, name: &str) -> Result<()> {
    let number = |pragma: &str, connection: &Connection| {
        connection
            .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0))
            .named(name)
    };
    // Looking at the tables finds out here that a library is damaged, and not in the middle of some work.
    let tables = |connection: &Connection| {
        connection
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
            .named(name)
    };
    tables(connection)?;
    let known = MIGRATIONS.len() as i64;
    if number("user_version", connection)? == known && number("application_id", connection)? == APPLICATION {
        return Ok(());
    }
    transact(connection, place, name, |transaction| {
        let (version, application) = (
            number("user_version", transaction)?,
            number("application_id", transaction)?,
        );
        if application != APPLICATION && (tables(transaction)? > 0 || version != 0) {
            let damaged = signs::show_in_tables(transaction).named(name)?;
            let error = if damaged {
                LibraryError::Damaged
            } else {
                LibraryError::Foreign
            };
            return Err(error(name.to_owned()).into());
        }
        if version > known {
            return Err(LibraryError::Newer {
                library: name.to_owned(),
                found: version,
                known,
            }
            .into());
        }
        for step in &MIGRATIONS[version.max(0) as usize..] {
            transaction.execute_batch(step).named(name)?;
        }
        transaction.pragma_update(None, "user_version", known).named(name)?;
        transaction
            .pragma_update(None, "application_id", APPLICATION)
            .named(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(connection: &Connection) -> Vec<String> {
        let mut query = connection
            .prepare("SELECT name || ': ' || sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
            .unwrap();
        query
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn every_older_form_becomes_the_newest() {
        let mut newest = Connection::open_in_memory().unwrap();
        to_newest(&mut newest, None, "newest").unwrap();
        for version in 0..=MIGRATIONS.len() {
            let mut older = Connection::open_in_memory().unwrap();
            for step in &MIGRATIONS[..version] {
                older.execute_batch(step).unwrap();
            }
            older.pragma_update(None, "user_version", version as i64).unwrap();
            if version > 0 {
                older.pragma_update(None, "application_id", APPLICATION).unwrap();
            }
            to_newest(&mut older, None, "older").unwrap();
            assert_eq!(schema(&older), schema(&newest), "{version}");
            let found: i64 = older.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
            assert_eq!(found, MIGRATIONS.len() as i64);
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_library_as_it_was() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE plays (mine)").unwrap();
        connection.pragma_update(None, "application_id", APPLICATION).unwrap();
        let before = schema(&connection);
        assert!(to_newest(&mut connection, None, "mine").is_err());
        assert_eq!(schema(&connection), before);
    }
}

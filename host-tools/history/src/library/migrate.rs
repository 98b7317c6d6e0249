//! From any older form of the library to the newest.

use rusqlite::{Connection, TransactionBehavior};

use super::{LibraryError, Named};
use crate::error::Result;

/// "Ptly", so that other programs and we ourselves can tell what the file is.
const APPLICATION: i64 = 0x5074_6C79;

/// Every step from one form to the next, by date. `user_version` counts those that were taken.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/2026-11-23-plays.sql")];

/// Brings a library into the newest form, or refuses it.
pub(super) fn to_newest(connection: &mut Connection, name: &str) -> Result<()> {
    let number = |pragma: &str, connection: &Connection| {
        connection
            .query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0))
            .named(name)
    };
    let known = MIGRATIONS.len() as i64;
    if number("user_version", connection)? == known && number("application_id", connection)? == APPLICATION {
        return Ok(());
    }
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .named(name)?;
    let (version, application) = (
        number("user_version", &transaction)?,
        number("application_id", &transaction)?,
    );
    let tables: i64 = transaction
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .named(name)?;
    if application != APPLICATION && (tables > 0 || version != 0) {
        return Err(LibraryError::Foreign(name.to_owned()).into());
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
        .named(name)?;
    transaction.commit().named(name)
}

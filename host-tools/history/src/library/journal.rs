//! What SQLite keeps aside while it changes a library, and that none of it stays on the disk.
//!
//! The rollback journal holds pages as they were, names included, and SQLite removes it without overwriting it: whoever
//! reads the raw disk finds those names long after the library was erased. The same goes for pages that an import added
//! and that are cut off when it is undone. So a journal is kept until it has been overwritten here, and so is what is cut off.
//! Out of reach: what SQLite itself undoes when the disk is full, and disks that write to other blocks than those they read.

use std::fs::{self, File};
use std::io::{self, Read};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::Named;
use super::place::{Place, blank, overwrite_and_remove};
use crate::error::Result;

/// How long to wait for another program to end its work.
pub(super) const PATIENCE: Duration = Duration::from_secs(1);

/// How a rollback journal begins that is to be played back, and ends to begin once that is done or not needed
/// (<https://www.sqlite.org/fileformat.html#the_rollback_journal>).
const MAGIC: [u8; 8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7];

/// Does work in one transaction: all of it or, when it fails, none. Nothing of it is left beside the library.
pub(super) fn transact<T>(
    connection: &mut Connection,
    place: Option<&Place>,
    name: &str,
    work: impl FnOnce(&Transaction<'_>) -> Result<T>,
) -> Result<T> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .named(name)?;
    let before = place.and_then(|place| fs::metadata(place.path()).ok());
    let done = work(&transaction);
    let added = match (&done, place, before) {
        // What is added is as good as what was asked for, whether or not it can be overwritten before it is cut off.
        (Err(_), Some(place), Some(before)) => blank_added(place, before.len()).ok(),
        _ => None,
    };
    // After that nothing may be overwritten: a commit can be done though it fails, when a lock cannot be given back.
    let result = done.and_then(|done| {
        transaction.execute_batch("COMMIT").named(name)?;
        Ok(done)
    });
    // Undoes what is not committed.
    drop(transaction);
    // Only now: closing a file gives up the locks that SQLite has on it.
    drop(added);
    if let Some(place) = place {
        wipe(place, connection);
    }
    result
}

/// Overwrites what was added to a library while this process has it locked. The file is not to be closed before that ends.
fn blank_added(place: &Place, before: u64) -> io::Result<File> {
    let mut file = File::options().write(true).open(place.path())?;
    let length = file.metadata()?.len();
    // What could not be overwritten must not hide why.
    let _ = blank(&mut file, before..length);
    Ok(file)
}

/// Before SQLite undoes an import that was killed: overwrites what it will cut off.
pub(super) fn before_undoing(place: &Place) -> io::Result<()> {
    let journal = place.journal();
    if fs::metadata(&journal).map_or(0, |journal| journal.len()) == 0 {
        return Ok(());
    }
    // What cannot be written, SQLite will say. Whoever is at work does not need to be undone.
    let Ok(Some(mut library)) = place.lock() else {
        return Ok(());
    };
    let length = library.metadata()?.len();
    if length == 0 {
        // Of a library in which nothing is, there is nothing to undo: SQLite would just remove the journal.
        return overwrite_and_remove(&journal);
    }
    match length_before(&journal)? {
        Some(before) => blank(&mut library, before..length),
        None => Ok(()),
    }
}

/// How long the library was before the transaction that this journal undoes, in bytes; none if there is nothing to undo.
fn length_before(journal: &std::path::Path) -> io::Result<Option<u64>> {
    let mut head = [0; 28];
    let mut file = File::open(journal)?;
    let length = file.metadata()?.len();
    if length < head.len() as u64 {
        return Ok(None);
    }
    file.read_exact(&mut head)?;
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let (pages, sector, page) = (number(16), number(20), number(24));
    // What SQLite asks of a journal before it cuts off anything.
    let sound = head.starts_with(&MAGIC)
        && sector.is_power_of_two()
        && (32..=65_536).contains(&sector)
        && page.is_power_of_two()
        && (512..=65_536).contains(&page)
        && length >= u64::from(sector);
    Ok(sound.then(|| u64::from(pages) * u64::from(page)))
}

/// Opens the way for [`wipe`]: from now on, SQLite marks a journal that it no longer needs, and keeps it. While the library
/// is its own, it does so before it has read anything, when it undoes an import that was killed.
pub(super) fn keep_journals(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = PERSIST; PRAGMA locking_mode = NORMAL;")
}

/// Overwrites and removes the journal that is no longer needed. While others work, it is theirs; then the next one does it.
pub(super) fn wipe(place: &Place, connection: &Connection) {
    let journal = place.journal();
    if !journal.exists() {
        return;
    }
    // With the lock of who writes, no other transaction is in it.
    let at_once = connection.busy_timeout(Duration::ZERO);
    if at_once.is_ok() && connection.execute_batch("BEGIN IMMEDIATE").is_ok() {
        // The library is sound without: whoever opens it next tries again.
        let _ = overwrite_and_remove(&journal);
        let _ = connection.execute_batch("ROLLBACK");
    }
    let _ = connection.busy_timeout(PATIENCE);
}

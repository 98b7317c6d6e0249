//! A database that another program may be writing to, as it stood at one moment.
//!
//! No lock is taken: a server must not have to wait for us, and a lock would have to be written into files beside its own.
//! The files are copied, and the copy is one moment's if nothing changed meanwhile that it cannot account for:
//!
//! - With a write-ahead log, the file changes only by pages that stand in the log as well, until the log begins anew with
//!   other salts. The log is copied last: if its salts are those from before, it has every page that changed.
//! - Without one, a writer first writes a journal of what it is about to change, and then the file: no journal before and
//!   after, and the same times and change counter, are the same file.

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use super::copied::LONGEST_LOG;
use super::pages::HEADER;
use crate::archive::Data;

/// How often a copy is tried, and how long to wait in between.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(100);

/// What tells that nobody wrote in between.
#[derive(PartialEq)]
struct State {
    length: u64,
    modified: Option<SystemTime>,
    /// The change counter is in here.
    header: Vec<u8>,
    /// How the log begins, if there is one with anything in it. Its salts are in here.
    log: Vec<u8>,
    /// Whether somebody is in the middle of writing, or was when the power went.
    has_journal: bool,
}

impl State {
    fn of(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        Ok(Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            header: beginning(file, HEADER)?,
            log: absent_is_empty(File::open(beside(path, "-wal")).and_then(|log| beginning(log, 32)))?,
            // Some programs keep a journal that they are done with, and zero its header.
            has_journal: absent_is_empty(
                File::open(beside(path, "-journal")).and_then(|journal| beginning(journal, 8)),
            )?
            .iter()
            .any(|&byte| byte != 0),
        })
    }

    /// Whether what was copied between the two is one moment's.
    fn is_one_with(&self, after: &Self) -> bool {
        if !self.log.is_empty() {
            self.log == after.log
        } else if !after.log.is_empty() {
            // A log that began meanwhile has all that changed.
            !self.has_journal
        } else {
            !self.has_journal && self == after
        }
    }
}

/// Copies a database and its log as they stood at one moment.
///
/// # Errors
/// When they cannot be read, or with [`io::ErrorKind::ResourceBusy`] when another program was writing all the time.
pub(crate) fn copy(path: &Path) -> io::Result<(Box<dyn Data>, Vec<u8>)> {
    // SQLite keeps the log beside the file itself, not beside a link to it.
    let path = &fs::canonicalize(path)?;
    for attempt in 0..TRIES {
        if attempt > 0 {
            thread::sleep(PAUSE);
        }
        let before = State::of(path)?;
        let mut copy = tempfile::tempfile()?;
        io::copy(&mut File::open(path)?, &mut copy)?;
        let mut log = Vec::new();
        absent_is_empty(File::open(beside(path, "-wal")).and_then(|file| {
            file.take(LONGEST_LOG + 1).read_to_end(&mut log)?;
            Ok(Vec::new())
        }))?;
        if log.len() as u64 > LONGEST_LOG {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "its write-ahead log is longer than 512 MiB",
            ));
        }
        let after = State::of(path)?;
        let is_log = after.log.is_empty() == log.is_empty() && log.starts_with(&after.log);
        if is_log && before.is_one_with(&after) {
            copy.rewind()?;
            return Ok((Box::new(io::BufReader::with_capacity(64 * 1024, copy)), log));
        }
    }
    Err(io::Error::new(
        io::ErrorKind::ResourceBusy,
        "another program was writing to it all the time",
    ))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn beginning(file: File, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length);
    file.take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn absent_is_empty(bytes: io::Result<Vec<u8>>) -> io::Result<Vec<u8>> {
    match bytes {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rusqlite::Connection;

    use super::super::{Cell, Database, Fault};
    use super::*;

    fn names(folder: &Path) -> BTreeSet<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        entries
            .map(|entry| entry.expect("an entry").file_name().display().to_string())
            .collect()
    }

    /// Each transaction moves something from one row to another, far from it, so that a copy of two moments has a wrong sum.
    #[test]
    fn a_copy_is_of_one_moment_and_the_writer_never_waits() {
        for mode in ["WAL", "DELETE", "TRUNCATE", "PERSIST"] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("x.db");
            let writer = Connection::open(&path).expect("a database");
            writer
                .execute_batch(&format!(
                    "PRAGMA journal_mode = {mode}; PRAGMA wal_autocheckpoint = 8; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 0;
                     CREATE TABLE t(id INTEGER PRIMARY KEY, amount INT, padding TEXT);
                     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
                     INSERT INTO t SELECT i, 100, hex(zeroblob(400)) FROM n;"
                ))
                .expect("rows");
            let copies = thread::scope(|scope| {
                let writing = scope.spawn(move || {
                    for moved in 0..200 {
                        let change = format!(
                            "BEGIN IMMEDIATE; UPDATE t SET amount = amount - 1 WHERE id = {}; \
                             UPDATE t SET amount = amount + 1 WHERE id = {}; COMMIT;",
                            moved + 1,
                            400 - moved
                        );
                        writer.execute_batch(&change).expect("nobody stands in the way");
                        thread::sleep(Duration::from_millis(2));
                    }
                });
                let mut copies = Vec::new();
                while !writing.is_finished() {
                    copies.push(copy(&path));
                }
                copies
            });
            // Where the file itself is written to all the time, giving up is right.
            for (data, log) in copies.into_iter().flatten() {
                let mut database = Database::open(data, log).expect("open");
                let (mut count, mut sum) = (0, 0);
                database
                    .rows("t", &["amount"], |cells| {
                        let [Cell::Integer(amount)] = cells else {
                            panic!("{cells:?}")
                        };
                        count += 1;
                        sum += amount;
                        Ok::<_, Fault>(())
                    })
                    .expect("rows");
                assert_eq!((count, sum), (400, 40_000), "{mode}");
            }
        }
    }

    #[test]
    fn what_lies_beside_a_database_is_left_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.db");
        let writer = Connection::open(&path).expect("a database");
        writer
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t(a); INSERT INTO t VALUES (1)")
            .expect("a row");
        let before = names(folder.path());
        let contents = |name: &String| fs::read(folder.path().join(name)).expect("readable");
        let old: Vec<_> = before.iter().map(contents).collect();
        let (data, log) = copy(&path).expect("a copy");
        assert_eq!(Database::open(data, log).expect("open").tables().len(), 1);
        assert_eq!(names(folder.path()), before);
        assert_eq!(before.iter().map(contents).collect::<Vec<_>>(), old);
    }

    #[test]
    fn a_database_that_was_left_in_the_middle_of_a_change_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.db");
        Connection::open(&path)
            .and_then(|writer| writer.execute_batch("CREATE TABLE t(a)"))
            .expect("a database");
        fs::write(
            folder.path().join("x.db-journal"),
            b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 and more",
        )
        .expect("a journal");
        assert_eq!(
            copy(&path).err().map(|error| error.kind()),
            Some(io::ErrorKind::ResourceBusy)
        );
    }
}

//! The owner's library: one SQLite database of plays, merged from any number of exports.
//!
//! It keeps no address, no user name, no user agent, no number of a device, and no name of an imported file.

mod migrate;
mod read;
mod session;

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use crate::books::Books;
use crate::error::{Error, Result};
use crate::exchange::{Exported, Format, Writer};
use crate::play::Plays;
use crate::progress::Progress;
use crate::survey::{Export, Survey};
use crate::{intake, moment};
use session::Session;

/// Why a library cannot do what it was asked. It is as it was before.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// Another process has it.
    #[error("{0}: the library is in use by another program; wait for it to end, then try again")]
    Locked(String),
    /// It was made by a version to come.
    #[error(
        "{library}: the library was made by a newer Playtally (its form is {found}, this version knows {known}); use that one"
    )]
    Newer {
        /// The library.
        library: String,
        /// The version of its form.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// It is some other file.
    #[error("{0}: is not a library of Playtally; name another file")]
    Foreign(String),
    /// The disk is full.
    #[error("{0}: no room is left on the disk for the library; make room, then try again")]
    Full(String),
    /// It may not be read or written.
    #[error("{library}: {detail}; check that the file and its folder can be written")]
    Access {
        /// The library.
        library: String,
        /// What the system says.
        detail: String,
    },
    /// Its bytes do not fit together.
    #[error("{0}: the library is damaged; put it aside and import your exports again")]
    Damaged(String),
    /// Anything else that SQLite reports.
    #[error("{library}: {detail}")]
    Other {
        /// The library.
        library: String,
        /// What SQLite says.
        detail: String,
    },
}

impl LibraryError {
    fn of(library: &str, error: &rusqlite::Error) -> Self {
        let library = library.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
                Self::Locked(library)
            }
            Some(ErrorCode::DiskFull) => Self::Full(library),
            Some(ErrorCode::NotADatabase) => Self::Foreign(library),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(library),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::Access {
                library,
                detail: "cannot be opened or written".to_owned(),
            },
            _ => Self::Other {
                library,
                detail: error.to_string(),
            },
        }
    }
}

/// Turns an error of SQLite into one that names the library.
trait Named<T> {
    fn named(self, library: &str) -> Result<T>;
}

impl<T> Named<T> for rusqlite::Result<T> {
    fn named(self, library: &str) -> Result<T> {
        self.map_err(|error| Error::Library(LibraryError::of(library, &error)))
    }
}

/// An owner's plays, in a file or in memory.
pub struct Library {
    connection: Connection,
    name: String,
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Library {
    /// Opens the library in this file, or starts one there, for its owner's eyes only.
    ///
    /// # Errors
    /// When the file is not a library, was made by a newer version, is locked, or cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let name = path.display().to_string();
        make_private(path).map_err(|error| LibraryError::Access {
            library: name.clone(),
            detail: error.to_string(),
        })?;
        let connection = Connection::open(path).named(&name)?;
        Self::prepare(connection, name)
    }

    /// Starts a library that is gone when it is dropped.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self> {
        let name = "library in memory".to_owned();
        let connection = Connection::open_in_memory().named(&name)?;
        Self::prepare(connection, name)
    }

    fn prepare(mut connection: Connection, name: String) -> Result<Self> {
        // What is deleted is overwritten. The rollback journal costs nothing when a library grows, and leaves no file behind.
        // That items are there when plays point at them is seen to by numbering them, not by looking each up again.
        connection
            .execute_batch(
                "PRAGMA busy_timeout = 1000; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;",
            )
            .named(&name)?;
        migrate::to_newest(&mut connection, &name)?;
        Ok(Self { connection, name })
    }

    /// Takes exports in: zips, folders or files, in any order. All of them, or when something fails none of them.
    ///
    /// # Errors
    /// When an export cannot be read, when the library is locked or the disk is full, or when `progress` stops it.
    pub fn import<E: Into<Export>>(
        &mut self,
        exports: impl IntoIterator<Item = E>,
        progress: &mut dyn Progress,
    ) -> Result<Books> {
        self.import_at(moment::now(), exports, progress)
    }

    /// Takes exports in as [`Library::import`] does, at a moment in seconds since the epoch: no play begins much later.
    ///
    /// # Errors
    /// As of [`Library::import`].
    pub fn import_at<E: Into<Export>>(
        &mut self,
        now: i64,
        exports: impl IntoIterator<Item = E>,
        progress: &mut dyn Progress,
    ) -> Result<Books> {
        let exports = exports.into_iter().map(Into::into).collect();
        // Of plays that come out of order, the pages that they go to are at hand. Reading back looks at each page once.
        self.connection
            .pragma_update(None, "cache_size", -16_384)
            .named(&self.name)?;
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .named(&self.name)?;
        let books = {
            let mut session = Session::new(&transaction, &self.name)?;
            intake::run(&mut session, Survey::of(exports, progress)?, now, progress)?
        };
        transaction.commit().named(&self.name)?;
        Ok(books)
    }

    /// The whole history, the same whatever the order in which it was imported.
    ///
    /// # Errors
    /// When the library cannot be read.
    pub fn plays(&self) -> Result<Plays> {
        read::plays(&self.connection).named(&self.name)
    }

    /// Writes every play in a form that can be kept, read elsewhere, and imported again.
    ///
    /// # Errors
    /// When the library cannot be read, or `out` cannot be written.
    pub fn export(&self, format: Format, out: &mut dyn std::io::Write) -> Result<Exported> {
        let mut writer = Writer::start(out, format).map_err(Error::Export)?;
        let mut failed = Ok(());
        read::each(&self.connection, |row, said| {
            failed = writer.write(row, said);
            failed.is_ok()
        })
        .named(&self.name)?;
        failed.and_then(|()| writer.finish()).map_err(Error::Export)
    }

    /// Bounds the size of the library, in pages of 4,096 bytes: for tests of a full disk.
    ///
    /// # Errors
    /// When the library is in use.
    #[doc(hidden)]
    pub fn limit_pages(&mut self, pages: u32) -> Result<()> {
        self.connection
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
            .named(&self.name)
    }

    /// Forgets the library in this file, damaged or not: overwrites the file and removes it, and whatever SQLite left beside it.
    ///
    /// Where a file system writes to new places instead of old ones, as many on flash memory do, what was there before
    /// can outlive this for a while.
    ///
    /// # Errors
    /// When another program uses the library, when it is none or a newer one, or when a file cannot be overwritten or removed.
    pub fn erase(path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let refused = |error: std::io::Error| LibraryError::Access {
            library: name.clone(),
            detail: error.to_string(),
        };
        let beside = |suffix: &str| {
            let mut file = path.as_os_str().to_owned();
            file.push(suffix);
            PathBuf::from(file)
        };
        // What an import that was killed left to be undone goes by itself when the library is opened, but not its bytes.
        let journal = open_to_overwrite(&beside("-journal")).map_err(refused)?;
        match Self::open(path) {
            Ok(mut library) => {
                // Nobody else may be using it.
                let lock = library
                    .connection
                    .transaction_with_behavior(TransactionBehavior::Exclusive)
                    .named(&name)?;
                lock.rollback().named(&name)?;
            }
            // What cannot be read any more can still be thrown away.
            Err(Error::Library(LibraryError::Damaged(_))) => {}
            Err(error) => return Err(error),
        }
        journal.map_or(Ok(()), overwrite).map_err(refused)?;
        for file in ["-journal", "-wal", "-shm", ""].map(beside) {
            if let Some(content) = open_to_overwrite(&file).map_err(refused)? {
                overwrite(content).map_err(refused)?;
                std::fs::remove_file(&file).map_err(refused)?;
            }
        }
        Ok(())
    }
}

/// Creates a file that only its owner may read, unless there is one already.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// A file that is there.
fn open_to_overwrite(path: &Path) -> std::io::Result<Option<File>> {
    match File::options().write(true).open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        file => file.map(Some),
    }
}

/// Writes zeros over everything that is in a file.
fn overwrite(mut file: File) -> std::io::Result<()> {
    let length = file.metadata()?.len();
    std::io::copy(&mut std::io::repeat(0).take(length), &mut file)?;
    file.sync_all()
}

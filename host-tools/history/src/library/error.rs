//! Why a library cannot do what it was asked, in words that its owner can act on.

use rusqlite::ErrorCode;

use crate::error::{Error, Result};

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
    /// There is no import that can be taken back.
    #[error(
        "{0}: there is no import to take back; nothing was imported, or only by a Playtally that could not take it back"
    )]
    NoImport(String),
    /// The last import was taken back, and the one before cannot be.
    #[error(
        "{0}: the last import was taken back already, and the one before it cannot be; import again what should be in there"
    )]
    TakenBack(String),
    /// The import to be taken back is not the last one any more.
    #[error("{0}: another import came meanwhile; nothing was taken back, ask again to take that one back")]
    Overtaken(String),
    /// There is not enough memory for it.
    #[error("{0}: there is not enough memory for the library; close other programs, then try again")]
    Memory(String),
}

impl LibraryError {
    /// What an error of SQLite means to the owner: what is not a matter of locks, of room, of rights or of the disk comes from
    /// bytes that are not those that were written, whatever words SQLite has for what it met.
    pub(super) fn of(library: &str, error: &rusqlite::Error) -> Self {
        let library = library.to_owned();
        let refused = |detail: &str| Self::Access {
            library: library.clone(),
            detail: detail.to_owned(),
        };
        if let rusqlite::Error::NulError(_) | rusqlite::Error::InvalidPath(_) = error {
            return refused("its name cannot be used");
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
                Self::Locked(library)
            }
            Some(ErrorCode::DiskFull) => Self::Full(library),
            Some(ErrorCode::OutOfMemory) => Self::Memory(library),
            Some(ErrorCode::NotADatabase) => Self::Foreign(library),
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                refused("cannot be opened or written")
            }
            Some(ErrorCode::SystemIoFailure) => refused("the disk could not read or write it"),
            _ => Self::Damaged(library),
        }
    }

    /// What an error of the system means to the owner.
    pub(super) fn of_system(library: &str, error: &std::io::Error) -> Self {
        let library = library.to_owned();
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full(library),
            std::io::ErrorKind::WouldBlock => Self::Locked(library),
            _ => Self::Access {
                library,
                detail: error.to_string(),
            },
        }
    }
}

/// Turns an error of SQLite or of the system into one that names the library.
pub(super) trait Named<T> {
    fn named(self, library: &str) -> Result<T>;
}

impl<T> Named<T> for rusqlite::Result<T> {
    fn named(self, library: &str) -> Result<T> {
        self.map_err(|error| Error::Library(LibraryError::of(library, &error)))
    }
}

impl<T> Named<T> for std::io::Result<T> {
    fn named(self, library: &str) -> Result<T> {
        self.map_err(|error| Error::Library(LibraryError::of_system(library, &error)))
    }
}

//! What errors of SQLite and of the system mean to a library's owner.

use rusqlite::ErrorCode;

use crate::error::{Error, LibraryError, Result};

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

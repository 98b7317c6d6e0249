//! What can go wrong, in words that its user can act on.

use std::io;
use std::path::PathBuf;

/// Why an import or a library failed. Each message names the file and says what to do; nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing at this path.
    #[error("{}: there is no such file or folder; check the spelling", .0.display())]
    Missing(PathBuf),

    /// The operating system refuses.
    #[error("{file}: {error}; check that the file can be read, then import again")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        error: io::Error,
    },

    /// A folder, an archive or a file without a history.
    #[error("{0}: holds no listening history that Playtally knows; give it the export as the service sent it")]
    NoHistory(String),

    /// An archive that ends too early or whose bytes do not agree with each other.
    #[error("{file}: is damaged or cut short ({detail}); download the export again")]
    DamagedArchive {
        /// The archive, or the member of it.
        file: String,
        /// What does not fit.
        detail: String,
    },

    /// An archive that would unpack to far more than a history can hold.
    #[error("{file}: unpacks to {limit}, which no listening history does; it was not read. Download the export again")]
    ZipBomb {
        /// The archive, or the member of it.
        file: String,
        /// The bound that it breaks.
        limit: &'static str,
    },

    /// An archive that cannot be opened without a password.
    #[error("{0}: is protected by a password; unpack it and import the folder")]
    Encrypted(String),

    /// An archive packed in a way that is not known.
    #[error("{0}: is packed in a way that Playtally cannot read; unpack it and import the folder")]
    Packing(String),

    /// A history as a web page.
    #[error("{0}: is a web page, from which no history can be read; ask the service for JSON instead of HTML")]
    WebPage(String),

    /// A pipe or a device.
    #[error("{0}: is no file, and exports are read more than once; save it as a file and import that")]
    NotAFile(String),

    /// A history that ends in the middle.
    #[error("{file}: is cut off after row {rows}; download or unpack the export again")]
    CutOff {
        /// The history.
        file: String,
        /// How many rows were whole.
        rows: u64,
    },

    /// A history that is not in the form that it should have.
    #[error("{file}: is not {expected} after row {rows}; download or unpack the export again")]
    Malformed {
        /// The history.
        file: String,
        /// What it should be.
        expected: &'static str,
        /// How many rows were whole.
        rows: u64,
    },

    /// A history with a row that is longer than any real one.
    #[error(
        "{file}: what follows row {rows} is longer than 16 MB, which no row of a history is; download or unpack the export again"
    )]
    TooLong {
        /// The history.
        file: String,
        /// How many rows were whole.
        rows: u64,
    },

    /// A file that has the name of a history, but is none.
    #[error("{0}: has the name of a listening history but is not one; download or unpack the export again")]
    NotAHistory(String),

    /// A history could not be written out.
    #[error("the export could not be written ({0}); make room, or name another file")]
    Export(io::Error),

    /// The user stopped the import.
    #[error("stopped; the library is as it was")]
    Stopped,

    /// What the library says.
    #[cfg(feature = "library")]
    #[error(transparent)]
    Library(#[from] crate::library::LibraryError),
}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

//! What can go wrong, in words that its user can act on.

#[cfg(feature = "library")]
mod library;

use std::io;
use std::path::PathBuf;

#[cfg(feature = "library")]
pub use library::LibraryError;

use crate::columns::Unclear;
use crate::escape::{one_line, shown};
use crate::unread::{Holds, Unread};

/// Why an import or a library failed, or why a file was left out. Each message names the file and says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing at this path.
    #[error("{}: there is no such file or folder; check the spelling", shown(.0))]
    Missing(PathBuf),

    /// The operating system refuses.
    #[error("{}: {error}; check that the file can be read, then import again", one_line(.file))]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        error: io::Error,
    },

    /// A folder or an archive in which nothing can be a history.
    #[error("{}: holds no listening history, nor a file that could be one; give it the export as the service sent it", one_line(.0))]
    NoHistory(String),

    /// A file that is not known.
    #[error(
        "{}: is not a format that Playtally knows: it holds no listening history but {}. Playtally reads {}{}",
        one_line(.file), one_line(.seen), .known, .is_table.then_some(HINT).unwrap_or_default()
    )]
    NotKnown {
        /// The file.
        file: String,
        /// What is in it.
        seen: String,
        /// Whether it is a table, whose columns can be named.
        is_table: bool,
        /// What Playtally reads, in words.
        known: String,
    },

    /// A folder or an archive in which no file is known.
    #[error(
        "{}: holds no listening history that Playtally knows; {}, in it, holds {}. Playtally reads {}{}",
        one_line(.file), one_line(.inside), one_line(.seen), .known, .is_table.then_some(HINT).unwrap_or_default()
    )]
    NothingKnown {
        /// The folder or the archive.
        file: String,
        /// The first file in it that could have been one.
        inside: String,
        /// What is in that.
        seen: String,
        /// Whether that is a table, whose columns can be named.
        is_table: bool,
        /// What Playtally reads, in words.
        known: String,
    },

    /// A file of a product that is known, from which no history can be had.
    #[error("{}: {} {}, which {}. {}", one_line(.file), if *.by_name { "is called like" } else { "is" }, .kind.what, .kind.holds.words(), .kind.instead)]
    Unread {
        /// The file.
        file: String,
        /// What it is.
        kind: &'static Unread,
        /// Whether its name alone tells.
        by_name: bool,
    },

    /// A table that lacks what makes a play.
    #[error("{}: is a table without the columns {columns}, in any language that Playtally knows; give them these names", one_line(.file))]
    NoColumns {
        /// The table.
        file: String,
        /// The columns that it lacks.
        columns: String,
    },

    /// A table of which it is not clear how to read it.
    #[error("{}: {}", one_line(.file), one_line(&.why.to_string()))]
    Unclear {
        /// The table.
        file: String,
        /// What is not clear, and what to do.
        why: Unclear,
    },

    /// A list of plays without any.
    #[error("{}: is an empty list; the service had no plays to put into it", one_line(.0))]
    Empty(String),

    /// An archive that ends too early or whose bytes do not agree with each other.
    #[error("{}: is damaged or cut short ({detail}); download the export again", one_line(.file))]
    DamagedArchive {
        /// The archive, or the member of it.
        file: String,
        /// What does not fit.
        detail: String,
    },

    /// A database whose pages do not fit together.
    #[error(
        "{file}: is damaged ({detail}); copy it again while its server is stopped, or import a backup that the server made"
    )]
    DamagedDatabase {
        /// The database.
        file: String,
        /// What does not fit.
        detail: &'static str,
    },

    /// A database with the histories of several people.
    #[error("{file}: holds the histories of several people: {}; choose one with --user NAME", .people.join(", "))]
    SeveralPeople {
        /// The database.
        file: String,
        /// What they are called there, in order.
        people: Vec<String>,
    },

    /// A database without the person who was asked for.
    #[error("{file}: holds no history of \"{user}\"; there are {}", .people.join(", "))]
    NoSuchPerson {
        /// The database.
        file: String,
        /// Who was asked for.
        user: String,
        /// What those are called there who have one, in order.
        people: Vec<String>,
    },

    /// An archive that would unpack to far more than a history can hold.
    #[error("{}: unpacks to {limit}, which no listening history does; it was not read. Download the export again", one_line(.file))]
    ZipBomb {
        /// The archive, or the member of it.
        file: String,
        /// The bound that it breaks.
        limit: &'static str,
    },

    /// An archive that cannot be opened without a password.
    #[error("{}: is protected by a password; unpack it and import the folder", one_line(.0))]
    Encrypted(String),

    /// An archive packed in a way that is not known.
    #[error("{}: is packed in a way that Playtally cannot read; unpack it and import the folder", one_line(.0))]
    Packing(String),

    /// A history as a web page.
    #[error("{}: is a web page, from which no history can be read; ask the service for JSON instead of HTML", one_line(.0))]
    WebPage(String),

    /// A pipe or a device.
    #[error("{}: is no file, and exports are read more than once; save it as a file and import that", one_line(.0))]
    NotAFile(String),

    /// A history that ends in the middle.
    #[error("{}: is cut off after row {rows}; download or unpack the export again", one_line(.file))]
    CutOff {
        /// The history.
        file: String,
        /// How many rows were whole.
        rows: u64,
    },

    /// A history that is not in the form that it should have.
    #[error("{}: is not {expected} after row {rows}; download or unpack the export again", one_line(.file))]
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

    /// A file that has the name of a history, but does not hold one.
    #[error("{}: has the name of a listening history but holds {}; download or unpack the export again", one_line(.file), one_line(.seen))]
    NotAHistory {
        /// The file.
        file: String,
        /// What is in it.
        seen: String,
    },

    /// A history could not be written out.
    #[error("the export could not be written ({0}); make room, or name another file")]
    Export(io::Error),

    /// The user stopped the import.
    #[error("stopped; the library is as it was")]
    Stopped,

    /// What the library says.
    #[cfg(feature = "library")]
    #[error(transparent)]
    Library(#[from] LibraryError),
}

impl Error {
    /// What it is, in a word for programs: lower case, words joined by hyphens.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::NoHistory(_) => "no-history",
            Self::NotKnown { .. } => "not-known",
            Self::NothingKnown { .. } => "nothing-known",
            Self::Unread { .. } => "unread",
            Self::NoColumns { .. } | Self::Unclear { .. } => "columns",
            Self::Empty(_) => "empty",
            Self::DamagedArchive { .. } | Self::CutOff { .. } | Self::Malformed { .. } | Self::TooLong { .. } => {
                "damaged"
            }
            Self::DamagedDatabase { .. } => "damaged-database",
            Self::SeveralPeople { .. } | Self::NoSuchPerson { .. } => "people",
            Self::ZipBomb { .. } => "bomb",
            Self::Encrypted(_) => "locked",
            Self::Packing(_) => "packing",
            Self::WebPage(_) => "web-page",
            Self::NotAHistory { .. } => "not-a-history",
            _ => "otherwise",
        }
    }

    /// Whether something is wrong with a file. It is not where there merely is no history in it.
    pub(crate) fn is_fault(&self) -> bool {
        !matches!(
            self,
            Self::NoHistory(_)
                | Self::NotKnown { .. }
                | Self::NothingKnown { .. }
                | Self::Unread { .. }
                | Self::Empty(_)
        )
    }

    /// Whether all is told by this: there is nothing to be had, and nothing that its user gave is missing from the library.
    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::Empty(_) => true,
            Self::Unread { kind, .. } => kind.holds == Holds::Counts,
            _ => false,
        }
    }
}

/// What to do with a table that is not known.
const HINT: &str = ". If its rows are plays, say which columns to read, by name or number: \
    playtally import FILE --columns artist=…,track=…,time=…";

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

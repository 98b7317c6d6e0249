//! What can be wrong with a file.

use std::io;

/// What a reader answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why nothing is learnt from a file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Whoever watches it stopped it.
    #[error("stopped")]
    Stopped,
    /// It cannot be read.
    #[error("{file}: cannot be read: {error}")]
    Io {
        /// What it is called.
        file: String,
        /// Why.
        error: io::Error,
    },
    /// It is damaged, or ends too early.
    #[error("{file}: {detail}; nothing was learnt from it. Fetch it again, and compare its checksum")]
    Damaged {
        /// What it is called.
        file: String,
        /// What is wrong.
        detail: String,
    },
    /// It is no catalogue that is known.
    #[error(
        "{file}: this is no catalogue that Playtally knows: it {seen}. docs/catalogue.md lists what is read; the columns of any \
         table can be named with --columns artist=…,album=…,genre=…"
    )]
    Unknown {
        /// What it is called.
        file: String,
        /// What it looks like.
        seen: String,
    },
    /// It is a table, and not clear how to read.
    #[error("{file}: {detail}")]
    Unclear {
        /// What it is called.
        file: String,
        /// What is missing, and what would help.
        detail: String,
    },
}

/// What goes wrong while a file is read, before anybody knows what it is called.
#[derive(Debug)]
pub(crate) enum Fault {
    Io(io::Error),
    Damaged(String),
    Unknown(String),
    Unclear(String),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Damaged("it ends too early".to_owned()),
            // What decoders and parsers say of bytes that they do not understand.
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
                Self::Damaged(format!("it is damaged ({error})"))
            }
            _ => Self::Io(error),
        }
    }
}

impl Fault {
    pub(crate) fn of_file(self, file: &str) -> Error {
        let file = file.to_owned();
        match self {
            Self::Io(error) => Error::Io { file, error },
            Self::Damaged(detail) => Error::Damaged { file, detail },
            Self::Unknown(seen) => Error::Unknown { file, seen },
            Self::Unclear(detail) => Error::Unclear { file, detail },
        }
    }
}

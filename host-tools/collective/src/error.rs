//! Why something is not taken, signed or counted, in words that its reader can act on.

/// Why something is not taken, signed or counted. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are no note, or not of the kind that was asked for.
    #[error("{0}")]
    Malformed(String),
    /// A signature is missing, or not by the one who should have signed.
    #[error("{0}")]
    Signature(String),
    /// It is sound, and against the rules.
    #[error("{0}")]
    Refused(String),
    /// Somebody else's turn comes first.
    #[error("{0}")]
    NotYet(String),
    /// What holds the files failed.
    #[error("{0}")]
    Files(String),
}

/// What this crate's functions give back.
pub type Result<T, E = Error> = std::result::Result<T, E>;

pub(crate) fn malformed(words: impl Into<String>) -> Error {
    Error::Malformed(words.into())
}

pub(crate) fn refused(words: impl Into<String>) -> Error {
    Error::Refused(words.into())
}

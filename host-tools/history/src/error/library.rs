//! What can go wrong with a library, in words that its owner can act on.

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

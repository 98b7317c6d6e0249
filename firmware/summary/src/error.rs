//! Why a file is not a summary that this version can show.

use crate::Section;

/// Why [`crate::Summary::open`] refused a file. Each says what happened in words for the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The file does not begin as a summary does.
    #[error("this is not a Playtally summary")]
    NotASummary,
    /// The file was made by a Playtally with a newer major version of the format.
    #[error("made by a newer Playtally (format {major}); update this one to format {major} to read it")]
    Newer {
        /// The major version of the file.
        major: u16,
    },
    /// The file is not as long as it says it is.
    #[error("the file is incomplete: {actual} of {expected} bytes; copy it again")]
    Length {
        /// The length that the header gives, in bytes.
        expected: u32,
        /// The length of the file, in bytes.
        actual: usize,
    },
    /// The checksum is not that of the bytes.
    #[error("the file was damaged on its way; copy it again")]
    Checksum,
    /// The section table points outside the file, is out of order, or its sections overlap.
    #[error("the file contradicts itself in its table of sections; make the summary again")]
    Table,
    /// A section that this version needs is not there.
    #[error("the file lacks its section `{0}`; make the summary again")]
    Missing(Section),
    /// A section of an unknown kind must be understood to read this file.
    #[error("the file needs a newer Playtally (section {0})")]
    Unknown(u16),
    /// A section holds what cannot be: a wrong length, an index out of range, text that is not UTF-8.
    #[error("the file contradicts itself in its section `{0}`; make the summary again")]
    Unsound(Section),
}

//! Small summaries for tests, and what carries them.

#[cfg(feature = "program")]
pub(crate) mod exfat;
pub(crate) mod files;
#[cfg(feature = "program")]
pub(crate) mod partitions;

pub(crate) use files::empty as file;

use crate::Kept;

/// A summary that says nothing, pressed that many days after 1970-01-01.
pub(crate) fn empty_summary(owner: &str, pressed: u16) -> Kept {
    Kept::new(files::empty(owner, pressed)).expect("a sound file")
}

/// A summary with several pages.
pub(crate) fn summary(owner: &str, pressed: u16) -> Kept {
    Kept::new(files::full(owner, pressed)).expect("a sound file")
}

/// A summary that says nothing, of an owner with an id, pressed that many days after 1970-01-01.
pub(crate) fn with_id(owner: &str, id: u64, pressed: u16) -> Kept {
    Kept::new(files::with_id(owner, id, pressed)).expect("a sound file")
}

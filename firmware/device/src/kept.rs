//! A summary that a device keeps.

use std::fmt;

use playtally_summary::{OpenError, Summary};
use self_cell::self_cell;

use crate::Identity;

self_cell! {
    struct Cell {
        owner: Box<[u8]>,
        #[covariant]
        dependent: Summary,
    }
}

/// A summary with the bytes that it is read from, checked once when it was taken in.
pub struct Kept(Cell);

impl Kept {
    /// Checks the bytes of a summary and keeps them.
    ///
    /// # Errors
    /// Those of [`Summary::open`].
    pub fn new(file: impl Into<Box<[u8]>>) -> Result<Self, OpenError> {
        Cell::try_new(file.into(), |file| Summary::open(file)).map(Self)
    }

    /// The summary.
    #[must_use]
    pub fn summary(&self) -> &Summary<'_> {
        self.0.borrow_dependent()
    }

    /// Whose it is.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity {
            name: self.owner().to_owned(),
            id: self.summary().owner_id(),
        }
    }

    /// The name of its owner.
    #[must_use]
    pub fn owner(&self) -> &str {
        let summary = self.summary();
        summary.text(summary.owner().name).as_str()
    }

    /// The day on which it was pressed, in days since 1970-01-01.
    #[must_use]
    pub fn pressed(&self) -> u16 {
        self.summary().owner().pressed.number()
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let checksum = format_args!("{:08x}", self.summary().checksum());
        f.debug_struct("Kept")
            .field("owner", &self.owner())
            .field("checksum", &checksum)
            .finish()
    }
}

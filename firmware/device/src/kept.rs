//! A summary that a device keeps.

use core::fmt;

use playtally_summary::{OpenError, Summary};

use crate::Identity;
use crate::bounds::words;

#[cfg(feature = "std")]
self_cell::self_cell! {
    struct Cell {
        owner: Box<[u8]>,
        #[covariant]
        dependent: Summary,
    }
}

/// A summary with the bytes that it is read from, checked once when it was taken in.
pub struct Kept(Bytes);

enum Bytes {
    /// In memory of its own.
    #[cfg(feature = "std")]
    Owned(Cell),
    /// Where they stay for good, as in the flash of a microcontroller.
    Lent(Summary<'static>),
}

impl Kept {
    /// Checks the bytes of a summary and keeps them.
    ///
    /// # Errors
    /// Those of [`Summary::open`].
    #[cfg(feature = "std")]
    pub fn new(file: impl Into<Box<[u8]>>) -> Result<Self, OpenError> {
        let cell = Cell::try_new(file.into(), |file| Summary::open(file))?;
        Ok(Self(Bytes::Owned(cell)))
    }

    /// Checks the bytes of a summary that stay where they are, and reads them in place.
    ///
    /// # Errors
    /// Those of [`Summary::open`].
    pub fn lent(file: &'static [u8]) -> Result<Self, OpenError> {
        Summary::open(file).map(|summary| Self(Bytes::Lent(summary)))
    }

    /// The summary.
    #[must_use]
    pub fn summary(&self) -> &Summary<'_> {
        match &self.0 {
            #[cfg(feature = "std")]
            Bytes::Owned(cell) => cell.borrow_dependent(),
            Bytes::Lent(summary) => summary,
        }
    }

    /// Whose it is.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity {
            name: words(self.owner()),
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

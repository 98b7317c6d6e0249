//! What a device has to say besides its pages.

use core::fmt;

use playtally_screen::{Fault, Refusal};

use crate::bounds::words;
use crate::{Identity, Words};

/// Something that happened, which the panel shows for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A stick was plugged in and is being searched.
    StickFound,
    /// A summary is being read.
    Reading,
    /// A summary was taken in.
    Accepted {
        /// Its owner, whose pages come next.
        owner: Identity,
    },
    /// A summary was taken in, of an owner whose name another owner has, too: are they one?
    Namesake {
        /// Its owner, whose pages come next.
        new: Identity,
        /// The other.
        old: Identity,
    },
    /// Nothing was taken in.
    Refused {
        /// Why.
        why: Refusal,
    },
    /// Summaries are being erased.
    Erasing,
    /// They are gone.
    Erased,
    /// Colours, edges and corners, and a request to press a button: a panel that shows them well is set up well.
    TestCard,
    /// A hat is tried: the test card, and a request to hold a button if it looks right.
    Finder {
        /// What the hat is called.
        hat: Words,
    },
    /// Something is wrong with the device itself.
    Fault {
        /// What.
        fault: Fault,
        /// The particulars, if there are any. Characters beyond ASCII become `?`.
        detail: Words,
    },
}

impl News {
    /// Something that is wrong, with its particulars.
    pub fn fault(fault: Fault, detail: impl fmt::Display) -> Self {
        Self::Fault {
            fault,
            detail: words(detail),
        }
    }

    /// A hat is tried.
    pub fn finder(hat: impl fmt::Display) -> Self {
        Self::Finder { hat: words(hat) }
    }

    /// How long it stays, in milliseconds, if nothing newer comes and no button is pressed.
    #[must_use]
    pub const fn stays_ms(&self) -> u64 {
        match self {
            // Whatever comes of it follows sooner, unless the reader died.
            Self::StickFound | Self::Reading | Self::Erasing => 20_000,
            Self::Accepted { .. } | Self::Erased => 5_000,
            Self::Refused { .. } => 15_000,
            // Both stay until somebody answers, and afterwards.
            Self::Namesake { .. } => 120_000,
            // Until a button is pressed: ten years.
            Self::Fault {
                fault: Fault::KeepsFailing,
                ..
            } => 10 * 365 * 86_400_000,
            Self::TestCard | Self::Finder { .. } | Self::Fault { .. } => 60_000,
        }
    }
}

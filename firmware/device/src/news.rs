//! What a device has to say besides its pages.

use playtally_screen::Refusal;

/// Something that happened, which the panel shows for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A stick was plugged in and is being searched.
    StickFound,
    /// A summary is being read.
    Reading,
    /// A summary was taken in.
    Accepted {
        /// The name of its owner, whose pages come next.
        owner: String,
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
    /// Something is wrong with the device itself.
    Trouble {
        /// What it is about, in a few words.
        title: String,
        /// What is wrong and what to do about it. Characters beyond ASCII become `?`.
        text: String,
    },
    /// The same, but for good: it stays until a button is pressed.
    Failure {
        /// What it is about, in a few words.
        title: String,
        /// What is wrong and what to do about it. Characters beyond ASCII become `?`.
        text: String,
    },
}

impl News {
    /// How long it stays, in milliseconds, if nothing newer comes and no button is pressed.
    #[must_use]
    pub const fn stays_ms(&self) -> u64 {
        match self {
            // Whatever comes of it follows sooner, unless the reader died.
            Self::StickFound | Self::Reading | Self::Erasing => 20_000,
            Self::Accepted { .. } | Self::Erased => 5_000,
            Self::Refused { .. } => 15_000,
            Self::TestCard | Self::Trouble { .. } => 60_000,
            // Ten years.
            Self::Failure { .. } => 10 * 365 * 86_400_000,
        }
    }
}

//! What stands in the sections: fixed records, read in place.
//!
//! Every record is a `repr(C)` struct of byte-aligned little-endian fields in the order in which they are declared, so
//! that the declaration is the layout. A field never changes its meaning; new facts come in new sections.

mod history;
mod names;

pub use history::{
    BiggestDay, Month, Owner, Rule, Streak, Streaks, TopAlbum, TopArtist, TopTrack, Totals, Week, Year, ZoneOffset,
};
pub use names::{GlyphRecord, TextRecord};

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::{Section, TextId};

/// One kind of record, of one section.
pub trait Record: FromBytes + IntoBytes + KnownLayout + Immutable + Unaligned + Sized {
    /// The section that holds these records and nothing else.
    const SECTION: Section;

    /// Whether the section is exactly one record.
    const SINGLE: bool = false;

    /// Whether every index and every number that is used as one is in range.
    fn is_sound(&self, known: &Known) -> bool;
}

/// What the indices of a record are checked against.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The number of texts in the file.
    pub texts: usize,
}

impl Known {
    /// Whether a text stands in the file, or is [`TextId::NONE`].
    #[must_use]
    pub const fn has(&self, text: TextId) -> bool {
        text.is_none() || (text.index() as usize) < self.texts
    }
}

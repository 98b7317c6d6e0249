//! What stands in the sections: fixed records, read in place.
//!
//! Every record is a `repr(C)` struct of byte-aligned little-endian fields in the order in which they are declared, so
//! that the declaration is the layout. A field never changes its meaning; new facts come in new sections.
#![allow(
    missing_debug_implementations,
    reason = "the derive of KnownLayout makes a hidden type without it; each record derives Debug"
)]

mod days;
mod devotion;
mod discovery;
mod habits;
mod history;
mod names;
mod places;
mod recap;
mod record;

pub use days::{Memory, MemoryKind, Milestone, MilestoneKind, RibbonYear};
pub use devotion::{Binge, Comeback, Forgotten, Judgement, JudgementKind, Mover, Standing};
pub use discovery::{BestDiscovery, BreadthMonth, DiscoveryMonth, Loyal, NostalgicDay};
pub use habits::{Era, Mood, Opener, Patience, PatienceYear, Seasonal, Sessions};
pub use history::{
    BiggestDay, Month, Owner, Rule, Streak, Streaks, TopAlbum, TopArtist, TopTrack, Totals, Week, Year, ZoneOffset,
};
pub use names::{GlyphRecord, TextRecord};
pub use places::{Code, Country, CountryName, CountryYear, DeviceFamily, DeviceKind, Worth};
pub use recap::{CardKind, RecapCard};

use record::record;

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

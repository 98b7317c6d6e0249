//! How names and their glyphs are stored.

use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::{Known, Record};
use crate::{PlacedGlyph, Section, Size};

/// One name: its text and its run of glyphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct TextRecord {
    /// Where its UTF-8 starts in [`Section::Utf8`]; it ends where the next text's starts, the last one's at the end.
    pub utf8_start: U32,
    /// Where its codes start in [`Section::Runs`]; they end likewise.
    pub run_start: U32,
    /// Bit 0: the paragraph runs from right to left. Bits 1, 2, 3: every glyph is there in size small, medium, large.
    pub flags: u8,
}

impl TextRecord {
    /// Whether the paragraph runs from right to left.
    #[must_use]
    pub const fn is_right_to_left(&self) -> bool {
        self.flags & 1 == 1
    }

    /// Whether every glyph is there in a size.
    #[must_use]
    pub const fn has(&self, size: Size) -> bool {
        self.flags & (2 << size as u8) != 0
    }

    /// The flags of a text.
    #[must_use]
    pub fn flags(right_to_left: bool, sizes: impl IntoIterator<Item = Size>) -> u8 {
        sizes
            .into_iter()
            .fold(u8::from(right_to_left), |flags, size| flags | 2 << size as u8)
    }
}

impl Record for TextRecord {
    const SECTION: Section = Section::Texts;

    /// Its ranges are checked with the sections that they point into.
    fn is_sound(&self, _: &Known) -> bool {
        true
    }
}

impl Record for PlacedGlyph {
    const SECTION: Section = Section::PlacedGlyphs;

    /// Its glyph is checked for each size that its text says it has.
    fn is_sound(&self, _: &Known) -> bool {
        true
    }
}

/// One glyph in one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct GlyphRecord {
    /// The glyph's number, the same in all sizes.
    pub glyph: U16,
    /// How far the pen moves, in 1/64 pixel.
    pub advance: U16,
    /// Where its coded pixels start in [`Section::Coverage`].
    pub coverage_start: U32,
    /// Width of its pixels.
    pub width: u8,
    /// Height of its pixels.
    pub height: u8,
    /// From the pen to the left edge of the pixels, rightwards.
    pub left: i8,
    /// From the baseline to the top edge of the pixels, upwards.
    pub top: i8,
}

//! How names and their glyphs are stored.
#![allow(
    missing_debug_implementations,
    reason = "the derive of KnownLayout makes a hidden type without it; each record derives Debug"
)]

use super::declare::record;
use crate::Size;

record! {
    "One name: its text and its run of glyphs." TextRecord {
        utf8_start: Start
            "Where its UTF-8 starts in the section utf-8; it ends where the next text's starts, the last one's at the end.",
        run_start: Start "Where its codes start in the section runs; they end likewise.",
        flags: Bits
            "Bit 0: the paragraph runs from right to left. Bits 1, 2, 3: every glyph is there in size small, medium, large.",
    }
}

record! {
    "A glyph at its place in a text. Glyphs are grouped in clusters, which stand in logical order; within a cluster the \
    glyphs stand from left to right." PlacedGlyph {
        glyph: Glyph "The glyph's number.",
        dx: Em "Added to the pen for this glyph alone, rightwards.",
        dy: Em "Added to the baseline for this glyph alone, upwards.",
        kern: Em "Added to the advance: kerning, and the advance that a mark does not take.",
        flags: Bits
            "Bit 0: a cluster starts here. Bit 1: a line may be broken before it. Bit 2: it is white space, which is \
            dropped at the end of a line. Bits 4 to 7: its level of UAX #9 (odd: right to left).",
    }
}

record! {
    "One glyph in one size." GlyphRecord {
        glyph: Glyph "The glyph's number.",
        advance: Pen "How far the pen moves.",
        coverage_start: Start "Where its coded pixels start in the section coverage.",
        width: Pixels "Width of its pixels.",
        height: Pixels "Height of its pixels.",
        left: Shift "From the pen to the left edge of the pixels, rightwards.",
        top: Shift "From the baseline to the top edge of the pixels, upwards.",
    }
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

impl PlacedGlyph {
    /// The flag of a glyph that starts a cluster.
    pub const STARTS_CLUSTER: u8 = 1;
    /// The flag of a cluster before which a line may be broken.
    pub const BREAK_BEFORE: u8 = 2;
    /// The flag of white space.
    pub const SPACE: u8 = 4;
    /// How far the level is shifted in the flags.
    pub const LEVEL_SHIFT: u8 = 4;

    /// Whether a cluster starts here.
    #[must_use]
    pub const fn starts_cluster(&self) -> bool {
        self.flags & Self::STARTS_CLUSTER != 0
    }
}

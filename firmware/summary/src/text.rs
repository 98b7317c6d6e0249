//! Names, set in glyphs.

use zerocopy::little_endian::U16;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::records::PlacedGlyph;
use crate::{Coverage, Records};

/// Offsets of placed glyphs are in this fraction of the em: 1/128.
pub const UNITS_PER_EM: i32 = 128;

/// The sizes in which names are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Size {
    /// An em of 16 pixels: second lines and small panels.
    Small = 0,
    /// An em of 24 pixels: lists.
    Medium = 1,
    /// An em of 32 pixels: the name that a page is about.
    Large = 2,
}

impl Size {
    /// Every size, ascending.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The em in pixels.
    #[must_use]
    pub const fn em(self) -> u8 {
        match self {
            Self::Small => 16,
            Self::Medium => 24,
            Self::Large => 32,
        }
    }
}

/// Which text: an index into the texts of the file, or none.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(transparent)]
pub struct TextId(U16);

impl TextId {
    /// No text.
    pub const NONE: Self = Self(U16::new(u16::MAX));

    /// The text at an index.
    #[must_use]
    pub const fn new(index: u16) -> Self {
        Self(U16::new(index))
    }

    /// The index.
    #[must_use]
    pub const fn index(self) -> u16 {
        self.0.get()
    }

    /// Whether there is no text.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.index() == u16::MAX
    }
}

/// Glyphs at their places, as codes: bytes that stand for the [`PlacedGlyph`] records of the file.
///
/// A byte below [`Run::LONG`] is the index of a record. Another one, with the byte that follows it, is a longer index:
/// [`Run::LONG`] + 256 × (first − [`Run::LONG`]) + second. Records that are used often come first.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    pub(crate) codes: &'a [u8],
    pub(crate) placed: Records<'a, PlacedGlyph>,
}

impl<'a> Run<'a> {
    /// From this byte on, a code has two bytes.
    pub const LONG: u8 = 192;
    /// How many records codes can tell apart.
    pub const MOST: usize = Self::LONG as usize + (256 - Self::LONG as usize) * 256;

    /// A run of codes for some records.
    #[must_use]
    pub fn new(codes: &'a [u8], placed: &'a [PlacedGlyph]) -> Self {
        let placed = placed.into();
        Self { codes, placed }
    }

    /// The code of a record, if it has one.
    #[cfg(any(feature = "write", test))]
    #[must_use]
    pub fn code(index: usize) -> Option<alloc::vec::Vec<u8>> {
        let long = usize::from(Self::LONG);
        match index {
            _ if index < long => Some(alloc::vec![index as u8]),
            _ if index < Self::MOST => {
                let index = index - long;
                Some(alloc::vec![Self::LONG + (index >> 8) as u8, index as u8])
            }
            _ => None,
        }
    }

    /// The first glyph and the others; `None` of no glyph, and of a code that means nothing.
    pub(crate) fn split_first(self) -> Option<(&'a PlacedGlyph, Self)> {
        let (&first, rest) = self.codes.split_first()?;
        let (index, rest) = if first < Self::LONG {
            (usize::from(first), rest)
        } else {
            let (&second, rest) = rest.split_first()?;
            let long = usize::from(first - Self::LONG) << 8 | usize::from(second);
            (usize::from(Self::LONG) + long, rest)
        };
        Some((self.placed.get(index)?, Self { codes: rest, ..self }))
    }

    /// Whether every code means something, and the first glyph starts a cluster.
    pub(crate) fn is_sound(self) -> bool {
        let starts = self.split_first().is_none_or(|(first, _)| first.starts_cluster());
        let mut rest = self;
        while let Some((_, more)) = rest.split_first() {
            rest = more;
        }
        starts && rest.codes.is_empty()
    }

    /// The glyphs in their order.
    pub fn iter(self) -> impl Iterator<Item = &'a PlacedGlyph> + use<'a> {
        let mut rest = self;
        core::iter::from_fn(move || {
            let (first, more) = rest.split_first()?;
            rest = more;
            Some(first)
        })
    }
}

/// A name of a summary: its text, and its glyphs in the sizes that the file holds.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    pub(crate) utf8: &'a str,
    pub(crate) run: Run<'a>,
    pub(crate) flags: u8,
}

impl<'a> Text<'a> {
    pub(crate) fn empty() -> Self {
        Self {
            utf8: "",
            run: Run {
                codes: &[],
                placed: Records::default(),
            },
            flags: 0b1110,
        }
    }

    /// The text itself.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.utf8
    }

    /// Whether the paragraph runs from right to left.
    #[must_use]
    pub const fn is_right_to_left(&self) -> bool {
        self.flags & 1 == 1
    }

    /// Whether its glyphs are there in a size.
    #[must_use]
    pub const fn has(&self, size: Size) -> bool {
        self.flags & (2 << size as u8) != 0
    }

    /// Its glyphs, by clusters in logical order.
    #[must_use]
    pub const fn run(&self) -> Run<'a> {
        self.run
    }

    /// The clusters in logical order.
    #[must_use]
    pub const fn clusters(&self) -> Clusters<'a> {
        Clusters { rest: self.run }
    }
}

/// The clusters of a text in logical order.
#[derive(Clone, Debug)]
pub struct Clusters<'a> {
    rest: Run<'a>,
}

/// What a line cannot be cut within: a letter with its marks, a ligature.
#[derive(Clone, Copy, Debug)]
pub struct Cluster<'a> {
    /// Its glyphs from left to right; at least one.
    pub glyphs: Run<'a>,
    /// Whether a line may be broken before it.
    pub break_before: bool,
    /// Whether it is white space.
    pub space: bool,
    /// Its level of UAX #9; odd runs from right to left.
    pub level: u8,
}

impl<'a> Iterator for Clusters<'a> {
    type Item = Cluster<'a>;

    fn next(&mut self) -> Option<Cluster<'a>> {
        let whole = self.rest;
        let (first, mut rest) = whole.split_first()?;
        while let Some((next, more)) = rest.split_first() {
            if next.starts_cluster() {
                break;
            }
            rest = more;
        }
        self.rest = rest;
        let length = whole.codes.len() - rest.codes.len();
        let glyphs = Run {
            codes: whole.codes.get(..length)?,
            ..whole
        };
        Some(Cluster {
            glyphs,
            break_before: first.flags & PlacedGlyph::BREAK_BEFORE != 0,
            space: first.flags & PlacedGlyph::SPACE != 0,
            level: first.flags >> PlacedGlyph::LEVEL_SHIFT,
        })
    }
}

/// A glyph's pixels in one size.
#[derive(Clone, Debug)]
pub struct Glyph<'a> {
    /// How far the pen moves, in 1/64 pixel.
    pub advance: u16,
    /// Width in pixels.
    pub width: u8,
    /// Height in pixels.
    pub height: u8,
    /// From the pen to the left edge, rightwards, in pixels.
    pub left: i8,
    /// From the baseline to the top edge, upwards, in pixels.
    pub top: i8,
    /// The pixels.
    pub coverage: Coverage<'a>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn placed(glyph: u16, flags: u8) -> PlacedGlyph {
        PlacedGlyph {
            glyph: U16::new(glyph),
            dx: 0,
            dy: 0,
            kern: 0,
            flags,
        }
    }

    #[test]
    fn a_run_falls_into_its_clusters() {
        let placed = [placed(1, 1), placed(2, 0), placed(3, 1 | 4), placed(4, 1 | 2 | 0x10)];
        let run = Run::new(&[0, 1, 2, 3], &placed);
        assert!(run.is_sound());
        let text = Text {
            utf8: "é x",
            run,
            flags: 0,
        };
        let seen: Vec<_> = text
            .clusters()
            .map(|c| (c.glyphs.iter().count(), c.break_before, c.space, c.level))
            .collect();
        assert_eq!(seen, [(2, false, false, 0), (1, false, true, 0), (1, true, false, 1)]);
    }

    #[test]
    fn a_code_is_its_index_and_back() {
        let placed: Vec<PlacedGlyph> = (0..Run::MOST).map(|at| placed(at as u16, 1)).collect();
        for index in [0, 1, 191, 192, 447, 448, Run::MOST - 1] {
            let codes = Run::code(index).expect("a code");
            let run = Run::new(&codes, &placed);
            assert!(run.is_sound());
            let glyphs: Vec<usize> = run.iter().map(|placed| placed.glyph.get().into()).collect();
            assert_eq!(glyphs, [index]);
        }
        assert_eq!(Run::code(Run::MOST), None);
    }

    #[test]
    fn codes_that_mean_nothing_are_not_sound() {
        let placed = [placed(7, 1), placed(8, 0)];
        let sound = |codes: &[u8]| {
            Run {
                codes,
                placed: placed[..].into(),
            }
            .is_sound()
        };
        assert!(sound(&[]) && sound(&[0, 1, 0]));
        assert!(!sound(&[0, 2]), "no such record");
        assert!(!sound(&[0, 192]), "half a code");
        assert!(!sound(&[0, 255, 255]), "no such record");
        assert!(!sound(&[1, 0]), "a start within a cluster");
    }
}

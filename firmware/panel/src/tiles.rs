//! What a panel shows, remembered in little memory.

use core::fmt;

use embedded_graphics_core::geometry::{OriginDimensions, Size};

use crate::{Area, Frame, damage::MOST};

/// A mark for each tile of the picture that a panel shows: as much as it takes to see where the next one differs, in a
/// thirty-second of the memory of a [`Frame`].
///
/// A mark is a number of 32 bits that is made of the pixels of a tile. Tiles that differ in two pixels beside each other
/// always have different marks; of tiles that differ in more, one in four billion has the mark of the other, and stays as it
/// is until it changes again.
pub struct Tiles<'a> {
    size: Size,
    marks: &'a mut [u32],
}

/// Tiles were given less memory than their size needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFewMarks {
    /// Marks that the size needs.
    pub needed: usize,
    /// Marks that were given.
    pub given: usize,
}

impl fmt::Display for TooFewMarks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tiles need {} marks and got {}", self.needed, self.given)
    }
}

impl core::error::Error for TooFewMarks {}

/// The mark of a tile of which nothing is known. No picture has it.
const UNKNOWN: u32 = 0;

impl<'a> Tiles<'a> {
    /// The tiles of a picture of `size`, with their marks in the first of `marks`. Nothing is known of them yet.
    ///
    /// # Errors
    /// If there are fewer marks than [`count`](Self::count) says.
    pub fn new(size: Size, marks: &'a mut [u32]) -> Result<Self, TooFewMarks> {
        let (needed, given) = (Self::count(size), marks.len());
        let marks = marks.get_mut(..needed).ok_or(TooFewMarks { needed, given })?;
        marks.fill(UNKNOWN);
        Ok(Self { size, marks })
    }

    /// How many tiles there are in a picture of a size.
    #[must_use]
    pub const fn count(size: Size) -> usize {
        let side = Self::side(size) as u32;
        (size.width.div_ceil(side) * size.height.div_ceil(side)) as usize
    }

    /// Columns and rows of the picture.
    #[must_use]
    pub const fn size(&self) -> Size {
        self.size
    }

    /// Columns and rows of a tile: eight, the rows that some panels keep in a byte, where that gives no more than 64 tiles
    /// in a row.
    pub(crate) const fn side(size: Size) -> u16 {
        let longer = if size.width > size.height {
            size.width
        } else {
            size.height
        };
        let fits = longer.div_ceil(MOST as u32).next_multiple_of(8);
        if fits > 8 { fits as u16 } else { 8 }
    }

    /// Calls back with the column, the row, the mark that is remembered and the mark in `frame` of each tile in some rows of
    /// tiles.
    pub(crate) fn compare(
        &mut self,
        frame: &Frame<'_>,
        rows: core::ops::Range<u16>,
        mut each: impl FnMut(u16, u16, &mut u32, u32),
    ) {
        let (side, width, height) = (Self::side(self.size), self.size.width as u16, self.size.height as u16);
        let columns = usize::from(width.div_ceil(side));
        let remembered = self.marks.chunks_exact_mut(columns.max(1)).enumerate();
        for (row, remembered) in remembered.skip(rows.start.into()).take(rows.len()) {
            let top = row as u16 * side;
            let mut marks = [UNKNOWN; MOST];
            for y in top..(top + side).min(height) {
                let pixels = frame.row(y, 0, width).chunks(side.into());
                for (mark, pixels) in marks.iter_mut().zip(pixels) {
                    *mark = stir(*mark, pixels);
                }
            }
            for (column, (remembered, mark)) in remembered.iter_mut().zip(marks).enumerate() {
                each(column as u16, row as u16, remembered, mark.max(UNKNOWN + 1));
            }
        }
    }

    /// Remembers that `area` of `frame` is shown now.
    pub(crate) fn remember(&mut self, frame: &Frame<'_>, area: Area) {
        let (side, size) = (Self::side(self.size), self.size);
        let rows = area.top() / side..area.bottom().div_ceil(side);
        self.compare(frame, rows, |column, row, remembered, mark| {
            let (left, top) = (column * side, row * side);
            let (right, bottom) = (
                (left + side).min(size.width as u16),
                (top + side).min(size.height as u16),
            );
            let Some(tile) = Area::new(left, top, right, bottom) else {
                return;
            };
            if area.encloses(&tile) {
                *remembered = mark;
            } else if *remembered != mark && left < area.right() && area.left() < right {
                // A part of it is shown, and the rest is what was there before.
                *remembered = UNKNOWN;
            }
        });
    }
}

/// Stirs pixels into a mark. Each pair changes it in a way that can be undone, so that no other pair leads to the same.
fn stir(mark: u32, pixels: &[u16]) -> u32 {
    let mut mark = mark;
    for pair in pixels.chunks(2) {
        let pair = u32::from(pair[0]) | pair.get(1).map_or(0, |&next| u32::from(next) << 16);
        // Knuth's multiplier: 2^32 divided by the golden ratio, made odd.
        mark = (mark.rotate_left(13) ^ pair).wrapping_add(1).wrapping_mul(0x9E37_79B1);
    }
    mark
}

impl fmt::Debug for Tiles<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tiles")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// What a display knows of the picture on its panel.
#[derive(Debug)]
pub enum Shown<'a> {
    /// Every pixel: where the next picture differs is known to the pixel.
    Frame(Frame<'a>),
    /// A mark for each tile, where there is no memory for a second frame.
    Tiles(Tiles<'a>),
}

impl Shown<'_> {
    /// Columns and rows of the picture.
    #[must_use]
    pub fn size(&self) -> Size {
        match self {
            Self::Frame(frame) => frame.size(),
            Self::Tiles(tiles) => tiles.size(),
        }
    }

    /// Takes over the pixels of `area` from a frame of the same size.
    pub(crate) fn take(&mut self, next: &Frame<'_>, area: Area) {
        match self {
            Self::Frame(frame) => frame.copy_from(next, area),
            Self::Tiles(tiles) => tiles.remember(next, area),
        }
    }
}

impl<'a> From<Frame<'a>> for Shown<'a> {
    fn from(frame: Frame<'a>) -> Self {
        Self::Frame(frame)
    }
}

impl<'a> From<Tiles<'a>> for Shown<'a> {
    fn from(tiles: Tiles<'a>) -> Self {
        Self::Tiles(tiles)
    }
}

#[cfg(test)]
mod tests {
    use std::{vec, vec::Vec};

    use embedded_graphics_core::{Pixel, draw_target::DrawTarget, geometry::Point, pixelcolor::raw::RawU16};
    use proptest::prelude::*;

    use super::*;
    use crate::{Alignment, Cost, Damage};

    const SIZE: Size = Size::new(45, 21);

    /// Remembers one picture and says where another one differs from it.
    fn damage(shown: &[u16], next: &[u16]) -> Damage {
        let mut marks = [0; 64];
        let mut shown = shown.to_vec();
        let mut next = next.to_vec();
        let shown = Frame::new(SIZE, &mut shown).unwrap();
        let mut tiles = Tiles::new(SIZE, &mut marks).unwrap();
        tiles.remember(&shown, shown.area().unwrap());
        Damage::since(
            &mut Shown::Tiles(tiles),
            &Frame::new(SIZE, &mut next).unwrap(),
            &Cost::SPIDEV,
            Alignment::PIXEL,
        )
    }

    #[test]
    fn a_picture_of_320x240_takes_1200_marks() {
        assert_eq!(Tiles::count(Size::new(320, 240)), 1200);
        assert_eq!(Tiles::count(Size::new(240, 135)), 30 * 17);
        let mut marks = [0; 1199];
        assert_eq!(
            Tiles::new(Size::new(320, 240), &mut marks).unwrap_err(),
            TooFewMarks {
                needed: 1200,
                given: 1199
            }
        );
    }

    #[test]
    fn nothing_is_known_at_first_and_an_equal_picture_is_no_damage() {
        let (mut marks, mut pixels) = ([7; 64], vec![0; 45 * 21]);
        let frame = Frame::new(SIZE, &mut pixels).unwrap();
        let mut tiles = Tiles::new(SIZE, &mut marks).unwrap();
        let mut unknown = 0;
        tiles.compare(&frame, 0..3, |_, _, remembered, mark| {
            unknown += u32::from(*remembered != mark);
        });
        assert_eq!(unknown, 18);
        assert!(damage(&[5; 45 * 21], &[5; 45 * 21]).areas().is_empty());
    }

    #[test]
    fn a_tile_that_is_shown_in_part_is_sent_whole_the_next_time() {
        let (mut marks, mut black, mut white) = ([0; 64], vec![0; 45 * 21], vec![u16::MAX; 45 * 21]);
        let (black, white) = (
            Frame::new(SIZE, &mut black).unwrap(),
            Frame::new(SIZE, &mut white).unwrap(),
        );
        let mut tiles = Tiles::new(SIZE, &mut marks).unwrap();
        tiles.remember(&black, black.area().unwrap());
        // Four rows of white, and then black again: of what is on the panel, the rest was never anything else.
        tiles.remember(&white, Area::new(0, 0, 45, 4).unwrap());
        let damage = Damage::since(&mut Shown::Tiles(tiles), &black, &Cost::SPIDEV, Alignment::PIXEL);
        assert_eq!(damage.areas(), [Area::new(0, 0, 45, 8).unwrap()]);
    }

    proptest! {
        #[test]
        fn every_pixel_that_differs_is_in_the_damage(
            dots in prop::collection::vec((0..45i32, 0..21i32, 1..u16::MAX), 0..40),
        ) {
            let shown: Vec<u16> = vec![0; 45 * 21];
            let mut next = shown.clone();
            for &(x, y, color) in &dots {
                next[(y * 45 + x) as usize] = color;
            }
            let damage = damage(&shown, &next);
            // What is sent makes the one picture of the other.
            let mut panel = shown;
            let mut frame = Frame::new(SIZE, &mut panel).unwrap();
            let wanted = Frame::new(SIZE, &mut next).unwrap();
            for &area in damage.areas() {
                frame.copy_from(&wanted, area);
            }
            for y in 0..21 {
                prop_assert_eq!(frame.row(y, 0, 45), wanted.row(y, 0, 45));
            }
        }

        #[test]
        fn two_pixels_side_by_side_never_hide_from_a_mark(x in 0..44i32, y in 0..21i32, left: u16, right: u16) {
            prop_assume!((left, right) != (0, 0) && x % 2 == 0);
            let shown = [0; 45 * 21];
            let mut next = shown;
            let mut frame = Frame::new(SIZE, &mut next).unwrap();
            let pixels = [(x, left), (x + 1, right)];
            let Ok(()) = frame.draw_iter(pixels.map(|(x, raw)| {
                Pixel(Point::new(x, y), RawU16::new(raw).into())
            }));
            prop_assert!(!damage(&shown, &next).areas().is_empty());
        }
    }
}

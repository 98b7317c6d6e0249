//! Where two frames differ, in cells of a grid.

use core::ops::Range;

use embedded_graphics_core::geometry::OriginDimensions;

use crate::{Area, Frame, Tiles};

/// The most columns and rows that the grid has: a row of it is one word.
pub(crate) const MOST: usize = 64;

/// A grid over a frame with a bit for each cell: set where a pixel of that cell has changed. Every cell is held twice, so
/// that rows and columns are equally fast to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cells {
    /// A bit per column, the lowest for the leftmost.
    pub(super) rows: [u64; MOST],
    /// A bit per row, the lowest for the topmost.
    pub(super) columns: [u64; MOST],
}

/// Columns `left..right` and rows `top..bottom` of a grid; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) left: u8,
    pub(super) top: u8,
    pub(super) right: u8,
    pub(super) bottom: u8,
}

impl Block {
    pub(super) fn cells(self) -> u32 {
        u32::from(self.right - self.left) * u32::from(self.bottom - self.top)
    }

    /// The same block on the transposed grid.
    pub(super) fn transposed(self) -> Self {
        Self {
            left: self.top,
            top: self.left,
            right: self.bottom,
            bottom: self.right,
        }
    }
}

impl Cells {
    pub(super) const EMPTY: Self = Self {
        rows: [0; MOST],
        columns: [0; MOST],
    };

    /// Compares two frames of one size, in cells of `side` pixels to a side.
    pub(super) fn compare(shown: &Frame<'_>, next: &Frame<'_>, side: u16) -> Self {
        let size = next.size();
        let mut cells = Self::EMPTY;
        for y in 0..size.height as u16 {
            let (old, new) = (shown.row(y, 0, size.width as u16), next.row(y, 0, size.width as u16));
            if old == new {
                continue;
            }
            let mut bits = 0;
            for (column, (old, new)) in old.chunks(side.into()).zip(new.chunks(side.into())).enumerate() {
                bits |= u64::from(old != new) << column;
            }
            cells.rows[usize::from(y / side)] |= bits;
        }
        cells.fill_columns()
    }

    /// Compares the tiles that a panel shows with a frame of their size: each is a cell.
    pub(super) fn of_tiles(shown: &mut Tiles<'_>, next: &Frame<'_>) -> Self {
        let mut cells = Self::EMPTY;
        shown.compare(next, 0..MOST as u16, |column, row, remembered, mark| {
            cells.rows[usize::from(row)] |= u64::from(*remembered != mark) << column;
        });
        cells.fill_columns()
    }

    /// Says by column what is said by row.
    fn fill_columns(mut self) -> Self {
        for (y, &row) in self.rows.iter().enumerate() {
            for x in bits(row) {
                self.columns[x] |= 1 << y;
            }
        }
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.iter().all(|&row| row == 0)
    }

    /// How many cells have changed.
    pub(super) fn count(&self) -> u32 {
        self.rows.iter().map(|row| row.count_ones()).sum()
    }

    /// The same cells inside `block`, and none outside.
    pub(super) fn within(&self, block: Block) -> Self {
        let only = |words: &[u64; MOST], kept: Range<u8>, bits: Range<u8>| {
            let mut inside = [0; MOST];
            for at in usize::from(kept.start)..kept.end.into() {
                inside[at] = words[at] & mask(bits.clone());
            }
            inside
        };
        Self {
            rows: only(&self.rows, block.top..block.bottom, block.left..block.right),
            columns: only(&self.columns, block.left..block.right, block.top..block.bottom),
        }
    }

    /// Rows for columns and columns for rows.
    pub(super) fn transposed(&self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
        }
    }
}

/// The word with the bits of `columns` set.
pub(super) fn mask(columns: Range<u8>) -> u64 {
    let below = |column: u8| if column == 64 { u64::MAX } else { (1 << column) - 1 };
    below(columns.end) & !below(columns.start)
}

/// The set bits of a word, lowest first.
pub(super) fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    core::iter::from_fn(move || {
        let lowest = (word != 0).then(|| word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some(lowest)
    })
}

/// The smallest area inside `within` that holds all pixels in which the frames differ there, if there are any.
pub(super) fn shrink(shown: &Frame<'_>, next: &Frame<'_>, within: Area) -> Option<Area> {
    let differs = |y: &u16| shown.row(*y, within.left(), within.right()) != next.row(*y, within.left(), within.right());
    let top = (within.top()..within.bottom()).find(differs)?;
    let bottom = (top..within.bottom()).rfind(differs)? + 1;
    let (mut left, mut right) = (within.right(), within.left());
    for y in top..bottom {
        // Only what could still move an edge outwards is looked at.
        if let Some(first) = position(shown.row(y, within.left(), left), next.row(y, within.left(), left)) {
            left = within.left() + first;
        }
        if let Some(last) = last_position(shown.row(y, right, within.right()), next.row(y, right, within.right())) {
            right += last + 1;
        }
    }
    Area::new(left, top, right, bottom)
}

fn position(old: &[u16], new: &[u16]) -> Option<u16> {
    old.iter()
        .zip(new)
        .position(|(old, new)| old != new)
        .map(|index| index as u16)
}

fn last_position(old: &[u16], new: &[u16]) -> Option<u16> {
    old.iter()
        .zip(new)
        .rposition(|(old, new)| old != new)
        .map(|index| index as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_covers_its_columns() {
        assert_eq!(mask(0..64), u64::MAX);
        assert_eq!(mask(3..5), 0b11000);
        assert_eq!(mask(64..64), 0);
    }
}

//! Choosing rectangles of cells.
//!
//! A plan cuts the grid into bands of rows and each band into blocks, each shrunk to its cells; that is how pages are made
//! (lines of text, rows of a list, bars), and the cheapest such plan can be found exactly, by dynamic programming. The
//! same is tried with columns for rows, and again inside every block, until nothing gets cheaper.

use heapless::Vec;

use crate::Cost;

use super::{
    MAX_AREAS,
    cells::{Block, Cells, MOST, bits},
};

/// Blocks of a plan. They do not overlap.
pub(super) type Blocks = Vec<Block, MAX_AREAS>;

/// The plan needs more blocks than a list holds.
#[derive(Debug)]
pub(super) struct TooMany;

/// Prices are counted in this part of a cell.
const SIXTEENTHS: u64 = 16;

/// What a block costs, counted in cells: its own, and as many again as its window is worth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Price {
    /// Sixteenths of a cell that opening a window is worth.
    pub(super) window: u32,
}

impl Price {
    /// What a window is worth on a bus, on a grid of cells with `side` pixels to a side.
    pub(super) fn of_window(cost: &Cost, side: u16) -> Self {
        // Of the last write of a window, half is empty on average.
        let window = cost.ns(cost.window) + u64::from(cost.ns_per_call) / 2;
        let bytes = |pixels: u64| pixels * u64::from(cost.bits_per_pixel) / 8;
        let cell = bytes(u64::from(side).pow(2));
        let calls = cell * u64::from(cost.ns_per_call) / u64::from(cost.bytes_per_call.max(1));
        let cell = cell * u64::from(cost.ns_per_byte) + calls;
        Self {
            window: u32::try_from(window * SIXTEENTHS / cell.max(1)).unwrap_or(u32::MAX),
        }
    }

    /// The price at which about a third less windows pay.
    pub(super) fn dearer(self) -> Self {
        Self {
            window: (self.window.saturating_add(self.window / 2)).max(1),
        }
    }

    fn of(self, block: Block) -> u32 {
        self.window.saturating_add(block.cells() * SIXTEENTHS as u32)
    }

    fn of_all(self, blocks: &[Block]) -> u32 {
        blocks.iter().fold(0, |sum, &block| sum.saturating_add(self.of(block)))
    }
}

/// Blocks that cover `cells` at a low price.
pub(super) fn cover(cells: &Cells, price: Price) -> Result<Blocks, TooMany> {
    let mut blocks = cheaper_direction(cells, price)?;
    let mut at = 0;
    while let Some(&block) = blocks.get(at) {
        match cheaper_direction(&cells.within(block), price) {
            Ok(parts)
                if price.of_all(&parts) < price.of(block) && blocks.len() + parts.len() <= blocks.capacity() + 1 =>
            {
                blocks.swap_remove(at);
                blocks.extend(parts);
            }
            _ => at += 1,
        }
    }
    Ok(blocks)
}

/// The better of the best plan in bands of rows and the best in bands of columns.
fn cheaper_direction(cells: &Cells, price: Price) -> Result<Blocks, TooMany> {
    let rows = bands(cells, price);
    let columns = bands(&cells.transposed(), price);
    match (rows, columns) {
        (Ok(rows), Ok(columns)) if price.of_all(&rows) <= price.of_all(&columns) => Ok(rows),
        (Ok(rows), Err(TooMany)) => Ok(rows),
        (_, Ok(columns)) => Ok(columns.iter().map(|block| block.transposed()).collect()),
        (Err(TooMany), Err(TooMany)) => Err(TooMany),
    }
}

/// The cheapest way to cut the grid into bands of rows and each band into blocks.
fn bands(cells: &Cells, price: Price) -> Result<Blocks, TooMany> {
    // `best[y]` is the lowest price of covering the rows above `y`, and `from[y]` where the last band of that starts.
    let mut best = [u32::MAX; MOST + 1];
    let mut from = [0; MOST + 1];
    best[0] = 0;
    for start in 0..MOST {
        if cells.rows[start] == 0 {
            if best[start] <= best[start + 1] {
                best[start + 1] = best[start];
                from[start + 1] = start;
            }
            continue;
        }
        let mut band = Band::EMPTY;
        for end in start + 1..=MOST {
            let row = cells.rows[end - 1];
            if row == 0 {
                continue;
            }
            band.add(end - 1, row);
            let total = best[start].saturating_add(band.cut(price).price);
            if total < best[end] {
                best[end] = total;
                from[end] = start;
            }
        }
    }

    let mut blocks = Blocks::new();
    let mut end = MOST;
    while end > 0 {
        let start = from[end];
        if cells.rows[start..end].iter().any(|&row| row != 0) {
            let mut band = Band::EMPTY;
            for y in start..end {
                band.add(y, cells.rows[y]);
            }
            band.cut(price).blocks(&mut blocks)?;
        }
        end = start;
    }
    Ok(blocks)
}

/// Consecutive rows, seen from above: which rows each column uses.
struct Band {
    columns: u64,
    top: [u8; MOST],
    bottom: [u8; MOST],
}

impl Band {
    const EMPTY: Self = Self {
        columns: 0,
        top: [0; MOST],
        bottom: [0; MOST],
    };

    /// Adds row `y`, below all that were added before.
    fn add(&mut self, y: usize, row: u64) {
        for x in bits(row & !self.columns) {
            self.top[x] = y as u8;
        }
        for x in bits(row) {
            self.bottom[x] = y as u8 + 1;
        }
        self.columns |= row;
    }

    /// Neighbouring columns that use the same rows, as blocks.
    fn pieces(&self) -> Vec<Block, MOST> {
        let mut pieces: Vec<Block, MOST> = Vec::new();
        for x in bits(self.columns) {
            let column = Block {
                left: x as u8,
                top: self.top[x],
                right: x as u8 + 1,
                bottom: self.bottom[x],
            };
            match pieces.last_mut() {
                Some(last) if (last.right, last.top, last.bottom) == (column.left, column.top, column.bottom) => {
                    last.right = column.right;
                }
                _ => {
                    // There are no more pieces than columns.
                    let _ = pieces.push(column);
                }
            }
        }
        pieces
    }

    /// The cheapest way to join neighbouring pieces into blocks.
    fn cut(&self, price: Price) -> Cut {
        let pieces = self.pieces();
        let mut best = [u32::MAX; MOST + 1];
        let mut from = [0; MOST + 1];
        best[0] = 0;
        for end in 1..=pieces.len() {
            let mut block = pieces[end - 1];
            for start in (0..end).rev() {
                block = join(pieces[start], block);
                let total = best[start].saturating_add(price.of(block));
                if total < best[end] {
                    best[end] = total;
                    from[end] = start as u8;
                }
            }
        }
        Cut {
            price: best[pieces.len()],
            pieces,
            from,
        }
    }
}

/// How a band is cut into blocks.
struct Cut {
    price: u32,
    pieces: Vec<Block, MOST>,
    /// For every number of pieces, the one with which the last block over them begins.
    from: [u8; MOST + 1],
}

impl Cut {
    fn blocks(&self, into: &mut Blocks) -> Result<(), TooMany> {
        let mut end = self.pieces.len();
        while end > 0 {
            let start = usize::from(self.from[end]);
            if let Some(block) = self.pieces[start..end].iter().copied().reduce(join) {
                into.push(block).map_err(|_| TooMany)?;
            }
            end = start;
        }
        Ok(())
    }
}

fn join(a: Block, b: Block) -> Block {
    Block {
        left: a.left.min(b.left),
        top: a.top.min(b.top),
        right: a.right.max(b.right),
        bottom: a.bottom.max(b.bottom),
    }
}

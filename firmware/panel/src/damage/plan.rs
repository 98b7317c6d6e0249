//! Choosing rectangles of cells.
//!
//! A plan cuts the grid into bands of rows and each band into blocks, each shrunk to its cells; that is how pages are made
//! (lines of text, rows of a list, bars), and the cheapest such plan can be found exactly, by dynamic programming. The
//! same is tried with columns for rows, and again inside every block, until nothing gets cheaper.

use core::ops::Range;

use heapless::Vec;

use super::{
    MAX_AREAS,
    cells::{Block, Cells, MOST, bits, mask},
};

/// Blocks of a plan. They do not overlap.
pub(super) type Blocks = Vec<Block, MAX_AREAS>;

/// The plan needs more blocks than a list holds.
#[derive(Debug)]
pub(super) struct TooMany;

/// Prices are counted in this part of a cell.
const SIXTEENTHS: u32 = 16;

/// What a block costs, counted in cells: its own, and as many again as its window is worth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Price {
    /// Sixteenths of a cell that opening a window is worth.
    pub(super) window: u32,
}

impl Price {
    /// Dearer than all cells of the grid: then no plan has more than one window.
    const DEAREST: u32 = 2 * SIXTEENTHS * (MOST * MOST) as u32;

    /// The price on a grid of cells with `side` pixels to a side, if a window is worth so many pixels.
    pub(super) fn of_window(pixels: u32, side: u16) -> Self {
        let sixteenths = u64::from(pixels) * u64::from(SIXTEENTHS) / u64::from(side).pow(2).max(1);
        Self {
            window: sixteenths.clamp(1, Self::DEAREST.into()) as u32,
        }
    }

    /// Twice the price, so that fewer windows pay.
    pub(super) fn dearer(self) -> Self {
        Self {
            window: (self.window * 2).min(Self::DEAREST),
        }
    }

    /// How many cells hardly matter: a quarter of a window.
    fn slack(self) -> u32 {
        self.window / SIXTEENTHS / 4
    }

    fn of(self, block: Block) -> u32 {
        self.of_cells(block.cells())
    }

    /// What so many cells cost in one window.
    fn of_cells(self, cells: u32) -> u32 {
        self.window + cells * SIXTEENTHS
    }

    fn of_all(self, blocks: &[Block]) -> u32 {
        blocks.iter().map(|&block| self.of(block)).sum()
    }
}

/// Blocks that cover `cells` at a low price.
pub(super) fn cover(cells: &Cells, price: Price) -> Result<Blocks, TooMany> {
    let mut blocks = cheaper_direction(cells, price)?;
    let mut at = 0;
    while let Some(&block) = blocks.get(at) {
        match split(cells, block, price) {
            Some(parts) if blocks.len() + parts.len() <= blocks.capacity() + 1 => {
                blocks.swap_remove(at);
                blocks.extend(parts);
            }
            _ => at += 1,
        }
    }
    Ok(blocks)
}

/// The parts of a block, if they are cheaper than the whole.
fn split(cells: &Cells, block: Block, price: Price) -> Option<Blocks> {
    let inside = cells.within(block);
    // At best a split saves every cell without changes, for one window more.
    let saved = block.cells() - inside.count();
    if saved.saturating_mul(SIXTEENTHS) <= price.window {
        return None;
    }
    let parts = cheaper_direction(&inside, price).ok()?;
    (price.of_all(&parts) < price.of(block)).then_some(parts)
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
    let mut band = Band::new();
    let lines = lines(cells, price.slack());
    for end in 1..=MOST {
        if cells.rows[end - 1] == 0 {
            best[end] = best[end - 1];
            from[end] = end - 1;
            continue;
        }
        if lines & 1 << (end - 1) == 0 {
            continue;
        }
        let mut changed = 0;
        for start in (0..end).rev() {
            let row = cells.rows[start];
            if row == 0 {
                continue;
            }
            // However the band is cut, it cannot be cheaper than its changed cells; and taller bands are dearer.
            changed += row.count_ones();
            let least = price.of_cells(changed);
            if least >= best[end] {
                break;
            }
            if best[start].saturating_add(least) < best[end]
                && let Some(cut) = band.cut(cells, start..end, price, best[end] - best[start])
            {
                best[end] = best[start] + cut;
                from[end] = start;
            }
        }
    }

    let mut blocks = Blocks::new();
    let mut end = MOST;
    while end > 0 {
        let start = from[end];
        if band.cut(cells, start..end, price, u32::MAX).is_some() {
            band.blocks(&mut blocks)?;
        }
        end = start;
    }
    Ok(blocks)
}

/// Where bands may end: below the rows whose bits are set. A cut between rows that use much the same columns is hardly
/// ever better than one above or below both.
fn lines(cells: &Cells, slack: u32) -> u64 {
    let mut lines = 1 << (MOST - 1);
    for (y, rows) in cells.rows.windows(2).enumerate() {
        let alike = rows[0] != 0 && rows[1] != 0 && (rows[0] ^ rows[1]).count_ones() <= slack;
        lines |= u64::from(!alike) << y;
    }
    lines
}

/// Room to work out how a band is cut into blocks.
struct Band {
    pieces: Vec<Block, MOST>,
    /// For every number of pieces, the lowest price of covering them.
    best: [u32; MOST + 1],
    /// For every number of pieces, the one with which the last block over them begins.
    from: [u8; MOST + 1],
}

impl Band {
    const fn new() -> Self {
        Self {
            pieces: Vec::new(),
            best: [0; MOST + 1],
            from: [0; MOST + 1],
        }
    }

    /// The price of the cheapest way to cut the band of `rows`; none if it has no cells or costs `limit` or more.
    fn cut(&mut self, cells: &Cells, rows: Range<usize>, price: Price, limit: u32) -> Option<u32> {
        let used = self.find_pieces(cells, rows, price.slack());
        if self.pieces.is_empty() || price.of_cells(used) >= limit {
            return None;
        }
        for end in 1..=self.pieces.len() {
            let Block {
                right,
                mut top,
                mut bottom,
                ..
            } = self.pieces[end - 1];
            let (mut best, mut from) = (u32::MAX, 0);
            for (start, piece) in self.pieces[..end].iter().enumerate().rev() {
                top = top.min(piece.top);
                bottom = bottom.max(piece.bottom);
                let alone = price.of(Block {
                    left: piece.left,
                    top,
                    right,
                    bottom,
                });
                if alone >= best {
                    // Longer blocks are dearer.
                    break;
                }
                if self.best[start] + alone < best {
                    best = self.best[start] + alone;
                    from = start as u8;
                }
            }
            self.best[end] = best;
            self.from[end] = from;
        }
        Some(self.best[self.pieces.len()]).filter(|&price| price < limit)
    }

    /// Neighbouring columns that use much the same rows become a piece with at most `slack` cells to spare. Says how many
    /// cells the pieces have without that slack.
    fn find_pieces(&mut self, cells: &Cells, rows: Range<usize>, slack: u32) -> u32 {
        self.pieces.clear();
        let columns = cells.rows[rows.clone()].iter().fold(0, |all, row| all | row);
        let within = mask(rows.start as u8..rows.end as u8);
        let (mut all, mut used) = (0, 0);
        for x in bits(columns) {
            let column = cells.columns[x] & within;
            let column = Block {
                left: x as u8,
                top: column.trailing_zeros() as u8,
                right: x as u8 + 1,
                bottom: (u64::BITS - column.leading_zeros()) as u8,
            };
            all += column.cells();
            used += column.cells();
            match self.pieces.last_mut() {
                Some(last) if last.right == column.left && join(*last, column).cells() <= used + slack => {
                    *last = join(*last, column);
                }
                _ => {
                    used = column.cells();
                    // There are no more pieces than columns.
                    let _ = self.pieces.push(column);
                }
            }
        }
        all
    }

    /// The blocks of the last cut.
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

//! Where two frames differ, as a short list of rectangles worth sending.

mod cells;
mod plan;
#[cfg(test)]
mod tests;

use embedded_graphics_core::geometry::{OriginDimensions, Size};
use heapless::Vec;

use crate::{Alignment, Area, Cost, Frame, Shown, Tiles, Traffic};
pub(crate) use cells::MOST;
use cells::{Block, Cells, shrink};
use plan::{Blocks, Price, TooMany, cover};

/// The most areas that damage consists of.
pub const MAX_AREAS: usize = 32;

/// The areas to send so that the panel shows the next frame. Together they hold every pixel that has changed; what else
/// they hold was cheaper to send than to leave out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    areas: Vec<Area, MAX_AREAS>,
}

impl Damage {
    /// The damage between two frames of one size, chosen by `cost` and aligned to the panel's grain.
    ///
    /// The plan is the cheapest that cutting the frame into bands and blocks of small cells gives, each block then shrunk
    /// to the pixels that differ. Areas are joined as long as that is cheaper or `cost.max_calls` is exceeded; one area
    /// around everything is the last resort.
    pub fn between(shown: &Frame<'_>, next: &Frame<'_>, cost: &Cost, alignment: Alignment) -> Self {
        let size = next.size();
        let side = cell_side(size, cost, alignment);
        let cells = Cells::compare(shown, next, side);
        if cells.is_empty() {
            return Self::default();
        }
        let plan = |blocks: Blocks| {
            let exact = |block| {
                let area = shrink(shown, next, to_area(block, side, size)?)?;
                Some(alignment.enclose(area, size))
            };
            let mut damage = Self {
                areas: blocks.into_iter().filter_map(exact).collect(),
            };
            let calls = damage.traffic(cost).calls;
            damage.join(cost);
            (damage, calls)
        };

        let mut price = Price::of_window(cost.window_in_pixels(), side);
        let first = loop {
            match cover(&cells, price) {
                Ok(blocks) => break blocks,
                Err(TooMany) => price = price.dearer(),
            }
        };
        let (first, calls) = plan(first);
        if calls <= cost.window_calls() {
            return first;
        }
        // A plan made for fewer windows is often better than one that had to be joined.
        let second = cover(&cells, price.dearer()).map(|blocks| plan(blocks).0);
        match second {
            Ok(second) if cost.ns(second.traffic(cost)) < cost.ns(first.traffic(cost)) => second,
            _ => first,
        }
    }

    /// The damage between what a panel shows, as far as that is remembered, and a frame of the same size.
    pub(crate) fn since(shown: &mut Shown<'_>, next: &Frame<'_>, cost: &Cost, alignment: Alignment) -> Self {
        match shown {
            Shown::Frame(shown) => Self::between(shown, next, cost, alignment),
            Shown::Tiles(tiles) => Self::in_bands(tiles, next, alignment),
        }
    }

    /// The damage in bands: rows of tiles that follow on each other, each as wide as their changes together. A better plan takes
    /// a microcontroller longer to find than it saves on the bus.
    fn in_bands(tiles: &mut Tiles<'_>, next: &Frame<'_>, alignment: Alignment) -> Self {
        let (size, side) = (next.size(), Tiles::side(next.size()));
        let cells = Cells::of_tiles(tiles, next);
        let mut damage = Self::default();
        let (mut top, mut changed) = (0, 0_u64);
        // What follows the last row ends the last band.
        for (row, &bits) in cells.rows.iter().chain([&0]).enumerate() {
            if bits == 0 && changed != 0 {
                let block = Block {
                    left: changed.trailing_zeros() as u8,
                    top,
                    right: 64 - changed.leading_zeros() as u8,
                    bottom: row as u8,
                };
                let area = to_area(block, side, size);
                damage.areas.extend(area.map(|area| alignment.enclose(area, size)));
                changed = 0;
            }
            if changed == 0 {
                top = row as u8;
            }
            changed |= bits;
        }
        damage
    }

    /// Everything, whatever the panel shows.
    pub fn all(frame: &Frame<'_>) -> Self {
        Self {
            areas: frame.area().into_iter().collect(),
        }
    }

    /// As much of it, from its first area on, as the bus has time for in so many nanoseconds, but at least a line of one
    /// area. What is left out differs when the frames are compared the next time.
    #[must_use]
    pub fn within(&self, ns: u64, cost: &Cost, alignment: Alignment) -> Self {
        let mut kept = Self::default();
        let mut taken = Traffic::default();
        for &area in &self.areas {
            let fits = |area: Area| {
                let mut all = taken;
                all += cost.traffic(area);
                cost.ns(all) <= ns
            };
            let fitting = if fits(area) {
                Some(area)
            } else {
                let lines = core::iter::successors(Some(area.top()), |&row| Some(alignment.row_below(row)))
                    .skip(1)
                    .take_while(|&row| row < area.bottom())
                    .filter_map(|row| Area::new(area.left(), area.top(), area.right(), row));
                let least = lines.clone().next().unwrap_or(area);
                lines
                    .take_while(|&area| fits(area))
                    .last()
                    .or(kept.areas.is_empty().then_some(least))
            };
            kept.areas.extend(fitting);
            if fitting != Some(area) {
                break;
            }
            taken += cost.traffic(area);
        }
        kept
    }

    /// The areas, at most [`MAX_AREAS`] of them.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// What sending the areas moves.
    pub fn traffic(&self, cost: &Cost) -> Traffic {
        let mut sum = Traffic::default();
        for &area in &self.areas {
            sum += cost.traffic(area);
        }
        sum
    }

    /// Joins areas wherever one window around them is cheaper, and as long as there are too many calls: first where a
    /// call is saved at the lowest price.
    fn join(&mut self, cost: &Cost) {
        loop {
            let excess = self.traffic(cost).calls > cost.window_calls();
            let mut best: Option<(i64, Area)> = None;
            for (index, a) in self.areas.iter().enumerate() {
                for b in &self.areas[index + 1..] {
                    let union = a.union(b);
                    let mut inside = Traffic::default();
                    for &area in self.areas.iter().filter(|area| union.encloses(area)) {
                        inside += cost.traffic(area);
                    }
                    let joined = cost.traffic(union);
                    let dearer = cost.ns(joined) as i64 - cost.ns(inside) as i64;
                    let saved = i64::from(inside.calls) - i64::from(joined.calls);
                    let score = if dearer <= 0 {
                        dearer
                    } else if excess && saved > 0 {
                        dearer / saved
                    } else {
                        continue;
                    };
                    if best.is_none_or(|(lowest, _)| score < lowest) {
                        best = Some((score, union));
                    }
                }
            }
            let Some((_, union)) = best else { break };
            self.areas.retain(|area| !union.encloses(area));
            // At least two areas have just made room for this one.
            self.areas.extend([union]);
        }
        // What joining two by two has not found: nothing ever costs more than one area around everything.
        let around = self.areas.iter().copied().reduce(|a, b| a.union(&b));
        if let Some(around) = around.filter(|&around| {
            let (one, many) = (cost.traffic(around), self.traffic(cost));
            (many.calls > cost.window_calls() && one.calls < many.calls) || cost.ns(one) < cost.ns(many)
        }) {
            self.areas.clear();
            self.areas.extend([around]);
        }
    }
}

/// The side of a cell in pixels: so fine that a cell is worth little beside a window, as far as the grid reaches over the
/// frame. Where panels have eight pixels to a byte, the edges of bytes are edges of cells.
fn cell_side(size: Size, cost: &Cost, alignment: Alignment) -> u16 {
    const FINEST: u32 = 2;
    const COARSEST: u32 = 8;
    let worth = (cost.window_in_pixels() / 8).isqrt().clamp(FINEST, COARSEST);
    let fits = size.width.max(size.height).div_ceil(MOST as u32).max(worth);
    let side = if alignment.is_pixel() {
        fits
    } else {
        fits.next_multiple_of(8)
    };
    side as u16
}

/// The pixels of a block of cells.
fn to_area(block: Block, side: u16, size: Size) -> Option<Area> {
    let clip = |edge: u8, limit: u32| (u32::from(edge) * u32::from(side)).min(limit) as u16;
    Area::new(
        clip(block.left, size.width),
        clip(block.top, size.height),
        clip(block.right, size.width),
        clip(block.bottom, size.height),
    )
}

//! Where two frames differ, as a short list of rectangles worth sending.

mod cells;
mod plan;
#[cfg(test)]
mod tests;

use embedded_graphics_core::geometry::{OriginDimensions, Size};
use heapless::Vec;

use crate::{Alignment, Area, Cost, Frame, Traffic};
use cells::{Block, Cells, cell_side, shrink};
use plan::{Price, cover};

/// The most areas that damage consists of.
pub const MAX_AREAS: usize = 16;

/// How often a plan is made cheaper in calls before it becomes one bounding box.
const ROUNDS: usize = 12;

/// The areas to send so that the panel shows the next frame. Together they hold every pixel that has changed; what else
/// they hold was cheaper to send than to leave out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Damage {
    areas: Vec<Area, MAX_AREAS>,
}

impl Damage {
    /// The damage between two frames of one size, chosen by `cost` and aligned to the panel's grain.
    ///
    /// The plan is the cheapest that a cut of the frame into bands and blocks of cells (8 by 8 pixels) gives, each block
    /// then shrunk to the pixels that differ. It keeps `cost.max_calls` whenever one bounding box does.
    pub fn between(shown: &Frame<'_>, next: &Frame<'_>, cost: &Cost, alignment: Alignment) -> Self {
        let size = next.size();
        let cells = Cells::compare(shown, next);
        if cells.is_empty() {
            return Self::default();
        }
        let exact = |block| {
            let area = shrink(shown, next, to_area(block, size)?)?;
            Some(alignment.enclose(area, size))
        };
        let mut price = Price::of_window(cost, cell_side(size));
        for _ in 0..ROUNDS {
            if let Ok(blocks) = cover(&cells, price) {
                let mut damage = Self {
                    areas: blocks.into_iter().filter_map(exact).collect(),
                };
                damage.join(cost);
                if damage.traffic(cost).calls <= cost.max_calls {
                    return damage;
                }
            }
            price = price.dearer();
        }
        let whole = next.area().and_then(|all| shrink(shown, next, all));
        Self {
            areas: whole.map(|area| alignment.enclose(area, size)).into_iter().collect(),
        }
    }

    /// Everything, whatever the panel shows.
    pub fn all(frame: &Frame<'_>) -> Self {
        Self {
            areas: frame.area().into_iter().collect(),
        }
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

    /// Joins two areas wherever one window around them is cheaper, until none is.
    fn join(&mut self, cost: &Cost) {
        let ns = |area: Area| cost.ns(cost.traffic(area));
        'again: loop {
            for a in 0..self.areas.len() {
                for b in a + 1..self.areas.len() {
                    let union = self.areas[a].union(&self.areas[b]);
                    let saved: u64 = self
                        .areas
                        .iter()
                        .filter(|area| union.encloses(area))
                        .map(|&area| ns(area))
                        .sum();
                    if ns(union) <= saved {
                        self.areas.retain(|area| !union.encloses(area));
                        self.areas.extend([union]);
                        continue 'again;
                    }
                }
            }
            return;
        }
    }
}

/// The pixels of a block of cells.
fn to_area(block: Block, size: Size) -> Option<Area> {
    let side = cell_side(size);
    let clip = |edge: u8, limit: u32| (u32::from(edge) * u32::from(side)).min(limit) as u16;
    Area::new(
        clip(block.left, size.width),
        clip(block.top, size.height),
        clip(block.right, size.width),
        clip(block.bottom, size.height),
    )
}

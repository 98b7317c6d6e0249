//! A piece of a ring of any length.

use embedded_graphics::geometry::Point;
use embedded_graphics::primitives::Rectangle;

use super::{Direction, Ring, Shape, Turn, edge};

/// A piece of a ring that begins at twelve and goes clockwise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    ring: Ring,
    from: Direction,
    to: Direction,
    is_long: bool,
}

impl Arc {
    /// So many of the parts of a whole turn, and less than all of them.
    pub(crate) fn new(ring: Ring, part: u32, of: u32) -> Self {
        Self {
            ring,
            from: Turn::parts(0, of).direction(),
            to: Turn::parts(part, of).direction(),
            is_long: 2 * part > of,
        }
    }
}

impl Shape for Arc {
    fn bounds(&self) -> Rectangle {
        self.ring.bounds()
    }

    fn coverage(&self, centre: Point) -> u8 {
        let away = centre - self.ring.centre;
        let (after, before) = (edge(self.from.clockwise(away)), edge(-self.to.clockwise(away)));
        // More than half a turn leaves out what is both before its beginning and behind its end.
        let sides = if self.is_long {
            after.max(before)
        } else {
            after.min(before)
        };
        sides.min(self.ring.coverage(centre))
    }
}

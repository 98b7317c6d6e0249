//! A rectangle that leans.

use embedded_graphics::geometry::Point;
use embedded_graphics::primitives::Rectangle;

use super::{Direction, Shape, around, edge};

/// A rectangle around a point, with its height in a direction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tilted {
    /// Its middle, in sixteenths of a pixel.
    pub(crate) centre: Point,
    /// Half its width and half its height, in sixteenths of a pixel.
    pub(crate) half: (i32, i32),
    /// Where its top is.
    pub(crate) up: Direction,
}

impl Tilted {
    /// The same, so much smaller on every side.
    pub(crate) const fn within(self, less: i32) -> Self {
        Self {
            half: (self.half.0 - less, self.half.1 - less),
            ..self
        }
    }
}

impl Shape for Tilted {
    fn bounds(&self) -> Rectangle {
        around(self.centre, self.centre, self.half.0 + self.half.1)
    }

    fn coverage(&self, centre: Point) -> u8 {
        let away = centre - self.centre;
        let across = edge(self.half.0 - self.up.clockwise(away).abs());
        across.min(edge(self.half.1 - self.up.along(away).abs()))
    }
}

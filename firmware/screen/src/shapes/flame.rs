//! A flame.

use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::primitives::Rectangle;

use super::{PX, Shape, edge, length};

/// A drop that burns: half a disc at the bottom, and a tip above it that bends to the right. Lengths in sixteenths of a
/// pixel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flame {
    /// The middle of the disc.
    pub(crate) centre: Point,
    /// Of the disc.
    pub(crate) radius: i32,
    /// From the middle of the disc to the tip.
    pub(crate) height: i32,
}

impl Flame {
    /// How far the tip leans to the right, of the radius.
    const LEAN: (i32, i32) = (2, 5);

    /// A smaller one within, that stands on nearly the same ground.
    pub(crate) const fn inner(self) -> Self {
        Self {
            centre: Point::new(self.centre.x, self.centre.y + self.radius * 2 / 5),
            radius: self.radius / 2,
            height: self.height / 2,
        }
    }
}

impl Shape for Flame {
    fn bounds(&self) -> Rectangle {
        let pixel = |x: i32, y: i32| Point::new(x.div_euclid(PX), y.div_euclid(PX));
        let reach = self.radius + PX;
        let top = pixel(self.centre.x - reach, self.centre.y - self.height - PX);
        let bottom = pixel(self.centre.x + reach, self.centre.y + reach);
        let size = bottom - top;
        Rectangle::new(top, Size::new(size.x.max(0) as u32 + 1, size.y.max(0) as u32 + 1))
    }

    fn coverage(&self, centre: Point) -> u8 {
        let away = centre - self.centre;
        if away.y >= 0 {
            return edge(self.radius - length(away));
        }
        let up = -away.y;
        if up >= self.height || self.height == 0 {
            return 0;
        }
        // As wide as the disc at its middle, and nothing at the tip: 1 - t², which leaves the disc upright.
        let t = i64::from(up) * 1024 / i64::from(self.height);
        let width = (i64::from(self.radius) * (1024 * 1024 - t * t) / (1024 * 1024)) as i32;
        let (part, of) = Self::LEAN;
        let lean = (i64::from(self.radius * part / of) * t * t * t / (1024 * 1024 * 1024)) as i32;
        edge(width - (away.x - lean).abs())
    }
}

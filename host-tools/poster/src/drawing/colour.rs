//! Colours of pages, as paper and screens have them.

use embedded_graphics::pixelcolor::{Rgb565, RgbColor};

/// Red, green and blue, of 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub [u8; 3]);

impl From<Rgb565> for Colour {
    fn from(colour: Rgb565) -> Self {
        let wide = |part: u8, most: u32| ((u32::from(part) * 255 + most / 2) / most) as u8;
        Self([wide(colour.r(), 31), wide(colour.g(), 63), wide(colour.b(), 31)])
    }
}

impl Colour {
    /// A colour between two: 0 is this one, 1 the other one.
    pub(crate) fn towards(self, other: Self, part: f64) -> Self {
        let between = |at: usize| {
            let (from, to) = (f64::from(self.0[at]), f64::from(other.0[at]));
            (from + (to - from) * part).round() as u8
        };
        Self([between(0), between(1), between(2)])
    }
}

//! What covered pixels become.

use embedded_graphics::pixelcolor::Rgb565;

use crate::palette::mix;

/// A colour on a ground that is known: a pixel that is partly covered is a mixture of both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ink {
    ramp: [Rgb565; 16],
}

impl Ink {
    /// A colour on a ground.
    pub(crate) fn new(colour: Rgb565, ground: Rgb565) -> Self {
        Self {
            ramp: core::array::from_fn(|level| mix(ground, colour, level as u8)),
        }
    }

    /// The same without anything between: a pixel that is covered by half is covered.
    pub(crate) fn two_tone(colour: Rgb565, ground: Rgb565) -> Self {
        Self {
            ramp: core::array::from_fn(|level| if level < 8 { ground } else { colour }),
        }
    }

    /// The colour of a pixel that is covered by so many fifteenths.
    pub(crate) const fn at(&self, coverage: u8) -> Rgb565 {
        self.ramp[(coverage & 15) as usize]
    }
}

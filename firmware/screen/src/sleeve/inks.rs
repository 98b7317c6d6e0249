//! The tones of a cover, and the colours that they become.

use embedded_graphics::pixelcolor::{Rgb565, RgbColor};

use crate::palette::{Hue, mix};

/// The part that a colour plays on a cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Tone {
    /// The subject's own colour at its loudest.
    Vivid,
    /// The same, nearly black.
    Deep,
    /// The same, dark.
    Cloth,
    /// The same, nearly white.
    Tint,
    /// The one other colour of a cover.
    Other,
}

impl Tone {
    /// Every tone.
    pub const ALL: [Self; Self::COUNT] = [Self::Vivid, Self::Deep, Self::Cloth, Self::Tint, Self::Other];

    pub(super) const COUNT: usize = 5;

    /// How dark each is where there is nothing between black and white, in sixteenths, unless a composition has it otherwise.
    pub(super) const DARKNESS: [u8; Self::COUNT] = [8, 16, 16, 0, 4];
}

/// Five colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    tones: [Rgb565; Tone::COUNT],
}

impl Colours {
    /// The colours of each tone, in the order of [`Tone`].
    #[must_use]
    pub const fn new(tones: [Rgb565; 5]) -> Self {
        Self { tones }
    }

    /// The colour of a tone.
    #[must_use]
    pub const fn of(&self, tone: Tone) -> Rgb565 {
        self.tones[tone as usize]
    }

    /// A colour between those of two tones: 0 is the first, 15 the second.
    pub(super) fn between(&self, from: Tone, to: Tone, fifteenths: u8) -> Rgb565 {
        if from == to || fifteenths >= 15 {
            return self.of(to);
        }
        mix(self.of(from), self.of(to), fifteenths)
    }
}

/// What a cover is printed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inks {
    /// Five colours.
    Colours(Colours),
    /// Black on white: tones become patterns.
    TwoTone {
        /// What is left blank.
        light: Rgb565,
        /// What is printed.
        dark: Rgb565,
    },
}

impl Inks {
    /// Black on white.
    pub const BLACK_ON_WHITE: Self = Self::TwoTone {
        light: Rgb565::WHITE,
        dark: Rgb565::BLACK,
    };

    /// The tones of a hue, and the vivid one of its partner.
    #[must_use]
    pub const fn of(hue: Hue) -> Self {
        let other = hue.partner().vivid();
        Self::Colours(Colours::new([hue.vivid(), hue.deep(), hue.cloth(), hue.tint(), other]))
    }
}

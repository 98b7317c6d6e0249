//! The tones of a cover, and the colours that they become.

use embedded_graphics::pixelcolor::{Rgb565, RgbColor};

use crate::palette::mix;

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

    /// One of the colours; those past the last begin again.
    #[must_use]
    pub const fn slot(slot: usize) -> Self {
        let [vivid, cloth, deep, tint] = TABLE[slot % TABLE.len()].0;
        let other = TABLE[TABLE[slot % TABLE.len()].1].0[0];
        Self::Colours(Colours::new([hex(vivid), hex(deep), hex(cloth), hex(tint), hex(other)]))
    }

    /// How many colours there are.
    pub const SLOTS: usize = TABLE.len();
}

const fn hex(hex: u32) -> Rgb565 {
    Rgb565::new((hex >> 19) as u8 & 31, (hex >> 10) as u8 & 63, (hex >> 3) as u8 & 31)
}

/// Rose, vermilion, tangerine, marigold, lemon, lime, leaf, jade, lagoon, sky, cobalt, violet, orchid, pink: vivid, cloth, deep
/// and tint, and the place of the one other colour that stands beside each.
const TABLE: [([u32; 4], usize); 14] = [
    ([0xf7658c, 0x9c1042, 0x4a0821, 0xffced6], 7),
    ([0xff5531, 0x9c2408, 0x4a1008, 0xffd2c5], 9),
    ([0xff8e29, 0x8c4500, 0x421c00, 0xffdfc5], 10),
    ([0xffba21, 0x735500, 0x3a2800, 0xffe3b5], 10),
    ([0xefe331, 0x635908, 0x312d00, 0xf7f3ad], 12),
    ([0xb5e342, 0x4a6100, 0x212d00, 0xdef7b5], 11),
    ([0x42ca6b, 0x086531, 0x003110, 0xc5f3ce], 2),
    ([0x4acea5, 0x00654a, 0x003121, 0xbdf3de], 0),
    ([0x3acad6, 0x00616b, 0x003131, 0xbdeff7], 1),
    ([0x4ab6f7, 0x005d84, 0x002d42, 0xc5e7ff], 3),
    ([0x528ef7, 0x0045c5, 0x00206b, 0xcedfff], 3),
    ([0xa582f7, 0x6324bd, 0x310c63, 0xded7ff], 5),
    ([0xde71e6, 0x841094, 0x42084a, 0xf7d2f7], 4),
    ([0xff92bd, 0x940c63, 0x4a0c31, 0xffdbe6], 1),
];

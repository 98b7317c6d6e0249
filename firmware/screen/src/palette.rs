//! Colours and their roles.

use embedded_graphics::pixelcolor::{Rgb565, RgbColor};

use crate::Class;

/// What the room and the eyes ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light.
    Light,
    /// The strongest contrast.
    HighContrast,
}

impl Theme {
    /// Every theme.
    pub const ALL: &'static [Self] = &[Self::Dark, Self::Light, Self::HighContrast];

    /// Its name: lower case, without spaces.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::HighContrast => "high-contrast",
        }
    }

    /// The palette of an owner with that accent on a class of panels; accents past the last begin again.
    #[must_use]
    pub fn palette(self, accent: u8, class: Class) -> Palette {
        let accent = usize::from(accent) % ACCENTS;
        match (class, self) {
            // A panel that shines is dark at rest; paper turns dark only where the owner asks for it.
            (Class::Mono, _) => Palette::two_tone(Rgb565::BLACK, Rgb565::WHITE, false),
            (Class::EPaper, Self::Dark) => Palette::two_tone(Rgb565::BLACK, Rgb565::WHITE, true),
            (Class::EPaper, _) => Palette::two_tone(Rgb565::WHITE, Rgb565::BLACK, true),
            (_, theme) => theme.colours(accent),
        }
    }

    fn colours(self, accent: usize) -> Palette {
        match self {
            Self::Dark => Palette {
                ground: rgb(0x10_10_10),
                ink: rgb(0xF6_F1_E7),
                soft: rgb(0xA8_A2_98),
                faint: rgb(0x36_34_34),
                accent: rgb(BRIGHT[accent]),
                poster: Some(Poster {
                    ground: rgb(BRIGHT[accent]),
                    ink: rgb(0x10_10_10),
                }),
                two_tone: false,
            },
            Self::Light => Palette {
                ground: rgb(0xF6_F1_E7),
                ink: rgb(0x16_15_18),
                soft: rgb(0x66_60_58),
                faint: rgb(0xDB_D3_C5),
                accent: rgb(DEEP[accent]),
                poster: Some(Poster {
                    ground: rgb(DEEP[accent]),
                    ink: rgb(0xFF_FA_F0),
                }),
                two_tone: false,
            },
            Self::HighContrast => Palette {
                ground: Rgb565::BLACK,
                ink: Rgb565::WHITE,
                soft: rgb(0xDD_DD_DD),
                faint: rgb(0x44_44_44),
                accent: rgb(VIVID[accent]),
                poster: None,
                two_tone: false,
            },
        }
    }
}

/// How many accents there are.
pub const ACCENTS: usize = 8;

/// Coral, amber, mint, sky, violet, rose, lime, sand: on a dark ground.
const BRIGHT: [u32; ACCENTS] = [
    0xFF_6F_4F, 0xFF_B2_1A, 0x3F_D6_9C, 0x62_B6_FF, 0xAE_94_FF, 0xFF_84_B8, 0xB9_DE_4A, 0xE6_CF_9C,
];
/// The same on paper.
const DEEP: [u32; ACCENTS] = [
    0xBC_33_14, 0x8C_52_00, 0x00_6B_4C, 0x12_58_B0, 0x60_3A_C4, 0xB0_1E_5C, 0x4B_66_00, 0x70_58_20,
];
/// The same on black, brighter.
const VIVID: [u32; ACCENTS] = [
    0xFF_8A_70, 0xFF_C8_40, 0x60_F0_B8, 0x86_C8_FF, 0xC4_B0_FF, 0xFF_A0_CC, 0xD0_F0_60, 0xFF_E4_A8,
];

/// The colours of a page by their role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// What everything stands on.
    pub ground: Rgb565,
    /// What is read first.
    pub ink: Rgb565,
    /// What is read second.
    pub soft: Rgb565,
    /// What is not read: tracks, grooves, empty cells.
    pub faint: Rgb565,
    /// The owner's colour.
    pub accent: Rgb565,
    poster: Option<Poster>,
    two_tone: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Poster {
    ground: Rgb565,
    ink: Rgb565,
}

impl Palette {
    /// The palette of a page that stands on the owner's colour; the same palette where the theme has no such pages.
    #[must_use]
    pub fn poster(self) -> Self {
        let Some(Poster { ground, ink }) = self.poster else {
            return self;
        };
        if self.two_tone {
            return Self::two_tone(ground, ink, false);
        }
        Self {
            ground,
            ink,
            soft: mix(ground, ink, 13),
            faint: mix(ground, ink, 3),
            accent: ink,
            poster: None,
            two_tone: false,
        }
    }

    /// Whether there is nothing between ground and ink.
    #[must_use]
    pub const fn is_two_tone(&self) -> bool {
        self.two_tone
    }

    fn two_tone(ground: Rgb565, ink: Rgb565, poster: bool) -> Self {
        Self {
            ground,
            ink,
            soft: ink,
            faint: ground,
            accent: ink,
            poster: poster.then_some(Poster {
                ground: ink,
                ink: ground,
            }),
            two_tone: true,
        }
    }
}

/// A colour of 24 bits, in 16.
const fn rgb(hex: u32) -> Rgb565 {
    Rgb565::new((hex >> 19) as u8 & 31, (hex >> 10) as u8 & 63, (hex >> 3) as u8 & 31)
}

/// A colour between two: 0 is the first, 15 the second.
pub(crate) fn mix(from: Rgb565, to: Rgb565, fifteenths: u8) -> Rgb565 {
    let part = i32::from(fifteenths.min(15));
    let between = |from: u8, to: u8| {
        let (from, to) = (i32::from(from), i32::from(to));
        (from + ((to - from) * part * 2 + 15 * (to - from).signum()) / 30) as u8
    };
    Rgb565::new(
        between(from.r(), to.r()),
        between(from.g(), to.g()),
        between(from.b(), to.b()),
    )
}

/// How far two colours are apart, in steps of a channel.
#[cfg(any(test, feature = "plate"))]
pub(crate) fn distance(a: Rgb565, b: Rgb565) -> u32 {
    let apart = |a: u8, b: u8| u32::from(a.abs_diff(b));
    2 * apart(a.r(), b.r()) + apart(a.g(), b.g()) + 2 * apart(a.b(), b.b())
}

/// Contrast ratio of WCAG 2.2, 1 to 21.
#[cfg(test)]
pub(crate) fn contrast(a: Rgb565, b: Rgb565) -> f64 {
    let linear = |level: u8, most: u8| {
        let level = f64::from(level) / f64::from(most);
        if level <= 0.04045 {
            level / 12.92
        } else {
            ((level + 0.055) / 1.055).powf(2.4)
        }
    };
    let luminance = |c: Rgb565| 0.2126 * linear(c.r(), 31) + 0.7152 * linear(c.g(), 63) + 0.0722 * linear(c.b(), 31);
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_read_stands_out_from_its_ground() {
        for &theme in Theme::ALL {
            let least = if theme == Theme::HighContrast { 7.0 } else { 4.5 };
            for accent in 0..ACCENTS as u8 {
                let palette = theme.colours(accent.into());
                for (surface, palette) in [("plain", palette), ("poster", palette.poster())] {
                    for (role, colour) in [("ink", palette.ink), ("soft", palette.soft), ("accent", palette.accent)] {
                        let found = contrast(colour, palette.ground);
                        assert!(found >= least, "{theme:?} {accent} {surface} {role}: {found:.2}");
                    }
                }
            }
        }
    }

    #[test]
    fn mixing_begins_and_ends_at_its_colours() {
        let (a, b) = (rgb(0x12_34_56), rgb(0xFE_DC_BA));
        assert_eq!(mix(a, b, 0), a);
        assert_eq!(mix(a, b, 15), b);
        assert_eq!(mix(b, a, 15), a);
    }
}

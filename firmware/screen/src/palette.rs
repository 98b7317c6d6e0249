//! Colours and their roles.

use embedded_graphics::pixelcolor::{Rgb565, RgbColor};

use crate::Class;

mod hue;

pub use hue::Hue;

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

    /// The palette of the device's own screens for an owner with that accent on a class of panels; accents past the last
    /// begin again.
    #[must_use]
    pub fn palette(self, accent: u8, class: Class) -> Palette {
        let hue = Hue::of_accent(accent);
        match (class, self) {
            // A panel that shines is dark at rest; paper turns dark only where the owner asks for it.
            (Class::Mono, _) | (Class::EPaper, Self::Dark) => Palette::two_tone(Rgb565::BLACK, Rgb565::WHITE),
            (Class::EPaper, _) => Palette::two_tone(Rgb565::WHITE, Rgb565::BLACK),
            (_, theme) => theme.plain(hue),
        }
    }

    /// The palette of a page on a ground.
    #[must_use]
    pub fn on(self, ground: Ground, class: Class) -> Palette {
        match class {
            Class::Mono => self.palette(0, class),
            Class::EPaper if ground.is_loud => {
                let quiet = self.palette(0, class);
                Palette::two_tone(quiet.ink, quiet.ground)
            }
            Class::EPaper => self.palette(0, class),
            _ if ground.is_loud => self.loud(ground.hue),
            _ => self.quiet(ground.hue),
        }
    }

    /// Neither black nor white, so that what is there takes nothing away from the owner's colour.
    fn plain(self, hue: Hue) -> Palette {
        match self {
            Self::Dark => Palette {
                ground: rgb(0x10_10_10),
                ink: rgb(0xF6_F1_E7),
                soft: rgb(0xA8_A2_98),
                faint: rgb(0x36_34_34),
                accent: hue.vivid(),
                pop: hue.partner().vivid(),
                glow: hue.partner().vivid(),
                kind: Kind::Dark,
            },
            Self::Light => Palette {
                ground: PAPER,
                ink: rgb(0x16_15_18),
                soft: rgb(0x66_60_58),
                faint: rgb(0xDB_D3_C5),
                accent: hue.cloth(),
                pop: hue.partner().cloth(),
                glow: hue.partner().vivid(),
                kind: Kind::Light,
            },
            Self::HighContrast => self.quiet(hue),
        }
    }

    /// On the deep tone, on the tint in the light, on black in high contrast.
    fn quiet(self, hue: Hue) -> Palette {
        let partner = hue.partner();
        match self {
            Self::Dark => Palette {
                ground: hue.deep(),
                ink: PAPER,
                soft: hue.tint(),
                faint: mix(hue.deep(), hue.vivid(), 3),
                accent: hue.vivid(),
                pop: partner.vivid(),
                glow: partner.vivid(),
                kind: Kind::Dark,
            },
            Self::Light => Palette {
                ground: hue.tint(),
                ink: INK,
                soft: hue.cloth(),
                faint: mix(hue.tint(), hue.cloth(), 3),
                accent: hue.cloth(),
                pop: partner.cloth(),
                glow: partner.vivid(),
                kind: Kind::Light,
            },
            Self::HighContrast => Palette {
                ground: Rgb565::BLACK,
                ink: Rgb565::WHITE,
                soft: rgb(0xDD_DD_DD),
                faint: rgb(0x44_44_44),
                accent: bright(hue),
                pop: bright(partner),
                glow: bright(partner),
                kind: Kind::Black,
            },
        }
    }

    /// On the vivid tone; on the cloth in the light, and on the tint in high contrast.
    fn loud(self, hue: Hue) -> Palette {
        let partner = hue.partner();
        match self {
            Self::Dark => Palette {
                ground: hue.vivid(),
                ink: INK,
                soft: hue.deep(),
                faint: mix(hue.vivid(), hue.deep(), 3),
                accent: hue.deep(),
                // What is dark itself takes its partner's strong tone; on the darker ones only its deep one is seen.
                pop: match hue {
                    Hue::Rose | Hue::Vermilion | Hue::Cobalt | Hue::Violet | Hue::Orchid => partner.deep(),
                    _ => partner.cloth(),
                },
                glow: partner.vivid(),
                kind: Kind::Vivid,
            },
            Self::Light => Palette {
                ground: hue.cloth(),
                ink: PAPER,
                soft: hue.tint(),
                faint: mix(hue.cloth(), hue.tint(), 3),
                accent: hue.tint(),
                pop: match hue {
                    Hue::Rose | Hue::Vermilion | Hue::Leaf | Hue::Sky | Hue::Cobalt | Hue::Violet | Hue::Orchid => {
                        partner.vivid()
                    }
                    _ => partner.tint(),
                },
                glow: partner.vivid(),
                kind: Kind::Cloth,
            },
            Self::HighContrast => Palette {
                ground: hue.tint(),
                ink: Rgb565::BLACK,
                soft: hue.deep(),
                faint: mix(hue.tint(), hue.deep(), 3),
                accent: hue.deep(),
                pop: partner.deep(),
                glow: partner.cloth(),
                kind: Kind::White,
            },
        }
    }
}

/// What the accents of owners are called, each at its number.
pub const ACCENTS: [&str; 8] = [
    "vermilion",
    "marigold",
    "jade",
    "sky",
    "violet",
    "pink",
    "lime",
    "lemon",
];

/// What is nearly black, of all hues the same.
const INK: Rgb565 = rgb(0x19_10_19);
/// What is nearly white.
const PAPER: Rgb565 = rgb(0xF7_F3_E6);

/// A hue on black where contrast is strongest.
fn bright(hue: Hue) -> Rgb565 {
    mix(hue.vivid(), hue.tint(), 5)
}

/// What a page stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ground {
    /// Its ink, and that of most that is on it.
    pub hue: Hue,
    /// Whether it is the ink itself; what is quiet stands on its darkest tone, or, in the light, its lightest.
    pub is_loud: bool,
}

impl Ground {
    /// The same, beside another one: never of its hue, and loud where that is quiet.
    #[must_use]
    pub fn beside(self, before: Self) -> Self {
        let hue = if self.hue == before.hue {
            self.hue.partner()
        } else {
            self.hue
        };
        Self {
            hue,
            is_loud: !before.is_loud,
        }
    }

    /// The same, after another one of its story, whose hue it may keep: loud where that is quiet.
    #[must_use]
    pub const fn after(self, before: Self) -> Self {
        Self {
            hue: self.hue,
            is_loud: !before.is_loud,
        }
    }
}

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
    /// What a picture is drawn in.
    pub accent: Rgb565,
    /// The one mark of a picture that is to be seen first.
    pub pop: Rgb565,
    /// The same where nothing is read off it: a sun.
    pub glow: Rgb565,
    kind: Kind,
}

/// What fields in other colours have to go with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A dark ground.
    Dark,
    /// A light ground.
    Light,
    /// A strong one that is light.
    Vivid,
    /// A strong one that is dark.
    Cloth,
    /// Black, with the strongest contrast.
    Black,
    /// Nearly white, with the strongest contrast.
    White,
    /// Nothing between ground and ink.
    TwoTone,
}

/// A field in a colour of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swatch {
    /// What it is filled with.
    pub fill: Rgb565,
    /// What is read on it.
    pub ink: Rgb565,
}

/// The row of an artist in a list: what is filled of it, and what is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// The bar, which begins at the edge.
    pub bar: Swatch,
    /// What is behind it.
    pub row: Swatch,
}

impl Palette {
    /// The row of an artist of a hue, whatever hue the page has.
    #[must_use]
    pub fn band(&self, hue: Hue) -> Band {
        let swatch = |fill, ink| Swatch { fill, ink };
        let (bar, row) = match self.kind {
            Kind::Dark => (swatch(hue.vivid(), INK), swatch(hue.deep(), hue.tint())),
            Kind::Light | Kind::Vivid => (swatch(hue.vivid(), INK), swatch(hue.tint(), INK)),
            Kind::Cloth => (swatch(hue.cloth(), PAPER), swatch(hue.tint(), INK)),
            Kind::Black => (swatch(bright(hue), Rgb565::BLACK), swatch(Rgb565::BLACK, Rgb565::WHITE)),
            Kind::White => (swatch(hue.deep(), Rgb565::WHITE), swatch(hue.tint(), Rgb565::BLACK)),
            Kind::TwoTone => (swatch(self.ink, self.ground), swatch(self.ground, self.ink)),
        };
        Band { bar, row }
    }

    /// A mark of a picture in a hue of its own, on the ground of the page.
    #[must_use]
    pub fn mark(&self, hue: Hue) -> Rgb565 {
        match self.kind {
            Kind::Dark => hue.vivid(),
            Kind::Light => hue.cloth(),
            Kind::Vivid | Kind::White => hue.deep(),
            Kind::Cloth => hue.tint(),
            Kind::Black => bright(hue),
            Kind::TwoTone => self.ink,
        }
    }

    /// Whether there is nothing between ground and ink.
    #[must_use]
    pub const fn is_two_tone(&self) -> bool {
        matches!(self.kind, Kind::TwoTone)
    }

    const fn two_tone(ground: Rgb565, ink: Rgb565) -> Self {
        Self {
            ground,
            ink,
            soft: ink,
            faint: ground,
            accent: ink,
            pop: ink,
            glow: ink,
            kind: Kind::TwoTone,
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

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_dev::contrast::contrast;

    #[test]
    fn everything_stands_out_from_its_ground_in_every_hue() {
        for &theme in Theme::ALL {
            let least = if theme == Theme::HighContrast { 7.0 } else { 4.5 };
            for &hue in Hue::ALL {
                let palettes = [theme.plain(hue), theme.quiet(hue), theme.loud(hue)];
                for (surface, palette) in ["plain", "quiet", "loud"].into_iter().zip(palettes) {
                    let read = [("ink", palette.ink), ("soft", palette.soft), ("accent", palette.accent)];
                    for (role, colour, least) in
                        read.map(|(role, colour)| (role, colour, least))
                            .into_iter()
                            .chain([("pop", palette.pop, 3.0)])
                    {
                        let found = contrast(colour, palette.ground);
                        assert!(found >= least, "{theme:?} {hue:?} {surface} {role}: {found:.2}");
                    }
                    for &other in Hue::ALL {
                        let found = contrast(palette.mark(other), palette.ground);
                        assert!(found >= 3.0, "{theme:?} {other:?} on {hue:?} {surface}: {found:.2}");
                        let Band { bar, row } = palette.band(other);
                        for swatch in [bar, row] {
                            let found = contrast(swatch.ink, swatch.fill);
                            assert!(found >= least.min(5.8), "{theme:?} {other:?} {surface}: {found:.2}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_ground_beside_another_has_another_hue_and_is_loud_where_that_is_quiet() {
        for &hue in Hue::ALL {
            for is_loud in [false, true] {
                let before = Ground { hue, is_loud };
                for &hue in Hue::ALL {
                    let after = Ground { hue, is_loud: true }.beside(before);
                    assert_eq!(after.is_loud, !is_loud);
                    assert_ne!(after.hue, before.hue);
                }
            }
        }
    }

    #[test]
    fn an_accent_is_called_as_its_hue_is() {
        for (accent, name) in (0..).zip(ACCENTS) {
            assert_eq!(std::format!("{:?}", Hue::of_accent(accent)).to_lowercase(), name);
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

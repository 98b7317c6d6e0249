//! Fourteen inks, each in four tones, with a partner that was chosen by eye.
//!
//! Each ink has a hue angle in OKLCH, and each tone a lightness at which that hue is strongest: the same lightness for
//! all would make mud of yellow. Chroma is as high as sRGB allows, and what is here is what a panel of 5-6-5 bits shows.

use embedded_graphics::pixelcolor::Rgb565;
use playtally_summary::records::TopArtist;
use playtally_summary::{Summary, TextId, fnv};

use super::rgb;

macro_rules! hues {
    ($($(#[doc = $doc:literal])* $name:ident $vivid:literal $cloth:literal $deep:literal $tint:literal with $partner:ident;)*) => {
        /// An ink, by the angle of its colour.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Hue { $($(#[doc = $doc])* $name,)* }

        impl Hue {
            /// Every hue, around the wheel.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its loudest tone.
            pub(crate) const fn vivid(self) -> Rgb565 {
                match self { $(Self::$name => const { rgb($vivid) },)* }
            }

            /// Dark, and strong in colour: what is light is read on it.
            pub(crate) const fn cloth(self) -> Rgb565 {
                match self { $(Self::$name => const { rgb($cloth) },)* }
            }

            /// Nearly black.
            pub(crate) const fn deep(self) -> Rgb565 {
                match self { $(Self::$name => const { rgb($deep) },)* }
            }

            /// Nearly white.
            pub(crate) const fn tint(self) -> Rgb565 {
                match self { $(Self::$name => const { rgb($tint) },)* }
            }

            /// The one other ink of a page, for its single loudest mark.
            #[must_use]
            pub const fn partner(self) -> Self {
                match self { $(Self::$name => Self::$partner,)* }
            }
        }
    };
}

hues! {
    /// 8 degrees.
    Rose 0xF7_65_8C 0x9C_10_42 0x4A_08_21 0xFF_CE_D6 with Jade;
    /// 33 degrees.
    Vermilion 0xFF_55_31 0x9C_24_08 0x4A_10_08 0xFF_D2_C5 with Sky;
    /// 55 degrees.
    Tangerine 0xFF_8E_29 0x8C_45_00 0x42_1C_00 0xFF_DF_C5 with Cobalt;
    /// 80 degrees.
    Marigold 0xFF_BA_21 0x73_55_00 0x3A_28_00 0xFF_E3_B5 with Cobalt;
    /// 104 degrees.
    Lemon 0xEF_E3_31 0x63_59_08 0x31_2D_00 0xF7_F3_AD with Orchid;
    /// 125 degrees.
    Lime 0xB5_E3_42 0x4A_61_00 0x21_2D_00 0xDE_F7_B5 with Violet;
    /// 150 degrees.
    Leaf 0x42_CA_6B 0x08_65_31 0x00_31_10 0xC5_F3_CE with Tangerine;
    /// 170 degrees.
    Jade 0x4A_CE_A5 0x00_65_4A 0x00_31_21 0xBD_F3_DE with Rose;
    /// 205 degrees.
    Lagoon 0x3A_CA_D6 0x00_61_6B 0x00_31_31 0xBD_EF_F7 with Vermilion;
    /// 238 degrees.
    Sky 0x4A_B6_F7 0x00_5D_84 0x00_2D_42 0xC5_E7_FF with Marigold;
    /// 262 degrees.
    Cobalt 0x52_8E_F7 0x00_45_C5 0x00_20_6B 0xCE_DF_FF with Marigold;
    /// 293 degrees.
    Violet 0xA5_82_F7 0x63_24_BD 0x31_0C_63 0xDE_D7_FF with Lime;
    /// 325 degrees.
    Orchid 0xDE_71_E6 0x84_10_94 0x42_08_4A 0xF7_D2_F7 with Lemon;
    /// 352 degrees.
    Pink 0xFF_92_BD 0x94_0C_63 0x4A_0C_31 0xFF_DB_E6 with Vermilion;
}

/// From a hue to the one that is tried when it is taken: it comes by all of them.
const STEP: usize = 5;

impl Hue {
    /// The hue of a number; numbers past the last begin again.
    pub(crate) const fn nth(number: usize) -> Self {
        Self::ALL[number % Self::ALL.len()]
    }

    /// The hue of an owner with that accent; accents past the last begin again.
    pub const fn of_accent(accent: u8) -> Self {
        const OF_OWNERS: [Hue; super::ACCENTS.len()] = [
            Hue::Vermilion,
            Hue::Marigold,
            Hue::Jade,
            Hue::Sky,
            Hue::Violet,
            Hue::Pink,
            Hue::Lime,
            Hue::Lemon,
        ];
        OF_OWNERS[accent as usize % OF_OWNERS.len()]
    }

    /// The hue of an hour of the day, 0 to 23: night, dawn, noon, afternoon, dusk, evening.
    pub(crate) const fn of_hour(hour: u32) -> Self {
        match hour {
            0..=4 => Self::Cobalt,
            5..=8 => Self::Pink,
            9..=12 => Self::Lemon,
            13..=17 => Self::Sky,
            18..=20 => Self::Violet,
            _ => Self::Tangerine,
        }
    }

    /// The hue of a month, 1 to 12: of its season in the north.
    pub(crate) const fn of_month(month: u32) -> Self {
        match month {
            3..=5 => Self::Leaf,
            6..=8 => Self::Marigold,
            9..=11 => Self::Vermilion,
            _ => Self::Lagoon,
        }
    }

    /// The hue that a name has by itself.
    pub(crate) fn of_name(name: &str) -> Self {
        Self::nth(fnv(name.trim().bytes()) as usize)
    }

    /// The hue of an artist, on every page the same: that of the name, but for the leading artists, which are dealt
    /// different ones.
    pub(crate) fn of_artist(summary: &Summary, artist: TextId) -> Self {
        let leading = summary.records::<TopArtist>();
        let own = |name: TextId| Self::of_name(summary.text(name).as_str());
        let Some(at) = leading.iter().position(|leader| leader.name == artist) else {
            return own(artist);
        };
        let mut dealt = heapless::Vec::<Self, 10>::new();
        for leader in leading.iter().take(at + 1) {
            let mut hue = own(leader.name);
            // The four before have others, and the one before it one that is further away.
            let clashes = |hue: Self| {
                let before = dealt.iter().rev().take(4);
                before
                    .enumerate()
                    .any(|(rank, &other)| other == hue || rank == 0 && other.is_beside(hue))
            };
            for _ in 0..Self::ALL.len() {
                if !clashes(hue) {
                    break;
                }
                hue = Self::nth(hue as usize + STEP);
            }
            let _ = dealt.push(hue);
        }
        dealt.last().copied().unwrap_or_else(|| own(artist))
    }

    /// The hue of an artist by its name: the one that every page has for it.
    #[must_use]
    pub fn of_artist_named(summary: &Summary, artist: &str) -> Self {
        let mut leading = summary.records::<TopArtist>().iter();
        let leader = leading.find(|leader| summary.text(leader.name).as_str() == artist);
        leader.map_or_else(|| Self::of_name(artist), |leader| Self::of_artist(summary, leader.name))
    }

    /// Whether another one is next to it on the wheel.
    const fn is_beside(self, other: Self) -> bool {
        let count = Self::ALL.len();
        let apart = (self as usize + count - other as usize) % count;
        apart == 1 || apart == count - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lightness and chroma of vivid, cloth, deep and tint, and the angle.
    const OKLCH: [(f64, [(f64, f64); 4]); 14] = [
        (8.0, [(0.70, 0.18), (0.45, 0.17), (0.28, 0.10), (0.90, 0.055)]),
        (33.0, [(0.67, 0.21), (0.46, 0.16), (0.28, 0.09), (0.90, 0.055)]),
        (55.0, [(0.75, 0.17), (0.47, 0.12), (0.28, 0.07), (0.92, 0.06)]),
        (80.0, [(0.83, 0.17), (0.47, 0.10), (0.29, 0.06), (0.93, 0.08)]),
        (104.0, [(0.90, 0.18), (0.46, 0.095), (0.29, 0.06), (0.95, 0.09)]),
        (125.0, [(0.85, 0.19), (0.46, 0.12), (0.28, 0.075), (0.94, 0.09)]),
        (150.0, [(0.75, 0.18), (0.45, 0.12), (0.27, 0.07), (0.92, 0.07)]),
        (170.0, [(0.77, 0.13), (0.45, 0.09), (0.28, 0.055), (0.92, 0.055)]),
        (205.0, [(0.77, 0.12), (0.45, 0.08), (0.28, 0.05), (0.92, 0.05)]),
        (238.0, [(0.74, 0.13), (0.45, 0.12), (0.28, 0.08), (0.91, 0.05)]),
        (262.0, [(0.66, 0.17), (0.45, 0.22), (0.28, 0.15), (0.90, 0.055)]),
        (293.0, [(0.69, 0.17), (0.45, 0.22), (0.28, 0.14), (0.90, 0.06)]),
        (325.0, [(0.72, 0.20), (0.45, 0.20), (0.28, 0.12), (0.91, 0.065)]),
        (352.0, [(0.78, 0.14), (0.45, 0.18), (0.28, 0.10), (0.92, 0.05)]),
    ];

    /// Linear light of a colour in OKLCH; Björn Ottosson, "A perceptual color space for image processing", 2020.
    fn linear(lightness: f64, chroma: f64, degrees: f64) -> [f64; 3] {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (a, b) = (chroma * cos, chroma * sin);
        let l = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }

    /// What a panel shows of a colour in OKLCH, with as much of its chroma as sRGB has.
    fn shown(lightness: f64, mut chroma: f64, degrees: f64) -> Rgb565 {
        let inside = |light: [f64; 3]| light.iter().all(|part| (-0.0005..=1.0005).contains(part));
        while chroma > 0.0 && !inside(linear(lightness, chroma, degrees)) {
            chroma -= 0.002;
        }
        let [r, g, b] = linear(lightness, chroma, degrees).map(|light| {
            let light = light.clamp(0.0, 1.0);
            let level = if light <= 0.003_130_8 {
                12.92 * light
            } else {
                1.055 * light.powf(1.0 / 2.4) - 0.055
            };
            (level * 255.0).round() / 255.0
        });
        let steps = |level: f64, most: f64| (level * most).round() as u8;
        Rgb565::new(steps(r, 31.0), steps(g, 63.0), steps(b, 31.0))
    }

    #[test]
    fn every_tone_is_that_of_its_lightness_chroma_and_angle() {
        for (&hue, (degrees, tones)) in Hue::ALL.iter().zip(OKLCH) {
            let found = [hue.vivid(), hue.cloth(), hue.deep(), hue.tint()];
            let wanted = tones.map(|(lightness, chroma)| shown(lightness, chroma, degrees));
            assert_eq!(found, wanted, "{hue:?}");
        }
    }

    #[test]
    fn a_partner_is_far_away_on_the_wheel() {
        for &hue in Hue::ALL {
            let partner = hue.partner();
            assert!(partner != hue && !hue.is_beside(partner), "{hue:?}");
        }
    }

    #[test]
    fn the_leading_artists_have_different_hues_and_each_the_same_whenever_it_is_asked_for() {
        let file = playtally_dev::sample::Sample::default().file();
        let summary = Summary::open(&file).expect("a sound sample");
        let leading = summary.records::<TopArtist>();
        let hues: std::vec::Vec<Hue> = leading.iter().map(|one| Hue::of_artist(&summary, one.name)).collect();
        for (at, hue) in hues.iter().enumerate() {
            let before = &hues[at.saturating_sub(4)..at];
            assert!(!before.contains(hue), "{hues:?}");
            assert!(before.last().is_none_or(|before| !before.is_beside(*hue)), "{hues:?}");
        }
    }

    #[test]
    fn an_artist_has_its_hue_by_its_name_too() {
        let file = playtally_dev::sample::Sample::default().file();
        let summary = Summary::open(&file).expect("a sound sample");
        for leader in summary.records::<TopArtist>() {
            let name = summary.text(leader.name).as_str();
            assert_eq!(
                Hue::of_artist_named(&summary, name),
                Hue::of_artist(&summary, leader.name)
            );
        }
        assert_eq!(
            Hue::of_artist_named(&summary, "nobody else"),
            Hue::of_name("nobody else")
        );
    }

    #[test]
    fn names_take_every_hue() {
        let names = (0..500).map(|number| std::format!("name {number}"));
        let found: std::collections::HashSet<Hue> = names.map(|name| Hue::of_name(&name)).collect();
        assert_eq!(found.len(), Hue::ALL.len());
        assert_eq!(Hue::of_name(" Orchid Parade "), Hue::of_name("Orchid Parade"));
    }
}

//! The bundled faces.

use crate::Font;

/// Inter, release 4.1 (SIL Open Font License 1.1, `fonts/inter/LICENSE.txt`): Latin, Greek and Cyrillic, upright,
/// variable in weight and optical size.
pub(crate) static INTER: &[u8] = include_bytes!("../fonts/inter/InterVariable.ttf");

/// Which drawing of Inter: the one for running text, or the tighter one for large sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Design {
    /// Open and evenly spaced: the best to read below about 24 px.
    Text,
    /// Finer and tighter: headlines and large figures.
    Display,
}

/// A face of the bundled font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Face {
    /// The drawing.
    pub design: Design,
    /// The weight, 100 (hairline) to 900 (black); 400 is regular. Numbers outside are brought inside.
    pub weight: u16,
}

impl Face {
    /// Names and running text.
    pub const TEXT: Self = Self {
        design: Design::Text,
        weight: 500,
    };
    /// Labels and captions that need a little more weight.
    pub const STRONG: Self = Self {
        design: Design::Text,
        weight: 600,
    };
    /// Headlines and large figures.
    pub const DISPLAY: Self = Self {
        design: Design::Display,
        weight: 650,
    };

    /// The file that all faces are in.
    pub fn file() -> &'static [u8] {
        INTER
    }

    /// The font of this face.
    pub fn font(self) -> Font<'static> {
        Font::parse(INTER, 0)
            .expect("the bundled font is sound")
            .with_variations(&self.axes())
    }

    /// Its place in a font's design space: pairs of axis tag and value.
    pub const fn axes(self) -> [(&'static str, f32); 2] {
        // The ends of the font's optical size axis are its two drawings.
        let optical_size = match self.design {
            Design::Text => 14.0,
            Design::Display => 32.0,
        };
        [("opsz", optical_size), ("wght", self.weight as f32)]
    }
}

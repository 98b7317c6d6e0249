//! The sizes of posters.

/// A size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// A sheet of paper, upright: 297 by 420 mm.
    #[default]
    A3,
    /// As wide as it is high: 300 by 300 mm.
    Square,
    /// What fills a telephone, 9 by 16: 108 by 192 mm.
    Story,
}

impl Format {
    /// Every size.
    pub const ALL: &'static [Self] = &[Self::A3, Self::Square, Self::Story];

    /// Its name: lower case.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::A3 => "a3",
            Self::Square => "square",
            Self::Story => "story",
        }
    }

    /// Width and height on paper, in millimetres.
    #[must_use]
    pub const fn millimetres(self) -> [f64; 2] {
        match self {
            Self::A3 => [297.0, 420.0],
            Self::Square => [300.0, 300.0],
            Self::Story => [108.0, 192.0],
        }
    }

    /// The width of a picture of it, unless another one is asked for: for print at 300 points an inch, and what is shared at the
    /// size that telephones show.
    #[must_use]
    pub const fn pixels(self) -> u32 {
        match self {
            Self::A3 => 3_508,
            Self::Square => 2_160,
            Self::Story => 1_080,
        }
    }

    /// How high it is where it is as wide as compositions are drawn.
    pub(crate) const fn height(self) -> f64 {
        let [width, height] = self.millimetres();
        WIDTH * height / width
    }
}

/// How wide compositions are drawn, whatever the size: lengths are then as many parts of its width.
pub(crate) const WIDTH: f64 = 297.0;

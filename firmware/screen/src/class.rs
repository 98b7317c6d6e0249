//! Kinds of panels, by what can be composed on them.

use embedded_graphics::geometry::Size;

/// What a panel's size, shape and colours allow. Each page is composed anew for each class, not scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Landscape in colour, such as 320x240.
    Wide,
    /// Square in colour, such as 240x240.
    Square,
    /// A disc in colour: what lies in the corners of its square is not seen.
    Round,
    /// Small in colour, such as 160x128.
    Small,
    /// A small strip in two tones that shines, such as an OLED of 128x64.
    Mono,
    /// A strip of paper in two tones, such as 250x122 and 296x128.
    EPaper,
}

impl Class {
    /// Every class.
    pub const ALL: &'static [Self] = &[
        Self::Wide,
        Self::Square,
        Self::Round,
        Self::Small,
        Self::Mono,
        Self::EPaper,
    ];

    /// The class of a panel of a size in pixels; a round one cannot be told from a square one.
    #[must_use]
    pub const fn of(size: Size) -> Self {
        let (width, height) = (size.width, size.height);
        if height <= 64 {
            Self::Mono
        } else if width >= 2 * height {
            Self::EPaper
        } else if width <= 176 || height <= 176 {
            Self::Small
        } else if width * 8 >= height * 9 {
            Self::Wide
        } else {
            Self::Square
        }
    }

    /// The size for which its pages are composed.
    #[must_use]
    pub const fn size(self) -> Size {
        match self {
            Self::Wide => Size::new(320, 240),
            Self::Square | Self::Round => Size::new(240, 240),
            Self::Small => Size::new(160, 128),
            Self::Mono => Size::new(128, 64),
            Self::EPaper => Size::new(250, 122),
        }
    }

    /// Whether pages are composed for panels of a size in pixels: for all that lie, and for those that stand and are wide
    /// enough to be taken for square ones. A strip or a small panel that stands has no pages of its own.
    #[must_use]
    pub const fn is_composed_for(size: Size) -> bool {
        let least = Self::of(size).size();
        size.width >= least.width && size.height >= least.height
    }

    /// Whether its panels have two tones alone: such panels show black and white as they are drawn, nothing between.
    #[must_use]
    pub const fn is_two_tone(self) -> bool {
        matches!(self, Self::Mono | Self::EPaper)
    }

    /// Its name: lower case, words joined by hyphens.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Square => "square",
            Self::Round => "round",
            Self::Small => "small",
            Self::Mono => "mono",
            Self::EPaper => "e-paper",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_that_of_its_own_size() {
        for &class in Class::ALL {
            let found = Class::of(class.size());
            assert!(
                found == class || (found, class) == (Class::Square, Class::Round),
                "{class:?}"
            );
        }
        assert_eq!(Class::of(Size::new(296, 128)), Class::EPaper);
    }

    #[test]
    fn pages_are_composed_for_what_lies_and_for_large_panels_that_stand() {
        for (width, height) in [
            (320, 240),
            (240, 320),
            (240, 240),
            (160, 128),
            (128, 64),
            (250, 122),
            (296, 128),
        ] {
            assert!(Class::is_composed_for(Size::new(width, height)), "{width}x{height}");
        }
        for (width, height) in [(128, 160), (64, 128), (122, 250), (128, 296)] {
            assert!(!Class::is_composed_for(Size::new(width, height)), "{width}x{height}");
        }
    }
}

//! Kinds of panels, by what can be composed on them.

use embedded_graphics::geometry::Size;

/// What a panel's shape allows. Each page is composed anew for each class, not scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// Landscape, such as 320x240.
    Wide,
    /// Square, such as 240x240.
    Square,
}

impl Class {
    /// Every class.
    pub const ALL: &'static [Self] = &[Self::Wide, Self::Square];

    /// The class of a panel of a size in pixels.
    #[must_use]
    pub const fn of(size: Size) -> Self {
        if size.width * 8 >= size.height * 9 {
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
            Self::Square => Size::new(240, 240),
        }
    }

    /// Its name: lower case, without spaces.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Square => "square",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_that_of_its_own_size() {
        for &class in Class::ALL {
            assert_eq!(Class::of(class.size()), class);
        }
    }
}

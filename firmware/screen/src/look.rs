//! How the device is set to look.

use embedded_graphics::geometry::Size;

use crate::words::Language;
use crate::{Chapter, Class, Ground, Theme};

/// What the owner chose, what the panel is, and what the rotation says about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Dark, light or high contrast.
    pub theme: Theme,
    /// The language of the device's own words.
    pub language: Language,
    /// The class of the panel, where its size does not tell: a round one.
    pub class: Option<Class>,
    /// What a page stands on beside the one before it; what it has by itself if none.
    pub ground: Option<Ground>,
    /// Where the page stands in a story, which ticks at the panel's edge say.
    pub chapter: Option<Chapter>,
    /// Whether a small mark says that the rotation is paused.
    pub paused: bool,
}

impl Look {
    /// The class for which pages are composed on a panel of a size in pixels.
    #[must_use]
    pub const fn class_on(&self, size: Size) -> Class {
        match self.class {
            Some(class) => class,
            None => Class::of(size),
        }
    }
}

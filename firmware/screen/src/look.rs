//! How the device is set to look.

use crate::Theme;
use crate::words::Language;

/// What the owner chose, and what the rotation says about itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Dark, light or high contrast.
    pub theme: Theme,
    /// The language of the device's own words.
    pub language: Language,
    /// Whether a small mark says that the rotation is paused.
    pub paused: bool,
}

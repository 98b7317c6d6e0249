//! What buttons do.

use playtally_screen::Input;

/// What a short press of a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Shows the next page.
    Next,
    /// Shows the previous page.
    Previous,
    /// Holds the page, or goes on.
    Pause,
    /// Shows the next owner's statistics.
    Owner,
    /// Nothing.
    None,
}

impl Action {
    /// What each is called in the settings.
    #[cfg(feature = "std")]
    pub(crate) const WORDS: [(&str, Self); 5] = [
        ("next", Self::Next),
        ("previous", Self::Previous),
        ("pause", Self::Pause),
        ("owner", Self::Owner),
        ("none", Self::None),
    ];

    /// What it asks the rotation for.
    pub(crate) const fn input(self) -> Option<Input> {
        match self {
            Self::Next => Some(Input::Next),
            Self::Previous => Some(Input::Previous),
            Self::Pause => Some(Input::PauseOrResume),
            Self::Owner => Some(Input::NextOwner),
            Self::None => None,
        }
    }
}

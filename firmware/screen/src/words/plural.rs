//! A word by number.

/// A word as it follows a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plural {
    /// After exactly one.
    pub one: &'static str,
    /// After any other number.
    pub other: &'static str,
}

impl Plural {
    /// A word that never changes.
    #[must_use]
    pub const fn same(word: &'static str) -> Self {
        Self { one: word, other: word }
    }

    /// The word after a number.
    #[must_use]
    pub const fn of(self, number: u64) -> &'static str {
        if number == 1 { self.one } else { self.other }
    }
}

/// A word that changes.
pub(super) const fn plural(one: &'static str, other: &'static str) -> Plural {
    Plural { one, other }
}

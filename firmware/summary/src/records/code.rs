//! Countries and languages.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// Two letters of ASCII: a country (ISO 3166-1, upper case) or a language (ISO 639-1, lower case).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned,
)]
#[repr(transparent)]
pub struct Code([u8; 2]);

impl Code {
    /// No country and no language.
    pub const NONE: Self = Self([0; 2]);

    /// A code of two letters; `None` of anything else.
    #[must_use]
    pub const fn new(letters: &str) -> Option<Self> {
        match letters.as_bytes() {
            &[first, second] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
                Some(Self([first, second]))
            }
            _ => None,
        }
    }

    /// Its letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or("")
    }

    /// Whether it can be a country.
    pub(crate) const fn is_country(self) -> bool {
        self.0[0].is_ascii_uppercase() && self.0[1].is_ascii_uppercase()
    }

    /// Whether it can be a language.
    pub(crate) const fn is_language(self) -> bool {
        self.0[0].is_ascii_lowercase() && self.0[1].is_ascii_lowercase()
    }

    /// The code of a field's bits.
    pub(crate) const fn of(bits: u64) -> Self {
        let [first, second, ..] = bits.to_le_bytes();
        Self([first, second])
    }
}

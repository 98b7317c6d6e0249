//! Where and on what was listened, and what all that is worth.

use zerocopy::little_endian::{U16, U32};

use super::record::{kinds, record};
use crate::{Day, TextId};

/// Two letters of ASCII: a country (ISO 3166-1, upper case) or a language (ISO 639-1, lower case).
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    zerocopy::FromBytes,
    zerocopy::IntoBytes,
    zerocopy::KnownLayout,
    zerocopy::Immutable,
    zerocopy::Unaligned,
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

    pub(super) fn is_country(self) -> bool {
        self.0.iter().all(u8::is_ascii_uppercase)
    }

    fn is_language(self) -> bool {
        self.0.iter().all(u8::is_ascii_lowercase)
    }
}

record! {
    /// A country and what was played there, in all.
    Country in Countries {
        /// The country.
        country: Code,
        /// Counted plays.
        plays: U32,
        /// Minutes of all plays.
        minutes: U32,
        /// Days with a play there.
        days: U16,
        /// The first of these days.
        first: Day,
        /// The last of them.
        last: Day,
    } texts []
    and |country| country.country.is_country()
}

record! {
    /// A country and what was played there in a year.
    CountryYear in CountryYears {
        /// The year, such as 2026.
        year: U16,
        /// The country.
        country: Code,
        /// Minutes of all plays.
        minutes: U32,
        /// Days with a play there.
        days: U16,
    } texts []
    and |year| year.country.is_country()
}

record! {
    /// A country's name in a language.
    CountryName in CountryNames {
        /// The country.
        country: Code,
        /// The language.
        language: Code,
        /// The name.
        name: TextId,
    } texts [name]
    and |name| name.country.is_country() && name.language.is_language()
}

kinds! {
    /// The families of devices.
    DeviceKind {
        /// Something else, or something that its source does not tell.
        Other = 0,
        /// A telephone or a tablet.
        Phone = 1,
        /// A computer, or a browser on it.
        Computer = 2,
        /// A television or a game console.
        Television = 3,
        /// A loudspeaker.
        Speaker = 4,
        /// A car.
        Car = 5,
        /// A watch.
        Wearable = 6,
    }
}

record! {
    /// A device family and what was played on it.
    DeviceFamily in Devices {
        /// A [`DeviceKind`].
        family: u8,
        /// Counted plays.
        plays: U32,
        /// Minutes of all plays.
        minutes: U32,
    } texts []
}

record! {
    /// What the history would fetch, at the only price ever paid in public for such a thing.
    Worth in Worth single {
        /// The price of the whole, in US cents.
        cents: U32,
        /// The price of one counted play, in millionths of a US dollar.
        microdollars_per_play: U32,
        /// The price of an hour, in millionths of a US dollar.
        microdollars_per_hour: U32,
    } texts []
}

//! What a field can be.

use zerocopy::little_endian::{I16, I64, U16, U32, U64};

use crate::records::{
    CardKind, CardRecord, Code, DeviceKind, JudgementKind, ListenerKind, MemoryKind, MilestoneKind, SleeveKind,
};
use crate::{Day, TextId};

/// Declares the kinds of fields: the type that a record has, what stands in the file, and what JSON says.
macro_rules! kinds {
    ($($kind:ident: $type:ty, $says:literal, $json:literal;)*) => {
        /// What a field is: how it is checked, and how it is said.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Kind { $(#[doc = $says] $kind,)* }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// Its name in the documentation.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => stringify!($kind),)* }
            }

            /// What stands in the file.
            #[must_use]
            pub const fn says(self) -> &'static str {
                match self { $(Self::$kind => $says,)* }
            }

            /// What stands in JSON.
            #[must_use]
            pub const fn json(self) -> &'static str {
                match self { $(Self::$kind => $json,)* }
            }

            /// The length of one in bytes.
            #[must_use]
            pub const fn bytes(self) -> usize {
                match self { $(Self::$kind => size_of::<$type>(),)* }
            }
        }

        /// The type of each kind, by the name of the kind.
        pub(crate) mod types {
            #[allow(clippy::wildcard_imports, reason = "the types of the table below")]
            use super::*;
            $(pub(crate) type $kind = $type;)*
        }
    };
}

kinds! {
    Name: TextId, "a name: the index of a text; 65535 for none", "the text, or null";
    Date: Day, "a day: days since 1970-01-01", "`\"2025-01-31\"`";
    Until: Day, "a day not before the one in the field before it", "`\"2025-01-31\"`";
    DateOrNone: Day, "a day; 0 for none", "`\"2025-01-31\"`, or null";
    Month: Day, "a month, by its first day", "`\"2025-01\"`";
    Year: U16, "a year, such as 2026", "the number";
    MonthOfYear: u8, "a month of any year, 1 to 12", "the number";
    Hour: u8, "an hour of the day, 0 to 23", "the number";
    Country: Code, "a country: two capital letters of ISO 3166-1", "the letters";
    CountryOrNone: Code, "a country; two zeros for none", "the letters, or null";
    Language: Code, "a language: two small letters of ISO 639-1", "the letters";
    Flag: u8, "1 for yes, 0 for no", "true or false";
    Count: U32, "how many", "the number";
    Few: U16, "how many", "the number";
    Handful: u8, "how many", "the number";
    Minutes: U32, "minutes", "the number";
    FewMinutes: U16, "minutes", "the number";
    Milliseconds: U32, "milliseconds", "the number";
    AllMilliseconds: U64, "milliseconds", "the number";
    Seconds: U16, "seconds", "the number";
    Days: U16, "days", "the number";
    Steps: u8, "steps of six minutes", "minutes: the number times 6";
    Tenths: U16, "tenths", "the number divided by 10, as a float";
    Percent: u8, "percent, 0 to 100", "the number";
    PercentOrNone: u8, "percent, 0 to 100; more for none", "the number, or null";
    Permille: U16, "thousandths, 0 to 1000", "the number";
    Part: u8, "parts of the largest one, which is 255", "the number";
    Tone: u8, "a tone: the square root of a number, in fifteenths of that of the largest one", "the number";
    Place: i8, "a place on a map, from −127 to 127, signed", "the number";
    Instant: I64, "seconds since 1970-01-01T00:00:00Z, signed", "the number";
    Offset: I16, "local time minus UTC, in minutes, signed", "the number";
    Cents: U32, "hundredths of a US dollar", "the number";
    Microdollars: U32, "millionths of a US dollar", "the number";
    Seed: U32, "a number that means nothing but itself", "the number";
    Id: U64, "a random number that means nothing but itself; 0 for none", "16 hexadecimal digits, or null";
    Colour: u8, "an index into the palettes of the pages", "the number";
    Memory: u8, "a number of the table of memories", "its word; null if it is not in the table";
    Milestone: u8, "a number of the table of milestones", "its word; null if it is not in the table";
    Judgement: u8, "a number of the table of judgements", "its word; null if it is not in the table";
    Device: u8, "a number of the table of devices", "its word; null if it is not in the table";
    Card: u8, "a number of the table of cards", "its word; null if it is not in the table";
    Extreme: u8, "a number of the table of records", "its word; null if it is not in the table";
    Subject: u8, "a number of the table of subjects", "its word; null if it is not in the table";
    Listening: u8, "a number of the table of listening", "its word; null if it is not in the table";
    CardNumber: U32, "a number that the card's kind names; 4294967295 for none",
        "an object of as many of the numbers as the card's kind names, by their names; null for none";
    Start: U32, "an index of bytes in another section", "nothing";
    Bits: u8, "bits", "nothing";
    Glyph: U16, "the number of a glyph, the same in all sizes", "nothing";
    Pen: U16, "1/64 of a pixel", "nothing";
    Em: i8, "1/128 of an em, signed", "nothing";
    Pixels: u8, "pixels", "nothing";
    Shift: i8, "pixels, signed", "nothing";
    Bytes: [u8; 8], "bytes", "nothing";
    Version: U16, "a number", "nothing";
    Length: U32, "bytes", "nothing";
}

impl Kind {
    /// The numbers that a kind has words for; none of the others.
    #[must_use]
    pub const fn words(self) -> &'static [Word] {
        match self {
            Self::Memory => MemoryKind::WORDS,
            Self::Milestone => MilestoneKind::WORDS,
            Self::Judgement => JudgementKind::WORDS,
            Self::Device => DeviceKind::WORDS,
            Self::Card => CardKind::WORDS,
            Self::Extreme => CardRecord::WORDS,
            Self::Subject => SleeveKind::WORDS,
            Self::Listening => ListenerKind::WORDS,
            _ => &[],
        }
    }

    const fn is_signed(self) -> bool {
        matches!(
            self,
            Self::Place | Self::Instant | Self::Offset | Self::Em | Self::Shift
        )
    }

    /// Whether a value can stand there, by its bits; `before` are those of the value before it.
    pub(crate) const fn allows(self, bits: u64, before: u64, texts: usize) -> bool {
        match self {
            Self::Name => bits == TextId::NONE.index() as u64 || bits < texts as u64,
            Self::Until => bits >= before,
            Self::Hour => bits < 24,
            Self::MonthOfYear => bits >= 1 && bits <= 12,
            Self::Flag => bits <= 1,
            Self::Percent => bits <= 100,
            Self::Permille => bits <= 1_000,
            Self::Tone => bits <= 15,
            Self::Country => Code::of(bits).is_country(),
            Self::CountryOrNone => bits == 0 || Code::of(bits).is_country(),
            Self::Language => Code::of(bits).is_language(),
            _ => true,
        }
    }

    /// The number of its bits.
    pub(crate) const fn number(self, bits: u64) -> i128 {
        let unused = 64 - 8 * self.bytes() as u32;
        if self.is_signed() {
            ((bits << unused) as i64 >> unused) as i128
        } else {
            bits as i128
        }
    }
}

/// A number that stands for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The number.
    pub number: u8,
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub says: &'static str,
    /// Of a card: what its numbers are.
    pub numbers: &'static [&'static str],
}

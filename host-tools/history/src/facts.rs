//! What is known about a play beside its times and its item, in one small number.

use crate::play::{Device, End, Start};
use crate::source::Source;

/// How sure the library is of when a play started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Certainty {
    /// From a stamp that knows only the minute.
    Minute = 0,
    /// The stamp of the end (or of the upload) less the duration.
    #[default]
    Derived = 1,
    /// The source states the start.
    Stated = 2,
    /// The source states what a clock at the owner's home showed: start and stamp are that, counted as if it were UTC.
    Wall = 3,
}

impl Certainty {
    /// All of them, each at the index that is its number.
    pub(crate) const ALL: [Self; 4] = [Self::Minute, Self::Derived, Self::Stated, Self::Wall];

    /// Its name for machines.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Derived => "derived",
            Self::Stated => "stated",
            Self::Wall => "wall-clock",
        }
    }
}

/// Everything about a play but its times, its duration and its item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) source: Source,
    pub(crate) certainty: Certainty,
    pub(crate) country: [u8; 2],
    pub(crate) device: Device,
    pub(crate) start: Start,
    pub(crate) end: End,
    pub(crate) shuffle: Option<bool>,
    pub(crate) offline: Option<bool>,
    pub(crate) private: bool,
}

/// The country of a play that does not say.
pub(crate) const NOWHERE: [u8; 2] = *b"ZZ";

impl Facts {
    /// Nothing known but where it comes from.
    pub(crate) const fn of(source: Source, certainty: Certainty) -> Self {
        Self {
            source,
            certainty,
            country: NOWHERE,
            device: Device::Other,
            start: Start::Other,
            end: End::Other,
            shuffle: None,
            offline: None,
            private: false,
        }
    }

    /// What two reports of the same play know together. It does not matter which comes first.
    ///
    /// What is known wins over what is not; where both claim something else, the greater one wins, so that the result
    /// depends on the reports alone.
    pub(crate) fn join(self, other: Self) -> Self {
        Self {
            source: self.source.min(other.source),
            certainty: self.certainty.max(other.certainty),
            country: match (self.country, other.country) {
                (NOWHERE, known) | (known, NOWHERE) => known,
                (one, two) => one.max(two),
            },
            device: self.device.max(other.device),
            start: self.start.max(other.start),
            end: self.end.max(other.end),
            shuffle: self.shuffle.max(other.shuffle),
            offline: self.offline.max(other.offline),
            private: self.private || other.private,
        }
    }

    /// The facts as a number. From the lowest bit: four bits of the source's number, certainty 2, device 3, start 3, end 3, shuffle 2,
    /// offline 2 (0 unknown, 1 no, 2 yes), private 1, country 10 (two base-26 digits), the other two bits of
    /// the source's number.
    pub(crate) fn pack(self) -> u32 {
        let letters = self.country.map(|letter| u32::from(letter - b'A'));
        let truth = |value: Option<bool>| value.map_or(0, |value| 1 + u32::from(value));
        let source = u32::from(self.source.number());
        source & 15
            | (self.certainty as u32) << 4
            | (self.device as u32) << 6
            | (self.start as u32) << 9
            | (self.end as u32) << 12
            | truth(self.shuffle) << 15
            | truth(self.offline) << 17
            | u32::from(self.private) << 19
            | (letters[0] * 26 + letters[1]) << 20
            | source >> 4 << 30
    }

    /// The facts in a number that [`Facts::pack`] made; of any other number, what sense it makes.
    pub(crate) fn unpack(packed: u32) -> Self {
        let bits = |from: u32, count: u32| packed >> from & ((1 << count) - 1);
        let truth = |from| [None, Some(false), Some(true), None][bits(from, 2) as usize];
        let letters = bits(20, 10).min(26 * 26 - 1);
        Self {
            source: Source::numbered((bits(0, 4) | bits(30, 2) << 4) as u8),
            certainty: Certainty::ALL.get(bits(4, 2) as usize).copied().unwrap_or_default(),
            device: Device::ALL.get(bits(6, 3) as usize).copied().unwrap_or_default(),
            start: Start::ALL.get(bits(9, 3) as usize).copied().unwrap_or_default(),
            end: End::ALL.get(bits(12, 3) as usize).copied().unwrap_or_default(),
            shuffle: truth(15),
            offline: truth(17),
            private: bits(19, 1) == 1,
            country: [b'A' + (letters / 26) as u8, b'A' + (letters % 26) as u8],
        }
    }
}

/// Two letters as a country. What is not a country code is nowhere.
pub(crate) fn country(text: &[u8]) -> [u8; 2] {
    match *text {
        [one, two] if one.is_ascii_alphabetic() && two.is_ascii_alphabetic() => {
            [one.to_ascii_uppercase(), two.to_ascii_uppercase()]
        }
        _ => NOWHERE,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Any facts at all, from a number of 30 random bits.
    pub(crate) fn any_facts() -> impl Strategy<Value = Facts> {
        any::<u32>().prop_map(Facts::unpack)
    }

    proptest! {
        #[test]
        fn facts_survive_packing(facts in any_facts()) {
            prop_assert_eq!(Facts::unpack(facts.pack()), facts);
        }

        #[test]
        fn joining_depends_on_the_reports_alone(a in any_facts(), b in any_facts(), c in any_facts()) {
            prop_assert_eq!(a.join(a), a);
            prop_assert_eq!(a.join(b), b.join(a));
            prop_assert_eq!(a.join(b).join(c), a.join(b.join(c)));
        }
    }

    #[test]
    fn what_is_no_country_is_nowhere() {
        assert_eq!(country(b"SE"), *b"SE");
        assert_eq!(country(b"se"), *b"SE");
        for text in ["", "S", "SWE", "1A", "é", "ZZ"] {
            assert_eq!(country(text.as_bytes()), NOWHERE, "{text}");
        }
    }
}

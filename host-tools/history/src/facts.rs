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
    /// The bits of the packed facts that tell the source.
    #[cfg(feature = "library")]
    pub(crate) const SOURCE_MASK: u32 = SOURCE.mask() | SOURCE_HIGH.mask();

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

    /// The facts as a number.
    pub(crate) fn pack(self) -> u32 {
        let letters = self.country.map(|letter| u32::from(letter - b'A'));
        let truth = |value: Option<bool>| value.map_or(0, |value| 1 + u32::from(value));
        let source = u32::from(self.source.number());
        SOURCE.put(source)
            | CERTAINTY.put(self.certainty as u32)
            | DEVICE.put(self.device as u32)
            | START.put(self.start as u32)
            | END.put(self.end as u32)
            | SHUFFLE.put(truth(self.shuffle))
            | OFFLINE.put(truth(self.offline))
            | PRIVATE.put(self.private.into())
            | COUNTRY.put(letters[0] * 26 + letters[1])
            | SOURCE_HIGH.put(source >> SOURCE.count)
    }

    /// The facts in a number that [`Facts::pack`] made; of any other number, what sense it makes.
    pub(crate) fn unpack(packed: u32) -> Self {
        fn one_of<T: Copy + Default>(all: &[T], number: u32) -> T {
            all.get(number as usize).copied().unwrap_or_default()
        }
        let truth = |bits: Bits| [None, Some(false), Some(true), None][bits.of(packed) as usize];
        let letters = COUNTRY.of(packed).min(26 * 26 - 1);
        Self {
            source: Source::numbered((SOURCE.of(packed) | SOURCE_HIGH.of(packed) << SOURCE.count) as u8),
            certainty: one_of(&Certainty::ALL, CERTAINTY.of(packed)),
            device: one_of(&Device::ALL, DEVICE.of(packed)),
            start: one_of(&Start::ALL, START.of(packed)),
            end: one_of(&End::ALL, END.of(packed)),
            shuffle: truth(SHUFFLE),
            offline: truth(OFFLINE),
            private: PRIVATE.of(packed) == 1,
            country: [b'A' + (letters / 26) as u8, b'A' + (letters % 26) as u8],
        }
    }
}

/// Where one of the facts stands in their number.
#[derive(Clone, Copy)]
struct Bits {
    /// The lowest bit.
    from: u32,
    count: u32,
}

/// The low bits of the source's number; the others came later.
const SOURCE: Bits = Bits { from: 0, count: 4 };
const CERTAINTY: Bits = SOURCE.then(2);
const DEVICE: Bits = CERTAINTY.then(3);
const START: Bits = DEVICE.then(3);
const END: Bits = START.then(3);
/// 0 unknown, 1 no, 2 yes.
const SHUFFLE: Bits = END.then(2);
/// As [`SHUFFLE`].
const OFFLINE: Bits = SHUFFLE.then(2);
const PRIVATE: Bits = OFFLINE.then(1);
/// Two digits of base 26.
const COUNTRY: Bits = PRIVATE.then(10);
const SOURCE_HIGH: Bits = COUNTRY.then(2);

const _: () = assert!(SOURCE_HIGH.from + SOURCE_HIGH.count == u32::BITS);

impl Bits {
    const fn then(self, count: u32) -> Self {
        let from = self.from + self.count;
        Self { from, count }
    }

    const fn mask(self) -> u32 {
        ((1 << self.count) - 1) << self.from
    }

    const fn put(self, value: u32) -> u32 {
        value << self.from & self.mask()
    }

    const fn of(self, packed: u32) -> u32 {
        (packed & self.mask()) >> self.from
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

    /// Libraries hold these numbers: a new fact takes bits that are free, and none moves.
    #[test]
    fn every_fact_stays_where_it_was() {
        let unset = Facts {
            country: *b"AA",
            ..Facts::of(Source::numbered(0), Certainty::Minute)
        };
        let of = |facts: Facts| facts.pack();
        assert_eq!(of(unset), 0);
        let source = Source::all().find(|source| source.number() == 17).unwrap();
        assert_eq!(of(Facts { source, ..unset }), 1 << 30 | 1);
        assert_eq!(
            of(Facts {
                certainty: Certainty::Wall,
                ..unset
            }),
            3 << 4
        );
        assert_eq!(
            of(Facts {
                device: Device::Wearable,
                ..unset
            }),
            6 << 6
        );
        assert_eq!(
            of(Facts {
                start: Start::Chosen,
                ..unset
            }),
            (Start::Chosen as u32) << 9
        );
        assert_eq!(
            of(Facts {
                end: End::EndPlay,
                ..unset
            }),
            (End::EndPlay as u32) << 12
        );
        assert_eq!(
            of(Facts {
                shuffle: Some(true),
                ..unset
            }),
            2 << 15
        );
        assert_eq!(
            of(Facts {
                offline: Some(false),
                ..unset
            }),
            1 << 17
        );
        assert_eq!(of(Facts { private: true, ..unset }), 1 << 19);
        assert_eq!(
            of(Facts {
                country: *b"BC",
                ..unset
            }),
            28 << 20
        );
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

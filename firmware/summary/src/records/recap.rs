//! The stories of the years.

use zerocopy::little_endian::{U16, U32};

use super::Code;
use super::record::{kinds, record};
use crate::{Day, TextId};

kinds! {
    /// What a card tells: of its names, `title` and `artist`, those that are said here, and its numbers in order.
    CardKind {
        /// How much music: minutes, counted plays, usual plays.
        Hours = 0,
        /// How often: days with music, days of the history in the year, the usual share in thousandths.
        Days = 1,
        /// The month that stands out, which begins on `date`: its minutes, and those that it would usually have.
        Month = 2,
        /// When in the day, in the mean: the minute of the day, the usual one.
        TimeOfDay = 3,
        /// From midnight to six: counted plays, of how many, the usual share in thousandths.
        Nights = 4,
        /// On Saturdays and Sundays: counted plays, of how many, the usual share in thousandths.
        Weekends = 5,
        /// The day with the most music, `date`: minutes, counted plays.
        BiggestDay = 6,
        /// The most days in a row, from `date` on: how many.
        Streak = 7,
        /// The longest session, begun on `date`: minutes, counted plays.
        Session = 8,
        /// A round counted play on `date`, of `title` by `artist`: its number.
        Milestone = 9,
        /// In another country, from `date` on: days with a play there, counted plays.
        Abroad = 10,
        /// How wide: artists, the effective number of artists, the usual one.
        Breadth = 11,
        /// How much was new: tracks heard for the first time, of how many plays, the usual share in thousandths.
        Explored = 12,
        /// How old what was played is: days since it was first heard, in the mean.
        Nostalgia = 13,
        /// How patient: plays cut short, of how many, the usual share in thousandths.
        Skips = 14,
        /// The same track again at once: plays, of how many, the usual share in thousandths.
        Replays = 15,
        /// The best of what was new, `artist`, first heard on `date`: counted plays.
        Discovery = 16,
        /// Back on `date` after a long silence, `artist`: days of silence, counted plays in the 28 days after.
        Comeback = 17,
        /// Left behind, `artist`: counted plays of the year before, of this year.
        Farewell = 18,
        /// The most plays of a track in a day, `title` by `artist` on `date`: counted plays.
        Binge = 19,
        /// The most plays of an artist in a row, `artist` on `date`: counted plays.
        Run = 20,
        /// The album, `title` by `artist`: counted plays, minutes.
        Album = 21,
        /// The track, `title` by `artist`: counted plays, minutes.
        Track = 22,
        /// The artist that tells this year from others, `artist`: counted plays in the year, in all.
        Signature = 23,
        /// The artist, `artist`: counted plays, minutes.
        Artist = 24,
    }
}

record! {
    /// A card of a year's recap.
    RecapCard in Recap {
        /// The year, such as 2026.
        year: U16,
        /// A [`CardKind`].
        kind: u8,
        /// Whether no other year came up to it: 1; or down to it: 2; 0 where another one did, or where there is none.
        record: u8,
        /// A title; none where the kind has none.
        title: TextId,
        /// An artist; none where the kind has none.
        artist: TextId,
        /// The day that it is about; 1970-01-01 where the kind has none.
        date: Day,
        /// The country of [`CardKind::Abroad`]; zeros of any other kind.
        country: Code,
        /// What the kind says; [`RecapCard::UNKNOWN`] for what is not known, and for what the kind does not say.
        numbers: [U32; 3],
    } texts [title, artist]
    and |card| match CardKind::from_number(card.kind) {
        Some(CardKind::Abroad) => card.country.is_country(),
        Some(_) => card.country == Code::NONE,
        None => true,
    }
}

impl RecapCard {
    /// The number that is none: a first year has no usual value.
    pub const UNKNOWN: u32 = u32::MAX;

    /// One of its numbers, the first one 0, if it is known.
    #[must_use]
    pub fn number(&self, at: usize) -> Option<u64> {
        let number = self.numbers.get(at)?.get();
        (number != Self::UNKNOWN).then_some(number.into())
    }
}

//! What was new, and how widely was listened.

use zerocopy::little_endian::{U16, U32};

use super::record::record;
use crate::{Day, TextId};

record! {
    /// What was new in one month.
    DiscoveryMonth in Discovery {
        /// The first day of the month.
        first: Day,
        /// Counted plays.
        plays: U16,
        /// Artists heard for the first time.
        new_artists: U16,
        /// Tracks heard for the first time; each is one play, so `new_tracks / plays` is the share of first plays.
        new_tracks: U16,
        /// 1 where the history had not lasted twelve months when the month began, so that much was bound to be new.
        unfair: u8,
    } texts []
}

record! {
    /// An artist that was first heard in a year, and stayed.
    BestDiscovery in BestDiscoveries {
        /// The year, such as 2026.
        year: U16,
        /// The artist.
        artist: TextId,
        /// The day on which it was first heard.
        first: Day,
        /// Counted plays since, to the end of the history.
        plays: U32,
    } texts [artist]
}

record! {
    /// An artist that was heard in every year.
    Loyal in Loyal {
        /// The artist.
        artist: TextId,
        /// Counted plays.
        plays: U32,
        /// The fewest counted plays of a year.
        fewest: U32,
    } texts [artist]
}

record! {
    /// How widely was listened in one month.
    BreadthMonth in Breadth {
        /// The first day of the month.
        first: Day,
        /// Different artists of counted plays.
        artists: U16,
        /// The effective number of artists, in tenths: as many artists, all played equally often, would be as hard to
        /// guess.
        effective_tenths: U16,
        /// Percent of counted plays that were of artists first heard less than 28 days before; 0 to 100.
        exploring: u8,
        /// Mean days since the first counted play of what was played.
        age_days: U16,
    } texts []
    and |month| month.exploring <= 100
}

record! {
    /// A day of nostalgia: with older music than the other days of its year.
    NostalgicDay in Nostalgia {
        /// The day.
        date: Day,
        /// Its counted plays.
        plays: U16,
        /// Mean days since the first counted play of what was played.
        age_days: U16,
    } texts []
}

//! What single days of the history say.

use zerocopy::little_endian::{U16, U32};

use super::record::{kinds, record};
use crate::{Day, TextId};

record! {
    /// The days of one year, each with how much was played on it.
    RibbonYear in Ribbon {
        /// The year, such as 2026.
        year: U16,
        /// By day of the year, from 1 January: minutes of all plays in steps of [`RibbonYear::STEP_MINUTES`], rounded
        /// up, so that 0 is a day without music; 255 is that or more. The last one is zero but in leap years.
        days: [u8; 366],
    } texts []
}

impl RibbonYear {
    /// What one step of a day's value stands for, in minutes: 240 steps are 24 hours.
    pub const STEP_MINUTES: u32 = 6;
}

kinds! {
    /// The sorts of memories.
    MemoryKind {
        /// A round counted play: `number` is which, `name` its title, `artist` its artist.
        Milestone = 0,
        /// An artist was heard for the first time: `number` is its counted plays in all, `artist` its name.
        Discovery = 1,
        /// The day of its year with the most music: `number` is its minutes.
        BiggestDay = 2,
        /// The most played track of the day: `number` is its counted plays on it, `name` its title, `artist` its artist.
        Favourite = 3,
    }
}

record! {
    /// What happened on a day of some year, to be remembered on this day of any year.
    Memory in Memories {
        /// The day on which it happened.
        date: Day,
        /// A [`MemoryKind`].
        kind: u8,
        /// A title; none where the kind has none.
        name: TextId,
        /// An artist; none where the kind has none.
        artist: TextId,
        /// What the kind says.
        number: U32,
    } texts [name, artist]
}

kinds! {
    /// What a milestone counts.
    MilestoneKind {
        /// Counted plays, with the track that it was.
        Plays = 0,
        /// Hours of all plays.
        Hours = 1,
    }
}

record! {
    /// The day on which a round number was reached.
    Milestone in Milestones {
        /// A [`MilestoneKind`].
        kind: u8,
        /// The number; 1 is the first counted play.
        number: U32,
        /// The day.
        date: Day,
        /// The track's title; none of hours.
        title: TextId,
        /// The track's artist; none of hours.
        artist: TextId,
    } texts [title, artist]
}

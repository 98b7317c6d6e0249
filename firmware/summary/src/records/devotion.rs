//! Artists and tracks by how they were loved.

use zerocopy::little_endian::{U16, U32};

use super::record::{kinds, record};
use crate::{Day, TextId};

record! {
    /// One track, again and again.
    Binge in Binges {
        /// The days in a row that were searched for the most plays: 1 or 7.
        days: u8,
        /// The title.
        title: TextId,
        /// The artist.
        artist: TextId,
        /// Counted plays in those days.
        plays: U16,
        /// The first of the days.
        from: Day,
        /// The last of them; not before the first.
        to: Day,
    } texts [title, artist]
    and |binge| binge.from <= binge.to
}

record! {
    /// An artist that came back after a long silence.
    Comeback in Comebacks {
        /// The artist.
        artist: TextId,
        /// The day of the last counted play before the silence.
        left: Day,
        /// The day of the first counted play after it; not before the other.
        back: Day,
        /// Counted plays before the silence.
        plays_before: U32,
        /// Counted plays in the 28 days from the return.
        plays_after: U32,
    } texts [artist]
    and |comeback| comeback.left <= comeback.back
}

record! {
    /// A favourite that has not been heard for a year or more.
    Forgotten in Forgotten {
        /// The title; none where it is an artist.
        title: TextId,
        /// The artist.
        artist: TextId,
        /// Counted plays.
        plays: U32,
        /// The day of the last.
        last: Day,
    } texts [title, artist]
}

record! {
    /// An artist that is played more, or less, in the last twelve months than in the twelve before.
    Mover in Movers {
        /// The artist.
        artist: TextId,
        /// Counted plays in the last twelve months.
        plays: U32,
        /// Counted plays in the twelve months before.
        before: U32,
    } texts [artist]
}

record! {
    /// Who led at the end of a month, by counted plays since the history began.
    Standing in Race {
        /// The first day of the month.
        first: Day,
        /// The first artists, the most played first; none where there are fewer.
        artists: [TextId; 5],
        /// Their counted plays so far.
        plays: [U32; 5],
    } texts []
    and |standing, known| standing.artists.iter().all(|&artist| known.has(artist))
}

kinds! {
    /// How a track stands out by what was done to it.
    JudgementKind {
        /// Often started, never skipped: `times` is 0.
        NeverSkipped = 0,
        /// Often started, mostly skipped: `times` is how often.
        MostSkipped = 1,
        /// Gone back to: `times` is how often, `starts` is 0.
        BackTo = 2,
    }
}

record! {
    /// A track that was spared, skipped or gone back to.
    Judgement in Judgements {
        /// A [`JudgementKind`].
        kind: u8,
        /// The title.
        title: TextId,
        /// The artist.
        artist: TextId,
        /// Plays whose end is known.
        starts: U32,
        /// What the kind says.
        times: U32,
    } texts [title, artist]
}

//! How is listened: patience, sessions, moods.

use zerocopy::little_endian::{U16, U32};

use super::record::record;
use crate::{Day, TextId};

record! {
    /// How plays ended, in all.
    Patience in Patience single {
        /// Plays whose end is known.
        starts: U32,
        /// Those that were cut short.
        skips: U32,
        /// Those that came to the end of the track.
        finished: U32,
        /// The median duration of a play, in seconds.
        median_seconds: U16,
        /// The median duration of a play that was cut short, in seconds.
        median_skip_seconds: U16,
        /// By hour from midnight, percent of the plays whose end is known that were cut short; 255 where there are none.
        skipped_by_hour: [u8; 24],
    } texts []
}

record! {
    /// How the plays of a year ended.
    PatienceYear in PatienceYears {
        /// The year, such as 2026.
        year: U16,
        /// Plays whose end is known.
        starts: U32,
        /// Those that were cut short.
        skips: U32,
        /// Those that came to the end of the track.
        finished: U32,
    } texts []
}

record! {
    /// Sittings: plays with pauses of at most 20 minutes.
    Sessions in Sessions single {
        /// How many.
        sessions: U32,
        /// The median length in minutes.
        median_minutes: U16,
        /// The median number of counted plays.
        median_plays: U16,
        /// The day on which the longest began.
        longest_date: Day,
        /// The length of the longest in minutes.
        longest_minutes: U16,
        /// The counted plays of the longest.
        longest_plays: U16,
        /// How many begin in each hour, from midnight.
        by_hour: [U32; 24],
    } texts []
}

record! {
    /// A track that starts sessions.
    Opener in Openers {
        /// The title.
        title: TextId,
        /// The artist.
        artist: TextId,
        /// How many sessions it has started.
        sessions: U32,
    } texts [title, artist]
}

record! {
    /// A stretch of months with a mix of artists of its own.
    Era in Eras {
        /// The first day of its first month.
        from: Day,
        /// The last day of its last month; not before the first.
        to: Day,
        /// Counted plays.
        plays: U32,
        /// The artists that set it apart, the most telling first; none where there are fewer.
        artists: [TextId; 3],
    } texts []
    and |era, known| era.from <= era.to && era.artists.iter().all(|&artist| known.has(artist))
}

record! {
    /// Tracks that are played in the same sessions.
    Mood in Moods {
        /// Counted plays.
        plays: U32,
        /// How many tracks.
        tracks: U16,
        /// The artists that set it apart, the most telling first; none where there are fewer.
        artists: [TextId; 3],
        /// The title of its most played track.
        title: TextId,
        /// By hour from midnight: counted plays, as parts of the fullest hour, which is 255.
        hours: [u8; 24],
        /// By month of the year from January: counted plays, as parts of the fullest month, which is 255.
        months: [u8; 12],
        /// The first of the three hours in a row in which it stands out most, 0 to 23.
        peak_hour: u8,
        /// The month around which it stands out most, 1 to 12.
        peak_month: u8,
        /// Where it lies on a map of all moods, rightwards, from −127 to 127: near moods share sessions.
        x: i8,
        /// Upwards, likewise.
        y: i8,
    } texts [title]
    and |mood, known| mood.peak_hour < 24 && (1..=12).contains(&mood.peak_month)
        && mood.artists.iter().all(|&artist| known.has(artist))
}

record! {
    /// An artist or a track that belongs to a month of the year: four of five counted plays lie in it.
    Seasonal in Seasons {
        /// The month, 1 to 12.
        month: u8,
        /// The title; none where it is an artist.
        title: TextId,
        /// The artist.
        artist: TextId,
        /// Counted plays in that month of any year.
        plays: U32,
        /// Counted plays in other months.
        other_plays: U32,
        /// The years in which it was heard in its month.
        years: u8,
    } texts [title, artist]
    and |seasonal| (1..=12).contains(&seasonal.month)
}

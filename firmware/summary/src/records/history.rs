//! What the history says.

use zerocopy::little_endian::{I16, I64, U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::record;
use crate::{Day, TextId};

record! {
    /// Whose history it is, and which stretch of it.
    Owner in Owner single {
        /// The owner's name; its UTF-8 tells owners apart on a device.
        name: TextId,
        /// The first day with a play.
        first: Day,
        /// The last day with a play.
        last: Day,
        /// The day on which the summary was pressed.
        pressed: Day,
        /// A seed, from the owner's name, that makes the rotation of each owner their own.
        seed: U32,
        /// The owner's accent colour, an index into the palettes of the pages.
        accent: u8,
        /// Zero.
        reserved: [u8; 3],
    } texts [name]
}

record! {
    /// The rule by which plays were counted.
    Rule in Rule single {
        /// A play counts from this many milliseconds on.
        counted_ms: U32,
        /// Bit 0: private plays are included. Bit 1: variants of a recording are merged. Bit 2: plays
        /// on journeys are in the time zone there.
        flags: U16,
        /// The IANA name of the time zone.
        time_zone: TextId,
    } texts [time_zone]
}

record! {
    /// One stretch of the owner's time zone.
    ZoneOffset in Zone {
        /// From when it holds, in seconds since 1970-01-01T00:00:00Z.
        from: I64,
        /// Local time minus UTC, in minutes.
        minutes: I16,
    } texts []
}

record! {
    /// The whole history in numbers. Music alone, but for the last two fields.
    Totals in Totals single {
        /// Milliseconds of all plays.
        ms: U64,
        /// All plays.
        plays: U32,
        /// Counted plays.
        counted_plays: U32,
        /// Distinct artists of counted plays.
        artists: U32,
        /// Distinct tracks of counted plays.
        tracks: U32,
        /// Distinct albums of counted plays.
        albums: U32,
        /// Days with at least one play.
        days: U32,
        /// Minutes of podcasts.
        podcast_minutes: U32,
        /// Minutes of audiobooks.
        audiobook_minutes: U32,
    } texts []
}

record! {
    /// One of the most played artists.
    TopArtist in TopArtists {
        /// The artist.
        name: TextId,
        /// The artist's most played track.
        track: TextId,
        /// Counted plays.
        plays: U32,
        /// Minutes of all plays.
        minutes: U32,
        /// The day of the first play.
        first: Day,
    } texts [name, track]
}

record! {
    /// One of the most played tracks.
    TopTrack in TopTracks {
        /// The title.
        title: TextId,
        /// The artist.
        artist: TextId,
        /// Counted plays.
        plays: U32,
        /// Minutes of all plays.
        minutes: U32,
        /// The day of the first play.
        first: Day,
    } texts [title, artist]
}

record! {
    /// One of the most played albums.
    TopAlbum in TopAlbums {
        /// The title.
        title: TextId,
        /// The artist.
        artist: TextId,
        /// Counted plays.
        plays: U32,
        /// Minutes of all plays.
        minutes: U32,
        /// The day of the first play.
        first: Day,
    } texts [title, artist]
}

record! {
    /// When the owner listens: minutes of all plays by weekday and hour of their start.
    Week in Week single {
        /// `minutes[weekday][hour]`, Monday first, local time.
        minutes: [[U32; 24]; 7],
    } texts []
}

record! {
    /// One month.
    Month in Months {
        /// The first day of the month.
        first: Day,
        /// Counted plays.
        plays: U32,
        /// Minutes of all plays.
        minutes: U32,
    } texts []
}

record! {
    /// One year.
    Year in Years {
        /// The year, such as 2026.
        year: U16,
        /// The most played artist of the year.
        artist: TextId,
        /// The most played track of the year.
        track: TextId,
        /// Counted plays.
        plays: U32,
        /// Minutes of all plays.
        minutes: U32,
    } texts [artist, track]
}

/// Days in a row with at least one play.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct Streak {
    /// How many days.
    pub days: U16,
    /// The first of them.
    pub from: Day,
    /// The last of them.
    pub to: Day,
}

record! {
    /// Streaks of days with music.
    Streaks in Streaks single {
        /// The longest one; the earliest of equals.
        longest: Streak,
        /// The one that runs at the end of the history.
        current: Streak,
    } texts []
}

record! {
    /// The day with the most music.
    BiggestDay in BiggestDay single {
        /// Which day.
        date: Day,
        /// The track that was played most on it.
        track: TextId,
        /// That track's artist.
        artist: TextId,
        /// Counted plays of the day.
        plays: U32,
        /// Minutes of the day.
        minutes: U32,
    } texts [track, artist]
}

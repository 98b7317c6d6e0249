//! What a generated export really holds, counted while it is written: the answers for tests.

use std::collections::BTreeMap;

use serde::Serialize;

/// Plays of at least this long count, in milliseconds.
pub const COUNTED_MS: u32 = 30_000;

/// The books of one file, as an importer must close them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Books {
    /// The member's name.
    pub file: String,
    /// Rows in it: stored, duplicate and nameless ones together.
    pub read: u64,
    /// Rows of music that are in no file before and not earlier in this one.
    pub music: u64,
    /// Episodes likewise.
    pub podcast: u64,
    /// Chapters likewise.
    pub audiobook: u64,
    /// Rows that repeat an earlier one.
    pub duplicate: u64,
    /// Rows that do not say what was played.
    pub nameless: u64,
}

impl Books {
    /// Whether every row is accounted for.
    #[must_use]
    pub fn close(&self) -> bool {
        self.read == self.music + self.podcast + self.audiobook + self.duplicate + self.nameless
    }
}

/// A name with what it collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Top {
    /// The title of a track; empty for an artist.
    pub title: String,
    /// The artist.
    pub artist: String,
    /// Counted plays.
    pub plays: u64,
    /// Milliseconds, of all plays.
    pub ms: u64,
}

/// Days in a row with at least one counted play of music, in UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Streak {
    /// How many.
    pub days: u32,
    /// The first, as YYYY-MM-DD.
    pub from: String,
    /// The last, likewise.
    pub to: String,
}

/// The track that was played most often in one UTC day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Binge {
    /// The day, as YYYY-MM-DD.
    pub date: String,
    /// Its title.
    pub title: String,
    /// Its artist.
    pub artist: String,
    /// Counted plays on that day.
    pub plays: u64,
}

/// An offline play: its row is stamped with the upload, its start is known all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Uploaded {
    /// The stamp, in seconds since 1970.
    pub stamped: i64,
    /// The true start, likewise.
    pub started_at: i64,
    /// How long it lasted, in milliseconds.
    pub ms_played: u32,
}

/// What an export holds. Everything below the books leaves out duplicates, nameless rows and private plays; tracks are
/// told apart by exact (artist, title), days and years are UTC.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Truth {
    /// The books of each file, in the order of the zip.
    pub files: Vec<Books>,
    /// Rows of no length, of all that are stored.
    pub zero_ms: u64,
    /// Plays without a network, of all that are stored.
    pub offline: u64,
    /// Private plays, of all that are stored.
    pub private: u64,
    /// Plays of music.
    pub plays: u64,
    /// Those of at least 30 s.
    pub counted_plays: u64,
    /// Milliseconds of music.
    pub ms: u64,
    /// Plays of music that the listener cut short.
    pub skips: u64,
    /// Artists with a counted play.
    pub artists: u64,
    /// Recordings, by exact artist and title, with a counted play.
    pub tracks: u64,
    /// Days with a counted play.
    pub days: u64,
    /// First and last start, in seconds since 1970.
    pub first: i64,
    /// See [`Self::first`].
    pub last: i64,
    /// Counted plays and milliseconds of music by year.
    pub by_year: BTreeMap<i32, (u64, u64)>,
    /// Counted plays of music by hour.
    pub by_hour: [u64; 24],
    /// The ten artists with the most counted plays.
    pub top_artists: Vec<Top>,
    /// The ten tracks with the most counted plays.
    pub top_tracks: Vec<Top>,
    /// The longest streak.
    pub longest_streak: Streak,
    /// The biggest binge.
    pub binge: Binge,
    /// The first offline plays, at most [`Truth::UPLOADS`].
    pub uploaded: Vec<Uploaded>,
}

impl Truth {
    /// Most offline plays that are listed one by one.
    pub const UPLOADS: usize = 1000;

    /// The books of all files together; the file's name is empty.
    #[must_use]
    pub fn total(&self) -> Books {
        self.files.iter().fold(Books::default(), |sum, file| Books {
            file: String::new(),
            read: sum.read + file.read,
            music: sum.music + file.music,
            podcast: sum.podcast + file.podcast,
            audiobook: sum.audiobook + file.audiobook,
            duplicate: sum.duplicate + file.duplicate,
            nameless: sum.nameless + file.nameless,
        })
    }
}

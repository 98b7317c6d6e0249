//! What a history is made of: plays, each of one item, by one artist.

/// What kind of thing was played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A recording of music.
    Music = 0,
    /// An episode of a podcast; its artist is the show.
    Podcast = 1,
    /// A chapter of an audiobook; its artist is the author and its album the book.
    Audiobook = 2,
}

impl Kind {
    /// All of them, each at the index that is its number.
    pub const ALL: [Self; 3] = [Self::Music, Self::Podcast, Self::Audiobook];

    /// Its name for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Music => "music",
            Self::Podcast => "podcast",
            Self::Audiobook => "audiobook",
        }
    }
}

/// Why a play began, reduced to what statistics ask about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Start {
    /// The source does not say, or says something this version does not know.
    #[default]
    Other = 0,
    /// The item before it came to its end.
    TrackDone = 1,
    /// The listener went forward.
    Forward = 2,
    /// The listener went back.
    Back = 3,
    /// The listener chose this item.
    Chosen = 4,
    /// The listener pressed play.
    PlayButton = 5,
    /// The application started.
    AppLoad = 6,
    /// Another device took over.
    Remote = 7,
}

impl Start {
    /// All of them, each at the index that is its number.
    pub const ALL: [Self; 8] = [
        Self::Other,
        Self::TrackDone,
        Self::Forward,
        Self::Back,
        Self::Chosen,
        Self::PlayButton,
        Self::AppLoad,
        Self::Remote,
    ];

    /// Its name for machines, as Spotify has it; empty for [`Start::Other`].
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Other => "",
            Self::TrackDone => "trackdone",
            Self::Forward => "fwdbtn",
            Self::Back => "backbtn",
            Self::Chosen => "clickrow",
            Self::PlayButton => "playbtn",
            Self::AppLoad => "appload",
            Self::Remote => "remote",
        }
    }
}

/// Why a play ended, reduced to what statistics ask about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum End {
    /// The source does not say, or says something this version does not know.
    #[default]
    Other = 0,
    /// The item came to its end.
    TrackDone = 1,
    /// The listener went forward: a skip.
    Forward = 2,
    /// The listener went back: a skip.
    Back = 3,
    /// The listener chose something else: a skip.
    EndPlay = 4,
    /// The listener logged out or the application ended.
    Logout = 5,
    /// Another device took over.
    Remote = 6,
}

impl End {
    /// All of them, each at the index that is its number.
    pub const ALL: [Self; 7] = [
        Self::Other,
        Self::TrackDone,
        Self::Forward,
        Self::Back,
        Self::EndPlay,
        Self::Logout,
        Self::Remote,
    ];

    /// Its name for machines, as Spotify has it; empty for [`End::Other`].
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Other => "",
            Self::TrackDone => "trackdone",
            Self::Forward => "fwdbtn",
            Self::Back => "backbtn",
            Self::EndPlay => "endplay",
            Self::Logout => "logout",
            Self::Remote => "remote",
        }
    }
}

impl End {
    /// Whether the listener cut the play short. On every source the reason decides, never a `skipped` column.
    #[must_use]
    pub const fn is_skip(self) -> bool {
        matches!(self, Self::Forward | Self::Back | Self::EndPlay)
    }
}

/// The family of the device that played, all that is kept of a platform string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Device {
    /// Unknown or none of the others.
    #[default]
    Other = 0,
    /// A phone or tablet.
    Phone = 1,
    /// A computer, or a web browser on one.
    Computer = 2,
    /// A television, a set-top box or a games console.
    Television = 3,
    /// A loudspeaker or an amplifier.
    Speaker = 4,
    /// A car.
    Car = 5,
    /// A watch or another wearable.
    Wearable = 6,
}

impl Device {
    /// All of them, each at the index that is its number.
    pub const ALL: [Self; 7] = [
        Self::Other,
        Self::Phone,
        Self::Computer,
        Self::Television,
        Self::Speaker,
        Self::Car,
        Self::Wearable,
    ];

    /// Its name for machines; empty for [`Device::Other`].
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Other => "",
            Self::Phone => "phone",
            Self::Computer => "computer",
            Self::Television => "television",
            Self::Speaker => "speaker",
            Self::Car => "car",
            Self::Wearable => "wearable",
        }
    }
}

/// One item that can be played: a recording, an episode, a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its title as the source writes it.
    pub title: Box<str>,
    /// Index into [`Plays::artists`].
    pub artist: u32,
    /// The album, or the book of a chapter; empty where the source has none.
    pub album: Box<str>,
}

/// One row of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Play {
    /// When it began, in seconds since 1970-01-01T00:00:00Z.
    pub started_at: i64,
    /// How long it lasted, in milliseconds; `None` where the source has no durations (then the listen counts by itself).
    pub ms_played: Option<u32>,
    /// Index into [`Plays::items`].
    pub item: u32,
    /// The country as two upper-case letters; `*b"ZZ"` when unknown.
    pub country: [u8; 2],
    /// The device family.
    pub device: Device,
    /// Why it began.
    pub start: Start,
    /// Why it ended.
    pub end: End,
    /// Whether shuffle was on, where the source says.
    pub shuffle: Option<bool>,
    /// Whether it was played without a network, where the source says.
    pub offline: Option<bool>,
    /// Whether the listener had asked for it to be private.
    pub private: bool,
    /// Whether it is an echo: another service reports the same play, and another row stands for it.
    pub echo: bool,
}

/// A history in memory: every name once, one small row per play.
///
/// The rows are sorted by `started_at`; every index is in range. [`Plays::new`] checks both.
#[derive(Clone, Debug, Default)]
pub struct Plays {
    artists: Vec<Box<str>>,
    items: Vec<Item>,
    rows: Vec<Play>,
}

impl Plays {
    /// Puts a history together, sorting its rows by start (stable for equal starts).
    ///
    /// # Panics
    /// If an item or an artist is out of range: a fault of the caller, never of an export.
    #[must_use]
    pub fn new(artists: Vec<Box<str>>, items: Vec<Item>, mut rows: Vec<Play>) -> Self {
        assert!(items.iter().all(|item| (item.artist as usize) < artists.len()));
        assert!(rows.iter().all(|row| (row.item as usize) < items.len()));
        if !rows.is_sorted_by_key(|row| row.started_at) {
            rows.sort_by_key(|row| row.started_at);
        }
        Self { artists, items, rows }
    }

    /// Every artist, show or author once.
    #[must_use]
    pub fn artists(&self) -> &[Box<str>] {
        &self.artists
    }

    /// Every item once.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Every play, by start.
    #[must_use]
    pub fn rows(&self) -> &[Play] {
        &self.rows
    }

    /// The item of a play.
    #[must_use]
    pub fn item(&self, play: &Play) -> &Item {
        &self.items[play.item as usize]
    }

    /// The artist of an item.
    #[must_use]
    pub fn artist(&self, item: &Item) -> &str {
        &self.artists[item.artist as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_stays_small() {
        assert!(size_of::<Play>() <= 32, "{} bytes", size_of::<Play>());
    }

    #[test]
    fn a_skip_is_what_the_listener_ended() {
        for (end, skip) in [
            (End::Forward, true),
            (End::Back, true),
            (End::EndPlay, true),
            (End::TrackDone, false),
            (End::Other, false),
        ] {
            assert_eq!(end.is_skip(), skip, "{end:?}");
        }
    }
}

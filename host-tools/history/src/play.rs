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
    /// The listener chose something else. That may be a skip, or the end of listening to it: it is a class of its own.
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
    /// Whether the listener skipped: went forward or back. On every source the reason decides, never a `skipped` column.
    #[must_use]
    pub const fn is_skip(self) -> bool {
        matches!(self, Self::Forward | Self::Back)
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
    /// Index into [`Plays::artists`]; [`Plays::artist`] says whether it is one.
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
    /// Whether its start was read off a clock at the owner's home, whose zone nobody wrote down.
    pub wall_clock: bool,
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
        sort_by_start(&mut rows);
        Self { artists, items, rows }
    }

    /// Every artist, show or author once; an empty one for all that nobody knows.
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

    /// The artist of an item, where the history knows who that is.
    #[must_use]
    pub fn artist(&self, item: &Item) -> Option<&str> {
        let name = &*self.artists[item.artist as usize];
        (!name.trim().is_empty()).then_some(name)
    }
}

/// Sorts rows by start (stable for equal starts). Rows come in the order of their stamps, which are out of order by start
/// only where plays were reported late: these are few, and are taken out, sorted and merged back in.
fn sort_by_start(rows: &mut Vec<Play>) {
    let mut late = Vec::new();
    let mut latest = i64::MIN;
    rows.retain(|row| {
        let in_order = row.started_at >= latest;
        if in_order {
            latest = row.started_at;
        } else {
            late.push(*row);
        }
        in_order
    });
    late.sort_by_key(|row| row.started_at);
    // From the back, so that nothing is overwritten that is still to be moved.
    let mut from = rows.len();
    rows.extend_from_slice(&late);
    let mut to = rows.len();
    while let Some(row) = late.last() {
        to -= 1;
        // Of equal starts, a late row came later.
        if from > 0 && rows[from - 1].started_at > row.started_at {
            from -= 1;
            rows[to] = rows[from];
        } else {
            rows[to] = *row;
            late.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_stays_small() {
        assert!(size_of::<Play>() <= 32, "{} bytes", size_of::<Play>());
    }

    proptest! {
        #[test]
        fn plays_are_in_order_of_start_and_equal_starts_as_they_came(starts in prop::collection::vec(0_i64..20, 0..40)) {
            let play = |(number, &started_at): (u32, &i64)| Play {
                started_at,
                ms_played: Some(number),
                item: 0,
                country: *b"ZZ",
                device: Device::Other,
                start: Start::Other,
                end: End::Other,
                shuffle: None,
                offline: None,
                private: false,
                wall_clock: false,
                echo: false,
            };
            let rows: Vec<Play> = (0..).zip(&starts).map(play).collect();
            let mut expected = rows.clone();
            expected.sort_by_key(|row| row.started_at);
            let item = Item { kind: Kind::Music, title: "".into(), artist: 0, album: "".into() };
            let plays = Plays::new(vec!["".into()], vec![item], rows);
            prop_assert_eq!(plays.rows(), expected);
        }
    }

    #[test]
    fn a_skip_is_where_the_listener_went_forward_or_back() {
        for (end, skip) in [
            (End::Forward, true),
            (End::Back, true),
            (End::EndPlay, false),
            (End::TrackDone, false),
            (End::Other, false),
        ] {
            assert_eq!(end.is_skip(), skip, "{end:?}");
        }
    }
}

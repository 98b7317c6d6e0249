//! Numbers that stand for words. A newer file may hold numbers that this version does not know.

use crate::Word;

/// Declares numbers of one byte, each with its word, what it means and, of a card, what its numbers are.
macro_rules! words {
    ($(
        $(#[doc = $doc:literal])* $name:ident {
            $($kind:ident = $number:literal $word:literal $([$($says_number:literal),*])?: $says:literal,)*
        }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $(#[doc = $says] $kind = $number,)* }

        impl $name {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The word of each.
            pub const WORDS: &'static [Word] = &[$(Word {
                number: $number, word: $word, says: $says, numbers: &[$($($says_number),*)?],
            },)*];

            /// Its word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$kind => $word,)* }
            }

            /// The kind of a number in the file, if this version knows it.
            #[must_use]
            pub const fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Self::$kind),)* _ => None }
            }
        }

        impl From<$name> for u8 {
            fn from(kind: $name) -> Self {
                kind as Self
            }
        }
    )*};
}

words! {
    /// The sorts of memories.
    MemoryKind {
        Milestone = 0 "milestone": "A round counted play: `number` is which, `title` and `artist` are its own.",
        Discovery = 1 "discovery": "An artist was heard for the first time: `number` is its counted plays in all.",
        BiggestDay = 2 "biggest day": "The day of its year with the most music: `number` is its minutes.",
        Favourite = 3 "favourite": "The most played track of the day: `number` is its counted plays on it.",
    }

    /// What a milestone counts.
    MilestoneKind {
        Plays = 0 "plays": "Counted plays, with the track that it was.",
        Hours = 1 "hours": "Hours of all plays.",
    }

    /// How a track stands out by what was done to it.
    JudgementKind {
        NeverSkipped = 0 "never skipped": "Often started, never skipped: `times` is 0.",
        MostSkipped = 1 "most skipped": "Often started, mostly skipped: `times` is how often.",
        BackTo = 2 "gone back to": "Gone back to: `times` is how often, `starts` is 0.",
    }

    /// The families of devices.
    DeviceKind {
        Other = 0 "other": "Something else, or something that its source does not tell.",
        Phone = 1 "phone": "A telephone or a tablet.",
        Computer = 2 "computer": "A computer, or a browser on it.",
        Television = 3 "television": "A television or a game console.",
        Speaker = 4 "speaker": "A loudspeaker.",
        Car = 5 "car": "A car.",
        Wearable = 6 "wearable": "A watch.",
    }

    /// What has a cover.
    SleeveKind {
        Artist = 0 "artist": "`artist` in the whole history.",
        Album = 1 "album": "The album `title` by `artist`.",
        Era = 2 "era": "The era in which `first` lies; `artist` is the first of those that set it apart.",
    }

    /// What kind of listener it is: 8 explores, else returns; 4 by night, else in the morning; 2 roams, else is loyal; 1
    /// skips, else is patient.
    ListenerKind {
        MorningKeeper = 0 "morning keeper": "You wake up with the few you love and hear every song to its end.",
        EarlyEditor = 1 "early editor": "Old favourites for the morning, and what does not fit is cut.",
        SunriseCollector = 2 "sunrise collector": "You know your wide shelves by heart and play them from dawn.",
        BreakfastDj = 3 "breakfast DJ": "A little of all you know, on and on, until noon.",
        NightGardener = 4 "night gardener": "You tend the same few favourites after dark and let them grow.",
        MidnightCurator = 5 "midnight curator": "A small collection, picked over song by song, late at night.",
        LateCollector = 6 "late collector": "By night you stroll through all you have ever loved, unhurried.",
        NightDealer = 7 "night dealer": "You shuffle a big deck of old friends until the small hours.",
        DawnReader = 8 "dawn reader": "Each morning a new name, read to the end, and the best ones stay.",
        FirstMover = 9 "first mover": "You try what is new before breakfast and keep very few.",
        DayTripper = 10 "day tripper": "Every morning somewhere else, and time for all of it.",
        MorningSurfer = 11 "morning surfer": "You ride from wave to wave of new music until noon.",
        DeepDiver = 12 "deep diver": "You find someone new at night and hear all there is.",
        NightScout = 13 "night scout": "In the dark you look around quickly and stay true to a few.",
        StarGazer = 14 "star gazer": "New lights every night, and you watch each of them to the end.",
        Moth = 15 "moth": "You fly to whatever shines at night, and on to the next light.",
    }

    /// Whether no other year came up, or down, to a card's number; 0 where another one did, or where there is none.
    CardRecord {
        Highest = 1 "highest": "No other year came up to it.",
        Lowest = 2 "lowest": "No other year came down to it.",
    }
}

pub(super) use words;

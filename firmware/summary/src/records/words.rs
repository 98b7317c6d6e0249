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

    /// Whether no other year came up, or down, to a card's number; 0 where another one did, or where there is none.
    CardRecord {
        Highest = 1 "highest": "No other year came up to it.",
        Lowest = 2 "lowest": "No other year came down to it.",
    }

    /// What a card tells: of its names, `title` and `artist`, those that are said here, and its numbers in order.
    CardKind {
        Hours = 0 "hours" ["minutes", "plays", "usual_plays"]: "How much music.",
        Days = 1 "days" ["days", "of_days", "usual_permille"]: "Days with music, of those of the history in the year.",
        Month = 2 "month" ["minutes", "usual_minutes"]: "The month that stands out, which begins on `date`.",
        TimeOfDay = 3 "time of day" ["minute", "usual_minute"]: "When in the day, in the mean.",
        Nights = 4 "nights" ["plays", "of_plays", "usual_permille"]: "Counted plays from midnight to six.",
        Weekends = 5 "weekends" ["plays", "of_plays", "usual_permille"]: "Counted plays on Saturdays and Sundays.",
        BiggestDay = 6 "biggest day" ["minutes", "plays"]: "The day with the most music, `date`.",
        Streak = 7 "streak" ["days"]: "The most days in a row, from `date` on.",
        Session = 8 "session" ["minutes", "plays"]: "The longest session, begun on `date`.",
        Milestone = 9 "milestone" ["number"]: "A round counted play on `date`, of `title` by `artist`.",
        Abroad = 10 "abroad" ["days", "plays"]: "In another country, `country`, from `date` on: days with a play there.",
        Breadth = 11 "breadth" ["artists", "effective_artists", "usual_effective_artists"]: "How wide.",
        Explored = 12 "explored" ["new_tracks", "of_plays", "usual_permille"]: "Tracks heard for the first time.",
        Nostalgia = 13 "nostalgia" ["mean_days"]: "How long ago what was played was first heard, in the mean.",
        Skips = 14 "skips" ["skips", "of_plays", "usual_permille"]: "Plays cut short.",
        Replays = 15 "replays" ["plays", "of_plays", "usual_permille"]: "The same track again at once.",
        Discovery = 16 "discovery" ["plays"]: "The best of what was new, `artist`, first heard on `date`.",
        Comeback = 17 "comeback" ["silent_days", "plays"]:
            "Back on `date` after a long silence, `artist`: counted plays in the 28 days after.",
        Farewell = 18 "farewell" ["plays_before", "plays"]: "Left behind, `artist`: in the year before, in this year.",
        Binge = 19 "binge" ["plays"]: "The most plays of a track in a day, `title` by `artist` on `date`.",
        Run = 20 "run" ["plays"]: "The most plays of an artist in a row, `artist` on `date`.",
        Album = 21 "album" ["plays", "minutes"]: "The album, `title` by `artist`.",
        Track = 22 "track" ["plays", "minutes"]: "The track, `title` by `artist`.",
        Signature = 23 "signature" ["plays", "plays_in_all"]: "The artist that tells this year from others, `artist`.",
        Artist = 24 "artist" ["plays", "minutes"]: "The artist, `artist`.",
    }
}

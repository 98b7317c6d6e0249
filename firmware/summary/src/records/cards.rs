//! The kinds of cards of a year's recap, each in a row: what it tells, in which units, and what is to be expected of it. What
//! measures, keeps, says and draws cards has it from here.

use super::words::words;
use crate::Word;

/// An hour in milliseconds, in which statistics measure time.
const HOUR_MS: f64 = 3_600_000.0;

/// What a number of a card is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A time in minutes.
    Minutes,
    /// A minute of the day.
    TimeOfDay,
    /// Plays.
    Plays,
    /// Days.
    Days,
    /// Artists.
    Artists,
    /// Tracks.
    Tracks,
    /// Thousandths.
    Permille,
}

/// What the measure of a card is, by which years are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// An amount: what it usually is, and by which factor it usually differs.
    Amount(f64, f64),
    /// A share: what it usually is, and how far its log-odds usually lie from that.
    Share(f64, f64),
    /// Minutes from the listener's own middle of the day: what they usually are, and how far from that.
    Minutes(f64, f64),
    /// No amount: only how rare such cards are tells.
    Rarity(f64, f64),
}

/// Which years stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surprising {
    /// One with much, and one with little.
    EitherWay,
    /// One with much. A small biggest day says nothing.
    Upwards,
}

/// Declares the kinds: number, word, what it tells, units, names and examples of its numbers, its measure, and what is surprising.
macro_rules! cards {
    ($(
        $kind:ident = $number:literal $word:literal: $says:literal
        [$($unit:ident $name:literal $example:literal),*], $measure:ident($usual:expr, $spread:expr) $surprising:ident;
    )*) => {
        words! {
            /// What a card tells. The rows are in the order in which a recap tells it: how much, when, the days to remember, how, and
            /// who. Of its names, `title` and `artist`, those that are said here, and its numbers in order.
            CardKind { $($kind = $number $word [$($name),*]: $says,)* }
        }

        impl CardKind {
            /// What its numbers are, in order.
            #[must_use]
            pub const fn units(self) -> &'static [Unit] {
                match self { $(Self::$kind => &[$(Unit::$unit),*],)* }
            }

            /// Numbers that it may have, to show what it looks like.
            #[must_use]
            pub const fn examples(self) -> &'static [u32] {
                match self { $(Self::$kind => &[$($example),*],)* }
            }

            /// What it tells.
            #[must_use]
            pub const fn says(self) -> &'static str {
                match self { $(Self::$kind => $says,)* }
            }

            /// What it is measured by, and what is expected of a year of a listener of whom nothing else is known.
            #[must_use]
            pub const fn measure(self) -> Measure {
                match self { $(Self::$kind => Measure::$measure($usual, $spread),)* }
            }

            /// Which years stand out by it.
            #[must_use]
            pub const fn surprising(self) -> Surprising {
                match self { $(Self::$kind => Surprising::$surprising,)* }
            }
        }
    };
}

cards! {
    Hours = 0 "hours": "How much music."
        [Minutes "minutes" 30_720, Plays "plays" 9_120, Plays "usual_plays" 6_610], Amount(20.0, 1.6) EitherWay;
    Days = 1 "days": "Days with music, of those of the history in the year."
        [Days "days" 277, Days "of_days" 324, Permille "usual_permille" 840], Share(0.8, 0.8) EitherWay;
    Month = 2 "month": "The month that stands out, which begins on `date`."
        [Minutes "minutes" 4_020, Minutes "usual_minutes" 2_450], Amount(1.6, 1.3) Upwards;
    TimeOfDay = 3 "time of day": "When in the day, in the mean."
        [TimeOfDay "minute" 1_300, TimeOfDay "usual_minute" 1_085], Minutes(0.0, 45.0) EitherWay;
    Nights = 4 "nights": "Counted plays from midnight to six."
        [Plays "plays" 1_231, Plays "of_plays" 9_120, Permille "usual_permille" 62], Share(0.05, 0.7) EitherWay;
    Weekends = 5 "weekends": "Counted plays on Saturdays and Sundays."
        [Plays "plays" 3_740, Plays "of_plays" 9_120, Permille "usual_permille" 281], Share(2.0 / 7.0, 0.2) EitherWay;
    BiggestDay = 6 "biggest day": "The day with the most music, `date`."
        [Minutes "minutes" 684, Plays "plays" 171], Amount(8.0 * HOUR_MS, 1.4) Upwards;
    Streak = 7 "streak": "The most days in a row, from `date` on."
        [Days "days" 96], Amount(25.0, 2.0) Upwards;
    Session = 8 "session": "The longest session, begun on `date`."
        [Minutes "minutes" 611, Plays "plays" 158], Amount(6.0 * HOUR_MS, 1.5) Upwards;
    Milestone = 9 "milestone": "A round counted play on `date`, of `title` by `artist`."
        [Plays "number" 100_000], Rarity(0.0, 1.0) Upwards;
    Abroad = 10 "abroad": "In another country, `country`, from `date` on: days with a play there."
        [Days "days" 17, Plays "plays" 340], Amount(5.0, 2.5) Upwards;
    Breadth = 11 "breadth": "How wide."
        [Artists "artists" 612, Artists "effective_artists" 96, Artists "usual_effective_artists" 71], Amount(100.0, 1.6) EitherWay;
    Genre = 25 "genre": "The genre, `title`."
        [Plays "plays" 2_410, Minutes "minutes" 8_310], Share(0.35, 0.6) Upwards;
    Explored = 12 "explored": "Tracks heard for the first time."
        [Tracks "new_tracks" 1_720, Plays "of_plays" 9_120, Permille "usual_permille" 263], Share(0.25, 0.5) EitherWay;
    Nostalgia = 13 "nostalgia": "How long ago what was played was first heard, in the mean."
        [Days "mean_days" 1_412], Share(0.4, 0.5) EitherWay;
    NewReleases = 26 "new releases": "Counted plays of what came out in the year, or the year before, of those whose release year is known."
        [Plays "plays" 1_980, Plays "of_plays" 7_640, Permille "usual_permille" 171], Share(0.2, 0.7) EitherWay;
    Skips = 14 "skips": "Plays cut short."
        [Plays "skips" 1_021, Plays "of_plays" 9_400, Permille "usual_permille" 287], Share(0.3, 0.5) EitherWay;
    Replays = 15 "replays": "The same track again at once."
        [Plays "plays" 730, Plays "of_plays" 9_120, Permille "usual_permille" 34], Share(0.04, 0.6) EitherWay;
    Discovery = 16 "discovery": "The best of what was new, `artist`, first heard on `date`."
        [Plays "plays" 312], Share(0.03, 0.7) Upwards;
    Comeback = 17 "comeback": "Back on `date` after a long silence, `artist`: counted plays in the 28 days after."
        [Days "silent_days" 1_197, Plays "plays" 57], Amount(500.0, 1.6) Upwards;
    Farewell = 18 "farewell": "Left behind, `artist`: in the year before, in this year."
        [Plays "plays_before" 412, Plays "plays" 9], Share(0.02, 0.7) Upwards;
    Binge = 19 "binge": "The most plays of a track in a day, `title` by `artist` on `date`."
        [Plays "plays" 41], Amount(12.0, 1.6) Upwards;
    Run = 20 "run": "The most plays of an artist in a row, `artist` on `date`."
        [Plays "plays" 87], Amount(40.0, 1.6) Upwards;
    Album = 21 "album": "The album, `title` by `artist`."
        [Plays "plays" 264, Minutes "minutes" 1_010], Share(0.03, 0.6) Upwards;
    Track = 22 "track": "The track, `title` by `artist`."
        [Plays "plays" 118, Minutes "minutes" 430], Share(0.01, 0.6) Upwards;
    Signature = 23 "signature": "The artist that tells this year from others, `artist`."
        [Plays "plays" 486, Plays "plays_in_all" 640], Amount(0.1, 1.8) Upwards;
    Artist = 24 "artist": "The artist, `artist`."
        [Plays "plays" 702, Minutes "minutes" 2_640], Share(0.06, 0.6) Upwards;
}

impl CardKind {
    /// Its place in the order in which a recap tells its cards: that of the rows.
    #[must_use]
    pub fn order(self) -> usize {
        Self::ALL.iter().take_while(|&&kind| kind != self).count()
    }

    /// Whether it is a share of plays: some of all of them, beside what is usual.
    #[must_use]
    pub const fn is_share_of_plays(self) -> bool {
        matches!(self.units(), [Unit::Plays | Unit::Tracks, Unit::Plays, Unit::Permille])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_name_and_a_unit() {
        for (&kind, word) in CardKind::ALL.iter().zip(CardKind::WORDS) {
            assert_eq!(kind.units().len(), word.numbers.len(), "{kind:?}");
        }
    }
}

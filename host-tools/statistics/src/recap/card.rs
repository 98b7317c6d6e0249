//! The cards that a recap is told with.

use chrono::NaiveDate;
use serde::Serialize;

use super::surprise::logistic;
use super::{EVIDENCE, Kind};
use crate::Month;
use crate::genres::Genre;
use crate::places::Country;

/// One thing to tell of a year. What it is measured by, and what is usual, is said of each; a `usual` is none where
/// there is no other year to compare with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "card", rename_all = "snake_case")]
pub enum Card {
    /// How much music: counted plays per day of the history in the year.
    Hours {
        /// Time of all plays, in milliseconds.
        ms: u64,
        /// Counted plays.
        plays: u64,
        /// The plays that there would have been at the pace of the other years.
        usual_plays: Option<u64>,
    },
    /// How often: the share of the days of the history in the year that have a counted play.
    Days {
        /// Days with a counted play.
        days: u64,
        /// Days of the year between the history's first and last play, both included.
        of_days: u64,
        /// That share in the other years, in thousandths.
        usual_permille: Option<u64>,
    },
    /// The month that stands out: its time per day against the year's. Of months with at least 14 days of the history.
    Month {
        /// The month.
        month: Month,
        /// Time of its plays, in milliseconds.
        ms: u64,
        /// The time that it would have had at the pace of the whole year.
        usual_ms: u64,
    },
    /// When in the day: the circular mean of the starts of counted plays.
    TimeOfDay {
        /// The local minute of the day.
        minute: u64,
        /// That of the other years.
        usual_minute: Option<u64>,
    },
    /// How much at night: the share of counted plays that begin before six in the morning.
    Nights {
        /// Counted plays from 0:00 to 5:59.
        plays: u64,
        /// Counted plays.
        of_plays: u64,
        /// That share in the other years, in thousandths.
        usual_permille: Option<u64>,
    },
    /// How much at weekends: the share of counted plays on Saturdays and Sundays.
    Weekends {
        /// Counted plays on Saturdays and Sundays.
        plays: u64,
        /// Counted plays.
        of_plays: u64,
        /// That share in the other years, in thousandths.
        usual_permille: Option<u64>,
    },
    /// The day with the most time, by that time.
    BiggestDay {
        /// The local day.
        date: NaiveDate,
        /// Time of all its plays, in milliseconds.
        ms: u64,
        /// Its counted plays.
        plays: u64,
    },
    /// The most days in a row with a counted play, by their number.
    Streak {
        /// How many days.
        days: u64,
        /// The first of them.
        from: NaiveDate,
    },
    /// The longest session, by its length.
    Session {
        /// The local day on which it began.
        date: NaiveDate,
        /// From its first start to its latest end, in milliseconds.
        ms: u64,
        /// Its counted plays.
        plays: u64,
    },
    /// A round counted play of the whole history: the thousandth, the ten-thousandth, and so on.
    Milestone {
        /// Its number.
        #[cfg_attr(test, schemars(range(min = 1)))]
        number: u64,
        /// What was played.
        title: String,
        /// By whom, where that is known.
        artist: Option<String>,
        /// The local day.
        date: NaiveDate,
    },
    /// Away: a country other than the one with the most time in the whole history, by the days with a play there.
    Abroad {
        /// The country.
        country: Country,
        /// Days with a play there.
        days: u64,
        /// Counted plays there.
        plays: u64,
        /// The first of the days.
        first: NaiveDate,
    },
    /// How wide: the effective number of artists ([`Breadth`](crate::breadth::Breadth)).
    Breadth {
        /// Different artists of counted plays.
        artists: u64,
        /// The effective number, rounded.
        effective: u64,
        /// That of the other years.
        usual_effective: Option<u64>,
    },
    /// The genre with the most counted plays, then the most time, by its share of those whose genre is known. Only where enough is
    /// known of it in the history and in the year ([`Known::is_enough`](crate::music::Known::is_enough)).
    Genre {
        /// The genre.
        genre: Genre,
        /// Its counted plays.
        plays: u64,
        /// Time of all its plays, in milliseconds.
        ms: u64,
    },
    /// How much was new: the share of counted plays that are the first of their track. Not in a year that begins in
    /// the history's first twelve months, when everything is new.
    Explored {
        /// Tracks heard for the first time, each one play.
        new_tracks: u64,
        /// Counted plays.
        of_plays: u64,
        /// That share in the other years, in thousandths.
        usual_permille: Option<u64>,
    },
    /// How old the music is: the mean age of what was played, since first heard, as a share of the age that music
    /// known since the first day of the history would have. Not in a year that begins in the first twelve months.
    Nostalgia {
        /// The mean age in days, rounded down.
        mean_days: u64,
    },
    /// How fresh: of the counted plays whose release year is known, the share of what came out in the year, or the year before. Only
    /// where enough is known of it in the history and in the year.
    NewReleases {
        /// Such plays.
        plays: u64,
        /// Counted plays whose release year is known.
        of_plays: u64,
        /// That share in the other years, in thousandths.
        usual_permille: Option<u64>,
    },
    /// How patient: the share of plays cut short among those whose end is known.
    Skips {
        /// Plays that the listener skipped.
        skips: u64,
        /// Plays whose end is known.
        starts: u64,
        /// That share in the other years, in thousandths.
        usual_permille: Option<u64>,
    },
    /// The same again: the share of counted plays of the same track as the counted play right before.
    Replays {
        /// Such plays.
        plays: u64,
        /// Counted plays.
        of_plays: u64,
        /// That share in the other years, in thousandths.
        usual_permille: Option<u64>,
    },
    /// The best of what was new: the artist first heard in the year with the most counted plays in it, by their share.
    /// Not in a year that begins in the history's first twelve months.
    Discovery {
        /// The artist.
        artist: String,
        /// Its counted plays in the year.
        plays: u64,
        /// The day on which it was first heard.
        first: NaiveDate,
    },
    /// Back after a long silence ([`Comeback`](crate::devotion::Comeback)), by the days of silence.
    Comeback {
        /// The artist.
        artist: String,
        /// Days from its last counted play to the next.
        silent_days: u64,
        /// Counted plays in the 28 days from the return.
        plays: u64,
        /// The day of the return.
        back: NaiveDate,
    },
    /// Left behind: of the artists with at most a tenth of the counted plays that they had the year before, the one
    /// that had most, by its share of that year. Only where the year before has a recap too, and both have at least 270 days of
    /// the history.
    Farewell {
        /// The artist.
        artist: String,
        /// Its counted plays in the year before.
        before: u64,
        /// Its counted plays in this one.
        plays: u64,
    },
    /// The most counted plays of one track in a day, by their number.
    Binge {
        /// Its title.
        title: String,
        /// Its artist, where that is known.
        artist: Option<String>,
        /// Its counted plays on that day.
        plays: u64,
        /// The local day.
        date: NaiveDate,
    },
    /// The most counted plays of one artist in a row, by their number.
    Run {
        /// The artist.
        artist: String,
        /// How many plays.
        plays: u64,
        /// The local day of the first.
        date: NaiveDate,
    },
    /// The album with the most counted plays, by their share.
    Album {
        /// Its title.
        title: String,
        /// Its artist, where that is known.
        artist: Option<String>,
        /// Its counted plays.
        plays: u64,
        /// Time of all its plays, in milliseconds.
        ms: u64,
    },
    /// The track with the most counted plays, by their share.
    Track {
        /// Its title.
        title: String,
        /// Its artist, where that is known.
        artist: Option<String>,
        /// Its counted plays.
        plays: u64,
        /// Time of all its plays, in milliseconds.
        ms: u64,
    },
    /// The artist that tells this year from the others: the one with the largest share of the year's counted plays
    /// times the logarithm of how many times that share is its share of the whole history's, by that product.
    Signature {
        /// The artist.
        artist: String,
        /// Its counted plays in the year.
        plays: u64,
        /// Its counted plays in the whole history.
        all_plays: u64,
    },
    /// The artist with the most counted plays, by their share.
    Artist {
        /// Its name.
        artist: String,
        /// Its counted plays.
        plays: u64,
        /// Time of all its plays, in milliseconds.
        ms: u64,
    },
}

/// What a card says, without its words: small enough for any record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts<'c> {
    /// The title of a track or an album, or a genre.
    pub title: Option<&'c str>,
    /// The artist: of what the title names where that is known, or of whom the card is.
    pub artist: Option<&'c str>,
    /// Numbers, in the order of the card's fields.
    pub numbers: [Option<u64>; 3],
    /// The day that it is about; the first of a month.
    pub date: Option<NaiveDate>,
}

impl Card {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Hours { .. } => Kind::Hours,
            Self::Days { .. } => Kind::Days,
            Self::Month { .. } => Kind::Month,
            Self::TimeOfDay { .. } => Kind::TimeOfDay,
            Self::Nights { .. } => Kind::Nights,
            Self::Weekends { .. } => Kind::Weekends,
            Self::BiggestDay { .. } => Kind::BiggestDay,
            Self::Streak { .. } => Kind::Streak,
            Self::Session { .. } => Kind::Session,
            Self::Milestone { .. } => Kind::Milestone,
            Self::Abroad { .. } => Kind::Abroad,
            Self::Breadth { .. } => Kind::Breadth,
            Self::Genre { .. } => Kind::Genre,
            Self::Explored { .. } => Kind::Explored,
            Self::Nostalgia { .. } => Kind::Nostalgia,
            Self::NewReleases { .. } => Kind::NewReleases,
            Self::Skips { .. } => Kind::Skips,
            Self::Replays { .. } => Kind::Replays,
            Self::Discovery { .. } => Kind::Discovery,
            Self::Comeback { .. } => Kind::Comeback,
            Self::Farewell { .. } => Kind::Farewell,
            Self::Binge { .. } => Kind::Binge,
            Self::Run { .. } => Kind::Run,
            Self::Album { .. } => Kind::Album,
            Self::Track { .. } => Kind::Track,
            Self::Signature { .. } => Kind::Signature,
            Self::Artist { .. } => Kind::Artist,
        }
    }

    /// What it says, without its words.
    #[must_use]
    pub fn parts(&self) -> Parts<'_> {
        /// A title and an artist, numbers, and a day.
        const fn parts<'c>(
            [title, artist]: [Option<&'c str>; 2],
            numbers: [Option<u64>; 3],
            date: Option<NaiveDate>,
        ) -> Parts<'c> {
            Parts {
                title,
                artist,
                numbers,
                date,
            }
        }
        const fn somebody(artist: &str) -> [Option<&str>; 2] {
            [None, Some(artist)]
        }
        let nobody = [None, None];
        match self {
            Self::Hours { ms, plays, usual_plays } => parts(nobody, [Some(*ms), Some(*plays), *usual_plays], None),
            Self::Days {
                days: part,
                of_days: of,
                usual_permille: usual,
            }
            | Self::Nights {
                plays: part,
                of_plays: of,
                usual_permille: usual,
            }
            | Self::Weekends {
                plays: part,
                of_plays: of,
                usual_permille: usual,
            }
            | Self::Explored {
                new_tracks: part,
                of_plays: of,
                usual_permille: usual,
            }
            | Self::NewReleases {
                plays: part,
                of_plays: of,
                usual_permille: usual,
            }
            | Self::Skips {
                skips: part,
                starts: of,
                usual_permille: usual,
            }
            | Self::Replays {
                plays: part,
                of_plays: of,
                usual_permille: usual,
            } => parts(nobody, [Some(*part), Some(*of), *usual], None),
            Self::Month { month, ms, usual_ms } => parts(
                nobody,
                [Some(*ms), Some(*usual_ms), None],
                Some(month.first_day().date()),
            ),
            Self::TimeOfDay { minute, usual_minute } => parts(nobody, [Some(*minute), *usual_minute, None], None),
            Self::BiggestDay { date, ms, plays } | Self::Session { date, ms, plays } => {
                parts(nobody, [Some(*ms), Some(*plays), None], Some(*date))
            }
            Self::Streak { days, from } => parts(nobody, [Some(*days), None, None], Some(*from)),
            Self::Milestone {
                number,
                title,
                artist,
                date,
            } => parts(
                [Some(title), artist.as_deref()],
                [Some(*number), None, None],
                Some(*date),
            ),
            Self::Abroad { days, plays, first, .. } => parts(nobody, [Some(*days), Some(*plays), None], Some(*first)),
            Self::Breadth {
                artists,
                effective,
                usual_effective,
            } => parts(nobody, [Some(*artists), Some(*effective), *usual_effective], None),
            Self::Genre { genre, plays, ms } => {
                parts([Some(genre.name()), None], [Some(*plays), Some(*ms), None], None)
            }
            Self::Nostalgia { mean_days } => parts(nobody, [Some(*mean_days), None, None], None),
            Self::Discovery { artist, plays, first } => {
                parts(somebody(artist), [Some(*plays), None, None], Some(*first))
            }
            Self::Comeback {
                artist,
                silent_days,
                plays,
                back,
            } => parts(somebody(artist), [Some(*silent_days), Some(*plays), None], Some(*back)),
            Self::Farewell { artist, before, plays } => {
                parts(somebody(artist), [Some(*before), Some(*plays), None], None)
            }
            Self::Binge {
                title,
                artist,
                plays,
                date,
            } => parts(
                [Some(title), artist.as_deref()],
                [Some(*plays), None, None],
                Some(*date),
            ),
            Self::Run { artist, plays, date } => parts(somebody(artist), [Some(*plays), None, None], Some(*date)),
            Self::Album {
                title,
                artist,
                plays,
                ms,
            }
            | Self::Track {
                title,
                artist,
                plays,
                ms,
            } => parts([Some(title), artist.as_deref()], [Some(*plays), Some(*ms), None], None),
            Self::Signature {
                artist,
                plays,
                all_plays,
            } => parts(somebody(artist), [Some(*plays), Some(*all_plays), None], None),
            Self::Artist { artist, plays, ms } => parts(somebody(artist), [Some(*plays), Some(*ms), None], None),
        }
    }

    /// The artist that it names.
    pub(super) fn artist(&self) -> Option<&str> {
        self.parts().artist
    }

    /// Whether it is a share of plays that too few of them speak for: neither its part nor what would usually be its
    /// part comes up to [`EVIDENCE`], or neither of what these leave.
    pub(super) fn is_thin(&self) -> bool {
        let [Some(part), Some(of), permille] = self.parts().numbers else {
            return false;
        };
        let usual = permille.map_or(part, |permille| permille * of / 1000);
        self.kind().is_share_of_plays() && (part.max(usual) < EVIDENCE || of - part.min(usual) < EVIDENCE)
    }

    /// The card with what is usual: `value` is what it is measured by, `usual` what the other years have in the mean.
    pub(super) fn with_usual(mut self, value: f64, usual: f64) -> Self {
        match &mut self {
            Self::Hours { plays, usual_plays, .. } => {
                *usual_plays = Some((*plays as f64 * libm::exp(usual - value)).round() as u64);
            }
            Self::Breadth { usual_effective, .. } => *usual_effective = Some(libm::exp(usual).round() as u64),
            Self::TimeOfDay { minute, usual_minute } => {
                *usual_minute = Some((*minute as f64 + usual - value).round().rem_euclid(1440.0) as u64);
            }
            Self::Days { usual_permille, .. }
            | Self::Nights { usual_permille, .. }
            | Self::Weekends { usual_permille, .. }
            | Self::Explored { usual_permille, .. }
            | Self::NewReleases { usual_permille, .. }
            | Self::Skips { usual_permille, .. }
            | Self::Replays { usual_permille, .. } => {
                *usual_permille = Some((logistic(usual) * 1000.0).round() as u64);
            }
            _ => {}
        }
        self
    }
}

//! Which moments can be: no service knows of a play before there was the service, nor of one after the import.
//!
//! A row whose moment cannot be is no play: players without a clock, clocks that a flat battery put back to their first
//! day, and tools that write 0 for what they do not know make such rows. They are counted apart in the books, by why.

use crate::source::Source;
use crate::time;

/// A day in seconds.
pub(crate) const DAY: i64 = 86_400;

/// The first second of October 2002, the first month of scrobbles that ListenBrainz believes in, in seconds since the
/// epoch (`LISTEN_MINIMUM_TS` in its code): no scrobble is older.
pub(crate) const SCROBBLES: i64 = 1_033_430_400;

/// The longest that one play can last, in milliseconds: a day. What says more is wrong, and its length is unknown.
pub(crate) const LONGEST_PLAY: u32 = 86_400_000;

/// Why the moment of a row can be none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoMoment {
    Unset,
    TooEarly,
    TooLate,
}

/// Rows whose moments cannot be, by why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct WithoutMoment {
    /// The moment is 0, which stands for none.
    pub unset: u64,
    /// Before [`Source::earliest`].
    pub too_early: u64,
    /// More than a day after the import: a day is more than zones differ by.
    pub too_late: u64,
}

impl WithoutMoment {
    /// All of them.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.unset + self.too_early + self.too_late
    }

    /// How many rows of a source there are for each reason that has some, and the reason in words.
    #[must_use]
    pub fn reasons(self, source: Source) -> Vec<(u64, String)> {
        let unset = match source.service().is_player {
            true => "this player has no clock".to_owned(),
            false => "the moment is 0, which stands for none".to_owned(),
        };
        let (year, month, day) = time::date(source.earliest());
        let early = format!("before {year}-{month:02}-{day:02}, when none could be known; a clock was wrong");
        let late = "more than a day after this import; a clock was wrong".to_owned();
        [(self.unset, unset), (self.too_early, early), (self.too_late, late)]
            .into_iter()
            .filter(|(rows, _)| *rows > 0)
            .collect()
    }

    pub(crate) fn of(&mut self, why: NoMoment) -> &mut u64 {
        match why {
            NoMoment::Unset => &mut self.unset,
            NoMoment::TooEarly => &mut self.too_early,
            NoMoment::TooLate => &mut self.too_late,
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.unset += other.unset;
        self.too_early += other.too_early;
        self.too_late += other.too_late;
    }
}

/// The last moment that can be, at an import.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Horizon(i64);

impl Horizon {
    /// Of an import at this moment, in seconds since the epoch.
    pub(crate) fn at(now: i64) -> Self {
        Self(now.saturating_add(DAY).min(time::LAST))
    }

    /// Whether a source can say this moment, and if not, why.
    pub(crate) fn judge(self, source: Source, moment: i64) -> Result<(), NoMoment> {
        if moment == 0 {
            Err(NoMoment::Unset)
        } else if moment < source.earliest() {
            Err(NoMoment::TooEarly)
        } else if moment > self.0 {
            Err(NoMoment::TooLate)
        } else {
            Ok(())
        }
    }
}

/// What this computer's clock says, in seconds since the epoch.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_can_be_from_the_first_day_of_its_source_to_a_day_after_the_import() {
        let now = 1_800_000_000;
        for source in Source::all() {
            let first = source.earliest();
            for (moment, expected) in [
                (i64::MIN, Err(NoMoment::TooEarly)),
                (-1, Err(NoMoment::TooEarly)),
                (0, Err(NoMoment::Unset)),
                (1, Err(NoMoment::TooEarly)),
                (first - 1, Err(NoMoment::TooEarly)),
                (first, Ok(())),
                (now + DAY, Ok(())),
                (now + DAY + 1, Err(NoMoment::TooLate)),
                (i64::MAX, Err(NoMoment::TooLate)),
            ] {
                assert_eq!(
                    Horizon::at(now).judge(source, moment),
                    expected,
                    "{source:?} at {moment}"
                );
            }
        }
        assert_eq!(
            Horizon::at(i64::MAX).judge(Source::numbered(0), time::LAST + 1),
            Err(NoMoment::TooLate),
            "no clock makes a moment that a library cannot key"
        );
    }
}

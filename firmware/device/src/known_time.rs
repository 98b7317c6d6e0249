//! What time it is on a device that no network tells it.
//!
//! A clock with a battery is believed where it makes sense; else time goes on from the last that was known before the
//! device was switched off, so that it is late by as long as it was off. It is set in the menu, and moved forward by the
//! day on which a summary was pressed that is taken in: that day has come. It never moves by itself otherwise, and only the
//! menu sets it back.

use zerocopy::little_endian::{I64, U16};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// A day, in seconds.
const DAY: i64 = 86_400;
/// When this program was made, as near as matters: 2026-11-30T00:00:00Z, to be set with each release.
const MADE: i64 = 20_787 * DAY;
/// No time before this is the present: a clock that says so was never set. Three years lie in between, for a summary that is
/// older than the program.
const EARLIEST: i64 = MADE - 3 * 365 * DAY;
/// Nor is one that is twenty years and their leap days after the program was made.
const LATEST: i64 = MADE + (20 * 365 + 5) * DAY;

/// Whether a time, in seconds after 1970-01-01T00:00:00Z, can be the present.
#[must_use]
pub const fn is_plausible(utc: i64) -> bool {
    EARLIEST <= utc && utc <= LATEST
}

/// What is kept of it.
#[derive(FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
struct Noted {
    utc: I64,
    counted: U16,
}

/// The time that is known, if one is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownTime {
    /// Seconds after 1970-01-01T00:00:00Z, and when it was that, in the clock's milliseconds.
    at: Option<(i64, u64)>,
    /// The latest day of a summary that was taken in, in days after 1970-01-01: it counts once, and does not move a clock
    /// again that somebody set back.
    counted: u16,
}

impl KnownTime {
    /// How many bytes are kept.
    pub const LENGTH: usize = size_of::<Noted>();

    /// What is known at the start, when the clock says `now`: what a clock with a battery says, and what was kept.
    #[must_use]
    pub fn new(battery: Option<i64>, kept: Option<&[u8]>, now: u64) -> Self {
        let noted = kept.and_then(|kept| Noted::read_from_bytes(kept).ok());
        let (utc, counted) = noted.map_or((None, 0), |noted| (Some(noted.utc.get()), noted.counted.get()));
        let mut known = [battery, utc].into_iter().flatten().filter(|&utc| is_plausible(utc));
        Self {
            at: known.next().map(|utc| (utc, now)),
            counted,
        }
    }

    /// The time at `now`, in seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn utc(&self, now: u64) -> Option<i64> {
        let (utc, then) = self.at?;
        Some(utc.saturating_add((now.saturating_sub(then) / 1000) as i64))
    }

    /// A summary is there that was pressed on a day, in days after 1970-01-01. Says whether that moved the time: to noon in
    /// Greenwich, when that day has come all over the world.
    pub fn hear_of(&mut self, day: u16, now: u64) -> bool {
        if day <= self.counted {
            return false;
        }
        let noon = i64::from(day) * DAY + DAY / 2;
        if !is_plausible(noon) {
            return false;
        }
        self.counted = day;
        let moves = self.utc(now).is_none_or(|utc| utc < noon);
        if moves {
            self.at = Some((noon, now));
        }
        moves
    }

    /// Somebody says what time it is. Says whether that can be.
    pub const fn set(&mut self, utc: i64, now: u64) -> bool {
        let can_be = is_plausible(utc);
        if can_be {
            self.at = Some((utc, now));
        }
        can_be
    }

    /// What to keep of it, if a time is known.
    #[must_use]
    pub fn to_bytes(&self, now: u64) -> Option<[u8; Self::LENGTH]> {
        let noted = Noted {
            utc: self.utc(now)?.into(),
            counted: self.counted.into(),
        };
        Some(zerocopy::transmute!(noted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR_MS: u64 = 3_600_000;
    const TODAY: u16 = 20_800;
    const NOON: i64 = TODAY as i64 * DAY + DAY / 2;

    fn restarted(known: &KnownTime, at: u64) -> KnownTime {
        KnownTime::new(None, known.to_bytes(at).as_ref().map(|kept| &kept[..]), 0)
    }

    #[test]
    fn no_time_is_known_until_somebody_says_one_or_a_summary_comes() {
        let mut known = KnownTime::new(None, None, 0);
        assert_eq!((known.utc(HOUR_MS), known.to_bytes(HOUR_MS)), (None, None));
        assert!(known.hear_of(TODAY, 0));
        assert_eq!(known.utc(0), Some(NOON));
        assert_eq!(known.utc(HOUR_MS), Some(NOON + 3600), "and it goes on");
    }

    #[test]
    fn the_last_known_time_goes_on_after_a_restart() {
        let mut known = KnownTime::default();
        assert!(known.set(NOON, 0));
        let again = restarted(&known, 2 * HOUR_MS);
        assert_eq!(again.utc(HOUR_MS), Some(NOON + 3 * 3600));
    }

    #[test]
    fn a_clock_with_a_battery_is_believed_unless_it_was_never_set() {
        let mut known = KnownTime::default();
        known.set(NOON, 0);
        let kept = known.to_bytes(0);
        let start = |battery| KnownTime::new(Some(battery), kept.as_ref().map(|kept| &kept[..]), 0).utc(0);
        assert_eq!(start(NOON + 500 * DAY), Some(NOON + 500 * DAY));
        assert_eq!(start(NOON - 5 * DAY), Some(NOON - 5 * DAY), "it may have been set back");
        for never in [0, 946_684_800, i64::MAX, i64::MIN, LATEST + 1] {
            assert_eq!(start(never), Some(NOON), "{never}");
        }
    }

    #[test]
    fn a_summary_moves_the_time_forward_once_and_never_back() {
        let mut known = KnownTime::default();
        known.set(NOON + 10 * DAY, 0);
        assert!(!known.hear_of(TODAY, 0), "an older one");
        assert_eq!(known.utc(0), Some(NOON + 10 * DAY));
        assert!(known.hear_of(TODAY + 20, 0));
        assert_eq!(known.utc(0), Some(NOON + 20 * DAY));
        // The owner knows better, and the summary is still there after a restart.
        known.set(NOON + 2 * DAY, 0);
        let mut again = restarted(&known, 0);
        assert!(!again.hear_of(TODAY + 20, 0) && !again.hear_of(TODAY, 0));
        assert_eq!(again.utc(0), Some(NOON + 2 * DAY));
        assert!(again.hear_of(TODAY + 21, 0), "a new one does");
    }

    #[test]
    fn a_summary_from_the_far_future_or_past_moves_nothing() {
        for day in [0, 1, 10_000, (LATEST / DAY) as u16 + 1, u16::MAX] {
            let mut known = KnownTime::default();
            assert!(!known.hear_of(day, 0), "{day}");
            assert_eq!(known.utc(0), None);
            assert!(known.hear_of(TODAY, 0), "nor does it keep a sound one from counting");
        }
        let mut known = KnownTime::default();
        assert!(known.hear_of((LATEST / DAY) as u16 - 1, 0), "twenty years are believed");
        assert!(!known.set(LATEST + 1, 0) && !known.set(EARLIEST - 1, 0));
    }

    #[test]
    fn what_makes_no_sense_was_not_kept() {
        for kept in [&b""[..], b"x", &[0xFF; KnownTime::LENGTH], &[0; KnownTime::LENGTH + 1]] {
            assert_eq!(KnownTime::new(None, Some(kept), 0).utc(0), None);
        }
    }
}

//! What time it is where nothing tells it but a hand on the buttons.

use playtally_device::{Clock, KnownTime};

/// A clock that counts from when it was set, until the power goes.
#[derive(Debug)]
pub struct SetByHand<N> {
    /// Milliseconds since the chip was started.
    now: N,
    time: KnownTime,
}

impl<N: FnMut() -> u64> SetByHand<N> {
    /// A clock that nobody has set, by a counter of milliseconds.
    pub fn new(now: N) -> Self {
        let time = KnownTime::default();
        Self { now, time }
    }
}

impl<N: FnMut() -> u64> Clock for SetByHand<N> {
    fn now(&mut self) -> u64 {
        (self.now)()
    }

    fn utc(&mut self) -> Option<i64> {
        self.time.utc((self.now)())
    }

    fn can_be_set(&self) -> bool {
        true
    }

    fn set(&mut self, utc: i64) -> bool {
        self.time.set(utc, (self.now)())
    }
}

#[cfg(test)]
mod tests {
    use core::cell::Cell;

    use super::*;

    /// 2026-12-24T18:00:00Z.
    const EVENING: i64 = 1_798_135_200;

    #[test]
    fn the_time_is_unknown_until_it_is_set_and_goes_on_then() {
        let now = Cell::new(90_000);
        let mut clock = SetByHand::new(|| now.get());
        assert!(clock.can_be_set());
        clock.hear_of(20_800);
        assert_eq!(clock.utc(), None, "the day of a summary is not today");
        assert!(clock.set(EVENING));
        now.set(90_000 + 61_000);
        assert_eq!((clock.now(), clock.utc()), (151_000, Some(EVENING + 61)));
        assert!(!clock.set(0), "1970 cannot be the present");
        assert_eq!(clock.utc(), Some(EVENING + 61));
    }
}

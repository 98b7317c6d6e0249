//! Time: one clock to pace by and one to date by.

/// What time it is.
pub trait Clock {
    /// Milliseconds since some moment; it never goes back.
    fn now(&mut self) -> u64;

    /// Seconds since 1970-01-01T00:00:00Z, or `None` while nobody set the clock: a Raspberry Pi has none that runs
    /// without power.
    fn utc(&mut self) -> Option<i64>;

    /// A summary is there that was pressed on a day, in days after 1970-01-01: that day has come. A clock that has no other
    /// way to know may go by it.
    fn hear_of(&mut self, _pressed: u16) {}

    /// Whether it can be set by hand.
    fn can_be_set(&self) -> bool {
        false
    }

    /// Is set by hand, to seconds since 1970-01-01T00:00:00Z, and says whether that can be the time.
    fn set(&mut self, _utc: i64) -> bool {
        false
    }
}

impl<C: Clock> Clock for &mut C {
    fn now(&mut self) -> u64 {
        (**self).now()
    }

    fn utc(&mut self) -> Option<i64> {
        (**self).utc()
    }

    fn hear_of(&mut self, pressed: u16) {
        (**self).hear_of(pressed);
    }

    fn can_be_set(&self) -> bool {
        (**self).can_be_set()
    }

    fn set(&mut self, utc: i64) -> bool {
        (**self).set(utc)
    }
}

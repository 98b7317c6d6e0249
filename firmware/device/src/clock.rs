//! Time: one clock to pace by and one to date by.

/// What time it is.
pub trait Clock {
    /// Milliseconds since some moment; it never goes back.
    fn now(&mut self) -> u64;

    /// Seconds since 1970-01-01T00:00:00Z, or `None` while nobody set the clock: a Raspberry Pi has none that runs
    /// without power.
    fn utc(&mut self) -> Option<i64>;
}

impl<C: Clock> Clock for &mut C {
    fn now(&mut self) -> u64 {
        (**self).now()
    }

    fn utc(&mut self) -> Option<i64> {
        (**self).utc()
    }
}

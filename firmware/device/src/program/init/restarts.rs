//! When a display that ended is started again.

use std::time::{Duration, Instant};

/// After so many ends within so long, the display says that it keeps failing: as the service elsewhere.
const MOST: usize = 5;
const WITHIN: Duration = Duration::from_secs(120);
/// How long before it is started again.
const WAIT: Duration = Duration::from_secs(2);

/// The ends of late.
#[derive(Debug, Default)]
pub(super) struct Restarts(Vec<Instant>);

/// What comes after an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// It is started again after a while.
    Again(Duration),
    /// The message comes up that it keeps failing.
    SayThatItFails,
}

impl Restarts {
    /// It ended at a time.
    pub(super) fn ended(&mut self, now: Instant) -> Then {
        self.0.retain(|&end| now.duration_since(end) < WITHIN);
        self.0.push(now);
        if self.0.len() < MOST {
            return Then::Again(WAIT);
        }
        self.0.clear();
        Then::SayThatItFails
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_end_within_two_minutes_is_told_about() {
        let (mut restarts, start) = (Restarts::default(), Instant::now());
        let mut ended = |seconds| restarts.ended(start + Duration::from_secs(seconds));
        for seconds in [0, 10, 20, 30] {
            assert_eq!(ended(seconds), Then::Again(WAIT));
        }
        assert_eq!(ended(119), Then::SayThatItFails);
        for seconds in [200, 240, 280, 315, 325, 365, 405] {
            assert_eq!(
                ended(seconds),
                Then::Again(WAIT),
                "never five in two minutes, at {seconds}"
            );
        }
    }
}

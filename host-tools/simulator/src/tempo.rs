//! How fast the device's time runs beside that of whoever watches it.

use std::fmt;
use std::time::Duration;

/// How many times faster time runs, one press of the key after the other.
const FASTER: [u32; 3] = [1, 8, 64];

/// A speed, fast-forward, and whether time stands still.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tempo {
    speed: f64,
    gear: usize,
    is_still: bool,
}

impl Tempo {
    /// Time that runs so many times as fast.
    #[must_use]
    pub const fn new(speed: f64) -> Self {
        Self {
            speed,
            gear: 0,
            is_still: false,
        }
    }

    /// How much of the device's time passes in some of ours.
    #[must_use]
    pub fn of(self, real: Duration) -> Duration {
        if self.is_still {
            return Duration::ZERO;
        }
        real.mul_f64(self.factor())
    }

    /// Runs faster, or as at first again; and runs, if it stood still.
    pub(crate) const fn shift(&mut self) {
        if self.is_still {
            self.is_still = false;
        } else {
            self.gear = (self.gear + 1) % FASTER.len();
        }
    }

    /// Stands still, or runs again.
    pub(crate) const fn hold(&mut self, still: bool) {
        self.is_still = still;
    }

    /// Whether time stands still.
    #[must_use]
    pub const fn is_still(self) -> bool {
        self.is_still
    }

    fn factor(self) -> f64 {
        self.speed * f64::from(FASTER[self.gear])
    }
}

/// Nothing while time runs as it does for everybody.
impl fmt::Display for Tempo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_still {
            f.write_str("time stands still")
        } else if self.factor() == 1.0 {
            Ok(())
        } else {
            write!(f, "×{}", self.factor())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_runs_faster_press_by_press_and_then_as_at_first() {
        let mut tempo = Tempo::new(0.5);
        let mut seen = Vec::new();
        for _ in 0..4 {
            seen.push((tempo.of(Duration::from_secs(2)).as_secs(), tempo.to_string()));
            tempo.shift();
        }
        let seen: Vec<_> = seen.iter().map(|(secs, said)| (*secs, said.as_str())).collect();
        assert_eq!(seen, [(1, "×0.5"), (8, "×4"), (64, "×32"), (1, "×0.5")]);
        assert_eq!(Tempo::new(1.0).to_string(), "");
    }

    #[test]
    fn time_that_stands_still_runs_on_as_it_ran() {
        let mut tempo = Tempo::new(1.0);
        tempo.shift();
        tempo.hold(true);
        assert_eq!(tempo.of(Duration::from_secs(9)), Duration::ZERO);
        tempo.shift();
        assert_eq!(tempo.of(Duration::from_secs(1)), Duration::from_secs(8));
    }
}

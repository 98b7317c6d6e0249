//! What the makers of panels ask for, so that the paper lives long.

use std::time::Duration;

use crate::{Misuse, wire::Log};

/// Between two refreshes.
const APART: Duration = Duration::from_secs(180);
/// Partial refreshes in a row, each of which leaves a little of what was there.
const MOST_PARTIAL: u32 = 30;
/// Between two full refreshes.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long the high voltages may stay on after a refresh.
const AWAKE: Duration = Duration::from_secs(60);

/// What has been done to the paper since power-up.
#[derive(Debug, Default)]
pub(super) struct Care {
    /// When the last refresh began.
    refreshed: Option<Duration>,
    /// When the last full one did.
    full: Option<Duration>,
    /// Partial ones since.
    partial: u32,
    /// When the last refresh ended, unless sleep followed.
    awake_since: Option<Duration>,
}

impl Care {
    /// A refresh begins.
    pub(super) fn refresh(&mut self, full: bool, now: Duration, end: Duration, log: &mut Log) {
        let early = self.refreshed.and_then(|last| (last + APART).checked_sub(now));
        if let Some(by) = early.filter(|by| !by.is_zero()) {
            log.misuse(Misuse::RefreshTooSoon { by });
        }
        if full {
            self.full = Some(now);
            self.partial = 0;
        } else {
            self.partial += 1;
            match self.full {
                None => log.misuse(Misuse::PartialFirst),
                Some(last) if now - last > DAY => log.misuse(Misuse::FullOverdue { by: now - last - DAY }),
                Some(_) if self.partial > MOST_PARTIAL => log.misuse(Misuse::TooManyPartial { in_a_row: self.partial }),
                Some(_) => {}
            }
        }
        self.refreshed = Some(now);
        self.awake_since = Some(end);
    }

    /// Deep sleep begins.
    pub(super) fn sleep(&mut self) {
        self.awake_since = None;
    }

    /// Reports a controller that was left awake, once it hears from its driver again.
    pub(super) fn check_that_it_sleeps(&mut self, now: Duration, log: &mut Log) {
        let Some(awake) = self.awake_since.and_then(|since| now.checked_sub(since)) else {
            return;
        };
        if awake > AWAKE {
            log.misuse(Misuse::LeftAwake { time: awake });
            self.awake_since = Some(now);
        }
    }
}

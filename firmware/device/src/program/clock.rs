//! The computer's clocks.

use std::fs;
use std::path::Path;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use playtally_device::{Clock, ClockTrust};

/// The monotonic clock and the system time.
#[derive(Clone, Debug)]
pub(crate) struct SystemClock {
    start: Instant,
    trust: ClockTrust,
    /// Whether somebody was seen to have set the system time.
    is_set: bool,
}

impl SystemClock {
    pub(crate) fn new(trust: ClockTrust) -> Self {
        Self {
            start: Instant::now(),
            trust,
            is_set: false,
        }
    }

    fn is_trusted(&mut self) -> bool {
        match self.trust {
            ClockTrust::Always => true,
            ClockTrust::Never => false,
            ClockTrust::Set => {
                self.is_set = self.is_set || was_set();
                self.is_set
            }
        }
    }
}

impl Clock for SystemClock {
    fn now(&mut self) -> u64 {
        self.start.elapsed().as_millis() as u64
    }

    fn utc(&mut self) -> Option<i64> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        self.is_trusted().then_some(since.as_secs() as i64)
    }
}

/// Whether the system time comes from a clock that ran without power, or from the network. A Raspberry Pi without
/// either starts with the time of its last shutdown.
pub(crate) fn was_set() -> bool {
    let from_rtc = || fs::read_to_string("/sys/class/rtc/rtc0/hctosys").is_ok_and(|flag| flag.trim() == "1");
    // What systemd-timesyncd leaves behind once it has the time, see systemd-timesyncd.service(8).
    Path::new("/run/systemd/timesync/synchronized").exists() || from_rtc()
}

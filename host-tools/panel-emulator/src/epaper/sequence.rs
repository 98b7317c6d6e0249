//! What an activation does, as command 0x22 says bit by bit.

use std::time::Duration;

use super::waveform::Mode;

#[derive(Clone, Copy, Debug)]
pub(super) struct Sequence(pub(super) u8);

impl Sequence {
    const fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }

    pub(super) const fn starts_clock(self) -> bool {
        self.has(0x80)
    }

    pub(super) const fn starts_analog(self) -> bool {
        self.has(0x40)
    }

    pub(super) const fn loads_temperature(self) -> bool {
        self.has(0x20)
    }

    pub(super) const fn loads_waveform(self) -> bool {
        self.has(0x10)
    }

    pub(super) const fn mode(self) -> Mode {
        if self.has(0x08) { Mode::Partial } else { Mode::Full }
    }

    pub(super) const fn displays(self) -> bool {
        self.has(0x04)
    }

    pub(super) const fn stops_analog(self) -> bool {
        self.has(0x02)
    }

    pub(super) const fn stops_clock(self) -> bool {
        self.has(0x01)
    }

    /// How long all of it takes but the waveform. The data sheet gives no times; these are of the size that users of
    /// panels measure.
    pub(super) fn overhead(self) -> Duration {
        let steps = [(0x80, 1), (0x40, 80), (0x20, 10), (0x10, 5), (0x02, 100), (0x01, 1)];
        let ms = steps.iter().filter(|(bit, _)| self.has(*bit)).map(|(_, ms)| ms).sum();
        Duration::from_millis(ms)
    }
}

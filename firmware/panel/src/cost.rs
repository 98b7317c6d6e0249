//! What sending costs: bytes on the wire, and calls to get them there.

use crate::Area;

/// What the bus moved, or would move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Bytes on the wire, commands included.
    pub bytes: u32,
    /// Writes handed to the bus; on Linux each is a system call.
    pub calls: u32,
}

impl core::ops::AddAssign for Traffic {
    fn add_assign(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.calls += other.calls;
    }
}

/// A model of a bus and the driver on it. It is a property of the back end: a call costs tens of microseconds through
/// Linux's spidev and next to nothing on bare metal, and that decides when two rectangles are cheaper joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Nanoseconds that a byte is on the wire: 8 · 10⁹ / clock in Hz.
    pub ns_per_byte: u32,
    /// Nanoseconds that a call costs beyond the wire.
    pub ns_per_call: u32,
    /// Bits that a pixel has on the wire.
    pub bits_per_pixel: u32,
    /// The longest write, in bytes.
    pub bytes_per_call: u32,
    /// What opening a window costs before its first pixel.
    pub window: Traffic,
    /// The most calls that one change should take. It is kept whenever sending everything as one window keeps it.
    pub max_calls: u32,
}

impl Cost {
    /// Linux's spidev at 62.5 MHz with its default limit of 4,096 bytes per message, and 16-bit pixels.
    ///
    /// A call costs 20 to 30 µs beyond the wire on a Raspberry Pi. A window is CASET, RASET and RAMWR: 11 bytes in 5
    /// writes, as [`Driver`](crate::Driver) sends them.
    pub const SPIDEV: Self = Self {
        ns_per_byte: 128,
        ns_per_call: 25_000,
        bits_per_pixel: 16,
        bytes_per_call: 4096,
        window: Traffic { bytes: 11, calls: 5 },
        max_calls: 60,
    };

    /// The same bus at another clock.
    #[must_use]
    pub const fn at_hz(self, hz: u32) -> Self {
        let ns = 8_000_000_000_u64.div_ceil(if hz == 0 { 1 } else { hz as u64 });
        Self {
            ns_per_byte: if ns > u32::MAX as u64 { u32::MAX } else { ns as u32 },
            ..self
        }
    }

    /// What sending `area` as one window moves.
    pub const fn traffic(&self, area: Area) -> Traffic {
        let bytes = (area.pixels() as u64 * self.bits_per_pixel as u64).div_ceil(8) as u32;
        Traffic {
            bytes: self.window.bytes + bytes,
            calls: self.window.calls
                + bytes.div_ceil(if self.bytes_per_call == 0 {
                    1
                } else {
                    self.bytes_per_call
                }),
        }
    }

    /// How many pixels could be sent in the time that opening one more window takes.
    pub(crate) const fn window_in_pixels(&self) -> u32 {
        // Of the last write of a window, half is empty on average.
        let window = self.ns(self.window) + self.ns_per_call as u64 / 2;
        // Of 1,024 pixels, because one may take less than a nanosecond.
        let bytes = 1024 * self.bits_per_pixel as u64 / 8;
        let calls = bytes * self.ns_per_call as u64
            / if self.bytes_per_call == 0 {
                1
            } else {
                self.bytes_per_call as u64
            };
        let pixels = bytes * self.ns_per_byte as u64 + calls;
        let worth = window * 1024 / if pixels == 0 { 1 } else { pixels };
        if worth > u32::MAX as u64 {
            u32::MAX
        } else {
            worth as u32
        }
    }

    /// How long the bus takes for `traffic`, in nanoseconds.
    pub const fn ns(&self, traffic: Traffic) -> u64 {
        traffic.bytes as u64 * self.ns_per_byte as u64 + traffic.calls as u64 * self.ns_per_call as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_frame_is_38_writes_and_a_window() {
        let traffic = Cost::SPIDEV.traffic(Area::new(0, 0, 320, 240).unwrap());
        assert_eq!(
            traffic,
            Traffic {
                bytes: 153_611,
                calls: 43
            }
        );
        assert_eq!(Cost::SPIDEV.ns(traffic), 153_611 * 128 + 43 * 25_000);
    }

    #[test]
    fn a_window_on_spidev_is_worth_hundreds_of_pixels() {
        assert_eq!(Cost::SPIDEV.window_in_pixels(), 517);
    }

    #[test]
    fn the_clock_sets_the_time_of_a_byte() {
        assert_eq!(Cost::SPIDEV.at_hz(62_500_000), Cost::SPIDEV);
        assert_eq!(Cost::SPIDEV.at_hz(10_000_000).ns_per_byte, 800);
    }
}

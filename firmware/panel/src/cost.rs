//! What sending costs: bytes on the wire, and calls to get them there.

use crate::{Alignment, Area};

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
/// Linux's spidev and next to nothing on bare metal, and that decides when two rectangles are cheaper joined. What a
/// controller adds to it, [`Panel::cost`](crate::Panel::cost) says.
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
    /// Columns and rows over which one window reaches at most: an area beyond that is sent as several.
    pub reach: (u16, u16),
    /// The pixels that share a byte: an area is sent in whole bytes.
    pub grain: Alignment,
    /// How many memories of the controller every window is written to.
    pub memories: u32,
    /// What a picture takes at most besides its windows: e-paper is woken, refreshed and put to sleep, an OLED's light is set.
    pub picture: Traffic,
    /// The most calls that one picture should take. It is kept whenever sending everything as one window keeps it.
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
        reach: (u16::MAX, u16::MAX),
        grain: Alignment::PIXEL,
        memories: 1,
        picture: Traffic { bytes: 0, calls: 0 },
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

    /// What sending `area` moves: in one window where one reaches over it.
    pub const fn traffic(&self, area: Area) -> Traffic {
        let (columns, rows) = self.grain.whole(area);
        let windows =
            columns.div_ceil(at_least_1(self.reach.0 as u32)) * rows.div_ceil(at_least_1(self.reach.1 as u32));
        let bytes = (columns as u64 * rows as u64 * self.bits_per_pixel as u64).div_ceil(8 * windows as u64) as u32;
        let windows = windows * self.memories;
        Traffic {
            bytes: windows * (self.window.bytes + bytes),
            calls: windows * (self.window.calls + bytes.div_ceil(at_least_1(self.bytes_per_call))),
        }
    }

    /// The most calls that the windows of one picture should take.
    pub(crate) const fn window_calls(&self) -> u32 {
        self.max_calls.saturating_sub(self.picture.calls)
    }

    /// How many pixels could be sent in the time that opening one more window takes.
    pub(crate) const fn window_in_pixels(&self) -> u32 {
        // Of the last write of a window, half is empty on average.
        let window = self.ns(self.window) + self.ns_per_call as u64 / 2;
        // Of 1,024 pixels, because one may take less than a nanosecond.
        let bytes = 1024 * self.bits_per_pixel as u64 / 8;
        let calls = bytes * self.ns_per_call as u64 / at_least_1(self.bytes_per_call) as u64;
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

const fn at_least_1(number: u32) -> u32 {
    if number == 0 { 1 } else { number }
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

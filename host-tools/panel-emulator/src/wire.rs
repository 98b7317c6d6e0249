//! The bus: how fast it is, what went over it, and what should not have.

use std::{fmt, time::Duration};

use embedded_hal::spi;

/// How long the bus takes, and what it refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bus {
    /// Its clock, in Hz.
    pub hz: u32,
    /// What a call costs beyond the wire.
    pub per_call: Duration,
    /// The longest write it takes in one call; longer ones fail, as in Linux's spidev.
    pub longest_write: usize,
    /// Whether writing above the controller's rated clock is misuse. In practice many panels run far above it.
    pub check_clock: bool,
}

impl Bus {
    /// Linux's spidev on a Raspberry Pi: 62.5 MHz, 25 µs a call, 4,096 bytes a call.
    pub const SPIDEV: Self = Self {
        hz: 62_500_000,
        per_call: Duration::from_micros(25),
        longest_write: 4096,
        check_clock: false,
    };

    /// A bus that takes any write in next to no time.
    pub const IDEAL: Self = Self {
        hz: u32::MAX,
        per_call: Duration::ZERO,
        longest_write: usize::MAX,
        check_clock: false,
    };

    pub(crate) fn ns(&self, bytes: usize) -> u64 {
        let wire = bytes as u128 * 8_000_000_000 / u128::from(self.hz.max(1));
        (wire + self.per_call.as_nanos()) as u64
    }
}

/// What went over the wires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Bytes on the bus, commands included.
    pub bytes: u64,
    /// Writes handed to the bus, empty ones included.
    pub calls: u64,
    /// Changes of the data/command line.
    pub edges: u64,
    /// Windows that were opened for pixels.
    pub windows: u64,
    /// Pixels that were written.
    pub pixels: u64,
    /// The most bytes in one call.
    pub longest_write: usize,
    /// How long the bus was busy.
    pub bus_time: Duration,
}

/// What a driver did against the data sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misuse {
    /// A command came too soon after a reset or the end of sleep.
    TooSoon {
        /// The command.
        command: u8,
        /// How much longer it should have waited.
        by: Duration,
    },
    /// Pixels were sent to a controller that was asleep, or just waking.
    PixelsAsleep,
    /// A window does not lie in memory as it is oriented.
    WindowOutsideMemory {
        /// First and last column.
        columns: (u16, u16),
        /// First and last row.
        rows: (u16, u16),
    },
    /// More pixels than the window holds.
    TooManyPixels {
        /// How many it holds.
        window: u32,
    },
    /// A window was left before it was full.
    TooFewPixels {
        /// How many were missing.
        missing: u32,
    },
    /// A pixel was left before all of its bytes had come.
    TornPixel,
    /// A command had another number of arguments than it takes.
    WrongArguments {
        /// The command.
        command: u8,
        /// Bytes of arguments that came.
        given: usize,
    },
    /// Data came without a command.
    DataWithoutCommand,
    /// The bus ran faster than the controller is rated.
    TooFast {
        /// The bus's clock in Hz.
        hz: u32,
        /// The controller's in Hz.
        rated: u32,
    },
    /// Bytes were sent while no chip was selected.
    NotSelected,
    /// E-paper was told something while it was at work, and did not hear it.
    Busy {
        /// The command.
        command: u8,
    },
    /// E-paper was told something in deep sleep, which only the reset line ends.
    Asleep {
        /// The command.
        command: u8,
    },
    /// A refresh began without the clock or the high voltages that it needs.
    RefreshWithoutPower,
    /// A refresh began before any waveform was written or loaded.
    RefreshWithoutWaveform,
    /// A refresh began less than 180 s after the one before it.
    RefreshTooSoon {
        /// How much longer it should have waited.
        by: Duration,
    },
    /// The first refresh after power-up was not a full one.
    PartialFirst,
    /// More than 30 refreshes in a row were not full ones.
    TooManyPartial {
        /// How many by now.
        in_a_row: u32,
    },
    /// The last full refresh is more than a day ago.
    FullOverdue {
        /// How much more.
        by: Duration,
    },
    /// E-paper was not put to sleep within a minute of a refresh.
    LeftAwake {
        /// How long it has been awake for nothing.
        time: Duration,
    },
}

/// Why the bus refused a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusFailure {
    /// The write was longer than the bus takes.
    TooLong,
    /// The bus was made to fail.
    Broken,
}

impl fmt::Display for BusFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "message too long for the bus"),
            Self::Broken => write!(f, "the bus was made to fail"),
        }
    }
}

impl std::error::Error for BusFailure {}

impl spi::Error for BusFailure {
    fn kind(&self) -> spi::ErrorKind {
        spi::ErrorKind::Other
    }
}

/// What the controllers report to while they decode.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) counters: Counters,
    pub(crate) misuses: Vec<Misuse>,
}

impl Log {
    /// Misuse comes by the thousand once it comes; the first reports tell all.
    const MOST: usize = 100;

    pub(crate) fn misuse(&mut self, misuse: Misuse) {
        if self.misuses.len() < Self::MOST {
            self.misuses.push(misuse);
        }
    }
}

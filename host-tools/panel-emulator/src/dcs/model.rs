//! What tells one controller from another.

use std::time::Duration;

use crate::Controller;

/// A controller's numbers, from its data sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Model {
    /// Columns and rows of memory.
    pub(super) memory: (u16, u16),
    /// The highest clock for writing, in Hz.
    pub(super) rated_hz: u32,
    /// From a reset to the next command.
    pub(super) after_reset: Duration,
    /// From the beginning or the end of sleep to the next command.
    pub(super) after_sleep: Duration,
    /// Between the beginning and the end of sleep, either way.
    pub(super) between_sleeps: Duration,
}

impl Model {
    /// The numbers of a controller, if it speaks the MIPI display command set.
    pub(super) fn of(controller: Controller) -> Option<Self> {
        match controller {
            Controller::St7789 => Some(ST7789),
            Controller::Ili9341 => Some(ILI9341),
            Controller::Gc9a01 => Some(GC9A01),
            Controller::St7735 => Some(ST7735),
            Controller::Ssd1306 | Controller::Sh1106 | Controller::Ssd1680 => None,
        }
    }
}

/// ST7789V, sections 7.4.2 (serial write cycle 16 ns), 9.1.2 (SWRESET), 9.1.10 and 9.1.11 (SLPIN, SLPOUT).
const ST7789: Model = Model {
    memory: (240, 320),
    rated_hz: 62_500_000,
    after_reset: Duration::from_millis(5),
    after_sleep: Duration::from_millis(5),
    between_sleeps: Duration::from_millis(120),
};

/// ILI9341, sections 18.3.4 (serial write cycle 100 ns), 8.2.2 (software reset), 8.2.11 and 8.2.12 (sleep).
const ILI9341: Model = Model {
    rated_hz: 10_000_000,
    ..ST7789
};

/// GC9A01, sections 6.2.1 (software reset), 6.2.2 and 6.2.3 (sleep), 7.3.4 (serial write cycle 10 ns).
const GC9A01: Model = Model {
    memory: (240, 240),
    rated_hz: 100_000_000,
    ..ST7789
};

/// ST7735S, sections 8.4 (serial write cycle 66 ns), 10.1.2 (SWRESET), 10.1.10 and 10.1.11 (SLPIN, SLPOUT).
const ST7735: Model = Model {
    memory: (132, 162),
    rated_hz: 15_000_000,
    after_reset: Duration::from_millis(120),
    after_sleep: Duration::from_millis(120),
    between_sleeps: Duration::from_millis(120),
};

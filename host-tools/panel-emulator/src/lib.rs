#![forbid(unsafe_code)]
//! Small panels that answer to the real drivers' bytes, for any `embedded-hal` 1.0 code.
//!
//! An [`EmulatedPanel`] hands out a bus, lines and a delay to an unmodified driver crate, decodes what the driver sends
//! down to the pixels in the controller's memory, and shows them as the eye would see them. On the way it keeps a virtual
//! [`Clock`], models how long the bus takes, counts bytes, calls and edges, and notes [misuse](Misuse).
//!
//! ```
//! use embedded_graphics::{pixelcolor::Rgb565, prelude::*};
//! use mipidsi::{Builder, interface::SpiInterface, models::ST7789, options::ColorInversion};
//! use playtally_panel_emulator::{EmulatedPanel, Glass};
//!
//! let panel = EmulatedPanel::new(Glass::ST7789_240X240);
//! let mut buffer = [0; 512];
//! let interface = SpiInterface::new(panel.spi(), panel.data_command(), &mut buffer);
//! let mut display = Builder::new(ST7789, interface)
//!     .reset_pin(panel.reset())
//!     .display_size(240, 240)
//!     .invert_colors(ColorInversion::Inverted)
//!     .init(&mut panel.delay())
//!     .unwrap();
//! display.clear(Rgb565::RED).unwrap();
//!
//! assert_eq!(panel.image().pixel(120, 120), [255, 0, 0]);
//! assert_eq!(panel.misuses(), []);
//! ```

/// The examples of the README are run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

mod clock;
mod dcs;
mod emulated;
mod epaper;
mod glass;
mod image;
mod lines;
mod oled;
mod trace;
mod wire;

pub use clock::Clock;
pub use emulated::EmulatedPanel;
pub use glass::{ColorOrder, Controller, Glass, Rotation};
pub use image::Image;
pub use lines::{Backlight, Busy, Delay, OutputLine, Spi, SpiWires};
pub use trace::{Event, Line, Trace, TraceError};
pub use wire::{Bus, BusFailure, Counters, Misuse};

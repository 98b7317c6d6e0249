#![no_std]
#![forbid(unsafe_code)]
//! From pixels to a bus: frame, damage, controllers.
//!
//! Drawing straight to an SPI panel from Linux costs over a thousand bus calls per line of text. Here pages draw into a
//! [`Frame`] in memory; [`Damage`] says where it differs from the one on the panel, as a short list of rectangles chosen
//! by a [`Cost`] model of the bus; and a [`Panel`] sends each rectangle as one window. [`Display`] joins the three.
//!
//! Panels that wear out are treated as their makers ask ([`Refresh`]): e-paper waits between refreshes, OLEDs shift, dim
//! and rest. For that, tell the display what time it is ([`Display::tell`]) and flush when it is [due](Display::due).
//!
//! Where there is no memory for a second frame, [`Tiles`] remember what the panel shows in a thirty-second of it.
//!
//! A panel is described by data: [`PANELS`] names the ones served, and [`Driver::open`] starts any of them on any
//! `embedded-hal` 1.0 bus. Pins and bus numbers are the caller's business.
//!
//! ```
//! use embedded_graphics_core::{pixelcolor::Rgb565, prelude::*};
//! use playtally_panel::{Cost, Display, Driver, Frame, PanelSpec, Rotation, Wires};
//! # use playtally_panel_emulator::{EmulatedPanel, Glass};
//! # let emulated = EmulatedPanel::new(Glass::ST7789_320X240);
//! # let delay = emulated.delay();
//! # let wires = Wires {
//! #     spi: emulated.spi(),
//! #     data_command: emulated.data_command(),
//! #     reset: Some(emulated.reset()),
//! #     busy: Some(emulated.busy()),
//! # };
//!
//! let spec = PanelSpec::find("display-hat-mini").unwrap();
//! let size = spec.size(Rotation::Deg0);
//! let (mut shown, mut next) = (vec![0; 320 * 240], vec![0; 320 * 240]);
//! let mut buffer = [0; 4096];
//!
//! let driver = Driver::open(spec, Rotation::Deg0, wires, delay, &mut buffer)?;
//! let mut display = Display::new(driver, Frame::new(size, &mut shown)?, Frame::new(size, &mut next)?, Cost::SPIDEV)?;
//! display.frame().clear(Rgb565::BLUE)?;
//! let damage = display.flush()?;
//! assert_eq!(damage.areas().len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(test)]
extern crate std;

mod area;
mod budget;
mod bus;
mod busy;
mod cost;
mod damage;
mod display;
mod driver;
mod frame;
mod manners;
mod mipi;
mod oled;
mod panel;
mod paper;
mod refresh;
mod spec;
mod tiles;
mod two_tone;

pub use area::{Alignment, Area};
pub use budget::Budget;
pub use cost::{Cost, Traffic};
pub use damage::{Damage, MAX_AREAS};
pub use display::{Display, SizesDiffer};
pub use driver::{Driver, Error, Wires};
pub use frame::{Frame, TooFewPixels};
pub use panel::Panel;
pub use refresh::{Glow, Paper, Refresh};
pub use spec::{ColorOrder, Controller, PANELS, PanelSpec, Rotation};
pub use tiles::{Shown, Tiles, TooFewMarks};

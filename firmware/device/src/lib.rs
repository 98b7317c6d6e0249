#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
//! The program on the desk: panel, buttons, clock, stored summaries.
//!
//! A [`Device`] joins a [`Display`](playtally_panel::Display), a [`Backlight`], [`Buttons`], a [`Clock`] and a [`Store`].
//! Whoever owns it calls [`Device::step`], which never waits, and sleeps until the time that comes back, or until a
//! button or the store calls for a step. So the Raspberry Pi, the simulator, the browser and the tests run one loop:
//! they differ in their parts only.
//!
//! ```
//! use playtally_device::*;
//! # use playtally_panel::{Cost, Display, Driver, Frame, PANELS, Rotation, Wires};
//! # use playtally_panel_emulator::{EmulatedPanel, Glass};
//! # let emulated = EmulatedPanel::new(Glass::DISPLAY_HAT_MINI);
//! # let wires = Wires {
//! #     spi: emulated.spi(),
//! #     data_command: emulated.data_command(),
//! #     reset: None,
//! #     busy: Some(emulated.busy()),
//! # };
//! # let (mut shown, mut next) = (vec![0; 320 * 240], vec![0; 320 * 240]);
//! # let mut buffer = [0; 4096];
//! # let driver = Driver::open(&PANELS[0], Rotation::Deg0, wires, emulated.delay(), &mut buffer)?;
//! # let size = PANELS[0].size(Rotation::Deg0);
//! # let display = Display::new(driver, Frame::new(size, &mut shown)?, Frame::new(size, &mut next)?, Cost::SPIDEV)?;
//! struct Watch(u64);
//!
//! impl Clock for Watch {
//!     fn now(&mut self) -> u64 {
//!         self.0
//!     }
//!     fn utc(&mut self) -> Option<i64> {
//!         None
//!     }
//! }
//!
//! let parts = Parts {
//!     display,
//!     backlight: Switch(emulated.backlight()),
//!     buttons: NoButtons,
//!     clock: Watch(0),
//!     store: Memory::default(),
//! };
//! let mut device = Device::new(parts, Settings::default().options());
//! let step = device.step();
//! assert!(step.problem.is_none());
//! assert!(device.showing().is_none(), "there is no summary yet, and the panel says how to bring one");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Without the feature `std` there is the loop with its parts and nothing else, and it never allocates: so a microcontroller
//! runs it, which has no disk, no settings file and no sticks.
//!
//! [`Shelf`] keeps summaries on a disk so that a power cut at any instant leaves the old one or the new one, and
//! [`Settings`] are what `playtally.toml` says. [`Gadget`] is a device that is a stick itself. The program is the binary of
//! this crate.

mod action;
mod backlight;
#[cfg(feature = "std")]
pub mod battery_clock;
mod bounds;
mod buttons;
mod clock;
mod device;
#[cfg(feature = "std")]
mod disk;
#[cfg(feature = "std")]
mod gadget;
mod identity;
mod kept;
mod known_time;
mod led;
mod news;
#[cfg(feature = "std")]
mod partition;
#[cfg(feature = "std")]
pub mod plain;
#[cfg(feature = "std")]
mod settings;
#[cfg(feature = "std")]
mod shelf;
#[cfg(feature = "std")]
mod slots;
#[cfg(feature = "program")]
pub mod stick;
mod store;
#[cfg(test)]
mod testing;

pub use action::Action;
pub use backlight::{Backlight, Dimmer, Switch};
pub use bounds::{List, MAX_OWNERS, Words};
pub use buttons::{Button, Buttons, Debounce, Down, NoButtons, Press};
pub use clock::Clock;
pub use device::{Device, Options, Parts, Problem, Step};
#[cfg(feature = "std")]
pub use disk::{Directory, Disk, Sync};
#[cfg(feature = "std")]
pub use gadget::{Gadget, Medium};
pub use identity::Identity;
pub use kept::Kept;
pub use known_time::{KnownTime, is_plausible as is_plausible_time};
pub use led::{Led, Sign};
pub use news::News;
#[cfg(feature = "std")]
pub use partition::{PARTITION_LENGTH, Partition, Storage};
#[cfg(feature = "std")]
pub use settings::{
    Backend, CANDIDATES, Candidate, Chosen, ClockTrust, Dimming, Pin, Pins, Settings, SettingsError, SpiDevice,
    leaves_the_hat_open,
};
#[cfg(feature = "std")]
pub use shelf::{Accepted, Refused, Shelf};
#[cfg(feature = "std")]
pub use slots::Slots;
#[cfg(feature = "std")]
pub use store::Memory;
pub use store::Store;

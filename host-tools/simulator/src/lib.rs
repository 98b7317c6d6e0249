#![forbid(unsafe_code)]
//! The device on an emulated panel, in virtual time: what the window, the terminal, the pictures and the page in the
//! browser show.
//!
//! A [`Simulated`] device runs the device program's own loop and the panel's real driver. Its time is virtual: it passes
//! when it is told to, and takes as long as computing what happens in it. [`Command`]s are what a user does to it, by the
//! same keys everywhere; a [`Status`] is what a line under it says.

mod command;
mod disk;
mod error;
mod offence;
mod panels;
mod parts;
mod simulated;
mod status;
mod sticks;
mod tempo;
#[cfg(feature = "testing")]
pub mod testing;
mod watch;
mod zone;

pub use command::Command;
pub use error::Error;
pub use offence::Offence;
pub use playtally_device::Action;
pub use simulated::{Simulated, Start};
pub use status::Status;
pub use tempo::Tempo;
pub use watch::{Change, Traffic, Watch};

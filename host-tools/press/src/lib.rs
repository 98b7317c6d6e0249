//! Statistics to a summary file; names are typeset here.
//!
//! [`press`] makes the file. It is a pure function: the same statistics, options and fonts give the same bytes, and with
//! [`typeset::Fonts::bundled`] they are the same on every computer.

mod press;
mod records;
pub mod typeset;
mod zone;

pub use press::{Known, Options, Pressed, press};
pub use records::{accent, sleeve_of_artist};

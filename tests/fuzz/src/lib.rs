//! What must hold whatever is read. That reading ends and takes little memory is seen to by libFuzzer, whose limits are in
//! `run`, and that it does not panic.

mod device;
mod exports;

pub use device::{menu, settings, stick, summary};
pub use exports::{archive, importer, members};

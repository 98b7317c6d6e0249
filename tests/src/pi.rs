//! An emulated Raspberry Pi that runs the real device program on a stock kernel, and what its panel shows.

pub mod card;
pub(crate) mod command;
pub mod disk;
pub mod expected;
pub mod guest;
pub mod machine;
pub mod screen;
pub mod stick;
pub mod trace;

//! The card image that `release/card` makes, looked at as it lies there: what its models of Raspberry Pi start from, and what
//! else has to be on it and what must not.

mod boot;
mod check;
mod image;
mod initramfs;
mod model;
mod tree;

pub use boot::Boot;
pub use check::check;
pub use image::{FILES, Image, Partition, STATE};
pub use initramfs::{Archive, Member};
pub use model::{MODELS, Model, Processor, UsbPort};

//! Every test of this crate from outside, in one program: it is linked once.

mod ssd1306;
mod ssd1680;
mod st7789;

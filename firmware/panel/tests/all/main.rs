//! Every test of this crate from outside, in one program: it is linked once.

mod emulated;
mod oracle;
mod pictures;
mod start;

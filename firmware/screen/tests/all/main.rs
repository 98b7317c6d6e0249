//! Every test of this crate from outside, in one program: it is linked once.

mod golden;
mod laid_out;
mod pages;
mod rotation;
mod seeds;

//! Every test of this crate from outside, in one program: it is linked once.

mod document;
mod hostile;

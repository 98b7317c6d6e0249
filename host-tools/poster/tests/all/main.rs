//! Posters from outside: what is on them, where, and what is not.

// What tests write is their own.
#![allow(missing_docs)]

mod collide;
mod common;
mod files;
mod private;
mod refused;
mod says;

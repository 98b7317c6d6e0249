//! A made-up history as a summary, and a picture to draw on: for the tests, the benchmark and the gallery.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    reason = "each user takes a part"
)]

pub mod contrast;
pub mod picture;
pub mod sample;

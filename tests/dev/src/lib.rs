//! What tests, benchmarks and the gallery share: a made-up history as a summary and the generated one, a picture to draw on,
//! and other ways to bring pages to a panel than the one that is taken.

pub mod contrast;
pub mod pages;
pub mod picture;
pub mod sample;
pub mod search;
pub mod straight;
pub mod ways;

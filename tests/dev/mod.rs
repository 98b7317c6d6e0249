//! What tests and benchmarks share that would make the crate heavy: the sample as a summary, and the ways to a panel.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    reason = "each user takes a part"
)]

pub mod pages;
#[path = "../../firmware/panel/dev/search.rs"]
pub mod search;
pub mod straight;
pub mod ways;

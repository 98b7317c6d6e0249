//! Whole-path tests, fixtures, benchmarks, the emulated Pi; and the generator of exports on which they feed.
//!
//! A [`listener::Person`] is a seed, a number of plays and a span of days. Exports of one person agree with each other, as
//! real ones do: the old extended export ends in February 2023, the new one holds everything, the account export the last
//! year. Each comes with the [`truth::Truth`] about what it holds.

pub mod archive;
pub mod browser;
pub mod card_image;
pub mod catalogue;
mod counting;
pub mod damage;
pub mod json;
pub mod life;
pub mod listener;
pub mod mutants;
pub mod names;
pub mod outputs;
pub mod pi;
pub mod picture;
pub mod program;
pub mod random;
pub mod row;
pub mod sample;
pub mod spotify_account;
pub mod spotify_extended;
mod stream;
pub mod sums;
#[cfg(target_os = "linux")]
pub mod system_calls;
pub mod truth;

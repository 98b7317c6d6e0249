#![no_std]
#![forbid(unsafe_code)]
//! The same pages on a Raspberry Pi Pico.
//!
//! The loop, the pages and the driver of the panel are those of the Raspberry Pi: [`playtally_device::Device`] without its
//! feature `std`. Here are its parts on a microcontroller, as far as they can be tried on a computer: how it is
//! [wired](board), where its [summary](flash) lies and how that gets there ([`uf2`]), what [time](clock) it is, and what is
//! left of a [panic](fault). What touches the chip is in the binary of this crate, which is built for one alone.

#[cfg(test)]
extern crate std;

pub mod board;
pub mod clock;
pub mod fault;
pub mod flash;
pub mod uf2;

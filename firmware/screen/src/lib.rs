#![no_std]
#![forbid(unsafe_code)]
//! From a summary to pixels: pages, type, rotation, input.

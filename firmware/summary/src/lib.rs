#![no_std]
#![forbid(unsafe_code)]
//! The summary file: its layout, checking it, reading it in place.

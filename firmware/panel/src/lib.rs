#![no_std]
#![forbid(unsafe_code)]
//! From pixels to a bus: frame, damage, controllers.

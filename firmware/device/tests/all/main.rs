//! Every test of this crate from outside, in one program: it is linked once.

mod dependencies;
#[cfg(feature = "program")]
#[path = "../../src/testing/exfat.rs"]
#[allow(dead_code, reason = "shared with the library's own tests")]
mod exfat;
#[cfg(feature = "program")]
#[path = "../../src/testing/files.rs"]
#[allow(dead_code, reason = "shared with the library's own tests")]
mod files;
mod gadget;
#[cfg(feature = "program")]
#[path = "../../src/testing/partitions.rs"]
mod partitions;
mod seeds;
mod state_folder;
mod sticks;
mod units;

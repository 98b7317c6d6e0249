//! Exports to plays, plays to a library.

mod play;

pub use play::{Device, End, Item, Kind, Play, Plays, Start};

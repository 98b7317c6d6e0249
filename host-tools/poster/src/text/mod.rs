//! Text as outlines: set in glyphs, broken into lines, fitted into boxes that know their ink.

mod block;
mod order;
mod set;

pub(crate) use block::{Block, Room};
pub(crate) use set::{Setter, Style};

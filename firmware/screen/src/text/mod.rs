//! Setting text: names from a summary and the device's own words, in one way.

mod block;
mod em;
mod ink;
mod line;
mod mask;
mod run;
pub(crate) mod style;
mod turned;
mod wrap;

pub(crate) use block::{Align, Block, Style};
pub(crate) use em::Em;
pub(crate) use ink::Ink;
pub(crate) use run::{Piece, Run};
pub(crate) use turned::Turned;

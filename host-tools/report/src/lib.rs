//! A story as one page for a browser: it asks for nothing from anywhere and holds no script. What it says, with all numbers, is
//! of `playtally-telling`; here it is set, and its charts are drawn.

mod axis;
mod blocks;
mod chart;
mod circle;
mod cover;
mod map;
mod markup;
mod page;
mod race;
mod svg;
#[cfg(test)]
mod tests;

pub use page::{STYLE, document, page};

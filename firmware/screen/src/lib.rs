#![no_std]
#![forbid(unsafe_code)]
//! From a summary to pixels: pages, type, rotation, input.
//!
//! A [`Scene`] is what is on the panel: a [`Page`] about the history of a summary, or a [`Notice`] of the device's own.
//! It draws itself on any `embedded-graphics` target of [`Rgb565`](embedded_graphics::pixelcolor::Rgb565), composed for
//! the [`Class`] of that target's size, in a [`Look`], at a [`Moment`] which the caller gives. [`Rotation`] says which
//! page of which owner is up.
//!
//! Nothing here allocates, reads a clock or keeps state outside what the caller holds.

#[cfg(any(test, feature = "plate"))]
extern crate alloc;
#[cfg(test)]
extern crate std;

mod canvas;
mod class;
#[cfg(test)]
mod fits;
mod layout;
mod look;
mod menu;
mod moment;
mod motion;
mod notice;
mod notices;
mod page;
mod pages;
mod palette;
mod phrase;
#[cfg(any(test, feature = "plate"))]
pub mod plate;
mod rotation;
mod scene;
mod set_clock;
mod shapes;
pub mod sleeve;
mod story;
mod text;
pub mod words;

pub use class::Class;
pub use look::Look;
pub use menu::{Answer, Item, Key, Menu, Night, Open, Preferences, Whose};
pub use moment::Moment;
pub use motion::{Coming, Progress, Transition};
pub use notice::{Fault, Format, Notice, Refusal};
pub use page::Page;
pub use palette::{ACCENTS, Band, Ground, Hue, Palette, Swatch, Theme};
pub use rotation::{Input, Pace, Rotation, Showing};
pub use scene::Scene;
pub use set_clock::SetClock;
pub use story::Chapter;
pub use words::Language;

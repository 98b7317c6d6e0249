//! The bundled fonts, and glyphs rasterised from any font.
//!
//! - [`Face`] names the bundled faces; [`Font`] is any OpenType font, bundled or not; [`unifont`] is the last resort,
//!   with a bitmap for every character of the Basic Multilingual Plane.
//! - [`Font::scaled`] gives a [`Scaler`] for one em size, which turns glyph ids into [`Glyph`]s: a [`Bitmap`] of 8-bit
//!   coverage with bearings and an advance.
//! - [`coverage`] packs a bitmap into the 4-bit coding that summaries and the firmware's own glyph tables hold.

pub mod coverage;
pub mod unifont;

mod bitmap;
mod face;
mod font;
mod glyph;
mod outline;

pub use bitmap::Bitmap;
pub use face::{Design, Face};
pub use font::{Font, FontError, GridFit, LineMetrics, Scaler};
pub use glyph::Glyph;
pub use outline::{Outline, Segment};
pub use skrifa::GlyphId;

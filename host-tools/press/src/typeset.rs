//! Names in any script, set in glyphs for a device that only copies pixels.
//!
//! A name goes through these steps:
//! 1. What cannot be shown leaves the text (`clean`).
//! 2. The bidirectional algorithm (UAX #9) gives levels, UAX #29 grapheme clusters, UAX #14 with dictionaries line
//!    breaks, and every cluster gets a script and a font (`itemise`).
//! 3. Stretches of one level, script and font are shaped (`shape`); what no font covers is set in Unifont
//!    (`unifont`).
//! 4. A [`Sheet`] collects names and turns them into the sections of a summary, within a limit of bytes.
//!
//! Fonts are tried in one order on every computer: the bundled Inter, then [`Fonts`] found on the computer, then
//! Unifont, whose bitmaps cover every character of the Basic Multilingual Plane as of Unicode 15. With
//! [`Fonts::bundled`] the result is the same everywhere.

mod clean;
mod fonts;
mod found;
mod itemise;
mod joining;
mod language;
mod name;
mod outlines;
mod raster;
mod shape;
mod sheet;
mod unifont;

pub use fonts::{FontId, Fonts};
pub use language::Language;
pub use name::{Cluster, Glyph, GlyphKey, Name, Typesetter};
pub use outlines::{Outlined, Outlines};
pub use sheet::{Sheet, Sizes, Typeset};

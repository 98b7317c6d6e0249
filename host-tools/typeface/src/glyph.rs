//! One glyph at one size.

use crate::Bitmap;

/// A rasterised glyph, placed relative to the pen: x grows to the right, y grows downwards from the base line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glyph {
    /// From the pen to the left edge of the bitmap, in pixels.
    pub left: i32,
    /// From the base line down to the top edge of the bitmap, in pixels: negative for what stands on the line.
    pub top: i32,
    /// How far the pen moves on, in pixels.
    pub advance: f32,
    /// The coverage, without empty rows or columns around it; empty for a space.
    pub bitmap: Bitmap,
}

//! A drawing: filled paths upon one another. Everything that a poster shows is in it, so that each format says the same.
//!
//! Lengths are millimetres, and y grows downwards.

mod clip;
mod colour;
mod path;
mod pdf;
mod png;
mod rect;
mod svg;

pub use colour::Colour;
pub use path::{Path, Step};
pub use rect::Rect;

pub(crate) use clip::{clipped, common};
pub(crate) use png::WIDEST;

/// A path in a colour.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The path; what is inside goes by the winding rule.
    pub path: Path,
    /// Its colour.
    pub colour: Colour,
}

/// Marks upon one another.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// How wide it is.
    pub width: f64,
    /// How high it is.
    pub height: f64,
    /// The marks, the lowest first.
    pub marks: Vec<Mark>,
}

impl Drawing {
    /// A sheet of one colour.
    pub(crate) fn new(width: f64, height: f64, ground: Colour) -> Self {
        let mut sheet = Self {
            width,
            height,
            marks: Vec::new(),
        };
        sheet.fill(Path::rectangle(sheet.whole()), ground);
        sheet
    }

    /// All of it.
    pub(crate) const fn whole(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width, self.height)
    }

    /// Lays a path upon what is there.
    pub(crate) fn fill(&mut self, path: Path, colour: Colour) {
        if !path.steps.is_empty() {
            self.marks.push(Mark { path, colour });
        }
    }
}

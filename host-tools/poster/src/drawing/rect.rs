//! Boxes.

/// A box, by its edges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
}

impl Rect {
    /// By its upper left corner, its width and its height.
    pub(crate) const fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self {
            left,
            top,
            right: left + width,
            bottom: top + height,
        }
    }

    /// How wide it is.
    #[must_use]
    pub const fn width(&self) -> f64 {
        self.right - self.left
    }

    /// How high it is.
    #[must_use]
    pub const fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether another one lies in it, to a hundredth of a millimetre.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        const NEAR: f64 = 0.01;
        other.left >= self.left - NEAR
            && other.right <= self.right + NEAR
            && other.top >= self.top - NEAR
            && other.bottom <= self.bottom + NEAR
    }

    /// Whether they have more than an edge in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        const NEAR: f64 = 0.01;
        self.left + NEAR < other.right
            && other.left + NEAR < self.right
            && self.top + NEAR < other.bottom
            && other.top + NEAR < self.bottom
    }

    /// The smallest one around both.
    pub(crate) fn around(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

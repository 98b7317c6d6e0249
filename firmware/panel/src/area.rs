//! Rectangles of whole pixels.

use embedded_graphics_core::{
    geometry::{Point, Size},
    primitives::Rectangle,
};

/// A rectangle of whole pixels inside a frame. It is never empty: `right` and `bottom` are exclusive and lie beyond
/// `left` and `top`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Area {
    left: u16,
    top: u16,
    right: u16,
    bottom: u16,
}

impl Area {
    /// The area from `left`, `top` up to but not including `right`, `bottom`; none if that is empty.
    pub const fn new(left: u16, top: u16, right: u16, bottom: u16) -> Option<Self> {
        if left < right && top < bottom {
            Some(Self {
                left,
                top,
                right,
                bottom,
            })
        } else {
            None
        }
    }

    /// The first column.
    pub const fn left(&self) -> u16 {
        self.left
    }

    /// The first row.
    pub const fn top(&self) -> u16 {
        self.top
    }

    /// The column after the last.
    pub const fn right(&self) -> u16 {
        self.right
    }

    /// The row after the last.
    pub const fn bottom(&self) -> u16 {
        self.bottom
    }

    /// Columns, at least 1.
    pub const fn width(&self) -> u16 {
        self.right - self.left
    }

    /// Rows, at least 1.
    pub const fn height(&self) -> u16 {
        self.bottom - self.top
    }

    /// Pixels, at least 1.
    pub const fn pixels(&self) -> u32 {
        self.width() as u32 * self.height() as u32
    }

    /// Whether the pixel at `x`, `y` is inside.
    pub const fn contains(&self, x: u16, y: u16) -> bool {
        self.left <= x && x < self.right && self.top <= y && y < self.bottom
    }

    /// Whether all of `other` is inside.
    pub const fn encloses(&self, other: &Self) -> bool {
        self.left <= other.left && self.top <= other.top && other.right <= self.right && other.bottom <= self.bottom
    }

    /// The smallest area that encloses both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// What both areas share, if anything.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        Self::new(
            self.left.max(other.left),
            self.top.max(other.top),
            self.right.min(other.right),
            self.bottom.min(other.bottom),
        )
    }
}

impl From<Area> for Rectangle {
    fn from(area: Area) -> Self {
        Self::new(
            Point::new(area.left.into(), area.top.into()),
            Size::new(area.width().into(), area.height().into()),
        )
    }
}

/// The grain in which a panel's memory can be written, in pixels of the frame: 8 rows on an OLED whose bytes are columns
/// of eight, 8 columns on e-paper whose bytes are rows of eight, and 1 by 1 where every pixel has its own address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alignment {
    columns: u16,
    rows: u16,
}

impl Alignment {
    /// Every pixel has its own address.
    pub const PIXEL: Self = Self { columns: 1, rows: 1 };
    /// Bytes are columns of eight pixels, as in the pages of an SSD1306.
    pub const EIGHT_ROWS: Self = Self { columns: 1, rows: 8 };
    /// Bytes are rows of eight pixels, as in e-paper.
    pub const EIGHT_COLUMNS: Self = Self { columns: 8, rows: 1 };

    /// The same grain on a frame turned by 90 or 270 degrees.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self {
            columns: self.rows,
            rows: self.columns,
        }
    }

    /// The smallest aligned area that encloses `area`, cut off at the edges of a frame of `size`.
    pub(crate) fn enclose(self, area: Area, size: Size) -> Area {
        let limit = |edge: u32| u16::try_from(edge).unwrap_or(u16::MAX);
        Area {
            left: area.left / self.columns * self.columns,
            top: area.top / self.rows * self.rows,
            right: area.right.next_multiple_of(self.columns).min(limit(size.width)),
            bottom: area.bottom.next_multiple_of(self.rows).min(limit(size.height)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_area_cannot_be_made() {
        assert_eq!(Area::new(5, 0, 5, 9), None);
        assert_eq!(Area::new(0, 9, 5, 9), None);
        assert!(Area::new(4, 8, 5, 9).is_some());
    }

    #[test]
    fn aligning_grows_outwards_and_stops_at_the_edge() {
        let area = Area::new(9, 9, 121, 10).unwrap();
        let size = Size::new(122, 250);
        assert_eq!(Alignment::PIXEL.enclose(area, size), area);
        assert_eq!(
            Alignment::EIGHT_COLUMNS.enclose(area, size),
            Area::new(8, 9, 122, 10).unwrap()
        );
        assert_eq!(
            Alignment::EIGHT_ROWS.enclose(area, size),
            Area::new(9, 8, 121, 16).unwrap()
        );
    }
}

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
    /// Columns and rows of the first byte that lie before the frame.
    before: (u16, u16),
}

impl Alignment {
    /// Every pixel has its own address.
    pub const PIXEL: Self = Self::of(1, 1);
    /// Bytes are columns of eight pixels, as in the pages of an SSD1306.
    pub const EIGHT_ROWS: Self = Self::of(1, 8);
    /// Bytes are rows of eight pixels, as in e-paper.
    pub const EIGHT_COLUMNS: Self = Self::of(8, 1);

    const fn of(columns: u16, rows: u16) -> Self {
        Self {
            columns,
            rows,
            before: (0, 0),
        }
    }

    /// The same grain on a frame turned by 90 or 270 degrees.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self {
            columns: self.rows,
            rows: self.columns,
            before: (self.before.1, self.before.0),
        }
    }

    /// The same grain under a frame that has been moved by so many columns to the right and rows down.
    #[must_use]
    pub const fn under(self, (columns, rows): (u16, u16)) -> Self {
        Self {
            before: (
                (self.before.0 + columns) % self.columns,
                (self.before.1 + rows) % self.rows,
            ),
            ..self
        }
    }

    /// The same grain on a glass of `size`, counted from the last column or row instead of the first.
    pub(crate) const fn seen_from_far_edges(self, size: Size, columns: bool, rows: bool) -> Self {
        const fn missing(edge: u32, grain: u16) -> u16 {
            (edge.next_multiple_of(grain as u32) - edge) as u16
        }
        self.under((
            if columns { missing(size.width, self.columns) } else { 0 },
            if rows { missing(size.height, self.rows) } else { 0 },
        ))
    }

    /// Whether every pixel has its own address.
    pub(crate) const fn is_pixel(self) -> bool {
        self.columns == 1 && self.rows == 1
    }

    /// Columns and rows of an aligned area in whole bytes, even where the edge of the frame cuts some off.
    pub(crate) const fn whole(self, area: Area) -> (u32, u32) {
        (
            (area.width() as u32).next_multiple_of(self.columns as u32),
            (area.height() as u32).next_multiple_of(self.rows as u32),
        )
    }

    /// The first row below `row` at which bytes begin.
    pub(crate) const fn row_below(self, row: u16) -> u16 {
        (row + self.before.1 + 1).next_multiple_of(self.rows) - self.before.1
    }

    /// The smallest aligned area that encloses `area`, cut off at the edges of a frame of `size`.
    pub(crate) fn enclose(self, area: Area, size: Size) -> Area {
        let down = |edge: u16, grain: u16, before: u16| ((edge + before) / grain * grain).saturating_sub(before);
        let up = |edge: u16, grain: u16, before: u16, limit: u32| {
            let edge = (edge + before).next_multiple_of(grain) - before;
            edge.min(u16::try_from(limit).unwrap_or(u16::MAX))
        };
        let (left, top) = self.before;
        Area {
            left: down(area.left, self.columns, left),
            top: down(area.top, self.rows, top),
            right: up(area.right, self.columns, left, size.width),
            bottom: up(area.bottom, self.rows, top, size.height),
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

    #[test]
    fn bytes_lie_elsewhere_under_a_frame_that_was_moved() {
        let size = Size::new(128, 64);
        let moved = Alignment::EIGHT_ROWS.under((1, 1));
        let enclosed = |top, bottom| moved.enclose(Area::new(5, top, 9, bottom).unwrap(), size);
        assert_eq!(enclosed(7, 15), Area::new(5, 7, 9, 15).unwrap());
        assert_eq!(enclosed(0, 7), Area::new(5, 0, 9, 7).unwrap());
        assert_eq!(enclosed(8, 16), Area::new(5, 7, 9, 23).unwrap());
        assert_eq!(enclosed(63, 64), Area::new(5, 63, 9, 64).unwrap());
        assert_eq!([0, 6, 7].map(|row| moved.row_below(row)), [7, 7, 15]);
        assert_eq!(Alignment::PIXEL.under((1, 1)), Alignment::PIXEL);
    }
}

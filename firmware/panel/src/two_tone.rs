//! From the colours of a frame to panels of two tones, and from the frame to the glass.

use embedded_graphics_core::{
    geometry::{Point, Size},
    pixelcolor::{Rgb565, RgbColor},
};

use crate::{Area, Frame, PanelSpec, Rotation};

/// How a frame lies on the glass of a panel.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lie {
    /// Columns and rows of the glass in the controller's own orientation.
    glass: (u16, u16),
    turn: Rotation,
    mirrored: bool,
}

impl Lie {
    pub(crate) fn of(spec: &PanelSpec, rotation: Rotation) -> Self {
        Self {
            glass: (spec.glass.width as u16, spec.glass.height as u16),
            turn: spec.orientation(rotation),
            mirrored: spec.mirrored,
        }
    }

    /// Columns and rows of the frame.
    pub(crate) fn size(&self) -> Size {
        let (width, height) = self.glass;
        if self.turn.is_quarter() {
            Size::new(height.into(), width.into())
        } else {
            Size::new(width.into(), height.into())
        }
    }

    /// The pixel of the frame at a column and row of the glass.
    pub(crate) fn in_frame(&self, column: u16, row: u16) -> Point {
        let (width, height) = (i32::from(self.glass.0), i32::from(self.glass.1));
        let row = i32::from(row);
        let column = if self.mirrored {
            width - 1 - i32::from(column)
        } else {
            column.into()
        };
        match self.turn {
            Rotation::Deg0 => Point::new(column, row),
            Rotation::Deg90 => Point::new(row, width - 1 - column),
            Rotation::Deg180 => Point::new(width - 1 - column, height - 1 - row),
            Rotation::Deg270 => Point::new(height - 1 - row, column),
        }
    }

    /// The area of the glass on which an area of the frame lies. Both are inside.
    pub(crate) fn on_glass(&self, area: Area) -> Area {
        let (width, height) = self.glass;
        let (left, top, right, bottom) = (area.left(), area.top(), area.right(), area.bottom());
        let (left, top, right, bottom) = match self.turn {
            Rotation::Deg0 => (left, top, right, bottom),
            Rotation::Deg90 => (width - bottom, left, width - top, right),
            Rotation::Deg180 => (width - right, height - bottom, width - left, height - top),
            Rotation::Deg270 => (top, height - right, bottom, height - left),
        };
        let (left, right) = if self.mirrored {
            (width - right, width - left)
        } else {
            (left, right)
        };
        // Turning an area leaves none of it away.
        Area::new(left, top, right, bottom).unwrap_or(area)
    }
}

/// Whether a pixel of a frame is nearer to white than to black, by the weights of ITU-R BT.601; outside it is black.
pub(crate) fn is_light(frame: &Frame<'_>, at: Point) -> bool {
    const FULL: u32 = 1000 * 31 * 63;
    frame.pixel(at).is_some_and(|color: Rgb565| {
        let (red, green, blue) = (u32::from(color.r()), u32::from(color.g()), u32::from(color.b()));
        2 * (299 * red * 63 + 587 * green * 31 + 114 * blue * 63) >= FULL
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PANELS;

    #[test]
    fn every_pixel_of_an_area_lies_inside_the_area_on_glass() {
        for spec in PANELS {
            for rotation in Rotation::ALL {
                let lie = Lie::of(spec, rotation);
                assert_eq!(lie.size(), spec.size(rotation));
                let area = Area::new(3, 9, 14, 31).unwrap();
                let on_glass = lie.on_glass(area);
                assert_eq!(on_glass.pixels(), area.pixels());
                for row in on_glass.top()..on_glass.bottom() {
                    for column in on_glass.left()..on_glass.right() {
                        let point = lie.in_frame(column, row);
                        assert!(
                            area.contains(point.x as u16, point.y as u16),
                            "{} at {rotation:?}",
                            spec.name
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn the_lighter_half_of_the_greys_is_light() {
        let mut pixels = [0; 32];
        let mut frame = Frame::new(Size::new(32, 1), &mut pixels).unwrap();
        use embedded_graphics_core::{Pixel, draw_target::DrawTarget};
        let greys = (0..32).map(|x| Pixel(Point::new(x, 0), Rgb565::new(x as u8, 2 * x as u8, x as u8)));
        frame.draw_iter(greys).unwrap();
        let first = (0..32).position(|x| is_light(&frame, Point::new(x, 0)));
        assert_eq!(first, Some(16));
        assert!(!is_light(&frame, Point::new(-1, 0)));
    }
}

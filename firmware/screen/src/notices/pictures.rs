//! Small pictures, drawn on a grid of 56 by 44 units.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::{Rgb565, RgbColor};
use embedded_graphics::primitives::Rectangle;

use crate::canvas::Canvas;
use crate::shapes::{PX, Ring, Rounded, Stroke};

/// Units across.
pub(super) const WIDTH: i32 = 56;
/// Units from top to bottom.
pub(super) const HEIGHT: i32 = 44;

/// What is pictured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    /// Four strokes of a tally and the fifth across them, as levels of music: the mark of Playtally.
    Tally,
    /// A laptop.
    Computer,
    /// A USB stick.
    Stick,
    /// A USB stick with a stroke through it.
    RefusedStick,
    /// This device.
    Device,
    /// A leaf of a calendar.
    Calendar,
    /// The moon.
    Moon,
}

impl Picture {
    /// Draws it around a point, with units of `scale` sixteenths of a pixel.
    pub(super) fn draw<D: DrawTarget<Color = Rgb565>>(
        self,
        centre: Point,
        scale: i32,
        canvas: &mut Canvas<D>,
    ) -> Result<(), D::Error> {
        let pen = Pen { centre, scale };
        match self {
            Self::Tally => tally(&pen, canvas),
            Self::Computer => computer(&pen, canvas),
            Self::Stick => stick(&pen, canvas),
            Self::RefusedStick => refused_stick(&pen, canvas),
            Self::Device => device(&pen, canvas),
            Self::Calendar => calendar(&pen, canvas),
            Self::Moon => moon(&pen, canvas),
        }
    }
}

/// Turns units around the middle of a picture into places on the panel.
struct Pen {
    centre: Point,
    scale: i32,
}

impl Pen {
    fn length(&self, units: i32) -> i32 {
        units * self.scale
    }

    fn point(&self, x: i32, y: i32) -> Point {
        Point::new(self.centre.x * PX + self.length(x), self.centre.y * PX + self.length(y))
    }

    /// A rectangle whose edges lie between pixels, so that they are sharp.
    fn rounded(&self, left: i32, top: i32, width: i32, height: i32, radius: i32) -> Rounded {
        let pixel = |sixteenths: i32| (sixteenths + PX / 2).div_euclid(PX);
        let (from, to) = (self.point(left, top), self.point(left + width, top + height));
        let size = Size::new(
            (pixel(to.x) - pixel(from.x)).max(1) as u32,
            (pixel(to.y) - pixel(from.y)).max(1) as u32,
        );
        Rounded {
            area: Rectangle::new(Point::new(pixel(from.x), pixel(from.y)), size),
            radius: self.length(radius),
        }
    }

    fn stroke(&self, from: (i32, i32), to: (i32, i32), width: i32) -> Stroke {
        Stroke {
            from: self.point(from.0, from.1),
            to: self.point(to.0, to.1),
            width: self.length(width),
        }
    }
}

fn tally<D: DrawTarget<Color = Rgb565>>(pen: &Pen, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    for (x, reach) in [(-14, 13), (-5, 20), (4, 15), (13, 18)] {
        canvas.shape(&pen.stroke((x, -reach), (x, reach), 4), palette.ink)?;
    }
    // A seam of ground keeps the strokes apart.
    let mut seam = pen.stroke((-21, 9), (21, -9), 4);
    seam.width += 5 * PX * pen.scale / 32 + PX;
    canvas.shape_on(&seam, palette.ground, palette.ground)?;
    canvas.shape(&pen.stroke((-21, 9), (21, -9), 4), palette.accent)
}

fn computer<D: DrawTarget<Color = Rgb565>>(pen: &Pen, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    canvas.shape(&pen.rounded(-20, -18, 40, 28, 3), palette.ink)?;
    canvas.shape_on(&pen.rounded(-17, -15, 34, 22, 1), palette.ground, palette.ink)?;
    canvas.shape(&pen.rounded(-26, 12, 52, 5, 2), palette.ink)
}

fn stick<D: DrawTarget<Color = Rgb565>>(pen: &Pen, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    canvas.shape(&pen.rounded(8, -8, 18, 16, 1), palette.ink)?;
    canvas.shape_on(&pen.rounded(12, -5, 11, 10, 0), palette.ground, palette.ink)?;
    canvas.shape_on(&pen.rounded(-26, -11, 36, 22, 5), palette.accent, palette.ground)
}

fn refused_stick<D: DrawTarget<Color = Rgb565>>(pen: &Pen, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    stick(pen, canvas)?;
    canvas.shape_on(&pen.stroke((-16, 18), (18, -18), 10), palette.ground, palette.ground)?;
    canvas.shape(&pen.stroke((-16, 18), (18, -18), 4), palette.ink)
}

fn device<D: DrawTarget<Color = Rgb565>>(pen: &Pen, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    canvas.shape(&pen.rounded(-24, -18, 48, 36, 4), palette.ink)?;
    canvas.shape_on(&pen.rounded(-20, -14, 40, 28, 2), palette.ground, palette.ink)?;
    for (x, height) in [(-15, 8), (-7, 14), (1, 10), (9, 18)] {
        canvas.shape(&pen.rounded(x, 9 - height, 6, height, 0), palette.accent)?;
    }
    Ok(())
}

fn calendar<D: DrawTarget<Color = Rgb565>>(pen: &Pen, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    canvas.shape(&pen.rounded(-20, -18, 40, 38, 4), palette.ink)?;
    canvas.shape_on(&pen.rounded(-17, -8, 34, 25, 2), palette.ground, palette.ink)?;
    for x in [-10, 10] {
        canvas.shape(&pen.stroke((x, -21), (x, -16), 4), palette.ink)?;
    }
    for (x, y) in [(-10, -2), (0, -2), (10, -2), (-10, 6), (10, 6), (-10, 13), (0, 13)] {
        canvas.shape(&pen.rounded(x - 2, y - 2, 4, 4, 0), palette.soft)?;
    }
    canvas.shape(&pen.rounded(-4, 3, 8, 7, 1), palette.accent)
}

fn moon<D: DrawTarget<Color = Rgb565>>(pen: &Pen, canvas: &mut Canvas<D>) -> Result<(), D::Error> {
    let palette = canvas.palette;
    // On a light ground a dark moon, on black one that is hardly seen.
    let colour = if palette.ground == Rgb565::WHITE {
        Rgb565::BLACK
    } else {
        Rgb565::new(6, 12, 6)
    };
    canvas.shape(&Ring::disc(pen.point(0, 0), pen.length(14)), colour)?;
    canvas.shape_on(&Ring::disc(pen.point(6, -4), pen.length(12)), palette.ground, colour)
}

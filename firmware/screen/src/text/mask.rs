//! A window of coverage in which the letters of a line come together.

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::{PointsIter, Rectangle};

use super::Ink;
use super::line::place;
use super::run::Placed;

const WIDTH: usize = 128;
/// Room above the base line and below it, in pixels: twice what the largest names need, for stacked marks.
const ABOVE: usize = 48;
const BELOW: usize = 24;
const HEIGHT: usize = ABOVE + BELOW;
/// Room for what hangs over at both ends of a line, in pixels.
const OVERHANG: i32 = 16;

/// Coverage of a window of the panel, 0 to 15 a pixel. One is on the stack at a time (9 kB), so that a line of any
/// width needs no more.
pub(super) struct Mask {
    area: Rectangle,
    coverage: [u8; WIDTH * HEIGHT],
}

impl Mask {
    /// The windows, from left to right, which hold a line that is drawn from `at` on inside an area.
    pub(super) fn windows(at: Point, width: i32, inside: Rectangle) -> impl Iterator<Item = Rectangle> {
        let size = Size::new(width.max(0) as u32 + 2 * OVERHANG as u32, HEIGHT as u32);
        let line = Rectangle::new(at - Point::new(OVERHANG, ABOVE as i32), size).intersection(&inside);
        let height = line.size.height;
        line.columns().step_by(WIDTH).map(move |x| {
            let end = line.top_left.x + line.size.width as i32;
            Rectangle::new(
                Point::new(x, line.top_left.y),
                Size::new((end - x).min(WIDTH as i32) as u32, height),
            )
        })
    }

    /// A window in which nothing is covered.
    pub(super) const fn new(area: Rectangle) -> Self {
        Self {
            area,
            coverage: [0; WIDTH * HEIGHT],
        }
    }

    /// Adds a glyph with its pen at a point. What lies outside the window is left out.
    pub(super) fn add(&mut self, placed: &Placed, pen: Point) {
        let glyph = place(placed, pen);
        if glyph.intersection(&self.area).is_zero_sized() {
            return;
        }
        for (point, coverage) in glyph.points().zip(placed.glyph.coverage.clone()) {
            if coverage > 0 && self.area.contains(point) {
                let at = point - self.area.top_left;
                if let Some(sum) = self.coverage.get_mut(at.y as usize * WIDTH + at.x as usize) {
                    *sum = (*sum + coverage).min(15);
                }
            }
        }
    }

    /// Draws what is covered.
    pub(super) fn draw<D: DrawTarget<Color = Rgb565>>(&self, ink: Ink, target: &mut D) -> Result<(), D::Error> {
        let rows = self.area.rows().zip(self.coverage.chunks_exact(WIDTH));
        target.draw_iter(rows.flat_map(|(y, row)| {
            let pixels = self.area.columns().zip(row);
            pixels
                .filter(|&(_, &coverage)| coverage > 0)
                .map(move |(x, &coverage)| Pixel(Point::new(x, y), ink.at(coverage)))
        }))
    }
}

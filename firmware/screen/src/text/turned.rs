//! Text that is read upwards, as on the spine of a record.

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Dimensions, Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;

/// A target turned by a quarter to the left around a point: what is drawn rightwards from it goes up, what is drawn
/// downwards goes right.
#[derive(Debug)]
pub(crate) struct Turned<'t, D> {
    pub(crate) target: &'t mut D,
    /// Where its origin lies on the target.
    pub(crate) origin: Point,
}

impl<D: Dimensions> Dimensions for Turned<'_, D> {
    fn bounding_box(&self) -> Rectangle {
        let Rectangle { top_left, size } = self.target.bounding_box();
        let from = Point::new(
            self.origin.y + 1 - top_left.y - size.height as i32,
            top_left.x - self.origin.x,
        );
        Rectangle::new(from, Size::new(size.height, size.width))
    }
}

impl<D: DrawTarget<Color = Rgb565>> DrawTarget for Turned<'_, D> {
    type Color = Rgb565;
    type Error = D::Error;

    fn draw_iter<I: IntoIterator<Item = Pixel<Rgb565>>>(&mut self, pixels: I) -> Result<(), D::Error> {
        let Point { x, y } = self.origin;
        let turned = pixels.into_iter();
        self.target
            .draw_iter(turned.map(|Pixel(at, colour)| Pixel(Point::new(x + at.y, y - at.x), colour)))
    }
}

#[cfg(test)]
mod tests {
    use embedded_graphics::pixelcolor::RgbColor;

    use super::*;
    use playtally_dev::picture::Picture;

    #[test]
    fn what_goes_right_goes_up_and_all_of_the_target_is_in_reach() {
        let mut picture = Picture::new(Size::new(4, 3));
        let mut turned = Turned {
            target: &mut picture,
            origin: Point::new(1, 2),
        };
        let all = turned.bounding_box();
        assert_eq!(all, Rectangle::new(Point::new(0, -1), Size::new(3, 4)));
        let Ok(()) = turned.draw_iter([(0, 0), (2, 1)].map(|at| Pixel(at.into(), Rgb565::WHITE)));
        let Ok(()) = turned.fill_solid(&all, Rgb565::RED);
        assert_eq!(picture.outside, 0);
        assert!(picture.pixels.iter().all(|&pixel| pixel == Rgb565::RED));
        let mut turned = Turned {
            target: &mut picture,
            origin: Point::new(1, 2),
        };
        let Ok(()) = turned.draw_iter([(0, 0), (2, 1)].map(|at| Pixel(at.into(), Rgb565::WHITE)));
        let lit = |x: usize, y: usize| picture.pixels[y * 4 + x] == Rgb565::WHITE;
        assert!(lit(1, 2) && lit(2, 0));
    }
}

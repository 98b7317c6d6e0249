//! The pixels of one moment.

use core::{convert::Infallible, fmt};

use embedded_graphics_core::{
    Pixel,
    draw_target::DrawTarget,
    geometry::{Dimensions, OriginDimensions, Point, Size},
    pixelcolor::{IntoStorage, Rgb565, raw::RawU16},
    primitives::Rectangle,
};

use crate::Area;

/// The pixels of one moment, in memory that the caller lends: a static on a microcontroller, a boxed slice on the Pi.
///
/// A pixel is the raw value of an [`Rgb565`] in the processor's own byte order, row after row from the top left corner.
/// A `u16` compares and fills as fast as memory allows, which is what finding damage and clearing do with every pixel;
/// swapping its bytes is left to the copy into the bus's buffer, which only touches the pixels that are sent.
///
/// Drawing outside the frame is clipped and cannot fail.
pub struct Frame<'a> {
    size: Size,
    pixels: &'a mut [u16],
}

/// A frame was given less memory than its size needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooFewPixels {
    /// Pixels that the size needs.
    pub needed: usize,
    /// Pixels that were given.
    pub given: usize,
}

impl fmt::Display for TooFewPixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a frame needs {} pixels of memory and got {}",
            self.needed, self.given
        )
    }
}

impl core::error::Error for TooFewPixels {}

impl<'a> Frame<'a> {
    /// A frame of `size` over the first `width · height` of `pixels`, showing what they hold.
    ///
    /// # Errors
    /// If there are fewer.
    pub fn new(size: Size, pixels: &'a mut [u16]) -> Result<Self, TooFewPixels> {
        let size = Size::new(size.width.min(u16::MAX.into()), size.height.min(u16::MAX.into()));
        let needed = size.width as usize * size.height as usize;
        let given = pixels.len();
        match pixels.get_mut(..needed) {
            Some(pixels) => Ok(Self { size, pixels }),
            None => Err(TooFewPixels { needed, given }),
        }
    }

    /// The area of all pixels; none in a frame without any.
    pub fn area(&self) -> Option<Area> {
        Area::new(0, 0, self.size.width as u16, self.size.height as u16)
    }

    /// The color at `point`, if it is inside.
    pub fn pixel(&self, point: Point) -> Option<Rgb565> {
        self.index(point).map(|index| RawU16::new(self.pixels[index]).into())
    }

    /// The raw pixels of row `y` from column `left` up to but not including `right`; empty outside the frame.
    pub fn row(&self, y: u16, left: u16, right: u16) -> &[u16] {
        let width = self.size.width as usize;
        let start = usize::from(y) * width;
        self.pixels
            .get(start..start + width)
            .and_then(|row| row.get(left.into()..right.into()))
            .unwrap_or_default()
    }

    /// The colors of `area`, row after row. Rows outside the frame have none.
    pub fn colors(&self, area: Area) -> impl Iterator<Item = Rgb565> + '_ {
        (area.top()..area.bottom())
            .flat_map(move |y| self.row(y, area.left(), area.right()))
            .map(|&raw| RawU16::new(raw).into())
    }

    /// Takes over the pixels of `area` from a frame of the same size.
    pub(crate) fn copy_from(&mut self, other: &Frame<'_>, area: Area) {
        let width = self.size.width as usize;
        for y in area.top()..area.bottom() {
            let row = other.row(y, area.left(), area.right());
            let start = usize::from(y) * width + usize::from(area.left());
            self.pixels[start..start + row.len()].copy_from_slice(row);
        }
    }

    /// Moves what it shows by so many columns to the right, or to the left if negative. What would leave is lost; the
    /// columns that come free keep what they showed.
    pub fn move_columns(&mut self, by: i32) {
        let width = self.size.width as usize;
        let kept = width.saturating_sub(by.unsigned_abs() as usize);
        let (from, to) = if by < 0 { (width - kept, 0) } else { (0, width - kept) };
        for row in self.pixels.chunks_exact_mut(width.max(1)) {
            row.copy_within(from..from + kept, to);
        }
    }

    /// Turns what it shows upside down.
    pub fn turn_around(&mut self) {
        self.pixels.reverse();
    }

    fn index(&self, point: Point) -> Option<usize> {
        let (x, y) = (u32::try_from(point.x).ok()?, u32::try_from(point.y).ok()?);
        (x < self.size.width && y < self.size.height).then(|| (y * self.size.width + x) as usize)
    }

    /// The parts of the rows that `area` shares with the frame.
    fn rows_mut(&mut self, area: &Rectangle) -> impl Iterator<Item = &mut [u16]> {
        let area = area.intersection(&self.bounding_box());
        let (left, width) = (area.top_left.x as usize, area.size.width as usize);
        self.pixels
            .chunks_exact_mut((self.size.width as usize).max(1))
            .skip(area.top_left.y as usize)
            .take(area.size.height as usize)
            .map(move |row| &mut row[left..left + width])
    }
}

impl fmt::Debug for Frame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frame")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

impl OriginDimensions for Frame<'_> {
    fn size(&self) -> Size {
        self.size
    }
}

impl DrawTarget for Frame<'_> {
    type Color = Rgb565;
    type Error = Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Pixel<Rgb565>>,
    {
        for Pixel(point, color) in pixels {
            if let Some(index) = self.index(point) {
                self.pixels[index] = color.into_storage();
            }
        }
        Ok(())
    }

    fn fill_contiguous<I>(&mut self, area: &Rectangle, colors: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Rgb565>,
    {
        let inside = area.intersection(&self.bounding_box());
        let mut colors = colors.into_iter();
        let width = area.size.width as usize;
        let skip = |from: i32, to: i32| from.abs_diff(to) as usize;
        let before = skip(area.top_left.x, inside.top_left.x);
        let after = width - (before + inside.size.width as usize).min(width);
        let above = skip(area.top_left.y, inside.top_left.y) * width;
        discard(&mut colors, above);
        for row in self.rows_mut(area) {
            discard(&mut colors, before);
            for (pixel, color) in row.iter_mut().zip(&mut colors) {
                *pixel = color.into_storage();
            }
            discard(&mut colors, after);
        }
        Ok(())
    }

    fn fill_solid(&mut self, area: &Rectangle, color: Rgb565) -> Result<(), Infallible> {
        for row in self.rows_mut(area) {
            row.fill(color.into_storage());
        }
        Ok(())
    }

    fn clear(&mut self, color: Rgb565) -> Result<(), Infallible> {
        self.pixels.fill(color.into_storage());
        Ok(())
    }
}

fn discard(colors: &mut impl Iterator, count: usize) {
    if let Some(last) = count.checked_sub(1) {
        colors.nth(last);
    }
}

#[cfg(test)]
mod tests {
    use embedded_graphics::{
        mock_display::MockDisplay,
        prelude::*,
        primitives::{Circle, PrimitiveStyle},
    };
    use proptest::prelude::*;
    use std::vec;

    use super::*;

    #[test]
    fn a_frame_says_how_much_memory_it_lacks() {
        let mut pixels = [0; 99];
        assert_eq!(
            Frame::new(Size::new(10, 10), &mut pixels).unwrap_err(),
            TooFewPixels { needed: 100, given: 99 }
        );
    }

    #[test]
    fn drawing_matches_the_reference_display_pixel_for_pixel() {
        let mut pixels = [0; 64 * 64];
        let mut frame = Frame::new(Size::new(64, 64), &mut pixels).unwrap();
        let mut mock = MockDisplay::new();
        mock.set_allow_overdraw(true);
        let circle = Circle::new(Point::new(3, 5), 40).into_styled(PrimitiveStyle::with_stroke(Rgb565::RED, 5));
        circle.draw(&mut frame).unwrap();
        circle.draw(&mut mock).unwrap();
        for point in frame.bounding_box().points() {
            assert_eq!(
                frame.pixel(point),
                Some(mock.get_pixel(point).unwrap_or(Rgb565::BLACK)),
                "{point}"
            );
        }
    }

    #[test]
    fn columns_move_and_leave_a_copy_behind() {
        let moved = |by| {
            let mut pixels = [1, 2, 3, 4, 5, 6];
            let mut frame = Frame::new(Size::new(3, 2), &mut pixels).unwrap();
            frame.move_columns(by);
            pixels
        };
        assert_eq!(moved(-1), [2, 3, 3, 5, 6, 6]);
        assert_eq!(moved(2), [1, 2, 1, 4, 5, 4]);
        for all in [0, 3, -3, i32::MAX, i32::MIN] {
            assert_eq!(moved(all), [1, 2, 3, 4, 5, 6]);
        }
    }

    #[test]
    fn a_frame_without_pixels_swallows_all_drawing() {
        let mut frame = Frame::new(Size::new(0, 7), &mut []).unwrap();
        frame.clear(Rgb565::RED).unwrap();
        frame
            .fill_solid(&Rectangle::new(Point::zero(), Size::new(9, 9)), Rgb565::RED)
            .unwrap();
        assert_eq!(frame.area(), None);
    }

    proptest! {
        #[test]
        fn filling_row_by_row_is_the_same_as_pixel_by_pixel(
            x in -20..20, y in -20..20, width in 0..40u32, height in 0..40u32, colors in 0..900usize,
        ) {
            let size = Size::new(17, 13);
            let area = Rectangle::new(Point::new(x, y), Size::new(width, height));
            let colors = || (0..colors).map(|i| Rgb565::from(RawU16::new(i as u16 + 1)));
            let (mut fast, mut slow) = (vec![0; 17 * 13], vec![0; 17 * 13]);

            let mut frame = Frame::new(size, &mut fast).unwrap();
            frame.fill_contiguous(&area, colors()).unwrap();
            let mut frame = Frame::new(size, &mut slow).unwrap();
            frame.draw_iter(area.points().zip(colors()).map(|(p, c)| Pixel(p, c))).unwrap();
            prop_assert_eq!(&fast, &slow);

            let mut frame = Frame::new(size, &mut fast).unwrap();
            frame.fill_solid(&area, Rgb565::GREEN).unwrap();
            let mut frame = Frame::new(size, &mut slow).unwrap();
            frame.draw_iter(area.points().map(|p| Pixel(p, Rgb565::GREEN))).unwrap();
            prop_assert_eq!(&fast, &slow);
        }
    }
}

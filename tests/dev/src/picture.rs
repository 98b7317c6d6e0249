//! A picture in memory.

use core::convert::Infallible;
use std::path::Path;

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{OriginDimensions, Point, Size};
use embedded_graphics::pixelcolor::{Rgb565, RgbColor};
use embedded_graphics::primitives::Rectangle;

/// Pixels of a size, and how many were drawn outside of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub size: Size,
    /// Row by row, from the top.
    pub pixels: Vec<Rgb565>,
    /// How many were drawn outside.
    pub outside: usize,
}

impl Picture {
    /// All black.
    pub fn new(size: Size) -> Self {
        Self {
            size,
            pixels: vec![Rgb565::BLACK; (size.width * size.height) as usize],
            outside: 0,
        }
    }

    fn index(&self, point: Point) -> Option<usize> {
        let (x, y) = (u32::try_from(point.x).ok()?, u32::try_from(point.y).ok()?);
        (x < self.size.width && y < self.size.height).then(|| (y * self.size.width + x) as usize)
    }

    /// The pixel of a place; black outside.
    pub fn at(&self, x: i32, y: i32) -> Rgb565 {
        self.index(Point::new(x, y))
            .map_or(Rgb565::BLACK, |index| self.pixels[index])
    }

    /// Its rows as characters, so that a test can show what it expects.
    pub fn pattern(&self, character: impl Fn(Rgb565) -> char) -> Vec<String> {
        let rows = self.pixels.chunks(self.size.width as usize);
        rows.map(|row| row.iter().map(|&colour| character(colour)).collect())
            .collect()
    }

    /// Puts another picture into this one.
    pub fn paste(&mut self, other: &Self, left: i32, top: i32) {
        for y in 0..other.size.height as i32 {
            for x in 0..other.size.width as i32 {
                if let Some(index) = self.index(Point::new(left + x, top + y)) {
                    self.pixels[index] = other.at(x, y);
                }
            }
        }
    }

    /// Writes a PNG with each pixel as a square of `zoom`.
    pub fn save(&self, path: &Path, zoom: u32) {
        let file = std::fs::File::create(path).expect("a file to write");
        let (width, height) = (self.size.width * zoom, self.size.height * zoom);
        let mut encoder = png::Encoder::new(std::io::BufWriter::new(file), width, height);
        encoder.set_color(png::ColorType::Rgb);
        let mut bytes = Vec::with_capacity((width * height * 3) as usize);
        for y in 0..height {
            for x in 0..width {
                let colour = self.at((x / zoom) as i32, (y / zoom) as i32);
                let wide = |level: u8, most: u32| (u32::from(level) * 255 / most) as u8;
                bytes.extend([wide(colour.r(), 31), wide(colour.g(), 63), wide(colour.b(), 31)]);
            }
        }
        encoder
            .write_header()
            .and_then(|mut writer| writer.write_image_data(&bytes))
            .expect("a picture to write");
    }
}

impl OriginDimensions for Picture {
    fn size(&self) -> Size {
        self.size
    }
}

impl DrawTarget for Picture {
    type Color = Rgb565;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Rgb565>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        for Pixel(point, colour) in pixels {
            match self.index(point) {
                Some(index) => self.pixels[index] = colour,
                None => self.outside += 1,
            }
        }
        Ok(())
    }

    fn fill_solid(&mut self, area: &Rectangle, colour: Rgb565) -> Result<(), Infallible> {
        let inside = area.intersection(&Rectangle::new(Point::zero(), self.size));
        self.outside += (area.size.width * area.size.height - inside.size.width * inside.size.height) as usize;
        let width = self.size.width as usize;
        for y in inside.rows() {
            let start = y as usize * width + inside.top_left.x as usize;
            self.pixels[start..start + inside.size.width as usize].fill(colour);
        }
        Ok(())
    }
}

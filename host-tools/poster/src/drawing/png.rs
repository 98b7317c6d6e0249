//! A drawing as pixels.

use tiny_skia::{FillRule, Paint, PathBuilder, Pixmap, Transform};

use super::{Drawing, Path, Step};
use crate::Error;

/// The widest picture, in pixels.
pub(crate) const WIDEST: u32 = 16_384;

impl Drawing {
    /// The drawing as a PNG of a width in pixels.
    ///
    /// # Errors
    /// Where the width is 0 or above 16,384.
    pub fn png(&self, width: u32) -> Result<Vec<u8>, Error> {
        if width == 0 || width > WIDEST {
            return Err(Error::Width(width));
        }
        let scale = f64::from(width) / self.width;
        let height = (self.height * scale).round().max(1.0) as u32;
        let mut pixels = Pixmap::new(width, height).ok_or(Error::Width(width))?;
        let mut paint = Paint::default();
        for mark in &self.marks {
            let [r, g, b] = mark.colour.0;
            paint.set_color_rgba8(r, g, b, 255);
            if let Some(path) = built(&mark.path, scale) {
                pixels.fill_path(&path, &paint, FillRule::Winding, Transform::identity(), None);
            }
        }
        Ok(encoded(&pixels, width, height, scale)?)
    }
}

fn built(path: &Path, scale: f64) -> Option<tiny_skia::Path> {
    let mut built = PathBuilder::new();
    let at = |[x, y]: [f64; 2]| ((x * scale) as f32, (y * scale) as f32);
    for step in &path.steps {
        match *step {
            Step::Move(to) => {
                let (x, y) = at(to);
                built.move_to(x, y);
            }
            Step::Line(to) => {
                let (x, y) = at(to);
                built.line_to(x, y);
            }
            Step::Curve(from, by, to) => {
                let ((x1, y1), (x2, y2), (x, y)) = (at(from), at(by), at(to));
                built.cubic_to(x1, y1, x2, y2, x, y);
            }
            Step::Close => built.close(),
        }
    }
    built.finish()
}

/// Opaque pixels as a file that says how large they are on paper.
fn encoded(pixels: &Pixmap, width: u32, height: u32, scale: f64) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let per_metre = (scale * 1_000.0).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header()?;
    let rgb: Vec<u8> = pixels
        .data()
        .chunks_exact(4)
        .flat_map(|pixel| &pixel[..3])
        .copied()
        .collect();
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(file)
}

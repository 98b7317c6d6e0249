//! Pictures in files.

use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::path::Path;

use playtally_panel_emulator::Image;

/// A picture: 24-bit pixels from the top left, row after row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Red, green and blue of every pixel.
    pub rgb: Vec<u8>,
}

impl From<&Image> for Picture {
    /// What the eye sees of an emulated panel.
    fn from(image: &Image) -> Self {
        Self {
            width: image.width(),
            height: image.height(),
            rgb: image.rgb().to_vec(),
        }
    }
}

impl Picture {
    /// A picture of one colour.
    #[must_use]
    pub fn plain(width: usize, height: usize, colour: [u8; 3]) -> Self {
        Self {
            width,
            height,
            rgb: colour.repeat(width * height),
        }
    }

    /// Lays another picture on this one; what falls outside is left out.
    pub fn lay(&mut self, other: &Self, left: usize, top: usize) {
        let columns = other.width.min(self.width.saturating_sub(left));
        for row in 0..other.height.min(self.height.saturating_sub(top)) {
            let (from, to) = (row * other.width * 3, ((top + row) * self.width + left) * 3);
            self.rgb[to..to + columns * 3].copy_from_slice(&other.rgb[from..from + columns * 3]);
        }
    }

    /// Saves it as a PNG.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let mut encoder = png::Encoder::new(
            BufWriter::new(File::create(path)?),
            self.width as u32,
            self.height as u32,
        );
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        encoder.write_header()?.write_image_data(&self.rgb)?;
        Ok(())
    }

    /// Reads a PNG.
    ///
    /// # Errors
    /// The file cannot be read, or is no PNG.
    pub fn load(path: &Path) -> io::Result<Self> {
        let mut decoder = png::Decoder::new(BufReader::new(File::open(path)?));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let size = reader
            .output_buffer_size()
            .ok_or_else(|| io::Error::other("the picture is too large"))?;
        let mut pixels = vec![0; size];
        let info = reader.next_frame(&mut pixels)?;
        pixels.truncate(info.buffer_size());
        let rgb = match info.color_type {
            png::ColorType::Rgba => pixels
                .chunks_exact(4)
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
                .collect(),
            png::ColorType::Grayscale => pixels.iter().flat_map(|&level| [level; 3]).collect(),
            _ => pixels,
        };
        Ok(Self {
            width: info.width as usize,
            height: info.height as usize,
            rgb,
        })
    }
}

//! All pictures of one scene on one sheet: a row per theme, a place per panel.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

use super::stage::Seen;

/// What the panels lie on.
pub(crate) const GROUND: [u8; 3] = [0x5E, 0x60, 0x5C];

/// The left and the top of each stage's place within its row.
const PLACES: [(usize, usize); 7] = [(8, 8), (336, 8), (584, 8), (832, 8), (832, 144), (1000, 8), (1000, 138)];
const WIDTH: usize = 1304;
const ROW: usize = 266;
const HEIGHT: usize = 3 * ROW + 8;

#[derive(PartialEq, Eq)]
pub(crate) struct Sheet {
    rgb: Vec<u8>,
}

impl Sheet {
    pub(crate) fn new() -> Self {
        Self {
            rgb: GROUND.repeat(WIDTH * HEIGHT),
        }
    }

    /// Puts a picture at its place in a row.
    pub(crate) fn lay(&mut self, row: usize, place: usize, seen: &Seen) {
        self.put((PLACES[place].0, row * ROW + PLACES[place].1), seen);
    }

    /// Puts a picture with its upper left corner somewhere.
    pub(crate) fn put(&mut self, (left, top): (usize, usize), seen: &Seen) {
        let width = seen.size.width as usize * 3;
        for (y, pixels) in seen.rgb.chunks_exact(width).enumerate() {
            let at = ((top + y) * WIDTH + left) * 3;
            self.rgb[at..at + width].copy_from_slice(pixels);
        }
    }

    /// Writes it with a palette if its colours fit into one.
    pub(crate) fn save(&self, path: &Path) {
        let mut colours = BTreeMap::new();
        for pixel in self.rgb.chunks_exact(3) {
            colours.entry([pixel[0], pixel[1], pixel[2]]).or_insert(0_u8);
        }
        let file = BufWriter::new(File::create(path).expect("a file to write"));
        let mut encoder = png::Encoder::new(file, WIDTH as u32, HEIGHT as u32);
        encoder.set_compression(png::Compression::High);
        let written = if colours.len() <= 256 {
            let palette: Vec<u8> = colours.keys().flatten().copied().collect();
            for (index, number) in colours.values_mut().zip(0..=255) {
                *index = number;
            }
            let pixels = self.rgb.chunks_exact(3);
            let indices: Vec<u8> = pixels.map(|pixel| colours[&[pixel[0], pixel[1], pixel[2]]]).collect();
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette);
            encoder.set_filter(png::Filter::NoFilter);
            encoder
                .write_header()
                .and_then(|mut writer| writer.write_image_data(&indices))
        } else {
            encoder.set_color(png::ColorType::Rgb);
            encoder
                .write_header()
                .and_then(|mut writer| writer.write_image_data(&self.rgb))
        };
        written.expect("a picture to write");
    }

    /// Writes it where the file does not hold the same picture already: an encoder's bytes may change without it.
    pub(crate) fn update(&self, path: &Path) {
        if Self::load(path).is_none_or(|sheet| sheet != *self) {
            self.save(path);
        }
    }

    fn load(path: &Path) -> Option<Self> {
        let mut decoder = png::Decoder::new(BufReader::new(File::open(path).ok()?));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().ok()?;
        let mut rgb = vec![0; reader.output_buffer_size()?];
        let info = reader.next_frame(&mut rgb).ok()?;
        rgb.truncate(info.buffer_size());
        (info.color_type == png::ColorType::Rgb).then_some(Self { rgb })
    }

    /// Says how it differs from a sheet in a file, if it does, and leaves both and what differs in a folder.
    pub(crate) fn differs_from(&self, path: &Path, folder: &Path, name: &str) -> Option<String> {
        let leave = |what: &str, sheet: &Self| sheet.save(&folder.join(name.replace(".png", &format!(".{what}.png"))));
        let Some(expected) = Self::load(path).filter(|sheet| sheet.rgb.len() == self.rgb.len()) else {
            leave("actual", self);
            return Some(format!("{name}: there is no such sheet yet"));
        };
        if expected == *self {
            return None;
        }
        let mut difference = Self::new();
        let mut count = 0;
        let pixels = self.rgb.chunks_exact(3).zip(expected.rgb.chunks_exact(3));
        for (pixel, (actual, expected)) in difference.rgb.chunks_exact_mut(3).zip(pixels) {
            let differs = actual != expected;
            count += usize::from(differs);
            // What is the same stays recognisable, darker.
            let dark = [actual[0] / 4, actual[1] / 4, actual[2] / 4];
            pixel.copy_from_slice(if differs { &[0xFF, 0x20, 0x60] } else { &dark });
        }
        leave("expected", &expected);
        leave("actual", self);
        leave("difference", &difference);
        Some(format!("{name}: {count} pixels differ"))
    }
}

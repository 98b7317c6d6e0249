//! What the emulated panel shows, as files.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use playtally_panel_emulator::Image;

/// What a PNG says that it was made with: its keyword, of those that the format has for this, and the text.
const MADE_WITH: (&str, &str) = ("Software", "Playtally");

/// A picture as a PNG. The same picture gives the same bytes.
pub(crate) fn png(image: &Image) -> Result<Vec<u8>> {
    png_of((image.width(), image.height()), image.rgb())
}

/// Red, green and blue of columns and rows of pixels as a PNG.
pub(crate) fn png_of((width, height): (usize, usize), rgb: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let side = |pixels: usize| u32::try_from(pixels).context("no picture is that large");
    let mut encoder = png::Encoder::new(&mut bytes, side(width)?, side(height)?);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let (keyword, text) = MADE_WITH;
    encoder
        .add_text_chunk(keyword.to_owned(), text.to_owned())
        .context("cannot make a PNG")?;
    let mut writer = encoder.write_header().context("cannot make a PNG")?;
    writer.write_image_data(rgb).context("cannot make a PNG")?;
    writer.finish().context("cannot make a PNG")?;
    Ok(bytes)
}

/// Whether a file is a PNG that Playtally made.
pub(crate) fn is_drawn(path: &Path) -> bool {
    // The chunk stands right behind the header, which takes 33 bytes.
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(64).read_to_end(&mut start));
    let (keyword, text) = MADE_WITH;
    let chunk = format!("tEXt{keyword}\0{text}");
    read.is_ok() && start.windows(chunk.len()).any(|window| window == chunk.as_bytes())
}

/// An animated GIF that runs for ever, made picture by picture.
pub(crate) struct Gif {
    encoder: gif::Encoder<Vec<u8>>,
    /// The picture that waits to know how long it stays.
    last: Option<Image>,
    /// How long it has stayed; what a GIF's hundredths of a second cannot say is carried over.
    stayed: Duration,
}

impl Gif {
    /// Before the first picture; all of them must have this size.
    pub(crate) fn new(width: u16, height: u16) -> Result<Self> {
        let mut encoder = gif::Encoder::new(Vec::new(), width, height, &[]).context("cannot make a GIF")?;
        encoder.set_repeat(gif::Repeat::Infinite).context("cannot make a GIF")?;
        Ok(Self {
            encoder,
            last: None,
            stayed: Duration::ZERO,
        })
    }

    /// The panel showed a picture for some time. Equal ones in a row become one.
    pub(crate) fn show(&mut self, image: &Image, time: Duration) -> Result<()> {
        if self.last.as_ref().is_some_and(|last| last != image) {
            self.write_last()?;
        }
        if self.last.is_none() {
            self.last = Some(image.clone());
        }
        self.stayed += time;
        Ok(())
    }

    /// The file.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>> {
        self.write_last()?;
        self.encoder.into_inner().context("cannot make a GIF")
    }

    fn write_last(&mut self) -> Result<()> {
        let Some(image) = self.last.take() else { return Ok(()) };
        let hundredths = u16::try_from(self.stayed.as_millis() / 10).unwrap_or(u16::MAX);
        self.stayed = self
            .stayed
            .saturating_sub(Duration::from_millis(10) * u32::from(hundredths));
        if hundredths == 0 {
            return Ok(());
        }
        let (width, height) = (image.width() as u16, image.height() as u16);
        let mut frame = gif::Frame::from_rgb_speed(width, height, image.rgb(), 10);
        frame.delay = hundredths;
        self.encoder.write_frame(&frame).context("cannot make a GIF")
    }
}

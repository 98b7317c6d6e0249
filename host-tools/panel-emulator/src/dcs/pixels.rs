//! How pixels lie on the wire.

/// The format that COLMOD chose, with what has come of a pixel that is not complete yet.
#[derive(Debug, Default)]
pub(super) struct Unpacker {
    rest: Vec<u8>,
}

/// Bits of a pixel on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// 12 bits: two pixels in three bytes.
    Rgb444,
    /// 16 bits: two bytes.
    Rgb565,
    /// 18 bits: three bytes, the high six bits of each.
    Rgb666,
}

impl Format {
    /// What the argument of COLMOD says about the serial interface.
    pub(super) fn from_colmod(argument: u8) -> Self {
        match argument & 0b111 {
            0b011 => Self::Rgb444,
            0b110 => Self::Rgb666,
            _ => Self::Rgb565,
        }
    }
}

impl Unpacker {
    /// Calls `pixel` with every color that `bytes` complete.
    pub(super) fn unpack(&mut self, format: Format, mut bytes: &[u8], mut pixel: impl FnMut([u8; 3])) {
        if format == Format::Rgb565 && self.rest.is_empty() {
            // Nearly all pixels come this way.
            let pairs = bytes.chunks_exact(2);
            bytes = pairs.remainder();
            pairs.for_each(|pair| pixel(rgb565([pair[0], pair[1]])));
        }
        for &byte in bytes {
            self.rest.push(byte);
            match (format, self.rest.as_slice()) {
                (Format::Rgb565, &[high, low]) => {
                    pixel(rgb565([high, low]));
                    self.rest.clear();
                }
                (Format::Rgb666, &[r, g, b]) => {
                    pixel([r, g, b].map(|byte| widen(u16::from(byte >> 2), 6)));
                    self.rest.clear();
                }
                (Format::Rgb444, &[a, b]) => pixel([a >> 4, a & 15, b >> 4].map(|nibble| nibble * 17)),
                (Format::Rgb444, &[_, b, c]) => {
                    pixel([b & 15, c >> 4, c & 15].map(|nibble| nibble * 17));
                    self.rest.clear();
                }
                _ => {}
            }
        }
    }

    /// Whether a pixel has begun and not ended. The half byte after an odd number of 12-bit pixels is no such thing.
    pub(super) fn is_torn(&self, format: Format) -> bool {
        match format {
            Format::Rgb444 => self.rest.len() == 1,
            Format::Rgb565 | Format::Rgb666 => !self.rest.is_empty(),
        }
    }
}

fn rgb565(bytes: [u8; 2]) -> [u8; 3] {
    let raw = u16::from_be_bytes(bytes);
    [widen(raw >> 11, 5), widen(raw >> 5 & 63, 6), widen(raw & 31, 5)]
}

/// A color part of `bits` bits as one of eight: its high bits repeat below, so that the brightest stays the brightest.
fn widen(part: u16, bits: u32) -> u8 {
    (part << (8 - bits) | part >> (2 * bits - 8)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(format: Format, chunks: &[&[u8]]) -> Vec<[u8; 3]> {
        let mut unpacker = Unpacker::default();
        let mut pixels = Vec::new();
        for chunk in chunks {
            unpacker.unpack(format, chunk, |pixel| pixels.push(pixel));
        }
        assert!(!unpacker.is_torn(format));
        pixels
    }

    #[test]
    fn each_format_has_its_bits() {
        let white = [255; 3];
        assert_eq!(
            unpacked(Format::Rgb565, &[&[0xF8, 0x00, 0xFF, 0xFF]]),
            [[255, 0, 0], white]
        );
        assert_eq!(unpacked(Format::Rgb666, &[&[0xFC, 0x03, 0x80]]), [[255, 0, 130]]);
        assert_eq!(unpacked(Format::Rgb444, &[&[0xF0, 0x8F, 0xFF]]), [[255, 0, 136], white]);
    }

    #[test]
    fn a_pixel_may_come_in_two_writes() {
        assert_eq!(
            unpacked(Format::Rgb565, &[&[0xF8], &[0x00, 0x00], &[0x1F]]),
            [[255, 0, 0], [0, 0, 255]]
        );
        assert_eq!(
            unpacked(Format::Rgb666, &[&[0xFC], &[], &[0x03, 0x80]]),
            [[255, 0, 130]]
        );
    }
}

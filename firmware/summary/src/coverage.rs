//! How a glyph's pixels are coded.

/// The pixels of a glyph: how much of each is covered, 0 (none) to 15 (all), row by row from the top left.
///
/// Two pixels to a byte, the first in the high four bits; rows follow each other without padding.
#[derive(Clone, Debug)]
pub struct Coverage<'a> {
    coded: &'a [u8],
    next: usize,
    end: usize,
}

impl<'a> Coverage<'a> {
    /// The pixels of a glyph of `width` by `height`, or `None` if the coded bytes are not those of that many pixels.
    #[must_use]
    pub fn new(coded: &'a [u8], width: u8, height: u8) -> Option<Self> {
        let end = usize::from(width) * usize::from(height);
        (coded.len() == end.div_ceil(2)).then_some(Self { coded, next: 0, end })
    }
}

impl Iterator for Coverage<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        if self.next == self.end {
            return None;
        }
        let byte = *self.coded.get(self.next / 2)?;
        let pixel = if self.next.is_multiple_of(2) {
            byte >> 4
        } else {
            byte & 15
        };
        self.next += 1;
        Some(pixel)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.end - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Coverage<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn pixels_come_high_nibble_first_and_rows_without_padding() {
        let pixels: Vec<u8> = Coverage::new(&[0x0F, 0x12, 0x30], 5, 1).expect("five pixels").collect();
        assert_eq!(pixels, [0, 15, 1, 2, 3]);
    }

    #[test]
    fn bytes_of_another_size_are_refused() {
        assert!(Coverage::new(&[0; 3], 4, 1).is_none());
        assert!(Coverage::new(&[0; 3], 4, 2).is_none());
        assert!(Coverage::new(&[], 0, 9).is_some());
    }
}

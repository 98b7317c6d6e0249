//! How a glyph's pixels are coded.

/// The pixels of a glyph: how much of each is covered, 0 (none) to 15 (all), row by row from the top left without a
/// mark between rows.
///
/// They are coded as a string of nibbles (4-bit numbers), two to a byte, the high half first:
///
/// | nibbles | stand for |
/// |---|---|
/// | `v` from 1 to 14 | one pixel of coverage `v` |
/// | `0`, `n` | `n + 1` pixels of coverage 0 |
/// | `15`, `n` | `n + 1` pixels of coverage 15 |
///
/// An odd number of nibbles is followed by one nibble 0. Exactly width times height pixels are coded; what follows
/// belongs to other glyphs.
#[derive(Clone, Debug)]
pub struct Coverage<'a> {
    coded: &'a [u8],
    /// The next nibble.
    next: usize,
    /// How many pixels of `value` are still to come.
    run: u8,
    value: u8,
    /// How many pixels are still to come.
    left: usize,
}

impl<'a> Coverage<'a> {
    /// The pixels of a glyph of `width` by `height` from their coded bytes. Where the bytes end early, nothing is
    /// covered; [`Coverage::is_sound`] tells.
    #[must_use]
    pub const fn new(coded: &'a [u8], width: u8, height: u8) -> Self {
        Self {
            coded,
            next: 0,
            run: 0,
            value: 0,
            left: width as usize * height as usize,
        }
    }

    /// Whether the coded bytes begin with exactly that many pixels.
    #[must_use]
    pub fn is_sound(mut self) -> bool {
        while self.left > 0 {
            let Some(value) = self.nibble() else { return false };
            let run = if matches!(value, 0 | 15) {
                let Some(more) = self.nibble() else { return false };
                usize::from(more) + 1
            } else {
                1
            };
            if run > self.left {
                return false;
            }
            self.left -= run;
        }
        self.next.is_multiple_of(2) || self.nibble() == Some(0)
    }

    fn nibble(&mut self) -> Option<u8> {
        let byte = *self.coded.get(self.next / 2)?;
        let nibble = if self.next.is_multiple_of(2) {
            byte >> 4
        } else {
            byte & 15
        };
        self.next += 1;
        Some(nibble)
    }
}

impl Iterator for Coverage<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        self.left = self.left.checked_sub(1)?;
        if self.run > 0 {
            self.run -= 1;
        } else {
            self.value = self.nibble().unwrap_or(0);
            if matches!(self.value, 0 | 15) {
                self.run = self.nibble().unwrap_or(0);
            }
        }
        Some(self.value)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Coverage<'_> {}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use proptest::prelude::*;

    fn pixels(coded: &[u8], width: u8, height: u8) -> Vec<u8> {
        Coverage::new(coded, width, height).collect()
    }

    #[test]
    fn the_documented_examples_are_read() {
        assert_eq!(pixels(&[0x33, 0xE0], 3, 1), [3, 3, 14]);
        assert_eq!(pixels(&[0x00], 1, 1), [0]);
        assert_eq!(pixels(&[0xF1, 0x02, 0x70], 3, 2), [15, 15, 0, 0, 0, 7]);
        assert_eq!(pixels(&[0x0F, 0x00], 17, 1), [0; 17]);
        assert_eq!(pixels(&[], 0, 9), []);
    }

    #[test]
    fn bytes_of_other_pixels_are_not_sound() {
        let sound = |coded: &[u8], width, height| Coverage::new(coded, width, height).is_sound();
        assert!(sound(&[0xF1, 0x02, 0x70], 3, 2));
        assert!(sound(&[], 0, 9));
        assert!(!sound(&[0xF1, 0x02, 0x70], 3, 3), "a pixel too few");
        assert!(!sound(&[0xF1, 0x02, 0x71], 3, 2), "padding that is not zero");
        assert!(sound(&[0xF1, 0x02, 0x70, 9], 3, 2), "another glyph's pixels follow");
        assert!(!sound(&[0xF5], 5, 1), "a run past the end");
        assert!(!sound(&[0x3F], 2, 1), "a run without a length");
    }

    proptest! {
        #[test]
        fn any_bytes_give_as_many_pixels_as_were_asked_for(
            coded in prop::collection::vec(any::<u8>(), 0..40), width in 0_u8..20, height in 0_u8..20,
        ) {
            let all = pixels(&coded, width, height);
            prop_assert_eq!(all.len(), usize::from(width) * usize::from(height));
            prop_assert!(all.iter().all(|&pixel| pixel < 16));
        }
    }
}

//! A rectangle of coverage.

/// How much of each pixel a shape covers: 8 bits a pixel, 0 for none and 255 for all, row by row from the top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bitmap {
    width: usize,
    pixels: Vec<u8>,
}

impl Bitmap {
    /// The bitmap of `width` times `height` pixels whose coverage at column `x` and row `y` is `pixel(x, y)`.
    pub fn from_fn(width: usize, height: usize, mut pixel: impl FnMut(usize, usize) -> u8) -> Self {
        let pixels = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| pixel(x, y))
            .collect();
        Self { width, pixels }
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.pixels.len().checked_div(self.width).unwrap_or(0)
    }

    /// Whether there is no pixel at all.
    pub fn is_empty(&self) -> bool {
        self.pixels.is_empty()
    }

    /// The coverage at column `x` and row `y`; 0 outside.
    pub fn get(&self, x: usize, y: usize) -> u8 {
        if x < self.width {
            self.pixels.get(y * self.width + x).copied().unwrap_or(0)
        } else {
            0
        }
    }

    /// The rows from the top, each of [`Bitmap::width`] pixels.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.width.max(1))
    }

    /// The smallest part that holds every pixel that is `visible`, with the column and row at which it begins.
    pub(crate) fn trimmed(&self, visible: impl Fn(u8) -> bool) -> (usize, usize, Self) {
        let inked = |row: &&[u8]| row.iter().any(|&pixel| visible(pixel));
        let Some(top) = self.rows().position(|row| inked(&row)) else {
            return (0, 0, Self::default());
        };
        let bottom = self.height()
            - self
                .pixels
                .rchunks_exact(self.width)
                .position(|row| inked(&row))
                .unwrap_or(0);
        let columns = self.rows().flat_map(|row| (0..self.width).filter(|&x| visible(row[x])));
        let (left, right) = columns.fold((self.width, 0), |(left, right), x| (left.min(x), right.max(x + 1)));
        (
            left,
            top,
            Self::from_fn(right - left, bottom - top, |x, y| self.get(left + x, top + y)),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bitmap(rows: &[&str]) -> Bitmap {
        Bitmap::from_fn(rows[0].len(), rows.len(), |x, y| {
            if rows[y].as_bytes()[x] == b'#' { 255 } else { 0 }
        })
    }

    #[test]
    fn trimming_keeps_exactly_the_ink() {
        let whole = bitmap(&["     ", "  #  ", "   # ", "     "]);
        assert_eq!(whole.trimmed(|pixel| pixel > 0), (2, 1, bitmap(&["# ", " #"])));
        assert_eq!(bitmap(&["#"]).trimmed(|pixel| pixel > 0), (0, 0, bitmap(&["#"])));
        assert!(bitmap(&["  "]).trimmed(|pixel| pixel > 0).2.is_empty());
        assert_eq!(Bitmap::default().trimmed(|pixel| pixel > 0), (0, 0, Bitmap::default()));
    }
}

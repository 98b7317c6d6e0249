//! What the eye sees.

/// A picture in 24-bit color.
#[derive(Clone, PartialEq, Eq)]
pub struct Image {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Image {
    /// The picture whose pixel at each column and row is what `color` says.
    pub(crate) fn from_fn(width: usize, height: usize, mut color: impl FnMut(usize, usize) -> [u8; 3]) -> Self {
        let mut rgb = Vec::with_capacity(width * height * 3);
        for y in 0..height {
            for x in 0..width {
                rgb.extend(color(x, y));
            }
        }
        Self { width, height, rgb }
    }

    /// Columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Red, green and blue of every pixel, row after row from the top left corner: `width · height · 3` bytes.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// Red, green and blue at column `x` and row `y`; black outside.
    pub fn pixel(&self, x: usize, y: usize) -> [u8; 3] {
        if x >= self.width {
            return [0; 3];
        }
        let at = (y * self.width + x) * 3;
        self.rgb.get(at..at + 3).map_or([0; 3], |rgb| [rgb[0], rgb[1], rgb[2]])
    }
}

impl std::fmt::Debug for Image {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Image({}x{})", self.width, self.height)
    }
}

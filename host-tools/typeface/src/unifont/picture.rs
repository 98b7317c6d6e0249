//! One-bit pictures made larger.

use crate::Bitmap;

/// Pixels that are ink or not.
pub(super) struct Picture {
    width: usize,
    ink: Vec<bool>,
}

impl Picture {
    pub(super) fn new(width: usize, height: usize, ink: impl Fn(usize, usize) -> bool) -> Self {
        let ink = (0..width * height).map(|at| ink(at % width, at / width)).collect();
        Self { width, ink }
    }

    pub(super) fn height(&self) -> usize {
        self.ink.len() / self.width
    }

    /// Whether there is ink. What runs to an edge is taken to go on outside.
    fn has_ink(&self, x: usize, y: usize) -> bool {
        self.ink[y.min(self.height() - 1) * self.width + x.min(self.width - 1)]
    }

    /// The picture at twice its size. A quarter of a pixel that lies between two equal neighbours of a slope takes their
    /// colour: the rule of Scale2x (Andrea Mazzoleni, <https://www.scale2x.it/algorithm>).
    pub(super) fn doubled(&self) -> Self {
        Self::new(self.width * 2, self.height() * 2, |x, y| {
            let (column, row) = (x / 2, y / 2);
            let centre = self.has_ink(column, row);
            let across = [column.saturating_sub(1), column + 1].map(|column| self.has_ink(column, row));
            let along = [row.saturating_sub(1), row + 1].map(|row| self.has_ink(column, row));
            // The neighbours on the side of this quarter, and those on the other side.
            let (beside, far_beside) = (across[x % 2], across[1 - x % 2]);
            let (beyond, far_beyond) = (along[y % 2], along[1 - y % 2]);
            if beside == beyond && beside != far_beyond && beyond != far_beside {
                beside
            } else {
                centre
            }
        })
    }

    /// The picture scaled by `scale` and moved so that its corner lies at `left`, `top`: each pixel has the share of ink
    /// that falls on it. With the column and row of the bitmap's corner.
    pub(super) fn sampled(&self, left: f64, top: f64, scale: f64) -> (i32, i32, Bitmap) {
        let columns = Axis::new(left, scale, self.width);
        let rows = Axis::new(top, scale, self.height());
        let bitmap = Bitmap::from_fn(columns.parts.len(), rows.parts.len(), |x, y| {
            let mut ink = 0.0;
            for &(row, height) in &rows.parts[y] {
                for &(column, width) in &columns.parts[x] {
                    if self.ink[row * self.width + column] {
                        ink += width * height;
                    }
                }
            }
            (ink * 255.0).round() as u8
        });
        (columns.first, rows.first, bitmap)
    }
}

/// What of a row of small pixels falls on each of a row of large ones.
struct Axis {
    /// The first large pixel.
    first: i32,
    /// For each large pixel, the small pixels that touch it and the share of it that they take.
    parts: Vec<Vec<(usize, f64)>>,
}

impl Axis {
    fn new(start: f64, scale: f64, small: usize) -> Self {
        let (first, end) = (start.floor(), (start + small as f64 * scale).ceil());
        let parts = (0..(end - first) as usize)
            .map(|large| {
                let large = first + large as f64;
                // No other small pixel comes near.
                let near = |edge: f64| (edge - start) / scale;
                let reach =
                    (near(large) - 1.0).max(0.0) as usize..small.min((near(large + 1.0) + 1.0).max(0.0) as usize);
                reach
                    .map(|at| (at, start + at as f64 * scale))
                    .map(|(at, from)| (at, (from + scale).min(large + 1.0) - from.max(large)))
                    .filter(|&(_, share)| share > 1e-9)
                    .collect()
            })
            .collect();
        Self {
            first: first as i32,
            parts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(rows: &[&str]) -> Picture {
        Picture::new(rows[0].len(), rows.len(), |x, y| rows[y].as_bytes()[x] == b'#')
    }

    fn rows(picture: &Picture) -> Vec<String> {
        let pixel = |&ink: &bool| if ink { '#' } else { ' ' };
        picture
            .ink
            .chunks(picture.width)
            .map(|row| row.iter().map(pixel).collect())
            .collect()
    }

    #[test]
    fn doubling_turns_stairs_into_slopes() {
        let slope = picture(&["    ", " #  ", "  # ", "    "]).doubled();
        assert_eq!(
            rows(&slope),
            [
                "        ", "        ", "  ##    ", "  ###   ", "   ###  ", "    ##  ", "        ", "        "
            ]
        );
    }

    #[test]
    fn doubling_leaves_upright_strokes_and_corners() {
        let corner = picture(&["###", "###", "###"]).doubled();
        assert!(rows(&corner)[1..5].iter().all(|row| row == "######"));
        assert_eq!(rows(&picture(&[" # ", " # "]).doubled()), ["  ##  "; 4]);
    }

    #[test]
    fn a_pixel_has_the_share_of_ink_that_falls_on_it() {
        let (x, y, bitmap) = picture(&["##"]).sampled(0.5, -1.0, 1.0);
        assert_eq!((x, y), (0, -1));
        assert_eq!(bitmap, Bitmap::from_fn(3, 1, |x, _| [128, 255, 128][x]));
    }
}

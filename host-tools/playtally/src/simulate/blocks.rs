//! A picture as text: two pixels to a character, one above the other.

use std::fmt::Write;

use playtally_panel_emulator::Image;

/// Red, green, blue.
pub(crate) type Rgb = [u8; 3];

/// A picture in characters: each is an upper half block in one colour on a ground of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Blocks {
    columns: usize,
    /// Upper and lower colour of every character, line by line.
    cells: Vec<[Rgb; 2]>,
}

impl Blocks {
    /// Draws a picture as large as fits into so many columns and lines, its pixels square.
    pub(crate) fn draw(image: &Image, columns: usize, lines: usize) -> Self {
        let (width, height) = fit((image.width(), image.height()), (columns, lines * 2));
        let light = shrink(image, width, height);
        let at = |x: usize, y: usize| light.get(y * width + x).copied().unwrap_or_default();
        let cells =
            (0..height.div_ceil(2)).flat_map(|line| (0..width).map(move |x| [at(x, 2 * line), at(x, 2 * line + 1)]));
        Self {
            columns: width,
            cells: cells.collect(),
        }
    }

    /// How many columns it takes.
    pub(crate) const fn columns(&self) -> usize {
        self.columns
    }

    /// How many lines it takes.
    pub(crate) fn lines(&self) -> usize {
        self.cells.len().checked_div(self.columns).unwrap_or(0)
    }

    /// What a terminal must be told to show this at a column and a line, counted from zero, where it shows `before`.
    pub(crate) fn since(&self, before: Option<&Self>, column: usize, line: usize, depth: Depth) -> String {
        let before = before.filter(|before| before.columns == self.columns && before.cells.len() == self.cells.len());
        let mut text = String::new();
        let mut colours = None;
        for (y, row) in self.cells.chunks(self.columns.max(1)).enumerate() {
            let mut elsewhere = true;
            for (x, cell) in row.iter().enumerate() {
                if before.is_some_and(|before| before.cells[y * self.columns + x] == *cell) {
                    elsewhere = true;
                    continue;
                }
                if std::mem::take(&mut elsewhere) {
                    let _ = write!(text, "\u{1b}[{};{}H", line + y + 1, column + x + 1);
                }
                if colours != Some(cell) {
                    depth.colour(&mut text, *cell);
                    colours = Some(cell);
                }
                text.push('▀');
            }
        }
        if colours.is_some() {
            text.push_str("\u{1b}[0m");
        }
        text
    }
}

/// The colours that a terminal knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// 24 bits.
    True,
    /// The cube and the greys of the 256.
    Indexed,
}

impl Depth {
    /// What the environment says. Nearly every terminal knows 24 bits and few say so, over SSH least of all, so that only
    /// those which are known not to are told less.
    pub(crate) fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let is = |name, value: &str| variable(name).is_some_and(|said| said == value);
        let says_so = variable("COLORTERM").is_some_and(|said| matches!(said.as_str(), "truecolor" | "24bit"));
        if !says_so
            && (is("TERM_PROGRAM", "Apple_Terminal") || is("TERM", "linux") || is("TERM", "rxvt-unicode-256color"))
        {
            Self::Indexed
        } else {
            Self::True
        }
    }

    fn colour(self, text: &mut String, [upper, lower]: [Rgb; 2]) {
        let _ = match self {
            Self::True => {
                let ([r, g, b], [r2, g2, b2]) = (upper, lower);
                write!(text, "\u{1b}[38;2;{r};{g};{b};48;2;{r2};{g2};{b2}m")
            }
            Self::Indexed => write!(text, "\u{1b}[38;5;{};48;5;{}m", indexed(upper), indexed(lower)),
        };
    }
}

/// The nearest of the 6x6x6 cube or the 24 greys of the usual 256 colours.
fn indexed(colour: Rgb) -> u8 {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let nearest = |part: u8| (0..6).min_by_key(|&level| LEVELS[level].abs_diff(part)).unwrap_or(0);
    let distance = |other: Rgb| {
        (0..3)
            .map(|part| u32::from(colour[part].abs_diff(other[part])).pow(2))
            .sum::<u32>()
    };
    let [r, g, b] = colour.map(nearest);
    let cube = (distance([LEVELS[r], LEVELS[g], LEVELS[b]]), 16 + 36 * r + 6 * g + b);
    let greys = (0..24_u8).map(|step| (distance([8 + 10 * step; 3]), 232 + usize::from(step)));
    greys.chain([cube]).min().map_or(0, |(_, index)| index as u8)
}

/// The largest size of the same shape that fits; never larger than the picture.
fn fit((width, height): (usize, usize), (columns, rows): (usize, usize)) -> (usize, usize) {
    if width == 0 || height == 0 || columns == 0 || rows == 0 {
        return (0, 0);
    }
    if width <= columns && height <= rows {
        (width, height)
    } else if width * rows <= height * columns {
        ((width * rows / height).max(1), rows)
    } else {
        (columns, (height * columns / width).max(1))
    }
}

/// Averages the light of the pixels that fall into each new one.
fn shrink(image: &Image, width: usize, height: usize) -> Vec<Rgb> {
    if (width, height) == (image.width(), image.height()) {
        return image
            .rgb()
            .chunks_exact(3)
            .map(|rgb| [rgb[0], rgb[1], rgb[2]])
            .collect();
    }
    // What the eye adds up is light, which grows with about the square of the value.
    let light = |value: u8| f32::from(value) * f32::from(value);
    let rows: Vec<_> = (0..height).map(|y| shares(y, image.height(), height)).collect();
    let columns: Vec<_> = (0..width).map(|x| shares(x, image.width(), width)).collect();
    rows.iter()
        .flat_map(|rows| {
            columns.iter().map(move |columns| {
                let mut sum = [0.0; 3];
                let mut area = 0.0;
                for &(y, down) in rows {
                    for &(x, across) in columns {
                        let pixel = image.pixel(x, y);
                        area += down * across;
                        (0..3).for_each(|part| sum[part] += light(pixel[part]) * down * across);
                    }
                }
                sum.map(|part| (part / area).sqrt().round() as u8)
            })
        })
        .collect()
}

/// Which old pixels fall into a new one, and with how much of each, along one side.
fn shares(at: usize, old: usize, new: usize) -> Vec<(usize, f32)> {
    // In units of 1/new of an old pixel, so that everything is whole.
    let (start, end) = (at * old, (at + 1) * old);
    (start / new..end.div_ceil(new))
        .map(|pixel| (pixel, ((pixel + 1) * new).min(end) - (pixel * new).max(start)))
        .map(|(pixel, share)| (pixel, share as f32))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_shape() {
        assert_eq!(fit((320, 240), (80, 48)), (64, 48));
        assert_eq!(fit((320, 240), (40, 100)), (40, 30));
        assert_eq!(fit((320, 240), (400, 300)), (320, 240), "and is never made larger");
        assert_eq!(fit((320, 240), (0, 10)), (0, 0));
        assert_eq!(fit((1000, 1), (10, 10)), (10, 1));
    }

    #[test]
    fn every_old_pixel_is_shared_out_whole() {
        for (old, new) in [(320, 64), (240, 47), (7, 7), (9, 1), (240, 239)] {
            let mut whole = vec![0.0; old];
            for at in 0..new {
                shares(at, old, new)
                    .iter()
                    .for_each(|&(pixel, share)| whole[pixel] += share);
            }
            assert!(whole.iter().all(|&share| share == new as f32), "{old} to {new}");
        }
    }

    #[test]
    fn only_what_changed_is_sent_again() {
        let before = Blocks {
            columns: 3,
            cells: vec![[[0; 3], [0; 3]]; 6],
        };
        let mut after = before.clone();
        after.cells[4] = [[255, 0, 0], [0, 0, 255]];
        assert_eq!(
            after.since(Some(&before), 10, 5, Depth::True),
            "\u{1b}[7;12H\u{1b}[38;2;255;0;0;48;2;0;0;255m▀\u{1b}[0m"
        );
        assert_eq!(after.since(Some(&after), 0, 0, Depth::True), "");
        assert_eq!(after.since(None, 0, 0, Depth::True).matches('▀').count(), 6);
    }

    #[test]
    fn colours_are_the_nearest_of_256() {
        assert_eq!(indexed([255, 0, 0]), 196);
        assert_eq!(indexed([0, 0, 0]), 16);
        assert_eq!(indexed([128, 128, 128]), 244);
    }

    #[test]
    fn only_terminals_that_cannot_are_given_fewer_colours() {
        let depth = |said: &[(&str, &str)]| {
            let said: Vec<_> = said
                .iter()
                .map(|&(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            Depth::of(move |name| {
                said.iter()
                    .find(|(asked, _)| asked == name)
                    .map(|(_, value)| value.clone())
            })
        };
        assert_eq!(depth(&[("TERM", "xterm-256color")]), Depth::True);
        assert_eq!(depth(&[("TERM", "linux")]), Depth::Indexed);
        assert_eq!(depth(&[("TERM", "linux"), ("COLORTERM", "truecolor")]), Depth::True);
        assert_eq!(depth(&[("TERM_PROGRAM", "Apple_Terminal")]), Depth::Indexed);
    }
}

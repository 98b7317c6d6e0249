//! Pictures in a terminal whose pixels can be set: kitty's protocol and sixels. Where neither is known, half blocks are
//! drawn instead.

mod detect;
mod kitty;
mod sixel;

use playtally_panel_emulator::Image;

pub(crate) use detect::detect;

/// A way to set pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// That of kitty, Ghostty, WezTerm and Konsole.
    Kitty,
    /// That of the VT340, xterm, foot, mlterm, Windows Terminal and tmux.
    Sixel,
}

/// A terminal with pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Graphics {
    pub(crate) protocol: Protocol,
    /// Width and height of a character, in pixels.
    pub(crate) cell: (usize, usize),
}

impl Graphics {
    /// How many pixels of the terminal a pixel of the picture can be, if it fits at all in so many columns and lines.
    pub(crate) fn scale(self, image: &Image, columns: usize, lines: usize) -> Option<usize> {
        let (wide, high) = (columns * self.cell.0, lines * self.cell.1);
        let scale = (wide / image.width().max(1)).min(high / image.height().max(1));
        (scale > 0).then_some(scale)
    }

    /// How many columns and lines a picture takes at a scale.
    pub(crate) fn room(self, image: &Image, scale: usize) -> (usize, usize) {
        (
            (image.width() * scale).div_ceil(self.cell.0.max(1)),
            (image.height() * scale).div_ceil(self.cell.1.max(1)),
        )
    }

    /// What a terminal must be told to show a picture where its cursor is.
    pub(crate) fn draw(self, image: &Image, scale: usize) -> String {
        let pixels = Pixels::of(image, scale);
        match self.protocol {
            Protocol::Kitty => kitty::draw(&pixels),
            Protocol::Sixel => sixel::draw(&pixels),
        }
    }

    /// What a terminal must be told to show no picture any more.
    pub(crate) const fn clear(self) -> &'static str {
        match self.protocol {
            Protocol::Kitty => kitty::CLEAR,
            // They are a part of the screen, and go with it.
            Protocol::Sixel => "",
        }
    }
}

/// A picture whose pixels are squares of so many.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pixels {
    width: usize,
    height: usize,
    /// Red, green and blue of each, row after row.
    rgb: Vec<u8>,
}

impl Pixels {
    fn of(image: &Image, scale: usize) -> Self {
        let (width, height) = (image.width() * scale, image.height() * scale);
        let mut rgb = Vec::with_capacity(width * height * 3);
        for row in image.rgb().chunks_exact((image.width() * 3).max(1)) {
            let row: Vec<u8> = row.chunks_exact(3).flat_map(|pixel| pixel.repeat(scale)).collect();
            (0..scale).for_each(|_| rgb.extend(&row));
        }
        Self { width, height, rgb }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use playtally_panel::Rotation;
    use playtally_simulator::testing::device;

    #[test]
    fn a_picture_is_as_large_as_whole_pixels_allow() {
        let graphics = Graphics {
            protocol: Protocol::Kitty,
            cell: (10, 20),
        };
        let image = device(Rotation::Deg0).image();
        assert_eq!(graphics.scale(&image, 100, 40), Some(3));
        assert_eq!(graphics.scale(&image, 100, 30), Some(2));
        assert_eq!(graphics.scale(&image, 31, 30), None, "half blocks can be smaller");
        assert_eq!(graphics.room(&image, 2), (64, 24));
        let pixels = Pixels::of(&image, 2);
        assert_eq!((pixels.width, pixels.height), (640, 480));
        let at = |x: usize, y: usize| &pixels.rgb[(y * 640 + x) * 3..][..3];
        for (x, y) in [(0, 0), (639, 479), (333, 111)] {
            assert_eq!(at(x, y), image.pixel(x / 2, y / 2), "{x} {y}");
        }
    }
}

//! Drawing on the pixels of a window.

use playtally_typeface::{Face, GridFit};

/// Red, green and blue in the low 24 bits.
pub(crate) type Colour = u32;

/// The pixels of a window, row after row.
pub(crate) struct Canvas<'a> {
    pub(crate) pixels: &'a mut [Colour],
    pub(crate) width: usize,
}

impl Canvas<'_> {
    /// Lays a colour over a pixel; `cover` runs from 0 (nothing) to 255 (all of it). Outside, nothing happens.
    pub(crate) fn blend(&mut self, x: i32, y: i32, colour: Colour, cover: u8) {
        let Ok(x) = usize::try_from(x) else { return };
        let Ok(y) = usize::try_from(y) else { return };
        if x >= self.width {
            return;
        }
        if let Some(pixel) = self.pixels.get_mut(y * self.width + x) {
            *pixel = mix(*pixel, colour, cover);
        }
    }

    /// Fills a rectangle with round corners; its edges are smooth.
    pub(crate) fn rounded(&mut self, area: Area, radius: f32, colour: Colour) {
        for y in area.top..area.top + area.height {
            for x in area.left..area.left + area.width {
                let inside = 0.5 - area.distance(x as f32 + 0.5, y as f32 + 0.5, radius);
                self.blend(x, y, colour, (inside.clamp(0.0, 1.0) * 255.0) as u8);
            }
        }
    }

    /// A soft shadow around a rectangle with round corners, `reach` pixels wide.
    pub(crate) fn shadow(&mut self, area: Area, radius: f32, reach: i32, dark: f32) {
        for y in area.top - reach..area.top + area.height + reach {
            for x in area.left - reach..area.left + area.width + reach {
                let far = area.distance(x as f32 + 0.5, y as f32 + 0.5, radius) / reach as f32;
                let fade = (1.0 - far).clamp(0.0, 1.0);
                self.blend(x, y, 0, (fade * fade * dark * 255.0) as u8);
            }
        }
    }

    /// How wide a line of text is, in pixels.
    pub(crate) fn width_of(text: &str, em: f32) -> f32 {
        let font = Face::TEXT.font();
        let scaler = font.scaled(em, GridFit::Vertical);
        let glyph = |letter| scaler.glyph(font.glyph_id(letter).unwrap_or_default());
        text.chars().map(|letter| glyph(letter).advance).sum()
    }

    /// Writes a line of text around a centre; `baseline` is where its letters stand.
    pub(crate) fn centred(&mut self, text: &str, centre: i32, baseline: i32, em: f32, colour: Colour) {
        let font = Face::TEXT.font();
        let scaler = font.scaled(em, GridFit::Vertical);
        let glyphs: Vec<_> = text
            .chars()
            .map(|letter| scaler.glyph(font.glyph_id(letter).unwrap_or_default()))
            .collect();
        let width: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
        let mut pen = centre as f32 - width / 2.0;
        for glyph in glyphs {
            let left = pen.round() as i32 + glyph.left;
            for (y, row) in (baseline + glyph.top..).zip(glyph.bitmap.rows()) {
                for (x, &cover) in (left..).zip(row) {
                    self.blend(x, y, colour, cover);
                }
            }
            pen += glyph.advance;
        }
    }
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

impl Area {
    /// The area with `by` more pixels on every side.
    pub(crate) const fn grown(self, by: i32) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            width: self.width + 2 * by,
            height: self.height + 2 * by,
        }
    }

    /// Whether a pixel lies in it.
    pub(crate) const fn contains(self, (x, y): (i32, i32)) -> bool {
        x >= self.left && x < self.left + self.width && y >= self.top && y < self.top + self.height
    }

    /// How far a point lies outside, with corners of a radius; below zero inside.
    fn distance(self, x: f32, y: f32, radius: f32) -> f32 {
        let (half_width, half_height) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let right = (x - self.left as f32 - half_width).abs() - half_width + radius;
        let below = (y - self.top as f32 - half_height).abs() - half_height + radius;
        right.max(0.0).hypot(below.max(0.0)) + right.max(below).min(0.0) - radius
    }
}

fn mix(under: Colour, over: Colour, cover: u8) -> Colour {
    let part = |shift: u32| {
        let (under, over, cover) = (under >> shift & 255, over >> shift & 255, u32::from(cover));
        ((under * (255 - cover) + over * cover + 127) / 255) << shift
    };
    part(16) | part(8) | part(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_covers_what_it_is_laid_over() {
        assert_eq!(mix(0x0012_3456, 0x00FF_FFFF, 0), 0x0012_3456);
        assert_eq!(mix(0x0012_3456, 0x00AB_CDEF, 255), 0x00AB_CDEF);
        assert_eq!(mix(0, 0x00FF_FFFF, 128), 0x0080_8080);
    }

    #[test]
    fn round_corners_leave_the_corners_out() {
        let mut pixels = vec![0; 20 * 20];
        let area = Area {
            left: 0,
            top: 0,
            width: 20,
            height: 20,
        };
        Canvas {
            pixels: &mut pixels,
            width: 20,
        }
        .rounded(area, 8.0, 0x00FF_FFFF);
        assert_eq!(
            (pixels[0], pixels[10], pixels[10 * 20 + 10]),
            (0, 0x00FF_FFFF, 0x00FF_FFFF)
        );
    }

    #[test]
    fn drawing_outside_is_no_error() {
        let mut pixels = vec![0; 4];
        let mut canvas = Canvas {
            pixels: &mut pixels,
            width: 2,
        };
        canvas.rounded(
            Area {
                left: -5,
                top: -5,
                width: 20,
                height: 20,
            },
            2.0,
            1,
        );
        canvas.centred("text", 1, 1, 12.0, 1);
        assert_eq!(pixels.len(), 4);
    }
}

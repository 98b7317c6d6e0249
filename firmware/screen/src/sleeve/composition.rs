//! A cover as pieces that lie upon one another, and drawing it row by row.

use core::ops::Range;

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;

use super::form::Form;
use super::inks::{Colours, Inks, Tone};
use super::span::FULL;
use crate::shapes::PX;

/// The most pieces of a cover.
const MOST: usize = 96;

/// A part of a cover, in whole pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

/// A form in a tone, cut off where its part of the cover ends.
#[derive(Clone, Copy, Debug)]
struct Piece {
    area: Area,
    form: Form,
    tone: Tone,
    /// Whether what lies under it shows through by half.
    sheer: bool,
}

/// Pieces on a ground, on a square of a side in pixels. Lengths of forms are sixteenths of a pixel.
#[derive(Clone, Debug)]
pub(super) struct Composition {
    pub(super) side: i32,
    pieces: heapless::Vec<Piece, MOST>,
    /// How dark each tone is where there is nothing between black and white, in sixteenths.
    pub(super) darkness: [u8; Tone::COUNT],
}

impl Composition {
    /// A square of one tone.
    pub(super) fn new(side: i32, ground: Tone) -> Self {
        let mut blank = Self {
            side,
            pieces: heapless::Vec::new(),
            darkness: Tone::DARKNESS,
        };
        blank.put(Form::Whole, ground);
        blank
    }

    /// The whole square.
    pub(super) const fn all(&self) -> Area {
        Area {
            left: 0,
            top: 0,
            right: self.side,
            bottom: self.side,
        }
    }

    /// So many thousandths of the side, in sixteenths of a pixel.
    pub(super) const fn part(&self, thousandths: i32) -> i32 {
        self.side * PX * thousandths / 1000
    }

    /// So many thousandths of the side, in whole pixels.
    pub(super) const fn pixels(&self, thousandths: i32) -> i32 {
        (self.side * thousandths + 500) / 1000
    }

    /// A point in thousandths of the side.
    pub(super) const fn point(&self, x: i32, y: i32) -> Point {
        Point::new(self.part(x), self.part(y))
    }

    /// Lays a form upon what is there.
    pub(super) fn put(&mut self, form: Form, tone: Tone) {
        self.put_in(self.all(), form, tone);
    }

    /// Lays a form upon what is there, cut off at a part of the cover.
    pub(super) fn put_in(&mut self, area: Area, form: Form, tone: Tone) {
        let (first, last) = form.rows();
        self.lay(Piece {
            // Rows in which there is nothing of it are not asked about.
            area: Area {
                top: area.top.max(first.div_euclid(PX)),
                bottom: area.bottom.min(last.div_euclid(PX).saturating_add(1)),
                ..area
            },
            form,
            tone,
            sheer: false,
        });
    }

    /// Lays a rectangle upon what is there.
    pub(super) fn fill(&mut self, left: i32, top: i32, right: i32, bottom: i32, tone: Tone) {
        let area = Area {
            left,
            top,
            right,
            bottom,
        };
        self.put_in(area, Form::Whole, tone);
    }

    /// Lays a rectangle upon what is there, which shows through.
    pub(super) fn veil(&mut self, area: Area, tone: Tone) {
        self.lay(Piece {
            area,
            form: Form::Whole,
            tone,
            sheer: true,
        });
    }

    /// Shows its pieces, what lies lowest first.
    pub(super) fn each(&self, mut see: impl FnMut(Area, &Form, Tone, bool)) {
        for piece in &self.pieces {
            see(piece.area, &piece.form, piece.tone, piece.sheer);
        }
    }

    /// What there is no room for is left out.
    fn lay(&mut self, piece: Piece) {
        let pushed = self.pieces.push(piece);
        debug_assert!(pushed.is_ok(), "more pieces than there is room for");
    }

    /// Draws it with its upper left corner at a point.
    pub(super) fn draw<D: DrawTarget<Color = Rgb565>>(
        &self,
        at: Point,
        inks: &Inks,
        target: &mut D,
    ) -> Result<(), D::Error> {
        let square = Rectangle::new(at, Size::new_equal(self.side.max(0) as u32));
        let seen = square.intersection(&target.bounding_box());
        for y in seen.rows() {
            let mut from = seen.columns().start;
            while from < seen.columns().end {
                let to = seen.columns().end.min(from + Strip::WIDTH as i32);
                let strip = self.strip(y - at.y, from - at.x..to - at.x);
                strip.draw(Point::new(from, y), inks, &self.darkness, target)?;
                from = to;
            }
        }
        Ok(())
    }

    /// A row of pixels between two columns.
    fn strip(&self, y: i32, columns: Range<i32>) -> Strip {
        let mut strip = Strip::new(columns.clone());
        let height = y * PX + PX / 2;
        for piece in &self.pieces {
            let within = Strip::within(&columns, piece.area.left..piece.area.right);
            if y < piece.area.top || y >= piece.area.bottom || within.is_empty() {
                continue;
            }
            if piece.sheer {
                strip.veil(within, piece.tone);
                continue;
            }
            piece.form.row(height, |span| {
                let touched = span.rise.from.div_euclid(PX)..span.fall.to.div_euclid(PX) + 1;
                let full = (span.rise.to + PX / 2).div_euclid(PX)..(span.fall.from + PX / 2).div_euclid(PX);
                let touched = Strip::within(&within, touched);
                let full = if span.most == FULL {
                    Strip::within(&touched, full)
                } else {
                    touched.start..touched.start
                };
                for x in touched.start..full.start {
                    strip.cover(x, piece.tone, span.coverage(x * PX + PX / 2));
                }
                strip.fill(full.clone(), piece.tone);
                for x in full.end.max(full.start)..touched.end {
                    strip.cover(x, piece.tone, span.coverage(x * PX + PX / 2));
                }
            });
        }
        strip
    }
}

/// A pixel: a tone over another, and how much of that one it covers, 0 to 15 or [`SHEER`]; in one number, so that rows are
/// filled and compared quickly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pixel(u16);

impl Pixel {
    const fn new(under: Tone, over: Tone, coverage: u8) -> Self {
        Self((under as u16) << 12 | (over as u16) << 8 | coverage as u16)
    }

    const fn solid(tone: Tone) -> Self {
        Self::new(tone, tone, FULL as u8)
    }

    const fn under(self) -> Tone {
        Tone::ALL[(self.0 >> 12) as usize % Tone::COUNT]
    }

    const fn over(self) -> Tone {
        Tone::ALL[(self.0 >> 8 & 15) as usize % Tone::COUNT]
    }

    const fn coverage(self) -> u8 {
        self.0 as u8
    }
}

/// Both tones at once, by half.
const SHEER: u8 = 16;

/// Some pixels of a row.
struct Strip {
    first: i32,
    width: usize,
    pixels: [Pixel; Self::WIDTH],
}

impl Strip {
    /// The most pixels.
    const WIDTH: usize = 320;

    fn new(columns: Range<i32>) -> Self {
        Self {
            first: columns.start,
            width: columns.len().min(Self::WIDTH),
            pixels: [Pixel::solid(Tone::Tint); Self::WIDTH],
        }
    }

    /// What two ranges have in common; empty at the start of the first one if nothing.
    fn within(range: &Range<i32>, other: Range<i32>) -> Range<i32> {
        let start = other.start.clamp(range.start, range.end);
        start..other.end.clamp(start, range.end)
    }

    fn part(&mut self, columns: Range<i32>) -> &mut [Pixel] {
        let (from, to) = (columns.start - self.first, columns.end - self.first);
        self.pixels
            .get_mut(from.max(0) as usize..to.max(0) as usize)
            .unwrap_or(&mut [])
    }

    fn fill(&mut self, columns: Range<i32>, tone: Tone) {
        self.part(columns).fill(Pixel::solid(tone));
    }

    fn cover(&mut self, x: i32, tone: Tone, coverage: u8) {
        if coverage == 0 {
            return;
        }
        for pixel in self.part(x..x + 1) {
            let (over, before) = (pixel.over(), pixel.coverage());
            *pixel = if over == tone && before <= FULL as u8 {
                // Two stretches of one form, or two forms of one tone side by side.
                Pixel::new(pixel.under(), tone, before.max(coverage))
            } else {
                let under = if before >= HALF { over } else { pixel.under() };
                Pixel::new(under, tone, coverage)
            };
        }
    }

    fn veil(&mut self, columns: Range<i32>, tone: Tone) {
        for pixel in self.part(columns) {
            *pixel = Pixel::new(pixel.over(), tone, SHEER);
        }
    }

    fn draw<D: DrawTarget<Color = Rgb565>>(
        &self,
        at: Point,
        inks: &Inks,
        darkness: &[u8; Tone::COUNT],
        target: &mut D,
    ) -> Result<(), D::Error> {
        let pixels = &self.pixels[..self.width];
        match inks {
            Inks::Colours(colours) => {
                let Some(&first) = pixels.first() else { return Ok(()) };
                // All at once: a call for each stretch takes longer, and neighbours mostly have one colour.
                let mut last = (first, colours.of_pixel(first));
                let colours = pixels.iter().map(|&pixel| {
                    if pixel != last.0 {
                        last = (pixel, colours.of_pixel(pixel));
                    }
                    last.1
                });
                target.fill_contiguous(&Rectangle::new(at, Size::new(self.width as u32, 1)), colours)
            }
            &Inks::TwoTone { light, dark } => {
                let mut x = at.x;
                for run in pixels.chunk_by(|one, other| one == other) {
                    let end = x + run.len() as i32;
                    // What is alternately set goes out by pixels, what is not in one.
                    let level = level(run[0], darkness);
                    let is_dark = |x: i32| BAYER[(at.y & 3) as usize][(x & 3) as usize] < level;
                    let mut from = x;
                    for x in x..end {
                        if x + 1 == end || (level > 0 && level < 16 && is_dark(x) != is_dark(x + 1)) {
                            row(from, x + 1, at.y, if is_dark(from) { dark } else { light }, target)?;
                            from = x + 1;
                        }
                    }
                    x = end;
                }
                Ok(())
            }
        }
    }
}

/// How dark a pixel is where there is nothing between black and white, in sixteenths.
fn level(pixel: Pixel, darkness: &[u8; Tone::COUNT]) -> u8 {
    let of = |tone: Tone| darkness[tone as usize];
    match pixel.coverage() {
        SHEER => (of(pixel.under()) + of(pixel.over())).div_ceil(2),
        HALF.. => of(pixel.over()),
        _ => of(pixel.under()),
    }
}

impl Colours {
    fn of_pixel(&self, pixel: Pixel) -> Rgb565 {
        let coverage = match pixel.coverage() {
            SHEER => HALF,
            coverage => coverage,
        };
        self.between(pixel.under(), pixel.over(), coverage)
    }
}

/// From this coverage on, a pixel is the upper tone where there is nothing between.
const HALF: u8 = 8;

/// Bayer's order, which spreads set pixels evenly.
const BAYER: [[u8; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];

fn row<D: DrawTarget<Color = Rgb565>>(
    from: i32,
    to: i32,
    y: i32,
    colour: Rgb565,
    target: &mut D,
) -> Result<(), D::Error> {
    target.fill_solid(
        &Rectangle::new(Point::new(from, y), Size::new((to - from) as u32, 1)),
        colour,
    )
}

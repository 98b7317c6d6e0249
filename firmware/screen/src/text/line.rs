//! One line of text: its pieces in visual order, and their pixels.

use core::ops::Range;

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::{PointsIter, Rectangle};
use heapless::Vec;

use super::mask::Mask;
use super::run::Placed;
use super::{Em, Ink, Piece, Run};

/// The most pieces of a line: more than 320 pixels hold of the smallest size.
const MAX_PIECES: usize = 128;

/// One line of a block.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    pub(super) run: Run<'a>,
    pub(super) em: Em,
    pub(super) pieces: Range<usize>,
    /// A sign behind the last piece.
    pub(super) end: Option<char>,
}

impl<'a> Line<'a> {
    /// Draws it from a point on the base line rightwards.
    pub(super) fn draw<D: DrawTarget<Color = Rgb565>>(
        &self,
        at: Point,
        ink: Ink,
        target: &mut D,
    ) -> Result<(), D::Error> {
        let pieces = self.visual();
        match self.run {
            // The device's own letters do not touch each other.
            Run::Words(_) => self.each(&pieces, at, |glyph, at| paint(glyph, at, ink, target)),
            // Letters of joining scripts do: what they cover adds up.
            Run::Name(..) => {
                let area = target.bounding_box();
                for window in Mask::windows(at, self.width(&pieces), area) {
                    let mut mask = Mask::new(window);
                    self.each(&pieces, at, |glyph, at| {
                        mask.add(glyph, at);
                        Ok::<(), D::Error>(())
                    })?;
                    mask.draw(ink, target)?;
                }
                Ok(())
            }
        }
    }

    fn width(&self, pieces: &[Piece<'a>]) -> i32 {
        let width: i32 = pieces.iter().map(|piece| self.run.advance(piece, self.em)).sum();
        width / 64
    }

    /// Calls `see` with each glyph and its pen.
    fn each<E>(
        &self,
        pieces: &[Piece<'a>],
        at: Point,
        mut see: impl FnMut(&Placed<'a>, Point) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut pen = 0;
        for piece in pieces {
            let mut advance = 0;
            for placed in self.run.glyphs(piece, self.em) {
                let x = at.x + (pen + placed.dx + 32).div_euclid(64);
                let y = at.y - (placed.dy + 32).div_euclid(64);
                see(&placed, Point::new(x, y))?;
                advance += placed.advance;
            }
            pen += advance;
        }
        Ok(())
    }

    /// The pieces from left to right: rule L2 of UAX #9.
    fn visual(&self) -> Vec<Piece<'a>, MAX_PIECES> {
        let room = MAX_PIECES - usize::from(self.end.is_some());
        let count = self.pieces.len().min(room);
        let mut pieces: Vec<_, MAX_PIECES> = self.run.pieces().skip(self.pieces.start).take(count).collect();
        if let Some(sign) = self.end {
            let _ = pieces.push(Piece::sign(sign, self.run.level()));
        }
        let highest = pieces.iter().map(|piece| piece.level).max().unwrap_or(0);
        let lowest_odd = pieces.iter().map(|piece| piece.level | 1).min().unwrap_or(1);
        for level in (lowest_odd..=highest).rev() {
            let mut at = 0;
            while at < pieces.len() {
                let run = pieces[at..].iter().take_while(|piece| piece.level >= level).count();
                pieces[at..at + run].reverse();
                at += run + 1;
            }
        }
        pieces
    }
}

/// Draws a glyph with its pen at a point.
fn paint<D: DrawTarget<Color = Rgb565>>(placed: &Placed, pen: Point, ink: Ink, target: &mut D) -> Result<(), D::Error> {
    let glyph = &placed.glyph;
    let area = place(placed, pen);
    let inside = target.bounding_box();
    let covered = area.points().zip(glyph.coverage.clone());
    target.draw_iter(
        covered
            .filter(|&(point, coverage)| coverage > 0 && inside.contains(point))
            .map(|(point, coverage)| Pixel(point, ink.at(coverage))),
    )
}

/// The pixels of a glyph with its pen at a point.
pub(super) fn place(placed: &Placed, pen: Point) -> Rectangle {
    let glyph = &placed.glyph;
    Rectangle::new(
        pen + Point::new(glyph.left.into(), -i32::from(glyph.top)),
        embedded_graphics::geometry::Size::new(glyph.width.into(), glyph.height.into()),
    )
}

//! What a page draws on.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;

use crate::Class;
use crate::palette::Palette;
use crate::shapes::Shape;
use crate::text::{Align, Block, Em, Ink, Run, Style};
use crate::words::Words;

/// The room between the edge of the panel and what is on it, in pixels.
pub(crate) const MARGIN: i32 = 16;

/// A target with what every page needs to know about it.
pub(crate) struct Canvas<'t, D> {
    target: &'t mut D,
    pub(crate) class: Class,
    pub(crate) palette: Palette,
    pub(crate) words: &'static Words,
    size: Size,
}

impl<'t, D: DrawTarget<Color = Rgb565>> Canvas<'t, D> {
    pub(crate) fn new(target: &'t mut D, palette: Palette, words: &'static Words) -> Self {
        let size = target.bounding_box().size;
        Self {
            target,
            class: Class::of(size),
            palette,
            words,
            size,
        }
    }

    /// The width of the panel.
    pub(crate) const fn width(&self) -> i32 {
        self.size.width as i32
    }

    /// The height of the panel.
    pub(crate) const fn height(&self) -> i32 {
        self.size.height as i32
    }

    /// Where the right margin begins.
    pub(crate) const fn right(&self) -> i32 {
        self.width() - MARGIN
    }

    /// Where the bottom margin begins.
    pub(crate) const fn bottom(&self) -> i32 {
        self.height() - MARGIN
    }

    /// The width between the margins.
    pub(crate) const fn inner_width(&self) -> i32 {
        let width = self.width() - 2 * MARGIN;
        // So that it can be divided by on a panel of any size.
        if width > 1 { width } else { 1 }
    }

    /// Covers everything with the ground of a palette, which holds from here on.
    pub(crate) fn paper(&mut self, palette: Palette) -> Result<(), D::Error> {
        self.palette = palette;
        self.target.clear(palette.ground)
    }

    /// Fills a rectangle.
    pub(crate) fn fill(
        &mut self,
        left: i32,
        top: i32,
        width: i32,
        height: i32,
        colour: Rgb565,
    ) -> Result<(), D::Error> {
        if width <= 0 || height <= 0 {
            return Ok(());
        }
        let area = Rectangle::new(Point::new(left, top), Size::new(width as u32, height as u32));
        let inside = area.intersection(&self.target.bounding_box());
        self.target.fill_solid(&inside, colour)
    }

    /// Draws a shape on the ground.
    pub(crate) fn shape(&mut self, shape: &impl Shape, colour: Rgb565) -> Result<(), D::Error> {
        self.shape_on(shape, colour, self.palette.ground)
    }

    /// Draws a shape on another ground.
    pub(crate) fn shape_on(&mut self, shape: &impl Shape, colour: Rgb565, ground: Rgb565) -> Result<(), D::Error> {
        shape.draw(Ink::new(colour, ground), self.target)
    }

    /// Draws a block with the capitals of its first line under a point.
    pub(crate) fn block(
        &mut self,
        block: &Block,
        at: (i32, i32),
        align: Align,
        colour: Rgb565,
    ) -> Result<(), D::Error> {
        self.block_on(block, at, align, Ink::new(colour, self.palette.ground))
    }

    /// Draws a block in any ink.
    pub(crate) fn block_on(&mut self, block: &Block, at: (i32, i32), align: Align, ink: Ink) -> Result<(), D::Error> {
        block.draw(Point::new(at.0, at.1), align, ink, self.target)
    }

    /// Draws one line that is known to be short, and says how wide it became.
    pub(crate) fn line<'a>(
        &mut self,
        text: impl Into<Run<'a>>,
        sizes: &'static [Em],
        at: (i32, i32),
        align: Align,
        colour: Rgb565,
    ) -> Result<i32, D::Error> {
        let room = match align {
            Align::Left => self.right() - at.0,
            Align::Centre => 2 * (at.0 - MARGIN).min(self.right() - at.0),
            Align::Right => at.0 - MARGIN,
        };
        let block = Block::fit(text, room, Style::line(sizes));
        self.block(&block, at, align, colour)?;
        Ok(block.width())
    }

    /// Draws what the page calls itself, in the top left corner.
    pub(crate) fn kicker<'a>(&mut self, text: impl Into<Run<'a>>) -> Result<(), D::Error> {
        let colour = self.palette.accent;
        self.line(text, &[Em::Caption], (MARGIN, MARGIN), Align::Left, colour)
            .map(drop)
    }
}

//! What a page draws on: a target, and what is known about it.

use embedded_graphics::Drawable;
use embedded_graphics::draw_target::{DrawTarget, DrawTargetExt};
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::mono_font::{MonoFont, MonoTextStyle};
use embedded_graphics::pixelcolor::{Rgb565, RgbColor};
use embedded_graphics::primitives::Rectangle;
use embedded_graphics::text::{Baseline, Text};

use crate::Class;
use crate::motion::{Progress, counted, grown};
use crate::palette::{Palette, Swatch, mix};
use crate::shapes::Shape;
use crate::sleeve::{Inks, Sleeve};
use crate::text::style::CAPTION;
use crate::text::{Align, Block, Ink, Run, Style, Turned};
use crate::words::Words;

/// Writes down what is drawn next, where that is asked for.
macro_rules! note {
    ($canvas:ident.$($says:tt)*) => {
        #[cfg(any(test, feature = "plate"))]
        if let Some(plate) = $canvas.plate {
            plate.$($says)*;
        }
    };
}

/// A target with its class, the colours in force and the words of its language.
pub(crate) struct Canvas<'t, D> {
    target: &'t mut D,
    pub(crate) class: Class,
    pub(crate) palette: Palette,
    pub(crate) words: &'static Words,
    size: Size,
    /// How far what grows has grown.
    growth: Progress,
    /// Where it is written down what is drawn, if that is asked for.
    #[cfg(any(test, feature = "plate"))]
    plate: Option<&'t crate::plate::Plate>,
}

/// Where a text is put: the class says how far to the left or right it begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum At {
    /// With the capitals of its first line under a height.
    Under(i32),
    /// With the base line of its last line at a height.
    Over(i32),
}

impl<'t, D: DrawTarget<Color = Rgb565>> Canvas<'t, D> {
    pub(crate) fn new(target: &'t mut D, class: Class, palette: Palette, words: &'static Words) -> Self {
        let size = target.bounding_box().size;
        Self {
            target,
            class,
            palette,
            words,
            size,
            growth: Progress::DONE,
            #[cfg(any(test, feature = "plate"))]
            plate: None,
        }
    }

    /// The canvas of a picture on its way in, on a panel of a size of which the target may be a part.
    pub(crate) fn growing(self, size: Size, growth: Progress) -> Self {
        Self { size, growth, ..self }
    }

    /// The same, with all that is drawn written down.
    #[cfg(any(test, feature = "plate"))]
    pub(crate) const fn on_plate(self, plate: &'t crate::plate::Plate) -> Self {
        Self {
            size: plate.size(),
            plate: Some(plate),
            ..self
        }
    }

    /// Lets texts stand on what is drawn already: a name on its bar, a year on a label.
    pub(crate) fn overprint<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> T {
        note!(self.overprint(true));
        let drawn = draw(self);
        note!(self.overprint(false));
        drawn
    }

    /// What a length of a bar has grown to.
    pub(crate) fn grow(&self, length: i32) -> i32 {
        grown(self.growth, length)
    }

    /// Draws what does not grow, whatever else does.
    pub(crate) fn grown<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> T {
        let growth = core::mem::replace(&mut self.growth, Progress::DONE);
        let drawn = draw(self);
        self.growth = growth;
        drawn
    }

    /// What a number has counted up to.
    pub(crate) fn count_up(&self, number: u64) -> u64 {
        counted(self.growth, number)
    }

    /// The width of the panel in pixels.
    pub(crate) const fn width(&self) -> i32 {
        self.size.width as i32
    }

    /// The height of the panel in pixels.
    pub(crate) const fn height(&self) -> i32 {
        self.size.height as i32
    }

    /// The room between the edge of the panel and what is on it, in pixels.
    pub(crate) const fn margin(&self) -> i32 {
        match self.class {
            Class::Wide | Class::Square | Class::Round => 16,
            Class::Small | Class::EPaper => 8,
            Class::Mono => 1,
        }
    }

    /// Where the right margin begins.
    pub(crate) const fn right(&self) -> i32 {
        self.width() - self.margin()
    }

    /// Where the bottom margin begins.
    pub(crate) const fn bottom(&self) -> i32 {
        self.height() - self.margin()
    }

    /// The lowest base line: on a strip what hangs under it needs the margin, and more.
    pub(crate) const fn last_line(&self) -> i32 {
        match self.class {
            Class::Mono => self.bottom() - 3,
            _ => self.bottom(),
        }
    }

    /// The width between the margins; at least 1, so that it can be divided by on a panel of any size.
    pub(crate) const fn inner_width(&self) -> i32 {
        let width = self.width() - 2 * self.margin();
        if width > 1 { width } else { 1 }
    }

    /// From where to where something of a height may reach sideways at a place. On a round panel that is the shorter
    /// one of the chords along its top and its bottom.
    pub(crate) fn sides(&self, top: i32, height: i32) -> (i32, i32) {
        if self.class != Class::Round {
            return (self.margin(), self.right());
        }
        let radius = self.width().min(self.height()) / 2 - 8;
        let middle = self.height() / 2;
        let away = (top - middle).abs().max((top + height - middle).abs()).min(radius);
        let half = ((radius * radius - away * away) as u32).isqrt() as i32;
        (self.width() / 2 - half, self.width() / 2 + half)
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
        self.cover((left, top), (width, height), colour, true)
    }

    /// Fills a rectangle with a field that says nothing by itself: a horizon, what a bar is seen on.
    pub(crate) fn field(
        &mut self,
        left: i32,
        top: i32,
        width: i32,
        height: i32,
        colour: Rgb565,
    ) -> Result<(), D::Error> {
        self.cover((left, top), (width, height), colour, false)
    }

    fn cover(
        &mut self,
        at: (i32, i32),
        (width, height): (i32, i32),
        colour: Rgb565,
        _tells: bool,
    ) -> Result<(), D::Error> {
        if width <= 0 || height <= 0 {
            return Ok(());
        }
        let area = Rectangle::new(Point::new(at.0, at.1), Size::new(width as u32, height as u32));
        note!(self.picture(_tells));
        let inside = area.intersection(&self.target.bounding_box());
        self.target.fill_solid(&inside, colour)
    }

    /// Draws a fine line across the panel, with its top at a height.
    pub(crate) fn rule(&mut self, top: i32) -> Result<(), D::Error> {
        let (left, right) = self.sides(top, 1);
        let palette = self.palette;
        let colour = if palette.is_two_tone() {
            palette.ink
        } else {
            palette.faint
        };
        self.field(left, top, right - left, 1, colour)
    }

    /// Fills a rectangle with what is not read: a track, or what a picture is compared with.
    pub(crate) fn groove(&mut self, left: i32, top: i32, width: i32, height: i32) -> Result<(), D::Error> {
        if self.palette.is_two_tone() {
            return self.tone(left, top, width, height, 5);
        }
        self.field(left, top, width, height, self.palette.faint)
    }

    /// Fills a rectangle with a tone between nothing (0) and the accent (15). Two tones make the ones between by
    /// setting as many pixels of every four by four.
    pub(crate) fn tone(&mut self, left: i32, top: i32, width: i32, height: i32, level: u8) -> Result<(), D::Error> {
        /// Bayer's order, which spreads the set pixels evenly.
        const ORDER: [[u8; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];
        let palette = self.palette;
        if !palette.is_two_tone() {
            return self.fill(left, top, width, height, mix(palette.faint, palette.accent, level));
        }
        for y in top..top + height {
            for x in left..left + width {
                if ORDER[(y & 3) as usize][(x & 3) as usize] < level {
                    self.fill(x, y, 1, 1, palette.accent)?;
                }
            }
        }
        Ok(())
    }

    /// A colour on a ground, as this panel can show it.
    pub(crate) fn ink(&self, colour: Rgb565, ground: Rgb565) -> Ink {
        if self.palette.is_two_tone() {
            Ink::two_tone(colour, ground)
        } else {
            Ink::new(colour, ground)
        }
    }

    /// Draws a shape on the ground.
    pub(crate) fn shape(&mut self, shape: &impl Shape, colour: Rgb565) -> Result<(), D::Error> {
        self.shape_on(shape, colour, self.palette.ground)
    }

    /// Draws a shape on another ground.
    pub(crate) fn shape_on(&mut self, shape: &impl Shape, colour: Rgb565, ground: Rgb565) -> Result<(), D::Error> {
        note!(self.picture(true));
        shape.draw(self.ink(colour, ground), self.target)
    }

    /// Takes a shape out of what is drawn: the ground is seen in it.
    pub(crate) fn clear(&mut self, shape: &impl Shape) -> Result<(), D::Error> {
        let ground = self.palette.ground;
        note!(self.picture(false));
        shape.draw(self.ink(ground, ground), self.target)
    }

    /// Draws a cover on a square of a side, with its upper left corner at a point.
    pub(crate) fn sleeve(&mut self, sleeve: &Sleeve, at: (i32, i32), side: i32) -> Result<(), D::Error> {
        let two_tone = self.palette.is_two_tone();
        let inks = if two_tone {
            Inks::BLACK_ON_WHITE
        } else {
            Inks::of(sleeve.hue())
        };
        // It has its own contrasts, and its name beside it.
        note!(self.picture(false));
        sleeve.draw(at.into(), side.max(0) as u32, &inks, self.target)?;
        if two_tone {
            // A white sheet has an edge on white paper.
            for (left, top, width, height) in [
                (0, 0, side, 1),
                (0, 0, 1, side),
                (side - 1, 0, 1, side),
                (0, side - 1, side, 1),
            ] {
                self.fill(at.0 + left, at.1 + top, width, height, Rgb565::BLACK)?;
            }
        }
        Ok(())
    }

    /// Draws a block with the capitals of its first line under a point.
    pub(crate) fn block(
        &mut self,
        block: &Block,
        at: (i32, i32),
        align: Align,
        colour: Rgb565,
    ) -> Result<(), D::Error> {
        if block.width() == 0 {
            return Ok(());
        }
        let at = (at.0, self.inside(block, at.1));
        note!(self.text(block, at, align, colour, self.palette.ground));
        let ink = self.ink(colour, self.palette.ground);
        block.draw(Point::new(at.0, at.1), align, ink, self.target)
    }

    /// Draws a block over the end of a bar: in one ink as far as that goes, and in another one beyond.
    pub(crate) fn block_over(
        &mut self,
        block: &Block,
        at: (i32, i32),
        end: i32,
        (bar, beyond): (Swatch, Swatch),
    ) -> Result<(), D::Error> {
        if block.height() == 0 {
            return Ok(());
        }
        note!(self.overprint(true));
        note!(self.text(block, at, Align::Left, bar.ink, bar.fill));
        note!(self.beyond(beyond.ink));
        note!(self.overprint(false));
        let all = self.target.bounding_box();
        let (left, right) = (all.top_left.x, all.top_left.x + all.size.width as i32);
        let end = end.clamp(left, right);
        for (from, to, swatch) in [(left, end, bar), (end, right, beyond)] {
            let size = Size::new((to - from) as u32, all.size.height);
            let part = Rectangle::new(Point::new(from, all.top_left.y), size);
            let ink = self.ink(swatch.ink, swatch.fill);
            block.draw(
                Point::new(at.0, at.1),
                Align::Left,
                ink,
                &mut self.target.clipped(&part),
            )?;
        }
        Ok(())
    }

    /// Draws a block that is read upwards, with its capitals to the right of a place and its first letter over it.
    pub(crate) fn spine(
        &mut self,
        block: &Block,
        at: (i32, i32),
        Swatch { fill, ink }: Swatch,
    ) -> Result<(), D::Error> {
        note!(self.overprint(true));
        note!(self.turned(block, at, ink, fill));
        note!(self.overprint(false));
        let ink = self.ink(ink, fill);
        let mut turned = Turned {
            target: &mut *self.target,
            origin: at.into(),
        };
        block.draw(Point::zero(), Align::Left, ink, &mut turned)
    }

    /// Where a block begins that is to begin at a height, so that what reaches above its capitals and hangs under its
    /// last line stays on the panel. What hangs comes first: more letters have it.
    fn inside(&self, block: &Block, top: i32) -> i32 {
        let (edge, em) = (self.edge(), block.em().px());
        let (first, last) = (edge, self.height() - edge);
        let bottom = top + block.height();
        if top - em / 2 >= first && bottom + em / 2 <= last {
            return top;
        }
        let (above, below) = block.overhang();
        top.max(first + above).min(last - below - block.height())
    }

    /// How near a text may come to the edge of the panel, in pixels.
    pub(crate) const fn edge(&self) -> i32 {
        match self.class {
            Class::Wide | Class::Square => 5,
            Class::Small | Class::EPaper => 2,
            Class::Round | Class::Mono => 0,
        }
    }

    /// Writes a small label under a chart, around a place, turned back where it would leave the margins.
    pub(crate) fn label(&mut self, text: &str, at: (i32, i32), colour: Rgb565) -> Result<(), D::Error> {
        let block = Block::fit(text, self.inner_width(), CAPTION);
        let most = (self.right() - block.width()).max(self.margin());
        let left = (at.0 - block.width() / 2).clamp(self.margin(), most);
        self.block(&block, (left, at.1), Align::Left, colour)
    }

    /// What is drawn next is what the page calls itself.
    pub(crate) fn title(&self) {
        note!(self.title());
    }

    /// Draws a text across the panel as [`text`](Self::text) does, with all of it between two heights. Says where its ink
    /// ends.
    pub(crate) fn text_in<'a>(
        &mut self,
        text: impl Into<Run<'a>>,
        style: Style,
        (top, bottom): (i32, i32),
        colour: Rgb565,
    ) -> Result<i32, D::Error> {
        let (left, right) = self.sides(top, (bottom - top).max(1));
        /// How far marks reach above capitals on a strip without coming near what stands over them.
        const MARKS: i32 = 3;
        let marks = |block: &Block| match self.class {
            Class::Small | Class::EPaper | Class::Mono => (block.overhang().0 - MARKS).max(0),
            Class::Wide | Class::Square | Class::Round => 0,
        };
        let (text, room) = (text.into(), (right - left, bottom - top));
        let slack = |block: &Block| room.1 - block.height() - block.overhang().1;
        let mut block = Block::fit_in(text, room, style);
        if marks(&block) > slack(&block).max(0) {
            block = Block::fit_in(text, room, CAPTION);
        }
        let top = top + marks(&block).min(slack(&block).max(0));
        match self.class {
            Class::Round => self.block(&block, (left.midpoint(right), top), Align::Centre, colour)?,
            _ => self.block(&block, (left, top), Align::Left, colour)?,
        }
        Ok(top + block.height() + block.overhang().1)
    }

    /// Fits a text between a point and the margin on the side to which it grows, draws it with the capitals of its first
    /// line under that point, and says how wide it became.
    pub(crate) fn line<'a>(
        &mut self,
        text: impl Into<Run<'a>>,
        style: Style,
        at: (i32, i32),
        align: Align,
        colour: Rgb565,
    ) -> Result<i32, D::Error> {
        let room = match align {
            Align::Left => self.right() - at.0,
            Align::Centre => 2 * (at.0 - self.margin()).min(self.right() - at.0),
            Align::Right => at.0 - self.margin(),
        };
        let block = Block::fit(text, room, style);
        self.block(&block, at, align, colour)?;
        Ok(block.width())
    }

    /// Draws a text across the panel: from the left margin, or in the middle of a round one. Says where it begins and
    /// ends: the capitals of its first line, and the base line of its last one.
    pub(crate) fn text<'a>(
        &mut self,
        text: impl Into<Run<'a>>,
        style: Style,
        at: At,
        colour: Rgb565,
    ) -> Result<(i32, i32), D::Error> {
        let text = text.into();
        let mut fitted = None;
        // On a round panel the room depends on the height, and so on the size.
        for (step, &(em, lines)) in style.iter().enumerate() {
            let height = em.cap() + (lines as i32 - 1) * em.leading();
            let top = match at {
                At::Under(top) => top,
                At::Over(bottom) => bottom - height,
            };
            let (left, right) = self.sides(top, height);
            let block = Block::fit(text, right - left, &style[step..=step]);
            let done = !block.is_cut();
            fitted = Some((block, left, right));
            if done {
                break;
            }
        }
        let Some((block, left, right)) = fitted else {
            return Ok((0, 0));
        };
        let top = match at {
            At::Under(top) => top,
            At::Over(bottom) => bottom - block.height(),
        };
        match self.class {
            Class::Round => self.block(&block, (left.midpoint(right), top), Align::Centre, colour)?,
            _ => self.block(&block, (left, top), Align::Left, colour)?,
        }
        Ok((top, top + block.height()))
    }

    /// Draws a row of any text in a plain type, with its upper left corner at a point. What the type lacks becomes `?`.
    pub(crate) fn typed(&mut self, row: &str, font: &MonoFont, at: (i32, i32), colour: Rgb565) -> Result<(), D::Error> {
        let style = MonoTextStyle::new(font, colour);
        let text = Text::with_baseline(row, Point::new(at.0, at.1), style, Baseline::Top);
        let all = self.target.bounding_box();
        text.draw(&mut self.target.clipped(&all)).map(drop)
    }

    /// The first of some texts that fits on a line across the panel at a place; the last one if none does.
    pub(crate) fn choose<'a>(&self, texts: &[&'a str], style: Style, at: At) -> &'a str {
        let last = texts.last().copied().unwrap_or("");
        let fits = |text: &&&str| {
            style.iter().enumerate().any(|(step, &(em, _))| {
                let top = match at {
                    At::Under(top) => top,
                    At::Over(bottom) => bottom - em.cap(),
                };
                let (left, right) = self.sides(top, em.cap());
                !Block::fit(**text, right - left, &style[step..=step]).is_cut()
            })
        };
        texts.iter().find(fits).copied().unwrap_or(last)
    }

    /// Draws what the page calls itself, at the top, and says where the rest may begin.
    pub(crate) fn kicker<'a>(&mut self, text: impl Into<Run<'a>>) -> Result<i32, D::Error> {
        let colour = self.palette.accent;
        note!(self.title());
        self.text(text, CAPTION, At::Under(self.kicker_top()), colour)?;
        Ok(match self.class {
            Class::Wide | Class::Square => 48,
            Class::Round => 64,
            Class::Small | Class::EPaper => 32,
            Class::Mono => 20,
        })
    }

    /// Where what the page calls itself begins.
    pub(crate) const fn kicker_top(&self) -> i32 {
        match self.class {
            Class::Round => 40,
            _ => self.margin(),
        }
    }
}

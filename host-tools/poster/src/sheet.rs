//! A poster in the making: what is placed on it, in which box, and which ink it has there.

use playtally_press::typeset::Fonts;

use crate::Drawing;
use crate::drawing::{Colour, Path, Rect, Step};
use crate::format::{Format, WIDTH};
use crate::text::{Block, Room, Setter, Style};

/// What is placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What is read.
    Text,
    /// What is read on a picture, in a place that the picture leaves for it.
    Label,
    /// What is drawn.
    Picture,
}

/// Something placed. Lengths are millimetres.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// What it is.
    pub kind: Kind,
    /// What is read.
    pub text: String,
    /// The box that it was given.
    pub given: Rect,
    /// The box that its ink takes.
    pub ink: Rect,
    /// The colour of its ink, and what it stands on.
    pub colours: [Colour; 2],
    /// The em of its type; 0 of a picture.
    pub em: f64,
    /// Whether something of it was left out for want of room.
    pub is_cut: bool,
}

/// A poster.
#[derive(Clone, Debug, PartialEq)]
pub struct Poster {
    /// What is drawn.
    pub drawing: Drawing,
    /// What it is made of.
    pub placed: Vec<Placed>,
}

/// How a text stands in its box.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type {
    pub(crate) style: Style,
    /// The largest and the smallest em.
    pub(crate) em: [f64; 2],
    pub(crate) lines: usize,
    /// Where it stands: 0 is left, and above; 1 is right, and below.
    pub(crate) at: [f64; 2],
    /// Whether it stands on a line that texts of different letters have in common, above the box's lower edge.
    pub(crate) on_line: bool,
}

/// Where that line is above the lower edge, in the largest ems of the box.
const DESCENT: f64 = 0.24;

impl Type {
    pub(crate) const fn new(style: Style, em: [f64; 2], lines: usize) -> Self {
        Self {
            style,
            em,
            lines,
            at: [0.0, 0.0],
            on_line: false,
        }
    }

    pub(crate) const fn at(self, across: f64, down: f64) -> Self {
        Self {
            at: [across, down],
            ..self
        }
    }

    /// On a line, with the largest letters reaching down to the lower edge.
    pub(crate) const fn on_line(self, across: f64) -> Self {
        Self {
            at: [across, 1.0],
            on_line: true,
            ..self
        }
    }
}

/// A sheet that is filled.
pub(crate) struct Sheet<'f> {
    format: Format,
    setter: Setter<'f>,
    drawing: Drawing,
    placed: Vec<Placed>,
    ground: Colour,
}

impl<'f> Sheet<'f> {
    pub(crate) fn new(format: Format, fonts: &'f Fonts, ground: Colour) -> Self {
        Self {
            format,
            setter: Setter::new(fonts),
            drawing: Drawing::new(WIDTH, format.height(), ground),
            placed: Vec::new(),
            ground,
        }
    }

    /// Places a text in a box; says which ink it has there.
    pub(crate) fn text(&mut self, text: &str, given: Rect, of: Type, ink: Colour) -> Rect {
        self.letters(Kind::Text, text, given, of, [ink, self.ground])
    }

    /// Places a text on a picture.
    pub(crate) fn label(&mut self, text: &str, given: Rect, of: Type, colours: [Colour; 2]) -> Rect {
        self.letters(Kind::Label, text, given, of, colours)
    }

    fn letters(&mut self, kind: Kind, text: &str, given: Rect, of: Type, colours: [Colour; 2]) -> Rect {
        let set = self.setter.set(text, of.style);
        let [most, least] = of.em;
        let room = Room {
            width: given.width(),
            height: given.height(),
            most,
            least,
            lines: of.lines,
        };
        let block = Block::fit(&set, room);
        let [across, down] = of.at;
        let left = given.left + (given.width() - block.width()) * across;
        let free = given.height() - block.height();
        let top = if of.on_line {
            let line = given.height() - DESCENT * most - block.base();
            given.top + line.clamp(0.0, free.max(0.0))
        } else {
            given.top + free * down
        };
        let ink = Rect::new(left, top, block.width(), block.height());
        let path = block.path([left, top], across);
        if !path.steps.is_empty() {
            self.placed.push(Placed {
                kind,
                text: block.text().to_owned(),
                given,
                ink,
                colours,
                em: block.size(),
                is_cut: block.is_cut(),
            });
            self.drawing.fill(path, colours[0]);
        }
        ink
    }

    /// Says that a picture takes a box.
    pub(crate) fn picture(&mut self, given: Rect, colour: Colour) {
        self.placed.push(Placed {
            kind: Kind::Picture,
            text: String::new(),
            given,
            ink: given,
            colours: [colour, self.ground],
            em: 0.0,
            is_cut: false,
        });
    }

    /// Draws something of a picture.
    pub(crate) fn fill(&mut self, path: Path, colour: Colour) {
        self.drawing.fill(path, colour);
    }

    /// The poster at its size on paper.
    pub(crate) fn finish(mut self) -> Poster {
        let [width, height] = self.format.millimetres();
        let scale = width / WIDTH;
        for step in self.drawing.marks.iter_mut().flat_map(|mark| &mut mark.path.steps) {
            let points: &mut [&mut [f64; 2]] = match step {
                Step::Move(to) | Step::Line(to) => &mut [to],
                Step::Curve(from, by, to) => &mut [from, by, to],
                Step::Close => &mut [],
            };
            for part in points.iter_mut().flat_map(|point| point.iter_mut()) {
                *part *= scale;
            }
        }
        for placed in &mut self.placed {
            placed.em *= scale;
            for of in [&mut placed.given, &mut placed.ink] {
                *of = Rect::new(of.left * scale, of.top * scale, of.width() * scale, of.height() * scale);
            }
        }
        (self.drawing.width, self.drawing.height) = (width, height);
        Poster {
            drawing: self.drawing,
            placed: self.placed,
        }
    }
}

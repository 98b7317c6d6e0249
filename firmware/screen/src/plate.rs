//! What a picture is made of: its texts and what is drawn beside them, each with its ink. For tests, and for tools that
//! ask where things stand; a device has no use for it and is built without.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::convert::Infallible;

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Dimensions, Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;

use crate::text::{Align, Block};

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// What a page calls itself.
    Title,
    /// A name of the history.
    Name,
    /// The device's own words and numbers.
    Words,
    /// Anything that is not read.
    Picture,
}

impl Kind {
    /// Its name in files.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Name => "name",
            Self::Words => "words",
            Self::Picture => "picture",
        }
    }

    /// Whether it is read.
    #[must_use]
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Picture)
    }
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The em in pixels.
    pub em: i32,
    /// The colour of its ink.
    pub colour: Rgb565,
    /// What it was said to stand on.
    pub ground: Rgb565,
    /// The colour of the rest of its ink, where it goes on beyond a bar.
    pub beyond: Option<Rgb565>,
    /// Whether some of it had no room.
    pub cut: bool,
}

/// One thing on a page.
#[derive(Clone, Debug)]
pub struct Mark {
    /// What it is.
    pub kind: Kind,
    /// What is read; nothing of a picture.
    pub text: String,
    /// Where it has its place: a text from its capitals to its last base line.
    pub area: Rectangle,
    /// The pixels that it covers; nothing where it left none.
    pub ink: Rectangle,
    /// The marks, by their number, that it may be printed over.
    pub over: Vec<usize>,
    /// How it is set, if it is a text.
    pub setting: Option<Setting>,
    /// Whether it says something: an empty track does not.
    pub tells: bool,
    /// In which colours it covers what: of a text its ink alone, without what is between ink and ground.
    pub covers: Vec<Cover>,
}

/// Pixels of one colour that came over another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The colour.
    pub colour: Rgb565,
    /// What was there.
    pub ground: Rgb565,
    /// How many pixels.
    pub pixels: u32,
}

/// Two marks whose ink meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Collision {
    /// The number of the mark that was there.
    pub under: usize,
    /// That of the one that came upon it.
    pub over: usize,
}

/// Room around a panel in which what it would cut off is seen, in pixels.
const BLEED: i32 = 64;

/// A picture that knows of each pixel whose it is.
#[derive(Debug)]
pub struct Plate {
    size: Size,
    state: RefCell<State>,
}

#[derive(Debug, Default)]
struct State {
    marks: Vec<Mark>,
    /// Of each pixel, the bleed included: whose it is, none on the ground.
    owners: Vec<Option<u16>>,
    colours: Vec<Rgb565>,
    collisions: Vec<Collision>,
    /// Whether the next text is what the page calls itself.
    is_title: bool,
    overprints: bool,
}

impl Plate {
    /// An empty one.
    #[must_use]
    pub fn new(size: Size) -> Self {
        Self {
            size,
            state: RefCell::default(),
        }
    }

    /// The size of the panel.
    #[must_use]
    pub const fn size(&self) -> Size {
        self.size
    }

    /// The marks in the order in which they were made. Which of them is at a number stays as it is.
    #[must_use]
    pub fn marks(&self) -> Vec<Mark> {
        self.state.borrow().marks.clone()
    }

    /// Marks whose ink meets though the one that came later was not to be printed over the other: each pair once.
    /// Letters of two texts must not even touch.
    #[must_use]
    pub fn collisions(&self) -> Vec<Collision> {
        let state = self.state.borrow();
        let mut found = state.collisions.clone();
        let texts = |at: usize| state.marks[at].kind.is_text();
        let size = self.paper();
        for at in 0..state.owners.len() {
            let Some(here) = state.owners[at] else { continue };
            let (x, y) = (at as u32 % size.width, at as u32 / size.width);
            let beside = [(1, 0), (0, 1), (1, 1)].into_iter().filter_map(|(dx, dy)| {
                let inside = x + dx < size.width && y + dy < size.height;
                inside.then(|| ((y + dy) * size.width + x + dx) as usize)
            });
            for there in beside.filter_map(|beside| state.owners[beside]) {
                let (under, over) = (here.min(there) as usize, here.max(there) as usize);
                if under != over && texts(under) && texts(over) {
                    found.push(Collision { under, over });
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|pair| !state.marks[pair.over].over.contains(&pair.under));
        found
    }

    /// The pixels of a mark, from the panel's upper left corner.
    #[must_use]
    pub fn pixels_of(&self, mark: usize) -> Vec<Point> {
        let state = self.state.borrow();
        let width = self.paper().width;
        let of = |&(_, owner): &(usize, &Option<u16>)| owner.is_some_and(|owner| usize::from(owner) == mark);
        let pixels = state.owners.iter().enumerate().filter(of);
        pixels
            .map(|(at, _)| Point::new((at as u32 % width) as i32 - BLEED, (at as u32 / width) as i32 - BLEED))
            .collect()
    }

    pub(crate) fn sheet(&self) -> Sheet<'_> {
        Sheet { plate: self }
    }

    /// The size with the bleed.
    const fn paper(&self) -> Size {
        Size::new(self.size.width + 2 * BLEED as u32, self.size.height + 2 * BLEED as u32)
    }

    /// What follows is what the page calls itself.
    pub(crate) fn title(&self) {
        self.state.borrow_mut().is_title = true;
    }

    /// From here on, or no more, texts may stand on what is there.
    pub(crate) fn overprint(&self, on: bool) {
        self.state.borrow_mut().overprints = on;
    }

    /// What follows is not read, and says something or not.
    pub(crate) fn picture(&self, tells: bool) {
        let mut state = self.state.borrow_mut();
        let goes_on = state.marks.last().is_some_and(|mark| mark.kind == Kind::Picture);
        if !goes_on {
            state.begin(Kind::Picture, String::new(), Rectangle::zero(), None);
        }
        if let Some(mark) = state.marks.last_mut() {
            mark.tells |= tells;
        }
    }

    /// What follows is a text.
    pub(crate) fn text(&self, block: &Block, at: (i32, i32), align: Align, colour: Rgb565, ground: Rgb565) {
        let mut state = self.state.borrow_mut();
        let kind = match (core::mem::take(&mut state.is_title), block.is_name()) {
            (_, true) => Kind::Name,
            (true, false) => Kind::Title,
            (false, false) => Kind::Words,
        };
        let width = block.width();
        let left = match align {
            Align::Left => at.0,
            Align::Centre => at.0 - width / 2,
            Align::Right => at.0 - width,
        };
        let area = Rectangle::new(Point::new(left, at.1), Size::new(width as u32, block.height() as u32));
        let setting = Setting {
            em: block.em().px(),
            colour,
            ground,
            beyond: None,
            cut: block.is_cut(),
        };
        state.begin(kind, block.shown(), area, Some(setting));
    }

    /// What follows is a text that is read upwards.
    pub(crate) fn turned(&self, block: &Block, at: (i32, i32), colour: Rgb565, ground: Rgb565) {
        self.text(block, at, Align::Left, colour, ground);
        if let Some(mark) = self.state.borrow_mut().marks.last_mut() {
            let Size { width, height } = mark.area.size;
            let top = at.1 + 1 - width as i32;
            mark.area = Rectangle::new(Point::new(at.0, top), Size::new(height, width));
        }
    }

    /// The text that is drawn goes on in another colour.
    pub(crate) fn beyond(&self, colour: Rgb565) {
        let mut state = self.state.borrow_mut();
        if let Some(set) = state.marks.last_mut().and_then(|mark| mark.setting.as_mut()) {
            set.beyond = Some(colour);
        }
    }

    fn draw(&self, area: Rectangle, colour: Rgb565) {
        let paper = self.paper();
        let mut state = self.state.borrow_mut();
        let inside = Rectangle::new(area.top_left + Point::new_equal(BLEED), area.size)
            .intersection(&Rectangle::new(Point::zero(), paper));
        let Some(mark) = state.marks.len().checked_sub(1) else {
            return;
        };
        let faint = state.marks[mark].setting.is_some_and(|set| {
            // What is hardly there meets nothing.
            let near = |ground: Rgb565| crate::palette::distance(colour, ground);
            near(set.ground) * 4 < crate::palette::distance(set.colour, set.ground)
        });
        for y in inside.rows() {
            for x in inside.columns() {
                let at = y as usize * paper.width as usize + x as usize;
                let ground = core::mem::replace(&mut state.colours[at], colour);
                // Letters of one text may touch; those of two are a collision.
                let on_text = state.owners[at].is_some_and(|under| state.marks[usize::from(under)].kind.is_text());
                if !on_text {
                    state.marks[mark].cover(colour, ground);
                }
                if faint {
                    continue;
                }
                let before = state.owners[at].replace(mark as u16);
                if let Some(under) = before.map(usize::from).filter(|&under| under != mark) {
                    let pair = Collision { under, over: mark };
                    if (state.marks[under].kind.is_text() || state.marks[mark].kind.is_text())
                        && state.collisions.last() != Some(&pair)
                    {
                        state.collisions.push(pair);
                    }
                }
            }
        }
        let area = if faint { Rectangle::zero() } else { inside };
        if area.is_zero_sized() {
            return;
        }
        let area = Rectangle::new(area.top_left - Point::new_equal(BLEED), area.size);
        let grown = state.marks[mark].kind == Kind::Picture;
        let mark = &mut state.marks[mark];
        mark.ink = around(mark.ink, area);
        if grown {
            mark.area = mark.ink;
        }
    }
}

impl Mark {
    /// Counts a pixel.
    fn cover(&mut self, colour: Rgb565, ground: Rgb565) {
        let is_ink = self
            .setting
            .is_none_or(|set| set.colour == colour || set.beyond == Some(colour));
        if !is_ink || colour == ground {
            return;
        }
        let same = |cover: &&mut Cover| (cover.colour, cover.ground) == (colour, ground);
        match self.covers.iter_mut().rev().find(same) {
            Some(cover) => cover.pixels += 1,
            None => self.covers.push(Cover {
                colour,
                ground,
                pixels: 1,
            }),
        }
    }
}

/// The smallest rectangle around two.
fn around(one: Rectangle, other: Rectangle) -> Rectangle {
    match (one.bottom_right(), other.bottom_right()) {
        (None, _) => other,
        (_, None) => one,
        (Some(a), Some(b)) => Rectangle::with_corners(one.top_left.component_min(other.top_left), a.component_max(b)),
    }
}

impl State {
    fn begin(&mut self, kind: Kind, text: String, area: Rectangle, setting: Option<Setting>) {
        let over = if self.overprints || kind == Kind::Picture {
            let pictures = self
                .marks
                .iter()
                .enumerate()
                .filter(|(_, mark)| mark.kind == Kind::Picture);
            pictures.map(|(at, _)| at).collect()
        } else {
            Vec::new()
        };
        self.marks.push(Mark {
            kind,
            text,
            area,
            ink: Rectangle::zero(),
            over,
            setting,
            tells: kind != Kind::Picture,
            covers: Vec::new(),
        });
    }
}

/// What draws on a plate.
#[derive(Debug)]
pub(crate) struct Sheet<'p> {
    plate: &'p Plate,
}

impl Dimensions for Sheet<'_> {
    fn bounding_box(&self) -> Rectangle {
        Rectangle::new(Point::new_equal(-BLEED), self.plate.paper())
    }
}

impl DrawTarget for Sheet<'_> {
    type Color = Rgb565;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Rgb565>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        for Pixel(point, colour) in pixels {
            self.plate.draw(Rectangle::new(point, Size::new_equal(1)), colour);
        }
        Ok(())
    }

    fn fill_solid(&mut self, area: &Rectangle, colour: Rgb565) -> Result<(), Infallible> {
        self.plate.draw(*area, colour);
        Ok(())
    }

    /// A page begins.
    fn clear(&mut self, colour: Rgb565) -> Result<(), Infallible> {
        let paper = self.plate.paper();
        let pixels = (paper.width * paper.height) as usize;
        let mut state = self.plate.state.borrow_mut();
        *state = State::default();
        state.owners = alloc::vec![None; pixels];
        state.colours = alloc::vec![colour; pixels];
        Ok(())
    }
}

//! How one picture gives way to the next.

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::{DrawTarget, DrawTargetExt};
use embedded_graphics::geometry::{Dimensions, Point, Size};
use embedded_graphics::primitives::Rectangle;

/// How far something that takes a while is along: from nothing to [`DONE`](Self::DONE).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Progress(u16);

impl Progress {
    /// Nothing of it is over yet.
    pub const BEGUN: Self = Self(0);
    /// All of it is over.
    pub const DONE: Self = Self(1024);

    /// How far something that takes `whole` is along after `passed`, both in one unit.
    #[must_use]
    pub const fn after(passed: u64, whole: u64) -> Self {
        if passed >= whole {
            Self::DONE
        } else {
            // Less than a whole, so that it fits.
            Self((passed as u128 * 1024 / whole as u128) as u16)
        }
    }

    /// Whether all of it is over.
    #[must_use]
    pub const fn is_done(self) -> bool {
        self.0 >= Self::DONE.0
    }

    /// How far the part of it is along that lies between two points of the whole, in 1/1024.
    const fn within(self, from: u16, to: u16) -> Self {
        Self::after(self.0.saturating_sub(from) as u64, (to - from) as u64)
    }

    /// The same, fast at first and slow at last: 1 - (1 - t)³.
    const fn eased(self) -> Self {
        let left = 1024 - self.0 as u64;
        Self((1024 - left * left * left / (1024 * 1024)) as u16)
    }

    /// As much of a number as is along.
    pub(crate) const fn of(self, number: u64) -> u64 {
        (number as u128 * self.0 as u128 / 1024) as u64
    }
}

/// How the next picture comes over the present one. Bars grow and numbers count up in it meanwhile.
///
/// A transition depends on both pictures and its [`Progress`] alone, so it looks the same however often it is drawn on
/// its way; at the end nothing of it is left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Transition {
    /// A line in the owner's colour goes across from left to right and leaves the next picture behind.
    #[default]
    Wipe,
    /// The next picture comes in from the right and pushes the present one out, as the next page of a book.
    Forward,
    /// The next picture comes in from the left and pushes the present one out, as the page before.
    Back,
}

/// A picture on its way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    /// How it comes.
    pub by: Transition,
    /// How far it is.
    pub at: Progress,
}

impl Coming {
    /// A picture that has arrived.
    pub const DONE: Self = Self {
        by: Transition::Wipe,
        at: Progress::DONE,
    };

    /// How long a transition takes, in milliseconds.
    pub const MS: u64 = 400;
    /// When the picture is in its place; what grows in it goes on, in 1/1024 of the whole time.
    const IN_PLACE: u16 = 720;
    /// When things begin to grow.
    const GROWS: u16 = 160;
    /// How wide the line of a wipe is, in pixels.
    const EDGE: u32 = 3;

    /// How many pixels of the way from one side to the other are done, on a panel of a width.
    fn columns(self, width: u32) -> u32 {
        self.at.within(0, Self::IN_PLACE).eased().of(width.into()) as u32
    }

    /// How far what grows has grown.
    pub(crate) const fn growth(self) -> Progress {
        self.at.within(Self::GROWS, 1024).eased()
    }

    /// By how many pixels to the right (to the left if negative) what a panel of a width shows has to be moved before
    /// this is drawn, if the same transition was last drawn `before`.
    #[must_use]
    pub fn shift_since(self, before: Progress, width: u32) -> i32 {
        let before = Self { at: before, ..self };
        let moved = self.columns(width) as i32 - before.columns(width) as i32;
        match self.by {
            Transition::Wipe => 0,
            Transition::Forward => -moved,
            Transition::Back => moved,
        }
    }

    /// Where on a panel of a size the picture shows already, and where its own origin is.
    fn place(self, size: Size) -> (Rectangle, Point) {
        let columns = self.columns(size.width);
        let rest = (size.width - columns) as i32;
        let shown = |left: i32| Rectangle::new(Point::new(left, 0), Size::new(columns, size.height));
        match self.by {
            Transition::Wipe => (shown(0), Point::zero()),
            Transition::Forward => (shown(rest), Point::new(rest, 0)),
            Transition::Back => (shown(0), Point::new(-rest, 0)),
        }
    }

    /// The line of a wipe, if there is one now.
    pub(crate) fn edge(self, size: Size) -> Option<Rectangle> {
        let (shown, _) = self.place(size);
        if self.by != Transition::Wipe || shown.size.width == 0 || shown.size.width == size.width {
            return None;
        }
        let width = Self::EDGE.min(shown.size.width);
        let left = (shown.size.width - width) as i32;
        Some(Rectangle::new(Point::new(left, 0), Size::new(width, size.height)))
    }

    /// The target as the picture finds it: what it draws lands where it is by now, and nowhere else.
    pub(crate) fn stage<D: DrawTarget>(self, target: &mut D) -> Stage<'_, D> {
        let whole = target.bounding_box();
        let (shown, origin) = self.place(whole.size);
        Stage {
            target,
            shown: Rectangle::new(shown.top_left - origin, shown.size),
            origin,
            all: shown == whole && origin == Point::zero(),
        }
    }
}

/// A target of which a picture takes a part.
pub(crate) struct Stage<'t, D> {
    target: &'t mut D,
    /// What of the picture shows, as the picture counts.
    shown: Rectangle,
    /// The picture's origin on the target.
    origin: Point,
    /// Whether the picture takes all of it.
    all: bool,
}

impl<D> Dimensions for Stage<'_, D> {
    fn bounding_box(&self) -> Rectangle {
        self.shown
    }
}

impl<D: DrawTarget> Stage<'_, D> {
    /// An area of the picture on the target.
    fn placed(&self, area: &Rectangle) -> Rectangle {
        Rectangle::new(area.top_left + self.origin, area.size)
    }
}

impl<D: DrawTarget> DrawTarget for Stage<'_, D> {
    type Color = D::Color;
    type Error = D::Error;

    fn draw_iter<I: IntoIterator<Item = Pixel<D::Color>>>(&mut self, pixels: I) -> Result<(), D::Error> {
        if self.all {
            return self.target.draw_iter(pixels);
        }
        let (shown, origin) = (self.shown, self.origin);
        let seen = pixels.into_iter().filter(|pixel| shown.contains(pixel.0));
        self.target
            .draw_iter(seen.map(|Pixel(point, color)| Pixel(point + origin, color)))
    }

    fn fill_contiguous<I: IntoIterator<Item = D::Color>>(
        &mut self,
        area: &Rectangle,
        colors: I,
    ) -> Result<(), D::Error> {
        if self.all {
            return self.target.fill_contiguous(area, colors);
        }
        let (shown, area) = (self.placed(&self.shown), self.placed(area));
        self.target.clipped(&shown).fill_contiguous(&area, colors)
    }

    fn fill_solid(&mut self, area: &Rectangle, color: D::Color) -> Result<(), D::Error> {
        let seen = self.placed(&area.intersection(&self.shown));
        self.target.fill_solid(&seen, color)
    }

    fn clear(&mut self, color: D::Color) -> Result<(), D::Error> {
        self.target.fill_solid(&self.placed(&self.shown), color)
    }
}

/// What a length has grown to.
pub(crate) fn grown(growth: Progress, length: i32) -> i32 {
    growth.of(length.unsigned_abs().into()) as i32 * length.signum()
}

/// What a number has counted up to. It begins at the least number that is as long, or at half of it: so no digit joins
/// on the way, which would make all of it jump.
pub(crate) fn counted(growth: Progress, number: u64) -> u64 {
    let least = number.checked_ilog10().map_or(0, |digits| 10_u64.pow(digits));
    let from = least.max(number / 2);
    from + growth.of(number - from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_goes_from_nothing_to_all_and_never_back() {
        assert_eq!(Progress::after(0, 400), Progress::BEGUN);
        assert_eq!(Progress::after(400, 400), Progress::DONE);
        assert_eq!(Progress::after(5, 0), Progress::DONE);
        let all = (0..=1024).map(Progress);
        assert!(all.clone().map(Progress::eased).is_sorted());
        assert_eq!(Progress::BEGUN.eased(), Progress::BEGUN);
        assert_eq!(Progress::DONE.eased(), Progress::DONE);
        assert!(all.map(|at| Coming { at, ..Coming::DONE }.growth()).is_sorted());
        assert_eq!(Coming::DONE.growth(), Progress::DONE);
    }

    #[test]
    fn a_number_counts_up_to_itself_without_growing_longer() {
        for number in [0, 1, 7, 9, 10, 99, 100, 101, 1234, 9_999_999, u64::MAX] {
            let at = |at| counted(Progress(at), number);
            assert!((0..=1024).map(at).is_sorted());
            assert_eq!(at(1024), number);
            assert_eq!(at(0).checked_ilog10(), number.checked_ilog10(), "{number}");
        }
    }

    #[test]
    fn a_wipe_covers_the_panel_column_by_column_behind_its_edge() {
        let size = Size::new(320, 240);
        let mut before = 0;
        for at in 0..=1024 {
            let coming = Coming {
                by: Transition::Wipe,
                at: Progress(at),
            };
            let (shown, origin) = coming.place(size);
            assert!(shown.size.width >= before && origin == Point::zero());
            before = shown.size.width;
            if let Some(edge) = coming.edge(size) {
                assert_eq!(edge.intersection(&shown), edge, "the next step covers it");
            }
        }
        assert_eq!(before, 320);
        assert_eq!(Coming::DONE.edge(size), None);
    }
}

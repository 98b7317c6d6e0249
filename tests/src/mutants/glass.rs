//! A panel that nobody sees, which counts what is drawn on it.

use std::convert::Infallible;

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Dimensions, OriginDimensions, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;

/// What drawing takes, as far as the target sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Work {
    /// Calls of the target.
    calls: u64,
    /// Pixels that were set, each as often as it was.
    pixels: u64,
}

impl Work {
    pub(super) const NONE: Self = Self { calls: 0, pixels: 0 };
    pub(super) const MOST: Self = Self {
        calls: u64::MAX / 1000,
        pixels: u64::MAX / 1000,
    };

    /// The larger one of each.
    pub(super) fn max(self, other: Self) -> Self {
        Self {
            calls: self.calls.max(other.calls),
            pixels: self.pixels.max(other.pixels),
        }
    }

    /// Whether one of them is more than so many times another.
    pub(super) const fn exceeds(self, other: Self, times: u64) -> bool {
        self.calls > times * other.calls || self.pixels > times * other.pixels
    }
}

/// The panel.
#[derive(Debug)]
pub(super) struct Glass {
    size: Size,
    work: Work,
    outside: bool,
}

impl Glass {
    pub(super) const fn new(size: Size) -> Self {
        Self {
            size,
            work: Work::NONE,
            outside: false,
        }
    }

    pub(super) const fn work(&self) -> Work {
        self.work
    }

    pub(super) const fn is_drawn_outside(&self) -> bool {
        self.outside
    }
}

impl OriginDimensions for Glass {
    fn size(&self) -> Size {
        self.size
    }
}

impl DrawTarget for Glass {
    type Color = Rgb565;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<Rgb565>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        let all = self.bounding_box();
        self.work.calls += 1;
        for Pixel(point, _) in pixels {
            self.work.pixels += 1;
            self.outside |= !all.contains(point);
        }
        Ok(())
    }

    fn fill_solid(&mut self, area: &Rectangle, _: Rgb565) -> Result<(), Infallible> {
        self.work.calls += 1;
        self.work.pixels += u64::from(area.size.width) * u64::from(area.size.height);
        // What has no pixels lies nowhere.
        self.outside |= !area.is_zero_sized() && self.bounding_box().intersection(area).size != area.size;
        Ok(())
    }
}

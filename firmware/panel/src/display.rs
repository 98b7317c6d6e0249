//! A panel and the two frames that keep it fed.

use core::{convert::Infallible, fmt};

use embedded_graphics_core::{
    draw_target::DrawTarget,
    geometry::{OriginDimensions, Size},
    pixelcolor::{Rgb565, RgbColor},
};

use crate::{Cost, Damage, Frame, Panel};

/// A panel, the frame that it shows, and the frame being drawn.
///
/// Draw into [`frame`](Self::frame), then [`flush`](Self::flush): only what differs is sent.
#[derive(Debug)]
pub struct Display<'a, P> {
    panel: P,
    cost: Cost,
    shown: Frame<'a>,
    next: Frame<'a>,
    /// Whether `shown` is what the panel shows. Not so at the start, after a sleep and after an error.
    in_step: bool,
}

/// A panel and its two frames must be of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizesDiffer {
    /// The panel's.
    pub panel: Size,
    /// Those of the shown and the next frame.
    pub frames: [Size; 2],
}

impl fmt::Display for SizesDiffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [shown, next] = self.frames;
        write!(f, "the panel is {}, but its frames are {shown} and {next}", self.panel)
    }
}

impl core::error::Error for SizesDiffer {}

impl<'a, P: Panel> Display<'a, P> {
    /// Joins a panel on a bus of the given cost and two frames of its size. The first flush sends everything.
    ///
    /// # Errors
    /// If the sizes differ.
    pub fn new(panel: P, shown: Frame<'a>, next: Frame<'a>, bus: Cost) -> Result<Self, SizesDiffer> {
        let frames = [shown.size(), next.size()];
        if frames != [panel.size(); 2] {
            return Err(SizesDiffer {
                panel: panel.size(),
                frames,
            });
        }
        Ok(Self {
            cost: panel.cost(bus),
            panel,
            shown,
            next,
            in_step: false,
        })
    }

    /// Where to draw: what was drawn last is still there.
    pub fn frame(&mut self) -> &mut Frame<'a> {
        &mut self.next
    }

    /// What sending to the panel costs.
    pub fn cost(&self) -> &Cost {
        &self.cost
    }

    /// The panel.
    pub fn panel(&self) -> &P {
        &self.panel
    }

    /// Brings the panel up to the frame, one window per damaged area, and says what that took.
    ///
    /// # Errors
    /// Those of the panel. What it shows is then unknown, and the next flush sends everything.
    pub fn flush(&mut self) -> Result<Damage, P::Error> {
        let damage = if self.in_step {
            Damage::between(&self.shown, &self.next, &self.cost, self.panel.alignment())
        } else {
            Damage::all(&self.next)
        };
        if damage.areas().is_empty() {
            return Ok(damage);
        }
        self.in_step = false;
        self.panel.show(&self.next, damage.areas())?;
        for &area in damage.areas() {
            self.shown.copy_from(&self.next, area);
        }
        self.in_step = true;
        Ok(damage)
    }

    /// Makes the panel black and leaves the frame black.
    ///
    /// # Errors
    /// Those of [`flush`](Self::flush).
    pub fn blank(&mut self) -> Result<Damage, P::Error> {
        let Ok(()): Result<(), Infallible> = self.next.clear(Rgb565::BLACK);
        self.flush()
    }

    /// Puts the panel to sleep.
    ///
    /// # Errors
    /// Those of the panel.
    pub fn sleep(&mut self) -> Result<(), P::Error> {
        self.in_step = false;
        self.panel.sleep()
    }

    /// Wakes the panel and shows the frame again.
    ///
    /// # Errors
    /// Those of the panel.
    pub fn wake(&mut self) -> Result<Damage, P::Error> {
        self.panel.wake()?;
        self.flush()
    }

    /// Gives the panel back.
    pub fn release(self) -> P {
        self.panel
    }
}

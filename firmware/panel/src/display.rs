//! A panel, what it shows and what it is to show.

use core::{convert::Infallible, fmt};

use embedded_graphics_core::{
    draw_target::DrawTarget,
    geometry::{OriginDimensions, Size},
    pixelcolor::{Rgb565, RgbColor},
};

use crate::{
    Budget, Cost, Damage, Frame, Panel, Refresh, Shown,
    manners::{Manners, Plan, Shine},
};

/// A panel, what is known of the picture that it shows, and the frame being drawn.
///
/// Draw into [`frame`](Self::frame), then [`flush`](Self::flush): only what differs is sent.
#[derive(Debug)]
pub struct Display<'a, P> {
    panel: P,
    cost: Cost,
    shown: Shown<'a>,
    next: Frame<'a>,
    /// Whether `shown` is what the panel shows. Not so at the start, after a sleep and after an error.
    in_step: bool,
    /// Whether the last flush had no time for all.
    behind: bool,
    manners: Manners,
    /// How an OLED shines, if that is known.
    shine: Option<Shine>,
}

/// A panel, what remembers its picture and the frame must be of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizesDiffer {
    /// The panel's.
    pub panel: Size,
    /// Those of the picture that is remembered and of the next one.
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
    /// Joins a panel on a bus of the given cost with what is to remember its picture and the frame to draw into, both of its
    /// size. The first flush sends everything.
    ///
    /// # Errors
    /// If the sizes differ.
    pub fn new(panel: P, shown: impl Into<Shown<'a>>, next: Frame<'a>, bus: Cost) -> Result<Self, SizesDiffer> {
        let shown = shown.into();
        let frames = [shown.size(), next.size()];
        if frames != [panel.size(); 2] {
            return Err(SizesDiffer {
                panel: panel.size(),
                frames,
            });
        }
        Ok(Self {
            cost: panel.cost(bus),
            manners: Manners::new(panel.refresh()),
            panel,
            shown,
            next,
            in_step: false,
            behind: false,
            shine: None,
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

    /// What a picture may take of the bus.
    pub fn budget(&self) -> Budget {
        Budget::of(&self.cost, self.next.size())
    }

    /// The panel.
    pub fn panel(&self) -> &P {
        &self.panel
    }

    /// Says what time it is, in milliseconds from any moment on. A panel that has no manners to keep does not need it.
    pub fn tell(&mut self, now: u64) {
        self.manners.tell(now);
    }

    /// Says that somebody is there: an OLED comes back from dimming and rest with the next flush.
    pub fn touch(&mut self) {
        self.manners.touch();
    }

    /// When to flush next even if nothing is drawn, by the time that [`tell`](Self::tell) says: e-paper has a picture
    /// waiting or wants its daily refresh, an OLED wants to shift, dim or rest.
    pub fn due(&self) -> Option<u64> {
        self.manners.due()
    }

    /// Whether the last flush left a picture waiting, because e-paper wants to be left alone for a while.
    pub fn is_waiting(&self) -> bool {
        self.manners.waits()
    }

    /// Whether the last [piece](Self::flush_piece) left something to be sent.
    pub fn is_behind(&self) -> bool {
        self.behind
    }

    /// From when on a new picture can be seen: now, or once e-paper has been left alone for long enough.
    pub fn opens(&self) -> u64 {
        self.manners.opens()
    }

    /// Sets how brightly an OLED shines, in percent; 0 is dark, and so it starts. Other panels have a backlight or none.
    ///
    /// # Errors
    /// Those of the panel.
    pub fn set_light(&mut self, percent: u8) -> Result<(), P::Error> {
        self.manners.set_light(percent);
        self.shine()
    }

    /// Brings the panel up to the frame, one window per damaged area, and says what that took: nothing where e-paper
    /// wants to be left alone. Then the picture [waits](Self::is_waiting) for the flush that is [due](Self::due).
    ///
    /// # Errors
    /// Those of the panel. What it shows is then unknown, and the next flush sends everything.
    pub fn flush(&mut self) -> Result<Damage, P::Error> {
        self.flush_within(u64::MAX)
    }

    /// The same, but it holds a bus that is slow no longer than the [budget](Self::budget) of a frame: what that leaves
    /// is [behind](Self::is_behind), and the next flush brings it. A panel whose picture is not known gets all of it, and
    /// e-paper, which every refresh wears, always does.
    ///
    /// # Errors
    /// Those of [`flush`](Self::flush).
    pub fn flush_piece(&mut self) -> Result<Damage, P::Error> {
        let besides = self.cost.ns(self.cost.picture);
        self.flush_within(self.budget().frame_ns.saturating_sub(besides))
    }

    /// Sends what the bus has time for in so many nanoseconds.
    fn flush_within(&mut self, ns: u64) -> Result<Damage, P::Error> {
        self.shine()?;
        let alignment = self.panel.alignment();
        let mut changed = if self.in_step {
            Damage::since(&mut self.shown, &self.next, &self.cost, alignment)
        } else {
            Damage::all(&self.next)
        };
        self.behind = false;
        if self.in_step
            && !matches!(self.panel.refresh(), Refresh::Paper(_))
            && self.cost.ns(changed.traffic(&self.cost)) > ns
        {
            changed = changed.within(ns, &self.cost, alignment);
            self.behind = true;
        }
        let plan = self.manners.plan(!changed.areas().is_empty());
        let damage = match plan {
            Plan::Keep | Plan::Wait => return Ok(Damage::default()),
            Plan::Quick => changed,
            Plan::Full => Damage::all(&self.next),
        };
        self.in_step = false;
        let shown = match plan {
            Plan::Full => self.panel.show_thoroughly(&self.next),
            _ => self.panel.show(&self.next, damage.areas()),
        };
        if let Err(error) = shown {
            self.manners.lost();
            return Err(error);
        }
        self.manners.shown(plan);
        for &area in damage.areas() {
            self.shown.take(&self.next, area);
        }
        self.in_step = true;
        Ok(damage)
    }

    /// Shifts, dims or rests an OLED, if it is time.
    fn shine(&mut self) -> Result<(), P::Error> {
        let shine = self.manners.shine();
        if let Some(Shine { shift, light }) = shine {
            if self.shine.is_none_or(|last| last.shift != shift) {
                self.panel.shift(shift.0, shift.1);
                self.in_step = false;
            }
            if self.shine.is_none_or(|last| last.light != light) {
                self.shine = None;
                self.panel.light(light)?;
            }
        }
        self.shine = shine;
        Ok(())
    }

    /// Makes the panel black and leaves the frame black. E-paper keeps its picture: blackening it would wear it for
    /// nothing.
    ///
    /// # Errors
    /// Those of [`flush`](Self::flush).
    pub fn blank(&mut self) -> Result<Damage, P::Error> {
        if self.manners.keeps_picture() {
            return Ok(Damage::default());
        }
        let Ok(()): Result<(), Infallible> = self.next.clear(Rgb565::BLACK);
        self.flush()
    }

    /// Puts the panel to sleep.
    ///
    /// # Errors
    /// Those of the panel.
    pub fn sleep(&mut self) -> Result<(), P::Error> {
        self.in_step = false;
        self.shine = None;
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

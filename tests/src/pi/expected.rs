//! What a panel has to show: the same device loop and driver, run here on an emulated panel.

use std::cell::Cell;
use std::convert::Infallible;
use std::io;
use std::rc::Rc;

use playtally_device::{
    Backlight, Button, Buttons, Clock, Debounce, Device, Down, Kept, Memory, News, Parts, Settings, Switch,
};
use playtally_panel::{Cost, Display, Driver, Frame, Wires};
use playtally_panel_emulator::{Busy, Delay, EmulatedPanel, Glass, OutputLine, Spi};
use playtally_screen::{Input, Menu, Page};

use crate::picture::Picture;

type Emulated = Device<'static, Driver<'static, Spi, OutputLine, Busy, Delay>, Light, Hand, At, Memory>;

/// Settings with which pages stay until a button is pressed, and change at once.
pub const STILL: &str = "pace = 3600\ncalm = true\n";

/// A device on an emulated panel.
#[derive(Debug)]
pub struct Expected {
    device: Emulated,
    panel: EmulatedPanel,
    hand: Hand,
    at: At,
}

/// A hand on the buttons.
#[derive(Clone, Debug, Default)]
struct Hand(Rc<Cell<Down>>);

impl Buttons for Hand {
    type Error = Infallible;

    fn down(&mut self) -> Result<Down, Infallible> {
        Ok(self.0.get())
    }
}

/// A light that is switched, whether or not it says that it could be dimmed: how bright it is, is not in a picture.
#[derive(Debug)]
struct Light {
    switch: Switch<OutputLine>,
    dims: bool,
}

impl Backlight for Light {
    type Error = Infallible;

    fn set(&mut self, percent: u8) -> Result<(), Infallible> {
        self.switch.set(percent)
    }

    fn dims(&self) -> bool {
        self.dims
    }
}

/// A clock by whose time of day nothing happens unless a hand sets it, and which stands still but while somebody waits.
#[derive(Clone, Debug)]
struct At {
    ms: Rc<Cell<u64>>,
    /// The time, and when it was that if it goes on, in milliseconds.
    utc: Option<(u64, Option<u64>)>,
    can_be_set: bool,
}

impl Clock for At {
    fn now(&mut self) -> u64 {
        self.ms.get()
    }

    fn utc(&mut self) -> Option<i64> {
        let (utc, since) = self.utc?;
        Some((utc + since.map_or(0, |since| (self.ms.get() - since) / 1000)) as i64)
    }

    fn can_be_set(&self) -> bool {
        self.can_be_set
    }

    fn set(&mut self, utc: i64) -> bool {
        self.utc = Some((utc as u64, Some(self.ms.get())));
        true
    }
}

impl Expected {
    /// A Display HAT Mini with settings by which pages [stand still](STILL), that keeps summaries, at a moment in seconds since
    /// 1970 if it knows the time.
    ///
    /// # Errors
    /// The emulated panel refuses what comes.
    pub fn new(summaries: Vec<Kept>, at: Option<u64>) -> io::Result<Self> {
        let settings = Settings::parse("", STILL).map_err(io::Error::other)?;
        Self::on(&settings, summaries, at, false)
    }

    /// A device with the panel and all else that settings say. Its clock can be set and its light dimmed by its buttons, as on
    /// a Pico, or neither.
    ///
    /// # Errors
    /// The emulated panel refuses what comes.
    pub fn on(settings: &Settings, summaries: Vec<Kept>, at: Option<u64>, all_by_hand: bool) -> io::Result<Self> {
        let glass = Glass::named(settings.panel.name).ok_or_else(|| io::Error::other("there is no such glass"))?;
        let panel = EmulatedPanel::new(glass);
        let wires = Wires {
            spi: panel.spi(),
            data_command: panel.data_command(),
            reset: None,
            busy: Some(panel.busy()),
        };
        let failed = |error: &dyn std::fmt::Debug| io::Error::other(format!("{error:?}"));
        // These live as long as the program, which expects a few devices.
        let buffer = vec![0; 4096].leak();
        let size = settings.panel.size(settings.rotation);
        let frame = || Frame::new(size, vec![0; (size.width * size.height) as usize].leak());
        let driver = Driver::open(settings.panel, settings.rotation, wires, panel.delay(), buffer)
            .map_err(|error| failed(&error))?;
        let frames = (
            frame().map_err(|error| failed(&error))?,
            frame().map_err(|error| failed(&error))?,
        );
        let display = Display::new(driver, frames.0, frames.1, Cost::SPIDEV).map_err(|error| failed(&error))?;
        let hand = Hand::default();
        let at = At {
            ms: Rc::default(),
            utc: at.map(|at| (at, None)),
            can_be_set: all_by_hand,
        };
        let parts = Parts {
            display,
            backlight: Light {
                switch: Switch(panel.backlight()),
                dims: all_by_hand,
            },
            buttons: hand.clone(),
            clock: at.clone(),
            store: Memory::new(summaries),
        };
        let mut expected = Self {
            device: Device::new(parts, settings.options()),
            panel,
            hand,
            at,
        };
        expected.step()?;
        Ok(expected)
    }

    /// What is up now.
    #[must_use]
    pub fn picture(&self) -> Picture {
        Picture::from(&self.panel.image())
    }

    /// Turns to the next page, as a button does.
    ///
    /// # Errors
    /// The emulated panel refuses what comes.
    pub fn turn(&mut self) -> io::Result<Picture> {
        self.device.input(Input::Next);
        self.step()
    }

    /// What news look like.
    ///
    /// # Errors
    /// The emulated panel refuses what comes.
    pub fn news(&mut self, news: News) -> io::Result<Picture> {
        self.device.tell(news);
        self.step()
    }

    /// What comes up when a button is tapped.
    ///
    /// # Errors
    /// The emulated panel refuses what comes.
    pub fn tap(&mut self, button: Button) -> io::Result<Picture> {
        self.hold_for(button, 0)
    }

    /// What comes up when a button is held.
    ///
    /// # Errors
    /// The emulated panel refuses what comes.
    pub fn hold(&mut self, button: Button) -> io::Result<Picture> {
        self.hold_for(button, Debounce::HOLD_MS)
    }

    /// Lets so much time go by, with these buttons down.
    ///
    /// # Errors
    /// The emulated panel refuses what comes.
    pub fn wait(&mut self, down: Down, ms: u64) -> io::Result<Picture> {
        self.hand.0.set(down);
        let end = self.at.ms.get() + ms;
        loop {
            let step = self.device.step();
            if let Some(problem) = step.problem {
                return Err(io::Error::other(problem.to_string()));
            }
            let now = self.at.ms.get();
            if now >= end {
                return Ok(self.picture());
            }
            self.at.ms.set(step.until.clamp(now + 1, end));
        }
    }

    /// The page that is up, while one is.
    #[must_use]
    pub fn page(&self) -> Option<Page> {
        self.device.showing().map(|(_, page)| page)
    }

    /// The menu, while it is open.
    #[must_use]
    pub fn menu(&self) -> Option<&Menu> {
        self.device.menu()
    }

    fn hold_for(&mut self, button: Button, ms: u64) -> io::Result<Picture> {
        let settles = Debounce::SETTLE_MS;
        let down = Down::NONE.with(button);
        for (down, ms) in [(down, settles), (down, ms), (Down::NONE, settles)] {
            self.hand.0.set(down);
            self.step()?;
            self.at.ms.set(self.at.ms.get() + ms);
            self.step()?;
        }
        Ok(self.picture())
    }

    fn step(&mut self) -> io::Result<Picture> {
        match self.device.step().problem {
            Some(problem) => Err(io::Error::other(problem.to_string())),
            None => Ok(self.picture()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buttons_do_what_they_do_on_a_device() {
        let mut expected = Expected::new(Vec::new(), None).unwrap();
        let empty = expected.picture();
        let menu = expected.hold(Button::X).unwrap();
        assert!(menu != empty, "the menu is open");
        let moved = expected.tap(Button::X).unwrap();
        assert!(moved != menu, "another line is chosen");
        assert!(expected.tap(Button::Y).unwrap() == menu);
        assert!(expected.tap(Button::B).unwrap() == empty, "the menu is closed");
        assert!(expected.news(News::TestCard).unwrap() != empty);
        assert!(expected.tap(Button::B).unwrap() == empty, "any button takes news away");
    }
}

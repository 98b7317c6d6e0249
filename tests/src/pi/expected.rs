//! What a panel has to show: the same device loop and driver, run here on an emulated panel.

use std::io;

use playtally_device::{Clock, Device, Kept, Memory, News, NoButtons, Options, Parts, Settings, Switch};
use playtally_panel::{Cost, Display, Driver, Frame, Wires};
use playtally_panel_emulator::{Busy, Delay, EmulatedPanel, Glass, OutputLine, Spi};
use playtally_screen::Input;

use crate::picture::Picture;

type Emulated =
    Device<'static, Driver<'static, Spi, OutputLine, Busy, Delay>, Switch<OutputLine>, NoButtons, At, Memory>;

/// A Display HAT Mini on which pictures change at once.
#[derive(Debug)]
pub struct Expected {
    device: Emulated,
    panel: EmulatedPanel,
}

/// A clock that stands still, or that nobody has set.
#[derive(Clone, Copy, Debug)]
struct At(Option<u64>);

impl Clock for At {
    fn now(&mut self) -> u64 {
        0
    }

    fn utc(&mut self) -> Option<i64> {
        self.0.map(|at| at as i64)
    }
}

impl Expected {
    /// A device that keeps summaries, at a moment in seconds since 1970 if it knows the time.
    ///
    /// # Errors
    /// The emulated panel refuses what comes.
    pub fn new(summaries: Vec<Kept>, at: Option<u64>) -> io::Result<Self> {
        let settings = Settings::default();
        let panel = EmulatedPanel::new(Glass::DISPLAY_HAT_MINI);
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
        let parts = Parts {
            display,
            backlight: Switch(panel.backlight()),
            buttons: NoButtons,
            clock: At(at),
            store: Memory::new(summaries),
        };
        let options = Options {
            calm: true,
            ..settings.options()
        };
        let mut expected = Self {
            device: Device::new(parts, options),
            panel,
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

    fn step(&mut self) -> io::Result<Picture> {
        match self.device.step().problem {
            Some(problem) => Err(io::Error::other(problem.to_string())),
            None => Ok(self.picture()),
        }
    }
}

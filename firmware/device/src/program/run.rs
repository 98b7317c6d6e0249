//! The loop: a step, then sleep.

use std::fmt;
use std::thread;
use std::time::Duration;

use embedded_hal::delay::DelayNs;
use embedded_hal::digital::{InputPin, OutputPin};
use embedded_hal::spi::SpiDevice;
use nix::sys::signal::Signal;
use playtally_device::{Backend, Buttons, Clock, Device, News, Parts, Problem, Settings, Sign};
use playtally_panel::{Cost, Display, Driver, Frame, Wires};

use super::board::{self, Board, LONGEST_WRITE};
use super::clock::SystemClock;
use super::service_manager::ServiceManager;
use super::summaries::Summaries;
use super::trouble::{self, Trouble};
use super::wait::{Wakes, Wakeups, Woken};

/// What the loop needs besides a board.
#[derive(Debug)]
pub(crate) struct Job<'a> {
    pub(crate) settings: &'a Settings,
    /// What to show first.
    pub(crate) news: Option<News>,
    /// Whether to end with those news, and not only when asked to.
    pub(crate) only_news: bool,
    /// Whether to end as soon as they are on the panel, and leave them there.
    pub(crate) only_picture: bool,
    pub(crate) summaries: Summaries,
    pub(crate) wakeups: &'a Wakeups,
    pub(crate) clock: SystemClock,
}

/// Why a device came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The program was asked to end, by a signal.
    Asked(Signal),
    /// A button took the news away, and there was nothing else to show.
    Pressed,
    /// Nobody pressed one.
    TimeOver,
    /// The picture is on the panel.
    Shown,
}

impl Job<'_> {
    /// Opens the board that the settings name, and runs the device on it.
    pub(crate) fn run_on_board(self) -> Result<End, Trouble> {
        match board::backend(self.settings.backend) {
            Backend::Auto | Backend::Rppal => {
                let board = board::rppal::open(self.settings, &self.wakeups.waker())?;
                self.run(board)
            }
            Backend::Kernel => {
                let board = board::kernel::open(self.settings)?;
                self.run(board)
            }
        }
    }

    /// Runs the device until its end, and says why that came.
    pub(crate) fn run<SPI, OUT, IN, B>(self, board: Board<SPI, OUT, IN, B>) -> Result<End, Trouble>
    where
        SPI: SpiDevice,
        OUT: OutputPin,
        IN: InputPin<Error = OUT::Error>,
        B: Buttons + Wakes,
    {
        let settings = self.settings;
        let size = settings.panel.size(settings.rotation);
        let pixels = (size.width * size.height) as usize;
        let (mut shown, mut next) = (vec![0; pixels], vec![0; pixels]);
        let mut buffer = vec![0; LONGEST_WRITE];
        let wires = Wires {
            spi: board.spi,
            data_command: board.data_command,
            reset: board.reset,
            busy: board.busy,
        };
        let panel = Driver::open(settings.panel, settings.rotation, wires, Sleep, &mut buffer).map_err(Trouble::new)?;
        let frame = |pixels| Frame::new(size, pixels).map_err(Trouble::new);
        let display = Display::new(
            panel,
            frame(&mut shown)?,
            frame(&mut next)?,
            Cost::SPIDEV.at_hz(settings.hz),
        )
        .map_err(Trouble::new)?;
        let mut clock = self.clock;
        let mut options = settings.options();
        if let Some(chosen) = self.summaries.preferences() {
            options.set(&chosen);
        }
        let parts = Parts {
            display,
            backlight: board.backlight,
            buttons: board.buttons,
            clock: clock.clone(),
            store: self.summaries,
        };
        let mut device = Device::new(parts, options);
        let mut led = board.led;
        let news_end = clock.now() + self.news.as_ref().map_or(0, News::stays_ms);
        if let Some(news) = self.news {
            device.tell(news);
        }
        let mut reports = Reports::default();
        let mut manager = ServiceManager::new();
        let end = loop {
            let step = device.step();
            if self.only_news && device.news().is_none() {
                break if clock.now() < news_end {
                    End::Pressed
                } else {
                    End::TimeOver
                };
            }
            if !matches!(step.problem, Some(Problem::Panel(_))) {
                manager.frame_is_up();
            }
            if self.only_picture && device.is_settled() && step.problem.is_none() {
                return Ok(End::Shown);
            }
            reports.take(step.problem);
            // The panel says the same.
            let _ = led.show(device.sign());
            let time = Duration::from_millis(step.until.saturating_sub(clock.now()));
            let fds = [device.parts().buttons.fd(), device.parts().store.fd()];
            match self.wakeups.wait(fds, time) {
                Ok(Woken::ToWork) => {}
                Ok(Woken::ToEnd(signal)) => break End::Asked(signal),
                Err(error) => return Err(Trouble::new(format_args!("the program cannot sleep: {error}"))),
            }
        };
        manager.stopping();
        let _ = led.show(Sign::Dark);
        device.end().map_err(Trouble::new)?;
        Ok(end)
    }
}

/// Says on stderr what goes wrong, once for as long as it stays the same.
#[derive(Debug, Default)]
struct Reports {
    last: Option<String>,
}

impl Reports {
    fn take(&mut self, problem: Option<impl fmt::Display>) {
        let problem = problem.map(|problem| problem.to_string());
        if problem != self.last {
            match &problem {
                Some(problem) => trouble::say(format_args!("{problem}; trying again")),
                None => trouble::say("all is well again"),
            }
            self.last = problem;
        }
    }
}

/// A delay that lets other programs run.
#[derive(Debug)]
struct Sleep;

impl DelayNs for Sleep {
    fn delay_ns(&mut self, ns: u32) {
        thread::sleep(Duration::from_nanos(ns.into()));
    }
}

#[cfg(test)]
mod tests {
    use nix::sys::signal::raise;
    use playtally_device::{Down, Led, Switch};
    use playtally_panel::PANELS;
    use playtally_panel_emulator::{EmulatedPanel, Glass};

    use super::*;
    use crate::program::board::Light;

    /// Buttons that nobody presses.
    struct Nobody;

    impl Buttons for Nobody {
        type Error = String;

        fn down(&mut self) -> Result<Down, String> {
            Ok(Down::NONE)
        }
    }

    impl Wakes for Nobody {}

    #[test]
    fn each_signal_that_asks_for_it_ends_the_test_card_with_the_panel_dark_and_asleep() {
        for signal in [Signal::SIGTERM, Signal::SIGINT, Signal::SIGHUP] {
            let panel = EmulatedPanel::new(Glass::DISPLAY_HAT_MINI);
            let board = Board {
                spi: panel.spi(),
                data_command: panel.data_command(),
                reset: Some(panel.reset()),
                backlight: Some(Light::Switches(Switch(panel.backlight()))),
                led: Led::new([None, None, None]),
                buttons: Nobody,
                busy: Some(panel.busy()),
            };
            let wakeups = Wakeups::new().unwrap();
            let settings = Settings::on(&PANELS[0]);
            let job = Job {
                settings: &settings,
                news: Some(News::TestCard),
                only_news: true,
                only_picture: false,
                summaries: Summaries::given(&[]).unwrap(),
                wakeups: &wakeups,
                clock: SystemClock::new(settings.clock),
            };
            raise(signal).unwrap();
            assert_eq!(job.run(board).unwrap(), End::Asked(signal));
            let is_black = |panel: &EmulatedPanel| panel.image().rgb().iter().all(|&part| part == 0);
            assert!(is_black(&panel));
            Switch(panel.backlight()).0.set_state(true.into()).unwrap();
            assert!(is_black(&panel), "without the light alone it would not be");
        }
    }
}

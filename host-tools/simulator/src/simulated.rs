//! The device: its own loop and its own driver, on an emulated panel, in virtual time.

use std::fmt;
use std::time::Duration;

use chrono::NaiveDateTime;
use embedded_graphics::geometry::Size;
use playtally_device::{Action, Button, Device, Dimmer, Kept, Parts, Settings};
use playtally_panel::{Budget, Cost, Display, Driver, Frame, Wires};
use playtally_panel_emulator::{
    self as emulator, Backlight, Bus, Busy, Counters, Delay, EmulatedPanel, Image, Misuse, OutputLine, Spi, Trace,
};
use playtally_screen::plate::Plate;
use playtally_screen::{Open, Page};

use crate::parts::{self, Fingers, VirtualClock};
use crate::sticks::Sticks;
use crate::watch::{Sight, Step, Traffic, Watch};
use crate::zone::Zone;
use crate::{Command, Error, Offence, Status, Tempo, offence, panels};

type Emulated =
    Device<'static, Driver<'static, Spi, OutputLine, Busy, Delay>, Dimmer<Backlight>, Fingers, VirtualClock, Sticks>;

/// The longest write on the bus, in bytes: what Linux takes at once unless it is told otherwise.
const LONGEST_WRITE: usize = 4096;

/// How much time a single step takes: a frame of a change on most panels.
const STEP: Duration = Duration::from_millis(33);

/// When a device is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// So many seconds after 1970-01-01T00:00:00Z.
    Utc(i64),
    /// When its owner's clocks say so.
    Local(NaiveDateTime),
}

/// A device that is being simulated.
pub struct Simulated {
    device: Emulated,
    panel: EmulatedPanel,
    fingers: Fingers,
    clock: VirtualClock,
    zone: Zone,
    actions: [Action; 4],
    /// When the next step is due, in the clock's milliseconds.
    due: u64,
    /// Whether that was reckoned by another date than the clock's.
    clock_was_set: bool,
    /// The bytes that the last change of the picture took.
    sent: u64,
    sticks: Sticks,
    watch: Watch,
    tempo: Tempo,
}

impl fmt::Debug for Simulated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulated")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

impl Simulated {
    /// A device with these settings and a summary that is switched on. Its wires are recorded if that is asked for.
    ///
    /// # Errors
    /// When the panel cannot be emulated, or its driver or the first step fails.
    pub fn new(settings: &Settings, summary: &Kept, start: Start, recorded: bool) -> Result<Self, Error> {
        Self::set_up(settings, summary, start, recorded, LONGEST_WRITE)
    }

    /// A device whose driver writes so many bytes at once.
    pub(crate) fn set_up(
        settings: &Settings,
        summary: &Kept,
        start: Start,
        recorded: bool,
        longest_write: usize,
    ) -> Result<Self, Error> {
        let (spec, rotation) = (settings.panel, settings.rotation);
        let zone = Zone::of(summary.summary());
        let utc = match start {
            Start::Utc(seconds) => seconds,
            Start::Local(time) => zone.to_utc(time),
        };
        let bus = Bus {
            hz: settings.hz,
            ..Bus::SPIDEV
        };
        let panel = EmulatedPanel::with(panels::glass(spec, rotation)?, bus, emulator::Clock::new());
        if recorded {
            panel.record();
        }
        let clock = VirtualClock::new(panel.clock().clone(), utc);
        let fingers = Fingers::default();
        let sticks = Sticks::new(summary);
        let wires = Wires {
            spi: panel.spi(),
            data_command: panel.data_command(),
            reset: Some(panel.reset()),
            busy: Some(panel.busy()),
        };
        // These live as long as the program, which simulates one device, or one for each panel that its user looks at.
        let buffer = vec![0; longest_write].leak();
        let driver = Driver::open(spec, rotation, wires, panel.delay(), buffer).map_err(failed)?;
        let size = spec.size(rotation);
        let frame = || Frame::new(size, vec![0; (size.width * size.height) as usize].leak()).map_err(failed);
        let display = Display::new(driver, frame()?, frame()?, Cost::SPIDEV.at_hz(settings.hz)).map_err(failed)?;
        let parts = Parts {
            display,
            backlight: Dimmer(panel.backlight_pwm()),
            buttons: fingers.clone(),
            clock: clock.clone(),
            store: sticks.clone(),
        };
        let device = Device::new(parts, settings.options());
        let mut simulated = Self {
            device,
            panel,
            fingers,
            clock,
            zone,
            actions: settings.actions,
            due: 0,
            clock_was_set: false,
            sent: 0,
            sticks,
            watch: Watch::default(),
            tempo: Tempo::new(1.0),
        };
        simulated.step()?;
        Ok(simulated)
    }

    /// Lets the device's time run so many times as fast as [`live`](Self::live) is told.
    pub const fn set_speed(&mut self, speed: f64) {
        self.tempo = Tempo::new(speed);
    }

    /// Lets as much of the device's time pass as its tempo makes of some of ours.
    ///
    /// # Errors
    /// When a step of the device fails.
    pub fn live(&mut self, real: Duration) -> Result<(), Error> {
        self.pass(self.tempo.of(real))
    }

    /// Does what a user wants. Pictures, films and the end are up to whoever shows the device.
    ///
    /// # Errors
    /// When a step of the device fails.
    pub fn obey(&mut self, command: Command) -> Result<(), Error> {
        match command {
            Command::Do(action) => self.act(action),
            Command::Tap(button) => self.tap(button),
            Command::Menu => self.hold(),
            Command::Faster => {
                self.tempo.shift();
                Ok(())
            }
            Command::Step => {
                self.tempo.hold(true);
                self.pass(STEP)
            }
            Command::Pull => {
                self.sticks.pull(self.clock.millis());
                self.step()
            }
            Command::Corrupt => {
                self.sticks.plug_damaged(self.clock.millis());
                self.step()
            }
            Command::Shot | Command::Film | Command::Quit => Ok(()),
        }
    }

    /// Lets time pass.
    ///
    /// # Errors
    /// When a step of the device fails.
    pub fn pass(&mut self, time: Duration) -> Result<(), Error> {
        let until = self.panel.clock().now() + time;
        loop {
            let now = self.panel.clock().now();
            let moves = [self.fingers.next_move(), self.sticks.next_move()];
            let due = Duration::from_millis(moves.into_iter().flatten().fold(self.due, u64::min));
            if due > until {
                // What is sent takes time as well, and may have taken more than was to pass.
                self.panel.clock().advance(until.saturating_sub(now));
                return Ok(());
            }
            self.panel.clock().advance(due.saturating_sub(now));
            self.step()?;
        }
    }

    /// Taps the button that does something, if one does, and lets the time pass that a finger takes.
    ///
    /// # Errors
    /// When a step of the device fails.
    pub fn act(&mut self, action: Action) -> Result<(), Error> {
        let Some(button) = self.actions.iter().position(|&does| does == action) else {
            return Ok(());
        };
        self.tap(Button::ALL[button])
    }

    /// Taps a button, and lets the time pass that a finger takes.
    ///
    /// # Errors
    /// When a step of the device fails.
    pub fn tap(&mut self, button: Button) -> Result<(), Error> {
        self.fingers.press(button, self.clock.millis(), parts::TAP_MS);
        self.pass(Duration::from_millis(parts::TAP_MS * 2))
    }

    /// Lets time pass until the panel shows what is up. All but e-paper do at once.
    ///
    /// # Errors
    /// When a step of the device fails.
    pub fn settle(&mut self) -> Result<(), Error> {
        while self.device.parts().display.is_waiting() {
            let opens = Duration::from_millis(self.device.parts().display.opens());
            self.pass(
                opens
                    .saturating_sub(self.panel.clock().now())
                    .max(Duration::from_millis(1)),
            )?;
        }
        Ok(())
    }

    /// Holds a button down until the menu opens or closes; on the page that asks to hold it, for as long as that takes,
    /// while time goes on as it does.
    ///
    /// # Errors
    /// When a step of the device fails.
    pub fn hold(&mut self) -> Result<(), Error> {
        if self
            .device
            .menu()
            .is_some_and(|menu| matches!(menu.open(), Open::Erase(_)))
        {
            self.fingers.press(Button::A, self.clock.millis(), parts::ERASE_MS);
            return self.step();
        }
        self.fingers.press(Button::A, self.clock.millis(), parts::HOLD_MS);
        self.pass(Duration::from_millis(parts::HOLD_MS + parts::TAP_MS))
    }

    /// Plugs in a stick with a file on it, which the device finds, reads, and takes in or refuses.
    ///
    /// # Errors
    /// When a step of the device fails.
    pub fn plug(&mut self, file: impl Into<Vec<u8>>) -> Result<(), Error> {
        self.sticks.plug(file.into(), self.clock.millis());
        self.step()
    }

    fn step(&mut self) -> Result<(), Error> {
        let moved = self.fingers.move_to(self.clock.millis()) | self.sticks.move_to(self.clock.millis());
        let (at, minute) = (self.panel.clock().now(), self.clock.seconds().div_euclid(60));
        let care = self.device.parts().display.due();
        let (before, counted) = (self.sight(), self.panel.counters());
        let instead = self.instead();
        let step = self.device.step();
        let sent = Traffic::between(&counted, &self.panel.counters());
        if sent.bytes > 0 {
            self.sent = sent.bytes;
        }
        self.watch.step(&Step {
            before,
            after: self.sight(),
            at,
            minute,
            is_care: care.is_some_and(|due| u128::from(due) <= at.as_millis()),
            is_called: moved || std::mem::take(&mut self.clock_was_set) || instead != self.instead(),
            sent,
        });
        // A step is due later than now, or time would stand still.
        self.due = step.until.max(self.clock.millis() + 1);
        step.problem
            .map_or(Ok(()), |problem| Err(Error::Device(problem.to_string())))
    }

    /// What is there in place of the page that is due: news, the menu, or on e-paper the page before.
    fn instead(&self) -> [bool; 3] {
        [
            self.device.news().is_some(),
            self.device.menu().is_some(),
            self.device.parts().display.is_waiting(),
        ]
    }

    fn sight(&self) -> Sight {
        Sight {
            page: self.page(),
            is_settled: self.device.is_settled(),
        }
    }

    /// What went over the wires so far, if it was recorded, and an end to that. It outlives the device.
    pub fn recorder(&self) -> impl FnOnce() -> Trace + use<> {
        let panel = self.panel.clone();
        move || panel.recorded()
    }

    /// Sets the device's clock, as a network or a user would: so many seconds after 1970-01-01T00:00:00Z.
    pub fn set_clock(&mut self, utc: i64) {
        self.clock.set(utc);
        self.clock_was_set = true;
    }

    /// What the device may take of its bus.
    #[must_use]
    pub fn budget(&self) -> Budget {
        self.device.parts().display.budget()
    }

    /// What the device did that it may not: beyond its budget, against its panel's data sheet, or for nothing.
    #[must_use]
    pub fn offences(&self) -> Vec<Offence> {
        offence::all(&self.watch, &self.budget(), &self.misuses())
    }

    /// What the device has done to its bus.
    #[must_use]
    pub const fn watch(&self) -> &Watch {
        &self.watch
    }

    /// What went over the bus since the panel got power.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        Traffic::between(&Counters::default(), &self.panel.counters())
    }

    /// The time on the device, as its owner's clocks say it.
    #[must_use]
    pub fn local_time(&self) -> NaiveDateTime {
        self.zone.to_local(self.clock.seconds())
    }

    /// The size of what the panel shows, in pixels.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let image = self.image();
        (image.width(), image.height())
    }

    /// What the driver did against the panel's data sheet.
    #[must_use]
    pub fn misuses(&self) -> Vec<Misuse> {
        self.panel.misuses()
    }

    /// What the panel shows.
    #[must_use]
    pub fn image(&self) -> Image {
        self.panel.image()
    }

    /// What each button does: left upper, left lower, right upper, right lower.
    #[must_use]
    pub const fn actions(&self) -> [Action; 4] {
        self.actions
    }

    /// The page that is up, if there is one.
    #[must_use]
    pub fn page(&self) -> Option<Page> {
        self.device.showing().map(|(_, page)| page)
    }

    /// What the page that is up is made of, if one is. It lies as its reader sees it, however the panel is turned.
    #[must_use]
    pub fn plate(&self) -> Option<Plate> {
        let (scene, look, moment) = self.device.scene()?;
        let (width, height) = self.size();
        Some(scene.plate(&look, moment, Size::new(width as u32, height as u32)))
    }

    /// What the device does.
    #[must_use]
    pub fn status(&self) -> Status {
        let showing = self.device.showing();
        Status {
            owner: showing.map(|(owner, _)| owner.to_owned()),
            page: showing.map(|(_, page)| page),
            is_settled: self.device.is_settled(),
            is_menu: self.device.menu().is_some(),
            time: self.local_time(),
            sent: self.sent,
            rate: self.watch.rate,
            tempo: self.tempo,
            has_stick: self.sticks.is_in(),
        }
    }
}

fn failed(error: impl fmt::Display) -> Error {
    Error::Driver(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{device, recorded, summary};
    use playtally_device::News;
    use playtally_panel::{PanelSpec, Rotation};
    use playtally_screen::Refusal;

    #[test]
    fn the_cover_is_up_first_and_pages_change_by_themselves() {
        let mut device = device(Rotation::Deg0);
        assert_eq!(device.page(), Some(Page::Cover));
        device.pass(Duration::from_secs(60)).expect("no problem");
        assert_ne!(device.page(), Some(Page::Cover));
        assert_eq!(device.misuses(), []);
    }

    #[test]
    fn the_buttons_do_what_they_do_on_the_device() {
        let mut device = device(Rotation::Deg0);
        device.act(Action::Next).expect("no problem");
        let second = device.page();
        assert_ne!(second, Some(Page::Cover));
        device.act(Action::Previous).expect("no problem");
        assert_eq!(device.page(), Some(Page::Cover));
        device.act(Action::Next).expect("no problem");
        assert_eq!(device.page(), second);
        device.act(Action::Pause).expect("no problem");
        device.pass(Duration::from_secs(600)).expect("no problem");
        assert_eq!(device.page(), second, "paused");
    }

    #[test]
    fn the_menu_opens_sets_the_language_and_closes() {
        let mut device = device(Rotation::Deg0);
        // The cover has no words.
        device.act(Action::Next).expect("no problem");
        device.pass(Duration::from_secs(2)).expect("no problem");
        let english = device.image();
        device.hold().expect("no problem");
        assert_eq!(device.page(), None);
        for _ in 0..5 {
            device.tap(Button::Y).expect("no problem");
        }
        let menu = device.image();
        device.tap(Button::A).expect("no problem");
        assert_ne!(device.image(), menu, "the menu speaks the next language");
        device.tap(Button::B).expect("no problem");
        device.pass(Duration::from_secs(1)).expect("no problem");
        assert!(device.page().is_some());
        assert_ne!(device.image(), english);
        assert_eq!(device.misuses(), []);
    }

    #[test]
    fn the_status_says_whose_page_it_is_when_it_is_and_what_it_took() {
        let mut device = device(Rotation::Deg0);
        let status = device.status();
        assert_eq!((status.owner.as_deref(), status.page), (Some("Ada"), Some(Page::Cover)));
        assert_eq!(status.time.time().to_string(), "12:00:00");
        assert_eq!((status.sent, status.rate), (153_611, None));
        device.act(Action::Next).expect("no problem");
        device.pass(Duration::from_secs(2)).expect("no problem");
        let rate = device.status().rate.expect("a change that moved");
        assert!((20.0..=63.0).contains(&rate), "{rate}");
        device.obey(Command::Menu).expect("no problem");
        assert!(device.status().is_menu);
    }

    #[test]
    fn time_can_be_stepped_through_frame_by_frame() {
        let mut device = device(Rotation::Deg0);
        device.obey(Command::Do(Action::Next)).expect("no problem");
        device.obey(Command::Step).expect("no problem");
        let frame = device.image();
        device.live(Duration::from_secs(60)).expect("no problem");
        assert_eq!(device.image(), frame, "time stands still");
        device.obey(Command::Step).expect("no problem");
        assert_ne!(device.image(), frame, "the next frame of the change");
        let before = device.local_time();
        device.obey(Command::Faster).expect("no problem");
        device.live(Duration::from_secs(5)).expect("no problem");
        assert_eq!((device.local_time() - before).num_seconds(), 5, "time runs again");
        device.obey(Command::Faster).expect("no problem");
        let before = device.local_time();
        device.live(Duration::from_secs(5)).expect("no problem");
        assert_eq!((device.local_time() - before).num_seconds(), 40);
    }

    #[test]
    fn a_panel_that_is_turned_shows_the_picture_upright() {
        let upright = device(Rotation::Deg0).image();
        assert_eq!(device(Rotation::Deg180).image(), upright);
        let portrait = device(Rotation::Deg90).image();
        assert_eq!(
            (portrait.width(), portrait.height()),
            (upright.height(), upright.width())
        );
        assert_eq!(device(Rotation::Deg270).image(), portrait);
    }

    #[test]
    fn a_device_forgets_an_owner_whose_button_was_held_and_says_that_nothing_is_there() {
        let mut device = device(Rotation::Deg0);
        device.hold().expect("no problem");
        for _ in 0..2 {
            device.tap(Button::X).expect("no problem");
        }
        device.tap(Button::A).expect("no problem");
        let asks = device.image();
        device.tap(Button::A).expect("no problem");
        assert_ne!(device.image(), asks, "it was let go too early");
        device.tap(Button::A).expect("no problem");
        assert_eq!(device.image(), asks);
        device.hold().expect("no problem");
        device.pass(Duration::from_secs(2)).expect("no problem");
        assert_ne!(device.image(), asks, "a bar grows");
        assert_eq!(news(&mut device, 3), [News::Erased]);
        device.pass(Duration::from_secs(6)).expect("no problem");
        assert_eq!(device.status().owner, None);
        device.plug(summary("Bo")).expect("no problem");
        device.pass(Duration::from_secs(10)).expect("no problem");
        assert_eq!(device.status().owner.as_deref(), Some("Bo"));
        assert_eq!(device.misuses(), []);
    }

    /// The news that a device shows, every one once, in some seconds.
    fn news(device: &mut Simulated, seconds: u32) -> Vec<News> {
        let mut seen: Vec<News> = Vec::new();
        for _ in 0..seconds * 10 {
            device.pass(Duration::from_millis(100)).expect("no problem");
            let up = device.device.news().filter(|news| seen.last() != Some(*news)).cloned();
            seen.extend(up);
        }
        seen
    }

    #[test]
    fn a_stick_is_found_and_read_and_its_owner_comes_up() {
        let mut device = device(Rotation::Deg0);
        device.plug(summary("Bo")).expect("no problem");
        let accepted = News::Accepted {
            owner: Kept::new(summary("Bo")).expect("a sound summary").identity(),
        };
        assert_eq!(news(&mut device, 6), [News::StickFound, News::Reading, accepted]);
        device.pass(Duration::from_secs(3)).expect("no problem");
        assert_eq!(device.status().owner.as_deref(), Some("Bo"));
        assert!(device.status().has_stick);
        device.obey(Command::Pull).expect("no problem");
        assert!(!device.status().has_stick);
        assert_eq!(news(&mut device, 5), [], "it was read already");
        assert_eq!(device.misuses(), []);
    }

    #[test]
    fn a_stick_that_is_pulled_too_early_or_was_damaged_leaves_the_pages_as_they_are() {
        let mut device = device(Rotation::Deg0);
        let refused = |why| News::Refused { why };
        device.plug(summary("Bo")).expect("no problem");
        assert_eq!(news(&mut device, 1), [News::StickFound, News::Reading]);
        device.obey(Command::Pull).expect("no problem");
        assert_eq!(news(&mut device, 1), [refused(Refusal::Unreadable)]);
        device.obey(Command::Corrupt).expect("no problem");
        assert_eq!(news(&mut device, 3).last(), Some(&refused(Refusal::Damaged)));
        device.plug("no summary").expect("no problem");
        assert_eq!(news(&mut device, 3).last(), Some(&refused(Refusal::NotASummary)));
        device.pass(Duration::from_secs(20)).expect("no problem");
        assert_eq!(device.status().owner.as_deref(), Some("Ada"));
    }

    #[test]
    fn what_went_over_the_wires_makes_the_same_picture_on_another_panel() {
        // E-paper takes its second picture after three minutes.
        for (name, seconds) in [
            ("ssd1680-250x122", 190),
            ("ssd1306-128x64", 30),
            ("display-hat-mini", 20),
        ] {
            let panel = PanelSpec::find(name).expect("a panel");
            let mut device = recorded(name, Rotation::Deg90);
            let recorder = device.recorder();
            device.pass(Duration::from_secs(seconds)).expect("no problem");
            let trace: Trace = recorder().to_string().parse().expect("a trace");
            let glass = panels::glass(panel, Rotation::Deg90).expect("a glass");
            let hz = Settings::on(panel).hz;
            let other = EmulatedPanel::with(glass, Bus { hz, ..Bus::SPIDEV }, emulator::Clock::new());
            other.replay(&trace).expect("no failure");
            assert!(other.image() == device.image(), "{}", panel.name);
            assert_eq!(other.counters(), device.panel.counters(), "{}", panel.name);
            assert_eq!(other.clock().now(), device.panel.clock().now(), "{}", panel.name);
            assert_eq!(other.misuses(), [], "{}", panel.name);
        }
    }
}

//! The device: its own loop and its own driver, on an emulated panel, in virtual time.

mod parts;
mod stick;
mod watch;
mod zone;

use std::fmt;
use std::time::Duration;

use anyhow::{Result, anyhow};
use chrono::NaiveDateTime;
use playtally_device::{Button, Device, Dimmer, Kept, Parts, Settings};
use playtally_panel::{Cost, Display, Driver, Frame, PanelSpec, Rotation, Wires};
use playtally_panel_emulator::{
    self as emulator, Backlight, Bus, Busy, Counters, Delay, EmulatedPanel, Image, Misuse, OutputLine, Spi, Trace,
};
use playtally_screen::Page;

use super::panels;
use crate::text::name::clean;
use crate::text::number::count;
pub(crate) use parts::Action;
use parts::{Fingers, VirtualClock};
use stick::Sticks;
pub(crate) use watch::{Change, Traffic, Watch};
use watch::{Sight, Step};
use zone::Zone;

type Emulated =
    Device<'static, Driver<'static, Spi, OutputLine, Busy, Delay>, Dimmer<Backlight>, Fingers, VirtualClock, Sticks>;

/// The longest write on the bus, in bytes: what Linux takes at once unless it is told otherwise.
const LONGEST_WRITE: usize = 4096;

/// A device that is being simulated.
pub(crate) struct Simulated {
    device: Emulated,
    panel: EmulatedPanel,
    fingers: Fingers,
    clock: VirtualClock,
    zone: Zone,
    actions: [Action; 4],
    /// When the next step is due, in the clock's milliseconds.
    due: u64,
    /// The bytes that the last change of the picture took.
    sent: u64,
    sticks: Sticks,
    watch: Watch,
    /// Why the file of the summary cannot be shown as it is now.
    trouble: Option<String>,
}

impl Simulated {
    /// A device with a panel and a summary that is switched on at a moment of its owner's time, or now. Its wires are
    /// recorded if that is asked for.
    pub(crate) fn new(
        spec: &'static PanelSpec,
        rotation: Rotation,
        summary: Kept,
        at: Option<NaiveDateTime>,
        recorded: bool,
    ) -> Result<Self> {
        let zone = Zone::of(summary.summary());
        let utc = at.map_or_else(|| chrono::Utc::now().timestamp(), |local| zone.to_utc(local));
        let settings = Settings {
            rotation,
            ..Settings::on(spec)
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
        let sticks = Sticks::new(&summary);
        let wires = Wires {
            spi: panel.spi(),
            data_command: panel.data_command(),
            reset: Some(panel.reset()),
            busy: Some(panel.busy()),
        };
        // These live as long as the program, which simulates one device.
        let buffer = vec![0; LONGEST_WRITE].leak();
        let driver = Driver::open(spec, rotation, wires, panel.delay(), buffer)
            .map_err(|error| anyhow!("the panel's driver failed: {error}"))?;
        let size = spec.size(rotation);
        let frame = || Frame::new(size, vec![0; (size.width * size.height) as usize].leak());
        let display = Display::new(driver, frame()?, frame()?, Cost::SPIDEV.at_hz(settings.hz))?;
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
            sent: 0,
            sticks,
            watch: Watch::default(),
            trouble: None,
        };
        simulated.step()?;
        Ok(simulated)
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, time: Duration) -> Result<()> {
        let until = self.panel.clock().now() + time;
        loop {
            let now = self.panel.clock().now();
            let due = Duration::from_millis(self.fingers.next_move().map_or(self.due, |moves| moves.min(self.due)));
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
    pub(crate) fn act(&mut self, action: Action) -> Result<()> {
        let Some(button) = self.actions.iter().position(|&does| does == action) else {
            return Ok(());
        };
        self.tap(Button::ALL[button])
    }

    /// Taps a button, and lets the time pass that a finger takes.
    pub(crate) fn tap(&mut self, button: Button) -> Result<()> {
        self.fingers.press(button, self.clock.millis(), parts::TAP_MS);
        self.pass(Duration::from_millis(parts::TAP_MS * 2))
    }

    /// Lets time pass until the panel shows what is up. All but e-paper do at once.
    pub(crate) fn settle(&mut self) -> Result<()> {
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

    /// Holds a button down until the menu opens or closes.
    pub(crate) fn hold(&mut self) -> Result<()> {
        self.fingers.press(Button::A, self.clock.millis(), parts::HOLD_MS);
        self.pass(Duration::from_millis(parts::HOLD_MS + parts::TAP_MS))
    }

    fn step(&mut self) -> Result<()> {
        self.fingers.move_to(self.clock.millis());
        let (at, minute) = (self.panel.clock().now(), self.clock.seconds().div_euclid(60));
        let care = self.device.parts().display.due();
        let (before, counted) = (self.sight(), self.panel.counters());
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
            sent,
        });
        // A step is due later than now, or time would stand still.
        self.due = step.until.max(self.clock.millis() + 1);
        step.problem
            .map_or(Ok(()), |problem| Err(anyhow!("the device failed: {problem}")))
    }

    fn sight(&self) -> Sight {
        Sight {
            page: self.page(),
            is_settled: self.device.is_settled(),
        }
    }

    /// Takes in what became of the file that is shown: another summary is loaded as from a stick, and what cannot be
    /// shown leaves the device as it is.
    pub(crate) fn take(&mut self, file: Result<Option<Kept>>) -> Result<()> {
        match file {
            Ok(new) => {
                self.trouble = None;
                let Some(summary) = new else { return Ok(()) };
                self.sticks.load(&summary);
                self.step()
            }
            Err(error) => {
                self.trouble = Some(clean(&format!("{error:#}")).into_owned());
                Ok(())
            }
        }
    }

    /// What went over the wires so far, if it was recorded, and an end to that. It outlives the device.
    pub(crate) fn recorder(&self) -> impl FnOnce() -> Trace + use<> {
        let panel = self.panel.clone();
        move || panel.recorded()
    }

    /// What the device has done to its bus.
    pub(crate) const fn watch(&self) -> &Watch {
        &self.watch
    }

    /// What went over the bus since the panel got power.
    pub(crate) fn traffic(&self) -> Traffic {
        Traffic::between(&Counters::default(), &self.panel.counters())
    }

    /// The time on the device, as its owner's clocks say it.
    pub(crate) fn local_time(&self) -> NaiveDateTime {
        self.zone.to_local(self.clock.seconds())
    }

    /// The size of what the panel shows, in pixels.
    pub(crate) fn size(&self) -> (usize, usize) {
        let image = self.image();
        (image.width(), image.height())
    }

    /// What the driver did against the panel's data sheet.
    pub(crate) fn misuses(&self) -> Vec<Misuse> {
        self.panel.misuses()
    }

    /// What the panel shows.
    pub(crate) fn image(&self) -> Image {
        self.panel.image()
    }

    /// What each button does: left upper, left lower, right upper, right lower.
    #[cfg(feature = "window")]
    pub(crate) const fn actions(&self) -> [Action; 4] {
        self.actions
    }

    /// The page that is up, if there is one.
    pub(crate) fn page(&self) -> Option<Page> {
        self.device.showing().map(|(_, page)| page)
    }

    /// What the device does, in a line.
    pub(crate) fn status(&self) -> Status<'_> {
        Status(self)
    }
}

/// What a device does, in a line: owner, page, time, and what the last change of the picture took.
pub(crate) struct Status<'a>(&'a Simulated);

impl fmt::Display for Status<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let simulated = self.0;
        if let Some(trouble) = &simulated.trouble {
            return write!(f, "{trouble}");
        }
        if let Some((owner, page)) = simulated.device.showing() {
            if !owner.is_empty() {
                write!(f, "{} · ", clean(owner))?;
            }
            write!(f, "{}", page.slug())?;
        } else if simulated.device.menu().is_some() {
            write!(f, "menu: ↑ ↓ lines, enter chooses, backspace goes back")?;
        }
        write!(f, " · {}", simulated.local_time().format("%Y-%m-%d %H:%M:%S"))?;
        write!(f, " · {} bytes sent", count(simulated.sent))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use playtally_press::typeset::Fonts;
    use playtally_statistics::testing::made_up;
    use playtally_statistics::{Rule, Statistics};

    /// The day after the last play of the made-up history.
    fn pressed(statistics: &Statistics) -> chrono::NaiveDate {
        statistics.totals.last.expect("music").succ_opt().expect("a day")
    }

    fn statistics() -> Statistics {
        Statistics::compute(&made_up(7, 3_000), &Rule::new(chrono_tz::Europe::Stockholm))
    }

    /// The summary of a made-up history.
    pub(crate) fn summary(owner: &str) -> Vec<u8> {
        let statistics = statistics();
        let fonts = Fonts::bundled();
        let options = playtally_press::Options::new(owner, pressed(&statistics), &fonts);
        playtally_press::press(&statistics, &options).file
    }

    /// A device with a panel and the summary of a made-up history, whose wires are recorded.
    pub(crate) fn recorded(panel: &str, rotation: Rotation) -> Simulated {
        let spec = PanelSpec::find(panel).expect("a panel");
        let kept = Kept::new(summary("Ada")).expect("a sound summary");
        let at = pressed(&statistics()).and_hms_opt(12, 0, 0);
        Simulated::new(spec, rotation, kept, at, true).expect("a device")
    }

    /// A device with the summary of a made-up history, on its default panel.
    pub(crate) fn device(rotation: Rotation) -> Simulated {
        recorded(Settings::default().panel.name, rotation)
    }

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
        let status = device(Rotation::Deg0).status().to_string();
        let (who, rest) = status.split_once(" · cover · ").expect("the page");
        let (when, sent) = rest.split_once(" · ").expect("the time");
        assert_eq!((who, sent), ("Ada", "153,611 bytes sent"));
        let when = NaiveDateTime::parse_from_str(when, "%Y-%m-%d %H:%M:%S").expect("a time");
        assert_eq!(when.time().to_string(), "12:00:00");
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
    fn another_summary_in_the_file_is_loaded_as_from_a_stick() {
        let mut device = device(Rotation::Deg0);
        let cover = device.image();
        device
            .take(Err(anyhow!("cannot show my.tally: it is cut")))
            .expect("no problem");
        assert_eq!(device.image(), cover, "it stays");
        assert_eq!(device.status().to_string(), "cannot show my.tally: it is cut");
        device.take(Ok(None)).expect("no problem");
        assert!(device.status().to_string().starts_with("Ada · cover"));
        let new = Kept::new(summary("Bo")).expect("a sound summary");
        device.take(Ok(Some(new))).expect("no problem");
        assert_eq!(
            device.device.news(),
            Some(&playtally_device::News::Accepted { owner: "Bo".to_owned() })
        );
        assert_ne!(device.image(), cover, "the device says so");
        device.pass(Duration::from_secs(6)).expect("no problem");
        assert!(
            device.status().to_string().starts_with("Bo · cover"),
            "{}",
            device.status()
        );
        assert_eq!(device.misuses(), []);
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

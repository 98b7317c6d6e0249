//! A panel with everything that a driver wants to hold on to.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use crate::{
    Backlight, Bus, BusFailure, Busy, Clock, Controller, Counters, Delay, Event, Glass, Image, Line, Misuse,
    OutputLine, Spi, SpiWires, Trace, dcs::Dcs, epaper::Epaper, oled::Oled, wire::Log,
};

/// What a controller does with what comes over its wires.
pub(crate) trait Chip: Send + std::fmt::Debug {
    /// Bytes came while the data/command line was low.
    fn command(&mut self, bytes: &[u8], now: Duration, log: &mut Log);

    /// Bytes came while it was high.
    fn data(&mut self, bytes: &[u8], now: Duration, log: &mut Log);

    /// The reset line came back up.
    fn reset(&mut self, now: Duration);

    /// The highest clock for writing that the data sheet allows, in Hz.
    fn rated_hz(&self) -> u32;

    /// Whether the chip is at work and takes no commands.
    fn is_busy(&self, _now: Duration) -> bool {
        false
    }

    /// Whether the glass is dark without a light behind it.
    fn is_backlit(&self) -> bool {
        false
    }

    /// How strongly the chip drives its pixels, if it can choose.
    fn contrast(&self) -> Option<u8> {
        None
    }

    /// What the eye sees under full light.
    fn image(&self, now: Duration) -> Image;
}

/// An emulated panel. Clones, and all handles made from it, share one panel; they are `Send`, so a driver may live on
/// another thread than the one that watches.
#[derive(Clone, Debug)]
pub struct EmulatedPanel {
    state: Arc<Mutex<State>>,
    clock: Clock,
}

#[derive(Debug)]
pub(crate) struct State {
    chip: Box<dyn Chip>,
    bus: Bus,
    log: Log,
    clock: Clock,
    pub(crate) selected: bool,
    data: bool,
    reset: bool,
    /// 0 for dark to `u16::MAX` for full light.
    backlight: u16,
    calls_until_failure: Option<u64>,
    /// Whether the busy line is stuck.
    busy_held: bool,
    /// What has happened since the recording began.
    recording: Option<Recording>,
}

/// What has been written down, and up to when.
#[derive(Debug)]
struct Recording {
    trace: Trace,
    until: Duration,
}

impl Recording {
    fn note(&mut self, event: Event, now: Duration) {
        self.pass(now);
        self.trace.events.push(event);
    }

    /// The clock went on without an event: somebody else let time pass, or the device had nothing to say.
    fn pass(&mut self, now: Duration) {
        if now > self.until {
            self.trace.events.push(Event::Wait(now - self.until));
        }
        self.until = now;
    }
}

impl EmulatedPanel {
    /// A panel that has just got power, on [`Bus::SPIDEV`] and with a clock of its own.
    pub fn new(glass: Glass) -> Self {
        Self::with(glass, Bus::SPIDEV, Clock::new())
    }

    /// A panel that has just got power, on the given bus and clock.
    pub fn with(glass: Glass, bus: Bus, clock: Clock) -> Self {
        let chip: Box<dyn Chip> = match (Dcs::new(glass), glass.controller) {
            (Some(dcs), _) => Box::new(dcs),
            (None, Controller::Ssd1680) => Box::new(Epaper::new(glass)),
            (None, _) => Box::new(Oled::new(glass)),
        };
        let state = State {
            chip,
            bus,
            log: Log::default(),
            clock: clock.clone(),
            selected: false,
            data: true,
            reset: true,
            backlight: u16::MAX,
            calls_until_failure: None,
            busy_held: false,
            recording: None,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
            clock,
        }
    }

    /// The bus with the panel's chip select, as drivers of single devices want it.
    pub fn spi(&self) -> Spi {
        Spi(self.clone())
    }

    /// The bus without chip select, for code that handles [`chip_select`](Self::chip_select) itself.
    pub fn spi_wires(&self) -> SpiWires {
        SpiWires(self.clone())
    }

    /// The chip select line, low to select, for [`spi_wires`](Self::spi_wires).
    pub fn chip_select(&self) -> OutputLine {
        OutputLine::new(self.clone(), Line::ChipSelect)
    }

    /// The line that is low for commands and high for data.
    pub fn data_command(&self) -> OutputLine {
        OutputLine::new(self.clone(), Line::DataCommand)
    }

    /// The reset line, low to reset.
    pub fn reset(&self) -> OutputLine {
        OutputLine::new(self.clone(), Line::Reset)
    }

    /// The backlight as a line that is on or off. It is on until someone says otherwise.
    pub fn backlight(&self) -> OutputLine {
        OutputLine::new(self.clone(), Line::Backlight)
    }

    /// The backlight as a line that can be dimmed.
    pub fn backlight_pwm(&self) -> Backlight {
        Backlight(self.clone())
    }

    /// The line that is high while the panel is at work and takes no commands.
    pub fn busy(&self) -> Busy {
        Busy(self.clone())
    }

    /// A delay that lets virtual time pass.
    pub fn delay(&self) -> Delay {
        Delay(self.clone())
    }

    /// The panel's clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What the eye sees: black while the panel sleeps, is off or has no light. Of light that was dimmed to a share, as
    /// much is seen: numbers in an image stand for light nearly as its power of 1/2.2 (IEC 61966-2-1). E-paper needs
    /// neither, and shows what the last refresh left.
    pub fn image(&self) -> Image {
        let state = self.lock();
        let image = state.chip.image(self.clock.now());
        if state.backlight == u16::MAX || !state.chip.is_backlit() {
            return image;
        }
        let share = (f64::from(state.backlight) / f64::from(u16::MAX)).powf(1.0 / 2.2);
        let dim = |part: u8| (f64::from(part) * share).round() as u8;
        Image::from_fn(image.width(), image.height(), |x, y| image.pixel(x, y).map(dim))
    }

    /// How strongly an OLED drives its pixels, from 0 to 255. The image does not show it: lit pixels are white.
    pub fn contrast(&self) -> Option<u8> {
        self.lock().chip.contrast()
    }

    /// What went over the wires since the start or the last [`reset_counters`](Self::reset_counters).
    pub fn counters(&self) -> Counters {
        self.lock().log.counters
    }

    /// Counts from zero again.
    pub fn reset_counters(&self) {
        self.lock().log.counters = Counters::default();
    }

    /// What was done against the data sheet so far: the first hundred, in order.
    pub fn misuses(&self) -> Vec<Misuse> {
        self.lock().log.misuses.clone()
    }

    /// The same, and forgets them.
    pub fn take_misuses(&self) -> Vec<Misuse> {
        std::mem::take(&mut self.lock().log.misuses)
    }

    /// Lets the bus take so many more calls and then fail for good, as a loose wire or an unloaded driver would.
    pub fn fail_after(&self, calls: u64) {
        self.lock().calls_until_failure = Some(calls);
    }

    /// The bus works again.
    pub fn repair(&self) {
        self.lock().calls_until_failure = None;
    }

    /// Holds the busy line up, as a broken panel or a loose wire would, or lets it go.
    pub fn hold_busy(&self, held: bool) {
        self.lock().busy_held = held;
    }

    /// Writes down from now on what goes over the wires, and how long nothing did. What the bus takes for a write is not
    /// written down: it follows from the bus that the trace is [replayed](Self::replay) on.
    pub fn record(&self) {
        self.lock().recording = Some(Recording {
            trace: Trace::default(),
            until: self.clock.now(),
        });
    }

    /// What has been written down since [`record`](Self::record), and an end to it. Empty if nothing was recorded.
    pub fn recorded(&self) -> Trace {
        let Some(mut recording) = self.lock().recording.take() else {
            return Trace::default();
        };
        recording.pass(self.clock.now());
        recording.trace
    }

    /// Does what a trace says.
    ///
    /// # Errors
    /// Those of the bus, at the first write that fails.
    pub fn replay(&self, trace: &Trace) -> Result<(), BusFailure> {
        let mut state = self.lock();
        state.selected = !trace.names_chip_select();
        let result = trace.events.iter().try_for_each(|event| match event {
            Event::Set(line, high) => {
                state.set(*line, *high);
                Ok(())
            }
            Event::Dim(light) => {
                state.dim(*light);
                Ok(())
            }
            Event::Write(bytes) => state.write(bytes),
            Event::Wait(duration) => {
                state.wait(duration.as_nanos() as u64);
                Ok(())
            }
        });
        state.selected = false;
        result
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        // No method leaves the state half changed when it panics.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), BusFailure> {
        match &mut self.calls_until_failure {
            Some(0) => return Err(BusFailure::Broken),
            Some(calls) => *calls -= 1,
            None => {}
        }
        if bytes.len() > self.bus.longest_write {
            return Err(BusFailure::TooLong);
        }
        self.note(|| Event::Write(bytes.to_vec()));
        let ns = self.bus.ns(bytes.len());
        self.clock.advance_ns(ns);
        self.noted();
        let counters = &mut self.log.counters;
        counters.bytes += bytes.len() as u64;
        counters.calls += 1;
        counters.longest_write = counters.longest_write.max(bytes.len());
        counters.bus_time += Duration::from_nanos(ns);

        let (hz, rated) = (self.bus.hz, self.chip.rated_hz());
        if self.bus.check_clock && hz > rated {
            self.log.misuse(Misuse::TooFast { hz, rated });
        }
        if !self.selected {
            self.log.misuse(Misuse::NotSelected);
        } else if !self.reset {
            // Held in reset, the chip hears nothing.
        } else if self.data {
            self.chip.data(bytes, self.clock.now(), &mut self.log);
        } else {
            self.chip.command(bytes, self.clock.now(), &mut self.log);
        }
        Ok(())
    }

    pub(crate) fn set(&mut self, line: Line, high: bool) {
        self.note(|| Event::Set(line, high));
        match line {
            Line::ChipSelect => self.selected = !high,
            Line::DataCommand => {
                if self.data != high {
                    self.log.counters.edges += 1;
                }
                self.data = high;
            }
            Line::Reset => {
                if high && !self.reset {
                    self.chip.reset(self.clock.now());
                }
                self.reset = high;
            }
            Line::Backlight => self.backlight = if high { u16::MAX } else { 0 },
        }
    }

    pub(crate) fn is_busy(&self) -> bool {
        self.busy_held || self.chip.is_busy(self.clock.now())
    }

    pub(crate) fn wait(&mut self, ns: u64) {
        self.note(|| Event::Wait(Duration::from_nanos(ns)));
        self.clock.advance_ns(ns);
        self.noted();
    }

    /// Sets how bright the backlight is.
    pub(crate) fn dim(&mut self, light: u16) {
        self.note(|| Event::Dim(light));
        self.backlight = light;
    }

    fn note(&mut self, event: impl FnOnce() -> Event) {
        if let Some(recording) = &mut self.recording {
            recording.note(event(), self.clock.now());
        }
    }

    /// The time until now belongs to the event that was noted last.
    fn noted(&mut self) {
        if let Some(recording) = &mut self.recording {
            recording.until = self.clock.now();
        }
    }
}

//! What is on the pins, through one of the back ends.

pub(crate) mod kernel;
pub(crate) mod pwm;
pub(crate) mod rppal;
mod write_only;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use embedded_hal::digital::OutputPin;
use playtally_device::{Backend, Backlight, Dimmer, Down, Led, Pin, Settings, Switch};

pub(crate) use write_only::LONGEST_WRITE;
use write_only::WriteOnly;

use super::trouble::{self, Trouble};
use pwm::{Channel, Pwm};

/// The nodes by which a kernel made for Raspberry Pi lets a program at the registers for GPIO.
const REGISTERS: [&str; 2] = ["/dev/gpiomem", "/dev/gpiomem0"];

/// The back end that is meant.
pub(crate) fn backend(setting: Backend) -> Backend {
    match setting {
        Backend::Auto if REGISTERS.iter().any(|node| Path::new(node).exists()) => Backend::Rppal,
        Backend::Auto => Backend::Kernel,
        named => named,
    }
}

/// The lines of a board, open.
#[derive(Debug)]
pub(crate) struct Board<SPI, OUT, IN, B> {
    pub(crate) spi: SPI,
    pub(crate) data_command: OUT,
    pub(crate) reset: Option<OUT>,
    pub(crate) backlight: Option<Light<OUT>>,
    pub(crate) led: Led<OUT>,
    pub(crate) buttons: B,
    pub(crate) busy: Option<IN>,
}

/// The light behind the panel.
#[derive(Debug)]
pub(crate) enum Light<OUT> {
    Dims(Dimmer<Pwm>),
    Switches(Switch<OUT>),
}

impl<OUT> Light<OUT> {
    /// The one that the settings name: dimmed where its line has a PWM, and else switched by a line, which is `opened`.
    fn open(settings: &Settings, opened: impl FnOnce(Pin) -> Result<OUT, Trouble>) -> Result<Option<Self>, Trouble> {
        match Channel::of(settings).map(|channel| channel.open()) {
            Some(Ok(pwm)) => return Ok(Some(Self::Dims(Dimmer(pwm)))),
            Some(Err(error)) => trouble::say(format_args!("the backlight cannot be dimmed: {error}")),
            None => {}
        }
        let line = settings.pins.backlight.map(opened).transpose()?;
        Ok(line.map(|line| Self::Switches(Switch(line))))
    }
}

impl<OUT: OutputPin> Backlight for Light<OUT> {
    /// In words.
    type Error = String;

    fn set(&mut self, percent: u8) -> Result<(), String> {
        match self {
            Self::Dims(dimmer) => dimmer.set(percent).map_err(|error| format!("{error:?}")),
            Self::Switches(switch) => switch.set(percent).map_err(|error| format!("{error:?}")),
        }
    }

    fn dims(&self) -> bool {
        match self {
            Self::Dims(dimmer) => dimmer.dims(),
            Self::Switches(switch) => switch.dims(),
        }
    }
}

/// Finds out whether edges of the buttons are reported. Not every chip that a kernel drives reports them; the levels
/// have to be read often then.
#[derive(Clone, Debug, Default)]
pub(crate) struct Edges {
    came: Arc<AtomicBool>,
    /// A button was found down or up though no edge ever came.
    missed: bool,
    last: Down,
}

impl Edges {
    /// How often to look where no edges come: a press takes at least 50 ms.
    const OFTEN_MS: u32 = 20;
    /// How often to look as long as nobody pressed anything.
    const SELDOM_MS: u32 = 1000;

    /// An edge came.
    pub(crate) fn note(&self) {
        self.came.store(true, Ordering::Relaxed);
    }

    /// These buttons are down now.
    pub(crate) fn see(&mut self, down: Down) -> Down {
        self.missed |= down != self.last;
        self.last = down;
        down
    }

    /// How often the levels have to be read, in milliseconds.
    pub(crate) fn poll_every(&self) -> Option<u32> {
        match (self.came.load(Ordering::Relaxed), self.missed) {
            (true, _) => None,
            (false, true) => Some(Self::OFTEN_MS),
            (false, false) => Some(Self::SELDOM_MS),
        }
    }
}

#[cfg(test)]
mod tests {
    use playtally_device::Button;

    use super::*;

    #[test]
    fn levels_are_read_often_only_where_a_press_came_without_an_edge() {
        let mut edges = Edges::default();
        assert_eq!(
            edges.poll_every(),
            Some(1000),
            "at most one look a second while nobody presses anything"
        );
        edges.see(Down::NONE.with(Button::X));
        assert_eq!(edges.poll_every(), Some(20));
        edges.clone().note();
        assert_eq!(edges.poll_every(), None, "an edge that came late is an edge");
    }
}

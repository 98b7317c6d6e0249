//! The Pi's lines through the kernel alone: spidev and the GPIO character device.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::os::fd::{AsFd, BorrowedFd};
use std::path::PathBuf;

use embedded_hal::digital::{self, InputPin, OutputPin};
use gpiocdev::chip::Chip;
use gpiocdev::line::{Bias, EdgeDetection, Value};
use gpiocdev::request::{Builder, Request};
use playtally_device::{Button, Buttons, Down, Led, Pin, Settings};
use spidev::{SpiModeFlags, Spidev, SpidevOptions};

use super::pwm::Channel;
use super::{Board, Edges, Light, WriteOnly};
use crate::program::trouble::Trouble;
use crate::program::wait::Wakes;

/// Who holds a line, as `gpioinfo` shows it.
const CONSUMER: &str = "playtally";

/// What the kernel calls the chip behind the header: on Pi 0 to 3, on 4, and on 5. Its number differs between kernels.
const CHIPS: [&str; 3] = ["pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1"];

/// Opens the lines that the settings name.
pub(crate) fn open(settings: &Settings) -> Result<Board<WriteOnly<Spidev>, Line, Line, Levels>, Trouble> {
    let spi = spi(settings).map_err(|error| Trouble::spi(settings.spi, error))?;
    let chip = chip(settings.gpio_chip)?;
    let output_at = |pin: Pin, level| -> Result<Line, Trouble> {
        let mut request = request(&chip);
        request.with_line(pin.number().into()).as_output(level);
        request.request().map(Line).map_err(|error| refused(&chip, pin, &error))
    };
    let output = |pin| output_at(pin, Value::Inactive);
    let [red, green, blue] = settings.pins.led;
    let dark = |pin: Option<Pin>| pin.map(|pin| output_at(pin, Value::Active)).transpose();
    let input = |pin: Pin| -> Result<Line, Trouble> {
        let mut request = request(&chip);
        request.with_line(pin.number().into()).as_input();
        request.request().map(Line).map_err(|error| refused(&chip, pin, &error))
    };
    Ok(Board {
        spi: WriteOnly(spi),
        data_command: output(settings.pins.data_command)?,
        reset: settings.pins.reset.map(output).transpose()?,
        busy: settings.pins.busy.map(input).transpose()?,
        backlight: Light::open(settings, output)?,
        led: Led::new([dark(red)?, dark(green)?, dark(blue)?]),
        buttons: Levels::open(&chip, settings.pins.buttons)?,
    })
}

/// Buttons to listen to while every other line is an input.
#[derive(Debug)]
pub(crate) struct Listening {
    pub(crate) levels: Levels,
    /// The lines that were driven: held as inputs, pulled up so that no panel is reset.
    _released: Vec<Request>,
}

/// Lets go of the lines that the settings drive, and listens to buttons.
pub(crate) fn listen(driven: &Settings, buttons: [Option<Pin>; 4]) -> Result<Listening, Trouble> {
    let chip = chip(driven.gpio_chip)?;
    let released = driven.pins.lines().map(|pin| {
        let attempt = |bias: Option<Bias>| {
            let mut request = request(&chip);
            request.with_line(pin.number().into()).as_input().with_bias(bias);
            request.request()
        };
        let released = attempt(Some(Bias::PullUp)).or_else(|_| attempt(None));
        released.map_err(|error| refused(&chip, pin, &error))
    });
    Ok(Listening {
        _released: released.collect::<Result<_, _>>()?,
        levels: Levels::open(&chip, buttons)?,
    })
}

fn spi(settings: &Settings) -> io::Result<Spidev> {
    let mut spi = Spidev::open(settings.spi.to_string())?;
    let options = SpidevOptions::new()
        .bits_per_word(8)
        .max_speed_hz(settings.hz)
        .mode(SpiModeFlags::SPI_MODE_0)
        .build();
    spi.configure(&options)?;
    Ok(spi)
}

/// The chip of that number, or the one behind the header.
fn chip(number: Option<u8>) -> Result<Chip, Trouble> {
    if let Some(number) = number {
        let path = format!("/dev/gpiochip{number}");
        return File::open(&path)
            .map_err(|error| Trouble::gpio(&path, &error))
            .and_then(|_| Chip::from_path(&path).map_err(Trouble::new));
    }
    let paths = chips();
    let found = paths.iter().filter_map(|path| Chip::from_path(path).ok());
    let mut headers = found.filter(|chip| chip.info().is_ok_and(|info| CHIPS.contains(&info.label.as_str())));
    headers.next().ok_or_else(|| {
        let denied = |path: &&PathBuf| File::open(path).is_err_and(|error| error.kind() == ErrorKind::PermissionDenied);
        match paths.iter().find(denied) {
            Some(path) => Trouble::gpio(&path.display().to_string(), &ErrorKind::PermissionDenied.into()),
            None => Trouble::new("there is no GPIO chip of a Raspberry Pi").with_remedy(
                "If this computer has another one, name it as `gpio_chip` in the settings; see gpiodetect(1).",
            ),
        }
    })
}

/// The nodes of all chips, by what the kernel says of them: on a card of its own, the display may not list other nodes.
fn chips() -> Vec<PathBuf> {
    let chips = fs::read_dir("/sys/bus/gpio/devices").into_iter().flatten().flatten();
    let names = chips
        .map(|chip| chip.file_name())
        .filter(|name| name.to_string_lossy().starts_with("gpiochip"));
    let mut nodes: Vec<_> = names.map(|name| PathBuf::from("/dev").join(name)).collect();
    nodes.sort();
    nodes
}

fn request(chip: &Chip) -> Builder {
    let mut request = Request::builder();
    request.on_chip(chip.path()).with_consumer(CONSUMER);
    request
}

/// Which chip drives the lines that the settings name, if nobody holds one of them. [`rppal`](super::rppal) takes lines
/// without asking the kernel.
pub(crate) fn free_lines(settings: &Settings) -> Result<String, Trouble> {
    let chip = chip(settings.gpio_chip)?;
    // The kernel itself holds the line of a PWM, on chips that let it.
    let dimmed = Channel::of(settings).and(settings.pins.backlight);
    let lines = settings.pins.lines().filter(|&pin| Some(pin) != dimmed);
    let mut held = lines.filter_map(|pin| held(&chip, pin));
    held.next().map_or_else(|| Ok(chip.path().display().to_string()), Err)
}

/// Who holds a line, if somebody does, and how to get it.
fn held(chip: &Chip, pin: Pin) -> Option<Trouble> {
    let line = chip.line_info(pin.number().into()).ok().filter(|line| line.used)?;
    let (holder, remedy) = match line.consumer.as_str() {
        "" => (
            "the kernel",
            "Take the dtoverlay that uses it out of the boot configuration and start again.",
        ),
        // The second is what rppal says.
        display @ (CONSUMER | "RPPAL") => (
            display,
            "If that is the display, stop it: sudo systemctl stop playtally playtally-failed",
        ),
        other => (
            other,
            "End that program, or take its dtoverlay out of the boot configuration and start again.",
        ),
    };
    Some(Trouble::new(format_args!("{pin} is in use by {holder}")).with_remedy(remedy))
}

/// Why a line was not to be had.
fn refused(chip: &Chip, pin: Pin, error: &gpiocdev::Error) -> Trouble {
    held(chip, pin).unwrap_or_else(|| Trouble::new(format_args!("{pin} on {}: {error}", chip.path().display())))
}

/// A line.
#[derive(Debug)]
pub(crate) struct Line(Request);

/// Why a line could not be set or read.
#[derive(Debug)]
pub(crate) struct LineError(#[expect(dead_code, reason = "shown by Debug")] gpiocdev::Error);

impl digital::Error for LineError {
    fn kind(&self) -> digital::ErrorKind {
        digital::ErrorKind::Other
    }
}

impl digital::ErrorType for Line {
    type Error = LineError;
}

impl OutputPin for Line {
    fn set_low(&mut self) -> Result<(), LineError> {
        self.0.set_lone_value(Value::Inactive).map_err(LineError)
    }

    fn set_high(&mut self) -> Result<(), LineError> {
        self.0.set_lone_value(Value::Active).map_err(LineError)
    }
}

impl InputPin for Line {
    fn is_high(&mut self) -> Result<bool, LineError> {
        self.0
            .lone_value()
            .map(|value| value == Value::Active)
            .map_err(LineError)
    }

    fn is_low(&mut self) -> Result<bool, LineError> {
        self.is_high().map(|high| !high)
    }
}

/// Buttons that pull their lines low, in one request.
#[derive(Debug)]
pub(crate) struct Levels {
    /// `None` if there are no buttons.
    request: Option<Request>,
    buttons: Vec<(Button, Pin)>,
    edges: Edges,
}

impl Levels {
    fn open(chip: &Chip, pins: [Option<Pin>; 4]) -> Result<Self, Trouble> {
        let buttons: Vec<_> = Button::ALL
            .into_iter()
            .zip(pins)
            .filter_map(|(button, pin)| Some((button, pin?)))
            .collect();
        let offsets: Vec<u32> = buttons.iter().map(|(_, pin)| pin.number().into()).collect();
        let attempt = |bias: Option<Bias>, edges: Option<EdgeDetection>| {
            let mut request = request(chip);
            request
                .with_lines(&offsets)
                .as_input()
                .as_active_low()
                .with_bias(bias)
                .with_edge_detection(edges);
            request.request()
        };
        // Not every chip has pull-ups or reports edges. A board without the one has resistors, and levels do for the other.
        let (up, both) = (Some(Bias::PullUp), Some(EdgeDetection::BothEdges));
        let request = match buttons.first() {
            None => None,
            Some(&(_, first)) => Some(
                attempt(up, both)
                    .or_else(|_| attempt(up, None))
                    .or_else(|_| attempt(None, both))
                    .or_else(|_| attempt(None, None))
                    .map_err(|error| {
                        let mut held = buttons.iter().filter_map(|&(_, pin)| held(chip, pin));
                        held.next().unwrap_or_else(|| refused(chip, first, &error))
                    })?,
            ),
        };
        Ok(Self {
            request,
            buttons,
            edges: Edges::default(),
        })
    }
}

impl Buttons for Levels {
    type Error = gpiocdev::Error;

    fn down(&mut self) -> Result<Down, gpiocdev::Error> {
        let Some(request) = &self.request else {
            return Ok(Down::NONE);
        };
        while request.has_edge_event()? {
            request.read_edge_event()?;
            self.edges.note();
        }
        let mut down = Down::NONE;
        for &(button, pin) in &self.buttons {
            if request.value(pin.number().into())? == Value::Active {
                down = down.with(button);
            }
        }
        Ok(self.edges.see(down))
    }

    fn are_there(&self) -> bool {
        !self.buttons.is_empty()
    }

    fn poll_every(&self) -> Option<u32> {
        self.edges.poll_every().filter(|_| self.request.is_some())
    }
}

impl Wakes for Levels {
    fn fd(&self) -> Option<BorrowedFd<'_>> {
        self.request.as_ref().map(AsFd::as_fd)
    }
}

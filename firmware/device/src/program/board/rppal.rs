//! The Pi's lines through rppal: SPI through the kernel's spidev, GPIO through the chip's registers.

use std::convert::Infallible;
use std::io::{self, Write};

use embedded_hal::digital::{self, InputPin, OutputPin};
use playtally_device::{Button, Buttons, Down, Led, Pin, Settings};
use rppal::gpio::{self, Gpio, Trigger};
use rppal::spi::{Bus, Mode, SlaveSelect, Spi};

use super::{Board, Edges, Light, WriteOnly};
use crate::program::trouble::Trouble;
use crate::program::wait::{Waker, Wakes};

/// Opens the lines that the settings name.
pub(crate) fn open(
    settings: &Settings,
    waker: &Waker,
) -> Result<Board<WriteOnly<Bytes>, Output, Input, Levels>, Trouble> {
    let spi = Spi::new(bus(settings), select(settings), settings.hz, Mode::Mode0)
        .map_err(|error| Trouble::spi(settings.spi, io_error(error)))?;
    let gpio = Gpio::new().map_err(trouble)?;
    let output = |pin: Pin| Ok::<_, Trouble>(gpio.get(pin.number()).map_err(trouble)?.into_output_low());
    let input = |pin: Pin| Ok::<_, Trouble>(gpio.get(pin.number()).map_err(trouble)?.into_input());
    let backlight = Light::open(settings, |pin| {
        let mut line = output(pin)?;
        // Hats pull the line up: given back as an input, it would light up a sleeping panel.
        line.set_reset_on_drop(false);
        Ok(Output(line))
    })?;
    let [red, green, blue] = settings.pins.led;
    let dark = |pin: Option<Pin>| {
        let line = pin.map(|pin| gpio.get(pin.number())).transpose().map_err(trouble)?;
        Ok::<_, Trouble>(line.map(|line| Output(line.into_output_high())))
    };
    let edges = Edges::default();
    let mut buttons = Vec::new();
    for (button, pin) in Button::ALL.into_iter().zip(settings.pins.buttons) {
        let Some(pin) = pin else { continue };
        let mut line = gpio.get(pin.number()).map_err(trouble)?.into_input_pullup();
        let (waker, edges) = (waker.clone(), edges.clone());
        let noticed = move |_| {
            edges.note();
            waker.wake();
        };
        // Where that is not to be had, levels do.
        let _ = line.set_async_interrupt(Trigger::Both, None, noticed);
        buttons.push((button, line));
    }
    Ok(Board {
        spi: WriteOnly(Bytes(spi)),
        data_command: Output(output(settings.pins.data_command)?),
        reset: settings.pins.reset.map(output).transpose()?.map(Output),
        busy: settings.pins.busy.map(input).transpose()?.map(Input),
        backlight,
        led: Led::new([dark(red)?, dark(green)?, dark(blue)?]),
        buttons: Levels { buttons, edges },
    })
}

fn bus(settings: &Settings) -> Bus {
    match settings.spi.bus {
        0 => Bus::Spi0,
        1 => Bus::Spi1,
        2 => Bus::Spi2,
        3 => Bus::Spi3,
        4 => Bus::Spi4,
        5 => Bus::Spi5,
        _ => Bus::Spi6,
    }
}

fn select(settings: &Settings) -> SlaveSelect {
    match settings.spi.select {
        0 => SlaveSelect::Ss0,
        1 => SlaveSelect::Ss1,
        _ => SlaveSelect::Ss2,
    }
}

fn io_error(error: rppal::spi::Error) -> io::Error {
    match error {
        rppal::spi::Error::Io(error) => error,
        error => io::Error::other(error),
    }
}

fn trouble(error: gpio::Error) -> Trouble {
    let trouble = Trouble::new(format_args!("the GPIO lines cannot be used: {error}"));
    match error {
        gpio::Error::UnknownModel => trouble
            .with_remedy("rppal knows this computer for no Raspberry Pi. Try `backend = \"kernel\"` in the settings."),
        gpio::Error::PermissionDenied(node) => trouble.with_remedy(format!(
            "Let this user use {node}: sudo usermod -aG gpio \"$USER\", then log in again."
        )),
        _ => trouble,
    }
}

/// The bytes' way to the panel.
#[derive(Debug)]
pub(crate) struct Bytes(Spi);

impl Write for Bytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(io_error)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An output line.
#[derive(Debug)]
pub(crate) struct Output(gpio::OutputPin);

impl digital::ErrorType for Output {
    type Error = Infallible;
}

impl OutputPin for Output {
    fn set_low(&mut self) -> Result<(), Infallible> {
        self.0.set_low();
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        self.0.set_high();
        Ok(())
    }
}

/// An input line.
#[derive(Debug)]
pub(crate) struct Input(gpio::InputPin);

impl digital::ErrorType for Input {
    type Error = Infallible;
}

impl InputPin for Input {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(self.0.is_high())
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        Ok(self.0.is_low())
    }
}

/// Buttons that pull their line low.
#[derive(Debug)]
pub(crate) struct Levels {
    buttons: Vec<(Button, gpio::InputPin)>,
    edges: Edges,
}

impl Buttons for Levels {
    type Error = Infallible;

    fn down(&mut self) -> Result<Down, Infallible> {
        let down = self
            .buttons
            .iter()
            .filter(|(_, line)| line.is_low())
            .map(|&(button, _)| button);
        Ok(self.edges.see(down.collect()))
    }

    fn are_there(&self) -> bool {
        !self.buttons.is_empty()
    }

    fn poll_every(&self) -> Option<u32> {
        self.edges.poll_every().filter(|_| !self.buttons.is_empty())
    }
}

/// Edges come on threads of rppal's, which use a [`Waker`].
impl Wakes for Levels {}

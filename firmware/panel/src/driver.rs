//! Any panel of the table, behind one type.

use core::fmt;

use embedded_graphics_core::geometry::Size;
use embedded_hal::{
    delay::DelayNs,
    digital::{InputPin, OutputPin},
    spi::SpiDevice,
};
use mipidsi::models::ST7789;

use crate::{Alignment, Area, Controller, Frame, Panel, PanelSpec, Rotation, bus::Bus, mipi::Mipi};

/// What connects a panel.
#[derive(Debug)]
pub struct Wires<SPI, OUT, IN> {
    /// The bus, with the panel's chip select.
    pub spi: SPI,
    /// The line that is low for commands and high for data.
    pub data_command: OUT,
    /// The reset line, low to reset. Without one the controller is reset by a command, if it knows one.
    pub reset: Option<OUT>,
    /// The line on which e-paper says that it is still at work.
    pub busy: Option<IN>,
}

/// What can go wrong with a panel: `S` is the bus's error and `P` that of a pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error<S, P> {
    /// The bus failed.
    Spi(S),
    /// A line could not be set or read.
    Pin(P),
    /// The buffer for pixels does not even hold one.
    BufferTooSmall,
    /// The panel's size and offset do not fit into its controller's memory.
    GlassOutsideMemory,
}

impl<S: fmt::Debug, P: fmt::Debug> fmt::Display for Error<S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spi(error) => write!(f, "the panel's SPI bus failed: {error:?}"),
            Self::Pin(error) => write!(f, "a line to the panel failed: {error:?}"),
            Self::BufferTooSmall => write!(f, "the buffer for the panel's pixels does not hold one"),
            Self::GlassOutsideMemory => write!(f, "the panel's size and offset exceed its controller's memory"),
        }
    }
}

impl<S: fmt::Debug, P: fmt::Debug> core::error::Error for Error<S, P> {}

/// A panel of the table on a bus: one type for them all, so that the choice can be made when the program runs.
pub struct Driver<'b, SPI: SpiDevice, OUT: OutputPin, IN, D> {
    inner: Inner<'b, SPI, OUT, D>,
    alignment: Alignment,
    /// Held, because back ends let go of a line when its handle is dropped.
    _lines: (Option<OUT>, Option<IN>),
}

enum Inner<'b, SPI: SpiDevice, OUT: OutputPin, D> {
    St7789(Mipi<Bus<'b, SPI, OUT>, ST7789, D>),
}

impl<'b, SPI, OUT, IN, D> Driver<'b, SPI, OUT, IN, D>
where
    SPI: SpiDevice,
    OUT: OutputPin,
    IN: InputPin<Error = OUT::Error>,
    D: DelayNs,
{
    /// Resets and starts the panel, turned by `rotation` from upright. Its memory holds noise until the first flush, so
    /// switch a backlight on after that.
    ///
    /// `buffer` is where pixels gather on their way to the bus; its length is the longest write. 4,096 bytes suit
    /// spidev, which takes no more at once unless told so.
    ///
    /// # Errors
    /// Those of the bus and the lines, and a panel or buffer that cannot be.
    pub fn open(
        spec: &PanelSpec,
        rotation: Rotation,
        wires: Wires<SPI, OUT, IN>,
        mut delay: D,
        buffer: &'b mut [u8],
    ) -> Result<Self, Error<SPI::Error, OUT::Error>> {
        let Wires {
            spi,
            data_command,
            mut reset,
            busy,
        } = wires;
        if let Some(line) = &mut reset {
            pulse(line, &mut delay).map_err(Error::Pin)?;
        }
        let bus = Bus::new(spi, data_command, buffer);
        let outside = |error: Option<_>| error.unwrap_or(Error::GlassOutsideMemory);
        let inner = match spec.controller {
            Controller::St7789 => Inner::St7789(Mipi::open(spec, rotation, ST7789, bus, delay).map_err(outside)?),
        };
        Ok(Self {
            inner,
            alignment: spec.alignment(rotation),
            _lines: (reset, busy),
        })
    }
}

/// Resets a controller by its line. Controllers ask for a pulse of at least 10 µs, and for up to 120 ms before the next
/// command if they were awake.
fn pulse<OUT: OutputPin>(reset: &mut OUT, delay: &mut impl DelayNs) -> Result<(), OUT::Error> {
    reset.set_high()?;
    delay.delay_ms(1);
    reset.set_low()?;
    delay.delay_us(20);
    reset.set_high()?;
    delay.delay_ms(120);
    Ok(())
}

impl<SPI: SpiDevice, OUT: OutputPin, IN, D> fmt::Debug for Driver<'_, SPI, OUT, IN, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner::St7789(_) = self.inner;
        f.debug_tuple("Driver").field(&Controller::St7789).finish()
    }
}

impl<SPI, OUT, IN, D> Panel for Driver<'_, SPI, OUT, IN, D>
where
    SPI: SpiDevice,
    OUT: OutputPin,
    D: DelayNs,
{
    type Error = Error<SPI::Error, OUT::Error>;

    fn size(&self) -> Size {
        match &self.inner {
            Inner::St7789(panel) => panel.size(),
        }
    }

    fn alignment(&self) -> Alignment {
        self.alignment
    }

    fn show(&mut self, frame: &Frame<'_>, area: Area) -> Result<(), Self::Error> {
        match &mut self.inner {
            Inner::St7789(panel) => panel.show(frame, area),
        }
    }

    fn sleep(&mut self) -> Result<(), Self::Error> {
        match &mut self.inner {
            Inner::St7789(panel) => panel.sleep(),
        }
    }

    fn wake(&mut self) -> Result<(), Self::Error> {
        match &mut self.inner {
            Inner::St7789(panel) => panel.wake(),
        }
    }
}

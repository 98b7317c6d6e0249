//! Any panel of the table, behind one type.

use core::fmt;

use embedded_graphics_core::geometry::Size;
use embedded_hal::{
    delay::DelayNs,
    digital::{InputPin, OutputPin},
    spi::SpiDevice,
};
use epdsi::bus::SpiBusWrapper;
use mipidsi::models::{GC9A01, ILI9341Rgb565, ST7735s, ST7789};

use crate::{
    Alignment, Area, Controller, Cost, Frame, Panel, PanelSpec, Refresh, Rotation, bus::Bus, busy::BusyLine,
    mipi::Mipi, oled::Oled, paper::Epaper,
};

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
    /// E-paper needs a reset line, which alone ends its sleep.
    NoResetLine,
    /// E-paper needs the line on which it says that it is at work.
    NoBusyLine,
    /// E-paper has been at work for longer than any refresh takes.
    AlwaysBusy,
    /// A driver asked for what this bus does not do.
    Driver,
}

impl<S: fmt::Debug, P: fmt::Debug> fmt::Display for Error<S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Spi(error) => write!(f, "the panel's SPI bus failed: {error:?}"),
            Self::Pin(error) => write!(f, "a line to the panel failed: {error:?}"),
            Self::BufferTooSmall => write!(f, "the buffer for the panel's pixels does not hold one"),
            Self::GlassOutsideMemory => write!(f, "the panel's size and offset exceed its controller's memory"),
            Self::NoResetLine => write!(f, "e-paper needs a reset line"),
            Self::NoBusyLine => write!(f, "e-paper needs its busy line"),
            Self::AlwaysBusy => write!(
                f,
                "the panel says for too long that it is busy; is its busy line connected?"
            ),
            Self::Driver => write!(f, "the panel's driver asked for what the bus does not do"),
        }
    }
}

impl<S: fmt::Debug, P: fmt::Debug> core::error::Error for Error<S, P> {}

/// A panel of the table on a bus: one type for them all, so that the choice can be made when the program runs.
pub struct Driver<'b, SPI: SpiDevice, OUT: OutputPin, IN, D> {
    inner: Inner<'b, SPI, OUT, IN, D>,
    controller: Controller,
    /// Held, because back ends let go of a line when its handle is dropped.
    _lines: (Option<OUT>, Option<IN>),
}

enum Inner<'b, SPI: SpiDevice, OUT: OutputPin, IN, D> {
    St7789(Mipi<Bus<'b, SPI, OUT>, ST7789, D>),
    Ili9341(Mipi<Bus<'b, SPI, OUT>, ILI9341Rgb565, D>),
    Gc9a01(Mipi<Bus<'b, SPI, OUT>, GC9A01, D>),
    St7735(Mipi<Bus<'b, SPI, OUT>, ST7735s, D>),
    Oled(Oled<'b, SPI, OUT>),
    Epaper(Epaper<'b, SPI, OUT, IN, D>),
}

/// The same for whichever panel it is.
macro_rules! whichever {
    ($inner:expr, $panel:ident => $result:expr) => {
        match $inner {
            Inner::St7789($panel) => $result,
            Inner::Ili9341($panel) => $result,
            Inner::Gc9a01($panel) => $result,
            Inner::St7735($panel) => $result,
            Inner::Oled($panel) => $result,
            Inner::Epaper($panel) => $result,
        }
    };
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
        if spec.controller == Controller::Ssd1680 {
            let reset = reset.ok_or(Error::NoResetLine)?;
            let busy = busy.ok_or(Error::NoBusyLine)?;
            let bus = SpiBusWrapper::new(spi, data_command, reset, BusyLine::new(busy));
            let panel = Epaper::open(spec, rotation, bus, delay, buffer)?;
            return Ok(Self::new(spec, Inner::Epaper(panel), (None, None)));
        }
        if let Some(line) = &mut reset {
            pulse(line, &mut delay).map_err(Error::Pin)?;
        }
        let bus = Bus::new(spi, data_command, buffer);
        let outside = |error: Option<_>| error.unwrap_or(Error::GlassOutsideMemory);
        let inner = match spec.controller {
            Controller::St7789 => Inner::St7789(Mipi::open(spec, rotation, ST7789, bus, delay).map_err(outside)?),
            Controller::Ili9341 => {
                Inner::Ili9341(Mipi::open(spec, rotation, ILI9341Rgb565, bus, delay).map_err(outside)?)
            }
            Controller::Gc9a01 => Inner::Gc9a01(Mipi::open(spec, rotation, GC9A01, bus, delay).map_err(outside)?),
            Controller::St7735 => Inner::St7735(Mipi::open(spec, rotation, ST7735s, bus, delay).map_err(outside)?),
            Controller::Ssd1306 | Controller::Sh1106 | Controller::Ssd1680 => {
                Inner::Oled(Oled::open(spec, rotation, bus)?)
            }
        };
        Ok(Self::new(spec, inner, (reset, busy)))
    }

    fn new(spec: &PanelSpec, inner: Inner<'b, SPI, OUT, IN, D>, lines: (Option<OUT>, Option<IN>)) -> Self {
        Self {
            inner,
            controller: spec.controller,
            _lines: lines,
        }
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
        f.debug_tuple("Driver").field(&self.controller).finish()
    }
}

impl<SPI, OUT, IN, D> Panel for Driver<'_, SPI, OUT, IN, D>
where
    SPI: SpiDevice,
    OUT: OutputPin,
    IN: InputPin<Error = OUT::Error>,
    D: DelayNs,
{
    type Error = Error<SPI::Error, OUT::Error>;

    fn size(&self) -> Size {
        whichever!(&self.inner, panel => panel.size())
    }

    fn alignment(&self) -> Alignment {
        whichever!(&self.inner, panel => panel.alignment())
    }

    fn cost(&self, bus: Cost) -> Cost {
        whichever!(&self.inner, panel => panel.cost(bus))
    }

    fn show(&mut self, frame: &Frame<'_>, changed: &[Area]) -> Result<(), Self::Error> {
        whichever!(&mut self.inner, panel => panel.show(frame, changed))
    }

    fn refresh(&self) -> Refresh {
        whichever!(&self.inner, panel => panel.refresh())
    }

    fn show_thoroughly(&mut self, frame: &Frame<'_>) -> Result<(), Self::Error> {
        whichever!(&mut self.inner, panel => panel.show_thoroughly(frame))
    }

    fn shift(&mut self, columns: u8, rows: u8) {
        whichever!(&mut self.inner, panel => panel.shift(columns, rows));
    }

    fn light(&mut self, percent: u8) -> Result<(), Self::Error> {
        whichever!(&mut self.inner, panel => panel.light(percent))
    }

    fn sleep(&mut self) -> Result<(), Self::Error> {
        whichever!(&mut self.inner, panel => panel.sleep())
    }

    fn wake(&mut self) -> Result<(), Self::Error> {
        whichever!(&mut self.inner, panel => panel.wake())
    }
}

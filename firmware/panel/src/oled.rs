//! OLEDs of one tone, whose bytes are columns of eight pixels: SSD1306 and SH1106, through the ssd1306 crate.
//!
//! There is no crate for the SH1106 on embedded-hal 1.0. Its commands are a part of the SSD1306's, so the commands of that
//! crate serve both, in the order that each data sheet gives.

use display_interface::{DataFormat, DisplayError, WriteOnlyDataCommand};
use embedded_graphics_core::geometry::{Point, Size};
use embedded_hal::{digital::OutputPin, spi::SpiDevice};
use ssd1306::{
    Ssd1306,
    command::{AddrMode, Command},
    prelude::DisplayRotation,
    size::DisplaySize128x64,
};

use crate::{
    Alignment, Area, Controller, Cost, Error, Frame, Panel, PanelSpec, Refresh, Rotation, Traffic,
    bus::Bus,
    two_tone::{Lie, is_light},
};

/// Rows to a byte.
const PAGE: u16 = 8;

pub(crate) struct Oled<'b, SPI, OUT>
where
    SPI: SpiDevice,
    OUT: OutputPin,
{
    bus: Bus<'b, SPI, OUT>,
    is_sh1106: bool,
    /// The column of memory at which the glass begins.
    offset: u8,
    lie: Lie,
    /// The grain of the frame where it is not shifted.
    alignment: Alignment,
    refresh: Refresh,
    /// By how many columns and rows the picture is shifted on the frame.
    shift: (u8, u8),
    /// Whether the panel shines; its memory holds noise until the first picture.
    on: bool,
}

type Result<T, SPI, OUT> = core::result::Result<
    T,
    Error<<SPI as embedded_hal::spi::ErrorType>::Error, <OUT as embedded_hal::digital::ErrorType>::Error>,
>;

impl<'b, SPI: SpiDevice, OUT: OutputPin> Oled<'b, SPI, OUT> {
    /// Starts the controller, dark.
    pub(crate) fn open(spec: &PanelSpec, rotation: Rotation, bus: Bus<'b, SPI, OUT>) -> Result<Self, SPI, OUT> {
        let mut oled = Self {
            bus,
            is_sh1106: spec.controller == Controller::Sh1106,
            offset: spec.offset.0 as u8,
            lie: Lie::of(spec, rotation),
            alignment: spec.alignment(rotation),
            refresh: spec.refresh,
            shift: (0, 0),
            on: false,
        };
        let columns = if oled.is_sh1106 { 132 } else { 128 };
        if spec.glass.width + u32::from(spec.offset.0) > columns || spec.glass.height > 64 {
            return Err(Error::GlassOutsideMemory);
        }
        if oled.is_sh1106 {
            oled.run(start_sh1106)?;
        } else {
            oled.run(|bus| {
                let mut driver = Ssd1306::new(bus, DisplaySize128x64, DisplayRotation::Rotate0);
                driver.init_with_addr_mode(AddrMode::Horizontal)?;
                driver.set_display_on(false)
            })?;
        }
        Ok(oled)
    }

    /// Sends what a driver crate sends, and says what went wrong on the bus rather than that something did.
    fn run(
        &mut self,
        send: impl FnOnce(&mut Bus<'b, SPI, OUT>) -> core::result::Result<(), DisplayError>,
    ) -> Result<(), SPI, OUT> {
        send(&mut self.bus).map_err(|_| self.bus.take_failure().unwrap_or(Error::Driver))
    }

    /// Sends the bytes of whole pages that hold an area of the glass.
    fn send(&mut self, frame: &Frame<'_>, area: Area) -> Result<(), SPI, OUT> {
        let (left, right) = (area.left(), area.right());
        let pages = area.top() / PAGE..area.bottom().div_ceil(PAGE);
        let (lie, shift) = (self.lie, Point::new(self.shift.0.into(), self.shift.1.into()));
        let byte = move |column: u16, page: u16| {
            let lit = |bit: u16| is_light(frame, lie.in_frame(column, page * PAGE + bit) - shift);
            (0..PAGE).fold(0, |byte, bit| byte | u8::from(lit(bit)) << bit)
        };
        let row_of = move |page: u16| (left..right).map(move |column| [byte(column, page)]);
        if self.is_sh1106 {
            let first = left as u8 + self.offset;
            return pages.into_iter().try_for_each(|page| {
                let place = [SH1106_PAGE | page as u8, first & 0x0F, SH1106_HIGH | first >> 4];
                self.run(|bus| bus.send_commands(DataFormat::U8(&place)))?;
                self.bus.send(row_of(page))
            });
        }
        let columns = (left as u8 + self.offset, right as u8 - 1 + self.offset);
        let rows = (pages.start as u8, pages.end as u8 - 1);
        let window = [SSD1306_COLUMNS, columns.0, columns.1, SSD1306_PAGES, rows.0, rows.1];
        self.run(|bus| bus.send_commands(DataFormat::U8(&window)))?;
        self.bus.send(pages.flat_map(row_of))
    }
}

/// The place to write at, command by command. What says it goes out in one write: the ssd1306 crate would make one of each.
const SSD1306_COLUMNS: u8 = 0x21;
const SSD1306_PAGES: u8 = 0x22;
/// The page; the column's low half is a command by itself.
const SH1106_PAGE: u8 = 0xB0;
/// The column's high half.
const SH1106_HIGH: u8 = 0x10;

/// SH1106 data sheet, v2.3, section "Command table" and the initialisation in "Power On": the same registers as in the
/// SSD1306, but for the converter that makes the voltage of the pixels.
fn start_sh1106<DI: WriteOnlyDataCommand>(bus: &mut DI) -> core::result::Result<(), DisplayError> {
    /// DC-DC converter: on while the display is.
    const CONVERTER_ON: [u8; 2] = [0xAD, 0x8B];
    /// Level of the common lines that are not driven: the one after a reset.
    const VCOM: [u8; 2] = [0xDB, 0x35];
    Command::DisplayOn(false).send(bus)?;
    Command::DisplayClockDiv(8, 0).send(bus)?;
    Command::Multiplex(63).send(bus)?;
    Command::DisplayOffset(0).send(bus)?;
    Command::StartLine(0).send(bus)?;
    bus.send_commands(DataFormat::U8(&CONVERTER_ON))?;
    Command::SegmentRemap(true).send(bus)?;
    Command::ReverseComDir(true).send(bus)?;
    Command::ComPinConfig(true, false).send(bus)?;
    Command::Contrast(0x80).send(bus)?;
    Command::PreChargePeriod(2, 2).send(bus)?;
    bus.send_commands(DataFormat::U8(&VCOM))?;
    Command::AllOn(false).send(bus)?;
    Command::Invert(false).send(bus)
}

impl<SPI: SpiDevice, OUT: OutputPin> Panel for Oled<'_, SPI, OUT> {
    type Error = Error<SPI::Error, OUT::Error>;

    fn size(&self) -> Size {
        self.lie.size()
    }

    fn refresh(&self) -> Refresh {
        self.refresh
    }

    fn alignment(&self) -> Alignment {
        let (columns, rows) = self.shift;
        self.alignment.under((columns.into(), rows.into()))
    }

    fn cost(&self, bus: Cost) -> Cost {
        let whole = (u16::MAX, u16::MAX);
        // An SH1106 has no windows: page and column are set for every page.
        let (bytes, reach) = match (self.is_sh1106, self.alignment == Alignment::EIGHT_ROWS) {
            (false, _) => (6, whole),
            (true, true) => (3, (u16::MAX, PAGE)),
            (true, false) => (3, (PAGE, u16::MAX)),
        };
        Cost {
            bits_per_pixel: 1,
            window: Traffic { bytes, calls: 1 },
            reach,
            grain: self.alignment,
            // Off, contrast, on.
            picture: Traffic { bytes: 4, calls: 3 },
            ..bus
        }
    }

    fn show(&mut self, frame: &Frame<'_>, changed: &[Area]) -> core::result::Result<(), Self::Error> {
        let size = self.lie.size();
        let (right, down) = (u16::from(self.shift.0), u16::from(self.shift.1));
        // What is shifted off an edge leaves the opposite one black, and is not seen.
        let from = |edge: u16, by: u16| if edge == 0 { 0 } else { edge + by };
        for area in changed {
            let shifted = Area::new(
                from(area.left(), right),
                from(area.top(), down),
                (area.right() + right).min(size.width as u16),
                (area.bottom() + down).min(size.height as u16),
            );
            if let Some(area) = shifted {
                self.send(frame, self.lie.on_glass(area))?;
            }
        }
        Ok(())
    }

    fn shift(&mut self, columns: u8, rows: u8) {
        self.shift = (columns, rows);
    }

    fn light(&mut self, percent: u8) -> core::result::Result<(), Self::Error> {
        if percent == 0 {
            return self.sleep();
        }
        let contrast = (u32::from(percent.min(100)) * 255 / 100) as u8;
        self.run(|bus| Command::Contrast(contrast).send(bus))?;
        self.wake()
    }

    fn sleep(&mut self) -> core::result::Result<(), Self::Error> {
        self.run(|bus| Command::DisplayOn(false).send(bus))?;
        self.on = false;
        Ok(())
    }

    fn wake(&mut self) -> core::result::Result<(), Self::Error> {
        if !self.on {
            self.run(|bus| Command::DisplayOn(true).send(bus))?;
            self.on = true;
        }
        Ok(())
    }
}

//! E-paper on an SSD1680, through the epdsi crate.
//!
//! Of the crates for it, epdsi is the one that stops waiting for BUSY and takes a picture in pieces, which Linux's limit
//! of 4,096 bytes a write asks for: 296 by 128 pixels are 4,736. epd-waveshare 0.6 and weact-studio-epd 0.1 wait for ever.
//!
//! The controller compares two memories: what is to be shown and what was. A quick refresh drives the pixels that differ,
//! so the second memory is brought into step after every refresh. Deep sleep, in which the panel is left, keeps both.

use embedded_graphics_core::geometry::Size;
use embedded_hal::{
    delay::DelayNs,
    digital::{InputPin, OutputPin},
    spi::SpiDevice,
};
use epdsi::{
    bus::{EpdBusError, SpiBusWrapper},
    controllers::{Ssd168xRefreshMode, Ssd1680Controller, ssd168x::cmd},
    traits::EpdController,
};

use crate::{
    Alignment, Area, Cost, Error, Frame, Panel, PanelSpec, Refresh, Rotation, Traffic,
    busy::{BusyError, BusyLine},
    two_tone::{Lie, is_light},
};

/// Columns to a byte.
const BYTE: u16 = 8;

pub(crate) struct Epaper<'b, SPI, OUT, IN, D> {
    bus: SpiBusWrapper<SPI, OUT, OUT, BusyLine<IN>>,
    controller: Ssd1680Controller,
    delay: D,
    buffer: &'b mut [u8],
    /// The column and row of memory at which the glass begins.
    offset: (u16, u16),
    lie: Lie,
    alignment: Alignment,
    refresh: Refresh,
}

type BusError<SPI, OUT> = EpdBusError<SPI, OUT, OUT, BusyError<OUT>>;

impl<SPI, OUT> From<BusError<SPI, OUT>> for Error<SPI, OUT> {
    fn from(error: BusError<SPI, OUT>) -> Self {
        match error {
            EpdBusError::Spi(error) => Self::Spi(error),
            EpdBusError::Dc(error) | EpdBusError::Reset(error) | EpdBusError::Busy(BusyError::Pin(error)) => {
                Self::Pin(error)
            }
            EpdBusError::Busy(BusyError::Always) | EpdBusError::Timeout => Self::AlwaysBusy,
            EpdBusError::InvalidWindow { .. } => Self::GlassOutsideMemory,
            _ => Self::Driver,
        }
    }
}

impl<'b, SPI, OUT, IN, D> Epaper<'b, SPI, OUT, IN, D>
where
    SPI: SpiDevice,
    OUT: OutputPin,
    IN: InputPin<Error = OUT::Error>,
    D: DelayNs,
{
    /// Makes ready; the panel itself is started for each refresh and sleeps in between.
    pub(crate) fn open(
        spec: &PanelSpec,
        rotation: Rotation,
        bus: SpiBusWrapper<SPI, OUT, OUT, BusyLine<IN>>,
        delay: D,
        buffer: &'b mut [u8],
    ) -> Result<Self, Error<SPI::Error, OUT::Error>> {
        let (width, height) = (spec.glass.width, spec.glass.height);
        let (x, y) = (u32::from(spec.offset.0), u32::from(spec.offset.1));
        if x + width > 176 || y + height > 296 || x % u32::from(BYTE) != 0 {
            return Err(Error::GlassOutsideMemory);
        }
        if buffer.is_empty() {
            return Err(Error::BufferTooSmall);
        }
        Ok(Self {
            bus,
            controller: Ssd1680Controller::new(x + width, y + height),
            delay,
            buffer,
            offset: spec.offset,
            lie: Lie::of(spec, rotation),
            alignment: spec.alignment(rotation),
            refresh: spec.refresh,
        })
    }

    fn refresh_with(
        &mut self,
        mode: Ssd168xRefreshMode,
        frame: &Frame<'_>,
        changed: &[Area],
    ) -> Result<(), Error<SPI::Error, OUT::Error>> {
        self.controller.set_refresh_mode(mode);
        self.controller.init_sequence(&mut self.bus, &mut self.delay)?;
        self.write(cmd::WRITE_BW_DATA, frame, changed)?;
        self.controller.trigger_refresh(&mut self.bus, &mut self.delay)?;
        self.write(cmd::WRITE_RED_DATA, frame, changed)?;
        self.controller.sleep(&mut self.bus, &mut self.delay)?;
        Ok(())
    }

    /// Writes areas into the memory of a command, in whole bytes, a buffer at a time: the controller counts on in the
    /// window by itself.
    fn write(&mut self, memory: u8, frame: &Frame<'_>, changed: &[Area]) -> Result<(), Error<SPI::Error, OUT::Error>> {
        for area in changed.iter().map(|&area| self.lie.on_glass(area)) {
            let (first, last) = (area.left() / BYTE, area.right().div_ceil(BYTE));
            let (x, y) = (u32::from(self.offset.0), u32::from(self.offset.1));
            let (left, right) = (x + u32::from(first * BYTE), x + u32::from(last * BYTE) - 1);
            let (from, to) = (y + u32::from(area.top()), y + u32::from(area.bottom()) - 1);
            self.controller.set_window(&mut self.bus, left, from, right, to)?;
            self.controller.set_cursor(&mut self.bus, left, from)?;
            self.bus.send_command(memory)?;
            let mut places =
                (area.top()..area.bottom()).flat_map(|row| (first..last).map(move |byte| (byte * BYTE, row)));
            loop {
                let mut filled = 0;
                for (cell, (column, row)) in self.buffer.iter_mut().zip(&mut places) {
                    let white = |bit: u16| is_light(frame, self.lie.in_frame(column + bit, row));
                    *cell = (0..BYTE).fold(0, |byte, bit| byte << 1 | u8::from(white(bit)));
                    filled += 1;
                }
                if filled == 0 {
                    break;
                }
                self.bus.send_data(&self.buffer[..filled])?;
            }
        }
        Ok(())
    }
}

impl<SPI, OUT, IN, D> Panel for Epaper<'_, SPI, OUT, IN, D>
where
    SPI: SpiDevice,
    OUT: OutputPin,
    IN: InputPin<Error = OUT::Error>,
    D: DelayNs,
{
    type Error = Error<SPI::Error, OUT::Error>;

    fn size(&self) -> Size {
        self.lie.size()
    }

    fn refresh(&self) -> Refresh {
        self.refresh
    }

    fn alignment(&self) -> Alignment {
        self.alignment
    }

    fn cost(&self, bus: Cost) -> Cost {
        Cost {
            bits_per_pixel: 1,
            // Both edges of the window, the place to begin at, and the command to write.
            window: Traffic { bytes: 14, calls: 9 },
            grain: self.alignment,
            // What is to be shown, and what was.
            memories: 2,
            // Registers after the reset that ends its sleep, a quick refresh with its voltages, and sleep.
            picture: Traffic { bytes: 40, calls: 32 },
            ..bus
        }
    }

    fn show(&mut self, frame: &Frame<'_>, changed: &[Area]) -> Result<(), Self::Error> {
        self.refresh_with(Ssd168xRefreshMode::Partial, frame, changed)
    }

    fn show_thoroughly(&mut self, frame: &Frame<'_>) -> Result<(), Self::Error> {
        let all = frame.area();
        self.refresh_with(Ssd168xRefreshMode::Full, frame, all.as_slice())
    }

    fn sleep(&mut self) -> Result<(), Self::Error> {
        // It does already.
        Ok(())
    }

    fn wake(&mut self) -> Result<(), Self::Error> {
        // The next refresh wakes it.
        Ok(())
    }
}

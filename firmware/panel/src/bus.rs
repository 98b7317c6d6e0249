//! The four-wire serial bus of a color panel: SPI and a line that tells commands from data.

use embedded_hal::{digital::OutputPin, spi::SpiDevice};
use mipidsi::interface::{Interface, InterfaceKind};

use crate::Error;

/// Sends commands and pixels in as few writes as their bytes allow: none is empty, and the data/command line is only set
/// when it has to change. mipidsi's own interface does without that bookkeeping, which costs a write more per command
/// without arguments; on Linux every write is a system call.
#[derive(Debug)]
pub(crate) struct Bus<'b, SPI, OUT> {
    spi: SPI,
    data_command: OUT,
    /// Which of the two the line says, once it has been set.
    says: Option<Says>,
    /// Pixels gather here; its length is the longest write.
    buffer: &'b mut [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Command,
    Data,
}

impl<'b, SPI: SpiDevice, OUT: OutputPin> Bus<'b, SPI, OUT> {
    pub(crate) fn new(spi: SPI, data_command: OUT, buffer: &'b mut [u8]) -> Self {
        Self {
            spi,
            data_command,
            says: None,
            buffer,
        }
    }

    fn say(&mut self, what: Says) -> Result<(), Error<SPI::Error, OUT::Error>> {
        if self.says != Some(what) {
            match what {
                Says::Command => self.data_command.set_low(),
                Says::Data => self.data_command.set_high(),
            }
            .map_err(Error::Pin)?;
            self.says = Some(what);
        }
        Ok(())
    }

    /// Sends `pixels` through the buffer, `N` bytes each.
    fn send<const N: usize>(
        &mut self,
        pixels: impl IntoIterator<Item = [u8; N]>,
    ) -> Result<(), Error<SPI::Error, OUT::Error>> {
        if self.buffer.len() < N {
            return Err(Error::BufferTooSmall);
        }
        self.say(Says::Data)?;
        let mut pixels = pixels.into_iter();
        loop {
            let mut filled = 0;
            for (slot, pixel) in self.buffer.chunks_exact_mut(N).zip(&mut pixels) {
                slot.copy_from_slice(&pixel);
                filled += N;
            }
            if filled == 0 {
                return Ok(());
            }
            self.spi.write(&self.buffer[..filled]).map_err(Error::Spi)?;
        }
    }
}

impl<SPI: SpiDevice, OUT: OutputPin> Interface for Bus<'_, SPI, OUT> {
    type Word = u8;
    type Error = Error<SPI::Error, OUT::Error>;

    const KIND: InterfaceKind = InterfaceKind::Serial4Line;

    fn send_command(&mut self, command: u8, arguments: &[u8]) -> Result<(), Self::Error> {
        self.say(Says::Command)?;
        self.spi.write(&[command]).map_err(Error::Spi)?;
        if !arguments.is_empty() {
            self.say(Says::Data)?;
            self.spi.write(arguments).map_err(Error::Spi)?;
        }
        Ok(())
    }

    fn send_pixels<const N: usize>(&mut self, pixels: impl IntoIterator<Item = [u8; N]>) -> Result<(), Self::Error> {
        self.send(pixels)
    }

    fn send_repeated_pixel<const N: usize>(&mut self, pixel: [u8; N], count: u32) -> Result<(), Self::Error> {
        self.send((0..count).map(|_| pixel))
    }
}

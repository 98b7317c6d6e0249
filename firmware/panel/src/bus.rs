//! The four-wire serial bus of a panel: SPI and a line that tells commands from data.

use display_interface::{DataFormat, DisplayError, WriteOnlyDataCommand};
use embedded_hal::{digital::OutputPin, spi::SpiDevice};
use mipidsi::interface::{Interface, InterfaceKind};

use crate::Error;

/// Sends commands and pixels in as few writes as their bytes allow: none is empty, and the data/command line is only set
/// when it has to change. mipidsi's own interface does without that bookkeeping, which costs a write more per command
/// without arguments; on Linux every write is a system call.
pub(crate) struct Bus<'b, SPI: SpiDevice, OUT: OutputPin> {
    spi: SPI,
    data_command: OUT,
    /// Which of the two the line says, once it has been set.
    says: Option<Says>,
    /// Pixels gather here; its length is the longest write.
    buffer: &'b mut [u8],
    /// What went wrong, for drivers that only say that something did.
    failure: Option<Error<SPI::Error, OUT::Error>>,
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
            failure: None,
        }
    }

    /// What went wrong last, once.
    pub(crate) fn take_failure(&mut self) -> Option<Error<SPI::Error, OUT::Error>> {
        self.failure.take()
    }

    fn write(&mut self, what: Says, bytes: &[u8]) -> Result<(), Error<SPI::Error, OUT::Error>> {
        self.say(what)?;
        self.spi.write(bytes).map_err(Error::Spi)
    }

    fn write_noting(&mut self, what: Says, data: DataFormat<'_>) -> Result<(), DisplayError> {
        let DataFormat::U8(bytes) = data else {
            return Err(DisplayError::DataFormatNotImplemented);
        };
        self.write(what, bytes).map_err(|error| {
            self.failure = Some(error);
            DisplayError::BusWriteError
        })
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
    pub(crate) fn send<const N: usize>(
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
        self.write(Says::Command, &[command])?;
        if arguments.is_empty() {
            return Ok(());
        }
        self.write(Says::Data, arguments)
    }

    fn send_pixels<const N: usize>(&mut self, pixels: impl IntoIterator<Item = [u8; N]>) -> Result<(), Self::Error> {
        self.send(pixels)
    }

    fn send_repeated_pixel<const N: usize>(&mut self, pixel: [u8; N], count: u32) -> Result<(), Self::Error> {
        self.send((0..count).map(|_| pixel))
    }
}

impl<SPI: SpiDevice, OUT: OutputPin> WriteOnlyDataCommand for Bus<'_, SPI, OUT> {
    fn send_commands(&mut self, commands: DataFormat<'_>) -> Result<(), DisplayError> {
        self.write_noting(Says::Command, commands)
    }

    fn send_data(&mut self, data: DataFormat<'_>) -> Result<(), DisplayError> {
        self.write_noting(Says::Data, data)
    }
}

impl<SPI: SpiDevice, OUT: OutputPin> WriteOnlyDataCommand for &mut Bus<'_, SPI, OUT> {
    fn send_commands(&mut self, commands: DataFormat<'_>) -> Result<(), DisplayError> {
        (**self).send_commands(commands)
    }

    fn send_data(&mut self, data: DataFormat<'_>) -> Result<(), DisplayError> {
        (**self).send_data(data)
    }
}

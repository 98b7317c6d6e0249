//! SPI devices that are only written to, as panels are.

use std::fmt;
use std::io::{self, Write};

use embedded_hal::spi::{self, ErrorKind, Operation, SpiDevice};

/// The longest write that spidev takes unless it was told otherwise, in bytes.
pub(crate) const LONGEST_WRITE: usize = 4096;

/// A device whose chip select falls before and rises after every write.
#[derive(Debug)]
pub(crate) struct WriteOnly<W>(pub(crate) W);

/// Why a write failed.
pub(crate) enum WriteError {
    /// The kernel refused it.
    Io(io::Error),
    /// It was something else than one write.
    NoWrite,
}

impl fmt::Debug for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::NoWrite => f.write_str("this bus can only be written to, one write at a time"),
        }
    }
}

impl spi::Error for WriteError {
    fn kind(&self) -> ErrorKind {
        ErrorKind::Other
    }
}

impl<W> spi::ErrorType for WriteOnly<W> {
    type Error = WriteError;
}

impl<W: Write> SpiDevice for WriteOnly<W> {
    /// Writes in pieces of what spidev takes at once. Chip select rises between them, which panels take for a pause.
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), WriteError> {
        let [Operation::Write(bytes)] = operations else {
            return Err(WriteError::NoWrite);
        };
        bytes
            .chunks(LONGEST_WRITE)
            .try_for_each(|piece| self.0.write_all(piece))
            .map_err(WriteError::Io)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bus that takes few bytes at a time, and remembers the lengths that it was given.
    #[derive(Default)]
    struct Slow {
        took: Vec<u8>,
        asked: Vec<usize>,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let most = bytes.len().min(3000);
            self.took.extend(&bytes[..most]);
            self.asked.push(bytes.len());
            Ok(most)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn every_byte_arrives_in_order_and_no_write_is_too_long() {
        let bytes: Vec<u8> = (0..10_000_u32).map(|i| (i % 251) as u8).collect();
        let mut device = WriteOnly(Slow::default());
        device.write(&bytes).unwrap();
        assert_eq!(device.0.took, bytes);
        assert!(
            device.0.asked.iter().all(|&length| length <= LONGEST_WRITE),
            "{:?}",
            device.0.asked
        );
    }

    #[test]
    fn nothing_is_read_and_an_error_comes_instead() {
        let mut device = WriteOnly(Slow::default());
        assert!(matches!(device.read(&mut [0]), Err(WriteError::NoWrite)));
    }

    #[test]
    fn an_error_of_the_bus_comes_back() {
        struct Loose;
        impl Write for Loose {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::other("loose"))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = WriteOnly(Loose).write(&[1]).unwrap_err();
        assert_eq!(format!("{error:?}"), "loose");
    }
}

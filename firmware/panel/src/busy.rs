//! The line on which e-paper says that it is at work, and an end to waiting for it.

use embedded_hal::digital::{ErrorKind, ErrorType, InputPin};

/// How often the line is read busy in a row before it is given up. epdsi reads it every millisecond, so it is ten seconds:
/// twice the longest refresh of an SSD1680. Its own end comes after a minute, in which the whole device would stand still.
const PATIENCE: u32 = 10_000;

/// A line that may not be high for long.
#[derive(Debug)]
pub(crate) struct BusyLine<IN> {
    line: IN,
    /// How often it was high in a row.
    high: u32,
}

/// Why the line cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BusyError<E> {
    /// The line itself failed.
    Pin(E),
    /// It has been high for too long.
    Always,
}

impl<IN> BusyLine<IN> {
    pub(crate) const fn new(line: IN) -> Self {
        Self { line, high: 0 }
    }
}

impl<E: embedded_hal::digital::Error> embedded_hal::digital::Error for BusyError<E> {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Pin(error) => error.kind(),
            Self::Always => ErrorKind::Other,
        }
    }
}

impl<IN: ErrorType> ErrorType for BusyLine<IN> {
    type Error = BusyError<IN::Error>;
}

impl<IN: InputPin> InputPin for BusyLine<IN> {
    fn is_high(&mut self) -> Result<bool, Self::Error> {
        let is_high = self.line.is_high().map_err(BusyError::Pin)?;
        self.high = if is_high { self.high + 1 } else { 0 };
        if self.high > PATIENCE {
            // Whoever tries again has all the patience again.
            self.high = 0;
            return Err(BusyError::Always);
        }
        Ok(is_high)
    }

    fn is_low(&mut self) -> Result<bool, Self::Error> {
        self.is_high().map(|is_high| !is_high)
    }
}

//! The handles that a driver holds: bus, lines and delay.

use std::convert::Infallible;

use embedded_hal::{
    delay::DelayNs,
    digital::{self, InputPin, OutputPin},
    pwm::{self, SetDutyCycle},
    spi::{self, Operation, SpiBus, SpiDevice},
};

use crate::{BusFailure, EmulatedPanel, Line};

/// The bus with the panel's chip select.
#[derive(Clone, Debug)]
pub struct Spi(pub(crate) EmulatedPanel);

impl spi::ErrorType for Spi {
    type Error = BusFailure;
}

impl SpiDevice for Spi {
    fn transaction(&mut self, operations: &mut [Operation<'_, u8>]) -> Result<(), BusFailure> {
        let mut state = self.0.lock();
        state.selected = true;
        let result = operations.iter_mut().try_for_each(|operation| match operation {
            Operation::Write(bytes) => state.write(bytes),
            Operation::Transfer(read, write) => {
                read.fill(0);
                state.write(write)
            }
            Operation::TransferInPlace(bytes) => {
                let result = state.write(bytes);
                bytes.fill(0);
                result
            }
            Operation::Read(bytes) => {
                bytes.fill(0);
                Ok(())
            }
            Operation::DelayNs(ns) => {
                state.wait((*ns).into());
                Ok(())
            }
        });
        state.selected = false;
        result
    }
}

/// The bus without chip select. The panels have no line back: reads give zeros.
#[derive(Clone, Debug)]
pub struct SpiWires(pub(crate) EmulatedPanel);

impl spi::ErrorType for SpiWires {
    type Error = BusFailure;
}

impl SpiBus for SpiWires {
    fn read(&mut self, words: &mut [u8]) -> Result<(), BusFailure> {
        words.fill(0);
        Ok(())
    }

    fn write(&mut self, words: &[u8]) -> Result<(), BusFailure> {
        self.0.lock().write(words)
    }

    fn transfer(&mut self, read: &mut [u8], write: &[u8]) -> Result<(), BusFailure> {
        read.fill(0);
        self.write(write)
    }

    fn transfer_in_place(&mut self, words: &mut [u8]) -> Result<(), BusFailure> {
        let result = self.write(words);
        words.fill(0);
        result
    }

    fn flush(&mut self) -> Result<(), BusFailure> {
        Ok(())
    }
}

/// A line to the panel.
#[derive(Clone, Debug)]
pub struct OutputLine {
    panel: EmulatedPanel,
    line: Line,
}

impl OutputLine {
    pub(crate) fn new(panel: EmulatedPanel, line: Line) -> Self {
        Self { panel, line }
    }
}

impl digital::ErrorType for OutputLine {
    type Error = Infallible;
}

impl OutputPin for OutputLine {
    fn set_low(&mut self) -> Result<(), Infallible> {
        self.panel.lock().set(self.line, false);
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        self.panel.lock().set(self.line, true);
        Ok(())
    }
}

/// The backlight, dimmed by the share of time that it is on.
#[derive(Clone, Debug)]
pub struct Backlight(pub(crate) EmulatedPanel);

impl pwm::ErrorType for Backlight {
    type Error = Infallible;
}

impl SetDutyCycle for Backlight {
    fn max_duty_cycle(&self) -> u16 {
        u16::MAX
    }

    fn set_duty_cycle(&mut self, duty: u16) -> Result<(), Infallible> {
        self.0.lock().dim(duty);
        Ok(())
    }
}

/// The line on which a panel says that it is at work.
#[derive(Clone, Debug)]
pub struct Busy(pub(crate) EmulatedPanel);

impl digital::ErrorType for Busy {
    type Error = Infallible;
}

impl InputPin for Busy {
    fn is_high(&mut self) -> Result<bool, Infallible> {
        Ok(self.0.lock().is_busy())
    }

    fn is_low(&mut self) -> Result<bool, Infallible> {
        Ok(!self.0.lock().is_busy())
    }
}

/// A delay that lets virtual time pass at once.
#[derive(Clone, Debug)]
pub struct Delay(pub(crate) EmulatedPanel);

impl DelayNs for Delay {
    fn delay_ns(&mut self, ns: u32) {
        self.0.lock().wait(ns.into());
    }
}

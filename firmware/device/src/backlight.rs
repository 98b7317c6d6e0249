//! The light behind a panel.

use core::fmt;

use embedded_hal::digital::OutputPin;
use embedded_hal::pwm::SetDutyCycle;

/// A light that can be dimmed, or at least switched.
pub trait Backlight {
    /// Why it could not be set.
    type Error: fmt::Debug;

    /// Sets how bright it is, in percent: 0 is off, 100 is all it can do. One that can only be switched is on from 1.
    ///
    /// # Errors
    /// Those of the line.
    fn set(&mut self, percent: u8) -> Result<(), Self::Error>;

    /// Whether it knows more than on and off.
    fn dims(&self) -> bool;
}

/// A backlight that follows a line: on while it is high.
#[derive(Clone, Copy, Debug)]
pub struct Switch<OUT>(pub OUT);

impl<OUT: OutputPin> Backlight for Switch<OUT> {
    type Error = OUT::Error;

    fn set(&mut self, percent: u8) -> Result<(), OUT::Error> {
        self.0.set_state((percent > 0).into())
    }

    fn dims(&self) -> bool {
        false
    }
}

/// A backlight that is dimmed by the share of time that it is on.
#[derive(Clone, Copy, Debug)]
pub struct Dimmer<PWM>(pub PWM);

impl<PWM: SetDutyCycle> Backlight for Dimmer<PWM> {
    type Error = PWM::Error;

    fn set(&mut self, percent: u8) -> Result<(), PWM::Error> {
        self.0.set_duty_cycle_percent(percent.min(100))
    }

    fn dims(&self) -> bool {
        true
    }
}

/// A panel without a backlight, or with one that nobody can switch.
impl<L: Backlight> Backlight for Option<L> {
    type Error = L::Error;

    fn set(&mut self, percent: u8) -> Result<(), L::Error> {
        self.as_mut().map_or(Ok(()), |light| light.set(percent))
    }

    fn dims(&self) -> bool {
        self.as_ref().is_some_and(L::dims)
    }
}

//! The light behind a panel.

use core::fmt;

use embedded_hal::digital::OutputPin;
use embedded_hal::pwm::SetDutyCycle;

/// A light that can be dimmed, or at least switched.
pub trait Backlight {
    /// Why it could not be set.
    type Error: fmt::Debug;

    /// Sets how bright it looks, in percent: 0 is off, 100 is all it can do. One that can only be switched is on from 1.
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

/// A backlight that is dimmed by the share of time that it is on. Equal steps look equal.
#[derive(Clone, Copy, Debug)]
pub struct Dimmer<PWM>(pub PWM);

impl<PWM: SetDutyCycle> Backlight for Dimmer<PWM> {
    type Error = PWM::Error;

    fn set(&mut self, percent: u8) -> Result<(), PWM::Error> {
        let share = light(percent);
        let least = u16::from(share > 0);
        let duty = u32::from(share) * u32::from(self.0.max_duty_cycle()) / u32::from(u16::MAX);
        self.0.set_duty_cycle((duty as u16).max(least))
    }

    fn dims(&self) -> bool {
        true
    }
}

/// The share of all light, of 65,535, that looks as bright as a percentage of it: CIE 1976 lightness (CIE 015:2018)
/// read backwards.
fn light(percent: u8) -> u16 {
    let lightness = u64::from(percent.min(100));
    let (part, whole) = if lightness > 8 {
        ((lightness + 16).pow(3), 116_u64.pow(3))
    } else {
        (10 * lightness, 9033)
    };
    ((part * u64::from(u16::MAX) + whole / 2) / whole) as u16
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

#[cfg(test)]
mod tests {
    use core::convert::Infallible;

    use embedded_hal::pwm;

    use super::*;

    /// A PWM of so many steps, and where it stands.
    struct Steps(u16, u16);

    impl pwm::ErrorType for Steps {
        type Error = Infallible;
    }

    impl SetDutyCycle for Steps {
        fn max_duty_cycle(&self) -> u16 {
            self.0
        }

        fn set_duty_cycle(&mut self, duty: u16) -> Result<(), Infallible> {
            self.1 = duty;
            Ok(())
        }
    }

    fn duty(steps: u16, percent: u8) -> u16 {
        let mut dimmer = Dimmer(Steps(steps, 0));
        dimmer.set(percent).unwrap();
        dimmer.0.1
    }

    #[test]
    fn steps_of_brightness_look_equal_and_not_equally_strong() {
        let menu = [0, 10, 25, 50, 75, 100];
        // In thousandths of all light, from tables of the CIE's lightness.
        assert_eq!(menu.map(|percent| duty(1000, percent)), [0, 11, 44, 184, 482, 1000]);
    }

    #[test]
    fn more_is_never_less_and_a_little_is_not_nothing() {
        for steps in [1, 100, u16::MAX] {
            let duties: Vec<_> = (0..=255).map(|percent| duty(steps, percent)).collect();
            assert!(duties.is_sorted());
            assert_eq!((duties[0], duties[100], duties[255]), (0, steps, steps));
            assert!(duties[1] > 0);
        }
    }
}

//! The LED of a hat.

use embedded_hal::digital::OutputPin;

use crate::News;

/// What an LED shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sign {
    /// Nothing, as nearly always.
    #[default]
    Dark,
    /// A stick is being read: blue.
    Reading,
    /// A summary was taken in: green.
    Accepted,
    /// Nothing was: red.
    Refused,
}

impl Sign {
    /// The sign of what a panel says, for as long as it says so.
    #[must_use]
    pub const fn of(news: Option<&News>) -> Self {
        match news {
            Some(News::StickFound | News::Reading) => Self::Reading,
            Some(News::Accepted { .. } | News::Namesake { .. }) => Self::Accepted,
            Some(News::Refused { .. }) => Self::Refused,
            _ => Self::Dark,
        }
    }

    /// Whether red, green and blue shine.
    const fn colours(self) -> [bool; 3] {
        [
            matches!(self, Self::Refused),
            matches!(self, Self::Accepted),
            matches!(self, Self::Reading),
        ]
    }
}

/// An LED of red, green and blue, each of which shines while its line is low. Any of them may be missing.
#[derive(Clone, Debug)]
pub struct Led<OUT> {
    lines: [Option<OUT>; 3],
    shown: Sign,
}

impl<OUT: OutputPin> Led<OUT> {
    /// The LED on these lines, which are high.
    pub const fn new(lines: [Option<OUT>; 3]) -> Self {
        Self {
            lines,
            shown: Sign::Dark,
        }
    }

    /// Shows a sign.
    ///
    /// # Errors
    /// Those of the lines; the next sign is tried as if nothing had been shown.
    pub fn show(&mut self, sign: Sign) -> Result<(), OUT::Error> {
        if sign == self.shown {
            return Ok(());
        }
        for (line, shines) in self.lines.iter_mut().zip(sign.colours()) {
            if let Some(line) = line {
                line.set_state((!shines).into())?;
            }
        }
        self.shown = sign;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::convert::Infallible;

    use embedded_hal::digital;
    use playtally_screen::{Fault, Refusal};

    use super::*;

    /// A line, high at first, and how often it was set.
    struct Line<'a>(&'a Cell<(bool, u32)>);

    impl digital::ErrorType for Line<'_> {
        type Error = Infallible;
    }

    impl OutputPin for Line<'_> {
        fn set_low(&mut self) -> Result<(), Infallible> {
            self.0.set((false, self.0.get().1 + 1));
            Ok(())
        }

        fn set_high(&mut self) -> Result<(), Infallible> {
            self.0.set((true, self.0.get().1 + 1));
            Ok(())
        }
    }

    #[test]
    fn a_stick_is_blue_then_green_or_red_and_all_else_is_dark() {
        let lines = [const { Cell::new((true, 0)) }; 3];
        let mut led = Led::new(lines.each_ref().map(|line| Some(Line(line))));
        let owner = crate::testing::empty_summary("Ann", 1).identity();
        let why = Refusal::Damaged;
        let failing = News::fault(Fault::KeepsFailing, "");
        for (news, low) in [
            (None, [false; 3]),
            (Some(News::StickFound), [false, false, true]),
            (Some(News::Reading), [false, false, true]),
            (Some(News::Accepted { owner }), [false, true, false]),
            (Some(News::Refused { why }), [true, false, false]),
            (Some(failing), [false; 3]),
        ] {
            led.show(Sign::of(news.as_ref())).unwrap();
            assert_eq!(lines.each_ref().map(|line| !line.get().0), low, "{news:?}");
        }
        assert_eq!(lines[0].get().1, 4, "and nothing is set twice");
    }

    #[test]
    fn an_led_of_one_colour_shows_what_it_can() {
        let red = Cell::new((true, 0));
        let mut led = Led::new([Some(Line(&red)), None, None]);
        led.show(Sign::Accepted).unwrap();
        assert!(red.get().0);
        led.show(Sign::Refused).unwrap();
        assert!(!red.get().0);
    }
}

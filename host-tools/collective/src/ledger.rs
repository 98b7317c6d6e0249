//! How much a person has said, over all rounds and collectives: the sum of ε, which only ever grows, and its bounds.

use chrono::{Months, NaiveDate};

use crate::error::{Result, refused};
use crate::question::Epsilon;

/// The most in a round.
pub const A_ROUND: Epsilon = Epsilon(2_000);
/// The most in any twelve months.
pub const A_YEAR: Epsilon = Epsilon(4_000);
/// The most ever.
pub const A_LIFE: Epsilon = Epsilon(20_000);

/// What was signed once. It is charged in full, whether questions were declined or it was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// When.
    pub day: NaiveDate,
    /// How much.
    pub epsilon: Epsilon,
}

/// How much was said, and how much can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// In the last twelve months.
    pub year: Epsilon,
    /// Ever.
    pub life: Epsilon,
}

impl Budget {
    /// What is used up on a day. Charges after it count as well: a clock may have been wrong then or now.
    #[must_use]
    pub fn on(day: NaiveDate, charges: &[Charge]) -> Self {
        let begin = day.checked_sub_months(Months::new(12)).unwrap_or(NaiveDate::MIN);
        let sum = |counts: &dyn Fn(&Charge) -> bool| {
            let counted = charges.iter().filter(|charge| counts(charge));
            Epsilon(counted.fold(0, |sum: u32, charge| sum.saturating_add(charge.epsilon.0)))
        };
        Self {
            year: sum(&|charge| charge.day > begin),
            life: sum(&|_| true),
        }
    }

    /// What is left, within all bounds.
    #[must_use]
    pub fn left(&self) -> Epsilon {
        let left = |most: Epsilon, used: Epsilon| most.0.saturating_sub(used.0);
        Epsilon(left(A_YEAR, self.year).min(left(A_LIFE, self.life)).min(A_ROUND.0))
    }

    /// Whether so much can be said.
    ///
    /// # Errors
    /// When it would be too much; says of what.
    pub fn allow(&self, epsilon: Epsilon) -> Result<()> {
        if epsilon <= self.left() {
            return Ok(());
        }
        let used = format!(
            "ε {} of {A_YEAR} are used in twelve months, {} of {A_LIFE} in all",
            self.year, self.life
        );
        Err(refused(format!(
            "asks for ε {epsilon}, and {} can be given now ({used}): nothing was signed. What is used comes back after twelve \
             months, as far as the {A_LIFE} of a lifetime last",
            self.left()
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: i32) -> NaiveDate {
        NaiveDate::from_epoch_days(20_000 + number).unwrap()
    }

    #[test]
    fn a_year_later_it_can_be_said_again() {
        let said = |number| Charge {
            day: day(number),
            epsilon: A_ROUND,
        };
        let both = [said(0), said(10)];
        assert_eq!(Budget::on(day(10), &both).left(), Epsilon(0));
        assert_eq!(Budget::on(day(364), &both).left(), Epsilon(0));
        assert_eq!(Budget::on(day(365), &both).left(), A_ROUND);
        assert!(Budget::on(day(365), &both).allow(Epsilon(2_001)).is_err());
    }

    proptest! {
        #[test]
        fn the_ledger_is_never_above_its_cap(rounds in proptest::collection::vec((0_i32..40, 1_u32..3_000), 1000)) {
            let (mut charges, mut today) = (Vec::new(), 0);
            for (later, epsilon) in rounds {
                today += later;
                let epsilon = Epsilon(epsilon);
                if Budget::on(day(today), &charges).allow(epsilon).is_ok() {
                    charges.push(Charge { day: day(today), epsilon });
                }
                let in_a_year = |end: i32| charges.iter().filter(|charge| charge.day > day(end - 365) && charge.day <= day(end)).map(|charge| charge.epsilon.0).sum::<u32>();
                prop_assert!(in_a_year(today) <= A_YEAR.0);
                prop_assert!(charges.iter().map(|charge| charge.epsilon.0).sum::<u32>() <= A_LIFE.0);
            }
        }
    }
}

//! What blurs a count: discrete Laplace, from whole numbers and exact fractions alone (Canonne, Kamath, Steinke, "The discrete
//! Gaussian for differential privacy", 2020, algorithm 2).
//!
//! Each counter adds the whole of it to its share of each count. So one honest counter is enough; what the others add makes the
//! counts less exact, and nothing else.

use prio::dp::distributions::PureDpDiscreteLaplace;
use prio::dp::{DifferentialPrivacyStrategy, PureDpBudget, Rational};
use rand::CryptoRng;
use rand::distr::Distribution;

use crate::error::{Result, refused};
use crate::question::Epsilon;

/// Noise for so many counts, of which one person can change all together by so much.
///
/// # Errors
/// Noise of this strength cannot be made, or what came out is larger than any number here.
pub fn noise(weight: u32, epsilon: Epsilon, counts: usize, random: &mut impl CryptoRng) -> Result<Vec<i128>> {
    let impossible = |_| refused("asks for noise of a strength that cannot be made");
    let strength = Rational::from_unsigned(epsilon.0, 1000_u32).map_err(impossible)?;
    let budget = PureDpBudget::new(strength).map_err(impossible)?;
    let sensitivity = Rational::from_unsigned(weight, 1_u32).map_err(impossible)?;
    let laplace = PureDpDiscreteLaplace::from_budget(budget)
        .create_distribution(sensitivity)
        .map_err(impossible)?;
    let mut one = || i128::try_from(laplace.sample(&mut *random));
    let too_large = |_| refused("had noise come out beyond all bounds; try again");
    (0..counts).map(|_| one()).collect::<Result<_, _>>().map_err(too_large)
}

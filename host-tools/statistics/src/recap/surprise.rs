//! How surprising a year's value is, in bits.
//!
//! The other years of the same listener say what is usual. A measure is taken to be normal, with a mean and a spread
//! that nobody knows: before the first year they are guessed at ([`Prior`]), and each other year corrects the guess.
//! What that expects of one more year is a Student t distribution (the conjugate normal model: Gelman et al., "Bayesian
//! data analysis", 3rd edition, 2013, section 3.3). The surprise is the self-information of a value at least as far
//! out: −log₂ of its probability. One bit is what every second year has, three bits every eighth.

use playtally_summary::records::{CardKind, Measure, Surprising};

use crate::float::log2;

/// How many other years the guess of the mean weighs as much as.
const MEAN_YEARS: f64 = 0.5;
/// How many other years the guess of the spread weighs as much as.
const SPREAD_YEARS: u32 = 2;
/// No card is more surprising than this: below a millionth, the shape of the distribution is no longer to be trusted.
const MOST_BITS: f64 = 20.0;

/// A measure of a listener of whom nothing else is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prior {
    /// Its expected value.
    pub(super) centre: f64,
    /// How far it usually lies from what is expected.
    pub(super) spread: f64,
    /// Whether a low value surprises as a high one does. A small biggest day does not.
    pub(super) either_way: bool,
}

impl Prior {
    /// That of a kind of cards, in the terms of its measure: natural logarithms of amounts, log-odds of shares, minutes from
    /// the listener's own mean.
    pub(super) fn of(kind: CardKind) -> Self {
        let (centre, spread) = match kind.measure() {
            Measure::Amount(usual, factor) => (libm::log(usual), libm::log(factor)),
            Measure::Share(usual, spread) => (libm::log(usual / (1.0 - usual)), spread),
            Measure::Minutes(usual, spread) | Measure::Rarity(usual, spread) => (usual, spread),
        };
        Self {
            centre,
            spread,
            either_way: kind.surprising() == Surprising::EitherWay,
        }
    }
}

/// The surprise of a value in bits, 0 to 20.
pub(super) fn bits(value: f64, others: &[f64], prior: Prior) -> f64 {
    let n = others.len() as f64;
    let mean = mean(others).unwrap_or(prior.centre);
    let squares: f64 = others.iter().map(|other| (other - mean) * (other - mean)).sum();
    let weight = MEAN_YEARS + n;
    let freedom = SPREAD_YEARS + others.len() as u32;
    let expected = (MEAN_YEARS * prior.centre + n * mean) / weight;
    let off = mean - prior.centre;
    let variance =
        (f64::from(SPREAD_YEARS) * prior.spread * prior.spread + squares + MEAN_YEARS * n / weight * off * off)
            / f64::from(freedom);
    let t = (value - expected) / (variance * (1.0 + 1.0 / weight)).sqrt();
    if t < 0.0 && !prior.either_way {
        return 0.0;
    }
    (-log2(tails(t.abs(), freedom))).clamp(0.0, MOST_BITS)
}

/// The surprise that something happened at all which `with` of `others` other years have, in bits: by Laplace's rule
/// of succession, as rare as if it had also happened once and failed to happen once.
pub(super) fn rarity(with: usize, others: usize) -> f64 {
    -log2((with + 1) as f64 / (others + 2) as f64)
}

/// The mean, if there is one.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The log-odds of a share, which never are infinite: half a thing is added to both sides.
pub(super) fn log_odds(part: u64, whole: u64) -> f64 {
    libm::log((part as f64 + 0.5) / (whole.saturating_sub(part) as f64 + 0.5))
}

/// The share that has some log-odds.
pub(super) fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-log_odds))
}

/// The probability that Student's t with so many degrees of freedom lies at least `t` from 0, either way (Abramowitz
/// and Stegun, "Handbook of mathematical functions", 1964, 26.7.3 and 26.7.4).
fn tails(t: f64, freedom: u32) -> f64 {
    let angle = libm::atan(t / f64::from(freedom).sqrt());
    let (sin, cos) = (libm::sin(angle), libm::cos(angle));
    let odd = freedom % 2 == 1;
    let mut term = if odd { cos } else { 1.0 };
    let mut sum = 0.0;
    // Powers of the cosine below the degrees of freedom, every second one.
    let mut power = if odd { 1 } else { 0 };
    while power + 2 <= freedom {
        sum += term;
        term *= cos * cos * f64::from(power + 1) / f64::from(power + 2);
        power += 2;
    }
    let within = if odd {
        (angle + sin * sum) / std::f64::consts::FRAC_PI_2
    } else {
        sin * sum
    };
    (1.0 - within).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PRIOR: Prior = Prior {
        centre: 1.0,
        spread: 0.5,
        either_way: true,
    };

    #[test]
    fn tails_agree_with_tables_of_the_distribution() {
        // Two-sided 5 % and 1 % points.
        for (freedom, t, p) in [
            (1, 12.706, 0.05),
            (2, 4.303, 0.05),
            (3, 3.182, 0.05),
            (4, 4.604, 0.01),
            (7, 3.499, 0.01),
            (10, 2.228, 0.05),
            (13, 3.012, 0.01),
            (30, 2.042, 0.05),
        ] {
            assert!((tails(t, freedom) - p).abs() < 1e-4, "{freedom}: {}", tails(t, freedom));
        }
        assert!(tails(1e12, 2) >= 0.0 && tails(0.0, 5) == 1.0);
    }

    #[test]
    fn what_is_expected_is_no_surprise() {
        assert_eq!(bits(1.0, &[], PRIOR), 0.0);
        assert!(bits(3.0, &[3.0; 11], PRIOR) < 0.5);
        assert!(bits(3.0, &[], PRIOR) > bits(3.0, &[3.0], PRIOR));
    }

    #[test]
    fn only_a_high_value_surprises_where_lows_say_nothing() {
        let events = Prior {
            either_way: false,
            ..PRIOR
        };
        assert_eq!(bits(-9.0, &[1.0, 1.1], events), 0.0);
        assert_eq!(bits(9.0, &[1.0, 1.1], events), bits(9.0, &[1.0, 1.1], PRIOR));
    }

    #[test]
    fn the_rarer_the_more_surprising() {
        assert_eq!(rarity(0, 0), 1.0);
        assert_eq!(rarity(0, 14), 4.0);
        assert!(rarity(14, 14) < 0.1);
    }

    proptest! {
        #[test]
        fn further_out_is_more_surprising(others in prop::collection::vec(-3.0..3.0, 0..12), near in 0.0..5.0, by in 0.0..5.0, below in any::<bool>()) {
            let expected = (MEAN_YEARS * PRIOR.centre + others.iter().sum::<f64>()) / (MEAN_YEARS + others.len() as f64);
            let at = |off: f64| bits(if below { expected - off } else { expected + off }, &others, PRIOR);
            prop_assert!(at(near) <= at(near + by) + 1e-9);
            let reversed: Vec<f64> = others.iter().rev().copied().collect();
            prop_assert!((bits(near, &others, PRIOR) - bits(near, &reversed, PRIOR)).abs() < 1e-9);
        }

        #[test]
        fn tails_agree_with_adding_up_the_density(freedom in 1_u32..14, t in 0.0..6.0) {
            // The density up to a factor; a substitution makes both integrals finite.
            let density = |x: f64| (1.0 + x * x / f64::from(freedom)).powf(-f64::from(freedom + 1) / 2.0);
            let area = |from: f64| {
                let steps = 20_000;
                let from = from.atan();
                let width = (std::f64::consts::FRAC_PI_2 - from) / f64::from(steps);
                (0..steps).map(|n| from + (f64::from(n) + 0.5) * width).map(|u| density(u.tan()) / u.cos().powi(2) * width).sum::<f64>()
            };
            prop_assert!((tails(t, freedom) - area(t) / area(0.0)).abs() < 1e-6);
        }

        #[test]
        fn log_odds_are_undone(part in 0_u64..1000, more in 0_u64..1000) {
            let share = (part as f64 + 0.5) / ((part + more) as f64 + 1.0);
            prop_assert!((logistic(log_odds(part, part + more)) - share).abs() < 1e-9);
        }
    }
}

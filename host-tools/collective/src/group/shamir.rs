//! Numbers in shares, of which so many give them back and fewer say nothing: Shamir, *How to share a secret* (1979), over the field of
//! 2⁶⁴ − 2³² + 1 elements, cell by cell. Shares of several people add up to shares of their sum.

use prio::field::{Field64, FieldElement, FieldElementWithInteger};
use rand::CryptoRng;

use crate::counter::bytes;
use crate::error::{Result, malformed, refused};

/// How many bytes an element takes.
const BYTES: usize = 8;

/// One person's share of a vector of numbers, an element a cell. The share of person *n*, from 1, is the value at *n* of one polynomial a
/// cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares(Vec<Field64>);

impl Shares {
    /// Shares of so many zeros.
    #[must_use]
    pub fn zero(cells: usize) -> Self {
        Self(vec![Field64::zero(); cells])
    }

    /// Adds another's, cell by cell.
    ///
    /// # Errors
    /// When it has another number of cells.
    pub fn add(&mut self, other: &Self) -> Result<()> {
        if self.0.len() != other.0.len() {
            return Err(malformed("has a share of another number of cells"));
        }
        self.0.iter_mut().zip(&other.0).for_each(|(sum, share)| *sum += *share);
        Ok(())
    }

    /// Eight bytes a cell, the least first.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.0
            .iter()
            .flat_map(|element| u64::from(*element).to_le_bytes())
            .collect()
    }

    /// Reads so many cells.
    ///
    /// # Errors
    /// When there are more or fewer, or one is no element of the field.
    pub fn read(bytes: &[u8], cells: usize) -> Result<Self> {
        if bytes.len() != BYTES * cells {
            return Err(malformed("has a share of another number of cells"));
        }
        let elements = bytes.as_chunks::<BYTES>().0.iter();
        let elements = elements.map(|bytes| element(u64::from_le_bytes(*bytes)));
        let elements: Option<Vec<Field64>> = elements.collect();
        elements
            .map(Self)
            .ok_or_else(|| malformed("has a number that is too large to be a share"))
    }
}

/// The element that a number is, below the modulus.
fn element(number: u64) -> Option<Field64> {
    (number < Field64::modulus()).then(|| Field64::from(number))
}

/// An element of which nothing is known.
fn random_element(random: &mut impl CryptoRng) -> Field64 {
    loop {
        if let Some(element) = element(u64::from_le_bytes(bytes(random))) {
            return element;
        }
    }
}

/// Splits numbers among so many people, any `threshold` of whom can put them together.
///
/// # Errors
/// When the threshold is none or more than there are people, or a number is no element of the field.
pub fn split(numbers: &[u64], threshold: u8, people: u8, random: &mut impl CryptoRng) -> Result<Vec<Shares>> {
    if threshold == 0 || threshold > people {
        return Err(refused("cannot be split: more people would be needed than there are"));
    }
    let mut shares = vec![Shares(Vec::with_capacity(numbers.len())); usize::from(people)];
    for number in numbers {
        let secret = element(*number).ok_or_else(|| refused("has a number that is too large to be split"))?;
        // From the highest power down to the secret, as Horner's rule wants them.
        let powers = (1..threshold).map(|_| random_element(random));
        let polynomial: Vec<Field64> = powers.chain([secret]).collect();
        for (place, share) in (1_u64..).zip(&mut shares) {
            let at = Field64::from(place);
            let value = polynomial
                .iter()
                .fold(Field64::zero(), |value, power| value * at + *power);
            share.0.push(value);
        }
    }
    Ok(shares)
}

/// What shares of some people, each with the person's number from 1, give together: any `threshold` of them do, and all others must lie on
/// the same polynomials.
///
/// # Errors
/// When there are too few, one is there twice or has another number of cells, or they do not belong together.
pub fn combine(shares: &[(u8, &Shares)], threshold: u8) -> Result<Vec<u64>> {
    let (enough, more) = shares
        .split_at_checked(usize::from(threshold.max(1)))
        .ok_or_else(|| refused("are too few shares to be put together"))?;
    let cells = enough[0].1.0.len();
    let is_alike = |(place, share): &(u8, &Shares)| *place > 0 && share.0.len() == cells;
    let is_twice = |at: usize| shares[..at].iter().any(|(place, _)| *place == shares[at].0);
    if !shares.iter().all(is_alike) || (0..shares.len()).any(is_twice) {
        return Err(malformed("are shares that do not fit each other"));
    }
    if more
        .iter()
        .any(|(place, share)| value_at(enough, *place, cells) != share.0)
    {
        return Err(refused("are shares that do not belong together: one of them is wrong"));
    }
    Ok(value_at(enough, 0, cells).into_iter().map(u64::from).collect())
}

/// The values at a place of the polynomials through some shares (Lagrange).
fn value_at(shares: &[(u8, &Shares)], place: u8, cells: usize) -> Vec<Field64> {
    let element = |place: u8| Field64::from(u64::from(place));
    let mut values = vec![Field64::zero(); cells];
    for (own, share) in shares {
        let others = shares.iter().filter(|(other, _)| other != own);
        let weight = others.fold(Field64::one(), |weight, (other, _)| {
            weight * (element(place) - element(*other)) * (element(*own) - element(*other)).inv()
        });
        values
            .iter_mut()
            .zip(&share.0)
            .for_each(|(value, share)| *value += weight * *share);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    const MODULUS: u128 = (1 << 64) - (1 << 32) + 1;

    fn of(shares: &[Shares], places: &[usize], threshold: u8) -> Result<Vec<u64>> {
        let chosen: Vec<(u8, &Shares)> = places.iter().map(|place| (*place as u8 + 1, &shares[*place])).collect();
        combine(&chosen, threshold)
    }

    /// The secret of the first example of Shamir's scheme on Wikipedia, 1234, with the polynomial 1234 + 166x + 94x².
    #[test]
    fn shares_of_a_known_polynomial_give_its_secret() {
        let share = |value: u64| Shares(vec![Field64::from(value)]);
        let known = [1494, 1942, 2578, 3402, 4414, 5614].map(share);
        assert_eq!(of(&known, &[1, 3, 4], 3), Ok(vec![1234]));
        assert_eq!(of(&known, &[0, 1, 2, 3, 4, 5], 3), Ok(vec![1234]));
        assert!(of(&known, &[1, 3], 3).is_err());
        let wrong = [1494, 1942, 2578, 3403].map(share);
        assert!(
            of(&wrong, &[0, 1, 2, 3], 3)
                .unwrap_err()
                .to_string()
                .contains("one of them is wrong")
        );
        assert!(of(&known, &[1, 1, 2], 3).is_err(), "one is there twice");
    }

    /// The same by another way: the linear equations of the polynomial's powers, solved by elimination in plain numbers.
    fn solved(points: &[(u128, u128)]) -> u128 {
        let size = points.len();
        let power = |base: u128, exponent: u128| {
            let (mut result, mut base, mut exponent) = (1, base, exponent);
            while exponent > 0 {
                if exponent & 1 == 1 {
                    result = result * base % MODULUS;
                }
                base = base * base % MODULUS;
                exponent >>= 1;
            }
            result
        };
        let mut rows: Vec<Vec<u128>> = points
            .iter()
            .map(|(x, y)| (0..size as u128).map(|at| power(*x, at)).chain([*y]).collect())
            .collect();
        for pivot in 0..size {
            let chosen = (pivot..size).find(|row| rows[*row][pivot] != 0).expect("points differ");
            rows.swap(pivot, chosen);
            let inverse = power(rows[pivot][pivot], MODULUS - 2);
            let row: Vec<u128> = rows[pivot].iter().map(|value| value * inverse % MODULUS).collect();
            for (at, other) in rows.iter_mut().enumerate() {
                let factor = other[pivot];
                if at != pivot {
                    other
                        .iter_mut()
                        .zip(&row)
                        .for_each(|(value, own)| *value = (*value + (MODULUS - factor) * own) % MODULUS);
                }
            }
            rows[pivot] = row;
        }
        rows[0][size]
    }

    proptest! {
        #[test]
        fn every_subset_that_is_large_enough_gives_the_sum_as_plain_addition_and_elimination_do(
            people in 5_u8..=20, dropped in any::<u32>(), cells in 1_usize..6, seed in any::<u64>(),
        ) {
            let mut random = StdRng::seed_from_u64(seed);
            let threshold = 2 * people / 3 + 1;
            let numbers: Vec<Vec<u64>> = (0..people)
                .map(|_| (0..cells).map(|_| u64::from_le_bytes(bytes(&mut random)) >> 8).collect())
                .collect();
            let mut sums = vec![Shares::zero(cells); usize::from(people)];
            for own in &numbers {
                for (sum, share) in sums.iter_mut().zip(split(own, threshold, people, &mut random).unwrap()) {
                    sum.add(&share).unwrap();
                }
            }
            let there: Vec<usize> = (0..usize::from(people)).filter(|place| dropped >> place & 1 == 0).collect();
            let given = of(&sums, &there, threshold);
            if there.len() < usize::from(threshold) {
                prop_assert!(given.is_err());
                return Ok(());
            }
            let plain: Vec<u64> = (0..cells).map(|cell| numbers.iter().map(|own| own[cell]).sum()).collect();
            prop_assert_eq!(given, Ok(plain.clone()));
            let points: Vec<(u128, u128)> = there[..usize::from(threshold)]
                .iter()
                .map(|place| (*place as u128 + 1, u128::from(u64::from(sums[*place].0[0]))))
                .collect();
            prop_assert_eq!(solved(&points), u128::from(plain[0]));
        }

        #[test]
        fn shares_are_read_as_they_were_written(numbers in proptest::collection::vec(0..u64::MAX >> 1, 0..9), seed in any::<u64>()) {
            for share in split(&numbers, 4, 5, &mut StdRng::seed_from_u64(seed)).unwrap() {
                prop_assert_eq!(Shares::read(&share.bytes(), numbers.len()), Ok(share));
            }
        }
    }

    #[test]
    fn fewer_than_enough_shares_are_as_likely_for_one_secret_as_for_any_other() {
        // Three of four shares that are needed, of two secrets: the highest byte of each, χ² of 255 degrees of freedom.
        let mut random = StdRng::seed_from_u64(21);
        for secret in [0, 1_000_000] {
            let mut seen = vec![[0_u32; 256]; 3];
            for _ in 0..20_000 {
                let shares = split(&[secret], 4, 5, &mut random).unwrap();
                for (seen, share) in seen.iter_mut().zip(&shares) {
                    seen[usize::from(share.bytes()[7])] += 1;
                }
            }
            for seen in seen {
                let expected = 20_000.0 / 256.0;
                let chi: f64 = seen
                    .iter()
                    .map(|count| (f64::from(*count) - expected).powi(2) / expected)
                    .sum();
                assert!(chi < 350.0, "{chi}");
            }
        }
    }

    #[test]
    fn what_is_no_share_is_not_read() {
        assert!(Shares::read(&[0xff; 8], 1).is_err(), "above the modulus");
        assert!(Shares::read(&[0; 7], 1).is_err() && Shares::read(&[0; 16], 1).is_err());
        assert!(split(&[u64::MAX], 2, 3, &mut StdRng::seed_from_u64(1)).is_err());
        assert!(split(&[1], 4, 3, &mut StdRng::seed_from_u64(1)).is_err());
        assert!(combine(&[], 0).is_err());
    }
}

//! The noise is what is said of it, and nothing less.

use super::*;
use crate::noise::noise;

const SOURCE: &str = include_str!("../noise.rs");

#[test]
fn no_floating_point_occurs_in_the_noise() {
    let code: String = SOURCE
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    for float in ["f32", "f64", "float", "Float"] {
        assert!(!code.contains(float), "{float}");
    }
    let has_a_point = code
        .as_bytes()
        .windows(3)
        .any(|three| three[0].is_ascii_digit() && three[1] == b'.' && three[2].is_ascii_digit());
    assert!(!has_a_point);
}

fn samples(weight: u32, epsilon: u32, count: usize, seed: u64) -> Vec<i128> {
    noise(weight, Epsilon(epsilon), count, &mut StdRng::seed_from_u64(seed)).unwrap()
}

/// The probability of a value: (1 − e^(−1/b)) / (1 + e^(−1/b)) · e^(−|x|/b).
fn mass(scale: f64, value: i64) -> f64 {
    let q = (-1.0 / scale).exp();
    (1.0 - q) / (1.0 + q) * q.powi(i32::try_from(value.abs()).unwrap())
}

/// How far samples are from discrete Laplace of a scale: χ² over the cells that expect at least 50, the tails in one each, as so
/// many standard deviations above what it should be.
fn distance(samples: &[i128], scale: f64) -> f64 {
    let count = samples.len() as f64;
    let edge = (1..).find(|value| mass(scale, *value) * count < 50.0).unwrap();
    let mut seen = vec![0_u64; 2 * edge as usize + 1];
    for sample in samples {
        let cell = (*sample).clamp(-i128::from(edge), i128::from(edge)) + i128::from(edge);
        seen[usize::try_from(cell).unwrap()] += 1;
    }
    let tail = (1.0 - (1 - edge..edge).map(|value| mass(scale, value)).sum::<f64>()) / 2.0;
    let squares = seen.iter().zip(-edge..).map(|(seen, value)| {
        let expected = count * if value.abs() == edge { tail } else { mass(scale, value) };
        (*seen as f64 - expected).powi(2) / expected
    });
    let freedom = (seen.len() - 1) as f64;
    (squares.sum::<f64>() - freedom) / (2.0 * freedom).sqrt()
}

/// p > 10⁻⁴, for as many cells as there are here.
const NEAR: f64 = 4.5;

#[test]
fn noise_is_discrete_laplace_of_weight_over_strength() {
    for (weight, epsilon, scale) in [(2, 500, 4.0), (2, 2000, 1.0), (32, 1000, 32.0), (2, 300, 20.0 / 3.0)] {
        let samples = samples(weight, epsilon, 20_000, 1);
        assert!(
            distance(&samples, scale) < NEAR,
            "{weight} {epsilon}: {}",
            distance(&samples, scale)
        );
    }
}

#[test]
fn the_test_sees_half_the_scale_and_a_forgotten_factor() {
    // Half the scale; that of one who leaves or comes instead of one who says something else.
    assert!(distance(&samples(1, 500, 20_000, 2), 4.0) > 50.0);
    assert!(distance(&samples(2, 500, 20_000, 3), 4.4) > NEAR, "and a tenth");
}

/// The largest ratio that two counts which differ by one person show, as the least ε that they prove, over events "at least t".
/// The bound is a normal approximation of Clopper and Pearson's, 3.3 standard deviations wide (99.9 %).
fn proven(with: &[i128], without: &[i128]) -> f64 {
    let share = |samples: &[i128], least: i128| {
        samples.iter().filter(|sample| **sample >= least).count() as f64 / samples.len() as f64
    };
    let off = |share: f64, count: usize| 3.3 * (share * (1.0 - share) / count as f64).sqrt();
    let events = (-20..=20).map(|least| {
        let (p, q) = (share(with, least), share(without, least));
        ((p - off(p, with.len())) / (q + off(q, without.len()))).max(1e-9).ln()
    });
    events.fold(0.0, f64::max)
}

/// The two counts that differ where one person says one thing instead of another: told apart by their difference.
fn neighbours(noise: impl Fn(u64) -> Vec<i128>) -> (Vec<i128>, Vec<i128>) {
    let (one, other) = (noise(11), noise(12));
    let with = one.iter().zip(&other).map(|(one, other)| (1 + one) - other);
    let (third, fourth) = (noise(13), noise(14));
    let without = third.iter().zip(&fourth).map(|(third, fourth)| third - (1 + fourth));
    (with.collect(), without.collect())
}

#[test]
fn the_stated_strength_is_true_and_planted_bugs_are_caught() {
    const COUNT: usize = 30_000;
    let honest = |seed| samples(2, 1000, COUNT, seed);
    let (with, without) = neighbours(honest);
    let lower = proven(&with, &without);
    assert!(lower <= 1.0, "{lower}");
    assert!(lower >= 0.6, "the audit sees something: {lower}");
    // One counter's noise is taken out: the other's is whole, so nothing changes. Split in two it would be half.
    let split = |seed| samples(1, 1000, COUNT, seed);
    let (with, without) = neighbours(split);
    assert!(proven(&with, &without) > 1.0, "half the scale is caught");
    // The same randomness for both cells: their difference shows everything.
    let same = |_| samples(2, 1000, COUNT, 5);
    let (with, without) = neighbours(same);
    assert!(proven(&with, &without) > 1.0, "randomness that is used twice is caught");
}

#[test]
fn every_counter_adds_the_whole_noise() {
    // What the real turn adds, seen from the share that it publishes.
    let mut play = Play::new(2, 40);
    let people = play.people(3);
    play.collect(true);
    let mut asked = Vec::new();
    loop {
        for place in 0..2 {
            let mut keys = Keys::read(&play.counters[place]).unwrap();
            let kept = RefCell::new(play.counters[place].clone());
            let mut keep = |keys: &Keys| {
                *kept.borrow_mut() = keys.text();
                Ok(())
            };
            let mut blur = |question: &Question| {
                asked.push((place, question.weight(), question.epsilon));
                Ok(vec![1000 * (place as i128 + 1); question.cells().len()])
            };
            turn_with(&mut play.folder, &mut keys, &mut keep, &mut blur, 0).unwrap();
            play.counters[place] = kept.into_inner();
        }
        if !play.checked().tables.is_empty() {
            break;
        }
    }
    let all = [
        (0, 2, EACH),
        (0, 2, EACH),
        (0, 32, EACH),
        (1, 2, EACH),
        (1, 2, EACH),
        (1, 32, EACH),
    ];
    asked.sort_by_key(|(place, weight, _)| (*place, *weight));
    assert_eq!(asked, all, "each counter, once for each question");
    let blurred: Vec<Vec<i128>> = added(&people)
        .into_iter()
        .map(|counts| counts.into_iter().map(|count| count + 3000).collect())
        .collect();
    assert_eq!(play.published(), blurred);
}

#[test]
fn the_deviation_that_is_said_is_that_of_the_noise() {
    for (question, counters) in questions().iter().zip([2, 3, 2]) {
        let said = check::deviation(question, counters) as f64 / 1000.0;
        let mut sums = vec![0; 10_000];
        for counter in 0..counters {
            let one = samples(
                question.weight(),
                question.epsilon.0,
                sums.len(),
                u64::from(counter) + 50,
            );
            sums.iter_mut().zip(one).for_each(|(sum, one)| *sum += one);
        }
        let variance = sums.iter().map(|sum| (*sum as f64).powi(2)).sum::<f64>() / sums.len() as f64;
        assert!(
            (variance.sqrt() / said - 1.0).abs() < 0.03,
            "{said} {}",
            variance.sqrt()
        );
    }
}

//! Which words stand near each other, and how much more often than by chance.

use crate::float::log2;

/// Two plays of a session are near each other when at most so many plays of the vocabulary lie from one to the other.
pub(super) const REACH: usize = 8;

/// A symmetric matrix without its zeros: for each row its columns, ascending, and their values.
#[derive(Debug, Default)]
pub(super) struct Matrix {
    pub(super) rows: Vec<Vec<(u32, f64)>>,
}

/// The positive pointwise mutual information of words in sentences.
pub(super) fn information(sentences: &[Vec<u32>], words: usize) -> Matrix {
    let counts = counts(sentences, words);
    let each: Vec<f64> = counts
        .chunks(words.max(1))
        .map(|row| row.iter().map(|&count| f64::from(count)).sum())
        .collect();
    // Rare neighbours are made a little less rare: their frequencies to the power of 3/4.
    let smooth: Vec<f64> = each.iter().map(|&all| (all * all.sqrt()).sqrt()).collect();
    let (all, all_smooth): (f64, f64) = (each.iter().sum(), smooth.iter().sum());
    // Smoothed on either side and averaged, so that the matrix stays symmetric.
    let chance: Vec<(f64, f64)> = each
        .iter()
        .zip(&smooth)
        .map(|(each, smooth)| (log2(each / all), log2(smooth / all_smooth)))
        .collect();
    let row = |(a, row): (usize, &[u32])| {
        let mut cells = Vec::new();
        for (b, &count) in row.iter().enumerate().filter(|&(_, &count)| count > 0) {
            let together = log2(f64::from(count) / all);
            let by_chance = (chance[a].0 + chance[b].1 + chance[a].1 + chance[b].0) / 2.0;
            let information = together - by_chance;
            if information > 0.0 {
                let rarer = each[a].min(each[b]);
                let discount = f64::from(count) / f64::from(count + 1) * rarer / (rarer + 1.0);
                cells.push((b as u32, information * discount));
            }
        }
        cells
    };
    Matrix {
        rows: counts.chunks(words.max(1)).enumerate().map(row).collect(),
    }
}

/// How often each word stands near each other one: a square of `words`², row by row.
fn counts(sentences: &[Vec<u32>], words: usize) -> Vec<u32> {
    let mut counts = vec![0_u32; words * words];
    for sentence in sentences {
        for (at, &one) in sentence.iter().enumerate() {
            for &other in sentence[at + 1..].iter().take(REACH).filter(|&&other| other != one) {
                counts[one as usize * words + other as usize] += 1;
                counts[other as usize * words + one as usize] += 1;
            }
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn information_agrees_with_its_formula(sentences in prop::collection::vec(prop::collection::vec(0_u32..5, 0..30), 0..6)) {
            let words = 5;
            let mut pairs = vec![vec![0.0_f64; words]; words];
            for sentence in &sentences {
                for (i, &a) in sentence.iter().enumerate() {
                    for (j, &b) in sentence.iter().enumerate() {
                        if i != j && i.abs_diff(j) <= REACH && a != b {
                            pairs[a as usize][b as usize] += 1.0;
                        }
                    }
                }
            }
            let each: Vec<f64> = pairs.iter().map(|row| row.iter().sum()).collect();
            let all: f64 = each.iter().sum();
            let all_smooth: f64 = each.iter().map(|each| each.powf(0.75)).sum();
            let got = information(&sentences, words);
            for a in 0..words {
                for b in 0..words {
                    let half = |a: usize, b: usize| (pairs[a][b] / all / (each[a] / all) / (each[b].powf(0.75) / all_smooth)).log2();
                    let rarer = each[a].min(each[b]);
                    let discount = pairs[a][b] / (pairs[a][b] + 1.0) * rarer / (rarer + 1.0);
                    let expected = if pairs[a][b] > 0.0 { ((half(a, b) + half(b, a)) / 2.0).max(0.0) * discount } else { 0.0 };
                    let found = got.rows[a].iter().find(|cell| cell.0 == b as u32).map_or(0.0, |cell| cell.1);
                    prop_assert!((found - expected).abs() < 1e-9, "{a} {b}: {found} {expected}");
                }
            }
        }
    }
}

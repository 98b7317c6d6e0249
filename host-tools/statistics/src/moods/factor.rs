//! Places in few dimensions: the leading eigenvectors of a symmetric matrix.
//!
//! By subspace iteration with a Rayleigh–Ritz step (Saad, "Numerical methods for large eigenvalue problems", 2011,
//! chapter 5), from a fixed start.

use super::nearby::Matrix;
use crate::chance::Dice;

/// The dimensions of a place.
pub(super) const DIMENSIONS: usize = 12;
/// The vectors that are iterated: a few more, so that those that are kept settle quickly.
const VECTORS: usize = 20;
/// How often. Directions settle by the ratio of their eigenvalue to the first one left out at each step.
const STEPS: usize = 8;

/// A row of a tall matrix.
type Row = [f64; VECTORS];
/// A direction: a place of length one.
pub(super) type Place = [f64; DIMENSIONS];

/// The direction of every row in the space of the leading positive eigenvectors, each times the root of its
/// eigenvalue; and which rows these are, as rows without a direction are left out.
pub(super) fn places(matrix: &Matrix) -> (Vec<Place>, Vec<usize>) {
    let mut vectors = start(matrix.rows.len());
    orthonormalise(&mut vectors);
    for _ in 0..STEPS {
        vectors = times(matrix, &vectors);
        orthonormalise(&mut vectors);
    }
    // Within the subspace the problem is small and is solved whole.
    let image = times(matrix, &vectors);
    let mut small = [[0.0; VECTORS]; VECTORS];
    for (row, image) in vectors.iter().zip(&image) {
        for (small, a) in small.iter_mut().zip(row) {
            for (small, b) in small.iter_mut().zip(image) {
                *small += a * b;
            }
        }
    }
    let (values, turn) = eigen(small);
    let mut leading: Vec<usize> = (0..VECTORS).filter(|&at| values[at] > 1e-9).collect();
    leading.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    leading.truncate(DIMENSIONS);

    let (mut found, mut kept) = (Vec::new(), Vec::new());
    for (at, row) in vectors.iter().enumerate() {
        let mut place = [0.0; DIMENSIONS];
        for (place, &vector) in place.iter_mut().zip(&leading) {
            let along: f64 = row.iter().zip(&turn).map(|(along, turn)| along * turn[vector]).sum();
            *place = along * values[vector].sqrt();
        }
        let length = place.iter().map(|along| along * along).sum::<f64>().sqrt();
        if length > 1e-9 {
            found.push(place.map(|along| along / length));
            kept.push(at);
        }
    }
    (found, kept)
}

/// Numbers between −1 and 1 without a pattern, the same each time.
fn start(rows: usize) -> Vec<Row> {
    let mut dice = Dice(0);
    let mut next = || 2.0 * dice.unit() - 1.0;
    (0..rows).map(|_| std::array::from_fn(|_| next())).collect()
}

fn times(matrix: &Matrix, vectors: &[Row]) -> Vec<Row> {
    let product = |cells: &Vec<(u32, f64)>| {
        let mut sum = [0.0; VECTORS];
        for &(column, value) in cells {
            for (sum, along) in sum.iter_mut().zip(&vectors[column as usize]) {
                *sum += value * along;
            }
        }
        sum
    };
    matrix.rows.iter().map(product).collect()
}

/// Gram and Schmidt's, one vector after the other, twice against rounding. A vector that hangs on those before it
/// becomes zero.
fn orthonormalise(vectors: &mut [Row]) {
    for this in 0..VECTORS {
        let before = vectors.iter().map(|row| row[this] * row[this]).sum::<f64>().sqrt();
        for _ in 0..2 {
            let mut along = [0.0; VECTORS];
            for row in vectors.iter() {
                for (along, other) in along.iter_mut().zip(&row[..this]) {
                    *along += row[this] * other;
                }
            }
            for row in vectors.iter_mut() {
                let off: f64 = row[..this].iter().zip(&along).map(|(other, along)| other * along).sum();
                row[this] -= off;
            }
        }
        let length = vectors.iter().map(|row| row[this] * row[this]).sum::<f64>().sqrt();
        let scale = if length > 1e-10 * before && length > 0.0 {
            1.0 / length
        } else {
            0.0
        };
        vectors.iter_mut().for_each(|row| row[this] *= scale);
    }
}

/// Eigenvalues and eigenvectors (in columns) of a small symmetric matrix: Jacobi's rotations (1846), by rows.
fn eigen<const N: usize>(mut a: [[f64; N]; N]) -> ([f64; N], [[f64; N]; N]) {
    let mut vectors = [[0.0; N]; N];
    (0..N).for_each(|i| vectors[i][i] = 1.0);
    let size: f64 = a.iter().flatten().map(|value| value * value).sum();
    for _ in 0..30 {
        let off: f64 = (0..N)
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .map(|(i, j)| a[i][j] * a[i][j])
            .sum();
        if off <= 1e-26 * size {
            break;
        }
        for p in 0..N {
            for q in p + 1..N {
                if a[p][q] == 0.0 {
                    continue;
                }
                let ratio = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let tangent = ratio.signum() / (ratio.abs() + (ratio * ratio + 1.0).sqrt());
                let cosine = 1.0 / (tangent * tangent + 1.0).sqrt();
                let sine = tangent * cosine;
                for row in &mut a {
                    (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
                }
                let (above, below) = a.split_at_mut(q);
                for (p, q) in above[p].iter_mut().zip(&mut below[0]) {
                    (*p, *q) = (cosine * *p - sine * *q, sine * *p + cosine * *q);
                }
                for row in &mut vectors {
                    (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
                }
            }
        }
    }
    (std::array::from_fn(|i| a[i][i]), vectors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn eigenvectors_are_only_stretched(values in prop::collection::vec(-3.0..3.0_f64, 15)) {
            let triangle = |i: usize, j: usize| values[i.max(j) * (i.max(j) + 1) / 2 + i.min(j)];
            let matrix: [[f64; 5]; 5] = std::array::from_fn(|i| std::array::from_fn(|j| triangle(i, j)));
            let (stretch, vectors) = eigen(matrix);
            for (v, stretch) in stretch.into_iter().enumerate() {
                for row in 0..5 {
                    let image: f64 = (0..5).map(|column| matrix[row][column] * vectors[column][v]).sum();
                    prop_assert!((image - stretch * vectors[row][v]).abs() < 1e-9);
                }
            }
        }

        #[test]
        fn places_keep_the_angles_of_a_matrix_of_few_dimensions(seeds in prop::collection::vec(0.1..3.0_f64, 60)) {
            // Thirty rows of a Gram matrix of two dimensions: the cosines of places are those of the rows.
            let points: Vec<[f64; 2]> = seeds.chunks(2).map(|pair| [pair[0], pair[1]]).collect();
            let product = |a: &[f64; 2], b: &[f64; 2]| a[0] * b[0] + a[1] * b[1];
            let rows = points.iter().map(|a| (0..).zip(&points).map(|(at, b)| (at, product(a, b))).collect()).collect();
            let (places, kept) = places(&Matrix { rows });
            prop_assert_eq!(kept.len(), points.len());
            for (a, x) in points.iter().zip(&places) {
                for (b, y) in points.iter().zip(&places) {
                    let cosine = product(a, b) / (product(a, a) * product(b, b)).sqrt();
                    let found: f64 = x.iter().zip(y).map(|(x, y)| x * y).sum();
                    prop_assert!((cosine - found).abs() < 1e-6, "{cosine} {found}");
                }
            }
        }
    }

    #[test]
    fn a_row_of_nothing_has_no_place() {
        let rows = vec![vec![(1, 1.0)], vec![(0, 1.0)], vec![]];
        assert_eq!(places(&Matrix { rows }).1, [0, 1]);
        assert_eq!(places(&Matrix::default()).1, [0; 0]);
    }
}

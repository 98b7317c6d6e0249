//! Logarithms and angles that are the same on every machine: the standard library takes the platform's.

/// Rounded to a number of decimals, as results are stored and compared.
pub(crate) fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    // Adding zero turns a negative zero into zero.
    (value * scale).round() / scale + 0.0
}

pub(crate) fn log2(value: f64) -> f64 {
    libm::log2(value)
}

/// Shannon's entropy in bits of things counted: 0 of nothing, of one thing, and never more than the logarithm of how
/// many there are (Shannon, "A mathematical theory of communication", 1948).
pub(crate) fn entropy(counts: impl Iterator<Item = u64>) -> f64 {
    let (mut all, mut sum) = (0, 0.0);
    for count in counts.filter(|&count| count > 0) {
        all += count;
        sum += count as f64 * log2(count as f64);
    }
    if all == 0 {
        0.0
    } else {
        (log2(all as f64) - sum / all as f64).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_counts_even_things_in_bits() {
        assert_eq!(entropy([].into_iter()), 0.0);
        assert_eq!(entropy([9].into_iter()), 0.0);
        assert_eq!(entropy([5, 5].into_iter()), 1.0);
        assert_eq!(entropy([2, 2, 0, 2, 2].into_iter()), 2.0);
        assert!((entropy([3, 1].into_iter()) - 0.811_278).abs() < 1e-6);
    }

    #[test]
    fn rounding_knows_no_negative_zero() {
        assert_eq!(rounded(-0.000_1, 2).to_string(), "0");
        assert_eq!(rounded(1.2345, 2), 1.23);
    }
}

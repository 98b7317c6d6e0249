//! How alike the hours of two lives are: the earth mover's distance on the circle of the day.

/// How many plays began in each local hour, from midnight.
pub(super) type Hours = [u64; 24];

/// How far plays must be moved around the clock, in the mean and in hours, for one day to become the other. 0 to 12; 0
/// where one of them has no plays.
///
/// On a circle the least work is the sum of |D − m|, where D are the differences of the cumulated shares and m is their median
/// (Rabin, Delon and Gousseau, 2009).
pub(super) fn distance(one: &Hours, other: &Hours) -> f64 {
    let (ones, others) = (one.iter().sum::<u64>() as f64, other.iter().sum::<u64>() as f64);
    if ones == 0.0 || others == 0.0 {
        return 0.0;
    }
    let mut ahead = 0.0;
    let mut differences: Vec<f64> = one
        .iter()
        .zip(other)
        .map(|(&a, &b)| {
            ahead += a as f64 / ones - b as f64 / others;
            ahead
        })
        .collect();
    differences.sort_by(f64::total_cmp);
    let median = differences[differences.len() / 2];
    differences.iter().map(|difference| (difference - median).abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(hours: &[usize]) -> Hours {
        let mut found = Hours::default();
        hours.iter().for_each(|&hour| found[hour] += 1);
        found
    }

    #[test]
    fn a_day_is_a_circle() {
        assert_eq!(distance(&at(&[23]), &at(&[1])), 2.0);
        assert_eq!(distance(&at(&[0]), &at(&[12])), 12.0);
        assert_eq!(distance(&at(&[8, 20]), &at(&[9, 21])), 1.0);
        assert_eq!(distance(&at(&[8, 8, 20, 20]), &at(&[8, 20])), 0.0);
        assert_eq!(distance(&at(&[]), &at(&[3])), 0.0);
    }

    proptest! {
        /// Where both have as many plays, some turn of the sorted plays against each other is the least work.
        #[test]
        fn it_is_the_least_work_of_all_pairings(one in prop::collection::vec(0_usize..24, 1..7), seed in any::<u64>()) {
            let other: Vec<usize> = (0..one.len()).map(|n| (seed >> (n * 5)) as usize % 24).collect();
            let (mut a, mut b) = (one.clone(), other.clone());
            a.sort_unstable();
            b.sort_unstable();
            let apart = |a: usize, b: usize| a.abs_diff(b).min(24 - a.abs_diff(b));
            let least = (0..a.len())
                .map(|turn| (0..a.len()).map(|n| apart(a[n], b[(n + turn) % b.len()])).sum::<usize>())
                .min()
                .unwrap() as f64 / a.len() as f64;
            prop_assert!((distance(&at(&one), &at(&other)) - least).abs() < 1e-9);
        }
    }
}

//! In which order the clusters of a line stand, from left to right.

/// The places of a line's clusters from left to right, by their levels: rule L2 of UAX #9.
pub(super) fn visual(levels: &[u8]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..levels.len()).collect();
    let highest = levels.iter().copied().max().unwrap_or(0);
    for level in (1..=highest).rev() {
        let mut at = 0;
        while at < order.len() {
            let run = order[at..].iter().take_while(|&&place| levels[place] >= level).count();
            order[at..at + run].reverse();
            at += run.max(1);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::visual;

    #[test]
    fn what_runs_from_right_to_left_is_turned_and_numbers_within_are_turned_back() {
        assert_eq!(visual(&[0, 0, 1, 1, 0]), [0, 1, 3, 2, 4]);
        assert_eq!(visual(&[1, 1, 2, 2, 1]), [4, 2, 3, 1, 0]);
        assert!(visual(&[]).is_empty());
    }
}

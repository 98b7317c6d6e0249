//! Tones as lengths: as many as a cover has room for, in thousandths.

/// The most of them.
const MOST: usize = 24;

/// Lengths from 0 to 1000.
pub(super) type Lengths = heapless::Vec<i32, MOST>;

/// As many equal parts of some tones, the loudest one 1000; all 500 where nothing was heard.
pub(super) fn parts(tones: &[u8; MOST], parts: usize) -> Lengths {
    let parts = parts.clamp(1, MOST);
    // A tone is as long as there are parts, a part as there are tones.
    let sum = |part: usize| {
        let (from, to) = (part * MOST, (part + 1) * MOST);
        (from / parts..to.div_ceil(parts))
            .map(|tone| {
                let overlap = to.min((tone + 1) * parts) - from.max(tone * parts);
                i32::from(tones[tone]) * overlap as i32
            })
            .sum::<i32>()
    };
    let most = (0..parts).map(sum).max().unwrap_or(0);
    (0..parts)
        .map(|part| (sum(part) * 1000).checked_div(most).unwrap_or(500))
        .collect()
}

/// The same, stretched so that the least is 0; all 500 where they are equal.
pub(super) fn spread(lengths: Lengths) -> Lengths {
    let least = lengths.iter().copied().min().unwrap_or(0);
    let most = lengths.iter().copied().max().unwrap_or(0);
    let stretched = |length: i32| ((length - least) * 1000).checked_div(most - least).unwrap_or(500);
    lengths.into_iter().map(stretched).collect()
}

/// The place of the largest; of equal ones the first.
pub(super) fn loudest(lengths: &[i32]) -> usize {
    let most = lengths.iter().max();
    lengths.iter().position(|length| Some(length) == most).unwrap_or(0)
}

/// Shares of a whole: as many places as lengths and one more, from 0 to the whole. Each length has at least `floor`.
pub(super) fn shares(lengths: &[i32], floor: i32, whole: i32) -> heapless::Vec<i32, { MOST + 1 }> {
    let all: i32 = lengths.iter().map(|length| length + floor).sum();
    let mut sum = 0;
    let mut places = heapless::Vec::new();
    let _ = places.push(0);
    for length in lengths.iter().take(MOST) {
        sum += length + floor;
        let _ = places.push((i64::from(whole) * i64::from(sum) / i64::from(all.max(1))) as i32);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_are_put_together_by_their_overlap() {
        let mut tones = [0; MOST];
        tones[0] = 15;
        tones[23] = 5;
        assert_eq!(parts(&tones, 2), [1000, 333]);
        assert_eq!(parts(&tones, 24)[..2], [1000, 0]);
        assert_eq!(parts(&[0; MOST], 3), [500; 3]);
        // Five parts: each is four tones and four fifths of another.
        assert_eq!(parts(&[15; MOST], 5), [1000; 5]);
    }

    #[test]
    fn what_is_spread_reaches_from_nothing_to_all() {
        assert_eq!(spread([400, 600, 500].into_iter().collect()), [0, 1000, 500]);
        assert_eq!(spread([7, 7].into_iter().collect()), [500, 500]);
    }

    #[test]
    fn shares_add_up_to_the_whole() {
        assert_eq!(shares(&[0, 1000], 500, 100), [0, 25, 100]);
    }
}

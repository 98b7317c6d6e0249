//! Pictures made of characters.

const EIGHTHS_ACROSS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const EIGHTHS_UP: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A horizontal bar of at most `columns` columns, to an eighth of a column. What is there shows at least a sliver.
pub(crate) fn bar(value: u64, most: u64, columns: usize) -> String {
    let eighths = share(value, most, columns * 8);
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(EIGHTHS_ACROSS[eighths % 8]);
    }
    bar
}

/// A row of columns, one character each, as high as their values against the most. Zero is a blank.
pub(crate) fn sparkline(values: &[u64], most: u64) -> String {
    values.iter().map(|&value| EIGHTHS_UP[share(value, most, 8)]).collect()
}

/// Columns as a picture of several lines, the top one first.
pub(crate) fn columns(values: &[u64], lines: usize, width_each: usize) -> Vec<String> {
    let most = values.iter().copied().max().unwrap_or(0);
    let heights: Vec<usize> = values.iter().map(|&value| share(value, most, lines * 8)).collect();
    (0..lines)
        .rev()
        .map(|line| {
            let piece = |&height: &usize| EIGHTHS_UP[height.saturating_sub(line * 8).min(8)];
            heights
                .iter()
                .flat_map(|height| std::iter::repeat_n(piece(height), width_each))
                .collect()
        })
        .collect()
}

/// `value / most` of `whole`, rounded, but never nothing for something.
fn share(value: u64, most: u64, whole: usize) -> usize {
    if value == 0 || most == 0 {
        return 0;
    }
    let part = (value.min(most) as f64 / most as f64 * whole as f64).round() as usize;
    part.clamp(1, whole.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(5, 10, 4), "██");
        assert_eq!(bar(9, 16, 4), "██▎");
        assert_eq!(bar(1, 1_000_000, 4), "▏", "something shows");
        assert_eq!(bar(0, 10, 4), "");
        assert_eq!(bar(0, 0, 4), "");
    }

    #[test]
    fn a_sparkline_rises_and_falls_with_its_values() {
        assert_eq!(sparkline(&[0, 1, 2, 4, 8], 8), " ▁▂▄█");
        assert_eq!(sparkline(&[], 0), "");
        assert_eq!(sparkline(&[0, 0], 0), "  ");
    }

    #[test]
    fn columns_stand_on_the_bottom_line() {
        let picture = columns(&[16, 8, 4, 0], 2, 2);
        assert_eq!(picture, ["██      ", "████▄▄  "]);
    }
}

//! A text in its box: how large, in how many lines, how it ends.

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::Rgb565;
use heapless::Vec;

use super::line;
use super::wrap::{MAX_LINES, Span, Wrap, cut, wrap};
use super::{Em, Ink, Piece, Run};

/// The sign of a name that was cut.
const ELLIPSIS: char = '\u{2026}';

/// How a text may be set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// The sizes, largest first.
    pub(crate) sizes: &'static [Em],
    /// How many lines at most.
    pub(crate) lines: usize,
    /// Whether lines are made about equally long.
    pub(crate) balanced: bool,
}

impl Style {
    /// One line of one size.
    pub(crate) const fn line(sizes: &'static [Em]) -> Self {
        Self {
            sizes,
            lines: 1,
            balanced: false,
        }
    }

    /// Several lines.
    pub(crate) const fn lines(sizes: &'static [Em], lines: usize) -> Self {
        Self {
            sizes,
            lines,
            balanced: true,
        }
    }
}

/// Where a block stands relative to the point at which it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Align {
    /// To the right of it.
    #[default]
    Left,
    /// Around it.
    Centre,
    /// To the left of it.
    Right,
}

/// A text that has been fitted to a width.
#[derive(Clone, Debug)]
pub(crate) struct Block<'a> {
    run: Run<'a>,
    em: Em,
    lines: Vec<Span, MAX_LINES>,
    cut: bool,
}

impl<'a> Block<'a> {
    /// Fits a text to a width in pixels: by size within the style's limits, then by lines, then with an ellipsis.
    pub(crate) fn fit(run: impl Into<Run<'a>>, width: i32, style: Style) -> Self {
        let run = run.into();
        let width = width.max(0) * 64;
        let block = |em, lines, cut| Self { run, em, lines, cut };
        // A summary leaves out the larger sizes of some names when it would grow too long.
        let smaller = [Em::Title, Em::Body, Em::Caption];
        let mut sizes: Vec<Em, 6> = style.sizes.iter().copied().filter(|&em| run.has(em)).collect();
        if sizes.is_empty() {
            sizes.extend(smaller.into_iter().rev().find(|&em| run.has(em)));
        }
        let Some(&smallest) = sizes.last() else {
            return block(Em::Caption, Vec::new(), false);
        };
        for most in [1, style.lines] {
            for &em in &sizes {
                if let (lines, Wrap::Whole) = wrap(&run, em, width, most) {
                    let lines = if style.balanced && lines.len() > 1 {
                        balance(&run, em, width, lines)
                    } else {
                        lines
                    };
                    return block(em, lines, false);
                }
            }
        }
        let (mut lines, quality) = wrap(&run, smallest, width, style.lines);
        if quality == Wrap::Cut {
            let first = match lines.len() {
                full if full == style.lines => lines.pop().map_or(0, |last| last.pieces.start),
                _ => lines.last().map_or(0, |last| last.pieces.end),
            };
            let sign = run.advance(&Piece::sign(ELLIPSIS, 0), smallest);
            let mut last = cut(&run, smallest, first, width, sign);
            last.width += sign;
            let _ = lines.push(last);
        }
        block(smallest, lines, quality == Wrap::Cut)
    }

    /// The size that was found.
    pub(crate) const fn em(&self) -> Em {
        self.em
    }

    /// How many lines there are.
    pub(crate) fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Whether it ends in an ellipsis.
    #[cfg(test)]
    pub(crate) const fn is_cut(&self) -> bool {
        self.cut
    }

    /// The width of its longest line in pixels.
    pub(crate) fn width(&self) -> i32 {
        let longest = self.lines.iter().map(|line| line.width).max().unwrap_or(0);
        (longest + 63) / 64
    }

    /// From the top of a capital of the first line to the base line of the last, in pixels; 0 without a line.
    pub(crate) fn height(&self) -> i32 {
        match self.lines.len() as i32 {
            0 => 0,
            lines => self.em.cap() + (lines - 1) * self.em.leading(),
        }
    }

    /// Draws it with the capitals of its first line under `top`.
    pub(crate) fn draw<D: DrawTarget<Color = Rgb565>>(
        &self,
        top: Point,
        align: Align,
        ink: Ink,
        target: &mut D,
    ) -> Result<(), D::Error> {
        let mut baseline = top.y + self.em.cap();
        for (at, span) in self.lines.iter().enumerate() {
            let ellipsis = self.cut && at + 1 == self.lines.len();
            let width = (span.width + 32) / 64;
            let x = match align {
                Align::Left => top.x,
                Align::Centre => top.x - width / 2,
                Align::Right => top.x - width,
            };
            let line = line::Line {
                run: self.run,
                em: self.em,
                pieces: span.pieces.clone(),
                end: ellipsis.then_some(ELLIPSIS),
            };
            line.draw(Point::new(x, baseline), ink, target)?;
            baseline += self.em.leading();
        }
        Ok(())
    }
}

/// The narrowest lines that are as many.
fn balance(run: &Run, em: Em, width: i32, lines: Vec<Span, MAX_LINES>) -> Vec<Span, MAX_LINES> {
    let (mut narrow, mut wide, mut best) = (0, width, lines);
    while wide - narrow > 64 {
        let middle = narrow.midpoint(wide);
        match wrap(run, em, middle, best.len()) {
            (lines, Wrap::Whole) => (wide, best) = (middle, lines),
            _ => narrow = middle,
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NAME: Style = Style::lines(&[Em::Title, Em::Body], 2);

    fn fit(text: &str, width: i32) -> Block<'_> {
        Block::fit(text, width, NAME)
    }

    /// What stands in each line.
    fn lines(block: &Block, text: &str) -> std::vec::Vec<std::string::String> {
        let spans = block.lines.iter();
        spans
            .map(|span| text.chars().skip(span.pieces.start).take(span.pieces.len()).collect())
            .collect()
    }

    #[test]
    fn a_text_that_has_room_is_as_large_as_it_may_be() {
        let block = fit("The week", 288);
        assert_eq!((block.em(), block.line_count(), block.is_cut()), (Em::Title, 1, false));
    }

    #[test]
    fn a_longer_one_is_smaller_before_it_is_wrapped() {
        let block = fit("Round the clock", 200);
        assert_eq!((block.em(), block.line_count()), (Em::Body, 1));
        let block = fit("Round the clock", 150);
        assert_eq!((block.em(), block.line_count()), (Em::Title, 2));
    }

    #[test]
    fn lines_are_about_equally_long_and_end_without_white_space() {
        let text = "Looking for a new summary";
        assert_eq!(lines(&fit(text, 270), text), ["Looking for a", "new summary"]);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis_behind_a_whole_letter() {
        let text = "The summary is incomplete. Copy it to the stick again.";
        let block = fit(text, 160);
        assert_eq!((block.em(), block.line_count(), block.is_cut()), (Em::Body, 2, true));
        assert_eq!(lines(&block, text), ["The summary", "is incomple"]);
    }

    #[test]
    fn a_word_that_is_longer_than_a_line_is_broken_within() {
        let text = "aaaaaaaaaaaaaaaaaaaaaaaa";
        let block = fit(text, 200);
        assert_eq!((block.em(), block.line_count(), block.is_cut()), (Em::Body, 2, false));
        assert_eq!(lines(&block, text).concat(), text);
    }

    #[test]
    fn nothing_is_nothing() {
        let block = fit("", 200);
        assert_eq!((block.line_count(), block.height(), block.width()), (0, 0, 0));
    }

    proptest! {
        #[test]
        fn any_text_fits_any_box(text in "[A-Za-z0-9 ,.:-]{0,80}", width in 24_i32..320, most in 1_usize..5) {
            let block = Block::fit(text.as_str(), width, Style::lines(&[Em::Title, Em::Body, Em::Caption], most));
            prop_assert!(block.width() <= width, "{} of {width}", block.width());
            prop_assert!(block.line_count() <= most);
            let shown = lines(&block, &text).concat().replace(' ', "");
            let whole = text.replace(' ', "");
            if block.is_cut() {
                prop_assert!(whole.starts_with(&shown) && shown.len() < whole.len());
            } else {
                prop_assert_eq!(shown, whole);
            }
        }
    }
}

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

/// How a text may be set: sizes with how many lines each may take, in the order in which they are tried. The first that
/// takes the whole text is used; if none does, the last one is, and the text is cut.
pub(crate) type Style = &'static [(Em, usize)];

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
    tight: bool,
}

impl<'a> Block<'a> {
    /// Fits a text to a width in pixels: by size within the style's limits, then by lines, then with an ellipsis.
    pub(crate) fn fit(run: impl Into<Run<'a>>, width: i32, style: Style) -> Self {
        let run = run.into();
        let width = width.max(0) * 64;
        let block = |em, lines, cut| Self {
            run,
            em,
            lines,
            cut,
            tight: false,
        };
        // A summary leaves out the larger sizes of some names when it would grow too long.
        const ANY: Style = &[(Em::Caption, 1), (Em::Body, 1), (Em::Title, 1)];
        let there = |style: Style| style.iter().copied().filter(|&(em, _)| run.has(em));
        let style = if there(style).next().is_some() { style } else { ANY };
        for (em, most) in there(style) {
            if let (lines, Wrap::Whole) = wrap(&run, em, width, most) {
                return block(em, balance(&run, em, width, lines), false);
            }
        }
        let Some((em, most)) = there(style).next_back() else {
            return block(Em::Caption, Vec::new(), false);
        };
        let (mut lines, quality) = wrap(&run, em, width, most);
        if quality == Wrap::Cut {
            let first = match lines.len() {
                full if full == most => lines.pop().map_or(0, |last| last.pieces.start),
                _ => lines.last().map_or(0, |last| last.pieces.end),
            };
            let sign = run.advance(&Piece::sign(ELLIPSIS, 0), em);
            let mut last = cut(&run, em, first, width, sign);
            last.width += sign;
            let _ = lines.push(last);
        }
        block(em, lines, quality == Wrap::Cut)
    }

    /// The size that was found.
    pub(crate) const fn em(&self) -> Em {
        self.em
    }

    /// How many lines there are.
    #[cfg(test)]
    pub(crate) fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Whether it ends in an ellipsis.
    pub(crate) const fn is_cut(&self) -> bool {
        self.cut
    }

    /// The device's own words, if they did not fit.
    #[cfg(test)]
    pub(crate) fn cut_words(&self) -> Option<std::string::String> {
        match self.run {
            Run::Words(words) => self.cut.then(|| words.into()),
            Run::Name(..) => None,
        }
    }

    /// From one base line to the next in pixels.
    const fn leading(&self) -> i32 {
        match self.tight {
            true => self.em.px(),
            false => self.em.leading(),
        }
    }

    /// The same with lines as close as they can be.
    pub(crate) const fn tight(mut self) -> Self {
        self.tight = true;
        self
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
            lines => self.em.cap() + (lines - 1) * self.leading(),
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
            baseline += self.leading();
        }
        Ok(())
    }
}

/// The narrowest lines that are as many, so that none is much shorter than the others.
fn balance(run: &Run, em: Em, width: i32, lines: Vec<Span, MAX_LINES>) -> Vec<Span, MAX_LINES> {
    if lines.len() < 2 {
        return lines;
    }
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

    const NAME: Style = &[(Em::Title, 1), (Em::Body, 1), (Em::Title, 2), (Em::Body, 2)];

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
        fn any_text_fits_any_box(text in "[A-Za-z0-9 ,.:-]{0,80}", width in 24_i32..320, most in 0_usize..3) {
            const STYLES: [Style; 3] = [
                &[(Em::Title, 1)],
                &[(Em::Title, 1), (Em::Body, 1), (Em::Body, 2), (Em::Caption, 2)],
                &[(Em::Body, 3), (Em::Caption, 4)],
            ];
            let block = Block::fit(text.as_str(), width, STYLES[most]);
            let most = STYLES[most].iter().map(|step| step.1).max().unwrap_or(0);
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

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
    pub(crate) fn fit(run: impl Into<Run<'a>>, width: i32, style: &[(Em, usize)]) -> Self {
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
        let style = if style.iter().any(|&(em, _)| run.has(em)) {
            style
        } else {
            ANY
        };
        let there = || style.iter().copied().filter(|&(em, _)| run.has(em));
        for (em, most) in there() {
            if let (lines, Wrap::Whole) = wrap(&run, em, width, most) {
                return block(em, balance(&run, em, width, lines), false);
            }
        }
        let Some((em, most)) = there().next_back() else {
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
            if lines.is_empty() && last.pieces.is_empty() {
                // An ellipsis alone says nothing.
                return block(em, lines, true);
            }
            last.width += sign;
            let _ = lines.push(last);
        }
        block(em, lines, quality == Wrap::Cut)
    }

    /// The same in a room of a height, from the capitals of the first line to what hangs under the last one: with as many
    /// lines as it has room for, in the first size that has.
    pub(crate) fn fit_in(run: impl Into<Run<'a>>, (width, height): (i32, i32), style: Style) -> Self {
        let run = run.into();
        let mut steps: Vec<(Em, usize), 8> = Vec::new();
        for &(em, lines) in style {
            let fits = |&lines: &usize| em.cap() + (lines as i32 - 1) * em.leading() + em.descent() <= height;
            let lines = (1..=lines.min(MAX_LINES)).rev().find(fits);
            if let Some(lines) = lines.filter(|_| run.has(em)) {
                let _ = steps.push((em, lines));
            }
        }
        match steps.is_empty() {
            true => Self::fit(run, width, &[(Em::Caption, 1)]),
            false => Self::fit(run, width, &steps),
        }
    }

    /// How far its ink reaches above the capitals of the first line, and under the base line of the last one, in pixels.
    pub(crate) fn overhang(&self) -> (i32, i32) {
        let (mut above, mut below) = (0, 0);
        let last = self.lines.len().saturating_sub(1);
        for (at, span) in self.lines.iter().enumerate().filter(|&(at, _)| at == 0 || at == last) {
            for piece in self.run.pieces().skip(span.pieces.start).take(span.pieces.len()) {
                for placed in self.run.glyphs(&piece, self.em) {
                    let top = i32::from(placed.glyph.top) + (placed.dy + 32).div_euclid(64);
                    if at == 0 {
                        above = above.max(top - self.em.cap());
                    }
                    if at == last {
                        below = below.max(i32::from(placed.glyph.height) - top);
                    }
                }
            }
        }
        (above, below)
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

    /// Whether it is a name of a summary.
    #[cfg(any(test, feature = "plate"))]
    pub(crate) const fn is_name(&self) -> bool {
        matches!(self.run, Run::Name(..))
    }

    /// What is read: all of a name, what has room of words; with an ellipsis where it was cut.
    #[cfg(any(test, feature = "plate"))]
    pub(crate) fn shown(&self) -> alloc::string::String {
        let last = self.lines.last().map_or(0, |line| line.pieces.end);
        let nothing = self.lines.iter().all(|line| line.pieces.is_empty());
        let mut shown: alloc::string::String = match self.run {
            _ if nothing => alloc::string::String::new(),
            Run::Words(words) if self.cut => words.chars().take(last).collect(),
            Run::Words(words) => words.into(),
            Run::Name(_, text) => text.as_str().into(),
        };
        if self.cut {
            shown.push(ELLIPSIS);
        }
        shown
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
    use std::borrow::ToOwned;
    use std::string::ToString;
    use std::sync::LazyLock;

    use embedded_graphics::geometry::Size;
    use embedded_graphics::pixelcolor::RgbColor;
    use playtally_press::typeset::{Fonts, Sheet, Sizes};
    use playtally_summary::records::{Owner, Rule, Totals};
    use playtally_summary::{Summary, TextId, Writer};
    use proptest::prelude::*;
    use zerocopy::FromZeros;

    use super::*;
    use playtally_dev::picture::Picture;

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

    static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::bundled);

    /// A summary with one name.
    fn named(name: &str) -> std::vec::Vec<u8> {
        let mut sheet = Sheet::new(&FONTS);
        let name = sheet.add(name, Sizes::ALL);
        let owner = Owner {
            name,
            ..Owner::new_zeroed()
        };
        let rule = Rule {
            timezone: TextId::NONE,
            ..Rule::new_zeroed()
        };
        sheet
            .finish(usize::MAX)
            .write(Writer::new())
            .records(&[owner])
            .records(&[rule])
            .records(&[Totals::new_zeroed()])
            .finish()
    }

    #[test]
    fn a_name_is_cut_behind_a_whole_letter_with_its_marks() {
        // Decomposed: each letter is two characters, and a family of emoji is seven.
        let name = "e\u{301}".repeat(30) + "👩\u{200d}👩\u{200d}👧\u{200d}👦";
        let file = named(&name);
        let summary = Summary::open(&file).expect("a sound file");
        let block = Block::fit(Run::name(&summary, TextId::new(0)), 120, &[(Em::Body, 1)]);
        assert!(block.is_cut() && block.width() <= 120);
        let shown = block.lines[0].pieces.clone();
        assert!((5..30).contains(&shown.len()), "{shown:?}");
        assert_eq!(block.run.pieces().count(), 31, "every letter is one piece");
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

        #[test]
        fn any_name_in_any_script_fits_any_box_and_nothing_of_it_is_clipped(
            parts in prop::collection::vec(prop_oneof![
                prop::sample::select(SCRIPTS).prop_map(str::to_owned),
                any::<char>().prop_map(|character| character.to_string()),
            ], 1..24),
            width in 40_i32..300,
            style in 0_usize..3,
        ) {
            const STYLES: [Style; 3] = [
                &[(Em::Title, 1)],
                &[(Em::Title, 1), (Em::Body, 1), (Em::Body, 2), (Em::Caption, 2)],
                &[(Em::Body, 3), (Em::Caption, 4)],
            ];
            let file = named(&parts.concat());
            let summary = Summary::open(&file).expect("a sound file");
            let run = Run::name(&summary, summary.owner().name);
            let block = Block::fit(run, width, STYLES[style]);
            let most = STYLES[style].iter().map(|step| step.1).max().unwrap_or(0);
            prop_assert!(block.width() <= width, "{} of {width}", block.width());
            prop_assert!(block.line_count() <= most);
            // Whole clusters, in order, and all but white space of them unless it ends in an ellipsis.
            let mut next = 0;
            let pieces: std::vec::Vec<_> = run.pieces().collect();
            for line in &block.lines {
                prop_assert!(line.pieces.start >= next && pieces[next..line.pieces.start].iter().all(|piece| piece.space));
                next = line.pieces.end;
            }
            prop_assert_eq!(block.is_cut(), pieces[next..].iter().any(|piece| !piece.space));
            // With room around it nothing of a glyph is lost; letters reach out of their box by a little at most.
            const ROOM: i32 = 40;
            let size = Size::new((width + 2 * ROOM) as u32, (block.height() + 2 * ROOM) as u32);
            let mut picture = Picture::new(size);
            let ink = Ink::new(Rgb565::WHITE, Rgb565::BLACK);
            let Ok(()) = block.draw(Point::new(ROOM, ROOM), Align::Left, ink, &mut picture);
            prop_assert_eq!(picture.outside, 0);
        }
    }

    /// What joins, stacks, turns round or belongs together.
    const SCRIPTS: &[&str] = &[
        "Sigur ",
        "Rós",
        "e\u{301}",
        "ﬁ",
        "Ελλη",
        "νικά ",
        "Звери ",
        "й",
        "فيروز ",
        "لا",
        "مُ",
        "שלום ",
        "בּ",
        "हिन्दी ",
        "क्षि",
        "ภาษา",
        "ไทย",
        "ำ",
        "東京",
        "の夜",
        "ガ",
        "한국어 ",
        "ᄒ\u{1161}",
        "👩\u{200d}🎤",
        "🇸🇪",
        "👍🏽",
        "♥",
        "(",
        ") ",
        "12",
        "\u{200f}",
        "\u{202e}",
        "\u{2067}",
        "-",
        "\u{a0}",
        " ",
    ];
}

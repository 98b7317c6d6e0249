//! Where lines end.

use core::ops::Range;

use heapless::Vec;

use super::{Em, Run};

/// The most lines that a block has.
pub(crate) const MAX_LINES: usize = 4;

/// The most pieces that are looked at; a panel shows far fewer.
const MAX_PIECES: usize = 512;

/// One line: which pieces of the run, without the white space at its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    /// Indices of pieces.
    pub(crate) pieces: Range<usize>,
    /// How wide they are, in 1/64 pixel.
    pub(crate) width: i32,
}

/// How well a text went into its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wrap {
    /// All of it, broken where a line may be broken.
    Whole,
    /// All of it, but broken within a word.
    Broken,
    /// Not all of it.
    Cut,
}

/// Breaks a run into at most `most` lines of at most `width` (1/64 pixel).
pub(crate) fn wrap(run: &Run, em: Em, width: i32, most: usize) -> (Vec<Span, MAX_LINES>, Wrap) {
    let most = most.min(MAX_LINES);
    let mut lines: Vec<Span, MAX_LINES> = Vec::new();
    let mut quality = Wrap::Whole;
    let mut line = Line::default();
    for (at, piece) in run.pieces().enumerate() {
        if at == MAX_PIECES {
            quality = Wrap::Cut;
            break;
        }
        let advance = run.advance(&piece, em);
        if piece.break_before {
            line.may_break(at);
        }
        if piece.space {
            line.space(at, advance);
            continue;
        }
        while line.pen + advance > width && !line.is_empty() {
            let (full, rest) = line.broken(at);
            if line.opportunity.is_none() {
                quality = Wrap::Broken;
            }
            let _ = lines.push(full);
            line = rest;
            if lines.len() == most {
                return (lines, Wrap::Cut);
            }
        }
        line.ink(at, advance);
        if line.pen > width {
            // One piece alone is wider than the line.
            return (lines, Wrap::Cut);
        }
    }
    if !line.is_empty() {
        let _ = lines.push(line.span);
    }
    (lines, quality)
}

/// As many pieces from `first` on as fit, with room for a sign of `sign` (1/64 pixel) behind them.
pub(crate) fn cut(run: &Run, em: Em, first: usize, width: i32, sign: i32) -> Span {
    let mut line = Line {
        span: Span {
            pieces: first..first,
            width: 0,
        },
        ..Line::default()
    };
    for (at, piece) in run.pieces().enumerate().skip(first).take(MAX_PIECES) {
        let advance = run.advance(&piece, em);
        if piece.space {
            line.space(at, advance);
        } else if line.pen + advance + sign > width {
            break;
        } else {
            line.ink(at, advance);
        }
    }
    line.span
}

/// A line that is being filled.
#[derive(Debug, Default)]
struct Line {
    span: Span,
    /// The pen, behind white space too.
    pen: i32,
    /// The last place where the line may end: the index of the piece behind it, the line until there, and the pen.
    opportunity: Option<(usize, Span, i32)>,
}

impl Line {
    fn is_empty(&self) -> bool {
        self.span.pieces.is_empty()
    }

    fn may_break(&mut self, at: usize) {
        if !self.is_empty() {
            self.opportunity = Some((at, self.span.clone(), self.pen));
        }
    }

    /// White space counts once something follows it, and never at the start of a line.
    fn space(&mut self, at: usize, advance: i32) {
        if self.is_empty() {
            self.span.pieces = at + 1..at + 1;
        } else {
            self.pen += advance;
        }
    }

    fn ink(&mut self, at: usize, advance: i32) {
        if self.is_empty() {
            self.span.pieces = at..at;
        }
        self.pen += advance;
        self.span.pieces.end = at + 1;
        self.span.width = self.pen;
    }

    /// The line as it ends before the piece `at`, and the line that goes on.
    fn broken(&self, at: usize) -> (Span, Self) {
        let (next, full, pen) = self
            .opportunity
            .clone()
            .unwrap_or_else(|| (at, self.span.clone(), self.pen));
        let end = self.span.pieces.end.max(next);
        let rest = Self {
            span: Span {
                pieces: next..end,
                width: (self.span.width - pen).max(0),
            },
            pen: self.pen - pen,
            opportunity: None,
        };
        (full, rest)
    }
}

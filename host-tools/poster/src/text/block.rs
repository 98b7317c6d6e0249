//! Text in a box: it shrinks, then goes on in a next line, then is cut, in this order, and never leaves the box.

use std::ops::Range;

use playtally_typeface::Segment;

use super::order::visual;
use super::set::{Cluster, Set};
use crate::drawing::{Path, Rect, Step};

/// The room that a text has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Room {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// The largest em.
    pub(crate) most: f64,
    /// The smallest em; below it a text is cut.
    pub(crate) least: f64,
    /// The most lines.
    pub(crate) lines: usize,
}

/// From one size to the next smaller one.
const STEP: f64 = 0.96;
/// Between the ink of two lines, in ems.
const CLEAR: f64 = 0.06;

/// A text in lines of a size.
#[derive(Clone, Debug)]
pub(crate) struct Block<'s> {
    set: &'s Set,
    /// The em.
    size: f64,
    lines: Vec<Line>,
    /// Whether something was left out.
    cut: bool,
}

#[derive(Clone, Debug)]
struct Line {
    clusters: Range<usize>,
    /// Whether an ellipsis ends it.
    cut: bool,
    /// What it covers, in ems from the beginning of its base line; none of a line without ink.
    ink: Rect,
    /// Its base line, in ems below the block's upper edge.
    base: f64,
}

impl<'s> Block<'s> {
    /// Fits a text into its room.
    pub(crate) fn fit(set: &'s Set, room: Room) -> Self {
        let mut best: Option<Self> = None;
        for lines in 1..=room.lines {
            let Some(block) = Self::largest(set, room, lines) else {
                continue;
            };
            if best
                .as_ref()
                .is_none_or(|best| best.size < block.size * set.style.worth_a_line())
            {
                best = Some(block);
            }
        }
        best.unwrap_or_else(|| Self::cut(set, room))
    }

    /// The largest that is whole in so many lines.
    fn largest(set: &'s Set, room: Room, lines: usize) -> Option<Self> {
        // What is wider than all lines together needs no try; spaces at their ends vanish.
        let wide: f64 = set.clusters.iter().map(|cluster| cluster.advance).sum();
        let bound = 1.3 * lines as f64 * room.width / wide.max(1e-9);
        let mut size = room.most;
        while size > bound && size >= room.least {
            size *= STEP;
        }
        while size >= room.least {
            let broken = broken(set, room.width / size, false);
            if let Some(broken) = broken.filter(|broken| broken.len() <= lines) {
                let block = Self::of(set, size, broken.into_iter().map(|line| (line, false)));
                if block.fits(room) {
                    return Some(block);
                }
            }
            size *= STEP;
        }
        None
    }

    /// What there is room for at the smallest size. Marks that tower over their letters make it smaller still.
    fn cut(set: &'s Set, room: Room) -> Self {
        let broken = broken(set, room.width / room.least, true).unwrap_or_default();
        for lines in (1..=room.lines.min(broken.len())).rev() {
            let kept = &broken[..lines];
            let mut last = kept[lines - 1].clone();
            let is_cut = lines < broken.len();
            loop {
                let before = kept[..lines - 1].iter().map(|line| (line.clone(), false));
                let all = before.chain([(last.clone(), is_cut)]);
                let block = Self::of(set, room.least, all);
                let is_wide = block
                    .lines
                    .last()
                    .is_some_and(|line| line.ink.width() * block.size > room.width);
                if is_wide && last.end > last.start + 1 {
                    last.end -= 1;
                    continue;
                }
                if block.fits(room) {
                    return block;
                }
                break;
            }
        }
        // One line, as small as it has to be.
        let line = broken.first().cloned().unwrap_or(0..0);
        let mut block = Self::of(set, room.least, [(line, broken.len() > 1)].into_iter());
        let part = (room.width / block.width().max(1e-9)).min(room.height / block.height().max(1e-9));
        block.size *= part.min(1.0);
        block
    }

    fn of(set: &'s Set, size: f64, lines: impl Iterator<Item = (Range<usize>, bool)>) -> Self {
        let mut placed: Vec<Line> = Vec::new();
        let mut is_cut = false;
        for (clusters, cut) in lines {
            let Some(ink) = ink(set, &clusters, cut) else {
                continue;
            };
            is_cut |= cut;
            let base = placed.last().map_or(-ink.top, |before| {
                let clear = before.base + before.ink.bottom + CLEAR - ink.top;
                clear.max(before.base + set.style.leading())
            });
            placed.push(Line {
                clusters,
                cut,
                ink,
                base,
            });
        }
        Self {
            set,
            size,
            lines: placed,
            cut: is_cut,
        }
    }

    fn fits(&self, room: Room) -> bool {
        self.width() <= room.width + 1e-6 && self.height() <= room.height + 1e-6
    }

    /// How wide its ink is.
    pub(crate) fn width(&self) -> f64 {
        self.size * self.lines.iter().map(|line| line.ink.width()).fold(0.0, f64::max)
    }

    /// How high its ink is.
    pub(crate) fn height(&self) -> f64 {
        self.size * self.lines.last().map_or(0.0, |line| line.base + line.ink.bottom)
    }

    /// The base line of its last line, below its upper edge.
    pub(crate) fn base(&self) -> f64 {
        self.size * self.lines.last().map_or(0.0, |line| line.base)
    }

    /// Whether something was left out.
    pub(crate) const fn is_cut(&self) -> bool {
        self.cut
    }

    /// The em.
    pub(crate) const fn size(&self) -> f64 {
        self.size
    }

    /// What is read.
    pub(crate) fn text(&self) -> &'s str {
        &self.set.text
    }

    /// Its outlines with the upper left corner of its ink at a point. `across` says where narrower lines stand: 0 left, 1 right.
    pub(crate) fn path(&self, [left, top]: [f64; 2], across: f64) -> Path {
        let mut path = Path::default();
        let width = self.width();
        for line in &self.lines {
            let free = width - self.size * line.ink.width();
            let mut x = left + free * across - self.size * line.ink.left;
            let y = top + self.size * line.base;
            for cluster in in_order(self.set, &line.clusters, line.cut) {
                for glyph in &cluster.glyphs {
                    let at = [x + self.size * glyph.x, y + self.size * glyph.y];
                    add(&mut path, &glyph.outline.segments, at, self.size);
                }
                x += self.size * cluster.advance;
            }
        }
        path
    }
}

/// The clusters of a line from left to right.
fn in_order<'s>(set: &'s Set, clusters: &Range<usize>, cut: bool) -> Vec<&'s Cluster> {
    let line = &set.clusters[clusters.clone()];
    let levels: Vec<u8> = line.iter().map(|cluster| cluster.level).collect();
    let mut ordered: Vec<&Cluster> = visual(&levels).into_iter().map(|place| &line[place]).collect();
    if cut {
        ordered.insert(if set.right_to_left { 0 } else { ordered.len() }, &set.ellipsis);
    }
    ordered
}

/// What a line covers.
fn ink(set: &Set, clusters: &Range<usize>, cut: bool) -> Option<Rect> {
    let mut pen = 0.0;
    let mut ink: Option<Rect> = None;
    for cluster in in_order(set, clusters, cut) {
        if let Some(of) = cluster.ink {
            let moved = Rect::new(of.left + pen, of.top, of.width(), of.height());
            ink = Some(ink.map_or(moved, |ink| ink.around(&moved)));
        }
        pen += cluster.advance;
    }
    ink
}

/// Breaks a text into lines of a width in ems; none where a word is wider, unless words may be cut.
fn broken(set: &Set, width: f64, within_words: bool) -> Option<Vec<Range<usize>>> {
    let mut lines = Vec::new();
    let (mut start, count) = (0, set.clusters.len());
    while start < count {
        let mut end = start;
        // How much is taken at least, and where the line may end.
        let mut fits = start;
        while end < count {
            let next = next_break(set, end, within_words);
            if !is_within(set, start..next, width) {
                break;
            }
            (fits, end) = (next, next);
        }
        if fits == start {
            if !within_words {
                return None;
            }
            // A cluster alone is taken however wide it is.
            fits = start + 1;
        }
        let line = trimmed(set, start..fits);
        if !line.is_empty() {
            lines.push(line);
        }
        start = fits;
    }
    Some(lines)
}

/// Where a line may end after a place.
fn next_break(set: &Set, after: usize, within_words: bool) -> usize {
    let count = set.clusters.len();
    (after + 1..count)
        .find(|&at| within_words || set.clusters[at].break_before)
        .unwrap_or(count)
}

fn is_within(set: &Set, clusters: Range<usize>, width: f64) -> bool {
    let line = trimmed(set, clusters);
    ink(set, &line, false).is_none_or(|ink| ink.width() <= width)
}

/// Without spaces at both ends.
fn trimmed(set: &Set, mut clusters: Range<usize>) -> Range<usize> {
    while clusters.end > clusters.start && set.clusters[clusters.end - 1].space {
        clusters.end -= 1;
    }
    while clusters.start < clusters.end && set.clusters[clusters.start].space {
        clusters.start += 1;
    }
    clusters
}

/// Adds an outline at a place and a size.
fn add(path: &mut Path, segments: &[Segment], [x, y]: [f64; 2], size: f64) {
    let at = |[right, down]: [f32; 2]| [x + f64::from(right) * size, y + f64::from(down) * size];
    let mut pen = [x, y];
    for segment in segments {
        match *segment {
            Segment::Move(to) => {
                pen = at(to);
                path.steps.push(Step::Move(pen));
            }
            Segment::Line(to) => {
                pen = at(to);
                path.steps.push(Step::Line(pen));
            }
            Segment::Quad(by, to) => {
                let (by, to) = (at(by), at(to));
                let third = |from: [f64; 2]| {
                    let part = |axis: usize| from[axis] + (by[axis] - from[axis]) * 2.0 / 3.0;
                    [part(0), part(1)]
                };
                path.steps.push(Step::Curve(third(pen), third(to), to));
                pen = to;
            }
            Segment::Curve(from, by, to) => {
                pen = at(to);
                path.steps.push(Step::Curve(at(from), at(by), pen));
            }
            Segment::Close => path.steps.push(Step::Close),
        }
    }
}

//! Text, set in glyphs of an em of one.

use playtally_press::typeset::{Fonts, Outlined, Outlines, Typesetter};
use playtally_typeface::{Design, Face, Segment};

use crate::drawing::Rect;

/// Glyphs are placed in parts of an em.
const UNITS: f64 = 128.0;

/// What a text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Figures and headlines.
    Heavy,
    /// What is read second.
    Strong,
    /// Sentences.
    Plain,
}

impl Style {
    const ALL: [Self; 3] = [Self::Heavy, Self::Strong, Self::Plain];

    const fn face(self) -> Face {
        let (design, weight) = match self {
            Self::Heavy => (Design::Display, 850),
            Self::Strong => (Design::Display, 700),
            Self::Plain => (Design::Text, 550),
        };
        Face { design, weight }
    }

    /// Of a text that has room in few lines at this part of the size that it could have in more, they are taken: a name wants to
    /// stand on one, a sentence may go on.
    pub(super) const fn worth_a_line(self) -> f64 {
        match self {
            Self::Heavy | Self::Strong => 0.66,
            Self::Plain => 0.8,
        }
    }

    /// From base line to base line, in ems.
    pub(super) const fn leading(self) -> f64 {
        match self {
            Self::Heavy => 0.98,
            Self::Strong => 1.14,
            Self::Plain => 1.3,
        }
    }
}

/// A glyph at its place on the base line of its cluster.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) outline: Outlined,
    pub(super) x: f64,
    pub(super) y: f64,
}

/// What no line is cut within.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub(super) glyphs: Vec<Placed>,
    pub(super) advance: f64,
    /// What its glyphs cover; none of a space.
    pub(super) ink: Option<Rect>,
    pub(super) break_before: bool,
    pub(super) space: bool,
    pub(super) level: u8,
}

/// A text in glyphs.
#[derive(Clone, Debug)]
pub(crate) struct Set {
    pub(super) style: Style,
    pub(super) text: String,
    pub(super) clusters: Vec<Cluster>,
    pub(super) right_to_left: bool,
    /// What stands for what is left out.
    pub(super) ellipsis: Cluster,
}

/// Sets text.
pub(crate) struct Setter<'f> {
    faces: [(Typesetter<'f>, Outlines<'f>); 3],
}

impl<'f> Setter<'f> {
    pub(crate) fn new(fonts: &'f Fonts) -> Self {
        let of = |style: Style| {
            (
                Typesetter::in_face(fonts, style.face()),
                Outlines::new(fonts, style.face()),
            )
        };
        Self {
            faces: Style::ALL.map(of),
        }
    }

    /// Sets a text.
    pub(crate) fn set(&mut self, text: &str, style: Style) -> Set {
        let (typesetter, outlines) = &mut self.faces[style as usize];
        let mut ellipsis = clusters(&typesetter.set("…"), outlines);
        let name = typesetter.set(text);
        Set {
            style,
            clusters: clusters(&name, outlines),
            right_to_left: name.right_to_left,
            text: name.text,
            ellipsis: ellipsis.pop().unwrap_or_else(|| Cluster {
                glyphs: Vec::new(),
                advance: 0.0,
                ink: None,
                break_before: false,
                space: false,
                level: 0,
            }),
        }
    }
}

fn clusters(name: &playtally_press::typeset::Name, outlines: &mut Outlines<'_>) -> Vec<Cluster> {
    let mut all = Vec::with_capacity(name.clusters.len());
    for cluster in &name.clusters {
        let mut pen = 0.0;
        let mut glyphs = Vec::new();
        let mut ink: Option<Rect> = None;
        for glyph in &cluster.glyphs {
            let outline = outlines.of(glyph.key);
            let (x, y) = (pen + f64::from(glyph.dx) / UNITS, -f64::from(glyph.dy) / UNITS);
            pen += f64::from(outline.advance) + f64::from(glyph.kern) / UNITS;
            if let Some(bounds) = bounds(&outline.segments, x, y) {
                ink = Some(ink.map_or(bounds, |ink| ink.around(&bounds)));
                glyphs.push(Placed { outline, x, y });
            }
        }
        all.push(Cluster {
            glyphs,
            advance: pen,
            ink,
            break_before: cluster.break_before,
            space: cluster.space,
            level: cluster.level,
        });
    }
    all
}

/// A box around the points of an outline.
fn bounds(segments: &[Segment], x: f64, y: f64) -> Option<Rect> {
    let points = segments.iter().flat_map(|segment| match *segment {
        Segment::Move(to) | Segment::Line(to) => vec![to],
        Segment::Quad(by, to) => vec![by, to],
        Segment::Curve(from, by, to) => vec![from, by, to],
        Segment::Close => Vec::new(),
    });
    let points = points.map(|[right, down]| Rect::new(x + f64::from(right), y + f64::from(down), 0.0, 0.0));
    points.reduce(|all, point| all.around(&point))
}

//! What can be set: the device's own words, and the names of a summary.

use playtally_summary::{self as summary, Cluster, Clusters, Glyph, PlacedGlyph, Summary, Text, TextId};

use super::Em;

/// A text to set in lines.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Run<'a> {
    /// The device's own words, left to right.
    Words(&'a str),
    /// A name of a summary.
    Name(Summary<'a>, Text<'a>),
}

impl<'a> From<&'a str> for Run<'a> {
    fn from(words: &'a str) -> Self {
        Self::Words(words)
    }
}

/// What a line cannot be cut within.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    glyphs: PieceGlyphs<'a>,
    /// Whether a line may be broken before it.
    pub(crate) break_before: bool,
    /// Whether it is white space, which is dropped at the end of a line.
    pub(crate) space: bool,
    /// Its level of UAX #9; odd runs from right to left.
    pub(crate) level: u8,
}

#[derive(Clone, Copy, Debug)]
enum PieceGlyphs<'a> {
    Character(char),
    Cluster(summary::Run<'a>),
}

impl<'a> Piece<'a> {
    /// A sign of the device's own, such as an ellipsis.
    pub(crate) const fn sign(character: char, level: u8) -> Self {
        Self {
            glyphs: PieceGlyphs::Character(character),
            break_before: false,
            space: false,
            level,
        }
    }
}

impl<'a> From<Cluster<'a>> for Piece<'a> {
    fn from(cluster: Cluster<'a>) -> Self {
        Self {
            glyphs: PieceGlyphs::Cluster(cluster.glyphs),
            break_before: cluster.break_before,
            space: cluster.space,
            level: cluster.level,
        }
    }
}

/// A glyph at its place within a piece.
#[derive(Clone, Debug)]
pub(crate) struct Placed<'a> {
    pub(crate) glyph: Glyph<'a>,
    /// From the piece's pen to the glyph's pen, rightwards, in 1/64 pixel.
    pub(crate) dx: i32,
    /// From the base line to the glyph's base line, upwards, in 1/64 pixel.
    pub(crate) dy: i32,
    /// How far the pen moves, in 1/64 pixel.
    pub(crate) advance: i32,
}

impl<'a> Run<'a> {
    /// A name of a summary.
    pub(crate) fn name(summary: &Summary<'a>, id: TextId) -> Self {
        Self::Name(*summary, summary.text(id))
    }

    /// Whether its glyphs come in a size.
    pub(crate) fn has(&self, em: Em) -> bool {
        match self {
            Self::Words(_) => true,
            Self::Name(_, text) => em.of_names().is_some_and(|size| text.has(size)),
        }
    }

    /// The level of the paragraph of UAX #9: 1 if it runs from right to left.
    pub(crate) const fn level(&self) -> u8 {
        match self {
            Self::Words(_) => 0,
            Self::Name(_, text) => text.is_right_to_left() as u8,
        }
    }

    /// Its pieces in logical order.
    pub(crate) fn pieces(&self) -> Pieces<'a> {
        match self {
            Self::Words(words) => Pieces::Words(words.chars(), false),
            Self::Name(_, text) => Pieces::Name(text.clusters()),
        }
    }

    /// The glyphs of one of its pieces, from left to right.
    pub(crate) fn glyphs<'p>(&self, piece: &'p Piece<'a>, em: Em) -> impl Iterator<Item = Placed<'a>> + use<'a, 'p> {
        let run = *self;
        let (character, cluster) = match piece.glyphs {
            PieceGlyphs::Character(character) => (Some(character), None),
            PieceGlyphs::Cluster(cluster) => (None, Some(cluster)),
        };
        let character = character.and_then(|c| em.glyph(c)).map(|glyph| Placed {
            dx: 0,
            dy: 0,
            advance: glyph.advance.into(),
            glyph,
        });
        let cluster = cluster.into_iter().flat_map(summary::Run::iter);
        let cluster = cluster.filter_map(move |placed| run.placed(placed, em));
        let mut pen = 0;
        character.into_iter().chain(cluster).map(move |mut placed| {
            placed.dx += pen;
            pen += placed.advance;
            placed
        })
    }

    /// How far a piece moves the pen, in 1/64 pixel.
    pub(crate) fn advance(&self, piece: &Piece<'a>, em: Em) -> i32 {
        self.glyphs(piece, em).map(|placed| placed.advance).sum()
    }

    fn placed(&self, placed: &PlacedGlyph, em: Em) -> Option<Placed<'a>> {
        let Self::Name(summary, _) = self else { return None };
        let glyph = summary.glyph(em.of_names()?, placed.glyph.get())?;
        // From 1/128 em to 1/64 pixel.
        let scaled = |units: i8| i32::from(units) * em.px() / 2;
        Some(Placed {
            dx: scaled(placed.dx),
            dy: scaled(placed.dy),
            advance: i32::from(glyph.advance) + scaled(placed.kern),
            glyph,
        })
    }
}

/// The pieces of a run in logical order.
#[derive(Clone, Debug)]
pub(crate) enum Pieces<'a> {
    /// Of words: their characters, and whether a line may be broken before the next one.
    Words(core::str::Chars<'a>, bool),
    /// Of a name: its clusters.
    Name(Clusters<'a>),
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        match self {
            Self::Words(characters, break_next) => {
                let character = characters.next()?;
                let space = character == ' ';
                let break_before = *break_next && !space;
                *break_next = space || character == '-';
                Some(Piece {
                    glyphs: PieceGlyphs::Character(character),
                    break_before,
                    space,
                    level: 0,
                })
            }
            Self::Name(clusters) => clusters.next().map(Piece::from),
        }
    }
}

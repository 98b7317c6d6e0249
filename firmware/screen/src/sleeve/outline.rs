//! A cover as shapes, for whoever draws it without pixels.
//!
//! Lengths are parts of the side, which has [`SIDE`] of them. A shape ends where the piece of the cover ends that it lies on.

use super::composition::Area;
use super::form::{Circle, Form, Sector};
use super::{Family, LARGEST, Sleeve, Tone};
use crate::shapes::{Direction, PX};

/// How long a side is.
pub const SIDE: i32 = LARGEST as i32 * PX;

/// What directions are long.
pub const ONE: i32 = Direction::ONE;

/// A circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its centre.
    pub centre: (i32, i32),
    /// Its radius; nothing is drawn of one that is not above 0.
    pub radius: i32,
}

/// A shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// All of its piece of the cover.
    Whole,
    /// A disc.
    Disc(Round),
    /// What two discs have in common.
    Lens(Round, Round),
    /// What lies clockwise from one direction to another, between a circle and a smaller one around its centre.
    Sector {
        /// The circle.
        outer: Round,
        /// The radius of the smaller one.
        inner: i32,
        /// To the right and down, on a circle of the radius [`ONE`].
        from: (i32, i32),
        /// The same.
        to: (i32, i32),
    },
}

/// A shape on a piece of the cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The shape.
    pub shape: Shape,
    /// Left, top, right and bottom of the piece of the cover.
    pub area: [i32; 4],
    /// The tone that it is printed in.
    pub tone: Tone,
    /// Whether what lies under it shows through by half.
    pub sheer: bool,
}

impl Sleeve {
    /// Shows the pieces of its cover in a composition, what lies lowest first.
    pub fn each_piece(&self, family: Family, mut see: impl FnMut(Piece)) {
        family.compose(self, LARGEST as i32).each(|area, form, tone, sheer| {
            let Area {
                left,
                top,
                right,
                bottom,
            } = area;
            see(Piece {
                shape: shape(form),
                area: [left, top, right, bottom].map(|edge| edge.clamp(0, LARGEST as i32) * PX),
                tone,
                sheer,
            });
        });
    }
}

fn shape(form: &Form) -> Shape {
    let round = |Circle { centre, radius }: Circle| Round {
        centre: (centre.x, centre.y),
        radius,
    };
    match *form {
        Form::Whole => Shape::Whole,
        Form::Disc(circle) => Shape::Disc(round(circle)),
        Form::Lens(one, other) => Shape::Lens(round(one), round(other)),
        Form::Sector(circle, inner, Sector { from, to, .. }) => Shape::Sector {
            outer: round(circle),
            inner,
            from: (from.sin(), -from.cos()),
            to: (to.sin(), -to.cos()),
        },
    }
}

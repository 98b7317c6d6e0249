//! The forms of which compositions are made. Lengths are sixteenths of a pixel from the cover's upper left corner.

use embedded_graphics::geometry::Point;

use super::span::{Edge, FULL, Span};
use crate::shapes::{Direction, PX, length};

/// Half a pixel: how far an edge is soft to both sides.
const SOFT: i32 = PX / 2;

/// A circle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circle {
    pub(super) centre: Point,
    pub(super) radius: i32,
}

impl Circle {
    pub(super) const fn new(centre: Point, radius: i32) -> Self {
        Self { centre, radius }
    }

    /// What is in it of the row of pixels whose centres are at a height.
    fn row(self, y: i32) -> Option<Span> {
        let away = (y - self.centre.y).abs();
        let half = |radius: i32| ((radius * radius - away * away) as u32).isqrt() as i32;
        let outer = self.radius + SOFT;
        if self.radius <= 0 || away >= outer {
            return None;
        }
        let (reach, inner) = (half(outer), self.radius - SOFT);
        let (full, most) = if away < inner {
            (half(inner), FULL)
        } else {
            // The row touches the rim from within: it is hardly bent there.
            (reach * 5 / 8, (outer - away) * FULL / PX)
        };
        Some(Span {
            rise: Edge {
                from: self.centre.x - reach,
                to: self.centre.x - full,
            },
            fall: Edge {
                from: self.centre.x + full,
                to: self.centre.x + reach,
            },
            most,
        })
    }
}

/// The directions from one to another, clockwise.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sector {
    pub(super) from: Direction,
    pub(super) to: Direction,
    /// Whether that is more than half a turn.
    pub(super) wide: bool,
}

/// A form.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// All of its place.
    Whole,
    /// A disc.
    Disc(Circle),
    /// What two discs have in common: a petal, a scratch, where two drops meet.
    Lens(Circle, Circle),
    /// What lies in some directions from a circle's centre, between it and a smaller one.
    Sector(Circle, i32, Sector),
}

impl Form {
    /// A petal from one point to another that reaches so far to each side at its middle.
    pub(super) fn between(from: Point, to: Point, half: i32) -> Self {
        let along = to - from;
        let length = length(along).max(2);
        let half = half.clamp(1, length / 2);
        let radius = (length * length / 4 + half * half) / (2 * half);
        let away = radius - half;
        let aside = Point::new(-along.y * away / length, along.x * away / length);
        let middle = (from + to) / 2;
        Self::Lens(Circle::new(middle + aside, radius), Circle::new(middle - aside, radius))
    }

    /// From which height to which it reaches.
    pub(super) fn rows(&self) -> (i32, i32) {
        let rows = |circle: Circle| {
            let reach = circle.radius + SOFT;
            (circle.centre.y - reach, circle.centre.y + reach)
        };
        match *self {
            Self::Whole => (i32::MIN, i32::MAX),
            Self::Disc(circle) | Self::Sector(circle, ..) => rows(circle),
            Self::Lens(one, other) => {
                let (one, other) = (rows(one), rows(other));
                (one.0.max(other.0), one.1.min(other.1))
            }
        }
    }

    /// What it covers of the row of pixels whose centres are at a height: each stretch of it, some perhaps twice.
    pub(super) fn row(&self, y: i32, mut see: impl FnMut(Span)) {
        match *self {
            Self::Whole => see(Span::WHOLE),
            Self::Disc(circle) => circle.row(y).into_iter().for_each(see),
            Self::Lens(one, other) => {
                if let Some((one, other)) = one.row(y).zip(other.row(y)) {
                    see(one.and(other));
                }
            }
            Self::Sector(circle, inner, sector) => {
                let Some(outer) = circle.row(y) else { return };
                let (from, to) = (
                    side(circle.centre, sector.from, 1, y),
                    side(circle.centre, sector.to, -1, y),
                );
                let mut part = |span: Span| {
                    if sector.wide {
                        see(span.and(from));
                        see(span.and(to));
                    } else {
                        see(span.and(from).and(to));
                    }
                };
                match Circle::new(circle.centre, inner).row(y) {
                    Some(hole) if hole.most == FULL => {
                        part(Span {
                            fall: hole.rise,
                            ..outer
                        });
                        part(Span {
                            rise: hole.fall,
                            ..outer
                        });
                    }
                    _ => part(outer),
                }
            }
        }
    }
}

/// What of a row lies clockwise (1) or anticlockwise (-1) of a line through a centre.
fn side(centre: Point, of: Direction, sense: i32, y: i32) -> Span {
    let away = y - centre.y;
    let (sin, cos) = (of.sin() * sense, of.cos() * sense);
    if cos.abs() < FLAT {
        // The line lies along the row.
        let depth = away * sin / Direction::ONE;
        return Span {
            most: ((depth + SOFT) * FULL / PX).clamp(0, FULL),
            ..Span::WHOLE
        };
    }
    let (at, reach) = (centre.x - away * sin / cos, SOFT * Direction::ONE / cos.abs());
    let edge = Edge {
        from: at - reach,
        to: at + reach,
    };
    if cos > 0 {
        Span {
            rise: edge,
            ..Span::WHOLE
        }
    } else {
        Span {
            fall: edge,
            ..Span::WHOLE
        }
    }
}

/// Below this cosine a line is level within a cover's width.
const FLAT: i32 = Direction::ONE / 512;

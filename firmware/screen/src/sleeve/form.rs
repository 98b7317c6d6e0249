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

    /// From which height to which it reaches.
    const fn rows(self) -> (i32, i32) {
        (self.centre.y - self.radius - SOFT, self.centre.y + self.radius + SOFT)
    }

    fn holds(self, point: Point) -> bool {
        let away = point - self.centre;
        squared(away.x) + squared(away.y) <= squared(self.radius)
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

    /// From which height to which it reaches, or a little further.
    pub(super) fn rows(&self) -> (i32, i32) {
        match *self {
            Self::Whole => (i32::MIN, i32::MAX),
            Self::Disc(circle) => circle.rows(),
            Self::Lens(one, other) => lens(one, other),
            Self::Sector(circle, _, Sector { wide: true, .. }) => circle.rows(),
            Self::Sector(circle, inner, Sector { from, to, .. }) => {
                // It reaches furthest at its corners, and where it lies straight above or below its centre.
                let corners = [(from, inner), (to, inner), (from, circle.radius), (to, circle.radius)];
                let corners = corners.map(|(direction, radius)| direction.on_circle(radius).1);
                let holds = |y: i32| from.clockwise(Point::new(0, y)) >= 0 && to.clockwise(Point::new(0, y)) <= 0;
                let poles = [-circle.radius, circle.radius].into_iter().filter(|&pole| holds(pole));
                reach(corners.into_iter().chain(poles).map(|y| circle.centre.y + y))
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

/// From which height to which two discs have something in common: to where their rims meet, and to the top and the bottom of
/// each that lies in the other.
fn lens(one: Circle, other: Circle) -> (i32, i32) {
    let apart = other.centre - one.centre;
    let between = squared(apart.x) + squared(apart.y);
    let along = squared(one.radius) - squared(other.radius) + between;
    let between = between.isqrt().max(1);
    let along = along / (2 * between);
    let across = (squared(one.radius) - along * along).max(0).isqrt();
    let rims = |side: i64| {
        let y = i64::from(apart.y) * along / between + side * i64::from(apart.x) * across / between;
        one.centre.y + y as i32
    };
    let ends = |circle: Circle, in_this: Circle| {
        let ends = [-circle.radius, circle.radius].map(|away| circle.centre + Point::new(0, away));
        ends.into_iter().filter(move |&end| in_this.holds(end)).map(|end| end.y)
    };
    let ends = ends(one, other).chain(ends(other, one));
    // What lies in the other whole has no rim in common with it, and is found by its ends.
    let meet = along.abs() <= i64::from(one.radius);
    reach([rims(-1), rims(1)].into_iter().filter(|_| meet).chain(ends))
}

/// A little more than from the least to the largest height; nothing of none.
fn reach(heights: impl Iterator<Item = i32> + Clone) -> (i32, i32) {
    let least = heights.clone().min().unwrap_or(0);
    let most = heights.max().unwrap_or(-4 * PX);
    (least - PX, most + PX)
}

fn squared(length: i32) -> i64 {
    i64::from(length) * i64::from(length)
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

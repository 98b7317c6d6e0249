//! Chart elements with smooth edges.
//!
//! Lengths are in sixteenths of a pixel; a pixel's centre is at 8 sixteenths. An edge covers a pixel by how far the
//! pixel's centre lies inside it, which is exact for straight upright edges and close enough for all others.

mod angle;
mod arc;
mod flame;
mod tilted;

use core::ops::Range;

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb565;
use embedded_graphics::primitives::Rectangle;

pub(crate) use angle::{Direction, Turn};
pub(crate) use arc::Arc;
pub(crate) use flame::Flame;
pub(crate) use tilted::Tilted;

use crate::text::Ink;

/// Sixteenths in a pixel.
pub(crate) const PX: i32 = 16;

/// A shape tells by how many fifteenths it covers each pixel.
pub(crate) trait Shape {
    /// A rectangle around all that it covers.
    fn bounds(&self) -> Rectangle;

    /// The coverage, 0 to 15, of the pixel whose centre is at a point in sixteenths.
    fn coverage(&self, centre: Point) -> u8;

    /// Which pixels of a row it may cover, of those in a range: two stretches, from the left. It covers no others.
    fn stretches(&self, _: i32, columns: Range<i32>) -> [Range<i32>; 2] {
        let end = columns.end;
        [columns, end..end]
    }

    /// Draws it: pixels side by side that are equally covered go out together.
    fn draw<D: DrawTarget<Color = Rgb565>>(&self, ink: Ink, target: &mut D) -> Result<(), D::Error> {
        let area = self.bounds().intersection(&target.bounding_box());
        for y in area.rows() {
            for columns in self.stretches(y, area.columns()) {
                let (mut span, end) = (Span::default(), columns.end);
                for x in columns {
                    let coverage = self.coverage(Point::new(x * PX + PX / 2, y * PX + PX / 2));
                    if coverage != span.coverage {
                        span.draw(x, y, ink, target)?;
                        span = Span { from: x, coverage };
                    }
                }
                span.draw(end, y, ink, target)?;
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct Span {
    from: i32,
    coverage: u8,
}

impl Span {
    fn draw<D: DrawTarget<Color = Rgb565>>(&self, end: i32, y: i32, ink: Ink, target: &mut D) -> Result<(), D::Error> {
        if self.coverage == 0 {
            return Ok(());
        }
        let size = Size::new((end - self.from) as u32, 1);
        target.fill_solid(&Rectangle::new(Point::new(self.from, y), size), ink.at(self.coverage))
    }
}

/// Coverage of a pixel whose centre lies `depth` sixteenths inside an edge.
fn edge(depth: i32) -> u8 {
    ((depth + PX / 2).clamp(0, PX) * 15 / PX) as u8
}

/// The pixels of what lies between two corners and as far around it.
fn around(low: Point, high: Point, reach: i32) -> Rectangle {
    let pixel = |point: Point| Point::new(point.x.div_euclid(PX), point.y.div_euclid(PX));
    let reach = Point::new(reach, reach);
    Rectangle::with_corners(pixel(low - reach), pixel(high + reach))
}

pub(crate) fn length(v: Point) -> i32 {
    ((v.x * v.x + v.y * v.y) as u32).isqrt() as i32
}

/// What lies between two circles; a disc if the inner one has no radius.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ring {
    pub(crate) centre: Point,
    pub(crate) inner: i32,
    pub(crate) outer: i32,
}

impl Ring {
    /// A full circle.
    pub(crate) const fn disc(centre: Point, radius: i32) -> Self {
        Self {
            centre,
            inner: 0,
            outer: radius,
        }
    }
}

impl Shape for Ring {
    fn bounds(&self) -> Rectangle {
        around(self.centre, self.centre, self.outer + PX)
    }

    fn coverage(&self, centre: Point) -> u8 {
        let away = centre - self.centre;
        let squared = away.x * away.x + away.y * away.y;
        let beyond = |radius: i32| squared > (radius + PX) * (radius + PX);
        let within = |radius: i32| radius > PX && squared < (radius - PX) * (radius - PX);
        // Most pixels are far from both edges, and a root is slow.
        if beyond(self.outer) || within(self.inner) {
            return 0;
        }
        if within(self.outer) && (self.inner == 0 || beyond(self.inner)) {
            return 15;
        }
        let distance = length(away);
        let inside = edge(self.outer - distance);
        if self.inner == 0 {
            inside
        } else {
            inside.min(edge(distance - self.inner))
        }
    }

    /// What is beyond its edge, and its hole, are most of the square around it.
    fn stretches(&self, y: i32, columns: Range<i32>) -> [Range<i32>; 2] {
        let down = y * PX + PX / 2 - self.centre.y;
        // The pixels whose centres are at most so far from its own, sideways; none for less than nothing.
        let within = |squared: i32| {
            let reach = if squared < 0 {
                -1
            } else {
                (squared as u32).isqrt() as i32
            };
            let from = (self.centre.x - reach - PX / 2 + PX - 1).div_euclid(PX);
            let to = (self.centre.x + reach - PX / 2).div_euclid(PX) + 1;
            from..to.max(from)
        };
        let (outer, inner) = (self.outer + PX, (self.inner - PX).max(0));
        let all = within(outer * outer - down * down);
        let hole = within(inner * inner - down * down - 1);
        let clipped = |from: i32, to: i32| from.max(columns.start)..to.min(columns.end);
        if hole.is_empty() {
            [clipped(all.start, all.end), columns.end..columns.end]
        } else {
            [clipped(all.start, hole.start), clipped(hole.end, all.end)]
        }
    }
}

/// A piece of a ring between two directions, at most half a turn apart, with a gap of constant width beside it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wedge {
    pub(crate) ring: Ring,
    pub(crate) from: Direction,
    pub(crate) to: Direction,
    /// How much narrower it is at each side.
    pub(crate) gap: i32,
}

impl Shape for Wedge {
    fn bounds(&self) -> Rectangle {
        // It reaches furthest at its corners and where it crosses an axis.
        let (from, to, ring) = (self.from, self.to, self.ring);
        let corner = |of: Direction, radius: i32| ring.centre + Point::from(of.on_circle(radius));
        let corners = [from, to]
            .into_iter()
            .flat_map(|of| [corner(of, ring.inner), corner(of, ring.outer)]);
        let crosses = |axis: &Point| from.clockwise(*axis * PX) >= 0 && to.clockwise(*axis * PX) <= 0;
        let axes = [(0, -1), (1, 0), (0, 1), (-1, 0)].map(Point::from).into_iter();
        let crossed = axes.filter(crosses).map(|axis| ring.centre + axis * ring.outer);
        let first = corner(from, ring.outer);
        let (low, high) = corners.chain(crossed).fold((first, first), |(low, high), at| {
            (low.component_min(at), high.component_max(at))
        });
        around(low, high, PX)
    }

    fn coverage(&self, centre: Point) -> u8 {
        let away = centre - self.ring.centre;
        let sides = edge(self.from.clockwise(away) - self.gap).min(edge(-self.to.clockwise(away) - self.gap));
        if sides == 0 {
            return 0;
        }
        sides.min(self.ring.coverage(centre))
    }
}

/// A rectangle with round corners.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounded {
    /// In pixels.
    pub(crate) area: Rectangle,
    /// Of the corners, in sixteenths.
    pub(crate) radius: i32,
}

impl Shape for Rounded {
    fn bounds(&self) -> Rectangle {
        self.area
    }

    fn coverage(&self, centre: Point) -> u8 {
        let (width, height) = (self.area.size.width as i32 * PX, self.area.size.height as i32 * PX);
        let radius = self.radius.min(width / 2).min(height / 2);
        let from_middle = |at: i32, start: i32, length: i32| (2 * (at - start * PX) - length).abs() / 2 - length / 2;
        let beyond = Point::new(
            (from_middle(centre.x, self.area.top_left.x, width) + radius).max(0),
            (from_middle(centre.y, self.area.top_left.y, height) + radius).max(0),
        );
        if beyond.x == 0 || beyond.y == 0 {
            return 15;
        }
        edge(radius - length(beyond))
    }
}

/// A thick line with round ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stroke {
    pub(crate) from: Point,
    pub(crate) to: Point,
    pub(crate) width: i32,
}

impl Shape for Stroke {
    fn bounds(&self) -> Rectangle {
        let (low, high) = (self.from.component_min(self.to), self.from.component_max(self.to));
        around(low, high, self.width / 2 + PX)
    }

    fn coverage(&self, centre: Point) -> u8 {
        let (along, away) = (self.to - self.from, centre - self.from);
        let dot = i64::from(away.x * along.x + away.y * along.y);
        let squared = i64::from(along.x * along.x + along.y * along.y);
        let on = |part: i32| {
            if squared == 0 {
                0
            } else {
                (i64::from(part) * dot.clamp(0, squared) / squared) as i32
            }
        };
        let nearest = Point::new(on(along.x), on(along.y));
        edge(self.width / 2 - length(away - nearest))
    }
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use embedded_graphics::pixelcolor::RgbColor;

    use super::*;
    use playtally_dev::picture::Picture;

    /// A shape on 16 by 10 pixels: `#` is covered, `:` is in part, `.` is not.
    fn drawn(shape: &impl Shape) -> Vec<String> {
        let mut picture = Picture::new(Size::new(16, 10));
        let Ok(()) = shape.draw(Ink::new(Rgb565::WHITE, Rgb565::BLACK), &mut picture);
        assert_eq!(picture.outside, 0);
        picture.pattern(|colour| match colour.g() {
            0 => '.',
            63 => '#',
            _ => ':',
        })
    }

    const CENTRE: Point = Point::new(8 * PX, 5 * PX);

    /// The same shape, without what it says of its rows.
    struct Plain(Ring);

    impl Shape for Plain {
        fn bounds(&self) -> Rectangle {
            self.0.bounds()
        }

        fn coverage(&self, centre: Point) -> u8 {
            self.0.coverage(centre)
        }
    }

    #[test]
    fn a_ring_covers_the_same_whether_its_hole_is_passed_over_or_looked_at() {
        let exactly = |shape: &dyn Fn(&mut Picture)| {
            let mut picture = Picture::new(Size::new(16, 10));
            shape(&mut picture);
            picture.pattern(|colour| char::from(colour.g() + b'0'))
        };
        let ink = Ink::new(Rgb565::WHITE, Rgb565::BLACK);
        for (x, y) in [(128, 80), (131, 77), (0, 0), (-40, 100), (300, 159)] {
            for outer in (1..180).step_by(3) {
                for inner in (0..outer).step_by(5) {
                    let ring = Ring {
                        centre: Point::new(x, y),
                        inner,
                        outer,
                    };
                    let own = exactly(&|picture| ring.draw(ink, picture).unwrap());
                    let plain = exactly(&|picture| Plain(ring).draw(ink, picture).unwrap());
                    assert_eq!(own, plain, "{ring:?}");
                }
            }
        }
    }

    #[test]
    fn a_disc_is_round() {
        assert_eq!(
            drawn(&Ring::disc(CENTRE, 4 * PX)),
            [
                "................",
                ".....::##::.....",
                "....:######:....",
                "....:######:....",
                "....########....",
                "....########....",
                "....:######:....",
                "....:######:....",
                ".....::##::.....",
                "................",
            ]
        );
    }

    #[test]
    fn a_ring_is_empty_within() {
        let ring = Ring {
            centre: CENTRE,
            inner: 2 * PX,
            outer: 5 * PX,
        };
        assert_eq!(
            drawn(&ring),
            [
                ".....::##::.....",
                "....:######:....",
                "...:########:...",
                "...:##:..:##:...",
                "...###....###...",
                "...###....###...",
                "...:##:..:##:...",
                "...:########:...",
                "....:######:....",
                ".....::##::.....",
            ]
        );
    }

    #[test]
    fn a_wedge_goes_clockwise_from_twelve_and_leaves_a_gap() {
        let ring = Ring {
            centre: CENTRE,
            inner: PX,
            outer: 5 * PX,
        };
        let wedge = |from, to, gap| Wedge {
            ring,
            from: Turn::parts(from, 24).direction(),
            to: Turn::parts(to, 24).direction(),
            gap,
        };
        assert_eq!(
            drawn(&wedge(0, 6, 0)),
            [
                "........#::.....",
                "........###:....",
                "........####:...",
                "........####:...",
                "........:####...",
                "................",
                "................",
                "................",
                "................",
                "................",
            ]
        );
        assert_eq!(
            drawn(&wedge(6, 18, PX)),
            [
                "................",
                "................",
                "................",
                "................",
                "................",
                "................",
                "...:########:...",
                "...:########:...",
                "....:######:....",
                ".....::##::.....",
            ]
        );
    }

    #[test]
    fn an_arc_begins_at_twelve_and_is_as_long_as_it_is() {
        let ring = Ring {
            centre: CENTRE,
            inner: PX,
            outer: 5 * PX,
        };
        assert_eq!(
            drawn(&Arc::new(ring, 6, 24)),
            [
                "........#::.....",
                "........###:....",
                "........####:...",
                "........####:...",
                "........:####...",
                "................",
                "................",
                "................",
                "................",
                "................",
            ]
        );
        assert_eq!(
            drawn(&Arc::new(ring, 18, 24)),
            [
                "........#::.....",
                "........###:....",
                "........####:...",
                "........####:...",
                "........:####...",
                "...####::####...",
                "...:########:...",
                "...:########:...",
                "....:######:....",
                ".....::##::.....",
            ]
        );
    }

    #[test]
    fn a_rounded_bar_loses_its_corners_alone() {
        let area = Rectangle::new(Point::new(2, 1), Size::new(12, 8));
        assert_eq!(
            drawn(&Rounded { area, radius: 3 * PX }),
            [
                "................",
                "...:########:...",
                "..:##########:..",
                "..############..",
                "..############..",
                "..############..",
                "..############..",
                "..:##########:..",
                "...:########:...",
                "................",
            ]
        );
    }

    #[test]
    fn a_stroke_is_thick_and_ends_round() {
        let stroke = Stroke {
            from: Point::new(3 * PX, 7 * PX),
            to: Point::new(12 * PX, 3 * PX),
            width: 3 * PX,
        };
        assert_eq!(
            drawn(&stroke),
            [
                "................",
                "...........::...",
                "........:::##:..",
                "......::#####:..",
                "....::#####::...",
                "..::#####::.....",
                ".:#####::.......",
                ".:###::.........",
                "..:::...........",
                "................",
            ]
        );
    }

    #[test]
    fn a_rectangle_leans_to_the_right_of_its_foot() {
        let tilted = Tilted {
            centre: CENTRE,
            half: (2 * PX, 4 * PX),
            up: Turn::parts(1, 12).direction(),
        };
        assert_eq!(
            drawn(&tilted),
            [
                "........:.......",
                ".......:#::.....",
                ".......:###:....",
                "......:####:....",
                ".....:####:.....",
                ".....:####:.....",
                "....:####:......",
                "....:###:.......",
                ".....::#:.......",
                ".......:........",
            ]
        );
    }

    #[test]
    fn a_flame_has_a_round_bottom_and_a_tip_that_leans() {
        let flame = Flame {
            centre: Point::new(8 * PX, 6 * PX),
            radius: 4 * PX,
            height: 6 * PX,
        };
        assert_eq!(
            drawn(&flame),
            [
                "........::......",
                "......:###:.....",
                ".....:####:.....",
                "....:######:....",
                "....:######:....",
                "....:######:....",
                "....########....",
                "....:######:....",
                "....:######:....",
                ".....::##::.....",
            ]
        );
    }
}

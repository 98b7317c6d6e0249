//! A cover of the device, as paths.

use playtally_screen::sleeve::outline::{ONE, Piece, Round, SIDE, Shape};
use playtally_screen::sleeve::{Colours, Family, Inks, Sleeve, Tone};

use crate::drawing::{Colour, Mark, Path, Rect, clipped, common};

/// How much of the upper tone there is where what lies under it shows through.
const SHEER: f64 = 8.0 / 15.0;

/// The pieces of a cover on a square, the lowest first, cut off at a box.
pub(crate) fn marks(sleeve: &Sleeve, family: Family, square: Rect, within: &Rect) -> Vec<Mark> {
    let Inks::Colours(colours) = Inks::of(sleeve.hue()) else {
        return Vec::new();
    };
    let scale = square.width() / f64::from(SIDE);
    let mut marks: Vec<Mark> = Vec::new();
    sleeve.each_piece(family, |piece| {
        let [left, top, right, bottom] = piece.area.map(|edge| f64::from(edge) * scale);
        let area = Rect {
            left: square.left + left,
            top: square.top + top,
            right: square.left + right,
            bottom: square.top + bottom,
        };
        let colour = of_tone(&colours, piece.tone);
        if piece.sheer {
            // Everything under it once more, in the colour that is seen through it.
            let through = |under: &Mark| Mark {
                path: clipped(&under.path, &area),
                colour: under.colour.towards(colour, SHEER),
            };
            let seen: Vec<Mark> = marks.iter().map(through).collect();
            marks.extend(seen);
            return;
        }
        marks.push(Mark {
            path: clipped(&path(&piece, scale, [square.left, square.top], area), &area),
            colour,
        });
    });
    let seen = marks.into_iter().map(|mark| Mark {
        path: clipped(&mark.path, within),
        ..mark
    });
    seen.filter(|mark| !mark.path.steps.is_empty()).collect()
}

/// The same cut off at a disc.
pub(crate) fn on_disc(sleeve: &Sleeve, family: Family, centre: [f64; 2], radius: f64) -> Vec<Mark> {
    let square = Rect::new(centre[0] - radius, centre[1] - radius, 2.0 * radius, 2.0 * radius);
    let rim: Vec<[f64; 2]> = Path::disc(centre, radius).polygons().into_iter().flatten().collect();
    let mut all = marks(sleeve, family, square, &square);
    for mark in &mut all {
        let mut path = Path::default();
        for polygon in mark.path.polygons() {
            let left = common(polygon, &rim);
            if left.len() > 2 {
                path.polygon(&left);
            }
        }
        mark.path = path;
    }
    all.retain(|mark| !mark.path.steps.is_empty());
    all
}

fn of_tone(colours: &Colours, tone: Tone) -> Colour {
    colours.of(tone).into()
}

fn path(piece: &Piece, scale: f64, [left, top]: [f64; 2], area: Rect) -> Path {
    let at = |(x, y): (i32, i32)| [left + f64::from(x) * scale, top + f64::from(y) * scale];
    let mut path = Path::default();
    match piece.shape {
        Shape::Whole => path.rect(area),
        Shape::Disc(Round { centre, radius }) => {
            if radius > 0 {
                path.circle(at(centre), f64::from(radius) * scale, false);
            }
        }
        Shape::Lens(one, other) => {
            let [one, other] = [one, other].map(|Round { centre, radius }| {
                let disc = Path::disc(at(centre), f64::from(radius.max(0)) * scale);
                disc.polygons().into_iter().flatten().collect::<Vec<_>>()
            });
            let both = common(one, &other);
            if both.len() > 2 {
                path.polygon(&both);
            }
        }
        Shape::Sector { outer, inner, from, to } => {
            let angle = |(x, y): (i32, i32)| libm::atan2(f64::from(y) / f64::from(ONE), f64::from(x) / f64::from(ONE));
            let (from, mut to) = (angle(from), angle(to));
            if to <= from {
                to += std::f64::consts::TAU;
            }
            let radii = [outer.radius.max(0), inner.max(0)].map(|radius| f64::from(radius) * scale);
            path.polygon(&sector(at(outer.centre), radii, [from, to]));
        }
    }
    path
}

/// What lies between two circles and two angles, which run clockwise from the right.
pub(crate) fn sector([x, y]: [f64; 2], [outer, inner]: [f64; 2], [from, to]: [f64; 2]) -> Vec<[f64; 2]> {
    // A line for each part of the turn that sags by a fiftieth of a millimetre.
    let part = 2.0 * libm::acos(1.0 - (0.02 / outer.max(0.1)).min(1.0));
    let lines = ((to - from) / part.max(0.01)).ceil().clamp(1.0, 600.0) as u32;
    let on = |radius: f64, line: u32| {
        let angle = from + (to - from) * f64::from(line) / f64::from(lines);
        [x + radius * libm::cos(angle), y + radius * libm::sin(angle)]
    };
    let mut points: Vec<[f64; 2]> = (0..=lines).map(|line| on(outer, line)).collect();
    if inner > 0.0 {
        points.extend((0..=lines).rev().map(|line| on(inner, line)));
    } else {
        points.push([x, y]);
    }
    points
}

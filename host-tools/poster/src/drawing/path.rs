//! Paths.

use super::Rect;

/// A point: right, and down.
pub(crate) type Point = [f64; 2];

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// A contour begins here.
    Move([f64; 2]),
    /// A line to here.
    Line([f64; 2]),
    /// A cubic curve: its control points, and where it ends.
    Curve([f64; 2], [f64; 2], [f64; 2]),
    /// The contour ends where it began.
    Close,
}

/// Contours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// Their steps.
    pub steps: Vec<Step>,
}

/// How far the control points of a quarter of a circle are from its ends, of its radius.
const QUARTER: f64 = 0.552_284_75;

/// How far a line may be from the curve that it stands for.
const FLAT: f64 = 0.02;

impl Path {
    /// A box.
    pub(crate) fn rectangle(of: Rect) -> Self {
        let mut path = Self::default();
        path.polygon(&[
            [of.left, of.top],
            [of.right, of.top],
            [of.right, of.bottom],
            [of.left, of.bottom],
        ]);
        path
    }

    /// A disc.
    pub(crate) fn disc(centre: Point, radius: f64) -> Self {
        let mut path = Self::default();
        path.circle(centre, radius, false);
        path
    }

    /// Adds a box.
    pub(crate) fn rect(&mut self, of: Rect) {
        self.steps.append(&mut Self::rectangle(of).steps);
    }

    /// Adds a circle; one that runs the other way makes a hole in one around it.
    pub(crate) fn circle(&mut self, [x, y]: Point, radius: f64, is_hole: bool) {
        let way = if is_hole { -1.0 } else { 1.0 };
        let at = |right: f64, down: f64| [x + right * radius, y + down * way * radius];
        let by = QUARTER;
        self.steps.extend([
            Step::Move(at(1.0, 0.0)),
            Step::Curve(at(1.0, by), at(by, 1.0), at(0.0, 1.0)),
            Step::Curve(at(-by, 1.0), at(-1.0, by), at(-1.0, 0.0)),
            Step::Curve(at(-1.0, -by), at(-by, -1.0), at(0.0, -1.0)),
            Step::Curve(at(by, -1.0), at(1.0, -by), at(1.0, 0.0)),
            Step::Close,
        ]);
    }

    /// Adds a polygon.
    pub(crate) fn polygon(&mut self, points: &[Point]) {
        let Some((&first, others)) = points.split_first() else {
            return;
        };
        self.steps.push(Step::Move(first));
        self.steps.extend(others.iter().map(|&point| Step::Line(point)));
        self.steps.push(Step::Close);
    }

    /// A box around its points and their control points.
    #[must_use]
    pub fn bounds(&self) -> Option<Rect> {
        let mut bounds: Option<Rect> = None;
        let mut see = |[x, y]: Point| {
            let point = Rect::new(x, y, 0.0, 0.0);
            bounds = Some(bounds.map_or(point, |bounds| bounds.around(&point)));
        };
        for step in &self.steps {
            match *step {
                Step::Move(to) | Step::Line(to) => see(to),
                Step::Curve(from, by, to) => [from, by, to].into_iter().for_each(&mut see),
                Step::Close => {}
            }
        }
        bounds
    }

    /// Its contours as polygons.
    pub(crate) fn polygons(&self) -> Vec<Vec<Point>> {
        let mut polygons: Vec<Vec<Point>> = Vec::new();
        for step in &self.steps {
            match *step {
                Step::Move(to) => polygons.push(vec![to]),
                Step::Line(to) => polygons.last_mut().into_iter().for_each(|polygon| polygon.push(to)),
                Step::Curve(from, by, to) => {
                    if let Some(polygon) = polygons.last_mut() {
                        flatten(polygon, from, by, to);
                    }
                }
                Step::Close => {}
            }
        }
        polygons
    }
}

/// Adds a curve as lines.
fn flatten(polygon: &mut Vec<Point>, from: Point, by: Point, to: Point) {
    let Some(&start) = polygon.last() else { return };
    let apart = |a: Point, b: Point| libm::hypot(a[0] - b[0], a[1] - b[1]);
    let length = apart(start, from) + apart(from, by) + apart(by, to);
    // The sag of a line on an arc of a length grows with its square.
    let lines = libm::sqrt(length / FLAT / 4.0).ceil().clamp(2.0, 400.0);
    for line in 1..=lines as u32 {
        let t = f64::from(line) / lines;
        let u = 1.0 - t;
        let at = |axis: usize| {
            u * u * u * start[axis] + 3.0 * u * u * t * from[axis] + 3.0 * u * t * t * by[axis] + t * t * t * to[axis]
        };
        polygon.push([at(0), at(1)]);
    }
}

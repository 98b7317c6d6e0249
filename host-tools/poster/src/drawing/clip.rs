//! What of a path lies in a box.

use super::path::Point;
use super::{Path, Rect};

/// What of a path lies in a box: all of it as it is, where it lies inside.
pub(crate) fn clipped(path: &Path, within: &Rect) -> Path {
    let Some(bounds) = path.bounds() else {
        return Path::default();
    };
    if within.holds(&bounds) {
        return path.clone();
    }
    let mut inside = Path::default();
    if !within.meets(&bounds) {
        return inside;
    }
    for polygon in path.polygons() {
        let sides: [&dyn Fn(Point) -> f64; 4] = [
            &|[x, _]| x - within.left,
            &|[x, _]| within.right - x,
            &|[_, y]| y - within.top,
            &|[_, y]| within.bottom - y,
        ];
        let left = sides.into_iter().fold(polygon, |polygon, depth| cut(&polygon, depth));
        if left.len() > 2 {
            inside.polygon(&left);
        }
    }
    inside
}

/// What two polygons have in common, of which the second one bulges nowhere inwards and runs clockwise.
pub(crate) fn common(one: Vec<Point>, other: &[Point]) -> Vec<Point> {
    let edges = other.iter().zip(other.iter().cycle().skip(1));
    edges.fold(one, |left, (&from, &to)| {
        cut(&left, &|[x, y]| {
            (to[0] - from[0]) * (y - from[1]) - (to[1] - from[1]) * (x - from[0])
        })
    })
}

/// Cuts off what lies beyond a line; Sutherland and Hodgman, "Reentrant polygon clipping", 1974.
fn cut(polygon: &[Point], depth: &dyn Fn(Point) -> f64) -> Vec<Point> {
    let mut left = Vec::with_capacity(polygon.len() + 4);
    for (&from, &to) in polygon.iter().zip(polygon.iter().cycle().skip(1)) {
        let (before, after) = (depth(from), depth(to));
        if before >= 0.0 {
            left.push(from);
        }
        if (before >= 0.0) != (after >= 0.0) {
            let part = before / (before - after);
            left.push([from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]);
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_outside_is_cut_off() {
        let within = Rect::new(0.0, 0.0, 10.0, 10.0);
        let whole = Path::disc([5.0, 5.0], 4.0);
        assert_eq!(clipped(&whole, &within), whole);
        let part = clipped(&Path::disc([0.0, 5.0], 4.0), &within);
        let bounds = part.bounds().expect("a half");
        assert!(within.holds(&bounds) && (bounds.right - 4.0).abs() < 0.03, "{bounds:?}");
        assert!(clipped(&Path::disc([-9.0, 5.0], 4.0), &within).steps.is_empty());
    }

    #[test]
    fn two_squares_have_a_square_in_common() {
        let square = |at: f64| vec![[at, at], [at + 4.0, at], [at + 4.0, at + 4.0], [at, at + 4.0]];
        let both = common(square(0.0), &square(3.0));
        assert_eq!(both.len(), 4);
        assert!(both.iter().flatten().all(|part| (3.0..=4.0).contains(part)), "{both:?}");
    }
}

//! Pictures: their frame, their numbers, their paths.

use std::f64::consts::TAU;
use std::fmt::Write;

use maud::{Markup, Render, html};

/// The width of a picture that takes a whole column, in its own units.
pub(crate) const WIDTH: f64 = 640.0;

/// A picture. It has no style of its own: the page's style sheet colours it by classes, in light and in dark.
#[derive(Debug)]
pub(crate) struct Picture {
    /// Its id in the page.
    pub(crate) id: String,
    /// What it is.
    pub(crate) title: String,
    /// What it shows, in a sentence.
    pub(crate) says: String,
    /// Left, top, width, height.
    pub(crate) frame: [f64; 4],
    pub(crate) body: Markup,
}

impl Render for Picture {
    fn render(&self) -> Markup {
        let (title, says) = (format!("{}-t", self.id), format!("{}-d", self.id));
        html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox=(self.frame.map(n).join(" ")) role="img" aria-labelledby=(format!("{title} {says}")) {
                title id=(title) { (self.title) }
                desc id=(says) { (self.says) }
                (self.body)
            }
        }
    }
}

/// A length, to a tenth of a unit.
pub(crate) fn n(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!(
            "{}{}.{}",
            if tenths < 0 { "-" } else { "" },
            tenths.abs() / 10,
            tenths.abs() % 10
        )
    }
}

/// A part of a whole, from 0 to 1; 0 of nothing.
pub(crate) fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// One of five steps, from 0 for nothing to 4 for the most: equal steps of the square root, so that small values
/// differ too.
pub(crate) fn level(part: u64, most: u64) -> usize {
    if part == 0 {
        return 0;
    }
    ((ratio(part, most).sqrt() * 4.0).ceil() as usize).clamp(1, 4)
}

/// The same in equal steps of the value itself, for values that are all large.
pub(crate) fn even_level(part: u64, most: u64) -> usize {
    ((ratio(part, most) * 4.0).ceil() as usize).min(4)
}

/// The direction of a turn on a clock: 0 is up, a quarter is right.
fn direction(turn: f64) -> (f64, f64) {
    ((turn * TAU).sin(), -(turn * TAU).cos())
}

/// A point at a turn and a radius.
pub(crate) fn polar(turn: f64, radius: f64) -> (f64, f64) {
    let (x, y) = direction(turn);
    (x * radius, y * radius)
}

/// The data of a path.
#[derive(Debug, Default)]
pub(crate) struct Path(String);

impl Path {
    /// A rectangle.
    pub(crate) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64) {
        let _ = write!(self.0, "M{} {}h{}v{}h{}z", n(x), n(y), n(width), n(height), n(-width));
    }

    /// A part of a ring around the middle, between two turns and two radii.
    pub(crate) fn ring(&mut self, turns: [f64; 2], radii: [f64; 2]) {
        let [from, to] = turns;
        let [inner, outer] = radii;
        let large = u8::from(to - from > 0.5);
        let at = |turn, radius| {
            let (x, y) = polar(turn, radius);
            format!("{} {}", n(x), n(y))
        };
        let _ = write!(
            self.0,
            "M{}A{o} {o} 0 {large} 1 {}L{}A{i} {i} 0 {large} 0 {}z",
            at(from, outer),
            at(to, outer),
            at(to, inner),
            at(from, inner),
            o = n(outer),
            i = n(inner),
        );
    }

    /// Goes to a point without drawing.
    pub(crate) fn start(&mut self, x: f64, y: f64) {
        let _ = write!(self.0, "M{} {}", n(x), n(y));
    }

    /// Draws a straight line to a point.
    pub(crate) fn line(&mut self, x: f64, y: f64) {
        let _ = write!(self.0, "L{} {}", n(x), n(y));
    }

    /// Draws from one point to another so that it leaves and arrives level.
    pub(crate) fn sway(&mut self, from: (f64, f64), to: (f64, f64)) {
        let middle = (from.0 + to.0) / 2.0;
        let _ = write!(
            self.0,
            "C{m} {} {m} {} {} {}",
            n(from.1),
            n(to.1),
            n(to.0),
            n(to.1),
            m = n(middle),
        );
    }

    /// The line through some points.
    pub(crate) fn through(points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut path = Self::default();
        for (index, (x, y)) in points.into_iter().enumerate() {
            if index == 0 {
                path.start(x, y);
            } else {
                path.line(x, y);
            }
        }
        path
    }

    /// Ends the shape where it began.
    pub(crate) fn close(mut self) -> Self {
        self.0.push('z');
        self
    }

    /// Whether there is nothing to draw.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Render for Path {
    fn render(&self) -> Markup {
        self.0.render()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short() {
        assert_eq!(
            [0.0, -0.04, 1.25, -0.5, 12.0, -3.96].map(n),
            ["0", "0", "1.3", "-0.5", "12", "-4"]
        );
    }

    #[test]
    fn only_nothing_is_at_level_nought() {
        assert_eq!(
            [0, 1, 10_000, 40_000, 100_000].map(|part| level(part, 100_000)),
            [0, 1, 2, 3, 4]
        );
        assert_eq!(level(0, 0), 0);
    }

    #[test]
    fn noon_is_below_the_middle() {
        let (x, y) = polar(0.5, 10.0);
        assert!(x.abs() < 1e-9 && (y - 10.0).abs() < 1e-9);
    }
}

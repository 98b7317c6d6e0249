//! What several pictures share: bars, lines and axes over months, years and hours.

use maud::{Markup, html};
use playtally_statistics::Month;

use super::svg::{Path, n};

/// Months from left to right.
#[derive(Clone, Copy, Debug)]
pub(super) struct MonthAxis {
    first: i32,
    months: i32,
    left: f64,
    width: f64,
}

impl MonthAxis {
    /// From the first month to the last, both included, in a stretch of a picture.
    pub(super) fn new(first: Month, last: Month, left: f64, width: f64) -> Self {
        Self {
            first: first.number(),
            months: last.number() - first.number() + 1,
            left,
            width,
        }
    }

    /// The width of a month.
    pub(super) fn step(&self) -> f64 {
        self.width / f64::from(self.months)
    }

    /// Where a month begins.
    pub(super) fn start(&self, month: Month) -> f64 {
        self.left + f64::from(month.number() - self.first) * self.step()
    }

    /// The middle of a month.
    pub(super) fn middle(&self, month: Month) -> f64 {
        self.start(month) + self.step() / 2.0
    }

    /// Lines where years begin, from `top` to `bottom`, with the years below.
    pub(super) fn years(&self, top: f64, bottom: f64) -> Markup {
        let years = (self.first.div_euclid(12)..=(self.first + self.months - 1).div_euclid(12)).filter_map(|year| {
            let start = self.left + f64::from(year * 12 - self.first) * self.step();
            let middle = (start.max(self.left) + (start + 12.0 * self.step()).min(self.left + self.width)) / 2.0;
            let room = (start + 12.0 * self.step()).min(self.left + self.width) - start.max(self.left);
            (room > 0.0).then_some((year, start, middle, room))
        });
        let years: Vec<_> = years.collect();
        // Where years are narrow, every second or fifth is named.
        let every = match 12.0 * self.step() {
            0.0..9.0 => 10,
            9.0..19.0 => 5,
            19.0..34.0 => 2,
            _ => 1,
        };
        html! {
            @for (year, start, middle, room) in years {
                @if start > self.left + 1.0 { line.grid x1=(n(start)) x2=(n(start)) y1=(n(top)) y2=(n(bottom)) {} }
                @if year.rem_euclid(every) == 0 && (room > 30.0 || self.months < 12 || every > 1) {
                    text.axis.minor[year.rem_euclid(every * 2) != 0] x=(n(middle)) y=(n(bottom + 18.0)) text-anchor="middle" { (year) }
                }
            }
        }
    }
}

/// Bars that stand on a line, one beside the other, with a word below and a number above each.
pub(super) fn bars(values: &[(String, u64, String)], frame: [f64; 4]) -> Markup {
    let [left, top, width, height] = frame;
    let most = values.iter().map(|bar| bar.1).max().unwrap_or(0).max(1);
    let step = width / values.len().max(1) as f64;
    let thick = (step * 0.78).min(64.0);
    let every = if step > 34.0 { 1 } else { 2 };
    html! {
        @for (index, (word, value, number)) in values.iter().enumerate() {
            @let tall = *value as f64 / most as f64 * height;
            @let middle = left + (index as f64 + 0.5) * step;
            rect.bar.hot[*value == most] x=(n(middle - thick / 2.0)) y=(n(top + height - tall)) width=(n(thick)) height=(n(tall.max(1.0))) rx="2" {}
            @if index % every == 0 || *value == most {
                text.value.minor[*value != most] x=(n(middle)) y=(n(top + height - tall - 8.0)) text-anchor="middle" { (number) }
            }
            @if index % every == 0 {
                text.axis.minor[values.len() > 6 && index % (every * 3) != 0] x=(n(middle)) y=(n(top + height + 20.0)) text-anchor="middle" { (word) }
            }
        }
    }
}

/// A line through points over a ground line, with the surface below it tinted.
pub(super) fn hill(points: &[(f64, f64)], bottom: f64) -> Markup {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Markup::default();
    };
    let around = points.iter().copied().chain([(last.0, bottom), (first.0, bottom)]);
    html! {
        path.hill d=(Path::through(around).close()) {}
        path.curve d=(Path::through(points.iter().copied())) {}
        @if points.len() == 1 { circle.dot cx=(n(first.0)) cy=(n(first.1)) r="4" {} }
    }
}

/// The hours of a day below a row of `step` wide columns.
pub(super) fn hours(left: f64, step: f64, bottom: f64) -> Markup {
    html! {
        @for hour in [0, 6, 12, 18] {
            text.axis x=(n(left + f64::from(hour) * step)) y=(n(bottom)) { (hour) }
        }
    }
}

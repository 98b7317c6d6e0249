//! What stands over months and hours.

use std::iter::successors;

use maud::{Markup, html};
use playtally_statistics::Month;
use playtally_telling as telling;

use super::chart::Drawn;
use super::svg::{Path, WIDTH, n, ratio};

/// Months from left to right.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MonthAxis {
    first: i32,
    months: i32,
    left: f64,
    width: f64,
}

impl MonthAxis {
    /// From the first month to the last, both included, in a stretch of a picture.
    pub(crate) fn new(first: Month, last: Month, left: f64, width: f64) -> Self {
        Self {
            first: first.number(),
            months: last.number() - first.number() + 1,
            left,
            width,
        }
    }

    /// The width of a month.
    pub(crate) fn step(&self) -> f64 {
        self.width / f64::from(self.months)
    }

    /// Where a month begins.
    pub(crate) fn start(&self, month: Month) -> f64 {
        self.left + f64::from(month.number() - self.first) * self.step()
    }

    /// The middle of a month.
    pub(crate) fn middle(&self, month: Month) -> f64 {
        self.start(month) + self.step() / 2.0
    }

    /// Lines where years begin, from `top` to `bottom`, with the years below.
    pub(crate) fn years(&self, top: f64, bottom: f64) -> Markup {
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

/// A line through points over a ground line, with the surface below it tinted.
fn hill(points: &[(f64, f64)], bottom: f64) -> Markup {
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
pub(crate) fn hours(left: f64, step: f64, bottom: f64) -> Markup {
    html! {
        @for hour in [0, 6, 12, 18] {
            text.axis x=(n(left + f64::from(hour) * step)) y=(n(bottom)) { (hour) }
        }
    }
}

/// Columns, a line or stretches over months.
pub(crate) fn timeline(
    months: [Month; 2],
    columns: &[telling::Month],
    curve: &[(Month, f64)],
    bands: &[[Month; 2]],
) -> Drawn {
    let axis = MonthAxis::new(months[0], months[1], 0.0, WIDTH);
    let most = columns.iter().map(|column| column.value).max().unwrap_or(0).max(1);
    if !bands.is_empty() {
        return ([0.0, 0.0, WIDTH, 150.0], stretches(&axis, columns, bands, most));
    }
    // Beside a line, columns are half as high.
    let (ground, tall) = if columns.is_empty() || curve.is_empty() {
        (130.0, 120.0)
    } else {
        (180.0, 85.0)
    };
    // Lines of the years help to read a curve.
    let top = if curve.is_empty() { ground } else { 8.0 };
    let highest = curve.iter().map(|(_, value)| *value).fold(0.0, f64::max).max(1.0);
    let height = if curve.is_empty() { tall } else { ground - 12.0 };
    let line: Vec<_> = curve
        .iter()
        .map(|(month, value)| (axis.middle(*month), ground - value / highest * height))
        .collect();
    let body = html! {
        (axis.years(top, ground + 4.0))
        @for column in columns {
            @let tall = (ratio(column.value, most) * tall).max(0.8);
            @let hot = curve.is_empty() && column.value == most;
            rect.bar.hot[hot].pale[column.pale] x=(n(axis.start(column.month))) y=(n(ground - tall)) width=(n((axis.step() * 0.84).min(40.0))) height=(n(tall)) {}
        }
        (hill(&line, ground))
    };
    ([0.0, 0.0, WIDTH, ground + 28.0], body)
}

/// Numbered stretches of months, each with its columns as hills.
fn stretches(axis: &MonthAxis, columns: &[telling::Month], bands: &[[Month; 2]], most: u64) -> Markup {
    let value = |month| {
        let found = columns.binary_search_by_key(&month, |column| column.month);
        found.map_or(0, |at| columns[at].value)
    };
    let hills = |from: Month, to: Month, left: f64, right: f64| {
        let months = successors(Some(from), |month| Some(month.next())).take_while(|&month| month <= to);
        let steps = months.flat_map(|month| {
            let y = 120.0 - ratio(value(month), most) * 88.0;
            [(axis.start(month), y), (axis.start(month.next()), y)]
        });
        Path::through([(left, 120.0)].into_iter().chain(steps).chain([(right - 1.0, 120.0)])).close()
    };
    html! {
        @for (index, &[from, to]) in bands.iter().enumerate() {
            @let left = axis.start(from);
            @let right = axis.start(to.next());
            rect.{ "era" (index % 2) } x=(n(left)) y="0" width=(n((right - left - 1.0).max(1.0))) height="120" {}
            path.{ "hills" (index % 2) } d=(hills(from, to, left, right)) {}
            @if right - left > 12.0 { text.number x=(n(left + 6.0)) y="20" { (index + 1) } }
        }
        (axis.years(120.0, 126.0))
    }
}

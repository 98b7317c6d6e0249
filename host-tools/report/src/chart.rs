//! Charts as pictures.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};
use playtally_telling::name::fit;
use playtally_telling::{Axis, Bar, Chart, HeatRow, Shape, Stack};

use super::axis::{hours, timeline};
use super::circle::{record, ring};
use super::map::{map, world};
use super::race::race;
use super::svg::{Path, Picture, WIDTH, even_level, level, n, ratio};

/// The picture of a chart. Its words stand beside it for those who do not see it.
pub(crate) fn chart(chart: &Chart<'_>) -> Picture {
    let (frame, body) = match &chart.shape {
        Shape::Ring { hours, peak, hand } => ring(hours, *peak, *hand),
        Shape::Record { years, weeks } => record(*years, weeks),
        Shape::HeatMap { rows, axis, even } => heat_map(rows, axis, *even),
        Shape::Ribbon { from, days, most } => ribbon(*from, days, *most),
        Shape::Bars(bars) => self::bars(bars),
        Shape::Hours {
            hours,
            series: Some(series),
            ..
        } => small_hours(hours, *series),
        Shape::Hours { hours, pale, label, .. } => hour_bars(hours, pale, label),
        Shape::Timeline {
            months,
            columns,
            curve,
            bands,
        } => timeline(*months, columns, curve, bands),
        Shape::Stacks { years, parts } => stacks(years, parts),
        Shape::Race { months, lanes, end } => race(months, lanes, end),
        Shape::Map(discs) => map(discs),
        Shape::World(discs) => world(discs),
    };
    Picture {
        id: chart.id.clone(),
        title: chart.title.clone(),
        says: chart.says.clone(),
        frame,
        body,
    }
}

/// Left, top, width and height, and what is drawn there.
pub(crate) type Drawn = ([f64; 4], Markup);

/// Room for the words left of a heat map: weekdays in two letters, countries by their name.
const WEEKDAYS: f64 = 42.0;
const COUNTRIES: f64 = 140.0;

fn heat_map(rows: &[HeatRow<'_>], axis: &Axis, even: bool) -> Drawn {
    let pitch = 26.0;
    let left = match axis {
        Axis::Hours => WEEKDAYS,
        Axis::Years(_) => COUNTRIES,
    };
    let most = rows.iter().flat_map(|row| &row.fields).copied().max().unwrap_or(0);
    let fields = rows.iter().map(|row| row.fields.len()).max().unwrap_or(0);
    let step = (WIDTH - left) / fields.max(1) as f64;
    let bottom = rows.len() as f64 * pitch + 20.0;
    let tone = |value| {
        if even {
            even_level(value, most)
        } else {
            level(value, most)
        }
    };
    let body = html! {
        @for (index, row) in rows.iter().enumerate() {
            @let y = index as f64 * pitch;
            text.axis x="0" y=(n(y + 17.0)) { (label(row.label, axis)) }
            @for (column, &value) in row.fields.iter().enumerate() {
                rect.{ "q" (tone(value)) } x=(n(left + column as f64 * step)) y=(n(y)) width=(n(step - 2.0)) height="24" rx="2" {}
            }
        }
        @match axis {
            Axis::Hours => (hours(left, step, bottom)),
            Axis::Years(years) => {
                @for (column, year) in years.iter().enumerate() {
                    text.axis.minor[years.len() > 6 && column % 3 != 0] x=(n(left + (column as f64 + 0.5) * step - 1.0)) y=(n(bottom)) text-anchor="middle" { (year_label(*year, step)) }
                }
            },
        }
    };
    ([0.0, 0.0, WIDTH, bottom + 6.0], body)
}

fn label(label: &str, axis: &Axis) -> String {
    match axis {
        Axis::Hours => label.chars().take(2).collect(),
        Axis::Years(_) => fit(label, 17).into_owned(),
    }
}

/// A year in as many figures as there is room for.
fn year_label(year: i32, room: f64) -> String {
    if room < 52.0 {
        format!("’{:02}", year.rem_euclid(100))
    } else {
        year.to_string()
    }
}

fn ribbon(from: NaiveDate, days: &[Option<u64>], most: u64) -> Drawn {
    let pitch = 11.3;
    let shift = from.weekday().num_days_from_monday() as usize;
    let mut levels: [Path; 5] = Default::default();
    for (index, day) in days.iter().enumerate() {
        let slot = index + shift;
        let tone = level(day.unwrap_or(0), most);
        levels[tone].rect((slot / 7) as f64 * pitch, (slot % 7) as f64 * pitch, 9.8, 9.8);
    }
    let body = html! { @for (level, path) in levels.iter().enumerate() { @if !path.is_empty() { path.{ "q" (level) } d=(path) {} } } };
    ([0.0, 0.0, 54.0 * pitch, 7.0 * pitch], body)
}

/// Bars that stand on a line, one beside the other, with a word below and a number above each.
fn bars(bars: &[Bar]) -> Drawn {
    let (top, height) = (28.0, 190.0);
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or(0).max(1);
    let step = WIDTH / bars.len().max(1) as f64;
    let thick = (step * 0.78).min(64.0);
    let every = if step > 34.0 { 1 } else { 2 };
    let body = html! {
        @for (index, bar) in bars.iter().enumerate() {
            @let tall = ratio(bar.value, most) * height;
            @let middle = (index as f64 + 0.5) * step;
            rect.bar.hot[bar.value == most] x=(n(middle - thick / 2.0)) y=(n(top + height - tall)) width=(n(thick)) height=(n(tall.max(1.0))) rx="2" {}
            @if index % every == 0 || bar.value == most {
                text.value.minor[bar.value != most] x=(n(middle)) y=(n(top + height - tall - 8.0)) text-anchor="middle" { (bar.shown) }
            }
            @if index % every == 0 {
                text.axis.minor[bars.len() > 6 && index % (every * 3) != 0] x=(n(middle)) y=(n(top + height + 20.0)) text-anchor="middle" { (bar.word) }
            }
        }
    };
    ([0.0, 0.0, WIDTH, 250.0], body)
}

/// Below this, a bar of an hour is not seen.
const SLIVER: f64 = 1.0;

fn hour_bars(values: &[f64], pale: &[bool], label: &str) -> Drawn {
    let (pitch, height) = (26.6, if label.is_empty() { 130.0 } else { 96.0 });
    let bottom = height + if label.is_empty() { 4.0 } else { 28.0 };
    let hottest = values
        .iter()
        .zip(pale)
        .filter(|(_, pale)| !**pale)
        .map(|(value, _)| *value)
        .fold(0.0, f64::max);
    let body = html! {
        @if !label.is_empty() { text.axis x="0" y="14" { (label) } }
        @for (hour, (&value, &pale)) in values.iter().zip(pale).enumerate() {
            @let tall = (value * height).max(SLIVER);
            rect.bar.hot[value == hottest && !pale].pale[pale] x=(n(hour as f64 * pitch)) y=(n(bottom - tall)) width="22" height=(n(tall)) rx="2" {}
        }
        (hours(0.0, pitch, bottom + 20.0))
    };
    ([0.0, 0.0, WIDTH, bottom + 26.0], body)
}

fn small_hours(values: &[f64], series: usize) -> Drawn {
    let mut bars = Path::default();
    for (hour, value) in values.iter().enumerate() {
        let tall = (value * 30.0).max(0.6);
        bars.rect(hour as f64 * 10.0, 30.0 - tall, 8.0, tall);
    }
    let body = html! { path.{ "f" (series % 8) } d=(bars) {} };
    ([0.0, 0.0, 240.0, 30.0], body)
}

/// Of each year four parts of a column.
fn stacks(years: &[Stack], parts: &[&str; 4]) -> Drawn {
    let height = 220.0;
    let step = WIDTH / years.len().max(1) as f64;
    let thick = (step * 0.78).min(64.0);
    let mut paths: [Path; 4] = Default::default();
    for (index, year) in years.iter().enumerate() {
        let left = (index as f64 + 0.5) * step - thick / 2.0;
        let whole = year.parts.iter().sum();
        let mut bottom = height;
        for (path, &part) in paths.iter_mut().zip(&year.parts) {
            let tall = ratio(part, whole) * height;
            bottom -= tall;
            path.rect(left, bottom, thick, tall);
        }
    }
    let classes = ["bar hot", "track", "bar pale", "bar"];
    let body = html! {
        @for (path, class) in paths.iter().zip(classes) { path class=(class) d=(path) {} }
        @for (index, year) in years.iter().enumerate() {
            text.axis x=(n((index as f64 + 0.5) * step)) y=(n(height + 20.0)) text-anchor="middle" { (year_label(year.year, step)) }
        }
        @for (index, (part, class)) in parts.iter().zip(classes).enumerate() {
            @let left = index as f64 * 165.0;
            rect class=(class) x=(n(left)) y=(n(height + 34.0)) width="12" height="12" {}
            text.axis x=(n(left + 18.0)) y=(n(height + 45.0)) { (part) }
        }
    };
    ([0.0, 0.0, WIDTH, height + 50.0], body)
}

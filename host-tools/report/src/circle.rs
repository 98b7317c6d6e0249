//! Round charts: the clock, and the record of the years.

use std::collections::BTreeMap;

use maud::html;

use super::chart::Drawn;
use super::svg::{Path, level, n, polar, ratio};

const HOLE: f64 = 66.0;
const RIM: f64 = 180.0;

/// A clock of 24 hours with midnight on top. The surface of a part, not its length, is in proportion to its plays.
pub(crate) fn ring(hours: &[u64], peak: usize, hand: Option<u16>) -> Drawn {
    let most = hours[peak];
    let mut track = Path::default();
    let mut bars = Path::default();
    let mut hot = Path::default();
    for (hour, &plays) in hours.iter().enumerate() {
        let turns = [(hour as f64 + 0.04) / 24.0, (hour as f64 + 0.96) / 24.0];
        track.ring(turns, [HOLE, RIM]);
        if plays > 0 {
            let reach = (HOLE * HOLE + ratio(plays, most) * (RIM * RIM - HOLE * HOLE)).sqrt();
            let path = if hour == peak { &mut hot } else { &mut bars };
            path.ring(turns, [HOLE, reach.max(HOLE + 1.0)]);
        }
    }
    let body = html! {
        path.track d=(track) {}
        path.bar d=(bars) {}
        path.bar.hot d=(hot) {}
        @for hour in [0, 6, 12, 18] {
            @let (x, y) = polar(f64::from(hour) / 24.0, HOLE - 17.0);
            text.axis x=(n(x)) y=(n(y + 5.0)) text-anchor="middle" { (hour) }
        }
        @if let Some(minute) = hand {
            @let (x, y) = polar(f64::from(minute) / 1440.0, RIM + 10.0);
            circle.hand cx=(n(x)) cy=(n(y)) r="5" {}
        }
    };
    ([-200.0, -200.0, 400.0, 400.0], body)
}

/// A ring for each year from the inside out, a part of it for each week from the top clockwise, the brighter the more
/// was played.
pub(crate) fn record([first, last]: [i32; 2], weeks: &BTreeMap<(i32, u32), u64>) -> Drawn {
    let most = weeks.values().copied().max().unwrap_or(0);
    let groove = 116.0 / f64::from(last - first + 1);
    let mut levels: [Path; 5] = Default::default();
    for year in first..=last {
        let inner = 64.0 + f64::from(year - first) * groove;
        let outer = inner + groove - (groove * 0.2).min(2.0);
        for week in 0..52 {
            let of = weeks.get(&(year, week)).copied().unwrap_or(0);
            let turn = |week: f64| week / 52.0;
            levels[level(of, most)].ring([turn(f64::from(week)), turn(f64::from(week) + 0.92)], [inner, outer]);
        }
    }
    let body = html! {
        circle.disc r="188" {}
        @for (level, path) in levels.iter().enumerate() { @if !path.is_empty() { path.{ "p" (level) } d=(path) {} } }
        circle.label r="56" {}
        text.first y="-6" text-anchor="middle" { (first) }
        @if last != first { text.first y="22" text-anchor="middle" { (last) } }
    };
    ([-190.0, -190.0, 380.0, 380.0], body)
}

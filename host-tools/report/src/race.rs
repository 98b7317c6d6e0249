//! The race as a bump chart.

use maud::html;
use playtally_statistics::Month;
use playtally_statistics::race::LEADERS;
use playtally_telling::Lane;
use playtally_telling::name::fit;
use playtally_telling::words::number::count;

use super::axis::MonthAxis;
use super::chart::Drawn;
use super::markup::plain;
use super::svg::{Path, WIDTH, n};

const LANE: f64 = 46.0;
const TOP: f64 = 26.0;
/// Where the lines end and the names begin.
const EDGE: f64 = 470.0;

pub(crate) fn race(months: &[Month], lanes: &[Lane<'_>], end: &[(&str, u64)]) -> Drawn {
    let frame = [-4.0, 0.0, WIDTH, TOP + LANE * LEADERS as f64];
    let (Some(&first), Some(&last)) = (months.first(), months.last()) else {
        return (frame, html! {});
    };
    let axis = MonthAxis::new(first, last, 0.0, EDGE);
    let lane = |place: usize| TOP + place as f64 * LANE;
    let line = |places: &[(usize, usize)]| {
        let mut path = Path::default();
        let mut before: Option<(usize, (f64, f64))> = None;
        for &(moment, place) in places {
            let at = (axis.middle(months[moment]), lane(place));
            match before {
                Some((last, from)) if last + 1 == moment => path.sway(from, at),
                _ => {
                    path.start(at.0 - 2.0, at.1);
                    path.line(at.0, at.1);
                }
            }
            before = Some((moment, at));
        }
        path
    };
    let body = html! {
        (axis.years(6.0, lane(LEADERS - 1) + 22.0))
        @for one in lanes {
            @if let Some(end) = one.end { path.lane.{ "s" (end) } d=(line(&one.places)) {} }
            @else { path.lane d=(line(&one.places)) {} }
        }
        @for (place, (name, plays)) in end.iter().enumerate() {
            circle.{ "f" (place) } cx=(n(axis.middle(last))) cy=(n(lane(place))) r="6" {}
            text.name x=(n(EDGE + 14.0)) y=(n(lane(place) + 1.0)) { (fit(&plain(name), 16)) }
            text.axis.minor x=(n(EDGE + 14.0)) y=(n(lane(place) + 17.0)) { (count(*plays)) }
        }
    };
    (frame, body)
}

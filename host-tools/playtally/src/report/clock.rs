//! When: the hours of the day, and of the week.

use maud::{Markup, html};
use playtally_statistics::Statistics;
use playtally_statistics::chronotype::TimeOfDay;

use super::markup::{Cell, Chapter, Table, figure};
use super::plot;
use super::svg::{Path, Picture, even_level, n, polar, ratio};
use super::words::percent;
use crate::text::date;

const HOLE: f64 = 66.0;
const RIM: f64 = 180.0;

/// The hours of the day; none without a counted play.
pub(super) fn day(statistics: &Statistics) -> Option<Chapter> {
    let hours = &statistics.by_hour;
    let most = *hours.iter().max()?;
    let peak = hours.iter().position(|&plays| plays == most && plays > 0)?;
    let mut table = Table::new(
        "Counted plays that begin in each hour",
        &[("Hour", None), ("Plays", Some(""))],
    );
    for (hour, &plays) in hours.iter().enumerate() {
        table.row(
            format!("/by_hour/{hour}"),
            [Cell::word(date::hour(hour)), Cell::count(plays)],
        );
    }
    let all: u64 = hours.iter().sum();
    let chronotype = &statistics.chronotype;
    let [night, morning, afternoon, evening] = chronotype.all.quarters;
    let parts = [
        (morning, "between six and noon"),
        (afternoon, "in the afternoon"),
        (evening, "in the evening"),
        (night, "after midnight"),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|(plays, _)| *plays > 0).collect();
    Some(Chapter {
        id: "clock",
        title: "Round the clock",
        big: html! { (date::hour(peak)) },
        text: html! {
            p { "The hour with the most music. "
                @for (index, (plays, when)) in parts.iter().enumerate() {
                    (match index { 0 => "", n if n + 1 == parts.len() => " and ", _ => ", " })
                    (if parts.len() == 1 { "All".to_owned() } else { percent(*plays, all) }) @if index == 0 { " begins" } " " (when)
                } "." }
            @if let (Some(working), Some(weekend)) = (chronotype.working_days.mean_minute, chronotype.weekends.mean_minute) {
                p { "The middle of it lies at " (date::minute(working.into())) " on working days and at " (date::minute(weekend.into())) " at weekends." }
            }
            (drift(statistics))
        },
        body: figure(ring(hours, peak, &chronotype.all), &table),
        beside: true,
    })
}

/// How the middle of the day moved over the years.
fn drift(statistics: &Statistics) -> Markup {
    let means: Vec<(i32, u16)> = statistics
        .chronotype
        .by_year
        .iter()
        .filter_map(|year| Some((year.year, year.time.mean_minute?)))
        .collect();
    html! {
        @if let ([first, .., last], true) = (&means[..], means.len() > 2) {
            p { "In " (first.0) " it was " (date::minute(first.1.into())) ", in " (last.0) " " (date::minute(last.1.into())) "." }
        }
    }
}

/// A clock of 24 hours with midnight on top. The surface of a part, not its length, is in proportion to its plays.
fn ring(hours: &[u64; 24], peak: usize, mean: &TimeOfDay) -> Picture {
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
    let says = format!("Most begins at {}.", date::hour(peak));
    Picture {
        id: "clock-ring".to_owned(),
        title: "Plays in each hour of the day".to_owned(),
        says,
        frame: [-200.0, -200.0, 400.0, 400.0],
        body: html! {
            path.track d=(track) {}
            path.bar d=(bars) {}
            path.bar.hot d=(hot) {}
            @for (hour, word) in [(0, "0"), (6, "6"), (12, "12"), (18, "18")] {
                @let (x, y) = polar(f64::from(hour) / 24.0, HOLE - 17.0);
                text.axis x=(n(x)) y=(n(y + 5.0)) text-anchor="middle" { (word) }
            }
            @if let Some(minute) = mean.mean_minute {
                @let (x, y) = polar(f64::from(minute) / 1440.0, RIM + 10.0);
                circle.hand cx=(n(x)) cy=(n(y)) r="5" {}
            }
        },
    }
}

/// The hours of the week; none without any time.
pub(super) fn week(statistics: &Statistics) -> Option<Chapter> {
    let week = &statistics.week_ms;
    let most = week.iter().flatten().copied().max().filter(|&most| most > 0)?;
    let (day, hour) = (0..7)
        .flat_map(|day| (0..24).map(move |hour| (day, hour)))
        .find(|&(day, hour)| week[day][hour] == most)?;
    let plays: u64 = statistics.by_weekday.iter().sum();
    let weekend = statistics.by_weekday[5] + statistics.by_weekday[6];
    let busiest = statistics.by_weekday.iter().max().copied().unwrap_or(0);
    let busiest = statistics
        .by_weekday
        .iter()
        .position(|&plays| plays == busiest)
        .unwrap_or(0);
    let mut table = Table::new(
        "Counted plays that begin on each weekday",
        &[("Weekday", None), ("Plays", Some(""))],
    );
    for (day, &plays) in statistics.by_weekday.iter().enumerate() {
        table.row(
            format!("/by_weekday/{day}"),
            [Cell::word(date::WEEKDAYS[day]), Cell::count(plays)],
        );
    }
    let cell = 24.5;
    Some(Chapter {
        id: "week",
        title: "The week",
        big: html! { (date::WEEKDAYS[day]) ", " (date::hour(hour)) },
        text: html! {
            p { "The strongest hour of the week; the strongest day is " (date::WEEKDAYS[busiest]) "."
                @if weekend > 0 { " " (percent(weekend, plays)) " of all plays begin at a weekend, which is two sevenths (29\u{a0}%) of the week." } }
        },
        body: figure(
            Picture {
                id: "week-map".to_owned(),
                title: "Time played in each hour of the week".to_owned(),
                says: format!("Most on {} at {}.", date::WEEKDAYS[day], date::hour(hour)),
                frame: [0.0, 0.0, 640.0, 208.0],
                body: html! {
                    @for (day, hours) in week.iter().enumerate() {
                        @let y = day as f64 * 26.0;
                        text.axis x="0" y=(n(y + 17.0)) { (&date::WEEKDAYS[day][..2]) }
                        @for (hour, &ms) in hours.iter().enumerate() {
                            rect.{ "q" (even_level(ms, most)) } x=(n(42.0 + hour as f64 * (cell + 0.4))) y=(n(y)) width="23" height="24" rx="2" {}
                        }
                    }
                    (plot::hours(42.0, cell + 0.4, 203.0))
                },
            },
            &table,
        ),
        beside: false,
    })
}

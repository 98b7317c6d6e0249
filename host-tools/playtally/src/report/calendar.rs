//! Every day as a square, a ribbon for every year; bars of years and months.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};
use playtally_statistics::Statistics;
use playtally_statistics::calendar::DayCount;

use super::markup::{Cell, Chapter, Name, Table, fact, facts, figure};
use super::plot::{self, MonthAxis};
use super::svg::{Path, Picture, WIDTH, level, n, ratio};
use crate::tell;
use crate::text::date;
use crate::text::number::{count, duration, plural};

/// The days; none without any.
pub(super) fn days(statistics: &Statistics) -> Option<Chapter> {
    let biggest = statistics.biggest_day?;
    let mut years: BTreeMap<i32, Vec<&DayCount>> = BTreeMap::new();
    for day in &statistics.by_day {
        years.entry(day.date.year()).or_default().push(day);
    }
    // The strongest tone is for one day in fifty, so that one long day does not leave all others pale.
    let mut all: Vec<u64> = statistics.by_day.iter().map(|day| day.ms).collect();
    all.sort_unstable();
    let most = all[(all.len() - 1) * 49 / 50];
    Some(Chapter {
        id: "days",
        title: "Every day",
        big: html! { (date::day(biggest.date)) },
        text: html! {
            p { "The biggest day: " (fact("/biggest_day/ms", biggest.ms, duration(biggest.ms))) " in "
                (fact("/biggest_day/plays", biggest.plays, plural(biggest.plays, "play", "plays"))) ". Each square below is a day, each column a week from Monday; the stronger, the more music." }
        },
        body: html! {
            div.ribbons { @for (&year, days) in &years { (ribbon(year, days, most)) } }
            (facts(&tell::days::facts(statistics)))
        },
        beside: false,
    })
}

fn ribbon(year: i32, days: &[&DayCount], most: u64) -> Markup {
    let pitch = 11.3;
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    let shift = first.weekday().num_days_from_monday();
    let mut levels: [Path; 5] = Default::default();
    let of: BTreeMap<u32, u64> = days.iter().map(|day| (day.date.ordinal0(), day.ms)).collect();
    let length = if first.leap_year() { 366 } else { 365 };
    for ordinal in 0..length {
        let slot = ordinal + shift;
        let tone = level(of.get(&ordinal).copied().unwrap_or(0), most);
        levels[tone].rect(f64::from(slot / 7) * pitch, f64::from(slot % 7) * pitch, 9.8, 9.8);
    }
    let ms: u64 = days.iter().map(|day| day.ms).sum();
    html! {
        div.ribbon {
            h3 { (year) " " span.rest { (duration(ms)) " on " (plural(days.len() as u64, "day", "days")) } }
            (Picture {
                id: format!("days-{year}"),
                title: format!("The days of {year}"),
                says: format!("{} on {}.", duration(ms), plural(days.len() as u64, "day", "days")),
                frame: [0.0, 0.0, 54.0 * pitch, 7.0 * pitch],
                body: html! { @for (level, path) in levels.iter().enumerate() { @if !path.is_empty() { path.{ "q" (level) } d=(path) {} } } },
            })
        }
    }
}

/// The years; none of one month.
pub(super) fn years(statistics: &Statistics) -> Option<Chapter> {
    let best = statistics.by_year.iter().max_by_key(|year| year.ms)?;
    let (first, last) = (statistics.by_month.first()?.month, statistics.by_month.last()?.month);
    if first == last {
        return None;
    }
    let values: Vec<_> = statistics
        .by_year
        .iter()
        .map(|year| {
            let hours = (year.ms + 1_800_000) / 3_600_000;
            let number = if hours == 0 { "<1".to_owned() } else { count(hours) };
            (year.year.to_string(), year.ms, number)
        })
        .collect();
    let mut of_years = Table::new(
        "Counted plays and time of each year",
        &[
            ("Year", Some("/year")),
            ("Plays", Some("/plays")),
            ("Time", Some("/ms")),
        ],
    );
    for (index, year) in statistics.by_year.iter().enumerate() {
        of_years.row(
            format!("/by_year/{index}"),
            [Cell::year(year.year), Cell::count(year.plays), Cell::ms(year.ms)],
        );
    }
    let mut of_months = Table::new(
        "Counted plays and time of each month",
        &[
            ("Month", Some("/month")),
            ("Plays", Some("/plays")),
            ("Time", Some("/ms")),
        ],
    );
    for (index, month) in statistics.by_month.iter().enumerate() {
        of_months.row(
            format!("/by_month/{index}"),
            [Cell::month(month.month), Cell::count(month.plays), Cell::ms(month.ms)],
        );
    }
    let peak = statistics.by_month.iter().max_by_key(|month| month.ms)?;
    let axis = MonthAxis::new(first, last, 0.0, WIDTH);
    let artist = statistics.year_artists.iter().find(|artist| artist.year == best.year);
    Some(Chapter {
        id: "years",
        title: "Year by year",
        big: html! { (best.year) },
        text: html! {
            p { "The year with the most music: " (duration(best.ms)) @if let Some(artist) = artist { ", most of it by " (Name(&artist.artist.name)) } ". "
                "The strongest month of all was " (date::month(peak.month)) ", with " (duration(peak.ms)) "." }
        },
        body: html! {
            (figure(Picture {
                id: "year-bars".to_owned(),
                title: "Hours of each year".to_owned(),
                says: format!("{} has the most, {}.", best.year, duration(best.ms)),
                frame: [0.0, 0.0, WIDTH, 250.0],
                body: plot::bars(&values, [0.0, 28.0, WIDTH, 190.0]),
            }, &of_years))
            (figure(Picture {
                id: "month-bars".to_owned(),
                title: "Time of each month".to_owned(),
                says: format!("{} has the most, {}.", date::month(peak.month), duration(peak.ms)),
                frame: [0.0, 0.0, WIDTH, 160.0],
                body: html! {
                    @for month in &statistics.by_month {
                        @let tall = (ratio(month.ms, peak.ms) * 124.0).max(0.8);
                        rect.bar.hot[month.month == peak.month] x=(n(axis.start(month.month))) y=(n(130.0 - tall)) width=(n((axis.step() * 0.84).min(40.0))) height=(n(tall)) {}
                    }
                    (axis.years(130.0, 136.0))
                },
            }, &of_months))
        },
        beside: false,
    })
}

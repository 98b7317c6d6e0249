//! When: the hours of the day, and of the week.

use playtally_statistics::Statistics;

use crate::chapter::{Block, Brief, Chapter, Full};
use crate::chart::{Axis, Chart, HeatRow, Shape};
use crate::fact::Fact;
use crate::phrase::Phrase;
use crate::table::{Cell, Column, Table};
use crate::words::date::{hour, time, weekday};
use crate::words::number::{duration, percent};

/// The hours of the day.
pub(super) fn day(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("clock", "Round the clock");
    let hours = &statistics.by_hour;
    let most = hours.iter().copied().max().unwrap_or(0);
    let Some(peak) = hours.iter().position(|&plays| plays == most && plays > 0) else {
        return chapter;
    };
    let chronotype = &statistics.chronotype;
    let ring = Chart {
        id: "clock-ring".to_owned(),
        title: "Plays in each hour of the day".to_owned(),
        says: format!("Most begins at {}.", hour(peak)),
        shape: Shape::Ring {
            hours: hours.to_vec(),
            peak,
            hand: chronotype.all.mean_minute,
        },
    };
    let table = by_hour("Counted plays that begin in each hour", "Plays", "/by_hour", hours);
    let quarters = ["at night", "in the morning", "in the afternoon", "in the evening"];
    let all = chronotype.all.quarters.iter().sum();
    let parts = chronotype.all.quarters.into_iter().zip(quarters);
    let parts: Vec<_> = parts.filter(|(plays, _)| *plays > 0).collect();
    let middle = chronotype
        .working_days
        .mean_minute
        .zip(chronotype.weekends.mean_minute)
        .map(|(working, weekend)| {
            let at = |days| format!("/chronotype/{days}/mean_minute");
            let working = Phrase::new().value(at("working_days"), working, time(working.into()));
            let weekend = Phrase::new().value(at("weekends"), weekend, time(weekend.into()));
            working.words(" on working days, ").and(weekend).words(" at weekends")
        });
    let mut text = vec![
        Phrase::new()
            .words("The hour with the most music. ")
            .words(begins(&parts, all)),
    ];
    if let Some(middle) = &middle {
        let says = Phrase::new().words("The middle of it lies at ");
        text.push(says.and(middle.clone()).words("."));
    }
    let drift = drift(statistics);
    if let Some([from, to]) = drift.clone().filter(|_| chronotype.by_year.len() > 2) {
        text.push(
            Phrase::new()
                .words("It moved from ")
                .and(from)
                .words(" to ")
                .and(to)
                .words("."),
        );
    }
    let mut facts = Vec::new();
    if let Some(mean) = chronotype.all.mean_minute {
        let most = Phrase::new().value("/chronotype/mean_minute", mean, time(mean.into()));
        let spread = chronotype.all.spread_minutes.filter(|&spread| spread > 0);
        let rest = spread.map_or_else(Phrase::new, |spread| {
            let shown = duration(u64::from(spread) * 60_000);
            let spread = Phrase::new()
                .words("± ")
                .value("/chronotype/spread_minutes", spread, shown);
            if middle.is_some() { spread.words("; ") } else { spread }
        });
        let rest = rest.and(middle.unwrap_or_default());
        facts.push(Fact::new("Middle of the day", most, " ", rest));
    }
    if let [(first, when), others @ ..] = &parts[..]
        && !others.is_empty()
    {
        let share = |&(plays, when): &(u64, &str)| format!("{} {when}", percent(plays, all));
        let most = Phrase::new().words(share(&(*first, when)));
        let others: Vec<_> = others.iter().map(share).collect();
        let rest = Phrase::new().words(others.join(", "));
        facts.push(Fact::new("Through the day", most, ", ", rest));
    }
    if let Some([from, to]) = drift {
        facts.push(Fact::new(
            "It moved",
            Phrase::new().words("from ").and(from),
            " to ",
            to,
        ));
    }
    let full = Full {
        lead: Phrase::new().words(hour(peak)),
        text,
        blocks: vec![Block::Figures(vec![(ring.clone(), Some(table))])],
        beside: true,
    };
    chapter
        .brief([Brief::Chart(ring), Brief::Facts(facts)])
        .full(Some(full))
}

fn begins(parts: &[(u64, &str)], all: u64) -> String {
    let mut text = String::new();
    for (index, &(plays, when)) in parts.iter().enumerate() {
        text.push_str(match index {
            0 => "",
            n if n + 1 == parts.len() => " and ",
            _ => ", ",
        });
        let share = if parts.len() == 1 {
            "All".to_owned()
        } else {
            percent(plays, all)
        };
        let begins = if index == 0 { " begins " } else { " " };
        text.push_str(&format!("{share}{begins}{when}"));
    }
    text.push('.');
    text
}

/// The middle of the day in the first and in the last year of which it is known, if these are two.
fn drift(statistics: &Statistics) -> Option<[Phrase<'_>; 2]> {
    let years = statistics.chronotype.by_year.iter().enumerate();
    let means = years.filter_map(|(index, year)| Some((index, year.year, year.time.mean_minute?)));
    let means: Vec<_> = means.collect();
    let [first, .., last] = means[..] else { return None };
    Some([first, last].map(|(index, year, minute)| {
        let at = format!("/chronotype/by_year/{index}/mean_minute");
        let middle = Phrase::new().value(at, minute, time(minute.into()));
        middle.words(format!(" in {year}"))
    }))
}

/// A number for each hour of the day.
pub(super) fn by_hour<'a>(caption: &'static str, what: &'static str, at: &str, hours: &[u64; 24]) -> Table<'a> {
    let columns = [Column::words("Hour"), Column::number(what).at("")];
    let mut table = Table::new(caption, columns);
    for (index, &number) in hours.iter().enumerate() {
        table.row(format!("{at}/{index}"), [Cell::word(hour(index)), Cell::count(number)]);
    }
    table
}

/// The hours of the week.
pub(super) fn week(statistics: &Statistics) -> Chapter<'_> {
    let chapter = Chapter::new("week", "The week");
    let week = &statistics.week_ms;
    let most = week.iter().flatten().copied().max().unwrap_or(0);
    let all = (0..7).flat_map(|day| (0..24).map(move |hour| (day, hour)));
    let Some((day, at)) = all.clone().find(|&(day, hour)| week[day][hour] == most && most > 0) else {
        return chapter;
    };
    let days = &statistics.by_weekday;
    let busiest = days.iter().copied().max().unwrap_or(0);
    let busiest = days.iter().position(|&plays| plays == busiest).unwrap_or(0);
    let columns = [Column::words("Weekday"), Column::number("Plays").at("")];
    let mut table = Table::new("Counted plays that begin on each weekday", columns);
    for (day, &plays) in days.iter().enumerate() {
        table.row(
            format!("/by_weekday/{day}"),
            [Cell::word(weekday(day)), Cell::count(plays)],
        );
    }
    let map = Chart {
        id: "week-map".to_owned(),
        title: "Time played in each hour of the week".to_owned(),
        says: format!("Most on {} at {}.", weekday(day), hour(at)),
        shape: Shape::HeatMap {
            rows: week
                .iter()
                .enumerate()
                .map(|(day, hours)| HeatRow {
                    label: weekday(day),
                    fields: hours.to_vec(),
                    count: Some(days[day]),
                })
                .collect(),
            axis: Axis::Hours,
            even: true,
        },
    };
    let text = Phrase::new().words("The strongest hour of the week; the strongest day is ");
    let text = text.words(weekday(busiest)).words(".");
    let (weekend, plays) = (days[5] + days[6], days.iter().sum());
    let text = if weekend > 0 {
        let text = text.words(" ").share(weekend, plays);
        text.words(" of all plays begin at a weekend, which is two sevenths (29%) of the week.")
    } else {
        text
    };
    let full = Full {
        lead: Phrase::new().words(format!("{}, {}", weekday(day), hour(at))),
        text: vec![text],
        blocks: vec![Block::Figures(vec![(map.clone(), Some(table))])],
        beside: false,
    };
    chapter.brief([Brief::Chart(map)]).full(Some(full))
}

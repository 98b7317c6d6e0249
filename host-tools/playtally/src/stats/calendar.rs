//! Years, months and days.

use std::collections::BTreeMap;

use playtally_statistics::Statistics;

use super::facts::Facts;
use crate::tell;
use crate::text::bar::{bar, sparkline};
use crate::text::name::clean;
use crate::text::number::{count, duration, plural};
use crate::text::style::{CHART, FAINT};
use crate::text::table::{Column, Table};

/// Columns that the years take without bars.
const WITHOUT_BARS: usize = 67;
/// Columns below which the times of the years are left out.
const WITH_TIMES: usize = 65;
/// The shortest bars that say something, and the longest that are of use, in columns.
const BARS: std::ops::RangeInclusive<usize> = 4..=20;

/// A line per year: its months, its plays, and who was heard most. A year without music has a line as well. None of a single
/// month.
pub(crate) fn years(statistics: &Statistics, columns: usize) -> String {
    let several = statistics.by_month.len() > 1;
    let years = statistics.by_year.first().zip(statistics.by_year.last());
    let Some((first, last)) = years.filter(|_| several) else {
        return String::new();
    };
    let bars = columns.saturating_sub(WITHOUT_BARS).min(*BARS.end());
    let bars = if BARS.contains(&bars) { bars } else { 0 };
    let months = months(statistics);
    let most = statistics.by_year.iter().map(|year| year.plays).max().unwrap_or(0);
    let mut header = vec![Column::right(""), Column::left("J F M A M J J A S O N D").style(CHART)];
    if bars > 0 {
        header.push(Column::left("").style(CHART));
    }
    header.push(Column::right("plays"));
    if columns >= WITH_TIMES {
        header.push(Column::right("time").style(FAINT));
    }
    let known = !statistics.year_artists.is_empty();
    if known {
        header.push(Column::left("most played").gives_way(8));
    }
    let mut table = Table::new(header);
    for year in first.year..=last.year {
        let counted = statistics.by_year.iter().find(|counted| counted.year == year);
        let artist = statistics.year_artists.iter().find(|artist| artist.year == year);
        let plays = counted.map_or(0, |counted| counted.plays);
        let mut cells = vec![year.to_string(), months.get(&year).cloned().unwrap_or_default()];
        if bars > 0 {
            cells.push(bar(plays, most, bars));
        }
        cells.push(count(plays));
        if columns >= WITH_TIMES {
            cells.push(duration(counted.map_or(0, |counted| counted.ms)));
        }
        if known {
            cells.push(artist.map_or(String::new(), |artist| clean(&artist.artist.name).into_owned()));
        }
        table.row(cells);
    }
    table.render(columns)
}

/// The months of each year, on one scale for all.
fn months(statistics: &Statistics) -> BTreeMap<i32, String> {
    let years = statistics.by_year.iter().map(|year| year.year);
    let mut plays: BTreeMap<i32, [u64; 12]> = years.map(|year| (year, [0; 12])).collect();
    for month in &statistics.by_month {
        if let Some(year) = plays.get_mut(&month.month.year()) {
            year[month.month.month() as usize - 1] = month.plays;
        }
    }
    let all: Vec<u64> = plays.values().flatten().copied().collect();
    let pictures: Vec<char> = sparkline(&all).chars().collect();
    let spaced = |year: &[char]| year.iter().map(char::to_string).collect::<Vec<_>>().join(" ");
    plays.into_keys().zip(pictures.chunks(12).map(spaced)).collect()
}

/// The biggest day and the streaks.
pub(crate) fn days(statistics: &Statistics, columns: usize) -> String {
    let mut facts = Facts::new(columns);
    if let Some(day) = statistics.biggest_day {
        let plays = plural(day.plays, "play", "plays");
        let date = day.date.format("%A, %Y-%m-%d");
        facts.add("Biggest day", date, format_args!(": {}, {plays}", duration(day.ms)));
    }
    facts.tell(tell::days::facts(statistics));
    facts.finish()
}

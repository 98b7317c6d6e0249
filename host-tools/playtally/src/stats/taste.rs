//! What is listened to: eras, moods, breadth, seasons.

use playtally_statistics::Statistics;

use super::facts::Facts;
use crate::tell;
use crate::text::bar::{bar, sparkline};
use crate::text::date::{MONTHS, minute, span};
use crate::text::name::clean;
use crate::text::number::{count, percent};
use crate::text::style::{CHART, FAINT};
use crate::text::table::{Column, Table};

/// How many artists an era and a mood are named by.
const NAMES: usize = 3;
/// The longest bars, in columns.
const BARS: usize = 12;
/// Columns of a terminal below which there is no room for bars beside names.
const ROOM: usize = 70;
/// How many months a small picture goes back.
const MONTHS_BACK: usize = 24;
/// How many artists of a season are listed.
const SEASONAL: usize = 6;

fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.take(NAMES).map(clean).collect::<Vec<_>>().join(", ")
}

/// A table whose bars are left out where there is no room for them.
struct Bars {
    table: Table,
    shown: bool,
    most: u64,
}

impl Bars {
    /// Columns left and right of the bars.
    fn new(left: Vec<Column>, right: Vec<Column>, most: u64, columns: usize) -> Self {
        let shown = columns >= ROOM;
        let mut all = left;
        if shown {
            all.push(Column::left("").style(CHART));
        }
        all.extend(right);
        Self {
            table: Table::new(all),
            shown,
            most,
        }
    }

    fn row(&mut self, left: Vec<String>, value: u64, right: Vec<String>) {
        let mut cells = left;
        if self.shown {
            cells.push(bar(value, self.most, BARS));
        }
        cells.extend(right);
        self.table.row(cells);
    }
}

/// A line per era, and whom it was about; none of a single one, which is the whole history.
pub(crate) fn eras(statistics: &Statistics, columns: usize) -> String {
    let most = statistics.eras.iter().map(|era| era.plays).max();
    let Some(most) = most.filter(|_| statistics.eras.len() > 1) else {
        return String::new();
    };
    let right = vec![Column::right("plays"), Column::left("sounds like").gives_way(12)];
    let mut table = Bars::new(vec![Column::left("")], right, most, columns);
    for era in &statistics.eras {
        let label = |month: playtally_statistics::Month| format!("{:04}-{:02}", month.year(), month.month());
        let span = format!("{} to {}", label(era.from), label(era.to));
        let artists = names(era.artists.iter().map(|artist| artist.name.as_str()));
        table.row(vec![span], era.plays, vec![count(era.plays), artists]);
    }
    table.table.render(columns)
}

/// A line per mood: its day, and whom it is about.
pub(crate) fn moods(statistics: &Statistics, columns: usize) -> String {
    if statistics.moods.is_empty() {
        return String::new();
    }
    let mut table = Table::new(vec![
        Column::left("sounds like").gives_way(10),
        Column::left("0    6     12    18").style(CHART),
        Column::left("most its own"),
        Column::right("plays"),
    ]);
    for mood in &statistics.moods {
        let hours = format!(
            "{}, {}",
            minute(u64::from(mood.peak_hour) * 60),
            &MONTHS[(mood.peak_month as usize + 11) % 12][..3]
        );
        let artists = names(mood.artists.iter().map(|artist| artist.name.as_str()));
        table.row([artists, sparkline(&mood.by_hour), hours, count(mood.plays)]);
    }
    table.render(columns)
}

/// A line per year: how widely was listened; none of one artist.
pub(crate) fn breadth(statistics: &Statistics, columns: usize) -> String {
    let years = &statistics.breadth.by_year;
    // In tenths, as far as they are known.
    let varied = |effective: f64| (effective * 10.0) as u64;
    let most = years.iter().map(|year| varied(year.spread.effective_artists)).max();
    let Some(most) = most.filter(|_| statistics.totals.artists > 1) else {
        return String::new();
    };
    let right = vec![
        Column::right("as varied as"),
        Column::right("artists"),
        Column::right("exploring").style(FAINT),
    ];
    let mut table = Bars::new(vec![Column::right("")], right, most, columns);
    for year in years {
        let spread = year.spread;
        let effective = spread.effective_artists.round() as u64;
        table.row(
            vec![year.year.to_string()],
            varied(spread.effective_artists),
            vec![
                count(effective),
                count(spread.artists),
                percent(spread.exploring, spread.plays),
            ],
        );
    }
    table.table.render(columns) + &nostalgia(statistics, columns)
}

/// How old the music has become, and the day with the oldest; none while all of it is new.
fn nostalgia(statistics: &Statistics, columns: usize) -> String {
    let nostalgia = &statistics.nostalgia;
    let mut facts = Facts::new(columns);
    let months = &nostalgia.by_month[nostalgia.by_month.len().saturating_sub(MONTHS_BACK)..];
    if let Some(last) = months.last().filter(|last| last.mean_days > 0) {
        let ages: Vec<u64> = months.iter().map(|month| month.mean_days).collect();
        let rest = format!("  known for {} in the mean of the last month", span(last.mean_days));
        facts.chart("Age of the music", &sparkline(&ages), rest);
    }
    if let Some(day) = nostalgia.days.first().filter(|day| day.mean_days > 0) {
        let rest = format!(", when it had been known for {}", span(day.mean_days));
        facts.add("Day of nostalgia", day.date, rest);
    }
    facts.finish()
}

/// Who belongs to a month.
pub(crate) fn seasons(statistics: &Statistics, columns: usize) -> String {
    let mut facts = Facts::new(columns);
    facts.tell(tell::devotion::seasons(statistics, SEASONAL));
    facts.finish()
}

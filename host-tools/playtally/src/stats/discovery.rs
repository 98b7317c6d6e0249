//! What was new, and the milestones on the way.

use playtally_statistics::Statistics;

use super::facts::{Facts, percent, track};
use crate::text::name::clean;
use crate::text::number::{count, plural};
use crate::text::style::FAINT;
use crate::text::table::{Column, Table};

/// How many of the latest milestones are listed.
const MILESTONES: usize = 5;

/// A line per year: how much was new, and what of it stayed.
pub(crate) fn years(statistics: &Statistics, columns: usize) -> String {
    if statistics.discovery.by_year.is_empty() {
        return String::new();
    }
    let mut table = Table::new(vec![
        Column::right(""),
        Column::right("new artists"),
        Column::right("new tracks"),
        Column::right("of all plays").style(FAINT),
        Column::left("best discovery").gives_way(8),
    ]);
    for year in &statistics.discovery.by_year {
        let best = year
            .best
            .artists
            .first()
            .map_or(String::new(), |artist| clean(&artist.name).into_owned());
        table.row([
            // In the first year everything is new.
            if year.news.unfair {
                format!("({})", year.year)
            } else {
                year.year.to_string()
            },
            count(year.news.new_artists),
            count(year.news.new_tracks),
            percent(year.news.new_tracks, year.news.plays),
            best,
        ]);
    }
    let mut facts = Facts::new(columns);
    if let Some(loyal) = statistics.discovery.artists_of_every_year.first() {
        let rest = format!(", at least {} a year", plural(loyal.fewest, "play", "plays"));
        facts.add("In every year", clean(&loyal.name), rest);
    }
    table.render(columns) + &facts.finish()
}

/// The first play, and the latest round ones.
pub(crate) fn milestones(statistics: &Statistics, columns: usize) -> String {
    let plays = &statistics.milestones.plays;
    let mut facts = Facts::new(columns);
    let skipped = plays.len().saturating_sub(MILESTONES).max(1);
    for play in plays.iter().take(1).chain(plays.iter().skip(skipped)) {
        let label = if play.number == 1 {
            "First play".to_owned()
        } else {
            format!("Play {}", count(play.number))
        };
        facts.add(
            &label,
            play.date,
            format_args!(", {}", track(&play.title, &play.artist)),
        );
    }
    facts.finish()
}

//! What was new, and the milestones on the way.

use playtally_statistics::Statistics;

use super::facts::{Facts, track};
use crate::text::bar::sparkline;
use crate::text::name::clean;
use crate::text::number::{count, percent, plural};
use crate::text::style::FAINT;
use crate::text::table::{Column, Table};

/// How many months the small picture goes back.
const MONTHS_BACK: usize = 24;
/// How many of the latest round plays are listed, how many round hours, and how many favourites.
const MILESTONES: usize = 5;
const HOURS: usize = 2;
const ANNIVERSARIES: usize = 3;

/// A line per year: how much was new, and what of it stayed; none of one artist.
pub(crate) fn years(statistics: &Statistics, columns: usize) -> String {
    if statistics.discovery.by_year.is_empty() || statistics.totals.artists < 2 {
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
    let months = &statistics.discovery.by_month;
    if let [.., last] = &months[months.len().saturating_sub(MONTHS_BACK)..] {
        let new: Vec<u64> = months[months.len().saturating_sub(MONTHS_BACK)..]
            .iter()
            .map(|month| month.news.new_artists)
            .collect();
        let rest = format!(
            "  {} in the last month",
            plural(last.news.new_artists, "artist", "artists")
        );
        facts.chart("New by month", &sparkline(&new), rest);
    }
    // Of a single year these are all that there are.
    let loyal = statistics.discovery.artists_of_every_year.first();
    if let Some(loyal) = loyal.filter(|_| statistics.by_year.len() > 1) {
        let rest = format!(", at least {} a year", plural(loyal.fewest, "play", "plays"));
        facts.add("In every year", clean(&loyal.name), rest);
    }
    table.render(columns) + &facts.finish()
}

/// The first play, the latest round ones and round hours, and since when favourites are known.
pub(crate) fn milestones(statistics: &Statistics, columns: usize) -> String {
    let milestones = &statistics.milestones;
    let (plays, hours) = (&milestones.plays, &milestones.hours);
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
            format_args!(", {}", track(&play.title, play.artist.as_deref())),
        );
    }
    // The first hour is no news.
    for hour in hours[hours.len().saturating_sub(HOURS)..]
        .iter()
        .filter(|hour| hour.hours > 1)
    {
        facts.add(&format!("Hour {}", count(hour.hours)), hour.date, "");
    }
    // That of the only artist is the first play.
    let favourites = milestones.anniversaries.iter().take(ANNIVERSARIES);
    for artist in favourites.filter(|_| milestones.anniversaries.len() > 1) {
        facts.add(
            "Anniversary",
            clean(&artist.name),
            format_args!(", first heard on {}", artist.first),
        );
    }
    facts.finish()
}

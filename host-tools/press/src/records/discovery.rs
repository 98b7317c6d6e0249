//! What was new, and how widely was listened.

use playtally_statistics::Statistics;
use playtally_summary::records::{BestDiscovery, BreadthMonth, DiscoveryMonth, Loyal, NostalgicDay};
use playtally_summary::{Day, Record, Writer};

use super::{Names, count, few, last, latest, share, some, without_gaps, year};

/// The most discoveries of a year.
const DISCOVERIES: usize = 3;

pub(super) fn write(writer: Writer, statistics: &Statistics, names: &mut Names<'_>) -> Writer {
    let discovery = &statistics.discovery;
    let months: Vec<DiscoveryMonth> = without_gaps(&discovery.by_month, |month| month.month)
        .map(|(first, month)| DiscoveryMonth {
            first,
            plays: few(month.map_or(0, |month| month.news.plays)),
            new_artists: few(month.map_or(0, |month| month.news.new_artists)),
            new_tracks: few(month.map_or(0, |month| month.news.new_tracks)),
            unfair: month.is_some_and(|month| month.news.unfair).into(),
        })
        .collect();
    let best: Vec<BestDiscovery> = last(&discovery.by_year, BestDiscovery::MOST / DISCOVERIES)
        .iter()
        .filter_map(|news| Some((year(news.year)?, news)))
        .flat_map(|(year, news)| news.best.artists.iter().take(DISCOVERIES).map(move |new| (year, new)))
        .map(|(year, new)| BestDiscovery {
            year,
            artist: names.add(&new.name),
            first: Day::from_date(new.first),
            plays: count(new.plays),
        })
        .collect();
    let loyal: Vec<Loyal> = discovery
        .artists_of_every_year
        .iter()
        .take(Loyal::MOST)
        .map(|loyal| Loyal {
            artist: names.add_medium(&loyal.name),
            plays: count(loyal.plays),
            fewest: count(loyal.fewest),
        })
        .collect();
    let nostalgia: Vec<NostalgicDay> = statistics
        .nostalgia
        .days
        .iter()
        .take(NostalgicDay::MOST)
        .map(|day| NostalgicDay {
            date: Day::from_date(day.date),
            plays: few(day.plays),
            age_days: few(day.mean_days),
        })
        .collect();
    let writer = some(writer, latest(&months));
    let writer = some(writer, &best);
    let writer = some(writer, &loyal);
    let writer = some(writer, latest(&breadth(statistics)));
    some(writer, &nostalgia)
}

fn breadth(statistics: &Statistics) -> Vec<BreadthMonth> {
    let mut ages = statistics.nostalgia.by_month.iter().peekable();
    without_gaps(&statistics.breadth.by_month, |month| month.month)
        .map(|(first, month)| {
            let spread = month.map(|month| &month.spread);
            let age = month.and_then(|month| {
                while ages.next_if(|age| age.month < month.month).is_some() {}
                ages.next_if(|age| age.month == month.month)
            });
            BreadthMonth {
                first,
                artists: few(spread.map_or(0, |spread| spread.artists)),
                effective_artists: few(spread.map_or(0, |spread| (spread.effective_artists * 10.0).round() as u64)),
                exploring_percent: spread.map_or(0, |spread| share(spread.exploring, spread.plays, 100)),
                age_days: few(age.map_or(0, |age| age.mean_days)),
            }
        })
        .collect()
}

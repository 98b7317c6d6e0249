//! Artists and tracks by how they were loved.

use playtally_statistics::race::Mover as StatisticsMover;
use playtally_statistics::{Statistics, binges};
use playtally_summary::records::{Binge, Comeback, Forgotten, Mover, Standing};
use playtally_summary::{Day, Record, TextId, Writer};
use zerocopy::little_endian::U32;

use super::{Names, YEARS, count, few, first_day, some};

pub(super) fn write(writer: Writer, statistics: &Statistics, names: &mut Names<'_>) -> Writer {
    let devotion = &statistics.devotion;
    let mut binge = |days, binge: &binges::Binge| Binge {
        days,
        title: names.add(&binge.title),
        artist: names.add_known(binge.artist.as_deref()),
        plays: few(binge.plays),
        from: Day::from_date(binge.from),
        to: Day::from_date(binge.to),
    };
    let day = statistics.binges.day.as_ref().map(|day| binge(1, day));
    let week = statistics.binges.week.as_ref().map(|week| binge(7, week));
    let binges: Vec<Binge> = day.into_iter().chain(week).collect();
    let comebacks: Vec<Comeback> = devotion
        .comebacks
        .iter()
        .take(Comeback::MOST)
        .map(|comeback| Comeback {
            artist: names.add(&comeback.name),
            left: Day::from_date(comeback.left),
            back: Day::from_date(comeback.back),
            plays_before: count(comeback.plays_before),
            plays_after: count(comeback.plays_after),
        })
        .collect();
    let writer = some(writer, &binges);
    let writer = some(writer, &comebacks);
    let writer = some(writer, &forgotten(statistics, names));
    let writer = some(writer, &race(statistics, names));
    some(writer, &movers(statistics, names))
}

fn forgotten(statistics: &Statistics, names: &mut Names<'_>) -> Vec<Forgotten> {
    let devotion = &statistics.devotion;
    let artists = devotion.forgotten_artists.iter().take(Forgotten::MOST / 2);
    let artists: Vec<Forgotten> = artists
        .map(|forgotten| Forgotten {
            title: TextId::NONE,
            artist: names.add(&forgotten.name),
            plays: count(forgotten.plays),
            last: Day::from_date(forgotten.last),
        })
        .collect();
    let tracks = devotion.forgotten_tracks.iter().take(Forgotten::MOST / 2);
    let tracks = tracks.map(|forgotten| Forgotten {
        title: names.add(&forgotten.title),
        artist: names.add_known(forgotten.artist.as_deref()),
        plays: count(forgotten.plays),
        last: Day::from_date(forgotten.last),
    });
    artists.into_iter().chain(tracks).collect()
}

/// Standings as evenly spread as months allow, the last one the last month.
fn race(statistics: &Statistics, names: &mut Names<'_>) -> Vec<Standing> {
    let race = &statistics.race;
    let number = race.len().min(Standing::MOST);
    (1..=number)
        .map(|at| &race[at * race.len() / number - 1])
        .filter(|standing| YEARS.contains(&standing.month.year()))
        .map(|standing| {
            let mut plays = [U32::new(0); 5];
            for (plays, leader) in plays.iter_mut().zip(&standing.leaders) {
                *plays = count(leader.plays);
            }
            Standing {
                first: first_day(standing.month),
                artists: names.first(standing.leaders.iter().map(|leader| leader.name.as_str())),
                plays,
            }
        })
        .collect()
}

fn movers(statistics: &Statistics, names: &mut Names<'_>) -> Vec<Mover> {
    let mut mover = |mover: &StatisticsMover| Mover {
        artist: names.add_medium(&mover.name),
        plays: count(mover.plays),
        before: count(mover.before),
    };
    let movers = &statistics.movers;
    let climbers = movers.climbers.iter().take(Mover::MOST / 2);
    climbers
        .chain(movers.fallers.iter().take(Mover::MOST / 2))
        .map(&mut mover)
        .collect()
}

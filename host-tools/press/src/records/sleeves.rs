//! How favourites were listened to, for their covers.

use playtally_statistics::Statistics;
use playtally_statistics::sleeves::Pattern;
use playtally_summary::records::{Sleeve, SleeveKind};
use playtally_summary::{Day, Record, TextId, Writer};

use super::{Names, share, some};

/// The most artists: room is left for albums and eras.
const ARTISTS: usize = Sleeve::MOST - ALBUMS - ERAS;
const ALBUMS: usize = 10;
const ERAS: usize = 12;

/// The strongest tone.
const FULL: u8 = 15;

/// Adds sleeves. Their names are those of other sections, and take no room of their own.
pub(super) fn write(writer: Writer, statistics: &Statistics, names: &mut Names<'_>) -> Writer {
    let sleeves = &statistics.sleeves;
    let mut all: Vec<Sleeve> = sleeves
        .artists
        .iter()
        .take(ARTISTS)
        .map(|of| sleeve(SleeveKind::Artist, TextId::NONE, names.add_small(&of.name), &of.pattern))
        .collect();
    all.extend(sleeves.albums.iter().take(ALBUMS).map(|of| {
        let artist = of
            .artist
            .as_deref()
            .map_or(TextId::NONE, |artist| names.add_small(artist));
        sleeve(SleeveKind::Album, names.add_small(&of.title), artist, &of.pattern)
    }));
    all.extend(sleeves.eras.iter().take(ERAS).map(|(at, pattern)| {
        let artist = statistics.eras[*at].artists.first();
        let artist = artist.map_or(TextId::NONE, |artist| names.add_small(&artist.name));
        sleeve(SleeveKind::Era, TextId::NONE, artist, pattern)
    }));
    some(writer, &all)
}

/// The record of an artist's pattern, without its name.
#[must_use]
pub fn of_artist(pattern: &Pattern) -> Sleeve {
    sleeve(SleeveKind::Artist, TextId::NONE, TextId::NONE, pattern)
}

fn sleeve(kind: SleeveKind, title: TextId, artist: TextId, pattern: &Pattern) -> Sleeve {
    let ends = pattern.ends;
    Sleeve {
        kind: kind.into(),
        title,
        artist,
        first: Day::from_date(pattern.first),
        last: Day::from_date(pattern.last),
        skipped_percent: match ends.starts {
            0 => u8::MAX,
            starts => share(ends.skips, starts, 100),
        },
        hours: tones(pattern.by_hour.map(often)),
        stretches: tones(stretches(&pattern.by_month)),
    }
}

/// A number of plays, none if it is one: a single play leaves no trace.
const fn often(plays: u64) -> u64 {
    if plays > 1 { plays } else { 0 }
}

/// As many stretches of equal length of some months, each with plays in proportion to what lies in it.
fn stretches<const N: usize>(months: &[u64]) -> [u64; N] {
    let (many, width) = (months.len(), N);
    std::array::from_fn(|at| {
        // In parts of a month of which each has as many as there are stretches.
        let (from, to) = (at * many, (at + 1) * many);
        (from / width..to.div_ceil(width))
            .map(|month| {
                let part = to.min((month + 1) * width) - from.max(month * width);
                often(months[month]).saturating_mul(part as u64)
            })
            .fold(0, u64::saturating_add)
    })
}

/// Numbers as tones: square roots, so that what is quiet is seen beside what is loud.
fn tones<const N: usize>(numbers: [u64; N]) -> [u8; N] {
    let most = numbers.into_iter().max().unwrap_or(0);
    numbers.map(|number| {
        let twice = (u128::from(number) * 4 * u128::from(FULL).pow(2))
            .checked_div(most.into())
            .unwrap_or(0)
            .isqrt();
        twice.div_ceil(2) as u8
    })
}

#[cfg(test)]
mod tests {
    use playtally_history::Plays;
    use playtally_statistics::{Rule, testing};
    use playtally_summary::{Section, Summary};

    use super::*;
    use crate::press::{Options, press};
    use crate::typeset::Fonts;

    #[test]
    fn few_months_are_stretched_and_many_are_put_together() {
        assert_eq!(stretches::<6>(&[4, 0, 8]), [4 * 3, 4 * 3, 0, 0, 8 * 3, 8 * 3]);
        assert_eq!(stretches::<2>(&[6, 2, 0, 4]), [6 * 2 + 2 * 2, 4 * 2]);
        assert_eq!(stretches::<2>(&[6, 4, 2]), [6 * 2 + 4, 4 + 2 * 2]);
        assert_eq!(stretches::<3>(&[]), [0; 3]);
        assert_eq!(tones([0, 1, 15, 30]), [0, 3, 11, 15]);
    }

    /// Plays of one artist on eight evenings of each of some months, and the plays of an afternoon.
    fn history(afternoon: &[&str]) -> Plays {
        let months = [1, 2, 3, 5, 6, 7].into_iter();
        let evenings = months.flat_map(|month| (1..=8).map(move |day| format!("2021-{month:02}-{day:02} 20:15")));
        let all = evenings.chain(afternoon.iter().map(|&at| at.to_owned()));
        all.fold(testing::History::new(), |history, at| {
            history.play(&at, "Otter", "River", 100)
        })
        .plays()
    }

    fn sleeves(plays: &Plays) -> Vec<u8> {
        let statistics = Statistics::compute(plays, &Rule::new(chrono_tz::UTC));
        let pressed = chrono::NaiveDate::from_ymd_opt(2022, 1, 1).expect("a day");
        let pressed = press(&statistics, &Options::new("Ølgod", pressed, &Fonts::bundled()));
        let summary = Summary::open(&pressed.file).expect("a sound file");
        let mut sections = summary.sections();
        let section = sections
            .find(|info| info.section == Some(Section::Sleeves))
            .expect("sleeves");
        pressed.file[section.offset..section.offset + section.length].to_vec()
    }

    #[test]
    fn a_single_play_of_a_day_leaves_no_trace() {
        let without = sleeves(&history(&[]));
        let canary = sleeves(&history(&["2021-04-14 15:40"]));
        assert_eq!(without, canary);
        let twice = sleeves(&history(&["2021-04-14 15:40", "2021-04-14 15:50"]));
        assert_ne!(without, twice, "what was heard more than once is seen");
    }

    #[test]
    fn favourites_of_a_long_history_have_sleeves() {
        let statistics = Statistics::compute(&testing::made_up(1, 12_000), &Rule::new(chrono_tz::UTC));
        let pressed = chrono::NaiveDate::from_ymd_opt(2026, 2, 1).expect("a day");
        let pressed = press(&statistics, &Options::new("Ølgod", pressed, &Fonts::bundled()));
        let summary = Summary::open(&pressed.file).expect("a sound file");
        let of = |kind: SleeveKind| {
            let all = summary.records::<Sleeve>().iter();
            all.filter(move |sleeve| sleeve.kind == u8::from(kind))
        };
        let artists = summary.records::<playtally_summary::records::TopArtist>();
        assert!(
            artists
                .iter()
                .all(|artist| of(SleeveKind::Artist).any(|sleeve| sleeve.artist == artist.name))
        );
        assert!(of(SleeveKind::Album).count() > 0);
        assert_eq!(of(SleeveKind::Era).count(), statistics.eras.len());
        for sleeve in summary.records::<Sleeve>() {
            assert!(sleeve.hours.contains(&FULL) && sleeve.stretches.contains(&FULL));
        }
    }
}

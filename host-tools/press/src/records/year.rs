//! The favourites of the year that is told.

use playtally_statistics::Statistics;
use playtally_summary::records::YearFavourite;
use playtally_summary::{TextId, Writer};

use super::sleeves::{often, tones};
use super::{Names, count, some, year};

pub(super) fn write(writer: Writer, statistics: &Statistics, names: &mut Names<'_>) -> Writer {
    some(writer, &favourites(statistics, names).unwrap_or_default())
}

/// Artists, then tracks; none of a year that no [`Day`](playtally_summary::Day) can say.
fn favourites(statistics: &Statistics, names: &mut Names<'_>) -> Option<Vec<YearFavourite>> {
    let five = statistics.year_five.as_ref()?;
    let year = year(five.year)?;
    let months = |by_month: [u64; 12]| tones(by_month.map(often));
    let artists = five.artists.iter().map(|of| YearFavourite {
        year,
        title: TextId::NONE,
        artist: names.add_medium(&of.top.name),
        plays: count(of.top.plays),
        months: months(of.by_month),
    });
    let mut all: Vec<YearFavourite> = artists.collect();
    all.extend(five.tracks.iter().map(|of| YearFavourite {
        year,
        title: names.add_medium(&of.top.title),
        artist: names.add_medium_known(of.top.artist.as_deref()),
        plays: count(of.top.plays),
        months: months(of.by_month),
    }));
    Some(all)
}

#[cfg(test)]
mod tests {
    use playtally_history::Plays;
    use playtally_statistics::{Rule, testing};
    use playtally_summary::{Section, Summary};

    use super::*;
    use crate::press::{Options, press};
    use crate::typeset::Fonts;

    fn pressed(plays: &Plays) -> Vec<u8> {
        let statistics = Statistics::compute(plays, &Rule::new(chrono_tz::UTC));
        let day = chrono::NaiveDate::from_ymd_opt(2026, 2, 1).expect("a day");
        press(&statistics, &Options::new("Ada", day, &Fonts::bundled())).file
    }

    #[test]
    fn the_years_five_have_the_names_and_plays_of_the_statistics() {
        let plays = testing::made_up(5, 20_000);
        let statistics = Statistics::compute(&plays, &Rule::new(chrono_tz::UTC));
        let five = statistics.year_five.expect("a year");
        let file = pressed(&plays);
        let summary = Summary::open(&file).expect("a sound file");
        let told = summary.records::<YearFavourite>();
        assert_eq!(told.len(), 10);
        let (artists, tracks) = (told.iter().take(5), told.iter().skip(5));
        for (record, of) in artists.zip(&five.artists) {
            assert!(record.title.is_none() && record.year.get() == five.year as u16);
            assert_eq!(summary.text(record.artist).as_str(), of.top.name);
            assert_eq!(u64::from(record.plays.get()), of.top.plays);
        }
        for (record, of) in tracks.zip(&five.tracks) {
            assert_eq!(summary.text(record.title).as_str(), of.top.title);
            assert_eq!(u64::from(record.plays.get()), of.top.plays);
        }
    }

    #[test]
    fn the_month_of_a_single_play_leaves_no_trace() {
        let days = |month: u32| (1..=8).map(move |day| format!("2021-{month:02}-{day:02} 20:15"));
        let history = |more: &[&str]| {
            let all = days(2).chain(days(11)).chain(more.iter().map(|&at| at.to_owned()));
            let history = all.fold(testing::History::new(), |history, at| {
                history.play(&at, "Otter", "River", 100)
            });
            history.plays()
        };
        let months = |plays: &Plays| {
            let file = pressed(plays);
            let summary = Summary::open(&file).expect("a sound file");
            assert!(summary.sections().any(|info| info.section == Some(Section::YearFive)));
            let records = summary.records::<YearFavourite>();
            records.iter().map(|record| record.months).collect::<Vec<_>>()
        };
        let without = months(&history(&[]));
        assert_eq!(without, months(&history(&["2021-06-14 15:40"])));
        assert_ne!(without, months(&history(&["2021-06-14 15:40", "2021-06-20 15:50"])));
    }
}

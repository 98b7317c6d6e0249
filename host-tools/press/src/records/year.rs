//! The favourites of the year that is told.

use playtally_statistics::Statistics;
use playtally_summary::records::YearFavourite;
use playtally_summary::{TextId, Writer};

use super::{Names, count, some, year};

pub(super) fn write(writer: Writer, statistics: &Statistics, names: &mut Names<'_>) -> Writer {
    some(writer, &favourites(statistics, names).unwrap_or_default())
}

/// Artists, then tracks; none of a year that no day of a summary can say.
fn favourites(statistics: &Statistics, names: &mut Names<'_>) -> Option<Vec<YearFavourite>> {
    let five = statistics.year_five.as_ref()?;
    let year = year(five.year)?;
    let artists = five.artists.iter().map(|of| YearFavourite {
        year,
        title: TextId::NONE,
        artist: names.add_medium(&of.top.name),
        plays: count(of.top.plays),
    });
    let mut all: Vec<YearFavourite> = artists.collect();
    all.extend(five.tracks.iter().map(|of| YearFavourite {
        year,
        title: names.add_medium(&of.top.title),
        artist: names.add_medium_known(of.top.artist.as_deref()),
        plays: count(of.top.plays),
    }));
    Some(all)
}

#[cfg(test)]
mod tests {
    use playtally_statistics::{Rule, testing};
    use playtally_summary::Summary;

    use super::*;
    use crate::press::{Options, press};
    use crate::typeset::Fonts;

    #[test]
    fn the_years_five_have_the_names_and_plays_of_the_statistics() {
        let plays = testing::made_up(5, 20_000);
        let statistics = Statistics::compute(&plays, &Rule::new(chrono_tz::UTC));
        let day = chrono::NaiveDate::from_ymd_opt(2026, 2, 1).expect("a day");
        let pressed = press(&statistics, &Options::new("Ada", day, &Fonts::bundled()));
        let five = statistics.year_five.expect("a year");
        let summary = Summary::open(&pressed.file).expect("a sound file");
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
}

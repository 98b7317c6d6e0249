//! How favourites were listened to, as sums that a cover can be drawn from.
//!
//! A pattern is two sums that know nothing of each other: counted plays by the hour of the day, and by month. It holds no
//! play and no order of plays, and what was played less than [`LEAST`] times has none.

use std::hash::Hash;

use chrono::NaiveDate;

use crate::eras::Era;
use crate::gathered::Gathered;
use crate::patience::Ends;
use crate::tops::{TopArtist, TopTitle};
use crate::{Day, Month, Row, Selection};

/// The fewest counted plays of which there is a pattern.
pub const LEAST: u64 = 20;

/// How something was listened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The local day of the first counted play.
    pub first: NaiveDate,
    /// The local day of the last one.
    pub last: NaiveDate,
    /// Counted plays in each local hour, from midnight.
    pub by_hour: [u64; 24],
    /// Counted plays in each month, from that of the first play to that of the last one.
    pub by_month: Vec<u64>,
    /// How its plays ended, where that is known.
    pub ends: Ends,
}

impl Pattern {
    /// That of an artist of a selection, by its name as the selection has it; none of what was played less than [`LEAST`] times.
    #[must_use]
    pub fn of_artist(selection: Selection<'_>, name: &str) -> Option<Self> {
        let names = selection.names();
        let mut gathered: Gathered<_, Gathering> = Gathered::of_artists(names, [name]);
        for row in selection.rows() {
            if let Some(artist) = row.artist().and_then(|artist| gathered.of(artist)) {
                artist.add(row);
            }
        }
        patterns(gathered).map(|(_, pattern)| pattern).next()
    }
}

/// The pattern of an artist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfArtist {
    /// Its name.
    pub name: String,
    /// Its pattern.
    pub pattern: Pattern,
}

/// The pattern of an album.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfAlbum {
    /// Its title.
    pub title: String,
    /// Its artist, where that is known.
    pub artist: Option<String>,
    /// Its pattern.
    pub pattern: Pattern,
}

/// The patterns of favourites, each list in the order in which they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sleeves {
    /// Of artists, each once.
    pub artists: Vec<OfArtist>,
    /// Of albums.
    pub albums: Vec<OfAlbum>,
    /// Of eras, with the place of each in their list.
    pub eras: Vec<(usize, Pattern)>,
}

impl Sleeves {
    /// The patterns of some artists, albums and eras of a selection, as far as they were played often enough.
    pub(crate) fn of<'a>(
        selection: Selection<'_>,
        artists: impl IntoIterator<Item = &'a TopArtist>,
        albums: &[TopTitle],
        eras: &[Era],
    ) -> Self {
        let names = selection.names();
        let artists = artists.into_iter().map(|artist| artist.name.as_str());
        let mut of_artists: Gathered<_, Gathering> = Gathered::of_artists(names, artists);
        let albums = albums.iter().map(|album| (&*album.title, album.artist.as_deref()));
        let mut of_albums: Gathered<_, Gathering> = Gathered::of_albums(names, albums);
        let mut of_eras: Vec<Gathering> = eras.iter().map(|_| Gathering::default()).collect();
        for (month, part) in selection.by_month() {
            let era = eras.iter().position(|era| era.from <= month && month <= era.to);
            for row in part.rows() {
                if let Some(artist) = row.artist().and_then(|artist| of_artists.of(artist)) {
                    artist.add(row);
                }
                if let Some(album) = row.album().and_then(|album| of_albums.of(album)) {
                    album.add(row);
                }
                if let Some(era) = era {
                    of_eras[era].add(row);
                }
            }
        }
        let eras = of_eras.into_iter().enumerate();
        Self {
            artists: patterns(of_artists)
                .map(|(name, pattern)| OfArtist {
                    name: name.to_owned(),
                    pattern,
                })
                .collect(),
            albums: patterns(of_albums)
                .map(|((title, artist), pattern)| OfAlbum {
                    title: title.to_owned(),
                    artist: artist.map(str::to_owned),
                    pattern,
                })
                .collect(),
            eras: eras
                .filter_map(|(at, gathering)| Some((at, gathering.pattern()?)))
                .collect(),
        }
    }
}

/// The patterns of those that were played often enough.
fn patterns<N: Copy + Eq + Hash>(gathered: Gathered<N, Gathering>) -> impl Iterator<Item = (N, Pattern)> {
    let all = gathered.all();
    all.filter_map(|(name, gathering)| Some((name, gathering.pattern()?)))
}

/// What is known so far.
#[derive(Default)]
struct Gathering {
    days: Option<(Day, Day)>,
    by_hour: [u64; 24],
    by_month: Vec<u64>,
    ends: Ends,
}

impl Gathering {
    /// Adds a play that is not of an earlier month than those before it.
    fn add(&mut self, row: &Row) {
        self.ends.add_known(row);
        if !row.counted {
            return;
        }
        let (first, _) = self.days.unwrap_or((row.day, row.day));
        self.days = Some((first, row.day));
        self.by_hour[row.hour()] += 1;
        let month = months_between(first.month(), row.day.month());
        self.by_month.resize(month + 1, 0);
        self.by_month[month] += 1;
    }

    fn pattern(self) -> Option<Pattern> {
        let (first, last) = self.days?;
        (self.by_hour.iter().sum::<u64>() >= LEAST).then(|| Pattern {
            first: first.date(),
            last: last.date(),
            by_hour: self.by_hour,
            by_month: self.by_month,
            ends: self.ends,
        })
    }
}

fn months_between(from: Month, to: Month) -> usize {
    (to.number() - from.number()).max(0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, histories, made_up, naive};
    use crate::{Rule, Statistics, View};
    use chrono::Datelike;
    use proptest::prelude::*;

    #[test]
    fn what_is_played_too_seldom_has_no_pattern() {
        let history = |plays: u32| {
            (0..plays).fold(History::new(), |history, day| {
                let at = format!("2020-01-{:02} 07:30", day + 1);
                history.play(&at, "Otter", "River", 100)
            })
        };
        let sleeves = |plays| Statistics::compute(&history(plays).plays(), &Rule::new(chrono_tz::UTC)).sleeves;
        assert_eq!(sleeves(LEAST as u32 - 1).artists, []);
        let enough = sleeves(LEAST as u32);
        let pattern = &enough.artists[0].pattern;
        assert_eq!((pattern.first.day(), pattern.last.day()), (1, 20));
        assert_eq!((pattern.by_hour[7], pattern.by_month.as_slice()), (20, &[20][..]));
        assert_eq!((pattern.ends.starts, pattern.ends.skips), (20, 0));
    }

    #[test]
    fn an_artist_of_all_time_and_of_a_year_has_one_pattern() {
        let statistics = Statistics::compute(&made_up(1, 5_000), &Rule::new(chrono_tz::UTC));
        let mut names: Vec<_> = statistics.sleeves.artists.iter().map(|of| &of.name).collect();
        assert!(names.len() > statistics.top_artists.len(), "years have others");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), statistics.sleeves.artists.len());
        assert_eq!(statistics.sleeves.eras.len(), statistics.eras.len());
    }

    proptest! {
        #[test]
        fn patterns_agree_with_looking_at_every_play((plays, rule) in histories()) {
            let view = View::new(&plays, &rule);
            let statistics = Statistics::of(&view);
            for of in &statistics.sleeves.artists {
                let rows: Vec<_> = naive(&plays, &rule)
                    .into_iter()
                    .filter(|row| row.counted && row.artist.as_ref() == Some(&of.name))
                    .collect();
                let days = rows.iter().map(|row| row.day());
                prop_assert_eq!(Some(of.pattern.first), days.clone().min());
                prop_assert_eq!(Some(of.pattern.last), days.max());
                for (hour, &plays) in of.pattern.by_hour.iter().enumerate() {
                    prop_assert_eq!(plays, rows.iter().filter(|row| row.hour() == hour).count() as u64);
                }
                let first = Day::from(of.pattern.first).month();
                for (at, &plays) in of.pattern.by_month.iter().enumerate() {
                    let month = |row: &&crate::testing::Naive| months_between(first, Day::from(row.day()).month()) == at;
                    prop_assert_eq!(plays, rows.iter().filter(month).count() as u64);
                }
                prop_assert_eq!(of.pattern.by_month.iter().sum::<u64>(), rows.len() as u64);
            }
        }
    }
}

//! What was new: artists and tracks heard for the first time, and which of them stayed.
//!
//! Something is heard for the first time with its first counted play in the whole history, also where only a part of
//! it is looked at. A history begins with everything new, so its first twelve months are marked as `unfair`.

use chrono::NaiveDate;
use serde::Serialize;

use crate::firsts::Firsts;
use crate::tally::{Count, Tallies, Tally, first_n};
use crate::{Day, Month, Names, Selection};

/// How much was new, and what of it stayed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Discovery {
    /// Every month with a counted play.
    pub by_month: Vec<MonthNews>,
    /// Every year with a counted play.
    pub by_year: Vec<YearNews>,
    /// The artists with a counted play in every year that has any of a known artist, the most played first; empty
    /// unless there are at least two such years.
    pub artists_of_every_year: Vec<Loyal>,
}

/// How much was new in some days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct News {
    /// Counted plays.
    pub plays: u64,
    /// Artists heard for the first time.
    pub new_artists: u64,
    /// Tracks heard for the first time. Each is one play: `new_tracks / plays` is the share of first-ever plays.
    pub new_tracks: u64,
    /// Whether the history had not yet lasted twelve months when these days began.
    pub unfair: bool,
}

/// How much was new in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MonthNews {
    /// The month.
    pub month: Month,
    /// How much was new in it.
    #[serde(flatten)]
    pub news: News,
}

/// How much was new in a year, and what of it stayed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearNews {
    /// The year.
    pub year: i32,
    /// How much was new in it.
    #[serde(flatten)]
    pub news: News,
    /// What was first heard in it and stayed.
    pub best: Discoveries,
}

/// What was first heard in a year, the most played since first: up to the end of the days looked at, not only in its
/// year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Discoveries {
    /// Artists.
    pub artists: Vec<NewArtist>,
    /// Tracks.
    pub tracks: Vec<NewTrack>,
}

/// An artist, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NewArtist {
    /// Its name.
    pub name: String,
    /// The day on which it was first heard.
    pub first: NaiveDate,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
}

/// A track, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NewTrack {
    /// Its title.
    pub title: String,
    /// Its artist, where that is known.
    pub artist: Option<String>,
    /// The day on which it was first heard.
    pub first: NaiveDate,
    /// Counted plays.
    pub plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
}

/// An artist heard in every year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Loyal {
    /// Its name.
    pub name: String,
    /// Counted plays.
    pub plays: u64,
    /// The fewest counted plays that a year has.
    pub fewest: u64,
}

impl Discovery {
    /// What was new in a selection, with at most `n` names in each list.
    #[must_use]
    pub fn of(selection: Selection<'_>, n: usize) -> Self {
        let mut heard = Firsts::nothing(selection.names());
        for row in selection.before().iter().filter(|row| row.counted) {
            heard.hear(row);
        }
        let fair_from = selection
            .until()
            .iter()
            .find(|row| row.counted)
            .map(|row| row.day.month().number() + 12);
        let mut by_month = Vec::new();
        for (month, part) in selection.by_month() {
            let mut news = News {
                unfair: Some(month.number()) < fair_from,
                ..News::default()
            };
            for row in part.counted() {
                let first = heard.hear(row);
                news.plays += 1;
                news.new_artists += u64::from(first.artist);
                news.new_tracks += u64::from(first.track);
            }
            if news.plays > 0 {
                by_month.push(MonthNews { month, news });
            }
        }
        let best = Best::of(selection, &heard);
        let by_year = by_month
            .chunk_by(|a, b| a.month.year() == b.month.year())
            .map(|months| {
                let year = months[0].month.year();
                YearNews {
                    year,
                    news: sum(year, months, fair_from),
                    best: best.of_year(year, n),
                }
            })
            .collect();
        Self {
            by_month,
            by_year,
            artists_of_every_year: loyal(selection, n),
        }
    }
}

fn sum(year: i32, months: &[MonthNews], fair_from: Option<i32>) -> News {
    let zero = News {
        unfair: Some(year * 12) < fair_from,
        ..News::default()
    };
    months.iter().fold(zero, |sum, month| News {
        plays: sum.plays + month.news.plays,
        new_artists: sum.new_artists + month.news.new_artists,
        new_tracks: sum.new_tracks + month.news.new_tracks,
        ..sum
    })
}

/// Everything by the year in which it was first heard.
struct Best<'v> {
    names: &'v Names<'v>,
    artists: Vec<(Day, u32, Count)>,
    tracks: Vec<(Day, u32, Count)>,
}

impl<'v> Best<'v> {
    fn of(selection: Selection<'v>, heard: &Firsts) -> Self {
        let names = selection.names();
        let mut tallies = Tallies::new(names);
        tallies.add(selection.until());
        let by_day = |tally: &Tally, first: &dyn Fn(u32) -> Option<Day>| {
            let mut all: Vec<_> = tally
                .counted()
                .filter_map(|(id, count)| Some((first(id)?, id, count)))
                .collect();
            all.sort_unstable_by_key(|&(day, ..)| day);
            all
        };
        Self {
            names,
            artists: by_day(&tallies.artists, &|id| heard.artist(id)),
            tracks: by_day(&tallies.tracks, &|id| heard.track(id)),
        }
    }

    fn of_year(&self, year: i32, n: usize) -> Discoveries {
        let artists = most_played(&self.artists, year, n, |id| self.names.artists()[id as usize]);
        let tracks = most_played(&self.tracks, year, n, |id| self.names.track(id));
        Discoveries {
            artists: artists
                .into_iter()
                .map(|(first, name, Count { plays, ms })| NewArtist {
                    name: name.to_owned(),
                    first,
                    plays,
                    ms,
                })
                .collect(),
            tracks: tracks
                .into_iter()
                .map(|(first, (title, artist), Count { plays, ms })| NewTrack {
                    title: title.to_owned(),
                    artist: artist.map(str::to_owned),
                    first,
                    plays,
                    ms,
                })
                .collect(),
        }
    }
}

/// The `n` most played of those first heard in a year; `all` is sorted by day.
fn most_played<N: Ord + Copy>(
    all: &[(Day, u32, Count)],
    year: i32,
    n: usize,
    name: impl Fn(u32) -> N,
) -> Vec<(NaiveDate, N, Count)> {
    let from = all.partition_point(|(day, ..)| day.year() < year);
    let to = all.partition_point(|(day, ..)| day.year() <= year);
    first_n(all[from..to].to_vec(), n, |&(_, a, x), &(_, b, y)| {
        (y.plays, y.ms)
            .cmp(&(x.plays, x.ms))
            .then_with(|| name(a).cmp(&name(b)))
    })
    .into_iter()
    .map(|(day, id, count)| (day.date(), name(id), count))
    .collect()
}

/// The artists of every year.
fn loyal(selection: Selection<'_>, n: usize) -> Vec<Loyal> {
    let names = selection.names().artists();
    let mut years = 0_u32;
    // For each artist: years so far, fewest plays in one, all plays.
    let mut loyal = vec![(0_u32, u64::MAX, 0_u64); names.len()];
    let mut tally = Tally::new(names.len());
    for (_, part) in selection.by_year() {
        tally.clear();
        part.by_artist().for_each(|(artist, row)| tally.add(artist, row));
        let mut any = false;
        for (artist, Count { plays, .. }) in tally.counted() {
            let (in_years, fewest, all) = &mut loyal[artist as usize];
            *in_years += 1;
            *fewest = plays.min(*fewest);
            *all += plays;
            any = true;
        }
        years += u32::from(any);
    }
    if years < 2 {
        return Vec::new();
    }
    let all = (0..names.len()).filter(|&artist| loyal[artist].0 == years).collect();
    first_n(all, n, |&a, &b| {
        loyal[b].2.cmp(&loyal[a].2).then_with(|| names[a].cmp(names[b]))
    })
    .into_iter()
    .map(|artist| Loyal {
        name: names[artist].to_owned(),
        plays: loyal[artist].2,
        fewest: loyal[artist].1,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, Naive, histories, naive_all};
    use crate::{Period, Rule, View};
    use chrono::Datelike;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn a_second_year_knows_what_the_first_one_heard() {
        let plays = History::new()
            .play("2019-05-01 12:00", "Otter", "Home", 60)
            .play("2020-06-01 12:00", "Otter", "Home", 60)
            .play("2020-06-02 12:00", "Otter", "Away", 60)
            .play("2020-06-03 12:00", "Heron", "Reeds", 10)
            .play("2020-06-04 12:00", "Heron", "Reeds", 60)
            .play("2021-06-04 12:00", "Heron", "Reeds", 60)
            .plays();
        let rule = Rule::new(chrono_tz::UTC).during(Period::year(2020));
        let discovery = Discovery::of(View::new(&plays, &rule).music(), 5);
        let [year] = &discovery.by_year[..] else {
            panic!("{discovery:?}")
        };
        assert_eq!(
            year.news,
            News {
                plays: 3,
                new_artists: 1,
                new_tracks: 2,
                unfair: true
            }
        );
        assert_eq!(year.best.artists.len(), 1);
        assert_eq!(
            (year.best.artists[0].name.as_str(), year.best.artists[0].plays),
            ("Heron", 1)
        );
        assert_eq!(
            year.best.artists[0].first.to_string(),
            "2020-06-04",
            "the skip before does not count"
        );
    }

    #[test]
    fn only_the_first_twelve_months_are_unfair() {
        let mut history = History::new();
        for month in ["2018-12", "2019-01", "2019-11", "2019-12", "2020-01"] {
            history = history.play(&format!("{month}-10 12:00"), "Otter", "Home", 60);
        }
        let plays = history.plays();
        let discovery = Discovery::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 5);
        let unfair: Vec<bool> = discovery.by_month.iter().map(|month| month.news.unfair).collect();
        assert_eq!(unfair, [true, true, true, false, false]);
        let unfair: Vec<bool> = discovery.by_year.iter().map(|year| year.news.unfair).collect();
        assert_eq!(unfair, [true, true, false]);
    }

    fn first_of<N: Ord>(rows: &[Naive], name: impl Fn(&Naive) -> Option<N>) -> BTreeMap<N, NaiveDate> {
        let mut first = BTreeMap::new();
        let named = rows.iter().filter(|row| row.counted);
        for (name, row) in named.filter_map(|row| Some((name(row)?, row))) {
            let day = first.entry(name).or_insert(row.day());
            *day = row.day().min(*day);
        }
        first
    }

    proptest! {
        #[test]
        fn discoveries_agree_with_counting_by_hand((plays, rule) in histories(), year in proptest::option::of(2019_u16..2022)) {
            let rule = Rule { period: year.map_or(Period::ALL, Period::year), ..rule };
            let known: Vec<Naive> =
                naive_all(&plays, &rule).into_iter().filter(|row| rule.period.to.is_none_or(|to| row.day() <= to)).collect();
            let rows: Vec<&Naive> = known.iter().filter(|row| rule.period.contains(row.day()) && row.counted).collect();
            let artists = first_of(&known, |row| row.artist.clone());
            let tracks = first_of(&known, |row| Some(row.track()));
            let discovery = Discovery::of(View::new(&plays, &rule).music(), rule.top);

            let years: BTreeSet<i32> = rows.iter().map(|row| row.day().year()).collect();
            prop_assert_eq!(discovery.by_year.iter().map(|y| y.year).collect::<Vec<_>>(), years.iter().copied().collect::<Vec<_>>());
            for of_year in &discovery.by_year {
                let within = |day: &&NaiveDate| day.year() == of_year.year;
                prop_assert_eq!(of_year.news.plays, rows.iter().filter(|row| row.day().year() == of_year.year).count() as u64);
                prop_assert_eq!(of_year.news.new_artists, artists.values().filter(within).count() as u64);
                prop_assert_eq!(of_year.news.new_tracks, tracks.values().filter(within).count() as u64);

                let mut best: Vec<_> = artists.iter().filter(|(_, day)| day.year() == of_year.year).map(|(name, &first)| {
                    let of = || known.iter().filter(|row| row.artist.as_ref() == Some(name));
                    let (plays, ms) = (of().filter(|row| row.counted).count() as u64, of().map(|row| row.ms).sum());
                    NewArtist { name: name.clone(), first, plays, ms }
                }).collect();
                best.sort_by(|a, b| (b.plays, b.ms, &a.name).cmp(&(a.plays, a.ms, &b.name)));
                best.truncate(rule.top);
                prop_assert_eq!(&of_year.best.artists, &best);

                let mut best: Vec<_> = tracks.iter().filter(|(_, day)| day.year() == of_year.year).map(|(track, &first)| {
                    let of = || known.iter().filter(|row| row.track() == *track);
                    let (plays, ms) = (of().filter(|row| row.counted).count() as u64, of().map(|row| row.ms).sum());
                    NewTrack { title: track.0.clone(), artist: track.1.clone(), first, plays, ms }
                }).collect();
                best.sort_by(|a, b| (b.plays, b.ms, &a.title, &a.artist).cmp(&(a.plays, a.ms, &b.title, &b.artist)));
                best.truncate(rule.top);
                prop_assert_eq!(&of_year.best.tracks, &best);
            }
            for of_month in &discovery.by_month {
                let within = |day: &&NaiveDate| (day.year(), day.month()) == (of_month.month.year(), of_month.month.month());
                prop_assert_eq!(of_month.news.new_artists, artists.values().filter(within).count() as u64);
                prop_assert_eq!(of_month.news.new_tracks, tracks.values().filter(within).count() as u64);
            }

            let years: BTreeSet<i32> = rows.iter().filter(|row| row.artist.is_some()).map(|row| row.day().year()).collect();
            let mut loyal: Vec<Loyal> = artists.keys().filter_map(|name| {
                let per_year: Vec<u64> = years.iter().map(|&y| rows.iter().filter(|row| row.artist.as_ref() == Some(name) && row.day().year() == y).count() as u64).collect();
                let fewest = *per_year.iter().min()?;
                (fewest > 0 && years.len() > 1).then(|| Loyal { name: name.clone(), plays: per_year.iter().sum(), fewest })
            }).collect();
            loyal.sort_by(|a, b| (b.plays, &a.name).cmp(&(a.plays, &b.name)));
            loyal.truncate(rule.top);
            prop_assert_eq!(discovery.artists_of_every_year, loyal);
        }
    }
}

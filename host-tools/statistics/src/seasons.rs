//! What is only ever heard in one month of the year.

use serde::Serialize;

use crate::tally::first_n;
use crate::{Row, Selection};

/// The counted plays that an artist needs to be told seasonal.
pub const ARTIST_PLAYS: u64 = 10;
/// The counted plays that a track needs.
pub const TRACK_PLAYS: u64 = 5;
/// The different years in which it must have been heard in its month.
pub const YEARS: u64 = 2;

/// Artists and tracks that belong to a month of the year: at least four of five counted plays lie in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Seasons {
    /// Artists, the most played first.
    pub artists: Vec<SeasonalArtist>,
    /// Tracks, the most played first.
    pub tracks: Vec<SeasonalTrack>,
}

/// An artist of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SeasonalArtist {
    /// Its name.
    pub name: String,
    /// Its month, 1 to 12.
    pub month: u32,
    /// Counted plays in that month of any year.
    pub plays: u64,
    /// Counted plays in other months.
    pub other_plays: u64,
    /// The years in which it was heard in its month.
    pub years: u64,
}

/// A track of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SeasonalTrack {
    /// Its title.
    pub title: String,
    /// Its artist, where that is known.
    pub artist: Option<String>,
    /// Its month, 1 to 12.
    pub month: u32,
    /// Counted plays in that month of any year.
    pub plays: u64,
    /// Counted plays in other months.
    pub other_plays: u64,
    /// The years in which it was heard in its month.
    pub years: u64,
}

impl Seasons {
    /// What is seasonal in a selection, at most `n` names in each list.
    #[must_use]
    pub fn of(selection: Selection<'_>, n: usize) -> Self {
        let names = selection.names();
        let artists = often_played(selection, names.artists().len(), ARTIST_PLAYS, Row::artist);
        let tracks = often_played(selection, names.tracks().len(), TRACK_PLAYS, |row| Some(row.track));
        Self {
            artists: most_played(&artists, n, |id| names.artists()[id as usize])
                .into_iter()
                .map(
                    |(
                        name,
                        Season {
                            month,
                            plays,
                            other_plays,
                            years,
                        },
                    )| SeasonalArtist {
                        name: name.to_owned(),
                        month,
                        plays,
                        other_plays,
                        years,
                    },
                )
                .collect(),
            tracks: most_played(&tracks, n, |id| names.track(id))
                .into_iter()
                .map(
                    |(
                        (title, artist),
                        Season {
                            month,
                            plays,
                            other_plays,
                            years,
                        },
                    )| SeasonalTrack {
                        title: title.to_owned(),
                        artist: artist.map(str::to_owned),
                        month,
                        plays,
                        other_plays,
                        years,
                    },
                )
                .collect(),
        }
    }
}

/// Counted plays in each month of the year, with the number of years in which there are any, and the last of them.
#[derive(Clone, Copy, Default)]
struct Months {
    plays: [u32; 12],
    years: [u16; 12],
    last: [i16; 12],
}

#[derive(Clone, Copy)]
struct Season {
    month: u32,
    plays: u64,
    other_plays: u64,
    years: u64,
}

impl Months {
    fn hear(&mut self, month: u32, year: i32) {
        let at = month as usize - 1;
        self.plays[at] += 1;
        // No play lies in the year 0.
        if i32::from(self.last[at]) != year {
            self.last[at] = year as i16;
            self.years[at] += 1;
        }
    }

    /// Its month, if it has one.
    fn season(&self) -> Option<Season> {
        let all: u64 = self.plays.iter().map(|&plays| u64::from(plays)).sum();
        let at = (0..12).max_by_key(|&at| self.plays[at])?;
        let season = Season {
            month: at as u32 + 1,
            plays: self.plays[at].into(),
            other_plays: all - u64::from(self.plays[at]),
            years: self.years[at].into(),
        };
        (season.plays * 5 >= all * 4 && season.years >= YEARS).then_some(season)
    }
}

/// The months of the names with at least so many counted plays: of a history with a million names, few are.
fn often_played(
    selection: Selection<'_>,
    names: usize,
    least: u64,
    name_of: fn(&Row) -> Option<u32>,
) -> Vec<(u32, Months)> {
    let mut plays = vec![0_u32; names];
    for name in selection.counted().filter_map(name_of) {
        plays[name as usize] += 1;
    }
    let often = (0..).zip(&plays).filter(|&(_, plays)| u64::from(*plays) >= least);
    let mut often: Vec<(u32, Months)> = often.map(|(name, _)| (name, Months::default())).collect();
    // From here on, where each of these is.
    let mut places = plays;
    places.fill(u32::MAX);
    for (place, (name, _)) in (0..).zip(&often) {
        places[*name as usize] = place;
    }
    for (month, part) in selection.by_month() {
        for name in part.counted().filter_map(name_of) {
            if let Some((_, months)) = often.get_mut(places[name as usize] as usize) {
                months.hear(month.month(), month.year());
            }
        }
    }
    often
}

fn most_played<N: Ord + Copy>(all: &[(u32, Months)], n: usize, name: impl Fn(u32) -> N) -> Vec<(N, Season)> {
    let seasonal = all
        .iter()
        .filter_map(|(id, months)| Some((name(*id), months.season()?)))
        .collect();
    first_n(seasonal, n, |(a, x), (b, y)| y.plays.cmp(&x.plays).then(a.cmp(b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Dice, History, naive};
    use crate::{Rule, View};
    use chrono::Datelike;
    use proptest::prelude::*;
    use std::cmp::Reverse;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn what_is_heard_every_december_is_of_december() {
        let mut history = History::new();
        for at in ["2021-12-01", "2021-12-24", "2022-12-24", "2022-12-25"] {
            history = history.play(&format!("{at} 12:00"), "Otter", "Snow", 60);
        }
        let seasons = |history: &History| {
            let plays = history.plays();
            Seasons::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 5).tracks
        };
        assert_eq!(seasons(&history), [], "four plays are too few");
        history = history.play("2022-07-25 12:00", "Otter", "Snow", 60);
        let [snow] = &seasons(&history)[..] else { panic!() };
        assert_eq!((snow.month, snow.plays, snow.other_plays, snow.years), (12, 4, 1, 2));
        history = history.play("2022-07-26 12:00", "Otter", "Snow", 60);
        assert_eq!(seasons(&history), [], "four of six are too few");
    }

    proptest! {
        #[test]
        fn seasons_agree_with_counting_by_hand(seed in any::<u64>(), n in 1_usize..5) {
            let mut dice = Dice(seed);
            let mut history = History::new();
            for _ in 0..dice.below(60) {
                // Few months of few years.
                let at = 1_450_000_000 + 31_557_600 * dice.below(3) as i64 + 86_400 * 33 * dice.below(2) as i64;
                history = history.play_at(at, dice.one_of(&["Ada", "Berg"]), dice.one_of(&["Home", "Sea", "Snow"]), "", None);
            }
            let plays = history.plays();
            let rule = Rule::new(chrono_tz::Europe::Stockholm);
            let mut tracks: BTreeMap<(String, Option<String>), Vec<chrono::NaiveDate>> = BTreeMap::new();
            naive(&plays, &rule).into_iter().for_each(|row| tracks.entry(row.track()).or_default().push(row.day()));
            let mut expected = Vec::new();
            for ((title, artist), days) in tracks {
                for month in 1..=12 {
                    let inside: Vec<_> = days.iter().filter(|day| day.month() == month).collect();
                    let years = inside.iter().map(|day| day.year()).collect::<BTreeSet<_>>().len() as u64;
                    let (plays, other_plays) = (inside.len() as u64, (days.len() - inside.len()) as u64);
                    if days.len() >= 5 && inside.len() as f64 / days.len() as f64 >= 0.8 && years >= 2 {
                        expected.push(SeasonalTrack { title: title.clone(), artist: artist.clone(), month, plays, other_plays, years });
                    }
                }
            }
            expected.sort_by_key(|track| Reverse(track.plays));
            expected.truncate(n);
            prop_assert_eq!(Seasons::of(View::new(&plays, &rule).music(), n).tracks, expected);
        }
    }
}

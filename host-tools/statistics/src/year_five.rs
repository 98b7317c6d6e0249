//! The year's five: what most people expect of a year first.

use serde::Serialize;

use crate::Selection;
use crate::gathered::Gathered;
use crate::tally::Count;
use crate::tops::{Order, TopArtist, TopTitle, Tops};

/// How many artists and how many tracks are told.
pub const FIVE: usize = 5;

/// A year that goes on is told from so many counted plays on.
pub const ENOUGH: u64 = 500;

/// The year that is told, and its favourites.
///
/// It is the last year of a selection if that has come to its December, or has at least [`ENOUGH`] counted plays; else
/// the year before, if anything was counted in that. The order is that of [`Tops`] by plays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct YearFive {
    /// The year.
    pub year: i32,
    /// Its counted plays.
    pub plays: u64,
    /// The time of all its plays, in milliseconds.
    pub ms: u64,
    /// Its most played artists, at most five.
    pub artists: Vec<FiveArtist>,
    /// Its most played tracks, at most five.
    pub tracks: Vec<FiveTrack>,
}

/// An artist of the year's five.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FiveArtist {
    /// Who, and how much of it in that year.
    #[serde(flatten)]
    pub top: TopArtist,
    /// Its counted plays in each month of that year, from January.
    pub by_month: [u64; 12],
}

/// A track of the year's five.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FiveTrack {
    /// Which, and how much of it in that year.
    #[serde(flatten)]
    pub top: TopTitle,
    /// Its counted plays in each month of that year, from January.
    pub by_month: [u64; 12],
}

impl YearFive {
    /// The year's five of a selection; none where nothing was counted.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Option<Self> {
        let (year, part) = told(selection)?;
        let tops = Tops::of(part, FIVE, Order::Plays);
        let names = selection.names();
        let artists = tops.artists.iter().map(|top| top.name.as_str());
        let mut of_artists: Gathered<_, [u64; 12]> = Gathered::of_artists(names, artists);
        let tracks = tops.tracks.iter().map(|top| (&*top.title, top.artist.as_deref()));
        let mut of_tracks: Gathered<_, [u64; 12]> = Gathered::of_tracks(names, tracks);
        for row in part.counted() {
            let month = row.day.month().month() as usize - 1;
            if let Some(months) = row.artist().and_then(|artist| of_artists.of(artist)) {
                months[month] += 1;
            }
            if let Some(months) = of_tracks.of(row.track) {
                months[month] += 1;
            }
        }
        let Count { plays, ms } = Count::of(part.rows());
        let of_artists: Vec<[u64; 12]> = of_artists.all().map(|(_, months)| months).collect();
        let of_tracks: Vec<[u64; 12]> = of_tracks.all().map(|(_, months)| months).collect();
        let artists = tops.artists.into_iter().zip(of_artists);
        let tracks = tops.tracks.into_iter().zip(of_tracks);
        Some(Self {
            year,
            plays,
            ms,
            artists: artists.map(|(top, by_month)| FiveArtist { top, by_month }).collect(),
            tracks: tracks.map(|(top, by_month)| FiveTrack { top, by_month }).collect(),
        })
    }
}

/// The year that is told, and its days.
fn told(selection: Selection<'_>) -> Option<(i32, Selection<'_>)> {
    let mut years: Vec<_> = selection
        .by_year()
        .filter(|(_, part)| part.counted().next().is_some())
        .collect();
    let last = years.pop()?;
    let has_ended = last.1.counted().last().is_some_and(|row| row.day.month().month() == 12);
    let before = years.pop().filter(|before| before.0 + 1 == last.0);
    match before {
        Some(before) if !has_ended && (last.1.counted().count() as u64) < ENOUGH => Some(before),
        _ => Some(last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, Naive, histories, naive};
    use crate::{Rule, View};
    use chrono::Datelike;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn year_of(history: &History) -> Option<i32> {
        let plays = history.plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::UTC));
        YearFive::of(view.music()).map(|five| five.year)
    }

    fn played(days: impl Iterator<Item = String>) -> History {
        days.fold(History::new(), |history, day| {
            history.play(&format!("{day} 12:00"), "Otter", "River", 60)
        })
    }

    #[test]
    fn a_year_that_has_hardly_begun_is_not_told_before_it_has_enough_plays() {
        let old = || (1..=9).map(|day| format!("2023-06-0{day}"));
        let few = || (1..=9).map(|day| format!("2024-01-0{day}"));
        assert_eq!(year_of(&played(old().chain(few()))), Some(2023));
        let many = (0..500).map(|at| format!("2024-{:02}-{:02}", 1 + at / 280, 1 + at % 28));
        assert_eq!(year_of(&played(old().chain(many))), Some(2024));
    }

    #[test]
    fn a_year_that_is_over_is_told_however_few_plays_it_has() {
        let days = ["2023-06-01", "2023-07-01", "2024-12-02"].map(str::to_owned);
        assert_eq!(year_of(&played(days.into_iter())), Some(2024));
    }

    #[test]
    fn a_year_long_before_is_not_told_for_one_that_has_hardly_begun() {
        let days = ["2021-06-01", "2021-07-01", "2024-01-02"].map(str::to_owned);
        assert_eq!(year_of(&played(days.into_iter())), Some(2024));
        assert_eq!(year_of(&History::new()), None);
    }

    /// Counted by hand: the name, its plays, its time, and its plays by month.
    type Counted<N> = Vec<(N, u64, u64, [u64; 12])>;

    fn by_hand<N: Ord + Clone>(rows: &[&Naive], name: impl Fn(&Naive) -> Option<N>) -> Counted<N> {
        let mut all: BTreeMap<N, (u64, u64, [u64; 12])> = BTreeMap::new();
        for row in rows {
            let Some(name) = name(row) else { continue };
            let (plays, ms, months) = all.entry(name).or_default();
            *ms += row.ms;
            if row.counted {
                *plays += 1;
                months[row.day().month0() as usize] += 1;
            }
        }
        let mut all: Counted<N> = all
            .into_iter()
            .filter(|(_, of)| of.0 > 0)
            .map(|(name, (plays, ms, months))| (name, plays, ms, months))
            .collect();
        all.sort_by(|a, b| (b.1, b.2, &a.0).cmp(&(a.1, a.2, &b.0)));
        all.truncate(5);
        all
    }

    proptest! {
        #[test]
        fn the_years_five_agree_with_counting_by_hand((plays, rule) in histories()) {
            let rows = naive(&plays, &rule);
            let of = |year: i32| rows.iter().filter(move |row| row.day().year() == year);
            let counted = |year: i32| of(year).filter(|row| row.counted).count();
            let last = rows.iter().rev().find(|row| row.counted).map(|row| row.day());
            let expected = last.map(|last| {
                let is_told = last.month() == 12 || counted(last.year()) >= 500 || counted(last.year() - 1) == 0;
                if is_told { last.year() } else { last.year() - 1 }
            });
            let five = YearFive::of(View::new(&plays, &rule).music());
            prop_assert_eq!(five.as_ref().map(|five| five.year), expected);
            let Some(five) = five else { return Ok(()) };
            let rows: Vec<&Naive> = of(five.year).collect();
            prop_assert_eq!(five.plays, counted(five.year) as u64);
            prop_assert_eq!(five.ms, rows.iter().map(|row| row.ms).sum::<u64>());
            let artists = five.artists.into_iter().map(|of| (of.top.name, of.top.plays, of.top.ms, of.by_month));
            prop_assert_eq!(artists.collect::<Vec<_>>(), by_hand(&rows, |row| row.artist.clone()));
            let tracks = five.tracks.into_iter().map(|of| ((of.top.title, of.top.artist), of.top.plays, of.top.ms, of.by_month));
            prop_assert_eq!(tracks.collect::<Vec<_>>(), by_hand(&rows, |row| Some(row.track())));
        }
    }
}

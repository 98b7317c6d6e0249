//! The listening type: four measured traits, of which each has two sides.
//!
//! A measure is a share in thousandths, rounded; the side that it falls on follows from the rounded one, so that whoever
//! knows the measures knows the type. The thresholds lie between what histories of different people show: see
//! docs/statistics.md.

use playtally_summary::records::ListenerKind;
use serde::Serialize;

use crate::Selection;
use crate::breadth::Breadth;
use crate::clock::by_hour;
use crate::patience::{Ends, Patience};
use crate::tally::Tally;

/// The fewest counted plays of which there is a type.
pub const ENOUGH: u64 = 500;
/// The fewest plays that a measure is taken of.
pub const MEASURED: u64 = 100;

/// From this share on a listener explores.
pub const EXPLORES: u16 = 200;
/// From this share on it is a listener of the morning.
pub const MORNING: u16 = 500;
/// From this share on a listener is loyal.
pub const LOYAL: u16 = 250;
/// From this share on a listener skips.
pub const SKIPS: u16 = 200;

/// How many artists of a year a listener may be loyal to.
pub const FAVOURITES: usize = 10;

/// What kind of listener it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Listener {
    /// The number of the type, 0 to 15: 8 if it explores, 4 if it is of the night, 2 if it roams, and 1 if it skips, added
    /// up.
    #[cfg_attr(test, schemars(range(max = 15)))]
    pub number: u8,
    /// The name of the type.
    pub name: &'static str,
    /// Of plays whose artist is known, those of artists first heard less than 28 days before, in thousandths.
    pub exploring_permille: u16,
    /// Of plays that begin in the morning (5:00 to 11:59) or at night (21:00 to 3:59), those in the morning, in thousandths.
    pub morning_permille: u16,
    /// Of plays whose artist is known, those of the ten most played artists of their year, in thousandths.
    pub loyal_permille: u16,
    /// Of plays whose end is known, those that were skipped, in thousandths.
    pub skipped_permille: u16,
}

impl Listener {
    /// The type of a selection; none of fewer than [`ENOUGH`] counted plays, or where one of the measures would be taken of
    /// fewer than [`MEASURED`] plays.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Option<Self> {
        Self::with(
            selection,
            &by_hour(selection),
            &Breadth::of(selection),
            &Patience::of(selection, 0).ends,
        )
    }

    /// The same of a selection of which all these are known.
    pub(crate) fn with(selection: Selection<'_>, hours: &[u64; 24], breadth: &Breadth, ends: &Ends) -> Option<Self> {
        if hours.iter().sum::<u64>() < ENOUGH {
            return None;
        }
        let years = breadth.by_year.iter().map(|year| year.spread);
        let [known, exploring] = years.fold([0, 0], |[known, exploring], spread| {
            [known + spread.plays, exploring + spread.exploring]
        });
        let of_hours = |hours_of: &[usize]| hours_of.iter().map(|&hour| hours[hour]).sum::<u64>();
        let morning = of_hours(&[5, 6, 7, 8, 9, 10, 11]);
        let night = of_hours(&[21, 22, 23, 0, 1, 2, 3]);
        let measures = [
            permille(exploring, known)?,
            permille(morning, morning + night)?,
            permille(favourites(selection), known)?,
            permille(ends.skips, ends.starts)?,
        ];
        let [exploring_permille, morning_permille, loyal_permille, skipped_permille] = measures;
        let sides = [
            exploring_permille >= EXPLORES,
            morning_permille < MORNING,
            loyal_permille < LOYAL,
            skipped_permille >= SKIPS,
        ];
        let number = sides.into_iter().fold(0, |number, side| 2 * number + u8::from(side));
        Some(Self {
            number,
            name: ListenerKind::from_number(number)?.word(),
            exploring_permille,
            morning_permille,
            loyal_permille,
            skipped_permille,
        })
    }

    /// What the type is like, in a sentence.
    #[must_use]
    pub fn says(&self) -> &'static str {
        let word = ListenerKind::WORDS.iter().find(|word| word.number == self.number);
        word.map_or("", |word| word.says)
    }
}

/// A share in thousandths, rounded; none of too little.
fn permille(part: u64, whole: u64) -> Option<u16> {
    let rounded = (u128::from(part) * 2_000 + u128::from(whole)) / (2 * u128::from(whole.max(1)));
    (whole >= MEASURED).then_some(rounded.min(1_000) as u16)
}

/// Counted plays of the most played artists of each year.
fn favourites(selection: Selection<'_>) -> u64 {
    let mut tally = Tally::new(selection.names().artists().len());
    let years = selection.by_year().map(|(_, part)| {
        tally.clear();
        part.by_artist().for_each(|(artist, row)| tally.add(artist, row));
        let mut plays: Vec<u64> = tally.counted().map(|(_, count)| count.plays).collect();
        plays.sort_unstable_by(|a, b| b.cmp(a));
        plays.iter().take(FAVOURITES).sum::<u64>()
    });
    years.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, made_up, naive};
    use crate::{Rule, View};
    use chrono::{Datelike, NaiveDate};
    use playtally_history::End;
    use std::collections::{BTreeMap, BTreeSet};

    fn of(history: &History) -> Option<Listener> {
        let plays = history.plays();
        Listener::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music())
    }

    /// So many plays, each by one of some artists, at an hour, a day each; every second one is skipped if that is wanted.
    fn played(count: usize, artists: usize, hour: usize, skips: bool) -> History {
        let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        (0..count).fold(History::new(), |history, at| {
            let day = first + chrono::TimeDelta::days(at as i64);
            let end = if skips && at % 2 == 0 {
                End::Forward
            } else {
                End::TrackDone
            };
            history
                .play(
                    &format!("{day} {hour:02}:00"),
                    &format!("Artist {}", at % artists),
                    "Song",
                    60,
                )
                .but(|play| play.end = end)
        })
    }

    #[test]
    fn who_returns_to_a_few_at_night_and_hears_them_out_is_a_night_gardener() {
        let listener = of(&played(600, 5, 22, false)).unwrap();
        assert_eq!((listener.number, listener.name), (0b0100, "night gardener"));
        assert_eq!((listener.loyal_permille, listener.skipped_permille), (1_000, 0));
    }

    #[test]
    fn who_explores_by_day_roams_and_skips_is_a_morning_surfer() {
        let listener = of(&played(600, 600, 9, true)).unwrap();
        assert_eq!((listener.number, listener.name), (0b1011, "morning surfer"));
        assert_eq!((listener.exploring_permille, listener.skipped_permille), (1_000, 500));
    }

    #[test]
    fn fewer_than_five_hundred_plays_have_no_type() {
        assert_eq!(of(&played(499, 5, 22, false)), None);
        assert!(of(&played(500, 5, 22, false)).is_some());
    }

    #[test]
    fn nobody_is_called_patient_of_whom_no_end_is_known() {
        let history = (0..600).fold(History::new(), |history, at| {
            let at = 1_600_000_000 + at * 3_600;
            history
                .play_at(at, "Otter", "River", "", Some(60_000))
                .but(|play| play.end = End::Other)
        });
        assert_eq!(of(&history), None);
    }

    #[test]
    fn a_measure_at_its_threshold_is_on_the_side_that_is_named_after_it() {
        assert_eq!(permille(199, 1_000), Some(199));
        assert_eq!(permille(399, 2_000), Some(200), "half and more goes up");
        assert_eq!(permille(9, 99), None);
        // One of five is skipped: 120 of 600.
        let first = NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
        let history = |skips: i64| {
            (0..600).fold(History::new(), |history, at| {
                let day = first + chrono::TimeDelta::days(at);
                let end = if at < skips { End::Forward } else { End::TrackDone };
                let played = history.play(&format!("{day} 22:00"), "Otter", "River", 60);
                played.but(|play| play.end = end)
            })
        };
        let skipping = |skips| of(&history(skips)).unwrap().number & 1 == 1;
        assert!(skipping(120) && !skipping(119));
    }

    #[test]
    fn every_number_has_a_type_of_its_own() {
        let words = ListenerKind::WORDS;
        assert_eq!(words.len(), 16);
        let names: BTreeSet<&str> = words.iter().map(|word| word.word).collect();
        let says: BTreeSet<&str> = words.iter().map(|word| word.says).collect();
        assert_eq!((names.len(), says.len()), (16, 16));
        assert!((0..16).all(|number| ListenerKind::from_number(number).is_some()));
    }

    #[test]
    fn the_measures_agree_with_counting_by_hand() {
        for seed in 1..6 {
            let (plays, rule) = (made_up(seed, 4_000), Rule::new(chrono_tz::Europe::Stockholm));
            let rows = naive(&plays, &rule);
            let counted: Vec<_> = rows.iter().filter(|row| row.counted).collect();
            let known: Vec<_> = counted
                .iter()
                .filter_map(|row| Some((row.artist.clone()?, row.day())))
                .collect();
            let mut firsts: BTreeMap<&str, NaiveDate> = BTreeMap::new();
            let mut years: BTreeMap<i32, BTreeMap<&str, u64>> = BTreeMap::new();
            for (artist, day) in &known {
                firsts.entry(artist).or_insert(*day);
                *years.entry(day.year()).or_default().entry(artist).or_default() += 1;
            }
            let new = |(artist, day): &&(String, NaiveDate)| (*day - firsts[&**artist]).num_days() < 28;
            let favourites = years.values().map(|artists| {
                let mut plays: Vec<u64> = artists.values().copied().collect();
                plays.sort_unstable();
                plays.iter().rev().take(10).sum::<u64>()
            });
            let within = |hours: &dyn Fn(usize) -> bool| counted.iter().filter(|row| hours(row.hour())).count() as f64;
            let (morning, night) = (
                within(&|hour| (5..12).contains(&hour)),
                within(&|hour| !(4..21).contains(&hour)),
            );
            let ends: Vec<End> = rows
                .iter()
                .map(|row| row.play.end)
                .filter(|end| *end != End::Other)
                .collect();
            let skips = ends.iter().filter(|end| end.is_skip()).count() as f64;
            let round = |share: f64| (share * 1_000.0 + 0.5).floor() as u16;
            let all = known.len() as f64;
            let expected = [
                round(known.iter().filter(new).count() as f64 / all),
                round(morning / (morning + night)),
                round(favourites.sum::<u64>() as f64 / all),
                round(skips / ends.len() as f64),
            ];
            let found = Listener::of(View::new(&plays, &rule).music()).expect("enough of all");
            let measures = [
                found.exploring_permille,
                found.morning_permille,
                found.loyal_permille,
                found.skipped_permille,
            ];
            assert_eq!(measures, expected, "seed {seed}");
            let [explores, morning, loyal, skips] = measures;
            let sides = [explores >= 200, morning < 500, loyal < 250, skips >= 200];
            let number = sides.iter().fold(0, |number, side| number * 2 + u8::from(*side));
            assert_eq!(found.number, number, "seed {seed}");
        }
    }
}

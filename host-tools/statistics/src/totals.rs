//! How much was played.

use chrono::NaiveDate;
use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::Selection;
use crate::tally::Count;

/// How much music was played.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// All plays.
    pub plays: u64,
    /// Counted plays.
    pub counted_plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
    /// Different artists of counted plays.
    pub artists: u64,
    /// Different tracks of counted plays.
    pub tracks: u64,
    /// Different albums of counted plays.
    pub albums: u64,
    /// Local days with a counted play.
    pub days: u64,
    /// The local day of the first play, counted or not.
    pub first: Option<NaiveDate>,
    /// The local day of the last play, counted or not.
    pub last: Option<NaiveDate>,
}

impl Totals {
    /// The totals of a selection.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let rows = selection.rows();
        let Count { plays, ms } = Count::of(rows);
        let distinct = Distinct::of(selection);
        Self {
            plays: rows.len() as u64,
            counted_plays: plays,
            ms,
            artists: distinct.artists,
            tracks: distinct.tracks,
            albums: distinct.albums,
            days: selection
                .by_day()
                .filter(|(_, day)| day.counted().next().is_some())
                .count() as u64,
            first: rows.first().map(|row| row.day.date()),
            last: rows.last().map(|row| row.day.date()),
        }
    }
}

/// How much of podcasts or audiobooks was played.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spoken {
    /// All plays.
    pub plays: u64,
    /// Counted plays.
    pub counted_plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
    /// Different shows, or authors, of counted plays.
    pub artists: u64,
    /// Different episodes, or chapters, of counted plays.
    pub titles: u64,
}

impl Spoken {
    /// The totals of a selection of podcasts or of audiobooks.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let Count { plays, ms } = Count::of(selection.rows());
        let distinct = Distinct::of(selection);
        Self {
            plays: selection.rows().len() as u64,
            counted_plays: plays,
            ms,
            artists: distinct.artists,
            titles: distinct.tracks,
        }
    }
}

/// The numbers of different names among counted plays.
struct Distinct {
    artists: u64,
    tracks: u64,
    albums: u64,
}

impl Distinct {
    fn of(selection: Selection<'_>) -> Self {
        let names = selection.names();
        Self {
            artists: distinct(selection.counted().map(|row| row.artist), names.artists().len()),
            tracks: distinct(selection.counted().map(|row| row.track), names.tracks().len()),
            albums: distinct(selection.counted().filter_map(crate::Row::album), names.albums().len()),
        }
    }
}

/// How many different numbers below `limit` there are.
fn distinct(numbers: impl Iterator<Item = u32>, limit: usize) -> u64 {
    // A short selection of a long history is not worth a table of all names.
    let mut numbers = numbers.peekable();
    if numbers.peek().is_none() {
        return 0;
    }
    let mut few = FxHashSet::default();
    for number in numbers.by_ref() {
        few.insert(number);
        if few.len() * 16 > limit {
            let mut seen = vec![false; limit];
            few.iter().for_each(|&number| seen[number as usize] = true);
            let mut count = few.len() as u64;
            for number in numbers {
                count += u64::from(!std::mem::replace(&mut seen[number as usize], true));
            }
            return count;
        }
    }
    few.len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{histories, naive};
    use crate::{Rule, View};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn nothing_played_is_nothing() {
        let plays = playtally_history::Plays::default();
        assert_eq!(
            Totals::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music()),
            Totals::default()
        );
    }

    proptest! {
        #[test]
        fn totals_agree_with_counting_by_hand((plays, rule) in histories()) {
            let rows = naive(&plays, &rule);
            let counted: Vec<_> = rows.iter().filter(|row| row.counted).collect();
            let expected = Totals {
                plays: rows.len() as u64,
                counted_plays: counted.len() as u64,
                ms: rows.iter().map(|row| row.ms).sum(),
                artists: counted.iter().map(|row| &row.artist).collect::<BTreeSet<_>>().len() as u64,
                tracks: counted.iter().map(|row| row.track()).collect::<BTreeSet<_>>().len() as u64,
                albums: counted.iter().filter_map(|row| Some((row.album.as_ref()?, &row.artist))).collect::<BTreeSet<_>>().len() as u64,
                days: counted.iter().map(|row| row.day()).collect::<BTreeSet<_>>().len() as u64,
                first: rows.iter().map(|row| row.day()).min(),
                last: rows.iter().map(|row| row.day()).max(),
            };
            prop_assert_eq!(Totals::of(View::new(&plays, &rule).music()), expected);
        }
    }
}

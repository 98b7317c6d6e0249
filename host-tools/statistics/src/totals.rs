//! How much was played.

use chrono::NaiveDate;
use serde::Serialize;

use crate::Selection;
use crate::tally::{Count, Tallies};

/// How much music was played.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Totals {
    /// All plays.
    pub plays: u64,
    /// Counted plays.
    pub counted_plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
    /// Different artists of counted plays, as far as they are known.
    pub artists: u64,
    /// Different tracks of counted plays.
    pub tracks: u64,
    /// Different albums of counted plays.
    pub albums: u64,
    /// Days with music: local days on which a counted play begins.
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
        Self::with(selection, &Tallies::of(selection))
    }

    /// The totals of a selection whose names have been counted.
    pub(crate) fn with(selection: Selection<'_>, tallies: &Tallies) -> Self {
        let rows = selection.rows();
        let Count { plays, ms } = Count::of(rows);
        Self {
            plays: rows.len() as u64,
            counted_plays: plays,
            ms,
            artists: tallies.artists.counted().count() as u64,
            tracks: tallies.tracks.counted().count() as u64,
            albums: tallies.albums.counted().count() as u64,
            days: selection.days_with_music().count() as u64,
            first: rows.first().map(|row| row.day.date()),
            last: rows.last().map(|row| row.day.date()),
        }
    }
}

/// How much of podcasts or audiobooks was played.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Spoken {
    /// All plays.
    pub plays: u64,
    /// Counted plays.
    pub counted_plays: u64,
    /// Time of all plays, in milliseconds.
    pub ms: u64,
    /// Different shows, or authors, of counted plays, as far as they are known.
    pub artists: u64,
    /// Different episodes, or chapters, of counted plays.
    pub titles: u64,
}

impl Spoken {
    /// The totals of a selection of podcasts or of audiobooks.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let Count { plays, ms } = Count::of(selection.rows());
        let tallies = Tallies::of(selection);
        Self {
            plays: selection.rows().len() as u64,
            counted_plays: plays,
            ms,
            artists: tallies.artists.counted().count() as u64,
            titles: tallies.tracks.counted().count() as u64,
        }
    }
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
                artists: counted.iter().filter_map(|row| row.artist.as_ref()).collect::<BTreeSet<_>>().len() as u64,
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

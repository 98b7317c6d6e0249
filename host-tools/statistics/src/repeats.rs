//! How much is heard again, and how long one artist or one track goes on.

use chrono::NaiveDate;
use serde::Serialize;

use crate::firsts::Firsts;
use crate::{Row, Selection};

/// How much of a history is repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Repeats {
    /// Counted plays.
    pub plays: u64,
    /// Those of a track that had been heard before, in the whole history.
    pub again: u64,
    /// Those of the same track as the counted play right before.
    pub straight: u64,
    /// The most counted plays in a row of one artist, with nothing else counted between them but what is of nobody
    /// known; of equally long runs the first.
    pub longest_artist_run: Option<Run>,
    /// The most counted plays in a row of one track.
    pub longest_track_run: Option<Run>,
}

/// Plays in a row of the same artist or track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Run {
    /// The title, if it is of a track.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The artist, where that is known; of a run of an artist it is.
    pub artist: Option<String>,
    /// How many plays.
    pub plays: u64,
    /// The local day of the first.
    pub from: NaiveDate,
    /// The local day of the last.
    pub to: NaiveDate,
}

impl Repeats {
    /// How much of a selection is repetition.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        let names = selection.names();
        let mut heard = Firsts::nothing(names);
        for row in selection.before().iter().filter(|row| row.counted) {
            heard.hear(row);
        }
        let mut found = Self::default();
        let mut artist_run = Longest::default();
        let mut track_run = Longest::default();
        for row in selection.counted() {
            found.plays += 1;
            found.again += u64::from(!heard.hear(row).track);
            if row.artist().is_some() {
                artist_run.add(row, Row::artist);
            }
            found.straight += u64::from(track_run.add(row, |row| row.track));
        }
        let run = |longest: Longest<'_>, title: bool| {
            longest.best.map(|(first, last, plays)| {
                let (its_title, artist) = names.track(first.track);
                Run {
                    title: title.then(|| its_title.to_owned()),
                    artist: artist.map(str::to_owned),
                    plays,
                    from: first.day.date(),
                    to: last.day.date(),
                }
            })
        };
        found.longest_artist_run = run(artist_run, false);
        found.longest_track_run = run(track_run, true);
        found
    }
}

/// The run that goes on and the longest so far: first row, last row, plays.
#[derive(Default)]
struct Longest<'r> {
    now: Option<(&'r Row, u64)>,
    best: Option<(&'r Row, &'r Row, u64)>,
}

impl<'r> Longest<'r> {
    /// Whether the row goes on with the run.
    fn add<T: PartialEq>(&mut self, row: &'r Row, of: impl Fn(&Row) -> T) -> bool {
        let on = self.now.filter(|(first, _)| of(first) == of(row));
        let (first, plays) = on.map_or((row, 1), |(first, plays)| (first, plays + 1));
        self.now = Some((first, plays));
        if self.best.is_none_or(|(.., most)| plays > most) {
            self.best = Some((first, row, plays));
        }
        on.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::View;
    use crate::testing::{Naive, histories, naive};
    use proptest::prelude::*;

    fn runs(rows: &[Naive], same: impl Fn(&Naive, &Naive) -> bool) -> Option<Vec<&Naive>> {
        let mut all: Vec<Vec<&Naive>> = rows
            .chunk_by(|a, b| same(a, b))
            .map(|run| run.iter().collect())
            .collect();
        all.reverse();
        all.into_iter().max_by_key(Vec::len)
    }

    proptest! {
        #[test]
        fn repeats_agree_with_counting_by_hand((plays, rule) in histories()) {
            let rows: Vec<Naive> = naive(&plays, &rule).into_iter().filter(|row| row.counted).collect();
            let got = Repeats::of(View::new(&plays, &rule).music());
            prop_assert_eq!(got.plays, rows.len() as u64);
            prop_assert_eq!(got.again, (0..rows.len()).filter(|&i| rows[..i].iter().any(|row| row.track() == rows[i].track())).count() as u64);
            prop_assert_eq!(got.straight, rows.windows(2).filter(|pair| pair[0].track() == pair[1].track()).count() as u64);
            let known: Vec<Naive> = rows.iter().filter(|row| row.artist.is_some()).cloned().collect();
            for (got, run) in [
                (got.longest_artist_run, runs(&known, |a, b| a.artist == b.artist)),
                (got.longest_track_run, runs(&rows, |a, b| a.track() == b.track())),
            ] {
                prop_assert_eq!(
                    got.map(|run| (run.artist, run.plays, run.from, run.to)),
                    run.map(|run| (run[0].artist.clone(), run.len() as u64, run[0].day(), run.last().unwrap().day()))
                );
            }
        }
    }
}

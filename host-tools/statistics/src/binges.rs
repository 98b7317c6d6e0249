//! One track, again and again.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{Day, Selection};

/// The biggest binges of a history. One play is not a binge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Binges {
    /// The most counted plays of one track on one local day.
    pub day: Option<Binge>,
    /// The most counted plays of one track in seven local days in a row.
    pub week: Option<Binge>,
}

/// Many plays of one track in few days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Binge {
    /// Its title.
    pub title: String,
    /// Its artist, where that is known.
    pub artist: Option<String>,
    /// Its counted plays.
    pub plays: u64,
    /// The first of the days.
    pub from: NaiveDate,
    /// The last of the days, on which it was played. Of equal binges the one with the earlier last day, then the
    /// title and the artist first in the order of characters.
    pub to: NaiveDate,
}

impl Binges {
    /// The biggest binges of a selection.
    #[must_use]
    pub fn of(selection: Selection<'_>) -> Self {
        Self {
            day: biggest(selection, 1),
            week: biggest(selection, 7),
        }
    }
}

/// The most counted plays of one track in a number of days in a row.
pub(crate) fn biggest(selection: Selection<'_>, days: i32) -> Option<Binge> {
    let names = selection.names();
    let mut plays = vec![0_u32; names.tracks().len()];
    let mut leaving = selection.rows();
    // Plays, last day, track.
    let mut best: Option<(u32, Day, u32)> = None;
    for (day, part) in selection.by_day() {
        while let [row, rest @ ..] = leaving
            && day.since(row.day) >= days
        {
            plays[row.track as usize] -= u32::from(row.counted);
            leaving = rest;
        }
        part.counted().for_each(|row| plays[row.track as usize] += 1);
        for row in part.counted() {
            let now = plays[row.track as usize];
            let better = best.is_none_or(|(most, on, track)| {
                now > most || now == most && on == day && names.track(row.track) < names.track(track)
            });
            if now >= 2 && better {
                best = Some((now, day, row.track));
            }
        }
    }
    best.map(|(plays, to, track)| {
        let (title, artist) = names.track(track);
        Binge {
            title: title.to_owned(),
            artist: artist.map(str::to_owned),
            plays: plays.into(),
            from: Day::from_number(to.number() - days + 1).date(),
            to: to.date(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::View;
    use crate::testing::{histories, naive};
    use chrono::TimeDelta;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn binges_agree_with_counting_around_every_play((plays, rule) in histories()) {
            let rows: Vec<_> = naive(&plays, &rule).into_iter().filter(|row| row.counted).collect();
            let by_hand = |days: i64| {
                let mut all: Vec<_> = rows.iter().map(|last| {
                    let (from, to) = (last.day() - TimeDelta::days(days - 1), last.day());
                    let plays = rows.iter().filter(|row| row.track() == last.track() && from <= row.day() && row.day() <= to).count();
                    (std::cmp::Reverse(plays), to, last.track(), from)
                }).filter(|binge| binge.0.0 >= 2).collect();
                all.sort();
                all.into_iter().next().map(|(plays, to, (title, artist), from)| Binge { title, artist, plays: plays.0 as u64, from, to })
            };
            let got = Binges::of(View::new(&plays, &rule).music());
            prop_assert_eq!(got.day, by_hand(1));
            prop_assert_eq!(got.week, by_hand(7));
        }
    }
}

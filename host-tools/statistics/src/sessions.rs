//! Sessions: plays that follow one another without a long pause.
//!
//! A session goes on as long as each play begins at most 20 minutes after the latest end of those before it; starts
//! are the corrected ones, so that an evening offline is one session and not many, and they follow one another as they did in
//! the world, whatever the clocks on the wall did on a journey or in autumn. Without a counted play there is
//! no session. One that goes over midnight belongs to the day on which it began; one that goes over the edge of the days
//! looked at is cut there.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::Serialize;

use crate::tally::first_n;
use crate::{Row, Selection};

/// The longest pause within a session, in milliseconds.
pub const PAUSE_MS: i64 = 20 * 60 * 1000;

/// How long the sessions of a history are, and what starts them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sessions {
    /// How many there are.
    pub sessions: u64,
    /// The median length in milliseconds, from the first start to the latest end.
    pub median_ms: Option<u64>,
    /// The median number of counted plays.
    pub median_plays: Option<u64>,
    /// The longest; of equally long ones the first.
    pub longest: Option<Session>,
    /// How many begin in each local hour, from midnight.
    pub by_hour: [u64; 24],
    /// What starts them: the tracks that are most often the first counted play.
    pub openers: Vec<Opener>,
}

/// One session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Session {
    /// The local day on which it began.
    pub date: NaiveDate,
    /// The local minute of the day in which it began.
    pub minute: u16,
    /// From its first start to its latest end, in milliseconds.
    pub ms: u64,
    /// Its counted plays.
    pub plays: u64,
}

/// A track that starts sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Opener {
    /// Its title.
    pub title: String,
    /// Its artist, where that is known.
    pub artist: Option<String>,
    /// How many sessions it has started.
    pub sessions: u64,
}

impl Session {
    fn of(rows: &[Row]) -> Self {
        Self {
            date: rows[0].day.date(),
            minute: rows[0].minute,
            ms: length_ms(rows),
            plays: rows.iter().filter(|row| row.counted).count() as u64,
        }
    }
}

/// The longest session of a selection; of equally long ones the first.
pub(crate) fn longest(selection: Selection<'_>) -> Option<Session> {
    sessions(&in_time(selection))
        .map(Session::of)
        .filter(|session| session.plays > 0)
        .reduce(|longest, session| if session.ms > longest.ms { session } else { longest })
}

impl Sessions {
    /// The sessions of a selection, with at most `n` openers.
    #[must_use]
    pub fn of(selection: Selection<'_>, n: usize) -> Self {
        let names = selection.names();
        let mut found = Self::default();
        let (mut lengths, mut plays) = (Vec::new(), Vec::new());
        let mut opened = vec![0_u64; names.tracks().len()];
        for rows in sessions(&in_time(selection)) {
            let Some(opener) = rows.iter().find(|row| row.counted) else {
                continue;
            };
            opened[opener.track as usize] += 1;
            found.by_hour[rows[0].hour()] += 1;
            let session = Session::of(rows);
            lengths.push(session.ms);
            plays.push(session.plays);
            if found.longest.is_none_or(|longest| session.ms > longest.ms) {
                found.longest = Some(session);
            }
        }
        let openers = (0..opened.len() as u32)
            .filter(|&track| opened[track as usize] > 0)
            .collect();
        Self {
            sessions: lengths.len() as u64,
            median_ms: median(&mut lengths),
            median_plays: median(&mut plays),
            openers: first_n(openers, n, |&a, &b| {
                opened[b as usize]
                    .cmp(&opened[a as usize])
                    .then_with(|| names.track(a).cmp(&names.track(b)))
            })
            .into_iter()
            .map(|track| {
                let (title, artist) = names.track(track);
                Opener {
                    title: title.to_owned(),
                    artist: artist.map(str::to_owned),
                    sessions: opened[track as usize],
                }
            })
            .collect(),
            ..found
        }
    }
}

/// The rows of a selection by their start: its own order is by local day first, and those can go back.
pub(crate) fn in_time(selection: Selection<'_>) -> Cow<'_, [Row]> {
    let mut rows = Cow::Borrowed(selection.rows());
    if !rows.is_sorted_by_key(|row| row.start) {
        rows.to_mut().sort_by_key(|row| row.start);
    }
    rows
}

/// The sessions among some rows by start, those without a counted play too.
pub(crate) fn sessions(rows: &[Row]) -> impl Iterator<Item = &[Row]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let mut end = end_ms(rest.first()?);
        let pause = rest.iter().position(|row| {
            let goes_on = row.start * 1000 <= end + PAUSE_MS;
            end = end.max(end_ms(row));
            !goes_on
        });
        let (session, after) = rest.split_at(pause.unwrap_or(rest.len()));
        rest = after;
        Some(session)
    })
}

fn end_ms(row: &Row) -> i64 {
    row.start * 1000 + i64::from(row.ms)
}

fn length_ms(session: &[Row]) -> u64 {
    let start = session.iter().map(|row| row.start * 1000).min().unwrap_or(0);
    let end = session.iter().map(end_ms).max().unwrap_or(0);
    end.saturating_sub(start) as u64
}

/// The middle one; of an even number the mean of the middle two, rounded down. Changes the order.
pub(crate) fn median(values: &mut [u64]) -> Option<u64> {
    if values.is_empty() {
        return None;
    }
    let (middle, odd) = (values.len() / 2, values.len() % 2 == 1);
    let (below, &mut upper, _) = values.select_nth_unstable(middle);
    let lower = if odd {
        upper
    } else {
        below.iter().copied().max().unwrap_or(upper)
    };
    Some(u64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{History, histories, naive};
    use crate::{Rule, View};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn twenty_minutes_of_silence_end_a_session() {
        let history = |second: &str| {
            let plays = History::new()
                .play("2020-01-01 23:50", "Otter", "Home", 120)
                .play(second, "Otter", "Away", 60)
                .plays();
            Sessions::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 5)
        };
        assert_eq!(history("2020-01-02 00:12:00").sessions, 1);
        assert_eq!(history("2020-01-02 00:12:01").sessions, 2);
        let one = history("2020-01-02 00:12:00");
        assert_eq!(one.longest.unwrap().ms, 23 * 60_000);
        assert_eq!(one.longest.unwrap().minute, 23 * 60 + 50);
        assert_eq!(one.openers[0].title, "Home");
    }

    #[test]
    fn the_median_of_two_is_between_them() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [7]), Some(7));
        assert_eq!(median(&mut [10, 3]), Some(6));
        assert_eq!(median(&mut [10, 3, 4]), Some(4));
    }

    proptest! {
        #[test]
        fn sessions_agree_with_looking_at_every_earlier_play((plays, rule) in histories()) {
            let mut rows = naive(&plays, &rule);
            rows.sort_by_key(|row| row.play.started_at);
            let end = |i: usize| rows[i].play.started_at * 1000 + rows[i].ms as i64;
            let mut groups: Vec<Vec<usize>> = Vec::new();
            for (i, row) in rows.iter().enumerate() {
                // A pause before this play: everything earlier had ended 20 minutes before.
                let first = (0..i).all(|j| end(j) + PAUSE_MS < row.play.started_at * 1000);
                if first { groups.push(vec![i]) } else { groups.last_mut().unwrap().push(i) }
            }
            groups.retain(|group| group.iter().any(|&i| rows[i].counted));
            let mut openers = BTreeMap::new();
            let mut hours = [0; 24];
            let (mut lengths, mut counts) = (Vec::new(), Vec::new());
            for group in &groups {
                let first = group.iter().find(|&&i| rows[i].counted).unwrap();
                *openers.entry(rows[*first].track()).or_insert(0_u64) += 1;
                hours[rows[group[0]].hour()] += 1;
                let start = group.iter().map(|&i| rows[i].play.started_at * 1000).min().unwrap();
                lengths.push((group.iter().map(|&i| end(i)).max().unwrap() - start) as u64);
                counts.push(group.iter().filter(|&&i| rows[i].counted).count() as u64);
            }
            let middle = |values: &[u64]| {
                let mut values = values.to_vec();
                values.sort_unstable();
                let n = values.len();
                (n > 0).then(|| (values[(n - 1) / 2] + values[n / 2]) / 2)
            };
            let got = Sessions::of(View::new(&plays, &rule).music(), rule.top);
            prop_assert_eq!(got.sessions, groups.len() as u64);
            prop_assert_eq!(got.by_hour, hours);
            prop_assert_eq!(got.median_ms, middle(&lengths));
            prop_assert_eq!(got.median_plays, middle(&counts));
            prop_assert_eq!(got.longest.map(|longest| longest.ms), lengths.iter().copied().max());
            let mut openers: Vec<_> = openers.into_iter().collect();
            openers.sort_by_key(|(track, sessions)| (std::cmp::Reverse(*sessions), track.clone()));
            openers.truncate(rule.top);
            prop_assert_eq!(got.openers.into_iter().map(|o| ((o.title, o.artist), o.sessions)).collect::<Vec<_>>(), openers);
        }
    }
}

//! The record that a history is pressed into: a ring a year, a part a week, a colour an artist.

use std::collections::BTreeMap;

use chrono::Datelike;
use playtally_statistics::Statistics;
use serde_json::{Value, json};

use crate::count::Local;

/// How many parts a ring has: the weeks of a year, the last of which is a day or two longer.
const WEEKS: usize = 52;
/// How many artists have a colour of their own: the most played.
const LEADING: usize = 12;
/// How many colours all others share.
const SHARED: usize = 12;

/// The first year, and for each year the colour of every week, that of the artist with most plays in it: 0 for one without music.
pub(crate) fn of(plays: &[Local<'_>], statistics: &Statistics) -> Value {
    let (Some(first), Some(last)) = (plays.first(), plays.last()) else {
        return Value::Null;
    };
    let (first, last) = (first.day.year(), last.day.year());
    let leading = statistics.top_artists.iter().take(LEADING);
    let colours: BTreeMap<&str, usize> = leading.map(|artist| artist.name.as_str()).zip(1..).collect();
    let mut counts: BTreeMap<(i32, usize), BTreeMap<&str, u32>> = BTreeMap::new();
    for play in plays {
        let week = (play.day.ordinal0() as usize / 7).min(WEEKS - 1);
        *counts
            .entry((play.day.year(), week))
            .or_default()
            .entry(play.artist)
            .or_default() += 1;
    }
    let colour = |year: i32, week: usize| {
        let artists = counts.get(&(year, week))?;
        let (artist, _) = artists.iter().max_by_key(|(_, plays)| **plays)?;
        Some(
            colours
                .get(artist)
                .copied()
                .unwrap_or_else(|| 1 + LEADING + shared(artist)),
        )
    };
    let rings: Vec<Vec<usize>> = (first..=last)
        .map(|year| (0..WEEKS).map(|week| colour(year, week).unwrap_or(0)).collect())
        .collect();
    json!({ "first": first, "weeks": rings })
}

/// One of the shared colours, the same for an artist every time.
fn shared(artist: &str) -> usize {
    artist
        .bytes()
        .fold(0, |sum, byte| (sum * 31 + usize::from(byte)) % 9_973)
        % SHARED
}

//! Love that lasted, love that ended, love that came back.

use chrono::NaiveDate;
use serde::Serialize;

use crate::tally::first_n;
use crate::{Day, Selection};

/// An artist is missed, and its return noticed, when there were this many counted plays before a silence and again
/// within [`RETURN_DAYS`] after it.
pub const COMEBACK_PLAYS: u64 = 10;
/// The shortest silence of a comeback, in days.
pub const SILENCE_DAYS: i32 = 180;
/// The days from a return in which its plays are counted.
pub const RETURN_DAYS: i32 = 28;
/// What has not been heard for this many days at the end of a history is forgotten.
pub const FORGOTTEN_DAYS: i32 = 365;
/// The counted plays that make a favourite, of artists.
pub const FAVOURITE_ARTIST: u64 = 25;
/// The counted plays that make a favourite, of tracks, and a hit of a one-hit wonder.
pub const FAVOURITE_TRACK: u64 = 10;

/// Artists and tracks by how they were loved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Devotion {
    /// Artists of whom one track only was ever counted, that one often; the most played first.
    pub one_hit_wonders: Vec<OneHitWonder>,
    /// Artists that came back after a silence, the longest silence first; of each artist its longest.
    pub comebacks: Vec<Comeback>,
    /// Artists once played often and no more, the most played first.
    pub forgotten_artists: Vec<ForgottenArtist>,
    /// Tracks once played often and no more, the most played first.
    pub forgotten_tracks: Vec<ForgottenTrack>,
}

/// An artist of one track.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OneHitWonder {
    /// The track.
    pub title: String,
    /// The artist.
    pub artist: String,
    /// Its counted plays.
    pub plays: u64,
}

/// An artist that was silent for long, then played often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Comeback {
    /// The artist.
    pub name: String,
    /// Days from its last counted play to the next.
    pub silent_days: u64,
    /// The local day of the last counted play before the silence.
    pub left: NaiveDate,
    /// The local day of the first counted play after it.
    pub back: NaiveDate,
    /// Counted plays before the silence.
    pub plays_before: u64,
    /// Counted plays in the 28 days from the return.
    pub plays_after: u64,
}

/// An artist once played often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ForgottenArtist {
    /// Its name.
    pub name: String,
    /// Its counted plays.
    pub plays: u64,
    /// The local day of the last.
    pub last: NaiveDate,
}

/// A track once played often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ForgottenTrack {
    /// Its title.
    pub title: String,
    /// Its artist, where that is known.
    pub artist: Option<String>,
    /// Its counted plays.
    pub plays: u64,
    /// The local day of the last.
    pub last: NaiveDate,
}

impl Devotion {
    /// The loves of a selection, with at most `n` names in each list.
    #[must_use]
    pub fn of(selection: Selection<'_>, n: usize) -> Self {
        let Some(end) = selection.rows().last().map(|row| row.day) else {
            return Self::default();
        };
        let names = selection.names();
        let mut tracks: Vec<Option<Past>> = vec![None; names.tracks().len()];
        let mut artists: Vec<Option<Love>> = vec![None; names.artists().len()];
        for row in selection.counted() {
            Past::hear(&mut tracks[row.track as usize], row.day);
            if let Some(artist) = row.artist() {
                Love::hear(&mut artists[artist as usize], row.track, row.day);
            }
        }
        let forgotten = |past: &Past, plays: u64| past.plays >= plays && end.since(past.last) >= FORGOTTEN_DAYS;
        let artists: Vec<(&str, Love)> = artists
            .into_iter()
            .zip(names.artists())
            .filter_map(|(love, name)| Some((*name, love?)))
            .collect();
        let tracks = tracks
            .into_iter()
            .enumerate()
            .filter_map(|(track, past)| Some((names.track(track as u32), past?)))
            .filter(|(_, past)| forgotten(past, FAVOURITE_TRACK))
            .collect();
        let wonders = artists
            .iter()
            .filter(|(_, love)| !love.many && love.past.plays >= FAVOURITE_TRACK)
            .collect();
        let mut longest: Vec<Option<Return>> = vec![None; names.artists().len()];
        for (artist, back) in returns(selection) {
            let longest = &mut longest[artist as usize];
            if longest.is_none_or(|longest| back.silence() > longest.silence()) {
                *longest = Some(back);
            }
        }
        let comebacks = names
            .artists()
            .iter()
            .zip(longest)
            .filter_map(|(name, longest)| Some((*name, longest?)))
            .collect();
        let left = artists
            .iter()
            .filter(|(_, love)| forgotten(&love.past, FAVOURITE_ARTIST))
            .collect();
        Self {
            one_hit_wonders: first_n(wonders, n, |(a, x), (b, y)| {
                y.past.plays.cmp(&x.past.plays).then(a.cmp(b))
            })
            .into_iter()
            .map(|(artist, love)| OneHitWonder {
                title: names.track(love.track).0.to_owned(),
                artist: (*artist).to_owned(),
                plays: love.past.plays,
            })
            .collect(),
            comebacks: first_n(comebacks, n, |(a, x), (b, y)| y.order().cmp(&x.order()).then(a.cmp(b)))
                .into_iter()
                .map(|(name, comeback)| comeback.of(name))
                .collect(),
            forgotten_artists: first_n(left, n, |(a, x), (b, y)| {
                y.past.order().cmp(&x.past.order()).then(a.cmp(b))
            })
            .into_iter()
            .map(|(name, love)| ForgottenArtist {
                name: (*name).to_owned(),
                plays: love.past.plays,
                last: love.past.last.date(),
            })
            .collect(),
            forgotten_tracks: first_n(tracks, n, |(a, x), (b, y)| y.order().cmp(&x.order()).then(a.cmp(b)))
                .into_iter()
                .map(|((title, artist), past)| ForgottenTrack {
                    title: title.to_owned(),
                    artist: artist.map(str::to_owned),
                    plays: past.plays,
                    last: past.last.date(),
                })
                .collect(),
        }
    }
}

/// Counted plays so far, and the day of the last.
#[derive(Clone, Copy, Debug)]
struct Past {
    plays: u64,
    last: Day,
}

impl Past {
    fn hear(past: &mut Option<Self>, day: Day) {
        let plays = past.map_or(0, |past| past.plays);
        *past = Some(Self {
            plays: plays + 1,
            last: day,
        });
    }

    /// The more plays the more loved; of equals the later forgotten.
    fn order(&self) -> (u64, Day) {
        (self.plays, self.last)
    }
}

/// An artist's past, and whether it has more than one track.
#[derive(Clone, Copy)]
struct Love {
    past: Past,
    track: u32,
    many: bool,
}

impl Love {
    fn hear(love: &mut Option<Self>, track: u32, day: Day) {
        let mut past = love.map(|love| love.past);
        Past::hear(&mut past, day);
        let Some(past) = past else { return };
        *love = Some(Self {
            past,
            track,
            many: love.is_some_and(|love| love.many || love.track != track),
        });
    }
}

/// An artist that was missed and is heard again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Return {
    before: Past,
    /// The day of the first counted play after the silence.
    pub(crate) back: Day,
    /// Counted plays in the [`RETURN_DAYS`] from then.
    pub(crate) after: u64,
}

/// Every comeback of a selection with its artist, in the order of their first plays.
pub(crate) fn returns(selection: Selection<'_>) -> Vec<(u32, Return)> {
    let mut found: Vec<(u32, Return)> = Vec::new();
    // Of each artist its past, and the place of its last return among those found.
    let mut artists: Vec<(Option<Past>, usize)> = vec![(None, usize::MAX); selection.names().artists().len()];
    for (artist, row) in selection.by_artist() {
        let (past, last) = &mut artists[artist as usize];
        let missed = |past: &Past| past.plays >= COMEBACK_PLAYS && row.day.since(past.last) >= SILENCE_DAYS;
        if let Some(before) = past.filter(missed) {
            *last = found.len();
            let back = row.day;
            found.push((artist, Return { before, back, after: 0 }));
        }
        if let Some((_, open)) = found.get_mut(*last) {
            open.after += u64::from(row.day.since(open.back) < RETURN_DAYS);
        }
        Past::hear(past, row.day);
    }
    found.retain(|(_, back)| back.after >= COMEBACK_PLAYS);
    found
}

impl Return {
    /// The days of silence.
    pub(crate) fn silence(&self) -> i32 {
        self.back.since(self.before.last)
    }

    /// The longer the silence the greater; of equally long ones the one with more plays after it.
    pub(crate) fn order(&self) -> (i32, u64) {
        (self.silence(), self.after)
    }

    fn of(&self, name: &str) -> Comeback {
        Comeback {
            name: name.to_owned(),
            silent_days: self.silence() as u64,
            left: self.before.last.date(),
            back: self.back.date(),
            plays_before: self.before.plays,
            plays_after: self.after,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Dice, History, Naive, naive};
    use crate::{Rule, View};
    use chrono::TimeDelta;
    use proptest::prelude::*;
    use std::cmp::Reverse;
    use std::collections::{BTreeMap, BTreeSet};

    /// Few artists, played in bursts over six years.
    fn bursts(seed: u64) -> History {
        let mut dice = Dice(seed);
        let mut history = History::new();
        for _ in 0..12 {
            let artist = dice.one_of(&["Ada", "Berg", "川"]);
            let from = 1_500_000_000 + 86_400 * dice.below(2_000) as i64;
            let titles: &[&str] = if dice.below(3) == 0 {
                &["Home"]
            } else {
                &["Home", "Sea"]
            };
            for _ in 0..dice.below(24) {
                let at = from + dice.below(86_400 * 40) as i64;
                history = history.play_at(
                    at,
                    artist,
                    dice.one_of(&["Home", "Sea"][..titles.len()]),
                    "",
                    Some(60_000),
                );
            }
        }
        history.play("2024-01-01 12:00", "Otter", "The end", 60)
    }

    fn by_hand(rows: &[Naive], n: usize) -> Devotion {
        let end = rows.last().unwrap().day();
        let forgotten = |of: &[&Naive], plays: u64| {
            let last = of.last().unwrap().day();
            (of.len() as u64 >= plays && (end - last).num_days() >= 365).then_some((of.len() as u64, last))
        };
        let mut by_artist: BTreeMap<String, Vec<&Naive>> = BTreeMap::new();
        let mut by_track: BTreeMap<(String, Option<String>), Vec<&Naive>> = BTreeMap::new();
        for row in rows {
            if let Some(artist) = row.artist.clone() {
                by_artist.entry(artist).or_default().push(row);
            }
            by_track.entry(row.track()).or_default().push(row);
        }
        let mut devotion = Devotion::default();
        for (name, of) in &by_artist {
            let titles: BTreeSet<_> = of.iter().map(|row| &row.title).collect();
            if titles.len() == 1 && of.len() >= 10 {
                let title = of[0].title.clone();
                devotion.one_hit_wonders.push(OneHitWonder {
                    title,
                    artist: name.clone(),
                    plays: of.len() as u64,
                });
            }
            if let Some((plays, last)) = forgotten(of, 25) {
                devotion.forgotten_artists.push(ForgottenArtist {
                    name: name.clone(),
                    plays,
                    last,
                });
            }
            let returns = (10..of.len()).filter_map(|i| {
                let (left, back) = (of[i - 1].day(), of[i].day());
                let silent_days = (back - left).num_days() as u64;
                let after = of[i..]
                    .iter()
                    .filter(|row| row.day() < back + TimeDelta::days(28))
                    .count() as u64;
                (silent_days >= 180 && after >= 10).then(|| Comeback {
                    name: name.clone(),
                    silent_days,
                    left,
                    back,
                    plays_before: i as u64,
                    plays_after: after,
                })
            });
            devotion
                .comebacks
                .extend(returns.min_by_key(|comeback| Reverse(comeback.silent_days)));
        }
        for ((title, artist), of) in &by_track {
            if let Some((plays, last)) = forgotten(of, 10) {
                devotion.forgotten_tracks.push(ForgottenTrack {
                    title: title.clone(),
                    artist: artist.clone(),
                    plays,
                    last,
                });
            }
        }
        devotion.one_hit_wonders.sort_by_key(|w| Reverse(w.plays));
        devotion
            .comebacks
            .sort_by_key(|c| Reverse((c.silent_days, c.plays_after)));
        devotion.forgotten_artists.sort_by_key(|f| Reverse((f.plays, f.last)));
        devotion.forgotten_tracks.sort_by_key(|f| Reverse((f.plays, f.last)));
        devotion.one_hit_wonders.truncate(n);
        devotion.comebacks.truncate(n);
        devotion.forgotten_artists.truncate(n);
        devotion.forgotten_tracks.truncate(n);
        devotion
    }

    #[test]
    fn bursts_hold_every_sort_of_devotion() {
        let mut all = Devotion::default();
        for seed in 0..20 {
            let plays = bursts(seed).plays();
            let one = Devotion::of(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 5);
            all.one_hit_wonders.extend(one.one_hit_wonders);
            all.comebacks.extend(one.comebacks);
            all.forgotten_artists.extend(one.forgotten_artists);
            all.forgotten_tracks.extend(one.forgotten_tracks);
        }
        assert!(!all.one_hit_wonders.is_empty() && !all.comebacks.is_empty());
        assert!(!all.forgotten_artists.is_empty() && !all.forgotten_tracks.is_empty());
    }

    proptest! {
        #[test]
        fn devotion_agrees_with_looking_at_every_artist(seed in any::<u64>(), n in 1_usize..4) {
            let plays = bursts(seed).plays();
            let rule = Rule::new(chrono_tz::Asia::Kolkata);
            prop_assert_eq!(Devotion::of(View::new(&plays, &rule).music(), n), by_hand(&naive(&plays, &rule), n));
        }
    }
}

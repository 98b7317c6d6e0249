//! Moods, from behaviour alone: tracks that are played in the same sessions lie near each other.
//!
//! 1. The most played tracks of known artists are the vocabulary, and each session is a sentence of their counted plays. How often two
//!    tracks stand within a few plays of each other is counted (`nearby.rs`).
//! 2. The counts become positive pointwise mutual information, with the smoothing that Levy, Goldberg and Dagan found
//!    to work best ("Improving distributional similarity with lessons learned from word embeddings", 2015) and the
//!    discount of rare pairs by Pantel and Lin ("Discovering word senses from text", 2002).
//! 3. The first eigenvectors of that matrix, each times the root of its eigenvalue, place every track in a space of few
//!    dimensions (`factor.rs`).
//! 4. Directions in that space are clustered (`cluster.rs`); of several numbers of clusters the one that sets them
//!    apart best is kept.
//!
//! Nothing is random: the same plays give the same moods on every machine. No genre, no sound and no outside knowledge
//! is used, so a mood is named by its own artists, hours and months.

mod cluster;
mod factor;
mod nearby;

use serde::Serialize;

use crate::float::{log2, rounded};
use crate::sessions::{in_time, sessions};
use crate::tally::{Tally, first_n};
use crate::{Row, Selection};
use cluster::Clusters;

/// The most tracks of the vocabulary.
const TRACKS: usize = 1000;
/// The counted plays that a track of the vocabulary has at least.
const PLAYS: u64 = 5;
/// The fewest tracks of the vocabulary that make moods.
const FEWEST: usize = 24;

/// Tracks that are played together.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mood {
    /// Counted plays of its tracks.
    pub plays: u64,
    /// How many tracks it has.
    pub tracks: u64,
    /// The artists that set it apart, the most telling first: by the share of its plays times the logarithm of how
    /// many times that share is the artist's share of all moods' plays.
    pub artists: Vec<MoodArtist>,
    /// Its most played tracks.
    pub top_tracks: Vec<MoodTrack>,
    /// Its counted plays in each local hour, from midnight.
    pub by_hour: [u64; 24],
    /// Its counted plays in each month of the year, from January.
    pub by_month: [u64; 12],
    /// The first of the three hours in a row in which it is most over-represented among all moods.
    pub peak_hour: u32,
    /// The month of the year, 1 to 12, around which it is most over-represented, with the month before and after.
    pub peak_month: u32,
    /// Where it lies on a map of all moods, from −1 to 1 each way, to three decimals: near moods share sessions.
    pub map: [f64; 2],
}

/// An artist of a mood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MoodArtist {
    /// Its name.
    pub name: String,
    /// Counted plays of its tracks in the mood.
    pub plays: u64,
}

/// A track of a mood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MoodTrack {
    /// Its title.
    pub title: String,
    /// Its artist.
    pub artist: String,
    /// Its counted plays.
    pub plays: u64,
}

/// The moods of a selection, the most played first, with the `n` artists and tracks of each. None where fewer than 24
/// tracks were played five times and together with others.
#[must_use]
pub fn moods(selection: Selection<'_>, n: usize) -> Vec<Mood> {
    let vocabulary = Vocabulary::of(selection);
    let matrix = nearby::information(&vocabulary.sentences(selection), vocabulary.tracks.len());
    let (places, kept) = factor::places(&matrix);
    if kept.len() < FEWEST {
        return Vec::new();
    }
    let weights: Vec<f64> = kept.iter().map(|&word| vocabulary.plays[word] as f64).collect();
    let clusters = cluster::best(&places, &weights);
    describe(selection, &vocabulary, &kept, &clusters, n)
}

/// The tracks that are placed.
struct Vocabulary {
    /// The tracks, the most played first.
    tracks: Vec<u32>,
    /// Their counted plays.
    plays: Vec<u64>,
    /// The place in `tracks` of every track of the history.
    word: Vec<u32>,
}

const NO_WORD: u32 = u32::MAX;

impl Vocabulary {
    fn of(selection: Selection<'_>) -> Self {
        let names = selection.names();
        let mut tally = Tally::new(names.tracks().len());
        selection.by_artist().for_each(|(_, row)| tally.add(row.track, row));
        let often = tally.counted().filter(|(_, count)| count.plays >= PLAYS).collect();
        let often = first_n(often, TRACKS, |&(a, x), &(b, y)| {
            y.plays.cmp(&x.plays).then_with(|| names.track(a).cmp(&names.track(b)))
        });
        let mut word = vec![NO_WORD; names.tracks().len()];
        (0..)
            .zip(&often)
            .for_each(|(at, &(track, _))| word[track as usize] = at);
        let (tracks, plays) = often.into_iter().map(|(track, count)| (track, count.plays)).unzip();
        Self { tracks, plays, word }
    }

    fn word(&self, row: &Row) -> Option<u32> {
        Some(self.word[row.track as usize]).filter(|&word| row.counted && word != NO_WORD)
    }

    /// The words of every session.
    fn sentences(&self, selection: Selection<'_>) -> Vec<Vec<u32>> {
        sessions(&in_time(selection))
            .map(|session| session.iter().filter_map(|row| self.word(row)).collect::<Vec<u32>>())
            .filter(|sentence| sentence.len() > 1)
            .collect()
    }
}

fn describe(
    selection: Selection<'_>,
    vocabulary: &Vocabulary,
    kept: &[usize],
    clusters: &Clusters,
    n: usize,
) -> Vec<Mood> {
    let names = selection.names();
    let mut of_word = vec![None; vocabulary.tracks.len()];
    kept.iter()
        .zip(&clusters.of)
        .for_each(|(&word, &cluster)| of_word[word] = Some(cluster));

    let mut hours = vec![[0_u64; 24]; clusters.centres.len()];
    let mut months = vec![[0_u64; 12]; clusters.centres.len()];
    let mut artists = vec![Tally::new(names.artists().len()); clusters.centres.len()];
    let mut everyone = Tally::new(names.artists().len());
    for (month, part) in selection.by_month() {
        for row in part.rows() {
            let cluster = vocabulary.word(row).and_then(|word| of_word[word as usize]);
            if let Some((cluster, artist)) = cluster.zip(row.artist()) {
                hours[cluster][row.hour()] += 1;
                months[cluster][month.month() as usize - 1] += 1;
                artists[cluster].add(artist, row);
                everyone.add(artist, row);
            }
        }
    }
    let all_hours = total(&hours);
    let all_months = total(&months);
    let all_plays: u64 = all_hours.iter().sum();

    let describe = |cluster: usize| {
        let plays: u64 = hours[cluster].iter().sum();
        let telling = artists[cluster].counted().map(|(artist, count)| {
            let share = count.plays as f64 / plays as f64;
            let usual = everyone.get(artist).plays as f64 / all_plays as f64;
            (
                share * log2(share / usual),
                count.plays,
                names.artists()[artist as usize],
            )
        });
        let telling = first_n(telling.collect(), n, |a: &(f64, u64, &str), b| {
            b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(b.2))
        });
        // The vocabulary is in order of plays already.
        let words = (0..of_word.len()).filter(|&word| of_word[word] == Some(cluster));
        Mood {
            plays,
            tracks: words.clone().count() as u64,
            artists: telling
                .into_iter()
                .map(|(_, plays, name)| MoodArtist {
                    name: name.to_owned(),
                    plays,
                })
                .collect(),
            top_tracks: words
                .take(n)
                .filter_map(|word| {
                    let (title, artist) = names.track(vocabulary.tracks[word]);
                    Some(MoodTrack {
                        title: title.to_owned(),
                        artist: artist?.to_owned(),
                        plays: vocabulary.plays[word],
                    })
                })
                .collect(),
            by_hour: hours[cluster],
            by_month: months[cluster],
            peak_hour: peak(&hours[cluster], &all_hours) as u32,
            peak_month: (peak(&months[cluster], &all_months) as u32 + 1) % 12 + 1,
            map: clusters.map(cluster).map(|at| rounded(at, 3)),
        }
    };
    let mut moods: Vec<Mood> = (0..clusters.centres.len()).map(describe).collect();
    moods.retain(|mood| mood.plays > 0);
    moods.sort_by(|a, b| {
        b.plays
            .cmp(&a.plays)
            .then_with(|| a.top_tracks[0].title.cmp(&b.top_tracks[0].title))
    });
    moods
}

fn total<const N: usize>(parts: &[[u64; N]]) -> [u64; N] {
    std::array::from_fn(|at| parts.iter().map(|part| part[at]).sum())
}

/// The first of three in a row, going round, that hold the most beyond what is usual: by the plays times the logarithm
/// of how many times the usual share they are.
fn peak<const N: usize>(part: &[u64; N], all: &[u64; N]) -> usize {
    let three = |of: &[u64; N], at: usize| (0..3).map(|next| of[(at + next) % N]).sum::<u64>() as f64;
    let (part_sum, all_sum) = (part.iter().sum::<u64>() as f64, all.iter().sum::<u64>() as f64);
    let excess = |at: usize| {
        let (share, usual) = (three(part, at) / part_sum, three(all, at) / all_sum);
        if share > 0.0 { share * log2(share / usual) } else { 0.0 }
    };
    (0..N)
        .max_by(|&a, &b| excess(a).total_cmp(&excess(b)).then(b.cmp(&a)))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Dice, History, histories};
    use crate::{Rule, View};
    use proptest::prelude::*;

    /// A listener of three sorts of evenings, of twelve tracks each, in January, May and September.
    fn three_moods() -> History {
        let mut dice = Dice(11);
        let mut history = History::new();
        for session in 0..150 {
            let mood = dice.below(3) as usize;
            // From 2021-01-05, at 6, 14 and 22 o'clock.
            let day = 18_632 + 365 * (session / 50) + 120 * mood as i64 + dice.below(20) as i64;
            let mut at = day * 86_400 + [6, 14, 22][mood] * 3600;
            for _ in 0..8 {
                let track = dice.below(12);
                let artist = format!("{} {}", ["Dawn", "Day", "Dusk"][mood], track / 4);
                history = history.play_at(at, &artist, &format!("{track}"), "", Some(60_000));
                at += 70;
            }
        }
        history
    }

    #[test]
    fn three_sorts_of_evenings_are_three_moods() {
        let plays = three_moods().plays();
        let mut found = moods(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 3);
        found.sort_by_key(|mood| mood.peak_month);
        assert_eq!(found.iter().map(|mood| mood.tracks).collect::<Vec<_>>(), [12, 12, 12]);
        for (mood, (name, hour, month)) in found.iter().zip([("Dawn", 6, 1), ("Day", 14, 5), ("Dusk", 22, 9)]) {
            assert!(
                mood.artists.iter().all(|artist| artist.name.starts_with(name)),
                "{mood:?}"
            );
            assert_eq!(mood.by_hour[hour], mood.plays);
            assert!(
                (mood.peak_hour as usize..mood.peak_hour as usize + 3).contains(&hour),
                "{}",
                mood.peak_hour
            );
            assert!(
                mood.peak_month.abs_diff(month) <= 1,
                "{} is not {month}",
                mood.peak_month
            );
        }
        assert_eq!(found.iter().map(|mood| mood.plays).sum::<u64>(), 150 * 8);
    }

    #[test]
    fn a_short_history_has_no_moods() {
        let plays = History::new().play("2024-02-29 12:00", "Otter", "Home", 60).plays();
        assert_eq!(moods(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 3), []);
    }

    #[test]
    fn the_peak_goes_round_midnight() {
        let mut night = [1; 24];
        [night[23], night[0], night[1]] = [9, 9, 9];
        assert_eq!(peak(&night, &[10; 24]), 23);
    }

    proptest! {
        #[test]
        fn no_history_is_too_odd((plays, rule) in histories()) {
            let moods = moods(View::new(&plays, &rule).music(), 3);
            prop_assert!(moods.is_empty(), "so few tracks make none");
        }
    }
}

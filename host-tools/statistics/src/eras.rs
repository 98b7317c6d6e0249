//! The eras of a listener: stretches of months with a mix of artists of their own.
//!
//! Each month with a counted play of a known artist is a point: the square roots of the shares of its artists (the most played two
//! hundred of the history, and all others together), so that the distance of two points is Hellinger's between their
//! mixes. The months are cut into stretches such that the sum of the squared distances to each stretch's mean, plus a
//! penalty for every stretch, is the least possible. The best cut is found exactly, by dynamic programming over the
//! last change point (Bellman, 1961; Jackson et al., "An algorithm for optimal partitioning of data on an interval",
//! 2005), on the points' Gram matrix (Harchaoui and Cappé, "Retrospective multiple change-point estimation with
//! kernels", 2007).
//!
//! The penalty follows the listener: it is what one more stretch would explain by chance. A month differs from its era
//! by a noise whose square σ² is the mean cost of putting two neighbouring months together (without the tenth of them
//! that differ most, where eras may change). Square roots give every artist present the same noise (Bartlett, "The
//! square root transformation in analysis of variance", 1936), so it has about as many directions d as the median
//! month has artists. Of it one more mean explains at most σ²·(1 + 2√(x/d) + 2x/d) with probability 1 − e⁻ˣ (Laurent
//! and Massart, "Adaptive estimation of a quadratic functional by model selection", 2000, lemma 1); x is twice the
//! logarithm of the number of months, so that a false change point is unlikely at all of them together.
//!
//! A month weighs by its plays up to the median month, so that the few plays of a holiday make no era. Months without
//! such a play belong to no point; an era spans them.

use serde::Serialize;

use crate::float::log2;
use crate::sessions::median;
use crate::tally::{Tally, first_n};
use crate::{Month, Selection};

/// The artists that have a coordinate of their own.
const ARTISTS: usize = 200;
/// The most months looked at: the last fifty years of a history.
const MONTHS: usize = 600;
/// The fewest months of an era.
pub const SHORTEST: usize = 3;
/// The most eras.
pub const MOST: usize = 12;

/// A stretch of months with a mix of artists of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Era {
    /// Its first month.
    pub from: Month,
    /// Its last month.
    pub to: Month,
    /// Its counted plays.
    pub plays: u64,
    /// The artists that set it apart, the most telling first: by the share of its plays of known artists times the
    /// logarithm of how many times that share is the artist's share of all such plays.
    pub artists: Vec<EraArtist>,
}

/// An artist of an era.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EraArtist {
    /// Its name.
    pub name: String,
    /// Its counted plays in the era.
    pub plays: u64,
    /// Its counted plays in all.
    pub all_plays: u64,
}

/// The eras of a selection in order, with the `n` artists of each; none of nothing.
#[must_use]
pub fn eras(selection: Selection<'_>, n: usize) -> Vec<Era> {
    let mut months: Vec<(Month, Selection<'_>)> = selection
        .by_month()
        .filter(|(_, part)| part.by_artist().next().is_some())
        .collect();
    months.drain(..months.len().saturating_sub(MONTHS));
    let Some(first) = months.first() else { return Vec::new() };
    let selection = selection.days(first.0.first_day(), crate::Day::MAX);

    let lengths = cut(&Points::of(selection, &months));
    let mut rest = &months[..];
    let mut all = Tally::new(selection.names().artists().len());
    selection.by_artist().for_each(|(artist, row)| all.add(artist, row));
    lengths
        .into_iter()
        .filter_map(|length| {
            let (era, after) = rest.split_at(length);
            rest = after;
            Some(describe(selection, era.first()?.0, era.last()?.0, &all, n))
        })
        .collect()
}

/// Months as points, by what their cutting needs: weights, and weighted inner products summed up from the corner.
struct Points {
    weights: Vec<f64>,
    /// `(months + 1)²` sums of `weight × weight × inner product` over all pairs before a row and a column.
    corner: Vec<f64>,
    /// The penalty of a stretch.
    penalty: f64,
}

impl Points {
    fn of(selection: Selection<'_>, months: &[(Month, Selection<'_>)]) -> Self {
        let mut tally = Tally::new(selection.names().artists().len());
        selection.by_artist().for_each(|(artist, row)| tally.add(artist, row));
        let names = selection.names().artists();
        let artists = first_n(tally.counted().collect(), ARTISTS, |&(a, x), &(b, y)| {
            y.plays
                .cmp(&x.plays)
                .then_with(|| names[a as usize].cmp(names[b as usize]))
        });
        let mut coordinate = vec![artists.len() as u32; names.len()];
        (0..)
            .zip(&artists)
            .for_each(|(at, &(artist, _))| coordinate[artist as usize] = at);

        let mut plays = Vec::new();
        let mut points = Vec::new();
        for (_, part) in months {
            let mut counts = vec![0_u32; artists.len() + 1];
            part.by_artist()
                .for_each(|(artist, _)| counts[coordinate[artist as usize] as usize] += 1);
            let all: u32 = counts.iter().sum();
            points.push(
                counts
                    .iter()
                    .map(|&count| (f64::from(count) / f64::from(all)).sqrt())
                    .collect(),
            );
            plays.push(u64::from(all));
        }
        Self::new(&points, &plays)
    }

    fn new(points: &[Vec<f64>], plays: &[u64]) -> Self {
        let months = points.len();
        let usual = median(&mut plays.to_vec()).unwrap_or(1).max(1);
        let weights: Vec<f64> = plays
            .iter()
            .map(|&plays| plays.min(usual) as f64 / usual as f64)
            .collect();
        let width = months + 1;
        let mut corner = vec![0.0; width * width];
        let mut steps = Vec::with_capacity(months);
        for i in 0..months {
            let mut row = 0.0;
            for j in 0..months {
                // The matrix is symmetric: below the diagonal it is read from above.
                let product = if j < i {
                    let at = |i: usize, j: usize| corner[i * width + j];
                    at(j + 1, i + 1) - at(j, i + 1) - at(j + 1, i) + at(j, i)
                } else {
                    let inner = inner(&points[i], &points[j]);
                    if j == i + 1 {
                        let weight = weights[i] * weights[j] / (weights[i] + weights[j]);
                        steps.push(weight * (2.0 - 2.0 * inner).max(0.0));
                    }
                    weights[i] * weights[j] * inner
                };
                row += product;
                corner[(i + 1) * width + j + 1] = corner[i * width + j + 1] + row;
            }
        }
        steps.sort_unstable_by(f64::total_cmp);
        steps.truncate(steps.len() - steps.len() / 10);
        let noise = steps.iter().sum::<f64>() / steps.len().max(1) as f64;
        let present = |point: &Vec<f64>| point.iter().filter(|&&root| root > 0.0).count() as u64;
        let directions = median(&mut points.iter().map(present).collect::<Vec<_>>())
            .unwrap_or(1)
            .max(1) as f64;
        let x = 2.0 * log2(months.max(1) as f64) * std::f64::consts::LN_2 / directions;
        Self {
            weights,
            corner,
            penalty: noise * (1.0 + 2.0 * x.sqrt() + 2.0 * x),
        }
    }

    /// The sum of the weighted squared distances of some months to their mean. Every point has length one.
    fn cost(&self, from: usize, to: usize, weight: f64) -> f64 {
        let width = self.weights.len() + 1;
        let at = |i: usize, j: usize| self.corner[i * width + j];
        let inner = at(to, to) - at(from, to) - at(to, from) + at(from, from);
        (weight - inner / weight).max(0.0)
    }
}

/// The inner product, in four sums that do not wait for one another.
fn inner(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    for (a, b) in a.chunks(4).zip(b.chunks(4)) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    sums[0] + sums[1] + (sums[2] + sums[3])
}

/// The lengths of the stretches of the best cut.
fn cut(points: &Points) -> Vec<usize> {
    let months = points.weights.len();
    if months < 2 * SHORTEST {
        return vec![months];
    }
    // best[k][to]: the least cost of the months before `to` in k + 1 stretches, and where the last one starts.
    let mut best: Vec<Vec<(f64, usize)>> = Vec::new();
    for k in 0..MOST.min(months / SHORTEST) {
        let mut row = vec![(f64::INFINITY, 0); months + 1];
        for (to, row) in row.iter_mut().enumerate().skip((k + 1) * SHORTEST) {
            let mut weight = points.weights[to - SHORTEST + 1..to].iter().sum::<f64>();
            for from in (k * SHORTEST..=to - SHORTEST).rev() {
                weight += points.weights[from];
                let before = if k == 0 {
                    if from == 0 { 0.0 } else { f64::INFINITY }
                } else {
                    best[k - 1][from].0
                };
                if before.is_finite() {
                    let cost = before + points.cost(from, to, weight);
                    // Of equal cuts the one with the longest last stretch.
                    if cost <= row.0 {
                        *row = (cost, from);
                    }
                }
            }
        }
        best.push(row);
    }
    let penalised = |k: usize| best[k][months].0 + points.penalty * k as f64;
    let mut k = (0..best.len())
        .min_by(|&a, &b| penalised(a).total_cmp(&penalised(b)))
        .unwrap_or(0);
    let mut lengths = Vec::new();
    let mut to = months;
    loop {
        let from = best[k][to].1;
        lengths.push(to - from);
        if k == 0 {
            break;
        }
        (to, k) = (from, k - 1);
    }
    lengths.reverse();
    lengths
}

fn describe(selection: Selection<'_>, from: Month, to: Month, all: &Tally, n: usize) -> Era {
    let names = selection.names().artists();
    let part = selection.days(
        from.first_day(),
        crate::Day::from_number(to.next().first_day().number() - 1),
    );
    let mut tally = Tally::new(names.len());
    part.by_artist().for_each(|(artist, row)| tally.add(artist, row));
    let known: u64 = tally.counted().map(|(_, count)| count.plays).sum();
    let all_plays: u64 = all.counted().map(|(_, count)| count.plays).sum();
    let telling = tally.counted().map(|(artist, count)| {
        let share = count.plays as f64 / known as f64;
        let usual = all.get(artist).plays as f64 / all_plays as f64;
        (share * log2(share / usual), count.plays, artist)
    });
    let artists = first_n(telling.collect(), n, |a, b| {
        b.0.total_cmp(&a.0)
            .then(b.1.cmp(&a.1))
            .then_with(|| names[a.2 as usize].cmp(names[b.2 as usize]))
    });
    let artist = |(_, plays, artist): (f64, u64, u32)| EraArtist {
        name: names[artist as usize].to_owned(),
        plays,
        all_plays: all.get(artist).plays,
    };
    Era {
        from,
        to,
        plays: part.counted().count() as u64,
        artists: artists.into_iter().map(artist).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Dice, History};
    use crate::{Rule, View};
    use proptest::prelude::*;

    /// A listener with three loves in turn, a year each, and a few others all the time.
    fn three_loves() -> History {
        let mut dice = Dice(5);
        let mut history = History::new();
        for month in 0..36 {
            let love = ["Otter", "Heron", "Lark"][month / 12];
            for _ in 0..30 {
                let artist = if dice.below(4) == 0 {
                    dice.one_of(&["Kelp", "Moss", "Pine"])
                } else {
                    love
                };
                let at = 1_546_819_200 + 2_629_800 * month as i64 + dice.below(1_800_000) as i64;
                history = history.play_at(at, artist, "Home", "", None);
            }
        }
        history
    }

    #[test]
    fn three_loves_are_three_eras() {
        let plays = three_loves().plays();
        let eras = eras(View::new(&plays, &Rule::new(chrono_tz::UTC)).music(), 1);
        let found: Vec<_> = eras
            .iter()
            .map(|era| (era.from.year(), era.artists[0].name.as_str()))
            .collect();
        assert_eq!(found, [(2019, "Otter"), (2020, "Heron"), (2021, "Lark")]);
        assert_eq!(eras.iter().map(|era| era.plays).sum::<u64>(), 36 * 30);
    }

    #[test]
    fn one_love_is_one_era() {
        let mut history = History::new();
        for month in 0..24 {
            for n in 0..10 {
                let at = 1_546_819_200 + 2_629_800 * month + 3_600 * n;
                history = history.play_at(at, if n < 7 { "Otter" } else { "Kelp" }, "Home", "", None);
            }
        }
        let plays = history.plays();
        let view = View::new(&plays, &Rule::new(chrono_tz::UTC));
        assert_eq!(eras(view.music(), 2).len(), 1);
    }

    #[test]
    fn one_play_is_an_era_and_none_is_none() {
        let rule = Rule::new(chrono_tz::UTC);
        let plays = History::new().play("2024-02-29 12:00", "Otter", "Home", 60).plays();
        assert_eq!(eras(View::new(&plays, &rule).music(), 3).len(), 1);
        assert_eq!(
            eras(View::new(&playtally_history::Plays::default(), &rule).music(), 3),
            []
        );
    }

    /// Weighted squared distances to the mean, from the definition.
    fn cost(points: &[Vec<f64>], weights: &[f64]) -> f64 {
        let all: f64 = weights.iter().sum();
        let mean: Vec<f64> = (0..points[0].len())
            .map(|i| {
                points
                    .iter()
                    .zip(weights)
                    .map(|(point, weight)| weight * point[i])
                    .sum::<f64>()
                    / all
            })
            .collect();
        let square = |point: &Vec<f64>| point.iter().zip(&mean).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
        points
            .iter()
            .zip(weights)
            .map(|(point, weight)| weight * square(point))
            .sum()
    }

    proptest! {
        #[test]
        fn no_other_cut_is_better(seed in any::<u64>(), months in 1_usize..13) {
            let mut dice = Dice(seed);
            let plays: Vec<u64> = (0..months).map(|_| 1 + dice.below(9)).collect();
            let points: Vec<Vec<f64>> = (0..months).map(|_| {
                let counts: Vec<f64> = (0..5).map(|_| dice.below(5) as f64 + 0.1).collect();
                let all: f64 = counts.iter().sum();
                counts.into_iter().map(|count| (count / all).sqrt()).collect()
            }).collect();
            let mut prepared = Points::new(&points, &plays);
            // So small a penalty that more than one stretch pays.
            prepared.penalty /= 8.0;
            let total = |lengths: &[usize]| {
                let mut from = 0;
                lengths.iter().map(|length| {
                    let part = from..from + length;
                    from += length;
                    cost(&points[part.clone()], &prepared.weights[part]) + prepared.penalty
                }).sum::<f64>()
            };
            let found = cut(&prepared);
            prop_assert_eq!(found.iter().sum::<usize>(), months);
            // Every subset of the places between months.
            for ends in 0..1_u32 << (months - 1) {
                let mut lengths = vec![1];
                for place in 0..months - 1 {
                    if ends >> place & 1 == 1 { lengths.push(1) } else { *lengths.last_mut().unwrap() += 1 }
                }
                if lengths.len() == 1 || lengths.iter().all(|&length| length >= SHORTEST) {
                    prop_assert!(total(&found) <= total(&lengths) + 1e-9, "{:?} beats {:?}", lengths, found);
                }
            }
        }
    }
}

//! By how much a service's clock is wrong: a scrobbler's log without a time zone, a tool that took local time for UTC, a
//! player whose clock nobody set.
//!
//! A clock that is wrong by a constant shows: the differences between its stamps and the plays of the same names, which
//! are anything where the rows have nothing to do with each other, heap up at one value. The heaps are the clocks that
//! come into question, beside the right one. Clocks stand still for long and then jump (summer time, a journey, a new
//! battery), so the rows are given, in the order of time, the clocks that leave the fewest of them unexplained, where a
//! jump costs as much as [`JUMP`] unexplained rows (Viterbi's algorithm). A stretch under another clock than the right one
//! stands only if the clock explains at least half of its rows.

use super::{Head, LONGEST, Report, Shelf};

/// The most by which a clock may be wrong, in seconds. Zones lie up to 14 hours from UTC.
const WIDEST: i64 = 15 * 3600;
/// How near an echo must be to a play, in seconds, to speak for a clock.
const EXACT: i64 = 90;
/// How many rows must speak for another clock beyond those that speak against it.
const JUMP: u32 = 5;
/// How many clocks come into question beside the right one.
const CLOCKS: usize = 6;
/// How many plays of one name are compared with a row at most.
const NEAREST: usize = 32;
/// Seconds in a bin of differences, several to what one clock explains.
const BIN: i64 = 10;
const BINS: usize = (2 * WIDEST / BIN) as usize + 1;
/// Zones differ by multiples of this, in seconds.
const QUARTER: i64 = 900;

/// How a service stamps its reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// How far it is ahead of the plays', in seconds.
    pub(super) ahead: i64,
    /// Whether it stamps the end of a play, not its start.
    at_end: bool,
}

impl Clock {
    const RIGHT: Self = Self {
        ahead: 0,
        at_end: false,
    };
    const RIGHT_AT_END: Self = Self { ahead: 0, at_end: true };

    /// How far a report lies from where this clock would have stamped a play, in seconds.
    pub(super) fn distance(self, report: &Report, head: &Head) -> i64 {
        let stamped = if self.at_end { head.end } else { head.start };
        (report.start - self.ahead - stamped).abs()
    }

    fn explains(self, report: &Report, shelf: &Shelf<'_>) -> bool {
        shelf
            .at(report.names.full, report.start - self.ahead)
            .any(|(_, head)| self.distance(report, head) <= EXACT)
    }
}

/// The clock of each of the reports of one service, which come in the order of time.
pub(super) fn of(own: &[(usize, Report)], shelf: &Shelf<'_>) -> Vec<Clock> {
    // The reports of what was played at all within a clock's reach: the others say nothing about it.
    let telling: Vec<usize> = (0..own.len())
        .filter(|&n| within_reach(&own[n].1, shelf).next().is_some())
        .collect();
    if telling.is_empty() {
        return vec![Clock::RIGHT; own.len()];
    }
    let mut clocks = vec![Clock::RIGHT, Clock::RIGHT_AT_END];
    clocks.extend(in_question(telling.iter().map(|&n| &own[n].1), shelf));
    let path = cheapest_path(&telling, own, &clocks, shelf);
    let mut given = vec![Clock::RIGHT; own.len()];
    let mut at = 0;
    for run in path.chunk_by(|one, two| one.clock == two.clock) {
        let clock = clocks[run[0].clock];
        let explained = run.iter().filter(|step| step.explained).count();
        let stands = clock.ahead == 0 || 2 * explained >= run.len();
        // What lies between two runs goes with the first of them, what comes before all with the first.
        let from = if at == 0 { 0 } else { telling[at] };
        at += run.len();
        let to = telling.get(at).copied().unwrap_or(own.len());
        given[from..to].fill(if stands { clock } else { Clock::RIGHT });
    }
    given
}

/// Plays of the report's name that a clock could make it an echo of.
fn within_reach<'h>(report: &Report, shelf: &Shelf<'h>) -> impl Iterator<Item = &'h Head> {
    let (earliest, latest) = (report.start - WIDEST - LONGEST, report.start + WIDEST);
    shelf
        .between(report.names.full, earliest, latest)
        .take(NEAREST)
        .map(|(_, head)| head)
}

/// The clocks at which differences heap up, the likeliest first.
fn in_question<'r>(telling: impl Iterator<Item = &'r Report>, shelf: &Shelf<'_>) -> Vec<Clock> {
    // Differences to starts, and to ends.
    let mut heaps = [vec![0_u32; BINS], vec![0_u32; BINS]];
    let mut met: Vec<(usize, usize)> = Vec::new();
    for report in telling {
        met.clear();
        for head in within_reach(report, shelf) {
            for (side, stamped) in [head.start, head.end].into_iter().enumerate() {
                let bin = (report.start - stamped + WIDEST + BIN / 2).div_euclid(BIN);
                met.extend(
                    usize::try_from(bin)
                        .ok()
                        .filter(|bin| *bin < BINS)
                        .map(|bin| (side, bin)),
                );
            }
            if head.start == head.end {
                met.pop();
            }
        }
        met.sort_unstable();
        met.dedup();
        for &(side, bin) in &met {
            heaps[side][bin] += 1;
        }
    }
    let difference = |bin: usize| bin as i64 * BIN - WIDEST;
    let around = |bin: usize, seconds: i64| {
        let bins = (seconds / BIN) as usize;
        bin.saturating_sub(bins)..(bin + bins + 1).min(BINS)
    };
    let mut clocks = Vec::new();
    while clocks.len() < CLOCKS {
        let sums = heaps.each_ref().map(|heap| running_sums(heap));
        let height = |side: usize, bin: usize, seconds: i64| {
            let bins = around(bin, seconds);
            sums[side][bins.end] - sums[side][bins.start]
        };
        let explained = |side: usize, bin: usize| height(side, bin, EXACT - BIN);
        let order = |side: usize, bin: usize| (side == 0, -difference(bin).abs(), difference(bin));
        // The clock that explains the most: but it may lie anywhere around its heap, as chance has it.
        let highest = (0..2)
            .flat_map(|side| (0..BINS).map(move |bin| (side, bin)))
            .filter(|(_, bin)| difference(*bin).abs() > EXACT)
            .max_by_key(|&(side, bin)| (explained(side, bin), order(side, bin)))
            .filter(|&(side, bin)| explained(side, bin) > JUMP);
        let Some((side, near)) = highest else { break };
        // Of those that explain about as much, the one in the middle, or a zone's that is next to it.
        let most = explained(side, near);
        let as_good: Vec<usize> = around(near, EXACT)
            .filter(|&bin| explained(side, bin) >= most - most / 8 && difference(bin).abs() > EXACT)
            .collect();
        let middle = |bin: &usize| (height(side, *bin, EXACT / 3), order(side, *bin));
        let middle = as_good.iter().copied().max_by_key(middle).unwrap_or(near);
        let next_to_it = |bin: &usize| around(middle, EXACT / 2).contains(bin) && difference(*bin) % QUARTER == 0;
        let bin = as_good.iter().copied().find(next_to_it).unwrap_or(middle);
        clocks.push(Clock {
            ahead: difference(bin),
            at_end: side == 1,
        });
        heaps[side][around(bin, 2 * EXACT)].fill(0);
    }
    clocks
}

/// At each index, the sum of all values before it.
fn running_sums(values: &[u32]) -> Vec<u32> {
    let mut sum = 0;
    let after = values.iter().map(|value| {
        sum += value;
        sum
    });
    std::iter::once(0).chain(after).collect()
}

/// The clock of a telling report, as an index, and whether it explains the report.
#[derive(Clone, Copy)]
struct Step {
    clock: usize,
    explained: bool,
}

fn cheapest_path(telling: &[usize], own: &[(usize, Report)], clocks: &[Clock], shelf: &Shelf<'_>) -> Vec<Step> {
    // What it costs to be under each clock by now. The right one is where it begins.
    let mut costs: Vec<u32> = clocks
        .iter()
        .map(|clock| if clock.ahead == 0 { 0 } else { JUMP })
        .collect();
    // For each report and clock: the clock before, and whether this one explains the report.
    let mut ways: Vec<(u8, bool)> = Vec::with_capacity(telling.len() * clocks.len());
    let cheapest = |costs: &[u32]| (0..costs.len()).min_by_key(|&clock| costs[clock]).unwrap_or_default();
    for &number in telling {
        let from = cheapest(&costs);
        let jump = costs[from] + JUMP;
        for (clock, cost) in costs.iter_mut().enumerate() {
            let explained = clocks[clock].explains(&own[number].1, shelf);
            let before = if *cost <= jump { clock } else { from };
            *cost = (*cost).min(jump) + u32::from(!explained);
            ways.push((before as u8, explained));
        }
    }
    let mut clock = cheapest(&costs);
    let mut path: Vec<Step> = ways
        .chunks(clocks.len())
        .rev()
        .map(|ways| {
            let (before, explained) = ways[clock];
            let step = Step { clock, explained };
            clock = usize::from(before);
            step
        })
        .collect();
    path.reverse();
    path
}

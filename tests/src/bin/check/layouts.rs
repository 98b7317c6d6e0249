//! Made-up summaries, drawn by the number: nothing collides, is cut or leaves the panel.

use std::time::{Duration, Instant};

use super::part::{Item, Piece, State};
use super::{Result, long_test};

const GOAL: u64 = 10_000;
/// How many a process draws.
const AT_ONCE: u64 = 200;

pub(crate) fn items() -> Result<Vec<Item>> {
    Ok(vec![Item {
        name: "all-pages".to_owned(),
        goal: Some(GOAL),
    }])
}

pub(crate) fn go_on(state: &State, time: Duration) -> Result<Piece> {
    let start = Instant::now();
    let mut piece = Piece::default();
    while start.elapsed() < time && piece.count < state.missing() {
        let from = state.sum.count + piece.count;
        let count = AT_ONCE.min(state.missing() - piece.count);
        piece.found.extend(draw(from, count)?);
        piece.count += count;
    }
    Ok(piece)
}

pub(crate) fn again(seed: &str) -> Result<Option<String>> {
    draw(seed.parse()?, 1)
}

/// Draws so many summaries from a number on, and says what is wrong, if something is.
fn draw(from: u64, count: u64) -> Result<Option<String>> {
    let what = ("PLAYTALLY_LAYOUTS", format!("{from}..{}", from + count));
    long_test::run("laid_out::nothing_collides", what)
}

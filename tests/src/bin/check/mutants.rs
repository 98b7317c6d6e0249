//! Mutants of summaries, on every page of every class of panels.

use std::time::{Duration, Instant};

use playtally_screen::Class;
use playtally_tests::mutants::{Mutants, pressed};

use super::Result;
use super::part::{Item, Piece, State};

const GOAL: u64 = 10_000;

pub(crate) fn items() -> Result<Vec<Item>> {
    Ok(vec![Item {
        name: "all-pages".to_owned(),
        goal: Some(GOAL),
    }])
}

fn all() -> Mutants {
    Mutants::of(pressed(), |work| allocation_counter::measure(work).count_total)
}

pub(crate) fn go_on(state: &State, time: Duration) -> Result<Piece> {
    let (start, mutants) = (Instant::now(), all());
    let mut piece = Piece::default();
    while start.elapsed() < time && piece.count < state.missing() {
        let seed = state.sum.count + piece.count;
        piece.found.extend(mutants.draw_one(seed, 0..Class::ALL.len()).err());
        piece.count += 1;
    }
    Ok(piece)
}

pub(crate) fn again(seed: &str) -> Result<Option<String>> {
    Ok(all().draw_one(seed.parse()?, 0..Class::ALL.len()).err())
}

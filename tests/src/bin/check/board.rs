//! What the emulated Raspberry Pi goes through.

use std::process::Command;
use std::time::Duration;

use super::Result;
use super::part::{Item, Piece, State};

/// How many a scenario tries at once, see `tests/pi/run` and `tests/pi/card`.
const AT_ONCE: u64 = 20;
const GOAL: u64 = 100;

pub(crate) fn power_cuts() -> Result<Vec<Item>> {
    Ok(vec![item("ext4")])
}

pub(crate) fn card_cuts() -> Result<Vec<Item>> {
    Ok(vec![item("both-boards")])
}

pub(crate) fn yanks() -> Result<Vec<Item>> {
    Ok(vec![item("usb-storage")])
}

fn item(name: &str) -> Item {
    Item {
        name: name.to_owned(),
        goal: Some(GOAL),
    }
}

pub(crate) fn cut(state: &State, _: Duration) -> Result<Piece> {
    scenario("tests/pi/run", "cuts", state)
}

/// So many on each board.
pub(crate) fn cut_on_the_card(state: &State, _: Duration) -> Result<Piece> {
    scenario("tests/pi/card", "more-card-cuts", state)
}

pub(crate) fn yank(state: &State, _: Duration) -> Result<Piece> {
    scenario("tests/pi/run", "yanks", state)
}

/// Runs a scenario, whose seeds go on where those ended that were tried.
fn scenario(runner: &str, name: &str, state: &State) -> Result<Piece> {
    let after = state.sum.count.to_string();
    let output = Command::new(runner).args(["--after", &after, name]).output()?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let last = said.lines().last().unwrap_or_default();
    match last {
        "1 passed, 0 failed" => Ok(Piece {
            count: AT_ONCE,
            ..Piece::default()
        }),
        "0 passed, 1 failed" => Ok(Piece {
            found: vec![format!("after {after}: {said}")],
            ..Piece::default()
        }),
        _ => Err(format!("{last}{}", String::from_utf8_lossy(&output.stderr).trim()).into()),
    }
}

//! The fuzzers.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::Result;
use super::part::{Item, Piece, State};

/// Those that read what reaches a device or is read in a way of our own are to be tried ten times as often.
const MOST: [&str; 3] = ["json", "stick", "summary"];
const RUN: &str = "tests/fuzz/run";

/// A fuzzer each.
pub(crate) fn items() -> Result<Vec<Item>> {
    let listed = Command::new(RUN).arg("list").output()?;
    let names = String::from_utf8(listed.stdout)?;
    let goal = |name: &str| if MOST.contains(&name) { 100_000_000 } else { 10_000_000 };
    let item = |name: &str| Item {
        goal: Some(goal(name)),
        name: name.to_owned(),
    };
    Ok(names.lines().map(item).collect())
}

pub(crate) fn go_on(state: &State, time: Duration) -> Result<Piece> {
    let name = &state.item.name;
    // Not much longer than the goal needs.
    let needed = state
        .speed()
        .map_or(u64::MAX, |speed| (state.missing() as f64 / speed) as u64 + 10);
    let seconds = time.as_secs().min(needed).to_string();
    let log = Path::new("target/fuzz").join(format!("{name}.log"));
    let _ = fs::remove_file(&log);
    let output = Command::new(RUN)
        .args([seconds.as_str(), name])
        .env_remove("CI")
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let Ok(log) = fs::read_to_string(log) else {
        return Err(said.into());
    };
    let executions = log
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    // One that somebody ended found nothing.
    let was_ended = log.contains("run interrupted; exiting");
    let found = if output.status.success() || was_ended {
        Vec::new()
    } else {
        vec![said]
    };
    Ok(Piece {
        // One that was found is the last, and libFuzzer counts only where it ends by itself.
        count: executions.and_then(|number| number.trim().parse().ok()).unwrap_or(0),
        found,
        goal: None,
    })
}

/// Keeps what the fuzzers found interesting.
pub(crate) fn keep_corpora() -> Result<()> {
    if Command::new(RUN).arg("keep").status()?.success() {
        Ok(())
    } else {
        Err("the corpora could not be kept".into())
    }
}

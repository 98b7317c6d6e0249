//! The parts of the long checks, as a table, and what was tried of each so far.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::DateTime;
use playtally_tests::sums::{Sum, Sums, Tried};

use super::{Result, board, commands, fuzz, layouts, mutants, system_calls};

/// Where a run adds what it tried.
const SUMS: &str = "target/proof/sums";
/// What was tried before, anywhere: a checkout that has tried nothing goes on from there.
const KEPT: &str = "release/sums";

/// A kind of checks.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its name on the command line.
    pub(crate) name: &'static str,
    /// What is counted.
    pub(crate) unit: &'static str,
    /// What it consists of.
    pub(crate) items: fn() -> Result<Vec<Item>>,
    /// Goes on with an item for about so long. An error says why it cannot be tried here.
    pub(crate) go_on: fn(&State, Duration) -> Result<Piece>,
    /// For parts that have seeds.
    pub(crate) again: Option<Again>,
}

/// Tries again what a run found, by its seed, and says what is wrong, if something is.
pub(crate) type Again = fn(&str) -> Result<Option<String>>;

/// What is counted by itself.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) name: String,
    /// How much is to be tried before a release; none where a run has to tell.
    pub(crate) goal: Option<u64>,
}

/// An item, and what was tried of it so far.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) item: Item,
    pub(crate) sum: Sum,
}

/// What one run tried.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece {
    pub(crate) count: u64,
    /// What went wrong, each with the seed that shows it again.
    pub(crate) found: Vec<String>,
    /// How much is to be tried, where the run tells.
    pub(crate) goal: Option<u64>,
}

/// Every part.
pub(crate) const PARTS: &[Part] = &[
    Part {
        name: "system-calls",
        unit: "faults",
        items: system_calls::items,
        go_on: system_calls::go_on,
        again: Some(system_calls::again),
    },
    Part {
        name: "mutants",
        unit: "mutants",
        items: mutants::items,
        go_on: mutants::go_on,
        again: Some(mutants::again),
    },
    Part {
        name: "layouts",
        unit: "summaries",
        items: layouts::items,
        go_on: layouts::go_on,
        again: Some(layouts::again),
    },
    Part {
        name: "fuzz",
        unit: "executions",
        items: fuzz::items,
        go_on: fuzz::go_on,
        again: None,
    },
    Part {
        name: "power-cuts",
        unit: "power cuts",
        items: board::power_cuts,
        go_on: board::cut,
        again: None,
    },
    Part {
        name: "card-cuts",
        unit: "power cuts",
        items: board::card_cuts,
        go_on: board::cut_on_the_card,
        again: None,
    },
    Part {
        name: "yanks",
        unit: "yanks",
        items: board::yanks,
        go_on: board::yank,
        again: None,
    },
    Part {
        name: "commands",
        unit: "runs",
        items: commands::items,
        go_on: commands::go_on,
        again: None,
    },
];

/// The names of all parts, to be read.
pub(crate) fn names() -> String {
    let names: Vec<_> = PARTS.iter().map(|part| part.name).collect();
    names.join(", ")
}

/// What was tried so far.
fn sums() -> Result<Sums> {
    let (sums, kept) = (Path::new(SUMS), Path::new(KEPT));
    if !sums.exists() && kept.exists() {
        fs::create_dir_all(sums.parent().unwrap_or(sums))?;
        fs::copy(kept, sums)?;
    }
    Ok(Sums::in_file(sums))
}

/// Keeps what was tried so far for every other checkout.
pub(crate) fn keep() -> Result<()> {
    Ok(fs::write(KEPT, sums()?.shortened()?)?)
}

/// Forgets what was tried so far, here; what is kept is replaced by the next [`keep`].
pub(crate) fn forget() -> Result<()> {
    let sums = Path::new(SUMS);
    fs::create_dir_all(sums.parent().unwrap_or(sums))?;
    Ok(fs::write(sums, "")?)
}

/// Every item of a part, with what was tried of it so far.
pub(crate) fn states(part: &Part) -> Result<Vec<State>> {
    let sums = sums()?;
    let with_sum = |item: Item| -> Result<State> {
        let sum = sums.of(part.name, &item.name)?;
        Ok(State { item, sum })
    };
    (part.items)()?.into_iter().map(with_sum).collect()
}

/// Adds what was tried of an item now.
pub(crate) fn add(part: &Part, item: &Item, piece: &Piece, seconds: u64) -> Result<()> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let now = DateTime::from_timestamp(now as i64, 0).unwrap_or_default();
    let described = Command::new("git")
        .args(["describe", "--always", "--dirty=+", "--exclude=*"])
        .output()?;
    sums()?.add(&Tried {
        part: part.name.to_owned(),
        item: item.name.clone(),
        count: piece.count,
        goal: piece.goal.or(item.goal).unwrap_or(u64::MAX),
        seconds,
        found: piece.found.len() as u64,
        date: now.date_naive(),
        commit: String::from_utf8_lossy(&described.stdout).trim().to_owned(),
    })?;
    Ok(())
}

impl State {
    /// How much is to be tried; none where nobody knows yet.
    pub(crate) fn goal(&self) -> Option<u64> {
        self.item.goal.or(self.sum.goal)
    }

    /// How much is missing.
    pub(crate) fn missing(&self) -> u64 {
        self.goal().unwrap_or(u64::MAX).saturating_sub(self.sum.count)
    }

    /// How much was tried in a second so far; none where it is not known.
    pub(crate) fn speed(&self) -> Option<f64> {
        let Sum { count, seconds, .. } = self.sum;
        (count > 0 && seconds > 0).then(|| count as f64 / seconds as f64)
    }
}

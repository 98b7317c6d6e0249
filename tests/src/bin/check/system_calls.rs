//! Every system call of every command that writes, failed or killed at.

use std::time::{Duration, Instant};

use playtally_tests::system_calls::{Promise, Task, is_possible};

use super::Result;
use super::part::{Item, Piece, State};

fn promise(name: &str) -> Result<Promise> {
    if !is_possible() {
        return Err("strace is needed, and leave to trace".into());
    }
    let task = Task::all().into_iter().find(|task| task.name == name);
    let task = task.ok_or_else(|| format!("there is no such command; there are {}", Task::NAMES.join(", ")))?;
    Ok(Promise::of(task))
}

/// A command each. How many calls it makes is known once it has run.
pub(crate) fn items() -> Result<Vec<Item>> {
    let item = |name: &&str| Item {
        name: (*name).to_owned(),
        goal: None,
    };
    Ok(Task::NAMES.iter().map(item).collect())
}

pub(crate) fn go_on(state: &State, time: Duration) -> Result<Piece> {
    let (start, promise) = (Instant::now(), promise(&state.item.name)?);
    let faults = promise.faults();
    let mut piece = Piece {
        goal: Some(faults.len() as u64),
        ..Piece::default()
    };
    for fault in faults.iter().skip(state.sum.count as usize) {
        if start.elapsed() > time {
            break;
        }
        let broken = promise.is_kept_in_spite_of(fault).err();
        piece
            .found
            .extend(broken.map(|broken| format!("system-calls={}:{fault}: {broken}", promise.name())));
        piece.count += 1;
    }
    Ok(piece)
}

pub(crate) fn again(seed: &str) -> Result<Option<String>> {
    let (name, fault) = seed
        .split_once(':')
        .ok_or("a seed is such as import:pwrite64:3:ENOSPC")?;
    Ok(promise(name)?.is_kept_in_spite_of(&fault.parse()?).err())
}

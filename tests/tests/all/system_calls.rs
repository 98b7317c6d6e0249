//! What commands promise when a system call fails, or when they are killed at it. Here a sample of the calls is tried;
//! `release/check system-calls` tries them all.
#![cfg(target_os = "linux")]

use playtally_tests::system_calls::{Fault, Promise, Task, is_possible};

/// About so many faults are tried.
const SAMPLE: usize = 120;

#[test]
fn whatever_fails_nothing_is_harmed_and_no_success_is_a_lie() {
    if !is_possible() {
        return println!("skipped: strace is needed, and leave to trace");
    }
    let promises: Vec<Promise> = Task::all().into_iter().map(Promise::of).collect();
    assert!(
        promises.iter().map(Promise::name).eq(Task::NAMES),
        "all are known by name"
    );
    let with_faults = |promise| Promise::faults(promise).into_iter().map(move |fault| (promise, fault));
    let all: Vec<(&Promise, Fault)> = promises.iter().flat_map(with_faults).collect();
    let tried: Vec<_> = all.iter().step_by(all.len().div_ceil(SAMPLE)).collect();
    assert!(
        tried.len() > SAMPLE / 2 && all.len() > 20 * SAMPLE,
        "{} of {}",
        tried.len(),
        all.len()
    );
    let broken: Vec<String> = tried
        .iter()
        .filter_map(|(promise, fault)| {
            let broken = promise.is_kept_in_spite_of(fault).err()?;
            Some(format!("system-calls={}:{fault}: {broken}", promise.name()))
        })
        .collect();
    assert!(
        broken.is_empty(),
        "{} of {}:\n{}",
        broken.len(),
        tried.len(),
        broken.join("\n")
    );
}

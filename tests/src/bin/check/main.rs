//! Checks that take longer than anyone waits, in pieces: `release/check`. What was tried so far is kept in target/proof, and
//! docs/proof.md says it; release/sums is what the next checkout goes on from.

mod board;
mod commands;
mod document;
mod fuzz;
mod layouts;
mod long_test;
mod mutants;
mod part;
mod system_calls;

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Parser;
use part::{PARTS, Part, Piece, State};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// No piece of an item is longer, so that little is lost when a run is ended; and none is shorter.
const LONGEST: Duration = Duration::from_secs(600);
const SHORTEST: Duration = Duration::from_secs(20);

/// Goes on with checks that take hours or days, for so many minutes, from where the last run ended.
#[derive(Debug, Parser)]
#[command(name = "release/check")]
struct Arguments {
    /// How long to go on
    #[arg(long, default_value_t = 60)]
    minutes: u64,

    /// Only says what was tried so far
    #[arg(long)]
    list: bool,

    /// Writes what was tried so far into docs/proof.md and release/sums, and tries nothing
    #[arg(long)]
    write: bool,

    /// Keeps what the fuzzers found interesting, minimised, in tests/fuzz/seeds, and tries nothing
    #[arg(long)]
    keep_corpora: bool,

    /// Forgets what was tried so far, as before a release, and tries nothing
    #[arg(long)]
    anew: bool,

    /// Parts to go on with, or all; PART=SEED tries again what a run found
    #[arg(value_name = "PART")]
    parts: Vec<String>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("release/check: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all that was tried was as it should be.
fn run(arguments: &Arguments) -> Result<bool> {
    if arguments.anew {
        return part::forget().map(|()| true);
    }
    if arguments.write {
        document::write()?;
        return part::keep().map(|()| true);
    }
    if arguments.keep_corpora {
        return fuzz::keep_corpora().map(|()| true);
    }
    let (mut parts, mut seeds) = (Vec::new(), Vec::new());
    for name in &arguments.parts {
        let (name, seed) = name
            .split_once('=')
            .map_or((name.as_str(), None), |(name, seed)| (name, Some(seed)));
        let part = PARTS.iter().find(|part| part.name == name);
        let part = part.ok_or_else(|| format!("there is no part {name}; there are {}", part::names()))?;
        match seed {
            Some(seed) => seeds.push((part, seed)),
            None => parts.push(part),
        }
    }
    if arguments.parts.is_empty() {
        parts.extend(PARTS);
    }
    let mut all_is_well = true;
    for (part, seed) in seeds {
        let again = part.again.ok_or_else(|| format!("{} has no seeds", part.name))?;
        match again(seed)? {
            None => println!("ok      {}={seed}", part.name),
            Some(broken) => {
                all_is_well = false;
                println!("FAILED  {broken}");
            }
        }
    }
    if parts.is_empty() {
        return Ok(all_is_well);
    }
    if !arguments.list {
        all_is_well &= go_on(&parts, Duration::from_secs(60 * arguments.minutes))?;
    }
    list(&parts)?;
    Ok(all_is_well)
}

/// Goes on with every item of some parts until its goal is reached, by turns, for a while.
fn go_on(parts: &[&Part], time: Duration) -> Result<bool> {
    let start = Instant::now();
    let mut all_is_well = true;
    // What cannot be tried here, or was found to be broken, is not tried again.
    let mut ended: Vec<(&str, String)> = Vec::new();
    loop {
        let mut open = Vec::new();
        for part in parts {
            let items = part::states(part)?.into_iter().filter(|state| state.missing() > 0);
            open.extend(items.map(|state| (*part, state)));
        }
        open.retain(|(part, state)| !ended.contains(&(part.name, state.item.name.clone())));
        let before = start.elapsed();
        if open.is_empty() || before >= time {
            return Ok(all_is_well);
        }
        let items = open.len() as u32;
        for (part, state) in open {
            let left = time.saturating_sub(start.elapsed());
            if left.is_zero() {
                break;
            }
            let share = ((time - before) / items)
                .clamp(SHORTEST, LONGEST)
                .min(left.max(SHORTEST));
            let went = one_piece(part, &state, share)?;
            all_is_well &= went != Went::Wrong;
            if went != Went::Well {
                ended.push((part.name, state.item.name));
            }
        }
    }
}

/// How a piece went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Went {
    Well,
    Wrong,
    /// It cannot be tried here.
    NotAtAll,
}

/// Goes on with one item for a while.
fn one_piece(part: &Part, state: &State, time: Duration) -> Result<Went> {
    let (name, item) = (part.name, &state.item.name);
    let start = Instant::now();
    let piece = match (part.go_on)(state, time) {
        Ok(piece) => piece,
        Err(error) => {
            println!("skipped {name:<14} {item:<18} {error}");
            return Ok(Went::NotAtAll);
        }
    };
    let seconds = start.elapsed().as_secs();
    part::add(part, &state.item, &piece, seconds)?;
    let Piece { count, found, .. } = piece;
    let (went, how) = match found[..] {
        [] => (Went::Well, "ok"),
        _ => (Went::Wrong, "FAILED"),
    };
    println!("{how:<7} {name:<14} {item:<18} {count} {} in {seconds} s", part.unit);
    for found in &found {
        println!("        {found}");
    }
    Ok(went)
}

/// Says what was tried so far, how fast that went, and what is missing.
fn list(parts: &[&Part]) -> Result<()> {
    let (mut reached, mut goals) = (0, 0);
    for part in parts {
        for state in part::states(part)? {
            let missing = state.missing();
            goals += 1;
            reached += u32::from(missing == 0);
            let (name, item, unit, count) = (part.name, &state.item.name, part.unit, state.sum.count);
            let still = match (state.goal(), state.speed()) {
                (_, _) if missing == 0 => "reached".to_owned(),
                (None, _) => "not begun".to_owned(),
                (_, None) => format!("{missing} missing"),
                (_, Some(speed)) => {
                    let hours = missing as f64 / speed / 3600.0;
                    format!("{missing} missing, {hours:.1} h at {speed:.1} a second")
                }
            };
            println!("{name:<14} {item:<18} {count} {unit}, {still}");
        }
    }
    println!("{reached} of {goals} goals are reached");
    Ok(())
}

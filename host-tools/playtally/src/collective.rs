//! `playtally collective`: many owners together. Files, asking and printing; all else is in `playtally-collective`.

pub(crate) mod arguments;
mod books;
mod check;
mod collect;
pub(crate) mod contribute;
mod count;
mod dataset;
pub(crate) mod disk;
mod found;
mod inbox;
mod ledger;
mod page;
pub(crate) mod papers;
mod payment;
mod payout;
mod propose;
mod read;
mod revoke;
mod sell;
mod steps;
mod vote;

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Error, Result, bail};
use chrono::{NaiveDate, Utc};
use playtally_collective::{self as collective, Invitation, MOST};
use playtally_history::escape::shown;

use crate::ask;
use crate::output;
use crate::safely::{Output, Outputs};
use arguments::Command;

/// Does what was asked for.
pub(crate) fn run(
    command: &Command,
    library: impl FnOnce() -> Result<std::path::PathBuf>,
    outputs: &mut Outputs,
) -> Result<()> {
    match command {
        Command::Read(arguments) => read::run(arguments),
        Command::Contribute(arguments) => contribute::run(arguments, &library()?, outputs),
        Command::Revoke(arguments) => revoke::run(arguments, &library()?, outputs),
        Command::Ledger(arguments) => ledger::run(arguments, &library()?, outputs),
        Command::Found(arguments) => found::run(arguments, &library()?, outputs),
        Command::Collect(arguments) => collect::run(arguments, &library()?, outputs),
        Command::Count(arguments) => count::run(arguments, &library()?, outputs),
        Command::Check(arguments) => check::run(arguments, library, outputs),
        Command::Dataset(arguments) => dataset::run(arguments, outputs),
        Command::Propose(arguments) => propose::run(arguments, &library()?, outputs),
        Command::Vote(arguments) => vote::run(arguments, &library()?, outputs),
        Command::Sell(arguments) => sell::run(arguments, &library()?, outputs),
        Command::Payment(arguments) => payment::run(arguments, &library()?, outputs),
        Command::Payout(arguments) => payout::run(arguments, &library()?, outputs),
    }
}

/// A file of at most as many bytes as any note has.
fn file(path: &Path) -> Result<Vec<u8>> {
    let named = || format!("cannot read {}", shown(path));
    let file = File::open(path).with_context(named)?;
    if !file.metadata().with_context(named)?.is_file() {
        bail!("{} is no file", shown(path));
    }
    let mut bytes = Vec::new();
    file.take(MOST as u64 + 1).read_to_end(&mut bytes).with_context(named)?;
    Ok(bytes)
}

/// The same as text.
pub(crate) fn text(path: &Path) -> Result<String> {
    String::from_utf8(file(path)?).map_err(|_| anyhow::anyhow!("{} is not text in UTF-8", shown(path)))
}

/// What is wrong with a file.
pub(crate) fn wrong(path: &Path) -> impl Fn(collective::Error) -> Error {
    move |error| anyhow::anyhow!("{} {error}", shown(path))
}

/// An invitation that its coordinator signed.
fn invitation(path: &Path) -> Result<Invitation> {
    Invitation::read(&file(path)?).map_err(wrong(path))
}

pub(crate) fn today() -> NaiveDate {
    Utc::now().date_naive()
}

/// Says something that is to be read before signing, and not sent on with what is signed.
fn say_beside(output: &Output, text: &str) -> Result<()> {
    if output.is_printed() {
        output::say(text.trim_end());
        return Ok(());
    }
    output::print(text)
}

/// Whether the owner signs: types the collective's name, or said it with `--sign`.
pub(crate) fn signs(signing: &arguments::Signing, name: &str) -> Result<bool> {
    if let Some(sign) = &signing.sign {
        if sign == name {
            return Ok(true);
        }
        bail!("nothing was signed: --sign says {sign:?}, and the name is {name:?}");
    }
    let prompt = format!("Type {name} to sign, anything else to leave: ");
    Ok(ask::line(&prompt, "--sign NAME signs without asking. Nothing was signed")? == name)
}

/// The same while something is made: what goes wrong in asking is kept, to be told as what it is.
fn agreed(failed: &mut Option<Error>, ask: impl FnOnce() -> Result<bool>) -> collective::Result<bool> {
    Ok(ask().unwrap_or_else(|error| {
        *failed = Some(error);
        false
    }))
}

//! `playtally group`: some friends, one folder that goes round, and a total. Files, asking and printing; all else is in
//! `playtally-collective`.

mod add;
pub(crate) mod arguments;
mod keys;
mod open;
mod start;
mod told;

use std::path::Path;

use anyhow::{Result, bail};
use playtally_collective::group::{GROUP, Group};
use playtally_collective::{Folder, Kind};
use playtally_history::escape::shown;

use crate::collective::disk::Disk;
use crate::safely::Outputs;
use arguments::Command;

/// Does what was asked for.
pub(crate) fn run(command: &Command, library: &Path, outputs: &mut Outputs) -> Result<()> {
    match command {
        Command::Start(arguments) => start::run(arguments, library, outputs),
        Command::Add(arguments) => add::run(arguments, library, outputs),
        Command::Open(arguments) => open::run(arguments, library, outputs),
    }
}

/// The group whose folder this is; none where there is none yet.
fn of(disk: &Disk) -> Result<Option<Group>> {
    let bytes = disk.read(GROUP, Kind::Group.most())?;
    let group = bytes.map(|bytes| Group::read(&bytes)).transpose();
    group.map_err(|error| anyhow::anyhow!("{GROUP} {error}"))
}

/// The same, where there has to be one.
fn needed(disk: &Disk, folder: &Path) -> Result<Group> {
    let Some(group) = of(disk)? else {
        bail!(
            "there is no group in {} yet: one of you starts it with `playtally group start`",
            shown(folder)
        );
    };
    Ok(group)
}

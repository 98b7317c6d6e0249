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
use playtally_collective::group::{GROUP, Group, Kept, allow};
use playtally_collective::{Folder, Kind};
use playtally_history::escape::shown;

use crate::collective::{self, disk::Disk};
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

/// Whether the friends at these places may be added up, after all that was added up in other groups before.
fn allowed(group: &Group, places: impl IntoIterator<Item = u8>, groups: &[Kept]) -> Result<()> {
    let others = groups.iter().filter(|kept| kept.group.hash() != group.hash());
    let earlier = others.map(Kept::earlier).collect::<Result<Vec<_>, _>>()?;
    let refused = |error| anyhow::anyhow!("\"{}\" {error}", group.terms.name);
    allow(group, places, &earlier, collective::today()).map_err(refused)
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

//! `playtally collective count`: does whatever a counter's turn is.

use std::cell::RefCell;
use std::path::Path;

use anyhow::{Context, Result};
use chrono::Utc;
use playtally_collective::{Error, Folder, INVITATION, Invitation, Keys, Kind, PROPOSAL, Proposal, Turn, random, turn};
use playtally_history::Library;
use serde::Serialize;

use super::disk::Disk;
use super::{arguments, papers};
use crate::outcome::Misuse;
use crate::safely::Outputs;
use crate::{library, output};

#[derive(Serialize)]
struct Told {
    counter: String,
    done: Vec<String>,
    next: String,
    over: bool,
}

pub(super) fn run(arguments: &arguments::Count, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let mut disk = Disk::open(&arguments.folder, outputs, arguments.dry_run)?;
    let (mut library, is_new) = library::open_or_start(path)?;
    let counted = counting(arguments, &mut library, &mut disk);
    if is_new && (arguments.dry_run || counted.is_err()) && library.papers(papers::COUNTER)?.is_empty() {
        drop(library);
        let _ = Library::erase(path);
    }
    let (name, turn) = counted?;
    if arguments.json {
        return output::print_json(&Told {
            counter: name,
            done: turn.done,
            next: turn.next,
            over: turn.is_over,
        });
    }
    let done: String = turn.done.iter().map(|done| format!("{done}\n")).collect();
    let dry = if arguments.dry_run {
        "Nothing was written: this was a dry run.\n"
    } else {
        ""
    };
    output::print(&format!("{done}{}\n{dry}", turn.next))
}

fn counting(arguments: &arguments::Count, library: &mut Library, disk: &mut Disk) -> Result<(String, Turn)> {
    let all = papers::keys(library)?;
    let mut keys = chosen(arguments, &all, disk)?;
    let id = keys.id()?;
    let now = u64::try_from(Utc::now().timestamp()).unwrap_or_default();
    let papers = RefCell::new(library);
    let mut keep = |keys: &Keys| {
        if arguments.dry_run {
            return Ok(());
        }
        let put = papers
            .borrow_mut()
            .change_papers(|papers| papers.put(papers::COUNTER, &id, &keys.text()));
        put.map_err(|error| Error::Files(error.to_string()))
    };
    let turn = turn(disk, &mut keys, &mut keep, &mut random(), now)?;
    if turn.is_over && !arguments.dry_run {
        papers
            .borrow_mut()
            .change_papers(|papers| papers.forget(papers::COUNTER, &id))?;
    }
    Ok((keys.name, turn))
}

/// The keys for this folder: those of the round or vote that its invitation or proposal names; before there is one, those of
/// the offer, or new ones.
fn chosen(arguments: &arguments::Count, all: &[Keys], disk: &Disk) -> Result<Keys> {
    const GONE: &str = "your library has no keys to count in this round or vote: it does not count on you, or your keys are destroyed since \
                        it was counted";
    if let Some(bytes) = disk.read(PROPOSAL, Kind::Proposal.most())? {
        let proposal = Proposal::read(&bytes).map_err(super::wrong(Path::new(PROPOSAL)))?;
        return all.iter().find(|keys| keys.are_in(&proposal)).cloned().context(GONE);
    }
    let invitation = disk.read(INVITATION, Kind::Invitation.most())?;
    if let Some(bytes) = invitation {
        let invitation = Invitation::read(&bytes).map_err(super::wrong(Path::new(INVITATION)))?;
        let keys = all.iter().find(|keys| keys.are_of(&invitation));
        return keys.cloned().context(GONE);
    }
    for keys in all.iter().filter(|keys| keys.are_free()) {
        let is_offered = disk
            .names(playtally_collective::OFFERS)?
            .contains(&format!("{}.note", keys.id()?));
        if is_offered && arguments.name.as_ref().is_none_or(|name| *name == keys.name) {
            return Ok(keys.clone());
        }
    }
    let name = arguments.name.as_ref().ok_or_else(|| {
        Misuse(
            "there is no invitation or proposal in this folder yet; say with --name NAME as whom you offer to count"
                .to_owned(),
        )
    })?;
    Ok(Keys::new(name, &mut random())?)
}

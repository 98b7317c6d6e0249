//! `playtally collective read`: what a file is, in words.

use std::path::{Path, PathBuf};

use anyhow::Result;
use playtally_collective::group::{GROUP, Group};
use playtally_collective::{INVITATION, Invitation, Kind, PROPOSAL, Proposal, SALE, Sale, words};
use serde::Serialize;

use super::arguments;
use crate::output;

/// What a file is.
#[derive(Serialize)]
struct Told {
    kind: &'static str,
    words: String,
}

pub(super) fn run(arguments: &arguments::Read) -> Result<()> {
    let bytes = super::file(&arguments.file)?;
    let invitation = match &arguments.invitation {
        Some(path) => Some(super::invitation(path)?),
        None => beside(&arguments.file),
    };
    let (sale, proposal) = (sale(&arguments.file), proposal(&arguments.file));
    let group = group(&arguments.file);
    let beside = words::Beside {
        invitation: invitation.as_ref(),
        sale: sale.as_ref(),
        proposal: proposal.as_ref(),
        group: group.as_ref(),
    };
    let words = words::read(&bytes, beside).map_err(super::wrong(&arguments.file))?;
    if !arguments.json {
        return output::print(&words);
    }
    let kind = String::from_utf8(bytes)
        .ok()
        .and_then(|text| Kind::of(&text.replace("\r\n", "\n")));
    output::print_json(&Told {
        kind: kind.map_or("head", Kind::word),
        words,
    })
}

/// The invitation beside a file, or in a folder above.
fn beside(file: &Path) -> Option<Invitation> {
    above(file, INVITATION).find_map(|path| super::invitation(&path).ok())
}

/// The sale beside a file of books, or in a folder above.
fn sale(file: &Path) -> Option<Sale> {
    above(file, SALE).find_map(|path| Sale::read(&super::file(&path).ok()?).ok())
}

/// The proposal of a vote beside a file, or in a folder above.
fn proposal(file: &Path) -> Option<Proposal> {
    above(file, PROPOSAL).find_map(|path| Proposal::read(&super::file(&path).ok()?).ok())
}

/// The group of friends beside a file, or in a folder above.
fn group(file: &Path) -> Option<Group> {
    above(file, GROUP).find_map(|path| Group::read(&super::file(&path).ok()?).ok())
}

/// Where a file of this name may lie, as deep as files lie in the folder of a round.
fn above(file: &Path, name: &str) -> impl Iterator<Item = PathBuf> {
    let file = file.canonicalize().unwrap_or_default();
    let folders: Vec<PathBuf> = file
        .ancestors()
        .skip(1)
        .take(4)
        .map(|folder| folder.join(name))
        .collect();
    folders.into_iter()
}

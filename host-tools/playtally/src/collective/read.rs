//! `playtally collective read`: what a file is, in words.

use std::path::Path;

use anyhow::Result;
use playtally_collective::{INVITATION, Invitation, Kind, words};
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
    let words = words::read(&bytes, invitation.as_ref()).map_err(super::wrong(&arguments.file))?;
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

/// The invitation beside a file, or in a folder above: as deep as files lie in the folder of a round.
fn beside(file: &Path) -> Option<Invitation> {
    let file = file.canonicalize().ok()?;
    let folders = file.ancestors().skip(1).take(4);
    folders
        .map(|folder| folder.join(INVITATION))
        .find_map(|path| super::invitation(&path).ok())
}

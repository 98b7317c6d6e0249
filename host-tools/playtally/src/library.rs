//! The owner's library, as the commands use it.

use std::path::Path;

use anyhow::{Context, Result, bail};
use playtally_history::escape::shown;
use playtally_history::{Library, Plays};

/// Opens the library to be read; there must be one.
pub(crate) fn open(path: &Path) -> Result<Library> {
    if !path.exists() {
        bail!(
            "there is no library at {} yet; `playtally import` makes one from your exports",
            shown(path)
        );
    }
    Ok(Library::open(path)?)
}

/// Opens the library to be added to, starting one and its folder where there is none. Says whether it is new.
pub(crate) fn open_or_start(path: &Path) -> Result<(Library, bool)> {
    // Whoever cannot tell must not take a library for one that was started for this: it would be erased with it.
    let new = !path
        .try_exists()
        .with_context(|| format!("cannot look at {}; --library FILE names another place", shown(path)))?;
    if let Some(folder) = path.parent().filter(|_| new) {
        std::fs::create_dir_all(folder).with_context(|| {
            format!(
                "cannot make the folder {}; --library FILE names another place",
                shown(folder)
            )
        })?;
    }
    let opened = Library::open(path);
    if opened.is_err() && new {
        // What was begun and could not be ended would be in the way of the next import.
        let _ = Library::erase(path);
    }
    Ok((opened?, new))
}

/// All plays of the library.
pub(crate) fn plays(path: &Path) -> Result<Plays> {
    Ok(open(path)?.plays()?)
}

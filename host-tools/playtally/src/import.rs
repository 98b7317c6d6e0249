//! `playtally import`: exports into the library.

mod books;
mod progress;

use std::path::{Path, PathBuf};

use anyhow::{Error, Result, bail};
use playtally_history::{self as history, Library};

use crate::outcome::Interrupted;
use crate::{arguments, interrupt, library, output};
pub(crate) use progress::Bar;

/// Imports all of the paths or none of them, and prints the books.
pub(crate) fn run(arguments: &arguments::Import, path: &Path) -> Result<()> {
    let heeding = interrupt::heed();
    let (mut library, new) = library::open_or_start(path)?;
    let paths: Vec<&PathBuf> = arguments.paths.iter().collect();
    let mut bar = Bar::new();
    let imported = library.import(paths, &mut bar);
    drop(bar);
    let books = match imported {
        Ok(books) => books,
        Err(error) => {
            if new {
                // It was started for this. If it cannot go, an empty library does no harm.
                drop(library);
                let _ = Library::erase(path);
            }
            return Err(explained(error, "the library is as it was"));
        }
    };
    drop(heeding);
    if arguments.json {
        output::print_json(&books)?;
    } else {
        output::print(&books::lay_out(&books, output::columns()))?;
    }
    // What could be read is kept, and the books say what could not; but an import that lost rows did not succeed.
    match books::lost(&books) {
        Some(message) => bail!(message),
        None => Ok(()),
    }
}

/// An error of reading exports, with what became of the work if the user stopped it.
pub(crate) fn explained(error: history::Error, unharmed: &str) -> Error {
    match error {
        history::Error::Stopped => Interrupted(format!("Stopped; {unharmed}.")).into(),
        error => error.into(),
    }
}

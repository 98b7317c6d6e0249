//! `playtally import`: exports into the library.

pub(crate) mod books;
mod progress;
mod undo;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Error, Result, bail};
use chrono_tz::Tz;
use playtally_history::{self as history, Books, Export, Library, Wanted};
use serde::Serialize;

use crate::home::Home;
use crate::outcome::Interrupted;
use crate::{arguments, interrupt, library, output, zone};
pub(crate) use progress::Bar;

/// The books, with what they say of home.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    books: &'a Books,
    home: Home,
}

/// Whether an import must find a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Without one, it fails.
    History,
    /// Without one, the books say so.
    Nothing,
}

/// Imports all of the paths or none of them, and prints the books.
pub(crate) fn run(arguments: &arguments::Import, path: &Path) -> Result<()> {
    if arguments.undo {
        return undo::run(arguments, path);
    }
    let heeding = interrupt::heed();
    let exports = arguments.paths.iter().map(|path| export(path, arguments));
    let mut bar = Bar::new();
    let (books, library) = into_library(path, arguments.timezone, exports.collect(), Needs::History, &mut bar)?;
    drop(bar);
    drop(heeding);
    if arguments.json {
        let home = Home::of(&library)?;
        output::print_json(&Told { books: &books, home })?;
    } else {
        if !arguments.paths.is_empty() {
            output::print(&books::lay_out(&books, output::columns()))?;
        }
        output::print(&Home::of(&library)?.tell())?;
    }
    // What could be read is kept, and the books say what could not; but an import that lost rows did not succeed.
    match books::lost(&books) {
        Some(message) => bail!(message),
        None => Ok(()),
    }
}

/// Takes exports into the library that lies here. One that was started for this is gone again if there is no use for it.
pub(crate) fn into_library(
    path: &Path,
    timezone: Option<Tz>,
    exports: Vec<Export>,
    needs: Needs,
    bar: &mut Bar,
) -> Result<(Books, Library)> {
    let (mut library, new) = library::open_or_start(path)?;
    let imported = home(&library, timezone).and_then(|home| {
        if exports.is_empty() {
            // There is only a home to be set.
            library.set_home(home)?;
            return Ok(Books::default());
        }
        let how = history::Import {
            home,
            may_be_empty: needs == Needs::Nothing,
            ..history::Import::default()
        };
        library
            .import_as(how, exports, bar)
            .map_err(|error| explained(error, "the library is as it was"))
    });
    match imported {
        Ok(books) => Ok((books, library)),
        Err(error) => {
            if new {
                // If it cannot go, an empty library does no harm.
                drop(library);
                let _ = Library::erase(path);
            }
            Err(error)
        }
    }
}

/// The home that a library is to have from now on: the one that was asked for, or for a new one that of this computer. One
/// that has plays and no home keeps it so: what it says would change.
fn home(library: &Library, asked: Option<Tz>) -> Result<Option<Tz>> {
    Ok(match (asked, library.home()?) {
        (Some(asked), _) => Some(asked),
        (None, None) if library.is_empty()? => Some(zone::of_this_computer()?),
        (None, was) => was,
    })
}

/// An export, read as the arguments have it.
pub(crate) fn export(path: &Path, arguments: &arguments::Import) -> Export {
    let wanted = Wanted {
        user: arguments.user.as_deref().map(Into::into),
        no_topic_channels: arguments.no_topic_channels,
        columns: arguments.columns.clone().map(Arc::new),
    };
    Export::Part(wanted, Box::new(path.into()))
}

/// An error of reading exports, with what became of the work if the user stopped it.
pub(crate) fn explained(error: history::Error, unharmed: &str) -> Error {
    match error {
        history::Error::Stopped => Interrupted(format!("Stopped; {unharmed}.")).into(),
        error => error.into(),
    }
}

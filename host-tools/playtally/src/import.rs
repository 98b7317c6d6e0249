//! `playtally import`: exports into the library.

mod books;
mod progress;

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

/// Imports all of the paths or none of them, and prints the books.
pub(crate) fn run(arguments: &arguments::Import, path: &Path) -> Result<()> {
    let heeding = interrupt::heed();
    let (mut library, new) = library::open_or_start(path)?;
    let was = match settle(&mut library, arguments.timezone) {
        Ok(was) => was,
        Err(error) => {
            if new {
                drop(library);
                let _ = Library::erase(path);
            }
            return Err(error);
        }
    };
    let wanted = Wanted {
        user: arguments.user.as_deref().map(Into::into),
        no_topic_channels: arguments.no_topic_channels,
        columns: arguments.columns.clone().map(Arc::new),
    };
    let exports = arguments.paths.iter();
    let exports = exports.map(|path| Export::Part(wanted.clone(), Box::new(path.into())));
    let mut bar = Bar::new();
    let imported = if arguments.paths.is_empty() {
        // There is only a home to be set.
        Ok(Books::default())
    } else {
        library.import(exports, &mut bar)
    };
    drop(bar);
    let books = match imported {
        Ok(books) => books,
        Err(error) => {
            if new {
                // It was started for this. If it cannot go, an empty library does no harm.
                drop(library);
                let _ = Library::erase(path);
            } else if library.home()? != was {
                library.set_home(was)?;
            }
            return Err(explained(error, "the library is as it was"));
        }
    };
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

/// Gives a library the home that was asked for, or a new one that of this computer. Says which one it had. One that has plays
/// and no home keeps it so: what it says would change.
fn settle(library: &mut Library, asked: Option<Tz>) -> Result<Option<Tz>> {
    let was = library.home()?;
    let home = match (asked, was) {
        (Some(asked), _) => Some(asked),
        (None, None) if library.is_empty()? => Some(zone::of_this_computer()?),
        (None, was) => was,
    };
    if home != was {
        library.set_home(home)?;
    }
    Ok(was)
}

/// An error of reading exports, with what became of the work if the user stopped it.
pub(crate) fn explained(error: history::Error, unharmed: &str) -> Error {
    match error {
        history::Error::Stopped => Interrupted(format!("Stopped; {unharmed}.")).into(),
        error => error.into(),
    }
}

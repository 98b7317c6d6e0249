//! The owner's library, as the commands use it.

use std::path::Path;

use anyhow::{Context, Result, bail};
use chrono_tz::Tz;
use playtally_collective::group::Kept;
use playtally_history::escape::shown;
use playtally_history::{Library, Plays};
use playtally_statistics::catalogue::Catalogue;
use playtally_statistics::{Rule, Statistics};
use playtally_summary::records::OwnerId;

use crate::arguments::Counting;
use crate::collective::papers;
use crate::{catalogue, home, options, zone};

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

/// Plays, whose they are, and the rule by which they count.
pub(crate) struct Counted {
    pub(crate) plays: Plays,
    pub(crate) rule: Rule,
    /// What is known of the music itself.
    pub(crate) catalogue: Catalogue,
    /// What tells their owner from others.
    pub(crate) id: Option<OwnerId>,
    /// The group of friends that was opened last.
    pub(crate) group: Option<Kept>,
    /// Whether nobody has said where home is.
    is_homeless: bool,
}

impl Counted {
    /// What is told of them.
    pub(crate) fn statistics(&self) -> Statistics {
        Statistics::knowing(&self.plays, &self.rule, &self.catalogue)
    }
}

/// All plays of the library, and the rule by which they count: in one zone if one was asked for, else at home, and on journeys
/// as they were heard. A library that does not know its home yet is counted on this computer's clock, and one is proposed.
pub(crate) fn history(path: &Path, counting: &Counting) -> Result<Counted> {
    let library = open(path)?;
    let counted = counted(&library, counting)?;
    if counted.is_homeless {
        home::propose(&library, &counted.plays, &counted.rule)?;
    }
    Ok(counted)
}

/// The same without a word.
pub(crate) fn counted(library: &Library, counting: &Counting) -> Result<Counted> {
    let home = library.home()?;
    let (zone, as_heard) = match (counting.timezone, home) {
        (Some(asked), _) => (Some(asked), false),
        (None, home) => (home, home.is_some() && !counting.home_time),
    };
    let rule = match zone {
        Some(zone) => options::rule(counting, zone),
        None => options::rule(counting, zone::of_this_computer()?),
    };
    let plays = library.plays_of(zone.unwrap_or(Tz::UTC))?;
    Ok(Counted {
        catalogue: catalogue::of(library, &plays)?,
        plays,
        rule: Rule { as_heard, ..rule },
        id: library.owner_id()?.and_then(OwnerId::new),
        group: papers::groups(library)?.into_iter().rfind(|kept| kept.total.is_some()),
        is_homeless: zone.is_none(),
    })
}

//! What the device shows: a summary as it is, or one made of an export or of the library.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use playtally_device::Kept;
use playtally_history as history;
use playtally_summary::MAGIC;

use super::file::Watched;
use crate::arguments::{Fonts, Simulate};
use crate::{import, inspect, interrupt, library, options, summary};

/// A day in seconds.
const DAY: i64 = 86_400;

/// The summary of a file, an export or the library, and the file if it is one. Reproducible ones are the same on every computer and every day.
pub(crate) fn summary(
    arguments: &Simulate,
    library: impl FnOnce() -> Result<PathBuf>,
    reproducible: bool,
) -> Result<(Kept, Option<Watched>)> {
    if let Some(path) = arguments.input.as_deref().filter(|path| is_summary(path)) {
        let watched = Watched::new(path);
        let file = inspect::read(path)?;
        let summary = Kept::new(file).with_context(|| format!("cannot show {}", path.display()))?;
        return Ok((summary, Some(watched)));
    }
    let plays = match &arguments.input {
        Some(export) => read(export)?,
        None => library::plays(&library()?)?,
    };
    let zone = || {
        if reproducible {
            Tz::UTC
        } else {
            options::local_time_zone()
        }
    };
    let rule = options::rule(&arguments.counting, zone);
    let fonts = if reproducible { Fonts::Bundled } else { Fonts::System };
    let now = if reproducible {
        plays.rows().last().map_or(0, |play| play.started_at) + DAY
    } else {
        Utc::now().timestamp()
    };
    let today = DateTime::from_timestamp(now, 0)
        .unwrap_or_default()
        .with_timezone(&rule.timezone)
        .date_naive();
    let file = summary::press(&plays, &rule, &arguments.pressing, fonts, today)?.file;
    let summary = Kept::new(file).context("cannot show the summary that was made")?;
    Ok((summary, None))
}

/// Whether a file is a summary, or is meant to be one.
fn is_summary(path: &Path) -> bool {
    let mut start = [0; MAGIC.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    path.extension()
        .is_some_and(|extension| extension == summary::EXTENSION)
        || read.is_ok() && start == MAGIC
}

/// Reads an export, with a progress bar on a terminal. Nothing is kept.
fn read(export: &Path) -> Result<history::Plays> {
    interrupt::listen();
    let read = history::read([export], &mut import::Bar::new());
    let (plays, _) = read.map_err(|error| import::explained(error, "nothing was kept"))?;
    Ok(plays)
}

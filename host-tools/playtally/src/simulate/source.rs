//! What the device shows: a summary as it is, or one made of an export or of the library.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use playtally_device::{Kept, plain};
use playtally_history::escape::shown;
use playtally_history::{self as history, Plays, Progress};
use playtally_press::Known;
use playtally_statistics::{Rule, Statistics};
use playtally_summary::{MAGIC, is_named_as_summary};

use super::file::Watched;
use crate::arguments::{Counting, Fonts, Pressing, Simulate};
use crate::text::style::{WARNING, styled};
use crate::{import, inspect, interrupt, library, options, summary, zone};

/// A day in seconds.
const DAY: i64 = 86_400;

/// How summaries are made of histories. Reproducible ones are the same on every computer and every day.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    counting: Counting,
    pressing: Pressing,
    reproducible: bool,
}

impl Source {
    pub(crate) fn new(arguments: &Simulate, reproducible: bool) -> Self {
        Self {
            counting: arguments.counting.clone(),
            pressing: arguments.pressing.clone(),
            reproducible,
        }
    }

    /// The summary of a file, an export or the library, and the file if it is a summary itself.
    pub(crate) fn summary(
        &self,
        input: Option<&Path>,
        library: impl FnOnce() -> Result<PathBuf>,
    ) -> Result<(Kept, Option<Watched>)> {
        if let Some(path) = input.filter(|path| is_summary(path)) {
            let watched = Watched::new(path);
            let file = inspect::read(path)?;
            let summary = Kept::new(file).with_context(|| format!("cannot show {}", shown(path)))?;
            return Ok((summary, Some(watched)));
        }
        let file = match input {
            Some(export) => {
                let (plays, rule) = self.read(export, &mut import::Bar::new())?;
                self.press(&plays, &Statistics::compute(&plays, &rule), &[])?
            }
            None => {
                let counted = library::history(&library()?, &self.counting)?;
                self.press(&counted.plays, &counted.statistics(), &summary::together(&counted))?
            }
        };
        let summary = Kept::new(file).context("cannot show the summary that was made")?;
        Ok((summary, None))
    }

    /// What is to be on a stick for a file: a summary as it is, sound or not, or one made of an export.
    pub(crate) fn bytes_of(&self, path: &Path) -> Result<Vec<u8>> {
        if is_summary(path) {
            return inspect::read(path);
        }
        let (plays, rule) = self.read(path, &mut ())?;
        self.press(&plays, &Statistics::compute(&plays, &rule), &[])
    }

    /// Reads an export, of which nothing is kept, and says by which rule its plays count.
    fn read(&self, export: &Path, progress: &mut dyn Progress) -> Result<(Plays, Rule)> {
        let _heeding = interrupt::heed();
        let home = match self.counting.timezone {
            Some(zone) => zone,
            None if self.reproducible => Tz::UTC,
            None => zone::of_this_computer()?,
        };
        let here = history::Here {
            now: Utc::now().timestamp(),
            home,
        };
        let read = history::read_at(here, [export], progress);
        let (plays, books) = read.map_err(|error| import::explained(error, "nothing was kept"))?;
        for left_out in &books.left_out {
            anstream::eprintln!("{} {}", styled(WARNING, "note:"), left_out.message);
        }
        let travels = self.counting.timezone.is_none() && !self.counting.home_time && !self.reproducible;
        let rule = Rule {
            as_heard: travels,
            ..options::rule(&self.counting, home)
        };
        Ok((plays, rule))
    }

    fn press(&self, plays: &Plays, statistics: &Statistics, together: &[Known]) -> Result<Vec<u8>> {
        let (fonts, now) = if self.reproducible {
            let last = plays.rows().last().map_or(0, |play| play.started_at);
            (Fonts::Bundled, last + DAY)
        } else {
            (Fonts::System, Utc::now().timestamp())
        };
        let today = DateTime::from_timestamp(now, 0)
            .unwrap_or_default()
            .with_timezone(&statistics.rule.timezone)
            .date_naive();
        Ok(summary::press(statistics, None, together, &self.pressing, fonts, today)?.file)
    }
}

/// Whether a file is a summary, or is meant to be one.
fn is_summary(path: &Path) -> bool {
    let mut start = [0; MAGIC.len()];
    let read = plain::open_named(path).and_then(|mut file| file.read_exact(&mut start));
    is_named_as_summary(&path.to_string_lossy()) || read.is_ok() && start == MAGIC
}

/// As if nothing had been said on the command line, and the same everywhere.
#[cfg(test)]
impl Default for Source {
    fn default() -> Self {
        use clap::Parser;
        let arguments = crate::arguments::Arguments::parse_from(["playtally", "simulate"]);
        let crate::arguments::Command::Simulate(arguments) = arguments.command else {
            unreachable!("simulate was asked for")
        };
        Self::new(&arguments, true)
    }
}

//! `playtally stats`: what the library says.

mod calendar;
mod discovery;
mod facts;
mod habits;
mod memories;
mod place;
mod race;
mod recap;
pub(crate) mod report;
mod ribbon;
mod taste;
mod tops;
mod week;

use std::path::Path;

use anyhow::Result;
use playtally_statistics::Statistics;

use crate::{arguments, library, options, output};

/// Prints the statistics, as a report or as JSON.
pub(crate) fn run(arguments: &arguments::Stats, path: &Path) -> Result<()> {
    let (plays, rule) = library::history(path, &arguments.counting)?;
    let statistics = Statistics::compute(&plays, &options::in_days(rule, &arguments.days)?);
    if arguments.json {
        output::print_json(&statistics)
    } else {
        output::print(&report::lay_out(&statistics, output::room()))
    }
}

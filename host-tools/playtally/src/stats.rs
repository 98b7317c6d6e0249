//! `playtally stats`: what the library says.

mod calendar;
mod discovery;
mod facts;
mod habits;
mod report;
mod ribbon;
mod tops;
mod week;

use std::path::Path;

use anyhow::Result;
use playtally_statistics::{Rule, Statistics};

use crate::{arguments, library, options, output};

/// Prints the statistics, as a report or as JSON.
pub(crate) fn run(arguments: &arguments::Stats, path: &Path) -> Result<()> {
    let rule = Rule {
        period: options::period(arguments)?,
        top: arguments.top as usize,
        ..options::rule(&arguments.counting, options::local_time_zone)
    };
    let statistics = Statistics::compute(&library::plays(path)?, &rule);
    if arguments.json {
        output::print_json(&statistics)
    } else {
        output::print(&report::lay_out(&statistics, output::columns()))
    }
}

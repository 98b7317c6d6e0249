//! `playtally stats`: what the library says.

mod charts;
mod facts;
mod lay_out;
mod tables;
#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::Result;
use playtally_statistics::Statistics;

use crate::{arguments, library, options, output};

/// Prints the statistics, as a report or as JSON.
pub(crate) fn run(arguments: &arguments::Stats, path: &Path) -> Result<()> {
    let library::Counted {
        plays, rule, catalogue, ..
    } = library::history(path, &arguments.counting)?;
    let rule = options::in_days(rule, &arguments.days)?;
    let statistics = Statistics::knowing(&plays, &rule, &catalogue);
    if arguments.json {
        output::print_json(&statistics)
    } else {
        output::print(&lay_out::lay_out(&playtally_telling::tell(&statistics), output::room()))
    }
}

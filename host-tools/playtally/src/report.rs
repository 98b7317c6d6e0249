//! `playtally report`: what the library says, as one page for a browser.

mod calendar;
mod clock;
mod cover;
mod devotion;
mod discovery;
mod eras;
mod markup;
mod moods;
mod on_this_day;
mod page;
mod places;
mod plot;
mod race;
mod recap;
mod recent;
mod svg;
#[cfg(test)]
mod tests;
mod tops;
mod words;

use std::path::Path;

use anyhow::Result;
use playtally_history::escape::shown;
use playtally_statistics::Statistics;

use crate::safely::{Content, Outputs};
use crate::text::number::bytes;
use crate::text::style::{STRONG, styled};
use crate::{arguments, library, options, output, safely};

/// Writes the page into a file, or prints it where the file is `-`.
pub(crate) fn run(arguments: &arguments::Report, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let output = outputs.file(&arguments.output, Content::Text)?;
    let (plays, rule) = library::history(path, &arguments.counting)?;
    let statistics = Statistics::compute(&plays, &options::in_days(rule, &arguments.days)?);
    let page = page::lay_out(&statistics, arguments.owner.as_deref());
    safely::write(&output, page.as_bytes())?;
    output::print_about(
        &output,
        &format!(
            "Wrote {} ({}). Open it in a browser; it asks for nothing from anywhere.\n",
            styled(STRONG, shown(output.path())),
            bytes(page.len() as u64)
        ),
    )
}

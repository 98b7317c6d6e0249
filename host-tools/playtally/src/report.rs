//! `playtally report`: what the library says, as one page for a browser.

use std::path::Path;

use anyhow::Result;
use playtally_history::escape::shown;
use playtally_statistics::Statistics;
use playtally_telling::words::number::bytes;

use crate::safely::{Content, Outputs};
use crate::text::style::{STRONG, styled};
use crate::{arguments, library, options, output, safely};

/// Writes the page into a file, or prints it where the file is `-`.
pub(crate) fn run(arguments: &arguments::Report, path: &Path, outputs: &mut Outputs) -> Result<()> {
    let output = outputs.file(&arguments.output, Content::Text)?;
    let library::Counted {
        plays, rule, catalogue, ..
    } = library::history(path, &arguments.counting)?;
    let rule = options::in_days(rule, &arguments.days)?;
    let statistics = Statistics::knowing(&plays, &rule, &catalogue);
    let story = playtally_telling::tell(&statistics);
    let page = playtally_report::page(&story, arguments.owner.as_deref(), arguments.accent);
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

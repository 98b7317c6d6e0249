//! `playtally export`: the history as a file of its owner's.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use playtally_history::escape::shown;
use playtally_history::{self as history, Exported, Library};
use playtally_telling::words::number::plural;

use crate::arguments::{self, Format};
use crate::outcome::Misuse;
use crate::safely::{Content, Outputs};
use crate::text::style::{STRONG, WARNING, styled};
use crate::{library, output, safely};

/// Writes the library's plays, and says how many and which not.
pub(crate) fn run(arguments: &arguments::Export, path: &Path, outputs: &mut Outputs) -> Result<()> {
    if arguments.spreadsheet && !matches!(arguments.format, None | Some(Format::Csv)) {
        return Err(Misuse("--spreadsheet is for csv; leave out one of them".to_owned()).into());
    }
    let output = outputs.file(&arguments.output, Content::Text)?;
    let library = library::open(path)?;
    let format = format(arguments);
    let exported = safely::write_with(&output, |out| write(&library, format, out))?;
    output::print_about(
        &output,
        &format!(
            "Wrote {} to {}.\n",
            plural(exported.plays, "play", "plays"),
            styled(STRONG, shown(output.path()))
        ),
    )?;
    say_left_out(&exported);
    Ok(())
}

/// The form that was asked for, or the one that the name of the file speaks of.
fn format(arguments: &arguments::Export) -> history::Format {
    let is_lines = arguments
        .output
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"));
    match arguments.format {
        Some(Format::Csv) | None if arguments.spreadsheet => history::Format::Spreadsheet,
        Some(Format::ListenBrainz) => history::Format::ListenBrainz,
        Some(Format::Jsonl) => history::Format::JsonLines,
        None if is_lines => history::Format::JsonLines,
        Some(Format::Csv) | None => history::Format::Csv,
    }
}

fn write(library: &Library, format: history::Format, out: &mut dyn Write) -> Result<Exported> {
    match library.export(format, out) {
        // The system's own word for it: nothing went wrong with a pipe that was closed.
        Err(history::Error::Export(error)) => Err(error.into()),
        exported => Ok(exported?),
    }
}

fn say_left_out(exported: &Exported) {
    let note = styled(WARNING, "note:");
    for (count, one, many, why) in [
        (
            exported.private,
            "private play is",
            "private plays are",
            "listens are meant for others to see",
        ),
        (
            exported.echoes,
            "report is",
            "reports are",
            "another service has the same play",
        ),
    ] {
        if count > 0 {
            output::say(format_args!("{note} {} left out: {why}", plural(count, one, many)));
        }
    }
}

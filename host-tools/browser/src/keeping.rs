//! A history as a file that its listener keeps. Nothing of it stays in the browser.

use std::io::{self, Cursor};

use chrono_tz::Tz;
use playtally_history::{Error, Format, Gathered};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What it is called in the zip.
const MEMBER: &str = "history.jsonl";

/// What `playtally export` writes of a library with the same plays, whose owner lives here, in a zip: the same bytes whenever
/// it is made.
pub(crate) fn zip(gathered: &Gathered, home: Tz) -> Result<Vec<u8>, Error> {
    let unwritten = |error| Error::Export(io::Error::other(error));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(MEMBER, SimpleFileOptions::default())
        .map_err(unwritten)?;
    gathered.export(home, Format::JsonLines, &mut zip)?;
    let zip = zip.finish().map_err(unwritten)?;
    Ok(zip.into_inner())
}

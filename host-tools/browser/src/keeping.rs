//! A history as a file that its listener keeps. Nothing of it stays in the browser.

use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use chrono_tz::Tz;
use playtally_history::{Error, Format, Gathered, Slices};
use playtally_summary::records::OwnerId;
use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::outside::{Held, Outside};
use crate::question::Given;

/// What is in the zip: the history, and whose it is.
const HISTORY: &str = "history.jsonl";
const OWNER: &str = "owner.json";
/// The longest that says whose it is, in bytes.
const LONGEST: u64 = 4096;

/// Whose a history is, as the file says: it is proposed, and never taken for granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whose {
    /// The id of their summaries, by which a device knows them: 16 hexadecimal digits.
    pub id: String,
    /// Their name, which may be empty.
    pub name: String,
    /// The IANA name of the time zone in which they live.
    pub home: String,
}

/// What `playtally export` writes of a library with the same plays, whose owner lives there, in a zip that says whose it is:
/// the same bytes whenever it is made.
pub(crate) fn zip(gathered: &Gathered, home: Tz, whose: &Whose) -> Result<Vec<u8>, Error> {
    let unwritten = |error: io::Error| Error::Export(error);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let start = |zip: &mut ZipWriter<Cursor<Vec<u8>>>, name| {
        let started = zip.start_file(name, SimpleFileOptions::default());
        started.map_err(|error| unwritten(io::Error::other(error)))
    };
    start(&mut zip, OWNER)?;
    let owner = serde_json::to_vec(whose).map_err(|error| unwritten(error.into()))?;
    zip.write_all(&owner).map_err(unwritten)?;
    start(&mut zip, HISTORY)?;
    gathered.export(home, Format::JsonLines, &mut zip)?;
    let zip = zip.finish().map_err(|error| unwritten(io::Error::other(error)))?;
    Ok(zip.into_inner())
}

/// Whose a history is that was kept so; nobody's, if it is any other file.
pub(crate) fn whose(given: &Given, outside: &Arc<dyn Outside>) -> Option<Whose> {
    let [file] = &given.files[..] else { return None };
    if given.folder || !file.path.to_lowercase().ends_with(".zip") {
        return None;
    }
    let held = Held {
        outside: outside.clone(),
        number: file.number,
        length: file.length,
    };
    let mut archive = ZipArchive::new(BufReader::new(Reader { held, place: 0 })).ok()?;
    let mut text = Vec::new();
    let member = archive.by_name(OWNER).ok()?;
    member.take(LONGEST).read_to_end(&mut text).ok()?;
    let whose: Whose = serde_json::from_slice(&text).ok()?;
    let is_sound = OwnerId::parse(&whose.id).is_some() && whose.home.parse::<Tz>().is_ok();
    is_sound.then_some(whose)
}

/// A file that is read from its beginning, or from anywhere.
struct Reader {
    held: Held,
    place: u64,
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.held.read_at(self.place, into)?;
        self.place += read as u64;
        Ok(read)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.held.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.place.checked_add_signed(by),
        };
        self.place = place.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.place)
    }
}

//! Searching a stick for summaries.
//!
//! A stick is hostile until it was read: the kernel never mounts it, and everything here works inside hard bounds of
//! bytes and calls. The file systems themselves are read by crates that others keep, one of which was not written for
//! hostile input and may panic on it; so this belongs into a process of its own, and where panics unwind they are caught.

mod blocks;
mod exfat;
mod fat;
mod foreign;
mod partitions;
mod section;

use std::io::{self, Read, Seek};
use std::panic::{self, AssertUnwindSafe};

use playtally_screen::Refusal;
use playtally_summary::is_named_as_summary;

use crate::store::newest_by_owner;
use crate::{Identity, Kept, MAX_OWNERS};
use blocks::Blocks;
use section::Section;

/// The most files that are read.
const MAX_FILES: usize = 64;

/// Finds the newest summary of each owner in the root directories of a stick: of its partitions, or of the whole stick
/// where it has none. At most [`MAX_OWNERS`] are taken.
///
/// # Errors
/// Why there is none: the best reason that can be given, if several files were looked at.
pub fn search<R: Read + Seek>(stick: R) -> Result<Vec<Kept>, Refusal> {
    let stick = Blocks::new(stick);
    let volumes = partitions::volumes(&stick).map_err(|_| Refusal::Unreadable)?;
    let (mut findings, mut foreign) = (Vec::new(), None);
    for mut volume in volumes {
        match search_volume(&mut volume) {
            Ok(finding) => findings.push(finding),
            // It holds no file system, or one that is not read here.
            Err(_) => foreign = foreign.or_else(|| foreign::recognise(&mut volume)),
        }
    }
    // A file that should have been a summary says more than a volume that cannot be read, and that more than one
    // without a summary: a Mac puts a small FAT volume of its own before every other one.
    let refusal = match findings.iter().filter_map(|finding| finding.refusal).next_back() {
        Some(why) => why,
        None => match foreign {
            Some(format) => Refusal::Format(format),
            None if findings.is_empty() => Refusal::Unreadable,
            None => Refusal::NothingFound,
        },
    };
    let mut summaries = newest_by_owner(findings.into_iter().flat_map(|finding| finding.summaries));
    // One without an id, of before there were ids, is left behind where there is one of the same name with an id.
    let with_id: Vec<Identity> = summaries
        .iter()
        .map(Kept::identity)
        .filter(|owner| owner.id.is_some())
        .collect();
    summaries.retain(|kept| {
        let owner = kept.identity();
        owner.id.is_some() || with_id.iter().all(|other| other.name != owner.name)
    });
    summaries.truncate(MAX_OWNERS);
    if summaries.is_empty() {
        Err(refusal)
    } else {
        Ok(summaries)
    }
}

/// Reads one file of at most `limit` bytes in the root directory of the first FAT volume that has one of that name, in
/// whatever case; `None` if there is none.
///
/// # Errors
/// Those of the stick, and a file longer than that.
pub fn file<R: Read + Seek>(stick: R, name: &str, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let stick = Blocks::new(stick);
    for mut volume in partitions::volumes(&stick)? {
        let search = AssertUnwindSafe(|| fat::file(&mut volume, name, limit));
        match panic::catch_unwind(search).unwrap_or(Err(io::ErrorKind::InvalidData.into())) {
            Ok(None) => {}
            Ok(found) => return Ok(found),
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => return Err(error),
            // It is no FAT, or a broken one.
            Err(_) => {}
        }
    }
    Ok(None)
}

/// Looks at the root directory of a volume.
fn search_volume<R: Read + Seek>(volume: &mut Section<'_, R>) -> io::Result<Finding> {
    let search = AssertUnwindSafe(|| match exfat::is_exfat(volume)? {
        true => exfat::search(volume),
        false => fat::search(volume),
    });
    // Nothing of the volume outlives the panic, and others may be sound.
    panic::catch_unwind(search).unwrap_or(Err(io::ErrorKind::InvalidData.into()))
}

/// What a volume holds.
#[derive(Debug, Default)]
struct Finding {
    /// The summaries, in the order in which they were read.
    summaries: Vec<Kept>,
    /// Why the last of the other files is not one.
    refusal: Option<Refusal>,
}

impl Finding {
    /// Takes in a file that may be a summary.
    fn take(&mut self, file: io::Result<Vec<u8>>) {
        match file.map(Kept::new) {
            Ok(Ok(summary)) => self.summaries.push(summary),
            Ok(Err(error)) => self.refusal = Some(error.into()),
            Err(_) => self.refusal = Some(Refusal::Unreadable),
        }
    }
}

/// What is left of a summary's extension by a system that knows no more than three letters of one.
const SHORT_EXTENSION: &str = ".tal";

/// Whether a file of that name may be a summary.
fn is_candidate(name: &str) -> bool {
    let is_short = || name.to_ascii_lowercase().ends_with(SHORT_EXTENSION);
    // macOS puts a file of its own, whose name starts with "._", beside every file.
    (is_named_as_summary(name) || is_short()) && !name.starts_with("._")
}

#[cfg(test)]
mod tests;

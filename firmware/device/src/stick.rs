//! Searching a stick for summaries.
//!
//! A stick is hostile until it was read: the kernel never mounts it, and everything here works inside hard bounds of
//! bytes and calls. The FAT file system itself is read by the `fatfs` crate, which was not written for hostile input and
//! may panic on it; so this belongs into a process of its own, and where panics unwind they are caught.

mod blocks;
mod partitions;
mod section;

use std::io::{self, Read, Seek};
use std::panic::{self, AssertUnwindSafe};

use fatfs::{DirEntry, FileSystem, FsOptions};
use playtally_screen::Refusal;
use playtally_summary::MAX_LENGTH;

use crate::store::newest_by_owner;
use crate::{Kept, MAX_OWNERS};
use blocks::Blocks;
use section::Section;

/// The most entries of the root directory that are looked at.
const MAX_ENTRIES: usize = 20_000;
/// The most files that are read: the newest ones.
const MAX_FILES: usize = 64;
/// What a summary's name ends in.
const EXTENSION: &str = ".tally";

/// Finds the newest summary of each owner in the root directories of a stick: of its partitions, or of the whole stick
/// where it has none. At most [`MAX_OWNERS`] are taken.
///
/// # Errors
/// Why there is none: the best reason that can be given, if several files were looked at.
pub fn search<R: Read + Seek>(stick: R) -> Result<Vec<Kept>, Refusal> {
    let search = AssertUnwindSafe(|| search_volumes(&Blocks::new(stick)));
    // Nothing of the stick outlives the panic.
    panic::catch_unwind(search).unwrap_or(Err(Refusal::Unreadable))
}

fn search_volumes<R: Read + Seek>(stick: &Blocks<R>) -> Result<Vec<Kept>, Refusal> {
    let volumes = partitions::volumes(stick).map_err(|_| Refusal::Unreadable)?;
    // A volume that cannot be opened holds no file system, or one that is not known here.
    let findings: Vec<Finding> = volumes
        .into_iter()
        .filter_map(|section| search_volume(section).ok())
        .collect();
    let refusal = match findings.iter().filter_map(|finding| finding.refusal).next_back() {
        Some(why) => why,
        None if findings.is_empty() => Refusal::Unreadable,
        None => Refusal::NothingFound,
    };
    let mut summaries = newest_by_owner(findings.into_iter().flat_map(|finding| finding.summaries));
    summaries.truncate(MAX_OWNERS);
    if summaries.is_empty() {
        Err(refusal)
    } else {
        Ok(summaries)
    }
}

/// What a volume holds.
#[derive(Debug, Default)]
struct Finding {
    /// The summaries, those in older files first.
    summaries: Vec<Kept>,
    /// Why the newest of the other files is none.
    refusal: Option<Refusal>,
}

/// Looks at the root directory of a volume.
fn search_volume<R: Read + Seek>(section: Section<'_, R>) -> io::Result<Finding> {
    let volume = FileSystem::new(section, FsOptions::new())?;
    let mut finding = Finding::default();
    let mut files = Vec::new();
    for entry in volume.root_dir().iter().take(MAX_ENTRIES) {
        match entry {
            Ok(entry) if is_candidate(&entry) => files.push((written(&entry), entry)),
            Ok(_) => {}
            Err(_) => {
                finding.refusal = Some(Refusal::Unreadable);
                break;
            }
        }
    }
    files.sort_by_key(|(written, _)| *written);
    for (_, entry) in files.iter().skip(files.len().saturating_sub(MAX_FILES)) {
        match read(entry).map(Kept::new) {
            Ok(Ok(summary)) => finding.summaries.push(summary),
            Ok(Err(error)) => finding.refusal = Some(error.into()),
            Err(_) => finding.refusal = Some(Refusal::Unreadable),
        }
    }
    Ok(finding)
}

fn is_candidate<R: Read + Seek>(entry: &DirEntry<'_, Section<'_, R>>) -> bool {
    let name = entry.file_name();
    // macOS puts a file of its own, whose name starts with "._", beside every file.
    entry.is_file() && name.to_lowercase().ends_with(EXTENSION) && !name.starts_with("._")
}

/// When a file was written, as its directory says it.
fn written<R: Read + Seek>(entry: &DirEntry<'_, Section<'_, R>>) -> [u16; 6] {
    let fatfs::DateTime { date, time } = entry.modified();
    [date.year, date.month, date.day, time.hour, time.min, time.sec]
}

/// A file's bytes, but no more than tell that it is too long.
fn read<R: Read + Seek>(entry: &DirEntry<'_, Section<'_, R>>) -> io::Result<Vec<u8>> {
    let mut file = Vec::new();
    entry.to_file().take(MAX_LENGTH as u64 + 1).read_to_end(&mut file)?;
    Ok(file)
}

#[cfg(test)]
mod tests;

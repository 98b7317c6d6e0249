//! FAT12, FAT16 and FAT32, which the `fatfs` crate reads.

mod boot;

use std::io::{self, Read, Seek};

use fatfs::{DirEntry, FileSystem, FsOptions};
use playtally_screen::Refusal;
use playtally_summary::MAX_LENGTH;

use super::section::Section;
use super::{Finding, MAX_FILES, is_candidate};
use boot::Shown;

/// The most entries of the root directory that are looked at.
const MAX_ENTRIES: usize = 20_000;

/// Reads the newest candidates in the root directory of a volume, the oldest first.
///
/// # Errors
/// Those of the stick, and a volume that is no FAT.
pub(super) fn search<R: Read + Seek>(section: &mut Section<'_, R>) -> io::Result<Finding> {
    let volume = FileSystem::new(Shown::new(section)?, FsOptions::new())?;
    let mut finding = Finding::default();
    let mut files = Vec::new();
    for entry in volume.root_dir().iter().take(MAX_ENTRIES) {
        match entry {
            Ok(entry) if entry.is_file() && is_candidate(&entry.file_name()) => files.push((written(&entry), entry)),
            Ok(_) => {}
            Err(_) => {
                finding.refusal = Some(Refusal::Unreadable);
                break;
            }
        }
    }
    files.sort_by_key(|(written, _)| *written);
    for (_, entry) in files.iter().skip(files.len().saturating_sub(MAX_FILES)) {
        finding.take(read(entry));
    }
    Ok(finding)
}

/// Reads the file of a name in the root directory of a volume, of at most `limit` bytes.
///
/// # Errors
/// Those of the stick, a volume that is no FAT, and a file that is longer.
pub(super) fn file<R: Read + Seek>(
    section: &mut Section<'_, R>,
    name: &str,
    limit: u64,
) -> io::Result<Option<Vec<u8>>> {
    let volume = FileSystem::new(Shown::new(section)?, FsOptions::new())?;
    for entry in volume.root_dir().iter().take(MAX_ENTRIES) {
        let entry = entry?;
        if !entry.is_file() || !entry.file_name().eq_ignore_ascii_case(name) {
            continue;
        }
        let mut bytes = Vec::new();
        entry.to_file().take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        return Ok(Some(bytes));
    }
    Ok(None)
}

type Entry<'a, 'b, 'c, R> = DirEntry<'a, Shown<'b, 'c, R>>;

/// When a file was written, as its directory says it.
fn written<R: Read + Seek>(entry: &Entry<'_, '_, '_, R>) -> [u16; 6] {
    let fatfs::DateTime { date, time } = entry.modified();
    [date.year, date.month, date.day, time.hour, time.min, time.sec]
}

/// A file's bytes, but no more than tell that it is too long.
fn read<R: Read + Seek>(entry: &Entry<'_, '_, '_, R>) -> io::Result<Vec<u8>> {
    let mut file = Vec::new();
    entry.to_file().take(MAX_LENGTH as u64 + 1).read_to_end(&mut file)?;
    Ok(file)
}

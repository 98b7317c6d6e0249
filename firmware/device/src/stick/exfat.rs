//! exFAT, as sticks of more than 32 GB come, which the `lamexfat` crate reads.

mod pieces;

use std::cell::Cell;
use std::io::{self, ErrorKind, Read, Seek};

use lamexfat::{BlockRead, Error, ExFat, Path};
use playtally_summary::MAX_LENGTH;

use super::section::Section;
use super::{Finding, MAX_FILES, is_candidate};
use pieces::Pieces;

/// The most bytes that a step may read, which bounds the memory that it takes: a directory is read as a whole. One of
/// 20,000 files takes a sixth of it.
const MAX_STEP: u64 = 16 << 20;

/// Whether a volume says that it is exFAT (Microsoft's exFAT specification, 3.1.2: `FileSystemName`).
pub(super) fn is_exfat<R: Read + Seek>(volume: &mut Section<'_, R>) -> io::Result<bool> {
    Ok(volume.bytes_at::<8>(3)? == *b"EXFAT   ")
}

/// Reads the candidates in the root directory of a volume, in the order in which they stand in it.
///
/// # Errors
/// Those of the stick, and a volume that is no sound exFAT.
pub(super) fn search<R: Read + Seek>(volume: &mut Section<'_, R>) -> io::Result<Finding> {
    let left = Cell::new(MAX_STEP);
    let bounded = Bounded {
        volume: Pieces::of(volume)?,
        left: &left,
    };
    // The length is not looked at; what lies outside cannot be read.
    let mut volume = ExFat::open(bounded, 0).map_err(unsound)?;
    left.set(MAX_STEP);
    let entries = volume.read_dir(Path::new(b"/")).map_err(unsound)?;
    let candidates = entries
        .iter()
        .filter(|entry| entry.kind == lamexfat::EntryKind::Regular && is_candidate(&entry.name));
    let mut finding = Finding::default();
    for entry in candidates.take(MAX_FILES) {
        left.set(MAX_STEP);
        // One byte more than a summary may have tells that it is too long.
        let mut file = vec![0; MAX_LENGTH + 1];
        let read = volume.read_at(Path::new(entry.name.as_bytes()), 0, &mut file);
        finding.take(read.map_err(unsound).map(|length| {
            file.truncate(length);
            file
        }));
    }
    Ok(finding)
}

fn unsound(_: Error) -> io::Error {
    ErrorKind::InvalidData.into()
}

/// A volume of which a step reads no more than it may.
struct Bounded<'a, 'b, R> {
    volume: Pieces<'a, 'b, R>,
    left: &'a Cell<u64>,
}

impl<R: Read + Seek> BlockRead for Bounded<'_, '_, R> {
    type Error = io::Error;

    fn read_at(&mut self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
        let left = self.left.get().checked_sub(bytes.len() as u64);
        self.left.set(left.ok_or(ErrorKind::FileTooLarge)?);
        self.volume.fill_at(place, bytes)
    }
}

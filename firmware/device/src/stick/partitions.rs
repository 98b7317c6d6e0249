//! Where on a stick there may be a file system.

mod guid;
mod master;

use std::io::{self, Read, Seek};

use super::blocks::Blocks;
use super::section::Section;

/// The sector sizes that computers and file systems know, in bytes. A partition table does not say how long its sectors
/// are, and a disk may have come from another case, where they had another length; a wrong guess finds no file system.
const SECTORS: [u64; 4] = [512, 4096, 2048, 1024];

/// Every part of a stick that may hold a file system, each from its start to the end of the stick: the whole of it first,
/// for sticks without a partition table. How long a partition is does not count, nor what kind its table calls it: both
/// are wrong on sticks that computers read, and the file system says the one, and is the other.
pub(super) fn volumes<R: Read + Seek>(stick: &Blocks<R>) -> io::Result<Vec<Section<'_, R>>> {
    let mut starts = vec![0];
    // A stick too short for a table has none.
    stick.read_exact_at::<512>(0)?;
    if let Some(entries) = master::entries(stick, 0) {
        if entries.iter().any(master::Entry::is_protective) {
            starts.extend(SECTORS.iter().flat_map(|&sector| guid::partitions(stick, sector)));
        }
        for sector in SECTORS {
            starts.extend(master::partitions(stick, &entries, sector));
        }
    }
    let mut volumes: Vec<Section<'_, R>> = Vec::new();
    for (at, start) in starts.iter().enumerate() {
        if *start < stick.length().max(1) && !starts[..at].contains(start) {
            volumes.push(Section::new(stick, *start));
        }
    }
    Ok(volumes)
}

//! Where on a stick there may be a file system.

use std::io::{self, Read, Seek};

use zerocopy::little_endian::{U32, U64};
use zerocopy::{FromBytes, Immutable, KnownLayout, Unaligned};

use super::blocks::Blocks;
use super::section::Section;

/// The most partitions of a GUID partition table that are looked at.
const MAX_PARTITIONS: u32 = 16;
/// The sector sizes that sticks have, in bytes.
const SECTORS: [u64; 2] = [512, 4096];
/// The kind of the one partition by which a GUID partition table hides from programs that do not know it.
const PROTECTIVE: u8 = 0xEE;

/// One of the four entries of a master boot record, at byte 446.
#[derive(Clone, Copy, FromBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
struct MasterEntry {
    status: u8,
    first_head: [u8; 3],
    kind: u8,
    last_head: [u8; 3],
    /// In sectors.
    start: U32,
    /// In sectors.
    length: U32,
}

/// The header of a GUID partition table, in sector 1 (UEFI 2.10, 5.3.2).
#[derive(FromBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
struct GuidHeader {
    signature: [u8; 8],
    not_needed: [u8; 64],
    /// The first sector of the entries.
    entries: U64,
    count: U32,
    /// Length of an entry, in bytes.
    entry_length: U32,
}

/// The part of an entry of a GUID partition table that is needed here (UEFI 2.10, 5.3.3).
#[derive(FromBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
struct GuidEntry {
    /// Zero if there is no partition.
    kind: [u8; 16],
    unique: [u8; 16],
    /// In sectors.
    first: U64,
    /// In sectors, inclusive.
    last: U64,
}

/// Every part of a stick that may hold a file system: the whole of it first, for sticks without a partition table.
pub(super) fn volumes<R: Read + Seek>(stick: &Blocks<R>) -> io::Result<Vec<Section<'_, R>>> {
    let whole = Section::new(stick, 0, stick.length());
    let master: [u8; 512] = stick.read_exact_at(0)?;
    let mut volumes = vec![whole];
    if master[510..] != [0x55, 0xAA] {
        return Ok(volumes);
    }
    let (entries, _) = <[MasterEntry; 4]>::ref_from_prefix(&master[446..]).map_err(|_| io::ErrorKind::InvalidData)?;
    if entries.iter().any(|entry| entry.kind == PROTECTIVE) {
        for sector in SECTORS {
            volumes.extend(guid_partitions(stick, sector).unwrap_or_default());
        }
    }
    let used = entries.iter().filter(|entry| !matches!(entry.kind, 0 | PROTECTIVE));
    for entry in used {
        let (start, length) = (u64::from(entry.start.get()), u64::from(entry.length.get()));
        // The table does not say how long its sectors are; a wrong guess finds no file system.
        volumes.extend(SECTORS.map(|sector| Section::new(stick, start * sector, length * sector)));
    }
    Ok(volumes)
}

/// The partitions of a GUID partition table, or none if there is none for sectors of that size.
fn guid_partitions<R: Read + Seek>(stick: &Blocks<R>, sector: u64) -> Option<Vec<Section<'_, R>>> {
    let header: [u8; size_of::<GuidHeader>()] = stick.read_exact_at(sector).ok()?;
    let header = GuidHeader::read_from_bytes(&header).ok()?;
    if header.signature != *b"EFI PART" {
        return None;
    }
    let table = header.entries.get().checked_mul(sector)?;
    let mut partitions = Vec::new();
    for number in 0..header.count.get().min(MAX_PARTITIONS) {
        let place = table.checked_add(u64::from(number) * u64::from(header.entry_length.get()))?;
        let entry: [u8; size_of::<GuidEntry>()] = stick.read_exact_at(place).ok()?;
        let entry = GuidEntry::read_from_bytes(&entry).ok()?;
        let (first, last) = (entry.first.get(), entry.last.get());
        if entry.kind == [0; 16] || last < first {
            continue;
        }
        let (start, sectors) = (first.checked_mul(sector)?, (last - first).checked_add(1)?);
        partitions.push(Section::new(stick, start, sectors.saturating_mul(sector)));
    }
    Some(partitions)
}

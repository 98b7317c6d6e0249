//! The GUID partition table, with its copy at the end of the stick.

use std::io::{Read, Seek};

use crc::{CRC_32_ISO_HDLC, Crc, Table as Steps};
use zerocopy::little_endian::{U32, U64};
use zerocopy::{FromBytes, Immutable, KnownLayout, Unaligned};

use super::super::blocks::Blocks;

/// The most bytes of a table that are looked at: four times what all systems make.
const MAX_TABLE: u64 = 64 << 10;
const CRC: Crc<u32, Steps<1>> = Crc::<u32, Steps<1>>::new(&CRC_32_ISO_HDLC);

/// The header of a table, in sector 1, and of its copy, in the last one (UEFI 2.10, 5.3.2).
#[derive(FromBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
struct Header {
    signature: [u8; 8],
    revision: U32,
    /// In bytes.
    length: U32,
    checksum: U32,
    not_needed: [u8; 52],
    /// The first sector of the entries.
    entries: U64,
    count: U32,
    /// Length of an entry, in bytes.
    entry_length: U32,
    entries_checksum: U32,
}

/// The part of an entry that is needed here (UEFI 2.10, 5.3.3).
#[derive(FromBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
struct Entry {
    /// Zero if there is no partition.
    kind: [u8; 16],
    unique: [u8; 16],
    /// In sectors.
    first: U64,
    /// In sectors, inclusive.
    last: U64,
}

/// A table as it was read.
struct Table {
    /// Where its partitions start, in bytes.
    starts: Vec<u64>,
    /// Whether both checksums are right.
    is_sound: bool,
}

/// Where the partitions of a stick's table start, in bytes, or nothing if it has none for sectors of that size. As other
/// systems do it, the copy counts where the table itself is damaged, and what is left of that one where both are.
pub(super) fn partitions<R: Read + Seek>(stick: &Blocks<R>, sector: u64) -> Vec<u64> {
    let table = table(stick, sector, sector);
    if table.as_ref().is_none_or(|table| !table.is_sound) {
        let last = (stick.length() / sector).saturating_sub(1) * sector;
        if let Some(copy) = self::table(stick, last, sector).filter(|copy| copy.is_sound) {
            return copy.starts;
        }
    }
    table.map_or_else(Vec::new, |table| table.starts)
}

/// The table whose header is at a place.
fn table<R: Read + Seek>(stick: &Blocks<R>, place: u64, sector: u64) -> Option<Table> {
    let mut bytes: [u8; 512] = stick.read_exact_at(place).ok()?;
    let (header, _) = Header::read_from_prefix(&bytes).ok()?;
    if header.signature != *b"EFI PART" {
        return None;
    }
    let (count, entry_length) = (header.count.get(), header.entry_length.get());
    let whole = u64::from(count) * u64::from(entry_length);
    let mut entries = vec![0; whole.min(MAX_TABLE) as usize];
    stick
        .fill_at(header.entries.get().checked_mul(sector)?, &mut entries)
        .ok()?;

    // It covers the header as if it were zero itself.
    bytes[16..20].fill(0);
    let covered = bytes.get(..header.length.get() as usize);
    let is_sound = covered.is_some_and(|covered| CRC.checksum(covered) == header.checksum.get())
        && whole <= MAX_TABLE
        && CRC.checksum(&entries) == header.entries_checksum.get();
    let entries = entries
        .chunks(entry_length.max(1) as usize)
        .map(Entry::read_from_prefix);
    let entries = entries.map_while(|entry| entry.ok().map(|(entry, _)| entry));
    let used = entries.filter(|entry| entry.kind != [0; 16] && entry.first <= entry.last);
    Some(Table {
        starts: used.filter_map(|entry| entry.first.get().checked_mul(sector)).collect(),
        is_sound,
    })
}

//! The master boot record, and the extended partitions that hang from it.

use std::io::{Read, Seek};

use zerocopy::little_endian::U32;
use zerocopy::{FromBytes, Immutable, KnownLayout, Unaligned};

use super::super::blocks::Blocks;

/// The kind of the one partition by which a GUID partition table hides from programs that do not know it.
const PROTECTIVE: u8 = 0xEE;
/// The kinds of partitions that hold others: of DOS, of Windows 95 and of Linux.
const EXTENDED: [u8; 3] = [0x05, 0x0F, 0x85];
/// The most links of a chain of logical partitions that are followed, so that one that bites its tail ends. Linux, which
/// follows more of them than other systems, stops at 100.
const MAX_LINKS: usize = 100;

/// One of the four entries of a table, at byte 446 of its sector.
#[derive(Clone, Copy, Debug, FromBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub(super) struct Entry {
    status: u8,
    first_head: [u8; 3],
    kind: u8,
    last_head: [u8; 3],
    /// In sectors.
    start: U32,
    /// In sectors; zero if there is no partition, whatever the kind.
    length: U32,
}

impl Entry {
    pub(super) fn is_protective(&self) -> bool {
        self.kind == PROTECTIVE
    }

    fn is_extended(&self) -> bool {
        EXTENDED.contains(&self.kind) && !self.is_empty()
    }

    fn is_empty(&self) -> bool {
        self.length.get() == 0
    }

    /// Where it starts, in bytes from where its table counts from.
    fn start(&self, sector: u64) -> u64 {
        u64::from(self.start.get()) * sector
    }
}

/// The entries of the table at a place, if there is one.
pub(super) fn entries<R: Read + Seek>(stick: &Blocks<R>, place: u64) -> Option<[Entry; 4]> {
    let sector: [u8; 512] = stick.read_exact_at(place).ok()?;
    let table = <[Entry; 4]>::read_from_bytes(&sector[446..510]).ok()?;
    (sector[510..] == [0x55, 0xAA]).then_some(table)
}

/// Where the partitions of a table start, in bytes: those in it, and the logical ones in its extended partitions.
pub(super) fn partitions<R: Read + Seek>(stick: &Blocks<R>, entries: &[Entry; 4], sector: u64) -> Vec<u64> {
    let mut starts = starts(entries, 0, sector);
    for extended in entries.iter().filter(|entry| entry.is_extended()) {
        starts.extend(logical(stick, extended.start(sector), sector));
    }
    starts
}

/// Where the partitions in an extended one start. Each has a table before it, which says where it is, counted from the
/// table, and where the next table is, counted from the extended partition.
fn logical<R: Read + Seek>(stick: &Blocks<R>, extended: u64, sector: u64) -> Vec<u64> {
    let (mut found, mut table) = (Vec::new(), extended);
    for _ in 0..MAX_LINKS {
        let Some(entries) = entries(stick, table) else { break };
        found.extend(starts(&entries, table, sector));
        match entries.iter().find(|entry| entry.is_extended()) {
            Some(next) => table = extended + next.start(sector),
            None => break,
        }
    }
    found
}

fn starts(entries: &[Entry; 4], from: u64, sector: u64) -> Vec<u64> {
    let partitions = entries.iter().filter(|entry| !entry.is_empty() && !entry.is_extended());
    partitions.map(|entry| from + entry.start(sector)).collect()
}

//! A volume in exFAT whose clusters are as small as a reader with little memory wants them.
//!
//! Clusters may have up to 32 MiB, and the `lamexfat` crate takes a directory into memory by the cluster. So a volume
//! with large ones is shown to it as one with small ones: each cluster in pieces, of which the first keeps the cluster's
//! number, so that every directory says the truth as it stands, and the others have the numbers after those of all
//! clusters. The allocation table that is shown leads from piece to piece, and from the last one to where the table of
//! the volume leads. A file that lies in one run without a table is right for its first piece only; no more is read.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};

use playtally_summary::MAX_LENGTH;
use zerocopy::little_endian::{U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::super::section::Section;

/// The length of a piece, and of the longest cluster that is left as it is, in bytes.
const PIECE: u64 = 2 << 20;
const _: () = assert!(
    MAX_LENGTH < PIECE as usize,
    "a summary, and a byte that tells that it is too long"
);
/// What is read at once where a whole piece is asked for, in bytes.
const STEP: usize = 4096;
/// An entry of a directory, in bytes; one whose first byte is zero ends it (6.1 and 6.2.1).
const ENTRY: usize = 32;
/// The boot region: the boot sector, others whose bytes do not matter, and one that repeats their checksum (Microsoft's
/// exFAT specification, 2.1 and 3.4). A copy follows, and the first sector after both.
const REGION: u64 = 12;
const AFTER: u64 = 2 * REGION;

/// The fields of the boot sector (3.1).
#[derive(FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
struct Fields {
    not_needed: [u8; 72],
    sectors: U64,
    /// In sectors.
    table: U32,
    table_length: U32,
    /// In sectors.
    heap: U32,
    clusters: U32,
    root: U32,
    serial: U32,
    revision: [u8; 2],
    flags: [u8; 2],
    sector_shift: u8,
    cluster_shift: u8,
}

/// A volume as it is shown.
pub(super) struct Pieces<'a, 'b, R> {
    volume: &'a mut Section<'b, R>,
    /// `None` if it is shown as it is.
    cut: Option<Cut>,
}

/// How a volume is cut; places and lengths are in bytes.
struct Cut {
    /// The boot region that is shown.
    region: Vec<u8>,
    clusters: u64,
    cluster: u64,
    /// Where table and clusters are on the volume.
    table: u64,
    heap: u64,
    /// And where they are shown.
    table_shown: u64,
    heap_shown: u64,
}

impl<'a, 'b, R: Read + Seek> Pieces<'a, 'b, R> {
    /// # Errors
    /// Those of the stick, and a volume whose large clusters cannot be told apart in pieces.
    pub(super) fn of(volume: &'a mut Section<'b, R>) -> io::Result<Self> {
        let cut = Cut::of(volume)?;
        Ok(Self { volume, cut })
    }

    /// Fills all of `bytes` with what is shown at a place.
    pub(super) fn fill_at(&mut self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
        let place = match &self.cut {
            None => place,
            Some(cut) => match cut.shows(place)? {
                Place::OnVolume(place) => place,
                Place::Made(made) => {
                    let made = made.get(..bytes.len()).ok_or(ErrorKind::UnexpectedEof)?;
                    bytes.copy_from_slice(made);
                    return Ok(());
                }
                Place::Link(next) => {
                    bytes.copy_from_slice(&next.to_le_bytes()[..bytes.len().min(4)]);
                    return Ok(());
                }
            },
        };
        self.volume.seek(SeekFrom::Start(place))?;
        if self.cut.is_none() || (bytes.len() as u64) < PIECE {
            return self.volume.read_exact(bytes);
        }
        // Only a directory is read by the piece, and what follows its end does not matter.
        for step in bytes.chunks_mut(STEP) {
            self.volume.read_exact(step)?;
            if step.iter().step_by(ENTRY).any(|kind| *kind == 0) {
                break;
            }
        }
        Ok(())
    }
}

/// What is shown at a place.
enum Place<'a> {
    /// What is on the volume, at another place.
    OnVolume(u64),
    /// Something that is not on it.
    Made(&'a [u8]),
    /// An entry of the allocation table that is not on it.
    Link(u32),
}

impl Cut {
    /// How to cut a volume; `None` if its clusters are small, or if no system would read it.
    fn of<R: Read + Seek>(volume: &mut Section<'_, R>) -> io::Result<Option<Self>> {
        let boot: [u8; 512] = volume.bytes_at(0)?;
        let Ok((fields, _)) = Fields::read_from_prefix(&boot) else {
            return Ok(None);
        };
        let shift = u32::from(fields.sector_shift) + u32::from(fields.cluster_shift);
        if !(9..=12).contains(&fields.sector_shift) || shift > 25 || 1 << shift <= PIECE {
            return Ok(None);
        }
        let sector = 1 << fields.sector_shift;
        let mut region = vec![0; (REGION * sector) as usize];
        volume.seek(SeekFrom::Start(0))?;
        volume.read_exact(&mut region)?;
        let (covered, sum) = region.split_at_mut(((REGION - 1) * sector) as usize);
        if sum[..4] != checksum(covered).to_le_bytes() {
            return Ok(None);
        }
        let (clusters, cluster) = (u64::from(fields.clusters.get()), 1 << shift);
        let pieces = clusters * (cluster / PIECE);
        // Entries of the table are of four bytes, and the first two of them stand for no cluster.
        let heap_shown = AFTER + (4 * (pieces + 2)).div_ceil(sector);
        let too_many = |_| io::Error::from(ErrorKind::InvalidData);
        let (shown, _) = Fields::mut_from_prefix(covered).map_err(|_| ErrorKind::InvalidData)?;
        shown.table = U32::new(AFTER as u32);
        shown.table_length = 0.into();
        shown.heap = u32::try_from(heap_shown).map_err(too_many)?.into();
        shown.clusters = u32::try_from(pieces).map_err(too_many)?.into();
        shown.cluster_shift = PIECE.ilog2() as u8 - fields.sector_shift;
        sum[..4].copy_from_slice(&checksum(covered).to_le_bytes());
        Ok(Some(Self {
            region,
            clusters,
            cluster,
            table: u64::from(fields.table.get()) * sector,
            heap: u64::from(fields.heap.get()) * sector,
            table_shown: AFTER * sector,
            heap_shown: heap_shown * sector,
        }))
    }

    /// What is shown at a place. What is read there ends with the piece, or with the entry of the table.
    fn shows(&self, place: u64) -> io::Result<Place<'_>> {
        if place < self.table_shown {
            let made = self.region.get(place as usize..).ok_or(ErrorKind::UnexpectedEof)?;
            return Ok(Place::Made(made));
        }
        if place < self.heap_shown {
            let number = ((place - self.table_shown) / 4)
                .checked_sub(2)
                .ok_or(ErrorKind::InvalidData)?;
            let (cluster, piece) = self.split(number);
            return Ok(if piece + 1 < self.pieces() {
                Place::Link((2 + self.number(cluster, piece + 1)) as u32)
            } else {
                Place::OnVolume(self.table + 4 * (2 + cluster))
            });
        }
        let (cluster, piece) = self.split((place - self.heap_shown) / PIECE);
        let within = (place - self.heap_shown) % PIECE;
        Ok(Place::OnVolume(
            self.heap + cluster * self.cluster + piece * PIECE + within,
        ))
    }

    /// How many pieces a cluster has.
    const fn pieces(&self) -> u64 {
        self.cluster / PIECE
    }

    /// The cluster that a piece is of, and which one of it; clusters and pieces are counted from zero.
    const fn split(&self, number: u64) -> (u64, u64) {
        match number.checked_sub(self.clusters) {
            None => (number, 0),
            Some(other) => (other / (self.pieces() - 1), 1 + other % (self.pieces() - 1)),
        }
    }

    /// The number of a piece of a cluster.
    const fn number(&self, cluster: u64, piece: u64) -> u64 {
        match piece {
            0 => cluster,
            _ => self.clusters + cluster * (self.pieces() - 1) + piece - 1,
        }
    }
}

/// The checksum of a boot region (3.4), but for the bytes in it that change while a volume is in use.
fn checksum(region: &[u8]) -> u32 {
    let covered = region
        .iter()
        .enumerate()
        .filter(|(at, _)| !matches!(at, 106 | 107 | 112));
    covered.fold(0, |sum: u32, (_, byte)| {
        sum.rotate_right(1).wrapping_add(u32::from(*byte))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_has_a_number_of_its_own_and_the_first_one_that_of_its_cluster() {
        let cut = Cut {
            region: Vec::new(),
            clusters: 5,
            cluster: 4 * PIECE,
            table: 0,
            heap: 0,
            table_shown: 0,
            heap_shown: 0,
        };
        let mut numbers: Vec<u64> = (0..5)
            .flat_map(|cluster| (0..4).map(move |piece| (cluster, piece)))
            .map(|(cluster, piece)| {
                let number = cut.number(cluster, piece);
                assert_eq!(cut.split(number), (cluster, piece));
                number
            })
            .collect();
        assert_eq!(numbers.iter().step_by(4).copied().collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        numbers.sort_unstable();
        assert_eq!(numbers, (0..20).collect::<Vec<_>>());
    }
}

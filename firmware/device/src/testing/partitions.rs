//! Sticks with partition tables.

use crc::{CRC_32_ISO_HDLC, Crc};

const MIB: usize = 1 << 20;
/// The kind of the partition that stands for a GUID partition table.
const PROTECTIVE_KIND: u8 = 0xEE;
/// A kind of partition that holds others.
const EXTENDED_KIND: u8 = 0x0F;
/// The entries of a GUID partition table, in bytes.
const ENTRIES: usize = 128 * 128;

/// A stick with one partition of a kind.
pub(crate) fn with_master_boot_record(kind: u8, volume: &[u8]) -> Vec<u8> {
    let mut stick = vec![0; MIB + volume.len()];
    table(&mut stick, &[(kind, MIB / 512, volume.len() / 512)]);
    stick[MIB..].copy_from_slice(volume);
    stick
}

/// A stick with one extended partition, and volumes in it one after the other.
pub(crate) fn with_logical_partitions(sector: usize, volumes: &[Vec<u8>]) -> Vec<u8> {
    let places = volumes.iter().scan(MIB, |place, volume| {
        let table = *place;
        *place += MIB + volume.len();
        Some(table)
    });
    let places: Vec<usize> = places.collect();
    let length = volumes.iter().map(|volume| MIB + volume.len()).sum::<usize>();
    let mut stick = vec![0; MIB + length];
    table(&mut stick, &[(EXTENDED_KIND, MIB / sector, length / sector)]);
    for (at, volume) in volumes.iter().enumerate() {
        let mut entries = vec![(0x06, MIB / sector, volume.len() / sector)];
        if let Some(next) = places.get(at + 1) {
            let length = (MIB + volumes[at + 1].len()) / sector;
            entries.push((EXTENDED_KIND, (next - MIB) / sector, length));
        }
        table(&mut stick[places[at]..], &entries);
        stick[places[at] + MIB..][..volume.len()].copy_from_slice(volume);
    }
    stick
}

/// A stick with a GUID partition table and its copy, on which a volume is the second partition.
pub(crate) fn with_guid_table(sector: usize, volume: &[u8]) -> Vec<u8> {
    let mut stick = with_master_boot_record(PROTECTIVE_KIND, volume);
    let mut entries = vec![0; ENTRIES];
    let entry = &mut entries[128..256];
    entry[..16].fill(7);
    entry[32..40].copy_from_slice(&((MIB / sector) as u64).to_le_bytes());
    entry[40..48].copy_from_slice(&(((MIB + volume.len()) / sector - 1) as u64).to_le_bytes());
    let copy = stick.len();
    stick.resize(copy + ENTRIES + sector, 0);
    for (header, place) in [(sector, 2 * sector), (copy + ENTRIES, copy)] {
        stick[place..place + ENTRIES].copy_from_slice(&entries);
        let header = &mut stick[header..header + 92];
        header[..12].copy_from_slice(b"EFI PART\0\0\x01\0");
        header[12] = 92;
        header[72..80].copy_from_slice(&((place / sector) as u64).to_le_bytes());
        header[80..84].copy_from_slice(&128_u32.to_le_bytes());
        header[84..88].copy_from_slice(&128_u32.to_le_bytes());
        header[88..92].copy_from_slice(&sum(&entries).to_le_bytes());
        let sum = sum(header);
        header[16..20].copy_from_slice(&sum.to_le_bytes());
    }
    stick
}

/// Writes a table of kinds, starts and lengths in sectors.
fn table(sector: &mut [u8], entries: &[(u8, usize, usize)]) {
    sector[510..512].copy_from_slice(&[0x55, 0xAA]);
    for (entry, (kind, start, length)) in sector[446..510].chunks_mut(16).zip(entries) {
        entry[4] = *kind;
        entry[8..12].copy_from_slice(&(*start as u32).to_le_bytes());
        entry[12..16].copy_from_slice(&(*length as u32).to_le_bytes());
    }
}

fn sum(bytes: &[u8]) -> u32 {
    Crc::<u32>::new(&CRC_32_ISO_HDLC).checksum(bytes)
}

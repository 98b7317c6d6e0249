//! Sticks with partition tables.

const MIB: usize = 1 << 20;
/// The kind of the partition that stands for a GUID partition table.
const PROTECTIVE_KIND: u8 = 0xEE;

/// A stick with one partition of a kind.
pub(crate) fn with_master_boot_record(kind: u8, volume: &[u8]) -> Vec<u8> {
    let mut stick = vec![0; MIB + volume.len()];
    stick[510..512].copy_from_slice(&[0x55, 0xAA]);
    let entry = &mut stick[446..462];
    entry[4] = kind;
    entry[8..12].copy_from_slice(&2048_u32.to_le_bytes());
    entry[12..16].copy_from_slice(&((volume.len() / 512) as u32).to_le_bytes());
    stick[MIB..].copy_from_slice(volume);
    stick
}

/// A stick with a GUID partition table, on which a volume is the second partition.
pub(crate) fn with_guid_table(sector: usize, volume: &[u8]) -> Vec<u8> {
    let mut stick = with_master_boot_record(PROTECTIVE_KIND, volume);
    let header = &mut stick[sector..sector + 92];
    header[..8].copy_from_slice(b"EFI PART");
    header[72..80].copy_from_slice(&2_u64.to_le_bytes());
    header[80..84].copy_from_slice(&128_u32.to_le_bytes());
    header[84..88].copy_from_slice(&128_u32.to_le_bytes());
    let entry = &mut stick[2 * sector + 128..2 * sector + 256];
    entry[..16].fill(7);
    entry[32..40].copy_from_slice(&((MIB / sector) as u64).to_le_bytes());
    entry[40..48].copy_from_slice(&(((MIB + volume.len()) / sector - 1) as u64).to_le_bytes());
    stick
}

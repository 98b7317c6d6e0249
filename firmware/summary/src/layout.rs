//! The outside of the file: header and section table.

use crc::{CRC_32_ISO_HDLC, Crc, Table};
use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// The first eight bytes of every summary.
pub const MAGIC: [u8; 8] = *b"\x89TALLY\r\n";
/// What stands after the last dot of a summary's file name.
pub const EXTENSION: &str = "tally";
/// The major version that this crate reads and writes.
pub const MAJOR: u16 = 1;
/// The minor version that this crate writes.
pub const MINOR: u16 = 0;
/// Length of the header in bytes.
pub const HEADER_LENGTH: usize = size_of::<Header>();
/// The longest file that is taken for a summary, in bytes: ten times what a long history needs, and little enough
/// for the smallest Raspberry Pi to hold several of them.
pub const MAX_LENGTH: usize = 1 << 20;

/// Whether a file calls itself a summary by its name.
#[must_use]
pub fn is_named_as_summary(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, extension)| extension.eq_ignore_ascii_case(EXTENSION))
}

const CRC: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);

/// The header. See the [crate] for the offsets.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct Header {
    /// [`MAGIC`].
    pub magic: [u8; 8],
    /// Major version of the format.
    pub major: U16,
    /// Minor version of the format.
    pub minor: U16,
    /// Length of the whole file in bytes.
    pub length: U32,
    /// [`checksum`] of the whole file.
    pub checksum: U32,
    /// Number of entries of the section table.
    pub sections: U16,
    /// Zero.
    pub reserved: U16,
}

/// One entry of the section table.
#[derive(Clone, Copy, Debug, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct SectionEntry {
    /// What the section holds: a [`crate::Section`], or a kind that a newer version knows.
    pub kind: U16,
    /// Bit 0: a reader that does not know this kind must refuse the file. The others are zero.
    pub flags: U16,
    /// Where it starts, in bytes from the start of the file; a multiple of four.
    pub offset: U32,
    /// Its length in bytes.
    pub length: U32,
}

impl SectionEntry {
    /// Whether a reader that does not know this kind must refuse the file.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        self.flags.get() & 1 == 1
    }
}

/// The checksum of a file: CRC-32/ISO-HDLC of every byte but the four of the checksum itself.
#[must_use]
pub fn checksum(file: &[u8]) -> u32 {
    const AT: core::ops::Range<usize> = 16..20;
    let mut digest = CRC.digest();
    digest.update(file.get(..AT.start).unwrap_or(file));
    digest.update(file.get(AT.end..).unwrap_or(&[]));
    digest.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_and_an_entry_are_as_long_as_documented() {
        assert_eq!(HEADER_LENGTH, 24);
        assert_eq!(size_of::<SectionEntry>(), 12);
    }

    #[test]
    fn the_checksum_leaves_out_its_own_four_bytes_and_nothing_else() {
        let file: [u8; 40] = core::array::from_fn(|i| i as u8);
        let sum = checksum(&file);
        for at in 0..file.len() {
            let mut changed = file;
            changed[at] ^= 1;
            assert_eq!(checksum(&changed) == sum, (16..20).contains(&at), "byte {at}");
        }
    }
}

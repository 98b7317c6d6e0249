//! The outside of the file: header and section table.
#![allow(
    missing_debug_implementations,
    reason = "the derive of KnownLayout makes a hidden type without it; each record derives Debug"
)]

use crc::{CRC_32_ISO_HDLC, Crc, Table};

use crate::records::declare::record;

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
/// The most bytes of a summary: enough for a long history in many scripts, and little enough for the smallest Raspberry
/// Pi to hold several of them.
pub const MAX_LENGTH: usize = 192 << 10;
/// The most bytes of its sections of data. The rest is for names and their glyphs, whatever is added to the data.
pub const MAX_DATA_LENGTH: usize = 64 << 10;

/// Whether a file calls itself a summary by its name.
#[must_use]
pub fn is_named_as_summary(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, extension)| extension.eq_ignore_ascii_case(EXTENSION))
}

const CRC: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);

record! {
    "The header." Header {
        magic: Bytes "`89 54 41 4C 4C 59 0D 0A`: the high bit and the line end reveal a transfer that changed the file.",
        major: Version "Major version of the format: a reader refuses a newer one.",
        minor: Version "Minor version: a newer one only adds sections that may be passed over, and fields to records.",
        length: Length "Length of the whole file.",
        checksum: Length "CRC-32/ISO-HDLC of the whole file but these four bytes.",
        sections: Version "Number of entries of the section table.",
        reserved: Version "Zero.",
    }
}

record! {
    "One entry of the section table." SectionEntry {
        kind: Version
            "What the section holds. A reader passes over a kind that it does not know, unless the highest bit is set: \
            then it must refuse the file.",
        record: Version
            "Length of one of its records in bytes, 1 where it holds bytes. It may be longer than this document says: \
            the rest is passed over. It may lack fields that were added later. A section with shorter ones is not read.",
        offset: Length "Where it starts, in bytes from the start of the file; a multiple of four.",
        length: Length "Its length in bytes; a multiple of that of a record.",
    }
}

impl SectionEntry {
    /// The bit of a kind that a reader must know.
    const REQUIRED: u16 = 1 << 15;

    /// Whether a reader that does not know this kind must refuse the file.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        self.kind.get() & Self::REQUIRED != 0
    }

    /// How many records it has.
    #[must_use]
    pub fn records(&self) -> usize {
        (self.length.get() as usize)
            .checked_div(self.record.get().into())
            .unwrap_or(0)
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

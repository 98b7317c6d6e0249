//! File systems that are not read here, so that their owner can be told what to do.

use std::io::{Read, Seek};

use playtally_screen::Format;

use super::section::Section;

/// Which file system a volume holds, by the bytes that each is known by; `None` if it is none of them.
pub(super) fn recognise<R: Read + Seek>(volume: &mut Section<'_, R>) -> Option<Format> {
    // The boot sector's OEM ID (Microsoft, "How NTFS Works").
    if volume.bytes_at::<8>(3).ok()? == *b"NTFS    " {
        return Some(Format::Ntfs);
    }
    // `nx_magic` of the container superblock (Apple File System Reference).
    if volume.bytes_at::<4>(32).ok()? == *b"NXSB" {
        return Some(Format::Apfs);
    }
    // The signature and version of the volume header, big-endian (Apple, Technical Note 1150). HFS of old is not read
    // by any Mac of today.
    if matches!(&volume.bytes_at::<4>(1024).ok()?, b"H+\x00\x04" | b"HX\x00\x05") {
        return Some(Format::HfsPlus);
    }
    // `s_magic` of the superblock, 56 bytes into it (Linux, Documentation/filesystems/ext4/super.rst).
    if volume.bytes_at::<2>(1024 + 56).ok()? == 0xEF53_u16.to_le_bytes() {
        return Some(Format::Ext);
    }
    None
}

//! The boot sector of a FAT volume, as computers take it and as the `fatfs` crate wants it.
//!
//! The crate refuses volumes that every computer reads: FAT32 with few clusters, which is what the others go by the
//! fields for and it by the count, and those whose fields contradict each other where nobody else looks. So it is shown
//! a boot sector that says the same of the volume in the one way that it takes.

use std::io::{self, Read, Seek, SeekFrom, Write};

use zerocopy::little_endian::{U16, U32};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::super::section::Section;

/// Its length in bytes.
const LENGTH: usize = 512;
/// The fewest clusters that the crate takes for FAT32, and the most that each allocation table can number (Microsoft, FAT
/// specification 3.5 and 4).
const FEWEST_OF_FAT32: u64 = 65_525;
const MOST_OF_FAT16: u64 = FEWEST_OF_FAT32 - 1;
const MOST_OF_FAT32: u64 = 0x0FFF_FFF5;

/// The fields (Microsoft, FAT specification, 3.1 to 3.3). From `table_32` on they are those of FAT32.
#[derive(FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
struct Fields {
    jump_and_name: [u8; 11],
    sector: U16,
    sectors_of_cluster: u8,
    reserved: U16,
    tables: u8,
    root_entries: U16,
    sectors_16: U16,
    media: u8,
    table_16: U16,
    geometry: [u8; 8],
    sectors_32: U32,
    table_32: U32,
    flags: U16,
    version: U16,
    root_cluster: U32,
    information: U16,
    copy: U16,
}

/// The boot sector to show for one that stands on a volume; `None` if no computer takes the volume for FAT.
///
/// It is one if sector and cluster have a length that there is, there is a table, and the medium is of a kind that there
/// is: so Linux and Windows tell it. It is FAT32 if the field for the length of the older tables is zero, as for them and
/// for mtools; else the count of clusters tells FAT12 from FAT16.
fn shown(stands: &[u8; LENGTH]) -> Option<[u8; LENGTH]> {
    let mut shown = *stands;
    let (fields, _) = Fields::mut_from_prefix(&mut shown).ok()?;
    let (sector, cluster) = (u64::from(fields.sector.get()), u64::from(fields.sectors_of_cluster));
    let is_32 = fields.table_16 == 0;
    let table = if is_32 {
        fields.table_32.get()
    } else {
        fields.table_16.get().into()
    };
    let is_fat = (512..=4096).contains(&sector)
        && sector.is_power_of_two()
        && cluster.is_power_of_two()
        && matches!(fields.media, 0xF0 | 0xF8..)
        && fields.reserved > 0
        && fields.tables > 0
        && table > 0
        && (fields.root_entries == 0) == is_32
        && (!is_32 || fields.root_cluster >= 2);
    if !is_fat {
        return None;
    }
    let root = (u64::from(fields.root_entries.get()) * 32).div_ceil(sector);
    let before = u64::from(fields.reserved.get()) + u64::from(fields.tables) * u64::from(table) + root;
    let sectors = match fields.sectors_16.get() {
        0 => u64::from(fields.sectors_32.get()),
        sectors => sectors.into(),
    };
    let clusters = sectors.checked_sub(before)? / cluster;
    let clusters = match clusters {
        0 => return None,
        // None of those that are added is in any file.
        few if is_32 => few.clamp(FEWEST_OF_FAT32, MOST_OF_FAT32),
        few => few.min(MOST_OF_FAT16),
    };
    fields.sectors_16 = 0.into();
    fields.sectors_32 = u32::try_from(before + clusters * cluster).ok()?.into();
    if is_32 {
        // What is free does not matter to a reader. The crate wants to know, though, and this sector can say it as well
        // as its own (5): that nobody knows.
        (fields.version, fields.information, fields.copy) = (0.into(), 0.into(), 0.into());
        shown[..4].copy_from_slice(b"RRaA");
        shown[484..488].copy_from_slice(b"rrAa");
        shown[488..496].fill(0xFF);
        shown[508..510].fill(0);
    }
    shown[510..].copy_from_slice(&[0x55, 0xAA]);
    Some(shown)
}

/// A FAT volume with the boot sector that is shown.
#[derive(Debug)]
pub(super) struct Shown<'a, 'b, R> {
    volume: &'a mut Section<'b, R>,
    boot: [u8; LENGTH],
}

impl<'a, 'b, R: Read + Seek> Shown<'a, 'b, R> {
    /// # Errors
    /// Those of the stick, and a volume that is no FAT.
    pub(super) fn new(volume: &'a mut Section<'b, R>) -> io::Result<Self> {
        let boot = shown(&volume.bytes_at(0)?).ok_or(io::ErrorKind::InvalidData)?;
        Ok(Self { volume, boot })
    }
}

impl<R: Read + Seek> Read for Shown<'_, '_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let place = self.volume.stream_position()?;
        let Some(mut boot) = usize::try_from(place).ok().and_then(|place| self.boot.get(place..)) else {
            return self.volume.read(bytes);
        };
        if boot.is_empty() {
            return self.volume.read(bytes);
        }
        let length = boot.read(bytes)?;
        self.volume.seek(SeekFrom::Current(length as i64))?;
        Ok(length)
    }
}

impl<R: Read + Seek> Seek for Shown<'_, '_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.volume.seek(to)
    }
}

/// The crate asks for it; nothing is ever written.
impl<R> Write for Shown<'_, '_, R> {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! A partition without a file system, in which a device on a card of its own keeps everything.
//!
//! There is nothing to format, to check or to repair: each file has its own place, whatever else the partition holds. A
//! place whose first sector makes no sense holds no file; so a partition of zeros, or of anything, is an empty one.
//!
//! | bytes of the partition | what is there |
//! |---|---|
//! | 0.. | `menu.a`, `menu.b`, and so on for `erasing`, `hat`, `clock`, `card` and `file`: 16 KiB each |
//! | 256 KiB.. | `owner-1.a`, `owner-1.b` to `owner-8.a`, `owner-8.b`: 208 KiB each |
//!
//! | bytes of a place | what is there |
//! |---|---|
//! | 0..8 | `\x89PLACE1\n` |
//! | 8..12 | the number of the place, counted as above from 0, as a little-endian u32 |
//! | 12..16 | the length of the file in bytes, as a little-endian u32 |
//! | 16..20 | a CRC-32 of the 16 bytes before |
//! | 4096.. | the file |
//!
//! All files are [`Slots`](crate::Slots): their own generations and checksums say which of two holds. A file is emptied
//! before it is written, written, and named in its first sector last, with a flush after each.

use std::cell::RefCell;
use std::io::{self, ErrorKind, Write};
use std::rc::Rc;

use crc::{CRC_32_ISO_HDLC, Crc, Table};
use playtally_summary::MAX_LENGTH;
use zerocopy::little_endian::U32;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use crate::MAX_OWNERS;
use crate::disk::{Disk, Sync};

const MAGIC: [u8; 8] = *b"\x89PLACE1\n";
const CRC: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);

/// A sector, in bytes: what a card writes at once.
const SECTOR: usize = 512;
/// Where a file begins in its place, in bytes: cards and the kernel write in pieces of this.
const BLOCK: usize = 4096;
/// The small files, two slots each.
const SMALL: [&str; 6] = ["menu", "erasing", "hat", "clock", "card", "file"];
/// How long the place of a small file is, and where those of summaries begin and how long each is, in bytes.
const SMALL_PLACE: usize = 16 << 10;
const SUMMARIES: usize = 256 << 10;
const SUMMARY_PLACE: usize = 208 << 10;

/// How much of a partition the places take, in bytes.
pub const PARTITION_LENGTH: u64 = (SUMMARIES + 2 * MAX_OWNERS * SUMMARY_PLACE) as u64;

const _: () = assert!(
    SMALL.len() * 2 * SMALL_PLACE <= SUMMARIES,
    "small files end where summaries begin"
);
const _: () = assert!(
    BLOCK + MAX_LENGTH + SECTOR <= SUMMARY_PLACE,
    "the longest summary in its slot has room"
);

#[derive(FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
struct Header {
    magic: [u8; 8],
    number: U32,
    length: U32,
    checksum: U32,
}

impl Header {
    fn new(number: u32, length: u32) -> Self {
        let mut header = Self {
            magic: MAGIC,
            number: number.into(),
            length: length.into(),
            checksum: 0.into(),
        };
        header.checksum = header.sum().into();
        header
    }

    fn sum(&self) -> u32 {
        let bytes = self.as_bytes();
        CRC.checksum(&bytes[..bytes.len() - size_of::<U32>()])
    }
}

/// What is read and written by place.
pub trait Storage {
    /// Fills all of `bytes` with what is at a place, in bytes from the start.
    ///
    /// # Errors
    /// Those of the medium, and its end.
    fn read(&self, place: u64, bytes: &mut [u8]) -> io::Result<()>;

    /// Writes at a place. It may be lost, in part and in any order, until it was flushed.
    ///
    /// # Errors
    /// Those of the medium, and its end.
    fn write(&mut self, place: u64, bytes: &[u8]) -> io::Result<()>;

    /// Returns once all that was written will outlast a power cut.
    ///
    /// # Errors
    /// Those of the medium; what it holds where it was written is then unknown.
    fn flush(&mut self) -> io::Result<()>;
}

/// A block device, or an image of one.
#[cfg(unix)]
impl Storage for std::fs::File {
    fn read(&self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(self, bytes, place)
    }

    fn write(&mut self, place: u64, bytes: &[u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(self, bytes, place)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

/// A partition as a [`Disk`] of the files that have a place in it.
#[derive(Debug)]
pub struct Partition<S>(Rc<RefCell<S>>);

impl<S> Clone for Partition<S> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

/// Where a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    number: u32,
    /// In bytes from the start of the partition.
    start: usize,
    length: usize,
}

impl Place {
    /// That of the file of a name, if it has one.
    fn of(name: &str) -> Option<Self> {
        let (name, slot) = name.rsplit_once('.')?;
        let slot = ["a", "b"].iter().position(|&known| known == slot)?;
        let small = SMALL.iter().position(|&known| known == name);
        let (number, start, length) = match small {
            Some(at) => (2 * at + slot, 0, SMALL_PLACE),
            None => {
                let owner: usize = name.strip_prefix("owner-")?.parse().ok()?;
                let owner = owner.checked_sub(1).filter(|&owner| owner < MAX_OWNERS)?;
                let at = 2 * owner + slot;
                return Some(Self {
                    number: (2 * SMALL.len() + at) as u32,
                    start: SUMMARIES + at * SUMMARY_PLACE,
                    length: SUMMARY_PLACE,
                });
            }
        };
        Some(Self {
            number: number as u32,
            start: start + number * length,
            length,
        })
    }

    /// The longest file that has room in it, in bytes.
    const fn room(&self) -> usize {
        self.length - BLOCK
    }
}

impl<S: Storage> Partition<S> {
    /// The partition on a medium.
    pub fn new(storage: S) -> Self {
        Self(Rc::new(RefCell::new(storage)))
    }

    /// The length of the file in a place, if there is one.
    fn length(&self, place: Place) -> io::Result<Option<usize>> {
        let mut bytes = [0; size_of::<Header>()];
        self.0.borrow().read(place.start as u64, &mut bytes)?;
        let Ok(header) = Header::read_from_bytes(&bytes) else {
            return Ok(None);
        };
        let length = header.length.get() as usize;
        let whole = header.magic == MAGIC
            && header.number.get() == place.number
            && header.checksum.get() == header.sum()
            && length <= place.room();
        Ok(whole.then_some(length))
    }

    fn write(&self, place: usize, bytes: &[u8]) -> io::Result<()> {
        self.0.borrow_mut().write(place as u64, bytes)
    }
}

impl<S: Storage> Disk for Partition<S> {
    type File = Written<S>;

    fn read(&self, name: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        let Some(place) = Place::of(name) else { return Ok(None) };
        let Some(length) = self.length(place)? else {
            return Ok(None);
        };
        if length > limit {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let mut bytes = vec![0; length];
        self.0.borrow().read((place.start + BLOCK) as u64, &mut bytes)?;
        Ok(Some(bytes))
    }

    /// What was there is gone at the first sync; the new file is there after one that comes when something was written.
    fn create(&mut self, name: &str) -> io::Result<Written<S>> {
        let place = Place::of(name).ok_or(ErrorKind::NotFound)?;
        self.write(place.start, &[0; SECTOR])?;
        Ok(Written {
            partition: self.clone(),
            place,
            bytes: Vec::new(),
        })
    }

    fn erase(&mut self, name: &str) -> io::Result<()> {
        let Some(place) = Place::of(name) else { return Ok(()) };
        // An unnamed file may hold something all the same.
        self.write(place.start, &[0; SECTOR])?;
        self.write(place.start + BLOCK, &vec![0; place.room()])?;
        self.sync()
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

/// A file of a [`Partition`] that is being written.
#[derive(Debug)]
pub struct Written<S> {
    partition: Partition<S>,
    place: Place,
    bytes: Vec<u8>,
}

impl<S> Write for Written<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.place.room() {
            return Err(ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<S: Storage> Sync for Written<S> {
    fn sync(&mut self) -> io::Result<()> {
        if !self.bytes.is_empty() {
            let mut whole = self.bytes.clone();
            whole.resize(whole.len().next_multiple_of(SECTOR), 0);
            self.partition.write(self.place.start + BLOCK, &whole)?;
            self.partition.sync()?;
            let header = Header::new(self.place.number, self.bytes.len() as u32);
            let mut sector = [0; SECTOR];
            sector[..size_of::<Header>()].copy_from_slice(header.as_bytes());
            self.partition.write(self.place.start, &sector)?;
        }
        self.partition.sync()
    }
}

#[cfg(test)]
mod tests;

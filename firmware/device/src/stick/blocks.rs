//! A stick in blocks: few of them in memory, and no more read than a search may take.

use std::cell::RefCell;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};

/// What is read at once, in bytes. It is a multiple of every sector size.
const BLOCK: usize = 4096;
/// How many blocks stay in memory: those of a directory, of the allocation table and of a file at the same time.
const KEPT: usize = 8;
/// The most blocks that a search reads: 64 MiB, eight times what the largest summaries of all owners take.
const MAX_BLOCKS: u32 = 16_384;
/// The most calls that a search makes, so that a chain of clusters that bites its tail comes to an end though it never
/// leaves memory. A directory of 20,000 files takes a quarter of it.
const MAX_CALLS: u32 = 4_000_000;

/// A stick, read by place.
#[derive(Debug)]
pub(super) struct Blocks<R> {
    inner: RefCell<Inner<R>>,
    length: u64,
}

#[derive(Debug)]
struct Inner<R> {
    stick: R,
    /// The blocks in memory by number, the one used last first.
    kept: Vec<(u64, Vec<u8>)>,
    blocks: u32,
    calls: u32,
}

impl<R: Read + Seek> Blocks<R> {
    /// A stick that has not been read yet.
    pub(super) fn new(mut stick: R) -> Self {
        // One that does not say how long it is has nothing on it.
        let length = stick.seek(SeekFrom::End(0)).unwrap_or(0);
        Self {
            inner: RefCell::new(Inner {
                stick,
                kept: Vec::new(),
                blocks: 0,
                calls: 0,
            }),
            length,
        }
    }

    /// Its length in bytes.
    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// Reads at a place, up to the end of a block, and says how many bytes that were: none at the end of the stick.
    pub(super) fn read_at(&self, place: u64, bytes: &mut [u8]) -> io::Result<usize> {
        let mut inner = self.inner.borrow_mut();
        inner.calls += 1;
        if inner.calls > MAX_CALLS {
            return Err(ErrorKind::TimedOut.into());
        }
        let block = inner.block(place / BLOCK as u64)?;
        let rest = block.get((place % BLOCK as u64) as usize..).unwrap_or(&[]);
        let length = rest.len().min(bytes.len());
        bytes[..length].copy_from_slice(&rest[..length]);
        Ok(length)
    }

    /// Reads exactly so many bytes at a place.
    pub(super) fn read_exact_at<const N: usize>(&self, place: u64) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.fill_at(place, &mut bytes)?;
        Ok(bytes)
    }

    /// Fills all of `bytes` with what is at a place.
    pub(super) fn fill_at(&self, place: u64, bytes: &mut [u8]) -> io::Result<()> {
        let mut filled = 0;
        while filled < bytes.len() {
            match self.read_at(place.saturating_add(filled as u64), &mut bytes[filled..])? {
                0 => return Err(ErrorKind::UnexpectedEof.into()),
                length => filled += length,
            }
        }
        Ok(())
    }
}

impl<R: Read + Seek> Inner<R> {
    fn block(&mut self, number: u64) -> io::Result<&[u8]> {
        let block = match self.kept.iter().position(|&(kept, _)| kept == number) {
            Some(at) => self.kept.remove(at),
            None => (number, self.fetch(number)?),
        };
        self.kept.truncate(KEPT - 1);
        self.kept.insert(0, block);
        Ok(&self.kept[0].1)
    }

    fn fetch(&mut self, number: u64) -> io::Result<Vec<u8>> {
        self.blocks += 1;
        if self.blocks > MAX_BLOCKS {
            return Err(ErrorKind::FileTooLarge.into());
        }
        let start = number.checked_mul(BLOCK as u64).ok_or(ErrorKind::UnexpectedEof)?;
        self.stick.seek(SeekFrom::Start(start))?;
        let mut block = Vec::with_capacity(BLOCK);
        self.stick.by_ref().take(BLOCK as u64).read_to_end(&mut block)?;
        Ok(block)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn stick(length: usize) -> Blocks<Cursor<Vec<u8>>> {
        Blocks::new(Cursor::new((0..length).map(|i| (i % 251) as u8).collect()))
    }

    #[test]
    fn bytes_are_those_at_their_place_across_blocks_and_up_to_the_end() {
        let stick = stick(3 * BLOCK + 100);
        for place in [0, 5, BLOCK - 3, 2 * BLOCK, 3 * BLOCK + 93] {
            let expected: [u8; 7] = std::array::from_fn(|i| ((place + i) % 251) as u8);
            assert_eq!(stick.read_exact_at(place as u64).unwrap(), expected);
        }
        for place in [3 * BLOCK as u64 + 94, 1 << 40, u64::MAX] {
            assert!(stick.read_exact_at::<7>(place).is_err(), "{place}");
        }
    }

    #[test]
    fn a_search_without_end_ends() {
        let stick = stick(64);
        let calls = (0..).find(|_| stick.read_at(0, &mut [0]).is_err());
        assert_eq!(calls, Some(MAX_CALLS));
    }

    #[test]
    fn a_search_all_over_a_large_stick_ends() {
        struct Zeros;
        impl Read for Zeros {
            fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
                bytes.fill(0);
                Ok(bytes.len())
            }
        }
        impl Seek for Zeros {
            fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
                Ok(1 << 41)
            }
        }
        let stick = Blocks::new(Zeros);
        let blocks = (0..).find(|block| stick.read_at(block * BLOCK as u64, &mut [0]).is_err());
        assert_eq!(blocks, Some(MAX_BLOCKS.into()));
    }
}

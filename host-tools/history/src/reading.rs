//! Readers that watch what is read.

use std::io::{self, Read};

/// Reads no more than a member says that it has, and finds it damaged when there is more.
pub(crate) struct Limited<R> {
    reader: R,
    left: u64,
}

impl<R: Read> Limited<R> {
    pub(crate) fn new(reader: R, size: u64) -> Self {
        Self { reader, left: size }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        match self.left.checked_sub(count as u64) {
            Some(left) => self.left = left,
            None => return Err(io::Error::new(io::ErrorKind::InvalidData, "longer than it says")),
        }
        Ok(count)
    }
}

/// Sums up what is read.
pub(crate) struct Summed<R> {
    reader: R,
    sum: crc32fast::Hasher,
    length: u64,
}

impl<R: Read> Summed<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self {
            reader,
            sum: crc32fast::Hasher::new(),
            length: 0,
        }
    }

    /// Lets `with` read, and says the CRC-32 if that was all there is to read.
    pub(crate) fn all(mut self, with: &mut dyn FnMut(&mut dyn Read), size: u64) -> Option<u32> {
        with(&mut self);
        (self.length == size).then(|| self.sum.finalize())
    }
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(into)?;
        self.sum.update(&into[..count]);
        self.length += count as u64;
        Ok(count)
    }
}

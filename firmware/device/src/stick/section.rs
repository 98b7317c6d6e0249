//! A part of a stick, for a file system to be read from.

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};

use super::blocks::Blocks;

/// A part of a stick as a disk of its own.
#[derive(Debug)]
pub(super) struct Section<'a, R> {
    stick: &'a Blocks<R>,
    start: u64,
    length: u64,
    position: u64,
}

impl<'a, R: Read + Seek> Section<'a, R> {
    /// The part from `start`, in bytes, to the end of the stick.
    pub(super) fn new(stick: &'a Blocks<R>, start: u64) -> Self {
        Self {
            stick,
            start,
            length: stick.length().saturating_sub(start),
            position: 0,
        }
    }
}

impl<R: Read + Seek> Section<'_, R> {
    /// So many bytes at a place in it.
    pub(super) fn bytes_at<const N: usize>(&mut self, place: u64) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.seek(SeekFrom::Start(place))?;
        self.read_exact(&mut bytes)?;
        self.seek(SeekFrom::Start(0))?;
        Ok(bytes)
    }
}

impl<R: Read + Seek> Read for Section<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.position);
        let length = left.min(bytes.len() as u64) as usize;
        let read = self.stick.read_at(self.start + self.position, &mut bytes[..length])?;
        self.position += read as u64;
        Ok(read)
    }
}

impl<R> Seek for Section<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = position.ok_or(ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

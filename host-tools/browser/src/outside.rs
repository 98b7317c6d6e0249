//! What lies outside of the program: the files that the browser holds, and the page that waits.

use std::fmt::Debug;
use std::io;
use std::sync::Arc;

use playtally_history::Slices;

/// What the browser does for the program.
pub trait Outside: Debug + Send + Sync {
    /// Reads a file, by its number, from a place on into a buffer, and says how many bytes it read.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    fn read(&self, file: u32, place: u64, into: &mut [u8]) -> io::Result<usize>;

    /// Is told how far reading is: bytes read, bytes to read, and plays.
    fn reading(&self, done: u64, total: u64, plays: u64);
}

/// A file that the browser holds. The program never has more than a part of it.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) outside: Arc<dyn Outside>,
    pub(crate) number: u32,
    pub(crate) length: u64,
}

impl Slices for Held {
    fn length(&self) -> u64 {
        self.length
    }

    fn read_at(&self, place: u64, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(place)).unwrap_or(usize::MAX);
        let length = into.len().min(left);
        if length == 0 {
            return Ok(0);
        }
        self.outside.read(self.number, place, &mut into[..length])
    }
}

/// Files that lie in memory, for who has no browser.
#[derive(Debug, Default)]
pub struct Memory(pub Vec<Vec<u8>>);

impl Outside for Memory {
    fn read(&self, file: u32, place: u64, into: &mut [u8]) -> io::Result<usize> {
        let content = self.0.get(file as usize).ok_or(io::ErrorKind::NotFound)?;
        let rest = usize::try_from(place).ok().and_then(|place| content.get(place..));
        let rest = rest.unwrap_or_default();
        let length = rest.len().min(into.len());
        into[..length].copy_from_slice(&rest[..length]);
        Ok(length)
    }

    fn reading(&self, _: u64, _: u64, _: u64) {}
}

//! What the store asks of a disk: little enough that every state after a power cut can be listed.

#[cfg(test)]
pub(crate) mod simulated;

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use playtally_summary::MAX_LENGTH;

use crate::plain;

/// A flat directory of small files. What was written may be lost, in part and in any order, until it was synced.
pub trait Disk {
    /// A file being written.
    type File: Write + Sync;

    /// The whole of a file; `None` if there is no such file. Something else of that name, such as a directory, is as if
    /// there were nothing, here and below.
    ///
    /// # Errors
    /// Those of the disk, and a file longer than `limit` bytes.
    fn read(&self, name: &str, limit: usize) -> io::Result<Option<Vec<u8>>>;

    /// Makes a file, or empties the one of that name, to be written from its start.
    ///
    /// # Errors
    /// Those of the disk.
    fn create(&mut self, name: &str) -> io::Result<Self::File>;

    /// Overwrites a file with zeros where it lies, and removes it once they will outlast a power cut; nothing if there
    /// is none of that name. A card may still hold old cells that no file system reaches.
    ///
    /// # Errors
    /// Those of the disk.
    fn erase(&mut self, name: &str) -> io::Result<()>;

    /// Returns once the files that were made and removed will stay so after a power cut.
    ///
    /// # Errors
    /// Those of the disk.
    fn sync(&mut self) -> io::Result<()>;
}

/// A file whose bytes can be made to last.
pub trait Sync {
    /// Returns once all that was written will outlast a power cut.
    ///
    /// # Errors
    /// Those of the disk; what the file holds is then unknown.
    fn sync(&mut self) -> io::Result<()>;
}

impl Sync for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

/// No file that this program writes is longer, in bytes.
const LONGEST: u64 = 2 * MAX_LENGTH as u64;

/// A directory of the file system.
#[derive(Clone, Debug)]
pub struct Directory(PathBuf);

impl Directory {
    /// The directory of that path; it need not exist for reading, and is not made.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Disk for Directory {
    type File = File;

    fn read(&self, name: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        let Some(file) = plain::open_kept(&self.0.join(name))? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit {
            return Err(ErrorKind::FileTooLarge.into());
        }
        Ok(Some(bytes))
    }

    fn create(&mut self, name: &str) -> io::Result<File> {
        plain::create(&self.0.join(name))
    }

    fn erase(&mut self, name: &str) -> io::Result<()> {
        let path = self.0.join(name);
        let Some(mut file) = plain::open_over(&path)? else {
            return plain::clear(&path);
        };
        // This program writes no longer one, and the rest of it is not this program's.
        let length = file.metadata()?.len().min(LONGEST);
        io::copy(&mut io::repeat(0).take(length), &mut file)?;
        file.sync_all()?;
        fs::remove_file(path)
    }

    fn sync(&mut self) -> io::Result<()> {
        File::open(&self.0)?.sync_all()
    }
}

//! A disk in memory.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Write};
use std::rc::Rc;

use playtally_device::{Disk, Sync};

/// The bytes of a file, which every handle of it shares.
type Bytes = Rc<RefCell<Vec<u8>>>;

/// Files by their names.
#[derive(Debug, Default)]
pub(crate) struct MemoryDisk(BTreeMap<String, Bytes>);

/// A file that is being written.
#[derive(Debug)]
pub(crate) struct MemoryFile(Bytes);

impl Disk for MemoryDisk {
    type File = MemoryFile;

    fn read(&self, name: &str, limit: usize) -> io::Result<Option<Vec<u8>>> {
        match self.0.get(name) {
            Some(file) if file.borrow().len() > limit => Err(ErrorKind::FileTooLarge.into()),
            file => Ok(file.map(|file| file.borrow().clone())),
        }
    }

    fn create(&mut self, name: &str) -> io::Result<MemoryFile> {
        let file = Bytes::default();
        self.0.insert(name.to_owned(), file.clone());
        Ok(MemoryFile(file))
    }

    fn erase(&mut self, name: &str) -> io::Result<()> {
        self.0.remove(name);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Write for MemoryFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sync for MemoryFile {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! Where a library lies: a file, found by its path and by nothing else, and what SQLite keeps beside it.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::signs::PAGE;

/// What SQLite may keep beside a library.
const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];
/// How much of a library is overwritten last: what tells that it is one stands there, so that an end in the middle leaves
/// something that can be erased again.
const BEGINNING: u64 = PAGE as u64;

/// The places that this process has. Nobody here may open a file that another one here works in: where it is closed, POSIX
/// takes away all locks that the process has on it.
static TAKEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The file of a library, while it is nobody else's in this process.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
}

impl Place {
    /// Takes the file at this path. Where there is none, one is made that only its owner may read.
    ///
    /// # Errors
    /// When it cannot be made. [`ErrorKind::WouldBlock`] when it is taken; [`ErrorKind::InvalidInput`] when it is no file.
    pub(super) fn take(path: &Path) -> io::Result<Self> {
        if cfg!(windows)
            && path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().contains(':'))
        {
            // Would be a stream beside some other file.
            return Err(io::Error::other("a name cannot hold a colon"));
        }
        let metadata = match fs::metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => make_private(path)?,
            metadata => metadata?,
        };
        if !metadata.is_file() {
            return Err(ErrorKind::InvalidInput.into());
        }
        let path = resolve(path)?;
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        if !taken.insert(path.clone()) {
            return Err(ErrorKind::WouldBlock.into());
        }
        Ok(Self { path })
    }

    /// The whole path, which SQLite cannot take for anything but a path: `file:` and `:memory:` do not begin one.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the system lets this program write it. Not to be asked while SQLite has it.
    pub(super) fn is_writable(&self) -> bool {
        File::options().write(true).open(&self.path).is_ok()
    }

    /// The rollback journal.
    pub(super) fn journal(&self) -> PathBuf {
        beside(&self.path, BESIDE[0])
    }

    /// The file, for no other to work in; none while somebody does, SQLite in any program included.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn lock(&self) -> io::Result<Option<File>> {
        let file = File::options().read(true).write(true).open(&self.path)?;
        Ok(lock(&file)?.then_some(file))
    }

    /// Overwrites the library and what lies beside it, and removes them.
    ///
    /// # Errors
    /// When a file cannot be overwritten or removed; [`ErrorKind::WouldBlock`] when somebody uses the library.
    pub(super) fn erase(&self) -> io::Result<()> {
        let mut library = self.lock()?.ok_or(ErrorKind::WouldBlock)?;
        for suffix in BESIDE {
            overwrite_and_remove(&beside(&self.path, suffix))?;
        }
        let length = library.metadata()?.len();
        blank(&mut library, BEGINNING.min(length)..length)?;
        blank(&mut library, 0..BEGINNING.min(length))?;
        drop(library);
        fs::remove_file(&self.path)?;
        match self.path.parent() {
            // What a folder no longer lists is gone once that is on the disk.
            Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
            _ => Ok(()),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        taken.remove(&self.path);
    }
}

/// The library at this path and what lies beside it, as far as they are there.
///
/// # Errors
/// When that cannot be told of one.
pub(super) fn files(path: &Path) -> io::Result<Vec<PathBuf>> {
    let path = resolve(path).unwrap_or_else(|_| path.to_owned());
    let beside = BESIDE.map(|suffix| beside(&path, suffix));
    let mut there = Vec::new();
    for file in beside.into_iter().chain([path]) {
        match fs::metadata(&file) {
            Ok(metadata) if metadata.is_file() => there.push(file),
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(there)
}

/// Writes zeros over a part of a file, and has them on the disk.
pub(super) fn blank(file: &mut File, part: Range<u64>) -> io::Result<()> {
    if part.is_empty() {
        return Ok(());
    }
    file.seek(SeekFrom::Start(part.start))?;
    io::copy(&mut io::repeat(0).take(part.end - part.start), file)?;
    file.sync_all()
}

/// Does away with a file, so that its blocks on the disk say nothing; one that is not there is no matter.
pub(super) fn overwrite_and_remove(path: &Path) -> io::Result<()> {
    match File::options().write(true).open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        file => {
            let mut file = file?;
            let length = file.metadata()?.len();
            blank(&mut file, 0..length)?;
        }
    }
    fs::remove_file(path)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut file = path.as_os_str().to_owned();
    file.push(suffix);
    PathBuf::from(file)
}

/// The whole path of what a path leads to: there SQLite keeps what lies beside a library. On Windows, it does not follow
/// links for that.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    if cfg!(windows) {
        std::path::absolute(path)
    } else {
        path.canonicalize()
    }
}

fn make_private(path: &Path) -> io::Result<fs::Metadata> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.metadata()
}

/// Locks all of a file, against SQLite's locks of parts of it too. Says whether that worked.
#[cfg(unix)]
fn lock(file: &File) -> io::Result<bool> {
    use rustix::fs::{FlockOperation, fcntl_lock};
    use rustix::io::Errno;
    match fcntl_lock(file, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::AGAIN | Errno::ACCESS) => Ok(false),
        result => Ok(result.map(|()| true)?),
    }
}

#[cfg(not(unix))]
fn lock(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Err(fs::TryLockError::WouldBlock) => Ok(false),
        Err(fs::TryLockError::Error(error)) => Err(error),
        Ok(()) => Ok(true),
    }
}

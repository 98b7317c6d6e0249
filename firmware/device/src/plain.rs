//! Plain files and nothing else.
//!
//! What has a file's name may be a pipe that nobody writes to, a device that never ends, or a link that leads elsewhere.
//! Opening one of those can wait for ever, or do something; so it is looked at first, and again once it is open.

use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;

/// The rights that others have to what is written: its owner writes, the owner's group reads.
#[cfg(unix)]
const MODE: u32 = 0o640;

/// Opens a file that somebody named, to read it. A link is followed.
///
/// # Errors
/// Those of the disk, and whatever is not a plain file, with words for what it is.
pub fn open_named(path: &Path) -> io::Result<File> {
    is_file(&fs::metadata(path)?)?;
    open(OpenOptions::new().read(true), path, Links::Followed)
}

/// Opens a file that this program keeps, to read it; `None` if nothing, or something that is no file, has that name. A link
/// is not a file here.
///
/// # Errors
/// Those of the disk.
pub fn open_kept(path: &Path) -> io::Result<Option<File>> {
    if !is_there(path)? {
        return Ok(None);
    }
    open(OpenOptions::new().read(true), path, Links::Refused).map(Some)
}

/// Opens a file that this program keeps, to write over it where it lies; `None` if there is none, as for [`open_kept`].
///
/// # Errors
/// Those of the disk.
pub(crate) fn open_over(path: &Path) -> io::Result<Option<File>> {
    if !is_there(path)? {
        return Ok(None);
    }
    open(OpenOptions::new().write(true), path, Links::Refused).map(Some)
}

/// Makes a file that this program keeps, or empties the one of that name, to write and read it. What has the name and is no
/// file is [cleared](clear) away first. Others than its owner and the owner's group have no right to it.
///
/// # Errors
/// Those of the disk.
pub fn create(path: &Path) -> io::Result<File> {
    clear_unless_file(path)?;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, MODE);
    open(&mut options, path, Links::Refused)
}

/// A CRC-32 of bytes, which tells one file from another where nobody has made them alike on purpose.
#[must_use]
pub fn checksum(bytes: &[u8]) -> u32 {
    crc::Crc::<u32, crc::Table<1>>::new(&crc::CRC_32_ISO_HDLC).checksum(bytes)
}

/// Takes away what has a name, if anything has: a pipe, a link, an empty directory, or a file.
///
/// # Errors
/// Those of the disk, and a directory that is not empty.
pub fn clear(path: &Path) -> io::Result<()> {
    let cleared = match fs::symlink_metadata(path) {
        Ok(there) if there.is_dir() => fs::remove_dir(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match cleared {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        cleared => cleared,
    }
}

/// Takes away what has a name and is no plain file, so that a file can take its place.
///
/// # Errors
/// As for [`clear`].
pub fn clear_unless_file(path: &Path) -> io::Result<()> {
    if is_there(path)? { Ok(()) } else { clear(path) }
}

/// Whether a plain file has a name.
fn is_there(path: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(there) => Ok(there.is_file()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Links {
    Followed,
    Refused,
}

/// Opens what is a plain file still, and waits for nothing if it is something else by now.
fn open(options: &mut OpenOptions, path: &Path, links: Links) -> io::Result<File> {
    #[cfg(unix)]
    {
        let follow = if links == Links::Refused { libc::O_NOFOLLOW } else { 0 };
        std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK | libc::O_NOCTTY | follow);
    }
    #[cfg(not(unix))]
    let _ = links;
    let file = options.open(path)?;
    is_file(&file.metadata()?)?;
    Ok(file)
}

fn is_file(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    let words = format!("this is {}, not a file", what_it_is(metadata.file_type()));
    Err(io::Error::new(ErrorKind::InvalidInput, words))
}

/// What is no plain file, in words.
fn what_it_is(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        } else if kind.is_socket() {
            return "a socket";
        } else if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    if kind.is_dir() { "a directory" } else { "something else" }
}

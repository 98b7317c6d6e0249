//! Images of disks with a journal, as a Raspberry Pi's card has one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::command::run;

/// Makes an image with an empty ext4 file system.
///
/// # Errors
/// `mkfs.ext4` is missing or fails.
pub fn image(path: &Path) -> io::Result<()> {
    let _ = fs::remove_file(path);
    File::create(path)?.set_len(16 << 20)?;
    run(Command::new("mkfs.ext4")
        .args(["-q", "-F", "-E", "lazy_itable_init=0"])
        .arg(path))
}

/// Copies what is on a disk, as it is at this moment, into a folder beside it: what a computer would find that starts
/// with this disk, after its journal was played back.
///
/// # Errors
/// The disk is not sound any more, or the tools of e2fsprogs are missing.
pub fn content(disk: &Path) -> io::Result<PathBuf> {
    let (copy, folder) = (disk.with_extension("copy"), disk.with_extension("content"));
    fs::copy(disk, &copy)?;
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    // 1 means that something was mended: after a power cut the journal is.
    let checked = Command::new("e2fsck").args(["-f", "-p"]).arg(&copy).output()?;
    if checked.status.code().is_none_or(|code| code > 1) {
        let said = String::from_utf8_lossy(&checked.stdout);
        return Err(io::Error::other(format!("the file system broke: {said}")));
    }
    let dump = format!("rdump / {}", folder.display());
    run(Command::new("debugfs").args(["-R", &dump]).arg(&copy))?;
    Ok(folder)
}

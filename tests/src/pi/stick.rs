//! Images of sticks, made by the tools of Linux and of mtools.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::command::run;

/// Makes the image of a stick of some mebibytes with one file on it, without a partition table.
///
/// # Errors
/// `mkfs.vfat` or `mcopy` is missing or fails.
pub fn image(folder: &Path, name: &str, mebibytes: u64, file: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let (image, content) = (folder.join(format!("{name}.img")), folder.join(format!("{name}.tally")));
    fs::write(&content, file)?;
    File::create(&image)?.set_len(mebibytes << 20)?;
    run(Command::new("mkfs.vfat").arg(&image))?;
    run(Command::new("mcopy")
        .arg("-i")
        .arg(&image)
        .arg(&content)
        .arg("::summary.tally"))?;
    Ok(image)
}

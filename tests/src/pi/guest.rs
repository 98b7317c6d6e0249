//! What the emulated machine boots: a first root file system with the device program in it.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::machine::{Board, Parts};

/// One file of the guest.
#[derive(Clone, Debug)]
pub struct GuestFile {
    /// Its path in the guest, without the leading slash.
    pub path: String,
    /// Its content.
    pub content: Vec<u8>,
}

impl GuestFile {
    /// A file with a text in it.
    #[must_use]
    pub fn text(path: &str, content: &str) -> Self {
        Self {
            path: path.to_owned(),
            content: content.into(),
        }
    }
}

/// Packs a guest for a board from the parts that `tests/pi/prepare` got, the program, and files of its own. Its clock
/// starts at `at`, in seconds since 1970.
///
/// # Errors
/// A part is missing, or the disk is full.
pub fn pack(
    board: Board,
    parts: &Path,
    folder: &Path,
    program: &Path,
    at: u64,
    files: &[GuestFile],
) -> io::Result<Parts> {
    let root = folder.join("root");
    let _ = fs::remove_dir_all(&root);
    for directory in [
        "bin",
        "dev",
        "proc",
        "sys",
        "modules",
        "tmp",
        "state",
        "run/playtally/inbox",
        "run/playtally/news",
    ] {
        fs::create_dir_all(root.join(directory))?;
    }
    fs::copy(parts.join("busybox"), root.join("bin/busybox"))?;
    fs::copy(program, root.join("bin/playtally-device"))?;
    for module in fs::read_dir(parts.join("modules"))? {
        let module = module?;
        fs::copy(module.path(), root.join("modules").join(module.file_name()))?;
    }
    let init = root.join("init");
    fs::write(&init, include_str!("../../pi/init"))?;
    fs::set_permissions(&init, fs::Permissions::from_mode(0o755))?;
    fs::write(root.join("commands"), include_str!("../../pi/commands"))?;
    for file in files {
        fs::write(root.join(&file.path), &file.content)?;
    }
    let initramfs = folder.join("initramfs");
    archive(&root, &initramfs)?;
    Ok(Parts {
        board,
        kernel: parts.join("vmlinuz"),
        device_tree: parts.join("pi3.dtb"),
        initramfs,
        command_line: None,
        disk: None,
        root: None,
        traces: board == Board::RaspberryPi3,
        at,
        counts_instructions: false,
    })
}

/// Packs a folder as the kernel wants it: a cpio archive of the «newc» kind.
fn archive(root: &Path, target: &PathBuf) -> io::Result<()> {
    let mut names = Vec::new();
    collect(root, root, &mut names)?;
    let mut cpio = Command::new("cpio")
        .args(["--create", "--format=newc", "--owner=0:0", "--quiet"])
        .current_dir(root)
        .stdin(Stdio::piped())
        .stdout(fs::File::create(target)?)
        .spawn()?;
    let mut list = cpio
        .stdin
        .take()
        .ok_or_else(|| io::Error::other("cpio takes no list"))?;
    for name in names {
        writeln!(list, "{}", name.display())?;
    }
    drop(list);
    if cpio.wait()?.success() {
        Ok(())
    } else {
        Err(io::Error::other("cpio failed"))
    }
}

fn collect(root: &Path, folder: &Path, names: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        names.push(path.strip_prefix(root).unwrap_or(&path).to_owned());
        if entry.file_type()?.is_dir() {
            collect(root, &path, names)?;
        }
    }
    Ok(())
}

//! Which drives are sticks, as Linux tells: `/proc/mounts` and `/sys/class/block`.

use std::fs;
use std::path::{Path, PathBuf};

/// A drive that can be pulled out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Drive {
    /// Its device, such as `sdb1`; without a mounted file system, the whole disk's, such as `sdb`.
    pub(crate) device: String,
    /// What its maker calls it; empty if nothing.
    pub(crate) model: String,
    /// Its size in bytes.
    pub(crate) bytes: u64,
    /// Where it is mounted, and its file system, if it is.
    pub(crate) mount: Option<Mount>,
}

/// Where a drive is mounted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mount {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// The file system as Linux names it, such as `vfat`.
    pub(crate) file_system: String,
    /// Whether it cannot be written to.
    pub(crate) read_only: bool,
}

impl Mount {
    /// What everybody calls its file system, if the device on the desk cannot read it.
    pub(crate) fn unreadable(&self) -> Option<&str> {
        match self.file_system.as_str() {
            "vfat" | "msdos" | "exfat" => None,
            // What FUSE mounts from a disk is NTFS nearly always; exFAT has been the kernel's since Linux 5.7.
            "ntfs" | "ntfs3" | "fuseblk" => Some("NTFS"),
            "hfsplus" => Some("HFS+"),
            other => Some(other),
        }
    }
}

/// All drives that can be pulled out, mounted ones first. Empty where the system does not tell in this way.
pub(crate) fn find() -> Vec<Drive> {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    find_in(&mounts, Path::new("/sys/class/block"))
}

fn find_in(mounts: &str, blocks: &Path) -> Vec<Drive> {
    let mounts: Vec<(String, Mount)> = mounts.lines().filter_map(mount).collect();
    let mut devices: Vec<String> = fs::read_dir(blocks)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    devices.sort();
    let mut drives: Vec<Drive> = Vec::new();
    for device in &devices {
        let Some(disk) = removable_disk(&blocks.join(device)) else {
            continue;
        };
        let drive = |mount| Drive {
            device: device.clone(),
            model: ["vendor", "model"]
                .map(|name| line(&disk.join("device").join(name)))
                .join(" ")
                .trim()
                .to_owned(),
            bytes: line(&blocks.join(device).join("size"))
                .parse::<u64>()
                .unwrap_or(0)
                .saturating_mul(512),
            mount,
        };
        let here = mounts.iter().filter(|(mounted, _)| mounted == device);
        let before = drives.len();
        drives.extend(here.map(|(_, mount)| drive(Some(mount.clone()))));
        let is_disk = disk.file_name().is_some_and(|name| name.to_str() == Some(device));
        let is_used = mounts.iter().any(|(mounted, _)| mounted.starts_with(device.as_str()));
        if drives.len() == before && is_disk && !is_used {
            drives.extend(Some(drive(None)).filter(|drive| drive.bytes > 0));
        }
    }
    drives.sort_by_key(|drive| drive.mount.is_none());
    drives
}

/// The disk that a device is or lies on, if it can be pulled out: its medium can be, or it hangs on USB.
fn removable_disk(device: &Path) -> Option<PathBuf> {
    let device = device.canonicalize().ok()?;
    let disk = if device.join("partition").exists() {
        device.parent()?.to_owned()
    } else {
        device
    };
    let on_usb = disk
        .components()
        .any(|part| part.as_os_str().to_str().is_some_and(|part| part.starts_with("usb")));
    (on_usb || line(&disk.join("removable")) == "1").then_some(disk)
}

/// The first line of a small file; empty without one.
fn line(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().next().unwrap_or_default().trim().to_owned()
}

/// A line of `/proc/mounts` about a device: its name below `/dev`, and where it is mounted.
fn mount(line: &str) -> Option<(String, Mount)> {
    let mut fields = line.split(' ');
    let device = unescape(fields.next()?);
    let device = Path::new(&device);
    let device = device.canonicalize().unwrap_or_else(|_| device.to_owned());
    let device = device.strip_prefix("/dev").ok()?.to_str()?.to_owned();
    let folder = PathBuf::from(unescape(fields.next()?));
    let file_system = fields.next()?.to_owned();
    let read_only = fields.next()?.split(',').any(|option| option == "ro");
    // What the computer starts from is no stick, though it can be a FAT one on USB.
    let system = folder == Path::new("/") || folder.starts_with("/boot") || folder.starts_with("/efi");
    (!system).then_some((
        device,
        Mount {
            folder,
            file_system,
            read_only,
        },
    ))
}

/// Undoes the octal escapes of `/proc/mounts`, as in `/media/USB\040STICK`.
fn unescape(field: &str) -> String {
    let mut text = Vec::new();
    let mut rest = field.as_bytes();
    while let [first, after @ ..] = rest {
        let octal = after
            .get(..3)
            .filter(|_| *first == b'\\')
            .and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = octal.and_then(|digits| u8::from_str_radix(digits, 8).ok()) {
            text.push(byte);
            rest = &after[3..];
        } else {
            text.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// A `/sys/class/block` with a fixed disk, a stick with a partition, a USB disk without a file system, and a reader
    /// without a card.
    fn blocks() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let sys = folder.path();
        let device = |path: &str, files: &[(&str, &str)]| {
            let at = sys.join(path);
            for (name, text) in files {
                let file = at.join(name);
                fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
                fs::write(file, text).expect("a file");
            }
            let name = at.file_name().expect("a name");
            fs::create_dir_all(sys.join("class/block")).expect("a folder");
            std::os::unix::fs::symlink(&at, sys.join("class/block").join(name)).expect("a link");
        };
        device("pci/ata1/sda", &[("removable", "0\n"), ("size", "1000000\n")]);
        device("pci/ata1/sda/sda1", &[("partition", "1\n"), ("size", "999\n")]);
        device(
            "pci/usb1/sdb",
            &[
                ("removable", "1\n"),
                ("size", "31116288\n"),
                ("device/vendor", "SanDisk \n"),
                ("device/model", "Cruzer Blade    \n"),
            ],
        );
        device("pci/usb1/sdb/sdb1", &[("partition", "1\n"), ("size", "31114240\n")]);
        device("pci/usb2/sdc", &[("removable", "0\n"), ("size", "2048\n")]);
        device("pci/usb3/sdd", &[("removable", "1\n"), ("size", "0\n")]);
        folder
    }

    const MOUNTS: &str = "\
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
/dev/sdb1 /media/ada/USB\\040STICK vfat rw,nosuid,nodev 0 0
";

    #[test]
    fn a_stick_is_what_can_be_pulled_out() {
        let folder = blocks();
        let drives = find_in(MOUNTS, &folder.path().join("class/block"));
        let [stick, bare] = &drives[..] else {
            panic!("{drives:#?}")
        };
        assert_eq!(stick.device, "sdb1");
        assert_eq!(stick.model, "SanDisk Cruzer Blade");
        assert_eq!(stick.bytes, 31_114_240 * 512);
        let mount = stick.mount.as_ref().expect("mounted");
        assert_eq!(mount.folder, Path::new("/media/ada/USB STICK"));
        assert!(mount.unreadable().is_none() && !mount.read_only);
        assert_eq!((bare.device.as_str(), bare.mount.as_ref()), ("sdc", None));
    }

    #[test]
    fn what_the_computer_starts_from_is_no_stick() {
        let folder = blocks();
        let drives = find_in(
            "/dev/sdb1 /boot/firmware vfat rw 0 0\n",
            &folder.path().join("class/block"),
        );
        assert!(drives.iter().all(|drive| drive.mount.is_none()), "{drives:#?}");
    }

    #[test]
    fn escapes_of_mounts_are_undone() {
        assert_eq!(unescape(r"/a\040b\134c"), r"/a b\c");
        assert_eq!(unescape(r"\04"), r"\04");
        assert_eq!(unescape(r"\é40"), r"\é40");
    }
}

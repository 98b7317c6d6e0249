//! Which drives are sticks. Linux tells in `/proc/mounts` and `/sys/class/block`; other systems are asked in `elsewhere`.

#[cfg(any(windows, target_os = "macos", test))]
mod elsewhere;

use std::fs;
use std::io::{self, ErrorKind};
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
    /// The file system as the system names it, such as `vfat`.
    pub(crate) file_system: String,
    /// Whether it cannot be written to.
    pub(crate) read_only: bool,
}

impl Mount {
    /// What everybody calls its file system, if the device on the desk cannot read it.
    pub(crate) fn unreadable(&self) -> Option<&str> {
        match self.file_system.to_lowercase().as_str() {
            "vfat" | "fat" | "fat32" | "msdos" | "exfat" => None,
            // What FUSE mounts from a disk is NTFS nearly always; exFAT has been the kernel's since Linux 5.7.
            "ntfs" | "ntfs3" | "fuseblk" => Some("NTFS"),
            "hfs" | "hfsplus" => Some("HFS+"),
            "apfs" => Some("APFS"),
            _ => Some(&self.file_system),
        }
    }
}

/// All drives that can be pulled out, mounted ones first. Empty where the system does not tell.
pub(crate) fn find() -> Vec<Drive> {
    #[cfg(any(windows, target_os = "macos"))]
    return elsewhere::sticks(elsewhere::volumes());
    #[cfg(not(any(windows, target_os = "macos")))]
    find_by_linux()
}

#[cfg(not(any(windows, target_os = "macos")))]
fn find_by_linux() -> Vec<Drive> {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    find_in(&mounts, Path::new("/sys/class/block"))
}

/// Where a volume of this label is mounted, if it is: by what the system knows of labels, and by the folders that are made for
/// them.
pub(crate) fn called(label: &str) -> Option<PathBuf> {
    #[cfg(any(windows, target_os = "macos"))]
    return elsewhere::called(label, elsewhere::volumes());
    #[cfg(not(any(windows, target_os = "macos")))]
    called_by_linux(label)
}

#[cfg(not(any(windows, target_os = "macos")))]
fn called_by_linux(label: &str) -> Option<PathBuf> {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    called_in(label, &mounts, Path::new("/dev/disk/by-label"))
}

#[cfg(any(test, not(any(windows, target_os = "macos"))))]
fn called_in(label: &str, mounts: &str, labels: &Path) -> Option<PathBuf> {
    let mounts: Vec<(String, Mount)> = mounts.lines().filter_map(mount).collect();
    let link = fs::read_dir(labels)
        .into_iter()
        .flatten()
        .flatten()
        .find(|entry| unescape(&entry.file_name().to_string_lossy()) == label);
    let device = link.and_then(|link| link.path().canonicalize().ok());
    let device = device.as_ref().and_then(|device| device.file_name());
    let is_it = |(mounted, mount): &&(String, Mount)| match device {
        Some(device) => device.to_str() == Some(mounted),
        None => mount.folder.file_name().and_then(|name| name.to_str()) == Some(label),
    };
    mounts.iter().find(is_it).map(|(_, mount)| mount.folder.clone())
}

/// Whether a folder is there, and is not just the place where something will be mounted by the table of file systems.
///
/// # Errors
/// When that cannot be told.
pub(crate) fn is_there(folder: &Path) -> io::Result<bool> {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    match fs::metadata(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        metadata => Ok(metadata?.is_dir() && !is_awaited_in(folder, &read("/etc/fstab"), &read("/proc/mounts"))),
    }
}

fn is_awaited_in(folder: &Path, table: &str, mounts: &str) -> bool {
    let is_in = |lines: &str| {
        lines
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
            .filter_map(|line| line.split_whitespace().nth(1))
            .any(|place| Path::new(&unescape(place)) == folder)
    };
    is_in(table) && !is_in(mounts)
}

#[cfg(any(test, not(any(windows, target_os = "macos"))))]
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
#[cfg(any(test, not(any(windows, target_os = "macos"))))]
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
#[cfg(any(test, not(any(windows, target_os = "macos"))))]
fn line(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().next().unwrap_or_default().trim().to_owned()
}

/// A line of `/proc/mounts` about a device: its name below `/dev`, and where it is mounted.
#[cfg(any(test, not(any(windows, target_os = "macos"))))]
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

/// Undoes the escapes of `/proc/mounts`, as in `/media/USB\040STICK`, and of `/dev/disk/by-label`, as in `USB\x20STICK`.
fn unescape(field: &str) -> String {
    let mut text = Vec::new();
    let mut rest = field.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after
            .get(..3)
            .filter(|_| *first == b'\\')
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| match digits.strip_prefix('x') {
            Some(hex) => u8::from_str_radix(hex, 16).ok(),
            None => u8::from_str_radix(digits, 8).ok(),
        });
        if let Some(byte) = byte {
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
        assert_eq!(unescape(r"USB\x20STICK\xc3\xa9"), "USB STICKé");
        assert_eq!(unescape(r"\04"), r"\04");
        assert_eq!(unescape(r"\é40"), r"\é40");
    }

    #[test]
    fn a_volume_is_found_by_its_label() {
        let folder = tempfile::tempdir().expect("a folder");
        let (labels, device) = (folder.path().join("by-label"), folder.path().join("sdb1"));
        fs::create_dir(&labels).expect("a folder");
        fs::write(&device, "").expect("a device");
        std::os::unix::fs::symlink(&device, labels.join(r"MY\x20TALLY")).expect("a link");
        let mounts = "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /media/ada/MY\\040TALLY1 vfat rw 0 0\n\
                      /dev/sdc1 /run/media/ada/OTHER vfat rw 0 0\n/dev/sdd1 /boot/BOOT vfat rw 0 0\n";
        let found = |label: &str| called_in(label, mounts, &labels);
        assert_eq!(found("MY TALLY"), Some("/media/ada/MY TALLY1".into()));
        assert_eq!(found("OTHER"), Some("/run/media/ada/OTHER".into()), "by its folder");
        for none in ["MY", "BOOT", "", "NONE"] {
            assert_eq!(found(none), None, "{none:?}");
        }
        assert_eq!(called_in("MY TALLY", "", &labels), None, "plugged in and not mounted");
    }

    #[test]
    fn a_folder_that_waits_for_its_file_system_is_not_there() {
        let table = "# /mnt/a\nLABEL=X /mnt/my\\040stick vfat noauto,user 0 0\n";
        let awaited = |folder: &str, mounts: &str| is_awaited_in(Path::new(folder), table, mounts);
        assert!(awaited("/mnt/my stick", "/dev/sda1 / ext4 rw 0 0\n"));
        assert!(!awaited("/mnt/my stick", "/dev/sdb1 /mnt/my\\040stick vfat rw 0 0\n"));
        assert!(!awaited("/mnt/a", "") && !awaited("/mnt", ""));
    }
}

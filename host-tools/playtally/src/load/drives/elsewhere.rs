//! Which drives are sticks on Windows and macOS, of which the system itself says what can be pulled out.

use std::path::{Path, PathBuf};

use super::{Drive, Mount};

/// A volume as the system tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Volume {
    /// Its label.
    pub(super) label: String,
    /// Its folder: `E:\`, `/Volumes/STICK`.
    pub(super) folder: PathBuf,
    /// Its file system by the system's own name: `FAT32`, `exFAT`, `msdos`.
    pub(super) file_system: String,
    pub(super) bytes: u64,
    pub(super) removable: bool,
    pub(super) read_only: bool,
}

/// All volumes with a letter. One without a medium tells nothing.
#[cfg(windows)]
pub(super) fn volumes() -> Vec<Volume> {
    use winsafe::{GetDiskFreeSpaceEx, GetDriveType, GetLogicalDriveStrings, GetVolumeInformation, co};

    let volume = |root: String| {
        let (mut label, mut file_system, mut bytes) = Default::default();
        let mut flags = co::FILE_VOL::default();
        GetVolumeInformation(
            Some(&root),
            Some(&mut label),
            None,
            None,
            Some(&mut flags),
            Some(&mut file_system),
        )
        .ok()?;
        GetDiskFreeSpaceEx(Some(&root), None, Some(&mut bytes), None).ok()?;
        Some(Volume {
            label,
            removable: GetDriveType(Some(&root)) == co::DRIVE::REMOVABLE,
            read_only: flags.has(co::FILE_VOL::READ_ONLY_VOLUME),
            folder: root.into(),
            file_system,
            bytes,
        })
    };
    GetLogicalDriveStrings()
        .unwrap_or_default()
        .into_iter()
        .filter_map(volume)
        .collect()
}

/// All volumes.
#[cfg(target_os = "macos")]
pub(super) fn volumes() -> Vec<Volume> {
    use sysinfo::{Disk, DiskRefreshKind, Disks};

    let volume = |disk: &Disk| Volume {
        label: disk.name().to_string_lossy().into_owned(),
        folder: disk.mount_point().to_owned(),
        file_system: disk.file_system().to_string_lossy().into_owned(),
        bytes: disk.total_space(),
        removable: disk.is_removable(),
        read_only: disk.is_read_only(),
    };
    let disks = Disks::new_with_refreshed_list_specifics(DiskRefreshKind::nothing().with_storage());
    disks.iter().map(volume).collect()
}

/// Those that are sticks. A volume of no size is a reader without a card.
pub(super) fn sticks(volumes: Vec<Volume>) -> Vec<Drive> {
    let is_stick = |volume: &Volume| volume.removable && volume.bytes > 0 && volume.folder != Path::new("/");
    let drive = |volume: Volume| Drive {
        device: volume.folder.display().to_string(),
        model: volume.label,
        bytes: volume.bytes,
        mount: Some(Mount {
            folder: volume.folder,
            file_system: volume.file_system,
            read_only: volume.read_only,
        }),
    };
    let mut drives: Vec<Drive> = volumes.into_iter().filter(is_stick).map(drive).collect();
    drives.sort_by(|one, other| one.device.cmp(&other.device));
    // macOS may list a volume by its data and by its snapshot.
    drives.dedup_by(|one, other| one.device == other.device);
    drives
}

/// Where the volume of this label is: by its label, or by the folder that is made for it.
pub(super) fn called(label: &str, volumes: Vec<Volume>) -> Option<PathBuf> {
    let of_folder = |volume: &Volume| volume.folder.file_name().and_then(|name| name.to_str()) == Some(label);
    let is_it = |volume: &Volume| !label.is_empty() && (volume.label == label || of_folder(volume));
    volumes.into_iter().find(is_it).map(|volume| volume.folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn volume(label: &str, folder: &str, file_system: &str, removable: bool) -> Volume {
        Volume {
            label: label.to_owned(),
            folder: folder.into(),
            file_system: file_system.to_owned(),
            bytes: 1 << 30,
            removable,
            read_only: false,
        }
    }

    fn folders(volumes: &[Volume]) -> Vec<PathBuf> {
        let drives = sticks(volumes.to_vec()).into_iter();
        drives.filter_map(|drive| Some(drive.mount?.folder)).collect()
    }

    #[test]
    fn of_a_mac_only_what_can_be_pulled_out_is_a_stick() {
        let volumes = [
            volume("Macintosh HD", "/", "apfs", true),
            volume("Data", "/System/Volumes/Data", "apfs", false),
            volume("STICK", "/Volumes/STICK", "msdos", true),
            volume("STICK", "/Volumes/STICK", "msdos", true),
            volume("Backup", "/Volumes/Backup", "hfs", true),
        ];
        let found = folders(&volumes);
        assert_eq!(found, [Path::new("/Volumes/Backup"), Path::new("/Volumes/STICK")]);
        let formats: Vec<Option<String>> = sticks(volumes.to_vec())
            .iter()
            .map(|drive| drive.mount.as_ref().and_then(Mount::unreadable).map(str::to_owned))
            .collect();
        assert_eq!(formats, [Some("HFS+".to_owned()), None]);
        assert_eq!(called("STICK", volumes.to_vec()), Some("/Volumes/STICK".into()));
        assert_eq!(called("", volumes.to_vec()), None);
        assert_eq!(called("OTHER", volumes.to_vec()), None);
    }

    #[test]
    fn of_windows_letters_without_a_card_are_no_sticks() {
        let mut reader = volume("", r"G:\", "", true);
        reader.bytes = 0;
        let volumes = [
            reader,
            volume("", r"C:\", "NTFS", false),
            volume("PLAYTALLY", r"F:\", "exFAT", true),
            volume("", r"E:\", "FAT32", true),
        ];
        assert_eq!(folders(&volumes), [Path::new(r"E:\"), Path::new(r"F:\")]);
        assert!(
            sticks(volumes.to_vec())
                .iter()
                .all(|drive| drive.mount.as_ref().is_some_and(|mount| mount.unreadable().is_none()))
        );
        assert_eq!(called("PLAYTALLY", volumes.to_vec()), Some(r"F:\".into()));
    }
}

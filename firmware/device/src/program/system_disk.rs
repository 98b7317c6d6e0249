//! What the running system uses of a disk: a Raspberry Pi may have started from one on USB, or keep something else there.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::trouble::Trouble;

/// Says whether a disk is a stick, which may be searched, and not one that the running system uses.
pub(crate) fn run(disk: &str, sys: &Path) -> Result<(), Trouble> {
    match use_of(disk, sys, Path::new("/proc")) {
        Ok(None) => Ok(()),
        Ok(Some(used)) => Err(Trouble::new(format_args!("{disk} is not searched: {used}"))),
        Err(error) => Err(Trouble::new(format_args!(
            "{disk} is not searched, for nobody knows whose it is: {error}"
        ))),
    }
}

/// What the system that is told about in these directories uses a disk for, in words; `None` if for nothing.
fn use_of(disk: &str, sys: &Path, proc: &Path) -> io::Result<Option<String>> {
    let parts = Parts::of(disk, sys)?;
    if let Some(holder) = &parts.holder {
        return Ok(Some(format!("{holder} is made of it")));
    }
    let mounts = fs::read_to_string(proc.join("self/mountinfo"))?;
    if let Some(place) = mounts.lines().find_map(|mount| parts.place_of(mount)) {
        return Ok(Some(format!("it is mounted at {place}")));
    }
    // A kernel that swaps to nothing may have no such file.
    let swaps = match fs::read_to_string(proc.join("swaps")) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        swaps => swaps?,
    };
    let swapped_to = |line: &str| line.split_whitespace().next().is_some_and(|node| parts.has_node(node));
    Ok(swaps
        .lines()
        .any(swapped_to)
        .then(|| "memory is swapped to it".to_owned()))
}

/// A disk and its partitions.
#[derive(Debug, Default)]
struct Parts {
    names: BTreeSet<String>,
    /// Major and minor, with a colon between them.
    numbers: BTreeSet<String>,
    /// Something that is made of one of them, such as a volume of LVM, a RAID or a file system over several disks.
    holder: Option<String>,
}

impl Parts {
    fn of(disk: &str, sys: &Path) -> io::Result<Self> {
        // A name, and no way to somewhere else.
        if disk.is_empty() || disk.starts_with('.') || disk.contains('/') {
            return Err(ErrorKind::InvalidInput.into());
        }
        let folder = sys.join("class/block").join(disk);
        let mut parts = Self::default();
        parts.add(disk, &folder)?;
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.path().join("partition").exists() {
                parts.add(&entry.file_name().to_string_lossy(), &entry.path())?;
            }
        }
        // Btrfs mounts a device of its own, whatever disks are below.
        for file_system in fs::read_dir(sys.join("fs/btrfs")).into_iter().flatten().flatten() {
            let members = fs::read_dir(file_system.path().join("devices"))
                .into_iter()
                .flatten()
                .flatten();
            let mut members = members.map(|member| member.file_name().to_string_lossy().into_owned());
            if members.any(|member| parts.names.contains(&member)) {
                parts.holder = Some("a file system".to_owned());
            }
        }
        Ok(parts)
    }

    fn add(&mut self, name: &str, folder: &Path) -> io::Result<()> {
        self.names.insert(name.to_owned());
        let number = fs::read_to_string(folder.join("dev"))?;
        self.numbers.insert(number.trim().to_owned());
        if let Some(holder) = fs::read_dir(folder.join("holders"))
            .into_iter()
            .flatten()
            .flatten()
            .next()
        {
            self.holder = Some(holder.file_name().to_string_lossy().into_owned());
        }
        Ok(())
    }

    /// Where one of them is mounted, if that is what a line of `mountinfo` says (proc(5)).
    fn place_of<'a>(&self, mount: &'a str) -> Option<&'a str> {
        let fields: Vec<&str> = mount.split(' ').collect();
        let (number, place) = (fields.get(2)?, fields.get(4)?);
        // After optional fields, a dash, and the file system's kind. Some name several devices.
        let source = fields.iter().skip(6).skip_while(|field| **field != "-").nth(2);
        let is_ours = self.numbers.contains(*number)
            || source.is_some_and(|source| source.split(':').any(|node| self.has_node(node)));
        is_ours.then_some(place)
    }

    /// Whether a path is that of one of their nodes.
    fn has_node(&self, path: &str) -> bool {
        let Some(path) = path.strip_prefix("/dev/").map(|_| Path::new(path)) else {
            return false;
        };
        // Other names of a node are links to it.
        let node = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let name = node.file_name().map(|name| name.to_string_lossy().into_owned());
        name.is_some_and(|name| self.names.contains(&name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A computer with two disks of two partitions each, `sdy` and `sdz`, as its kernel tells about them.
    struct Computer(tempfile::TempDir);

    impl Computer {
        fn new() -> Self {
            let computer = Self(tempfile::tempdir().unwrap());
            for (major, disk) in [(65, "sdy"), (66, "sdz")] {
                computer.file(&format!("sys/class/block/{disk}/dev"), &format!("{major}:0\n"));
                for partition in 1..=2 {
                    let folder = format!("sys/class/block/{disk}/{disk}{partition}");
                    computer.file(&format!("{folder}/dev"), &format!("{major}:{partition}\n"));
                    computer.file(&format!("{folder}/partition"), &format!("{partition}\n"));
                    fs::create_dir(computer.path(&format!("{folder}/holders"))).unwrap();
                }
                fs::create_dir(computer.path(&format!("sys/class/block/{disk}/holders"))).unwrap();
                fs::create_dir(computer.path(&format!("sys/class/block/{disk}/queue"))).unwrap();
            }
            computer.file(
                "proc/self/mountinfo",
                "22 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk7p2 rw\n\
                 23 22 0:21 / /proc rw - proc proc rw\n\
                 24 22 0:5 / /dev rw shared:8 - devtmpfs udev rw\n",
            );
            computer.file(
                "proc/swaps",
                "Filename\t\t\tType\t\tSize\tUsed\tPriority\n/var/swap file 102396 0 -2\n",
            );
            computer
        }

        fn path(&self, path: &str) -> std::path::PathBuf {
            self.0.path().join(path)
        }

        fn file(&self, path: &str, text: &str) {
            let path = self.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let before = fs::read_to_string(&path).unwrap_or_default();
            fs::write(path, before + text).unwrap();
        }

        fn use_of(&self, disk: &str) -> Option<String> {
            use_of(disk, &self.path("sys"), &self.path("proc")).unwrap()
        }
    }

    #[test]
    fn a_disk_that_nobody_uses_is_a_stick() {
        let computer = Computer::new();
        assert_eq!(computer.use_of("sdy"), None);
        assert_eq!(computer.use_of("sdz"), None);
    }

    #[test]
    fn a_disk_that_holds_something_of_the_running_system_is_none_and_the_other_one_is() {
        let uses: [(&str, &str, &str, &str); 10] = [
            (
                "the root",
                "proc/self/mountinfo",
                "30 1 66:2 / / rw - ext4 /dev/root rw\n",
                "mounted at /",
            ),
            (
                "boot files",
                "proc/self/mountinfo",
                "31 22 66:1 / /boot/firmware rw shared:9 master:3 - vfat /dev/sdz1 rw\n",
                "/boot/firmware",
            ),
            (
                "a disk as a whole",
                "proc/self/mountinfo",
                "32 22 66:0 / /media/music ro - exfat /dev/sdz ro\n",
                "/media/music",
            ),
            (
                "what lies below an overlay",
                "proc/self/mountinfo",
                "33 22 66:2 / /media/root-ro ro - ext4 /dev/sdz2 ro\n",
                "/media/root-ro",
            ),
            (
                "a folder of it",
                "proc/self/mountinfo",
                "34 22 66:2 /srv/a\\040b /srv rw - ext4 /dev/sdz2 rw\n",
                "/srv",
            ),
            (
                "btrfs, by its source",
                "proc/self/mountinfo",
                "35 22 0:40 /@ /data rw shared:1 - btrfs /dev/sdz2 rw,subvol=/@\n",
                "/data",
            ),
            (
                "several disks",
                "proc/self/mountinfo",
                "36 22 0:41 / /big rw - bcachefs /dev/sdx1:/dev/sdz1 rw\n",
                "/big",
            ),
            ("swap", "proc/swaps", "/dev/sdz2 partition 102396 0 -3\n", "swapped"),
            (
                "LVM, a RAID or a cipher",
                "sys/class/block/sdz/sdz2/holders/dm-0/dev",
                "",
                "dm-0",
            ),
            (
                "btrfs, by its members",
                "sys/fs/btrfs/a-b-c/devices/sdz1/dev",
                "",
                "file system",
            ),
        ];
        for (what, file, line, words) in uses {
            let computer = Computer::new();
            computer.file(file, line);
            let used = computer.use_of("sdz").unwrap_or_else(|| panic!("{what} is not seen"));
            assert!(used.contains(words), "{what}: {used}");
            assert_eq!(computer.use_of("sdy"), None, "{what} is on the other disk");
        }
        let computer = Computer::new();
        computer.file("sys/class/block/sdz/holders/md127/dev", "");
        assert!(computer.use_of("sdz").unwrap().contains("md127"));
    }

    #[test]
    fn a_disk_of_which_nothing_is_known_is_not_searched() {
        let computer = Computer::new();
        let known = |disk: &str| use_of(disk, &computer.path("sys"), &computer.path("proc"));
        for disk in ["sdx", "", ".", "..", "sdz/sdz1", "/dev/sdz"] {
            assert!(known(disk).is_err(), "{disk:?}");
        }
        fs::remove_file(computer.path("proc/swaps")).unwrap();
        assert_eq!(known("sdz").unwrap(), None, "a kernel without swap");
        fs::remove_file(computer.path("proc/self/mountinfo")).unwrap();
        assert!(known("sdz").is_err());
    }

    #[test]
    fn the_disk_of_this_computers_root_is_no_stick() {
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        let roots = mounts.lines().filter(|mount| mount.split(' ').nth(4) == Some("/"));
        let numbers = roots.filter_map(|mount| mount.split(' ').nth(2));
        let folders = numbers.map(|number| Path::new("/sys/dev/block").join(number));
        let Some(folder) = folders.into_iter().find_map(|folder| fs::canonicalize(folder).ok()) else {
            return println!("skipped: no disk that this computer knows holds its root");
        };
        let disk = if folder.join("partition").exists() {
            folder.parent().unwrap()
        } else {
            &folder
        };
        let disk = disk.file_name().unwrap().to_string_lossy();
        assert!(run(&disk, Path::new("/sys")).is_err(), "{disk}");
    }
}

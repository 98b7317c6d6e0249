//! Which sticks were plugged in: the kernel's list of disks, looked at again and again.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The disks on USB that were seen.
#[derive(Debug, Default)]
pub(super) struct Sticks(BTreeSet<Seen>);

/// A disk by its name, with what tells it from the one that had the name before, and its length.
type Seen = (String, String, String);

impl Sticks {
    /// The names of those that were not there at the last look, as the kernel in a system directory has them.
    pub(super) fn new_ones(&mut self, sys: &Path) -> Vec<String> {
        let disks = fs::read_dir(sys.join("block")).into_iter().flatten().flatten();
        let now: BTreeSet<Seen> = disks
            .filter_map(|disk| {
                let name = disk.file_name().into_string().ok()?;
                let is_disk = name.starts_with("sd") && name.bytes().all(|letter| letter.is_ascii_lowercase());
                let place = fs::canonicalize(disk.path()).ok()?;
                let is_usb = place
                    .components()
                    .any(|part| part.as_os_str().to_string_lossy().starts_with("usb"));
                let read = |what| {
                    fs::read_to_string(place.join(what))
                        .unwrap_or_default()
                        .trim()
                        .to_owned()
                };
                let length = read("size");
                // A reader of cards without a card has no length.
                (is_disk && is_usb && !["", "0"].contains(&&*length)).then(|| (name, read("diskseq"), length))
            })
            .collect();
        let new = now.difference(&self.0).map(|(name, ..)| name.clone()).collect();
        self.0 = now;
        new
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::super::put;
    use super::*;

    #[test]
    fn a_stick_is_new_once_and_again_after_it_was_away_or_another_came_in_its_place() {
        let root = tempfile::tempdir().unwrap();
        let sys = root.path();
        let mut sticks = Sticks::default();
        fs::create_dir_all(sys.join("block")).unwrap();
        let plug = |name: &str, bus: &str, number: &str, size: &str| {
            let place = format!("devices/{bus}/block/{name}");
            put(sys, &format!("{place}/size"), size.as_bytes());
            put(sys, &format!("{place}/diskseq"), number.as_bytes());
            let link = sys.join("block").join(name);
            let _ = fs::remove_file(&link);
            symlink(sys.join(place), link).unwrap();
        };
        assert!(sticks.new_ones(sys).is_empty());
        plug("sda", "soc/usb1/1-1", "3\n", "62500000\n");
        plug("sdb", "soc/usb1/1-2", "4\n", "0\n");
        plug("sdc", "soc/sata0", "5\n", "100\n");
        plug("mmcblk0", "soc/usb1", "6\n", "100\n");
        plug("loop0", "virtual", "7\n", "100\n");
        assert_eq!(sticks.new_ones(sys), ["sda"]);
        assert!(sticks.new_ones(sys).is_empty());
        plug("sdb", "soc/usb1/1-2", "8\n", "100\n");
        assert_eq!(sticks.new_ones(sys), ["sdb"], "a card was put into a reader");
        plug("sda", "soc/usb1/1-1", "9\n", "62500000\n");
        assert_eq!(sticks.new_ones(sys), ["sda"], "it was away between two looks");
        fs::remove_file(sys.join("block/sda")).unwrap();
        assert!(sticks.new_ones(sys).is_empty());
    }
}

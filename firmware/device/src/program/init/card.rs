//! Which disk is the card, and what is on it.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// The kind of a partition that is no file system: what a device keeps (`Non-FS data`).
const STATE: u8 = 0xDA;

/// The card's two partitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Card {
    /// The one with files, which every computer sees.
    pub(super) files: PathBuf,
    /// The one in which the device keeps everything.
    pub(super) state: PathBuf,
}

impl Card {
    /// The first card in a slot whose second partition is for state. Sticks are no cards, whatever is on them.
    pub(super) fn find(sys: &Path, dev: &Path) -> Option<Self> {
        let disks = fs::read_dir(sys.join("block")).ok()?.flatten();
        let mut disks: Vec<_> = disks
            .filter_map(|disk| disk.file_name().into_string().ok())
            .filter(|disk| is_card(disk))
            .collect();
        disks.sort();
        disks.into_iter().find_map(|disk| {
            let mut sector = [0; 512];
            File::open(dev.join(&disk)).ok()?.read_exact_at(&mut sector, 0).ok()?;
            let [files, state] = [1, 2].map(|partition| dev.join(format!("{disk}p{partition}")));
            let is_ours = sector[510..] == [0x55, 0xAA] && kind(&sector, 1) == STATE;
            (is_ours && state.exists()).then_some(Self { files, state })
        })
    }
}

/// `mmcblk0`, and none of the parts that some cards have for starting from.
fn is_card(disk: &str) -> bool {
    let number = disk.strip_prefix("mmcblk");
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// The kind of an entry of a master boot record, counted from 0.
fn kind(sector: &[u8; 512], entry: usize) -> u8 {
    sector[446 + 16 * entry + 4]
}

#[cfg(test)]
mod tests {
    use super::super::put;
    use super::*;

    fn table(second: u8) -> [u8; 512] {
        let mut sector = [0; 512];
        (sector[450], sector[466]) = (0x0C, second);
        sector[510..].copy_from_slice(&[0x55, 0xAA]);
        sector
    }

    #[test]
    fn the_card_is_the_one_in_a_slot_with_a_partition_for_state_and_never_a_stick() {
        let root = tempfile::tempdir().unwrap();
        let (sys, dev) = (root.path().join("sys"), root.path().join("dev"));
        let find = || Card::find(&sys, &dev);
        let disk = |name: &str, sector: &[u8]| {
            put(&sys, &format!("block/{name}/size"), b"1");
            put(&dev, name, sector);
            put(&dev, &format!("{name}p2"), b"");
        };
        assert_eq!(find(), None);
        disk("sda", &table(STATE));
        disk("mmcblk0boot0", &table(STATE));
        assert_eq!(find(), None, "neither a stick nor a part of a card");
        disk("mmcblk0", &table(0x83));
        disk("mmcblk1", &[0; 512]);
        disk("mmcblk2", b"short");
        assert_eq!(find(), None, "cards of other systems");
        disk("mmcblk3", &table(STATE));
        let found = find().unwrap();
        assert_eq!(
            (found.files, found.state),
            (dev.join("mmcblk3p1"), dev.join("mmcblk3p2"))
        );
    }
}

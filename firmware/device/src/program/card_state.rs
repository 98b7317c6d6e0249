//! What is kept on the card: a copy of it lies in memory, where the display and the drive read it as anywhere else, and
//! only the store, which has no other disk, may write to the card itself.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::Path;

use playtally_device::{Directory, Disk, Kept, Partition, Shelf, Slots, plain};

use super::places::Places;
use super::sandbox::{self, Right};
use super::trouble::Trouble;

/// The display's own, and the most that it may be, in bytes. More is not what the display wrote.
const OWN: [(&str, usize); 4] = [("menu", 1024), ("hat", 1024), ("clock", 64), ("file", 8 << 10)];

/// Opens the partition in which a device on a card of its own keeps everything.
pub(crate) fn open(partition: &Path) -> Result<Partition<File>, Trouble> {
    let file = File::options().read(true).write(true).open(partition);
    file.map(Partition::new)
        .map_err(|error| Trouble::new(format_args!("{}: {error}", partition.display())))
}

fn own() -> impl Iterator<Item = Slots> {
    OWN.into_iter().map(|(name, most)| Slots::new(name, most, |_| true))
}

/// Copies what the card keeps to where it is read, after a restart, and does the rest of what was being erased.
pub(crate) fn restore(places: &Places, partition: &Path) -> Result<(), Trouble> {
    let mut card = open(partition)?;
    sandbox::only_files([&places.state, &places.own].map(|path| (path.as_path(), Right::Write)))?;
    let mut shelf = Shelf::new(card.clone());
    // It is tried again before anything else is kept.
    let erased = shelf.finish_erasing();
    let shown = publish(&shelf, &places.state);
    let copied = copy(&mut card, &mut Directory::new(&places.own), own());
    erased.and(shown).and(copied).map_err(Trouble::new)
}

/// Copies what the display keeps for itself onto the card.
pub(crate) fn remember(places: &Places, partition: &Path) -> Result<(), Trouble> {
    let mut card = open(partition)?;
    sandbox::only_files([(places.own.as_path(), Right::Read)])?;
    copy(&mut Directory::new(&places.own), &mut card, own()).map_err(Trouble::new)
}

/// Copies what each pair of slots on one disk keeps to another; the first trouble, once all were tried.
fn copy(from: &mut impl Disk, to: &mut impl Disk, all: impl Iterator<Item = Slots>) -> io::Result<()> {
    let copied = all.map(|slots| match slots.read(from)? {
        Some(kept) => slots.write(to, &kept).map(drop),
        None => Ok(()),
    });
    // Every one is tried.
    let all: Vec<io::Result<()>> = copied.collect();
    all.into_iter().collect()
}

/// Makes what is shown what is kept.
pub(crate) fn publish(kept: &Shelf<impl Disk>, state: &Path) -> io::Result<()> {
    let mut shown = Shelf::new(Directory::new(state));
    let summaries = kept.summaries();
    for old in shown.summaries().iter().map(Kept::identity) {
        if !summaries.iter().any(|kept| kept.identity().is(&old)) {
            shown.erase(Some(&old))?;
        }
    }
    for summary in &summaries {
        shown.accept(summary).map_err(io::Error::other)?;
    }
    Ok(())
}

/// Which of these files on the card were not there when it was looked at last. What was erased since, or gave way to
/// what came by a stick, does not come back because it lies there still.
pub(crate) fn only_new(card: &impl Disk, files: Vec<Vec<u8>>) -> io::Result<Vec<Vec<u8>>> {
    let seen = seen().read(card)?.unwrap_or_default();
    let seen: BTreeSet<&[u8]> = seen.chunks(4).collect();
    let mut files = files;
    files.retain(|file| !seen.contains(&mark(file)[..]));
    Ok(files)
}

/// Notes which files lie on the card.
pub(crate) fn note(card: &mut impl Disk, files: &[Vec<u8>]) -> io::Result<()> {
    let marks: Vec<u8> = files.iter().flat_map(|file| mark(file)).collect();
    seen().write(card, &marks).map(drop)
}

fn seen() -> Slots {
    Slots::new("card", 4 * playtally_device::MAX_OWNERS, |marks| marks.len() % 4 == 0)
}

/// What tells one file from another.
fn mark(file: &[u8]) -> [u8; 4] {
    plain::checksum(file).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use playtally_device::PARTITION_LENGTH;

    use super::*;

    fn places() -> (tempfile::TempDir, Places, std::path::PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let places = Places::new(Some(root.path().join("state")), Some(root.path().join("run")));
        let own = Places {
            own: root.path().join("own"),
            ..places
        };
        for path in [&own.state, &own.own] {
            std::fs::create_dir(path).unwrap();
        }
        let partition = root.path().join("partition");
        File::create(&partition).unwrap().set_len(PARTITION_LENGTH).unwrap();
        (root, own, partition)
    }

    #[test]
    fn what_the_display_keeps_outlasts_a_restart() {
        let (_root, places, partition) = places();
        let menu = || own().next().unwrap();
        menu().write(&mut Directory::new(&places.own), b"[menu]").unwrap();
        let mut card = open(&partition).unwrap();
        copy(&mut Directory::new(&places.own), &mut card, own()).unwrap();
        std::fs::remove_dir_all(&places.own).unwrap();
        std::fs::create_dir(&places.own).unwrap();
        copy(&mut card, &mut Directory::new(&places.own), own()).unwrap();
        let restored = menu().read(&Directory::new(&places.own)).unwrap();
        assert_eq!(restored.as_deref(), Some(&b"[menu]"[..]));
    }

    #[test]
    fn what_lies_on_the_card_is_new_once() {
        let (_root, _, partition) = places();
        let mut card = open(&partition).unwrap();
        let (one, two) = (b"one".to_vec(), b"two".to_vec());
        assert_eq!(only_new(&card, vec![one.clone()]).unwrap(), std::slice::from_ref(&one));
        note(&mut card, std::slice::from_ref(&one)).unwrap();
        assert_eq!(
            only_new(&card, vec![one.clone(), two.clone()]).unwrap(),
            std::slice::from_ref(&two)
        );
        note(&mut card, &[two]).unwrap();
        assert_eq!(
            only_new(&card, vec![one.clone()]).unwrap(),
            [one],
            "it was away meanwhile"
        );
    }
}

//! Sticks as people format them, and as nobody should.

mod geometry;
mod tables;

use std::io::{Cursor, SeekFrom, Write};

use fatfs::{FatType, FileSystem, FormatVolumeOptions, FsOptions};
use playtally_screen::Format;
use playtally_summary::MAX_LENGTH;
use proptest::prelude::*;

use super::*;
use crate::testing::exfat::{Lie, Volume};
use crate::testing::partitions::{with_guid_table, with_logical_partitions, with_master_boot_record};
use crate::testing::{file, summary};

const MIB: usize = 1 << 20;

/// A volume of so many bytes, with files in its root directory.
fn volume(length: usize, kind: FatType, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut disk = Cursor::new(vec![0; length]);
    let options = FormatVolumeOptions::new().fat_type(kind);
    let options = if kind == FatType::Fat32 {
        options.bytes_per_cluster(512)
    } else {
        options
    };
    fatfs::format_volume(&mut disk, options).unwrap();
    {
        let volume = FileSystem::new(&mut disk, FsOptions::new()).unwrap();
        assert_eq!(volume.fat_type(), kind);
        for (name, bytes) in files {
            volume.root_dir().create_file(name).unwrap().write_all(bytes).unwrap();
        }
    }
    disk.into_inner()
}

fn owners(stick: Vec<u8>) -> Result<Vec<(String, u16)>, Refusal> {
    let found = search(Cursor::new(stick))?;
    Ok(found
        .iter()
        .map(|kept| (kept.owner().to_owned(), kept.pressed()))
        .collect())
}

/// A stick that counts the bytes which are read of it.
struct Counted<'a>(Cursor<Vec<u8>>, &'a std::cell::Cell<usize>);

impl Read for Counted<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let length = self.0.read(bytes)?;
        self.1.set(self.1.get() + length);
        Ok(length)
    }
}

impl Seek for Counted<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

fn ann_at_7() -> Vec<(String, u16)> {
    vec![("Ann".to_owned(), 7)]
}

#[test]
fn a_summary_is_found_on_every_kind_of_file_system_and_partition_table() {
    let kinds = [
        (2 * MIB, FatType::Fat12),
        (16 * MIB, FatType::Fat16),
        (40 * MIB, FatType::Fat32),
    ];
    for (length, kind) in kinds {
        let volume = volume(length, kind, &[("Ann.tally", &file("Ann", 7))]);
        assert_eq!(owners(volume.clone()), Ok(ann_at_7()), "{kind:?} without partitions");
        assert_eq!(
            owners(with_master_boot_record(0x0C, &volume)),
            Ok(ann_at_7()),
            "{kind:?} in a partition"
        );
        for sector in [512, 4096] {
            assert_eq!(
                owners(with_guid_table(sector, &volume)),
                Ok(ann_at_7()),
                "{kind:?} in GPT of {sector}"
            );
        }
    }
}

/// A stick in exFAT with clusters of 4 KiB.
fn exfat(files: &[(&str, &[u8], Lie)]) -> Vec<u8> {
    let mut volume = Volume::new(4 * MIB, 8);
    for (name, bytes, lie) in files {
        volume.add(name, bytes, *lie);
    }
    volume.finish()
}

#[test]
fn a_stick_in_exfat_is_read_like_any_other() {
    let long = summary("Ann", 7);
    for lie in [Lie::InOneRun, Lie::Backwards] {
        let volume = exfat(&[
            ("Ann's history, 2014 to 2025.TALLY", long.summary().file(), lie),
            ("._ann.tally", b"what macOS leaves behind", lie),
            ("b\u{f6}.tally", &file("Bo", 3), lie),
            ("holiday.jpg", &[1; 9000], lie),
        ]);
        let expected = Ok(vec![("Ann".to_owned(), 7), ("Bo".to_owned(), 3)]);
        assert_eq!(owners(volume.clone()), expected, "{lie:?} without partitions");
        let partition = with_master_boot_record(0x07, &volume);
        assert_eq!(owners(partition), expected, "{lie:?} in a partition");
        assert_eq!(owners(with_guid_table(512, &volume)), expected, "{lie:?} in GPT");
        let found = search(Cursor::new(volume)).unwrap();
        assert_eq!(found[0].summary().file(), long.summary().file());
    }
}

#[test]
fn a_file_that_was_deleted_from_exfat_is_not_found() {
    let mut volume = Volume::new(4 * MIB, 8);
    volume.add("ann.tally", &file("Ann", 7), Lie::InOneRun);
    volume.add("bo.tally", &file("Bo", 7), Lie::InOneRun);
    volume.delete_last();
    assert_eq!(owners(volume.finish()), Ok(ann_at_7()));
}

#[test]
fn each_exfat_stick_without_a_summary_says_why() {
    let mut damaged = file("Ann", 7);
    damaged[40] ^= 1;
    let refusal = |files: &[(&str, &[u8], Lie)]| owners(exfat(files)).unwrap_err();
    assert_eq!(refusal(&[]), Refusal::NothingFound);
    assert_eq!(refusal(&[("a.tally", &damaged, Lie::InOneRun)]), Refusal::Damaged);
    assert_eq!(refusal(&[("a.tally", b"", Lie::InOneRun)]), Refusal::NotASummary);
    let mut long = file("Ann", 7);
    long.resize(MAX_LENGTH + 5000, 0);
    assert_eq!(refusal(&[("a.tally", &long, Lie::Backwards)]), Refusal::Incomplete);
    let mut cut = exfat(&[("a.tally", &file("Ann", 7), Lie::InOneRun)]);
    cut.truncate(20 * 512);
    assert_eq!(owners(cut), Err(Refusal::Unreadable));
}

#[test]
fn a_directory_in_exfat_that_bites_its_tail_or_is_far_too_long_is_not_read_for_ever() {
    let mut volume = Volume::new(4 * MIB, 1);
    for number in 0..60 {
        volume.add(&format!("{number}.jpg"), b"x", Lie::InOneRun);
    }
    let mut stick = volume.finish();
    let root = u32::from_le_bytes(stick[96..100].try_into().unwrap());
    // The root's last cluster is its second from below; every one after it leads back to the first.
    for cluster in 2..=root {
        stick[24 * 512 + 4 * cluster as usize..][..4].copy_from_slice(&root.to_le_bytes());
    }
    assert_eq!(owners(stick), Err(Refusal::Unreadable));
    // Clusters of 32 MiB, the most that there is.
    let mut stick = exfat(&[]);
    stick[109] = 16;
    let sum = (0..11 * 512).filter(|at| !matches!(at, 106 | 107 | 112));
    let sum = sum.fold(0, |sum: u32, at| sum.rotate_right(1).wrapping_add(u32::from(stick[at])));
    stick[11 * 512..][..4].copy_from_slice(&sum.to_le_bytes());
    assert_eq!(owners(stick), Err(Refusal::Unreadable));
}

#[test]
fn a_directory_in_exfat_that_fills_the_stick_is_not_kept_in_memory() {
    let (length, cluster) = (48 * MIB, 64);
    let mut stick = Volume::new(length, cluster).finish();
    let field = |stick: &[u8], at: usize| u32::from_le_bytes(stick[at..at + 4].try_into().unwrap());
    let (heap, count, root) = (field(&stick, 88), field(&stick, 92), field(&stick, 96));
    // Deleted entries from the root's cluster on, and each cluster leads to the next one.
    let start = (heap as usize + (root as usize - 2) * cluster) * 512;
    stick[start..].fill(0x05);
    for cluster in root..count + 2 {
        stick[24 * 512 + 4 * cluster as usize..][..4].copy_from_slice(&(cluster + 1).to_le_bytes());
    }
    let read = std::cell::Cell::new(0);
    assert!(search(Counted(Cursor::new(stick), &read)).is_err());
    assert!(read.get() < 20 * MIB, "{}", read.get());
}

#[test]
fn a_stick_in_a_format_that_is_not_read_says_which() {
    let volume = |place: usize, signature: &[u8]| {
        let mut volume = vec![0; MIB];
        volume[place..place + signature.len()].copy_from_slice(signature);
        volume
    };
    let formats = [
        (Format::Ntfs, volume(3, b"NTFS    ")),
        (Format::Apfs, volume(32, b"NXSB")),
        (Format::HfsPlus, volume(1024, b"H+\x00\x04")),
        (Format::HfsPlus, volume(1024, b"HX\x00\x05")),
        (Format::Ext, volume(1080, &[0x53, 0xEF])),
    ];
    for (format, stick) in formats {
        let refused = Err(Refusal::Format(format));
        assert_eq!(owners(stick.clone()), refused);
        assert_eq!(owners(with_master_boot_record(0x07, &stick)), refused);
        assert_eq!(owners(with_guid_table(512, &stick)), refused);
    }
}

#[test]
fn the_small_fat_volume_that_a_mac_puts_first_does_not_hide_the_format_of_the_other() {
    let first = volume(2 * MIB, FatType::Fat12, &[]);
    let mut second = vec![0; MIB];
    second[1024..1028].copy_from_slice(b"H+\x00\x04");
    let mut stick = with_master_boot_record(0x0C, &first);
    let start = (stick.len() / 512) as u32;
    stick[462 + 4] = 0xAF;
    stick[462 + 8..462 + 12].copy_from_slice(&start.to_le_bytes());
    stick[462 + 12..462 + 16].copy_from_slice(&2048_u32.to_le_bytes());
    stick.extend(second);
    assert_eq!(owners(stick.clone()), Err(Refusal::Format(Format::HfsPlus)));
    // A file that should have been a summary is what its owner wants to hear about.
    let with_file = volume(2 * MIB, FatType::Fat12, &[("a.tally", b"no summary")]);
    stick[MIB..3 * MIB].copy_from_slice(&with_file);
    assert_eq!(owners(stick), Err(Refusal::NotASummary));
}

#[test]
fn a_long_summary_is_read_to_its_last_byte() {
    let long = summary("Ann", 7);
    let stick = volume(
        8 * MIB,
        FatType::Fat16,
        &[("Ann's history, 2014 to 2025.TALLY", long.summary().file())],
    );
    let found = search(Cursor::new(stick)).unwrap();
    assert_eq!(found[0].summary().file(), long.summary().file());
}

#[test]
fn every_owner_counts_once_and_strangers_do_not_count() {
    let stick = volume(
        4 * MIB,
        FatType::Fat12,
        &[
            ("ann-old.tally", &file("Ann", 3)),
            ("Ann.tally", &file("Ann", 7)),
            ("._Ann.tally", b"what macOS leaves behind"),
            ("bo.tally", &file("Bo", 1)),
            ("damaged.tally", &file("Bo", 2)[1..]),
            ("holiday.jpg", b"no summary"),
        ],
    );
    assert_eq!(owners(stick), Ok(vec![("Ann".to_owned(), 7), ("Bo".to_owned(), 1)]));
}

#[test]
fn each_stick_without_a_summary_says_why() {
    let mut damaged = file("Ann", 7);
    damaged[40] ^= 1;
    let mut newer = file("Ann", 7);
    newer[8] = 99;
    let refusal = |files: &[(&str, &[u8])]| owners(volume(2 * MIB, FatType::Fat12, files)).unwrap_err();
    assert_eq!(refusal(&[]), Refusal::NothingFound);
    assert_eq!(refusal(&[("a.txt", b"no summary")]), Refusal::NothingFound);
    assert_eq!(refusal(&[("a.tally", b"no summary")]), Refusal::NotASummary);
    assert_eq!(refusal(&[("a.tally", &file("Ann", 7)[..100])]), Refusal::Incomplete);
    assert_eq!(refusal(&[("a.tally", &damaged)]), Refusal::Damaged);
    assert_eq!(refusal(&[("a.tally", &newer)]), Refusal::Newer);
    assert_eq!(owners(Vec::new()), Err(Refusal::Unreadable));
    assert_eq!(owners(vec![0; MIB]), Err(Refusal::Unreadable), "an empty stick");
    let other = with_master_boot_record(0x07, &[0; MIB]);
    assert_eq!(owners(other), Err(Refusal::Unreadable), "another file system");
}

#[test]
fn a_file_too_long_for_a_summary_is_not_read_to_its_end() {
    let mut long = file("Ann", 7);
    long.resize(MAX_LENGTH + 5000, 0);
    let stick = volume(8 * MIB, FatType::Fat16, &[("a.tally", &long)]);
    assert_eq!(owners(stick), Err(Refusal::Incomplete));
}

#[test]
fn ten_thousand_other_files_are_no_obstacle() {
    let mut disk = Cursor::new(vec![0; 16 * MIB]);
    let options = FormatVolumeOptions::new()
        .fat_type(FatType::Fat16)
        .max_root_dir_entries(16_384);
    fatfs::format_volume(&mut disk, options).unwrap();
    {
        let volume = FileSystem::new(&mut disk, FsOptions::new()).unwrap();
        volume
            .root_dir()
            .create_file("Ann.tally")
            .unwrap()
            .write_all(&file("Ann", 7))
            .unwrap();
    }
    let mut stick = disk.into_inner();
    // The directory holds a long and a short entry; ten thousand others are put before them.
    let short = stick
        .windows(11)
        .position(|name| name.starts_with(b"ANN") && name.ends_with(b"TAL"))
        .unwrap();
    let root = short - 32;
    let ann: [u8; 64] = stick[root..root + 64].try_into().unwrap();
    for number in 0..10_000 {
        let entry = &mut stick[root + 32 * number..][..32];
        entry.fill(0);
        entry[..11].copy_from_slice(format!("{number:08}JPG").as_bytes());
    }
    stick[root + 320_000..][..64].copy_from_slice(&ann);
    assert_eq!(owners(stick), Ok(ann_at_7()));
}

#[test]
fn a_stick_that_is_pulled_out_is_unreadable_and_no_more() {
    /// Fails from some place on, as a stick does that went away.
    struct Pulled(Cursor<Vec<u8>>, usize);
    impl Read for Pulled {
        fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
            self.1 = self.1.checked_sub(1).ok_or(io::Error::other("no such device"))?;
            self.0.read(bytes)
        }
    }
    impl Seek for Pulled {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }
    let stick = volume(2 * MIB, FatType::Fat12, &[("a.tally", &file("Ann", 7))]);
    let mut found = false;
    for reads in 0..40 {
        match search(Pulled(Cursor::new(stick.clone()), reads)) {
            Ok(summaries) => found = summaries.len() == 1,
            Err(why) => assert_eq!(why, Refusal::Unreadable),
        }
    }
    assert!(found);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_stands_on_a_stick_the_search_ends(
        changes in proptest::collection::vec((0..40 * 512_usize, any::<u8>()), 1..20),
    ) {
        // The boot sector, both allocation tables and the root directory.
        let mut stick = SMALL.with(Vec::clone);
        for (place, byte) in changes {
            stick[place] = byte;
        }
        let _ = search(Cursor::new(stick));
    }

    #[test]
    fn whatever_stands_on_a_stick_in_exfat_the_search_ends(
        changes in proptest::collection::vec((0..100 * 512_usize, any::<u8>()), 1..20),
    ) {
        // The allocation table and the root directory; the boot region's checksum lets next to nothing else through.
        let mut stick = SMALL_EXFAT.with(Vec::clone);
        for (place, byte) in changes {
            stick[24 * 512 + place] = byte;
        }
        let _ = search(Cursor::new(stick));
    }
}

thread_local! {
    static SMALL: Vec<u8> = volume(2 * MIB, FatType::Fat12, &[("a.tally", &file("Ann", 7)), ("b.tally", &file("Bo", 7))]);
    static SMALL_EXFAT: Vec<u8> = {
        let mut volume = Volume::new(MIB, 1);
        volume.add("a.tally", &file("Ann", 7), Lie::Backwards);
        volume.add("b.tally", &file("Bo", 7), Lie::InOneRun);
        volume.finish()
    };
}

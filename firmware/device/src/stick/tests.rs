//! Sticks as people format them, and as nobody should.

use std::io::{Cursor, SeekFrom, Write};

use fatfs::{FatType, FormatVolumeOptions};
use proptest::prelude::*;

use super::*;
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

/// A stick with one partition of a kind.
fn with_master_boot_record(kind: u8, volume: &[u8]) -> Vec<u8> {
    let mut stick = vec![0; MIB + volume.len()];
    stick[510..512].copy_from_slice(&[0x55, 0xAA]);
    let entry = &mut stick[446..462];
    entry[4] = kind;
    entry[8..12].copy_from_slice(&2048_u32.to_le_bytes());
    entry[12..16].copy_from_slice(&((volume.len() / 512) as u32).to_le_bytes());
    stick[MIB..].copy_from_slice(volume);
    stick
}

/// A stick with a GUID partition table, on which a volume is the second partition.
fn with_guid_table(sector: usize, volume: &[u8]) -> Vec<u8> {
    let mut stick = with_master_boot_record(PROTECTIVE_KIND, volume);
    let header = &mut stick[sector..sector + 92];
    header[..8].copy_from_slice(b"EFI PART");
    header[72..80].copy_from_slice(&2_u64.to_le_bytes());
    header[80..84].copy_from_slice(&128_u32.to_le_bytes());
    header[84..88].copy_from_slice(&128_u32.to_le_bytes());
    let entry = &mut stick[2 * sector + 128..2 * sector + 256];
    entry[..16].fill(7);
    entry[32..40].copy_from_slice(&((MIB / sector) as u64).to_le_bytes());
    entry[40..48].copy_from_slice(&(((MIB + volume.len()) / sector - 1) as u64).to_le_bytes());
    stick
}

const PROTECTIVE_KIND: u8 = 0xEE;

fn owners(stick: Vec<u8>) -> Result<Vec<(String, u16)>, Refusal> {
    let found = search(Cursor::new(stick))?;
    Ok(found
        .iter()
        .map(|kept| (kept.owner().to_owned(), kept.pressed()))
        .collect())
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
}

thread_local! {
    static SMALL: Vec<u8> = volume(2 * MIB, FatType::Fat12, &[("a.tally", &file("Ann", 7)), ("b.tally", &file("Bo", 7))]);
}

//! Volumes of odd geometry that computers read all the same.

use super::*;

/// A volume in FAT32 with so many clusters, all of one sector, and a summary.
fn fat32(clusters: usize) -> Vec<u8> {
    let mut stick = volume(40 * MIB, FatType::Fat32, &[("Ann.tally", &file("Ann", 7))]);
    let table = u32::from_le_bytes(stick[36..40].try_into().unwrap()) as usize;
    let reserved = usize::from(u16::from_le_bytes([stick[14], stick[15]]));
    let sectors = reserved + usize::from(stick[16]) * table + clusters;
    stick[32..36].copy_from_slice(&(sectors as u32).to_le_bytes());
    stick.truncate(sectors * 512);
    stick
}

#[test]
fn fat32_is_what_its_fields_say_however_few_clusters_it_has() {
    for clusters in [40, 4_084, 4_085, 4_086, 65_524, 65_525, 70_000] {
        assert_eq!(owners(fat32(clusters)), Ok(ann_at_7()), "{clusters} clusters");
    }
}

#[test]
fn fields_that_no_computer_looks_at_do_not_matter() {
    type Change = fn(&mut Vec<u8>);
    let changes: [(&str, Change); 8] = [
        ("no information sector", |stick| stick[48..50].fill(0xFF)),
        ("an information sector that is empty", |stick| stick[512..1024].fill(0)),
        ("no copy of the boot sector", |stick| stick[50..52].fill(0)),
        ("a copy outside", |stick| stick[50..52].fill(0xFF)),
        ("a version", |stick| stick[42] = 1),
        ("an unclean end", |stick| stick[65] = 3),
        ("no signature", |stick| stick[510..512].fill(0)),
        ("another name", |stick| stick[82..90].copy_from_slice(b"MYFILES ")),
    ];
    for (what, change) in changes {
        let mut stick = fat32(70_000);
        change(&mut stick);
        assert_eq!(owners(stick.clone()), Ok(ann_at_7()), "{what}");
        assert_eq!(
            owners(with_master_boot_record(0x0B, &stick)),
            Ok(ann_at_7()),
            "{what}, in a partition"
        );
    }
    // Both counts of the sectors, as cameras write them.
    let mut stick = volume(2 * MIB, FatType::Fat12, &[("Ann.tally", &file("Ann", 7))]);
    stick[32..36].copy_from_slice(&4096_u32.to_le_bytes());
    assert_eq!(stick[19..21], 4096_u16.to_le_bytes());
    assert_eq!(owners(stick), Ok(ann_at_7()));
}

#[test]
fn what_no_computer_takes_for_fat_is_not_read() {
    type Change = fn(&mut Vec<u8>);
    let changes: [(&str, Change); 9] = [
        ("sectors of 768 bytes", |stick| {
            stick[11..13].copy_from_slice(&768_u16.to_le_bytes());
        }),
        ("sectors of 256 bytes", |stick| {
            stick[11..13].copy_from_slice(&256_u16.to_le_bytes());
        }),
        ("clusters of three sectors", |stick| stick[13] = 3),
        ("no reserved sector", |stick| stick[14..16].fill(0)),
        ("no table", |stick| stick[16] = 0),
        ("a medium of no kind", |stick| stick[21] = 0),
        ("a table without length", |stick| stick[36..40].fill(0)),
        ("fewer sectors than the tables take", |stick| {
            stick[32..36].copy_from_slice(&9_u32.to_le_bytes());
        }),
        ("a root that is no cluster", |stick| stick[44..48].fill(0)),
    ];
    for (what, change) in changes {
        let mut stick = fat32(70_000);
        change(&mut stick);
        assert_eq!(owners(stick), Err(Refusal::Unreadable), "{what}");
    }
}

#[test]
fn names_of_every_script_and_case_are_read() {
    let names = [
        "ann.tally",
        "ANN.TALLY",
        "Ann.Tally",
        "Ännchen Müller.tally",
        "История.tally",
        "סיפור.tally",
        "تاريخ.tally",
        "歴史 2025.tally",
        "역사.tally",
        "ประวัติ.tally",
        "\u{1F3A7} my year.tally",
        "a.b.c.tally",
        "ANN~1.TAL",
        "ann.tal",
    ];
    for (number, name) in (1..).zip(names) {
        // The crate that makes it knows no characters outside the first plane: two of that plane stand for one.
        let stand_in = name.replace('\u{1F3A7}', "\u{E000}\u{E001}");
        let mut fat = volume(2 * MIB, FatType::Fat12, &[(&stand_in, &file("Ann", number))]);
        if let Some(at) = fat.windows(4).position(|units| units == [0x00, 0xE0, 0x01, 0xE0]) {
            fat[at..at + 4].copy_from_slice(&[0x3C, 0xD8, 0xA7, 0xDF]);
        }
        assert_eq!(owners(fat), Ok(vec![("Ann".to_owned(), number)]), "{name} in FAT");
        let exfat = exfat(&[(name, &file("Ann", number), Lie::InOneRun)]);
        assert_eq!(owners(exfat), Ok(vec![("Ann".to_owned(), number)]), "{name} in exFAT");
    }
}

/// How many sectors of 512 bytes a cluster of exFAT may have: up to 32 MiB.
const CLUSTERS: [usize; 6] = [1, 256, 4_096, 8_192, 16_384, 65_536];

#[test]
fn exfat_is_read_with_clusters_of_every_length() {
    for cluster in CLUSTERS {
        for lie in [Lie::InOneRun, Lie::Backwards] {
            let mut volume = Volume::new((8 * cluster * 512).max(2 * MIB), cluster);
            volume.add("holiday.jpg", &[1; 70_000], lie);
            volume.add("Ann's history.tally", summary("Ann", 7).summary().file(), lie);
            let read = std::cell::Cell::new(0);
            let found = search(Counted(Cursor::new(volume.finish()), &read)).unwrap();
            assert_eq!(
                found[0].summary().file(),
                summary("Ann", 7).summary().file(),
                "{cluster}, {lie:?}"
            );
            assert!(
                read.get() < 8 * MIB,
                "{} bytes of clusters of {cluster} sectors, {lie:?}",
                read.get()
            );
        }
    }
}

#[test]
fn a_directory_over_many_pieces_and_clusters_is_read_to_its_end() {
    // A cluster is of two pieces; an entry of such a name takes 128 bytes.
    let mut volume = Volume::new(64 * MIB, 8_192);
    for number in 0..40_000 {
        volume.add(&format!("a holiday picture, {number}.jpg"), b"", Lie::InOneRun);
    }
    volume.add("Ann.tally", &file("Ann", 7), Lie::InOneRun);
    assert_eq!(owners(volume.finish()), Ok(ann_at_7()));
}

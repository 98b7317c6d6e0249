//! Sticks with every kind of partition table, right and wrong.

use super::*;

/// A small volume with a summary of Ann's.
fn anns() -> Vec<u8> {
    volume(2 * MIB, FatType::Fat12, &[("Ann.tally", &file("Ann", 7))])
}

/// Bytes of a stick's first table: its entry of that number.
fn entry(stick: &mut [u8], number: usize) -> &mut [u8] {
    &mut stick[446 + 16 * number..][..16]
}

#[test]
fn every_logical_partition_is_read_whatever_the_sectors_are() {
    let volumes = [
        volume(2 * MIB, FatType::Fat12, &[("ann.tally", &file("Ann", 7))]),
        vec![0; MIB],
        exfat(&[("bo.tally", &file("Bo", 3), Lie::InOneRun)]),
        volume(16 * MIB, FatType::Fat16, &[("cy.tally", &file("Cy", 1))]),
    ];
    for sector in [512, 1024, 2048, 4096] {
        let stick = with_logical_partitions(sector, &volumes);
        let expected = [("Ann", 7), ("Bo", 3), ("Cy", 1)].map(|(owner, pressed)| (owner.to_owned(), pressed));
        assert_eq!(owners(stick), Ok(expected.to_vec()), "sectors of {sector}");
    }
}

#[test]
fn a_chain_of_logical_partitions_that_bites_its_tail_ends_soon_and_hides_nothing() {
    let mut stick = with_logical_partitions(512, &[anns(), vec![0; MIB]]);
    // The second table leads back to the first, and then to itself.
    let second = MIB + MIB + 2 * MIB;
    for back in [0_u32, (second / 512 - 2048) as u32] {
        stick[second + 462 + 4] = 0x05;
        stick[second + 462 + 8..][..4].copy_from_slice(&back.to_le_bytes());
        stick[second + 462 + 12..][..4].copy_from_slice(&1_u32.to_le_bytes());
        let read = std::cell::Cell::new(0);
        let found = search(Counted(Cursor::new(stick.clone()), &read)).unwrap();
        assert_eq!(found[0].owner(), "Ann");
        assert!(read.get() < 4 * MIB, "{} bytes", read.get());
    }
}

#[test]
fn the_kind_that_a_table_calls_a_partition_does_not_matter() {
    for kind in (0..=255).filter(|kind| ![0x05, 0x0F, 0x85].contains(kind)) {
        let found = owners(with_master_boot_record(kind, &anns()));
        assert_eq!(found, Ok(ann_at_7()), "kind {kind:#04x}");
    }
}

#[test]
fn how_long_a_table_calls_a_partition_does_not_matter() {
    for length in [1, 7, 4095, 4096, 1 << 20, u32::MAX] {
        let mut stick = with_master_boot_record(0x0C, &anns());
        entry(&mut stick, 0)[12..].copy_from_slice(&length.to_le_bytes());
        assert_eq!(owners(stick), Ok(ann_at_7()), "{length} sectors");
    }
}

#[test]
fn partitions_are_found_in_sectors_of_every_length() {
    for sector in [512, 1024, 2048, 4096] {
        let mut stick = with_master_boot_record(0x0C, &anns());
        let start = (MIB / sector) as u32;
        entry(&mut stick, 0)[8..12].copy_from_slice(&start.to_le_bytes());
        assert_eq!(owners(stick), Ok(ann_at_7()), "sectors of {sector}");
        let guid = with_guid_table(sector, &anns());
        assert_eq!(owners(guid), Ok(ann_at_7()), "sectors of {sector}, GPT");
    }
}

#[test]
fn both_tables_of_a_hybrid_count() {
    let bos = volume(2 * MIB, FatType::Fat12, &[("bo.tally", &file("Bo", 3))]);
    let mut stick = with_guid_table(512, &anns());
    let start = stick.len().next_multiple_of(512);
    // The copy of the table is no longer at the end, as on a stick onto which somebody copied a shorter one.
    stick.resize(start, 0);
    stick.extend(&bos);
    entry(&mut stick, 1)[4] = 0x0C;
    entry(&mut stick, 1)[8..12].copy_from_slice(&((start / 512) as u32).to_le_bytes());
    entry(&mut stick, 1)[12..].copy_from_slice(&((bos.len() / 512) as u32).to_le_bytes());
    assert_eq!(owners(stick), Ok(vec![("Ann".to_owned(), 7), ("Bo".to_owned(), 3)]));
}

#[test]
fn the_copy_of_a_guid_table_counts_where_the_table_is_damaged_and_only_there() {
    for sector in [512, 4096] {
        let stick = with_guid_table(sector, &anns());
        // The signature, a byte that its checksum covers, one of the entries, and all of it.
        for damaged in [
            sector..sector + 1,
            sector + 40..sector + 41,
            2 * sector + 128 + 33..2 * sector + 128 + 34,
            sector..2 * sector + 128 * 128,
        ] {
            let mut stick = stick.clone();
            stick[damaged.clone()].iter_mut().for_each(|byte| *byte ^= 0xA5);
            assert_eq!(owners(stick), Ok(ann_at_7()), "{damaged:?}, sectors of {sector}");
        }
        // The copy is what an older table left, and names a volume that is gone.
        let mut older = stick.clone();
        older.truncate(older.len() - 128 * 128 - sector);
        older.extend(volume(2 * MIB, FatType::Fat12, &[("bo.tally", &file("Bo", 3))]));
        let at_the_end = with_guid_table(sector, &older[MIB..]);
        older.extend(&at_the_end[at_the_end.len() - 128 * 128 - sector..]);
        assert_eq!(owners(older), Ok(ann_at_7()));
    }
}

#[test]
fn a_volume_that_the_crate_panics_on_hides_no_other() {
    let mut hostile = volume(2 * MIB, FatType::Fat12, &[("bo.tally", &file("Bo", 3))]);
    // A file in cluster one, which there is none of.
    let short = hostile.windows(11).position(|name| name.starts_with(b"BO")).unwrap();
    hostile[short + 26..short + 28].copy_from_slice(&1_u16.to_le_bytes());
    assert_eq!(owners(hostile.clone()), Err(Refusal::Unreadable));
    assert_eq!(owners(with_logical_partitions(512, &[hostile, anns()])), Ok(ann_at_7()));
}

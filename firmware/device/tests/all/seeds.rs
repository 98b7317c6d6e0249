//! What the fuzzers of sticks and of the menu's file begin with: `UPDATE_SEEDS=1 cargo test -p playtally-device --test
//! all seeds::` writes it anew.
#![cfg(feature = "program")]

use crate::exfat;
use crate::files;
use crate::partitions;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use fatfs::{FatType, FileSystem, FormatVolumeOptions, FsOptions};

const MIB: usize = 1 << 20;

/// A volume with two summaries and what else there is on sticks.
fn fat(length: usize, kind: FatType) -> Vec<u8> {
    let mut disk = Cursor::new(vec![0; length]);
    let options = FormatVolumeOptions::new().fat_type(kind).bytes_per_cluster(512);
    fatfs::format_volume(&mut disk, options).unwrap();
    let volume = FileSystem::new(&mut disk, FsOptions::new()).unwrap();
    let root = volume.root_dir();
    root.create_dir("holiday").unwrap();
    for (name, file) in contents() {
        root.create_file(name).unwrap().write_all(&file).unwrap();
    }
    root.create_file("gone.jpg").unwrap();
    root.remove("gone.jpg").unwrap();
    drop(root);
    volume.unmount().unwrap();
    disk.into_inner()
}

fn exfat(length: usize, cluster: usize) -> Vec<u8> {
    let mut volume = exfat::Volume::new(length, cluster);
    for (name, file) in contents() {
        volume.add(name, &file, exfat::Lie::Backwards);
    }
    volume.add("gone.tally", b"gone", exfat::Lie::InOneRun);
    volume.delete_last();
    volume.finish()
}

fn contents() -> [(&'static str, Vec<u8>); 3] {
    [
        ("Ann's history, 2014 to 2025.tally", files::empty("Ann", 7)),
        ("BO.TAL", files::empty("Bo", 8)),
        ("b.tally", files::with_id("Bo", 9, 9)),
    ]
}

/// A stick whose GUID partition table is gone, but for the copy.
fn without_table(mut stick: Vec<u8>) -> Vec<u8> {
    stick[4096..8192].fill(0);
    stick
}

/// A volume in FAT32 that is cut short.
fn few_clusters(mut volume: Vec<u8>) -> Vec<u8> {
    let sectors = 4096_usize;
    volume[32..36].copy_from_slice(&(sectors as u32).to_le_bytes());
    volume.truncate(512 * sectors);
    volume
}

/// A stick as its fuzzer takes it: its length in sectors, and each sector that is not empty after its number.
fn sparse(stick: &[u8]) -> Vec<u8> {
    let mut sparse = ((stick.len() / 512) as u32).to_le_bytes().to_vec();
    for (number, sector) in (0_u32..).zip(stick.chunks(512)) {
        if sector.iter().any(|byte| *byte != 0) {
            sparse.extend(number.to_le_bytes());
            sparse.extend(sector);
        }
    }
    sparse
}

fn seeds() -> BTreeMap<&'static str, Vec<u8>> {
    let menu = "pace = 20\nbrightness = 75\nnight = \"22-7\"\ncalm = true\nlanguage = \"sv\"\nrotation = 180\n";
    let fat12 = fat(MIB, FatType::Fat12);
    BTreeMap::from([
        ("stick/fat12", sparse(&fat12)),
        (
            "stick/fat12-in-master-boot-record",
            sparse(&partitions::with_master_boot_record(0x0C, &fat12)),
        ),
        (
            "stick/fat12-in-guid-table",
            sparse(&partitions::with_guid_table(512, &fat12)),
        ),
        ("stick/fat16", sparse(&fat(4 * MIB, FatType::Fat16))),
        ("stick/fat32", sparse(&fat(40 * MIB, FatType::Fat32))),
        ("stick/exfat", sparse(&exfat(2 * MIB, 1))),
        ("stick/exfat-of-long-clusters", sparse(&exfat(64 * MIB, 8_192))),
        (
            "stick/logical-partitions",
            sparse(&partitions::with_logical_partitions(
                512,
                &[fat12.clone(), exfat(2 * MIB, 1), fat12.clone()],
            )),
        ),
        (
            "stick/logical-partitions-in-sectors-of-4096",
            sparse(&partitions::with_logical_partitions(
                4096,
                &[fat12.clone(), fat12.clone()],
            )),
        ),
        (
            "stick/copy-of-a-guid-table-in-sectors-of-4096",
            sparse(&without_table(partitions::with_guid_table(4096, &fat12))),
        ),
        (
            "stick/fat32-of-few-clusters",
            sparse(&few_clusters(fat(40 * MIB, FatType::Fat32))),
        ),
        (
            "stick/exfat-in-master-boot-record",
            sparse(&partitions::with_master_boot_record(0x07, &exfat(2 * MIB, 1))),
        ),
        ("menu/chosen", format!("[file]\npace = 12\n[menu]\n{menu}").into_bytes()),
    ])
}

#[test]
fn fuzzers_begin_with_what_a_device_is_given() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/seeds");
    for (name, seed) in seeds() {
        let path = folder.join(name);
        if std::env::var_os("UPDATE_SEEDS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &seed).unwrap();
        }
        let found = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(found == seed, "{} is not what it was made of", path.display());
    }
}

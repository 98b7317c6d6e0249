//! Second opinions on formats: sticks that other programs made, and what they say of those of the tests.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Desk, files};
use crate::exfat;

/// A second opinion on FAT: the tools of Linux and of mtools.
#[test]
fn sticks_formatted_by_other_programs_are_read() {
    let desk = Desk::new();
    let image = desk.path("other");
    // The longest is as long as a partition table can tell, and the file that stands for it mostly a hole.
    for (edition, (megabytes, options)) in (1..).zip([
        (2, "-F 12"),
        (2, "-F 12 -f 1 -r 16"),
        (30, "-F 12 -s 128 -f 4"),
        (20, "-F 16"),
        (20, "-F 16 -R 64 -r 4096"),
        (250, "-F 16 -S 4096 -s 1"),
        (64, "-F 32"),
        // Few clusters: of half a KiB, as many as an older kind would have, and some of the longest.
        (1, "-F 32 -s 1"),
        (3, "-F 32 -s 1"),
        (33, "-F 32 -s 1"),
        (40, "-F 32 -s 128"),
        (2, "-F 32 -S 4096 -s 1"),
        (300, "-F 32 -S 4096"),
        (300, "-F 32 -S 4096 -s 128"),
        (300, "-F 32 -S 2048 -R 2 -f 1 -b 0"),
        (300, "-F 32 -S 1024"),
        ((2 << 20) - 1, "-F 32"),
    ]) {
        File::create(&image).unwrap().set_len(megabytes << 20).unwrap();
        if let Err(missing) = format_fat(&image, 0, options, edition) {
            return println!("skipped: {missing}");
        }
        desk.plug_in(&image);
        let expected = [("Ann".to_owned(), edition)];
        assert_eq!(desk.owners(), expected, "{megabytes} MiB, {options}");
    }
}

/// Makes a volume in FAT at a place of an image, and puts a summary of Ann's onto it, as other programs do it. Says which
/// of them is missing.
fn format_fat(image: &Path, place: u64, options: &str, edition: u16) -> Result<(), String> {
    let summary = image.with_extension("tally");
    fs::write(&summary, files::full("Ann", edition)).unwrap();
    let mut format = Command::new("mkfs.vfat");
    format.arg("--offset").arg((place / 512).to_string());
    run(format.args(options.split(' ')).arg(image))?;
    if few_clusters(image, place) {
        put(image, place, &files::full("Ann", edition));
        return match place {
            0 => run(Command::new("fsck.vfat").arg("-n").arg(image)),
            _ => Ok(()),
        };
    }
    let mut copy = Command::new("mcopy");
    copy.arg("-i").arg(format!("{}@@{place}", image.display()));
    run(copy.arg(&summary).arg("::Ann's summary.tally"))
}

/// The number of so many bytes that stands at a place of an image.
fn number(image: &Path, place: u64, length: usize) -> u64 {
    let mut bytes = [0; 8];
    File::open(image)
        .unwrap()
        .read_exact_at(&mut bytes[..length], place)
        .unwrap();
    u64::from_le_bytes(bytes)
}

/// Whether a volume is in FAT32 and has so few clusters that mtools 4.0.32 do not read it; Windows,
/// Linux and dosfstools do.
fn few_clusters(image: &Path, volume: u64) -> bool {
    let sectors = number(image, volume + 19, 2).max(number(image, volume + 32, 4));
    number(image, volume + 22, 2) == 0 && sectors / number(image, volume + 13, 1) < 66_000
}

/// Puts a file into the root directory of an empty volume in FAT32, where there is a label already.
fn put(image: &Path, volume: u64, file: &[u8]) {
    let field = |at: u64, length| number(image, volume + at, length);
    let (sector, tables, length) = (field(11, 2), field(16, 1), field(36, 4));
    let cluster = field(13, 1) * sector;
    let table = |number: u64| volume + (field(14, 2) + number * length) * sector;
    let disk = File::options().read(true).write(true).open(image).unwrap();
    let last = 2 + (file.len() as u64).div_ceil(cluster) as u32;
    for copy in 0..tables {
        for number in 3..=last {
            let next = if number == last { 0x0FFF_FFFF } else { number + 1 };
            disk.write_all_at(&next.to_le_bytes(), table(copy) + 4 * u64::from(number))
                .unwrap();
        }
    }
    let mut entry = *b"ANN     TAL \0\0\0\0\x21\0\x21\0\0\0\0\0\x21\0\x03\0\0\0\0\0";
    entry[28..].copy_from_slice(&(file.len() as u32).to_le_bytes());
    disk.write_all_at(&entry, table(tables)).unwrap();
    disk.write_all_at(file, table(tables) + cluster).unwrap();
    // What is free changed.
    disk.write_all_at(&[0xFF; 8], volume + field(48, 2) * sector + 488)
        .unwrap();
}

/// Runs another program to its good end; says so if it is missing.
fn run(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .map_err(|error| format!("{program} is needed: {error}"))?;
    assert!(output.status.success(), "{command:?}: {output:?}");
    Ok(())
}

/// Has sfdisk make a table on an image.
fn partition(image: &Path, table: &str) -> Result<(), String> {
    let mut sfdisk = Command::new("sfdisk");
    sfdisk.args(["--quiet", "--no-reread", "--no-tell-kernel"]).arg(image);
    let started = sfdisk
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut started = started.map_err(|error| format!("sfdisk is needed: {error}"))?;
    started.stdin.take().unwrap().write_all(table.as_bytes()).unwrap();
    assert!(started.wait().unwrap().success(), "{table}");
    Ok(())
}

/// A second opinion on partition tables: those that sfdisk makes, with a volume in one partition of each.
#[test]
fn sticks_partitioned_by_other_programs_are_read() {
    const MIB: u64 = 1 << 20;
    let desk = Desk::new();
    let image = desk.path("other");
    let logical = "label: dos\nstart=2048, size=8192, type=83\nstart=10240, type=5\nstart=12288, size=8192, type=83\n\
                   start=24576, size=16384, type=6\nstart=49152, size=65536, type=c\n";
    for (edition, (table, place, options)) in (1..).zip([
        ("label: dos\nstart=2048, type=c\n", MIB, "-F 32 -s 1"),
        (
            "label: dos\nstart=63, size=20000, type=83\nstart=40001, type=7\n",
            40_001 * 512,
            "-F 16",
        ),
        (logical, 12 * MIB, "-F 16"),
        (logical, 24 * MIB, "-F 32 -s 8"),
        (
            "label: gpt\nstart=2048, size=8192\nstart=32768, size=65536\n",
            16 * MIB,
            "-F 32",
        ),
    ]) {
        File::create(&image).unwrap().set_len(64 * MIB).unwrap();
        let made = partition(&image, table).and_then(|()| format_fat(&image, place, options, edition));
        if let Err(missing) = made {
            return println!("skipped: {missing}");
        }
        desk.plug_in(&image);
        assert_eq!(desk.owners(), [("Ann".to_owned(), edition)], "{table}");
        if table.starts_with("label: gpt") {
            // The copy at the end of the stick is as good.
            File::options()
                .write(true)
                .open(&image)
                .unwrap()
                .write_all_at(&[0; 33 * 512], 512)
                .unwrap();
            fs::remove_dir_all(desk.path("state")).unwrap();
            fs::create_dir(desk.path("state")).unwrap();
            desk.plug_in(&image);
            assert_eq!(desk.owners(), [("Ann".to_owned(), edition)], "the copy of {table}");
        }
    }
}

/// Writes what is not empty of an image.
fn write_with_holes(path: &Path, image: &[u8]) {
    const HOLE: [u8; 4096] = [0; 4096];
    let file = File::create(path).unwrap();
    file.set_len(image.len() as u64).unwrap();
    for (place, block) in (0..).step_by(HOLE.len()).zip(image.chunks(HOLE.len())) {
        if block != &HOLE[..block.len()] {
            file.write_all_at(block, place).unwrap();
        }
    }
}

/// A second opinion on exFAT: exfatprogs finds nothing wrong with a stick of the tests, and what it formats is read.
#[test]
fn exfat_means_the_same_to_other_programs() {
    let desk = Desk::new();
    let image = desk.path("exfat");
    let lies = [exfat::Lie::InOneRun, exfat::Lie::Backwards];
    for (cluster, lie) in [8, 64, 8_192, 65_536]
        .into_iter()
        .flat_map(|cluster| lies.map(|lie| (cluster, lie)))
    {
        let mut volume = exfat::Volume::new((12 * cluster * 512).max(8 << 20), cluster);
        volume.add("holiday.jpg", &[1; 70_000], lie);
        volume.add("A name that takes three entries.tally", &files::full("Ann", 7), lie);
        volume.add("gone.tally", &files::full("Bo", 7), lie);
        volume.delete_last();
        write_with_holes(&image, &volume.finish());
        desk.plug_in(&image);
        assert_eq!(
            desk.news(),
            "accepted\n-\nAnn",
            "clusters of {cluster} sectors, {lie:?}"
        );
        match Command::new("fsck.exfat").arg("-n").arg(&image).output() {
            Ok(checked) => assert!(checked.status.success(), "{checked:?}"),
            Err(error) => return println!("skipped: exfatprogs are needed: {error}"),
        }
    }
    for (megabytes, cluster) in [
        (8, "4K"),
        (600, "32K"),
        (2048, "1M"),
        (4096, "2M"),
        (4096, "4M"),
        (65_536, "32M"),
    ] {
        File::create(&image).unwrap().set_len(megabytes << 20).unwrap();
        let formatted = Command::new("mkfs.exfat")
            .args(["-c", cluster])
            .arg(&image)
            .output()
            .unwrap();
        assert!(formatted.status.success(), "{formatted:?}");
        desk.plug_in(&image);
        assert_eq!(desk.news(), "refused\nNothingFound", "{cluster}");
    }
}

/// A second opinion on what other file systems are known by: the programs that make them.
#[test]
fn sticks_in_formats_that_are_not_read_are_told_about_by_name() {
    let desk = Desk::new();
    let image = desk.path("other");
    for (program, arguments, format) in [
        ("mkfs.ntfs", &["-F", "-Q"][..], "Ntfs"),
        ("mkfs.ext2", &["-F"], "Ext"),
        ("mkfs.ext4", &["-F"], "Ext"),
        ("mkfs.hfsplus", &[], "HfsPlus"),
        ("mkfs.apfs", &[], "Apfs"),
    ] {
        File::create(&image).unwrap().set_len(32 << 20).unwrap();
        match Command::new(program).args(arguments).arg(&image).output() {
            Ok(formatted) => assert!(formatted.status.success(), "{formatted:?}"),
            Err(error) => {
                println!("skipped: {program} is needed: {error}");
                continue;
            }
        }
        desk.plug_in(&image);
        assert_eq!(desk.news(), format!("refused\nFormat({format})"));
    }
}

//! The way of a summary from a stick into the store, through the processes that do it.
#![cfg(all(target_os = "linux", feature = "program"))]

#[path = "../src/testing/files.rs"]
#[allow(dead_code, reason = "shared with the library's own tests")]
mod files;

#[path = "../src/testing/exfat.rs"]
#[allow(dead_code, reason = "shared with the library's own tests")]
mod exfat;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use fatfs::{FileSystem, FormatVolumeOptions, FsOptions};
use playtally_device::{Directory, MAX_OWNERS, Shelf, stick};
use proptest::prelude::*;

/// The directories of a device, and sticks to plug into it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for name in ["state", "run", "run/inbox", "run/news", "run/requests"] {
            fs::create_dir(desk.path(name)).unwrap();
        }
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A stick with files on it.
    fn stick(&self, files: &[(&str, &[u8])]) -> PathBuf {
        let mut disk = Cursor::new(vec![0; 2 << 20]);
        fatfs::format_volume(&mut disk, FormatVolumeOptions::new()).unwrap();
        {
            let volume = FileSystem::new(&mut disk, FsOptions::new()).unwrap();
            for (name, bytes) in files {
                volume.root_dir().create_file(name).unwrap().write_all(bytes).unwrap();
            }
        }
        let path = self.path("stick");
        fs::write(&path, disk.into_inner()).unwrap();
        path
    }

    fn command(&self, command: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_playtally-device"));
        program
            .arg("--state")
            .arg(self.path("state"))
            .arg("--run")
            .arg(self.path("run"))
            .arg(command);
        program.stderr(Stdio::null());
        program
    }

    /// Plugs in a stick and waits until both processes came to an end.
    fn plug_in(&self, stick: &Path) -> (ExitStatus, ExitStatus) {
        let handover = self.path("run/inbox/stick");
        let output = File::create(&handover).unwrap();
        let read = self.command("read-stick").arg(stick).stdout(output).status().unwrap();
        let input = File::open(&handover).unwrap();
        let kept = self.command("keep").stdin(input).status().unwrap();
        (read, kept)
    }

    /// Asks for something to be erased, as the display does, and has it done.
    fn erase(&self, request: &str) -> ExitStatus {
        fs::write(self.path("run/requests/erase"), request).unwrap();
        self.command("erase").status().unwrap()
    }

    fn news(&self) -> String {
        fs::read_to_string(self.path("run/news/news")).unwrap()
    }

    fn owners(&self) -> Vec<(String, u16)> {
        let summaries = Shelf::new(Directory::new(self.path("state"))).summaries();
        summaries
            .iter()
            .map(|kept| (kept.owner().to_owned(), kept.pressed()))
            .collect()
    }
}

#[test]
fn a_summary_on_a_stick_ends_up_in_the_store() {
    let desk = Desk::new();
    let (read, kept) = desk.plug_in(&desk.stick(&[("ann.tally", &files::full("Ann", 7))]));
    assert!(read.success() && kept.success(), "{read} {kept}");
    assert_eq!(desk.news(), "accepted\nAnn");
    assert_eq!(desk.owners(), [("Ann".to_owned(), 7)]);

    desk.plug_in(&desk.stick(&[
        ("ann.tally", &files::full("Ann", 9)),
        ("bo.tally", &files::empty("Bo", 1)),
    ]));
    assert_eq!(desk.owners(), [("Ann".to_owned(), 9), ("Bo".to_owned(), 1)]);
}

#[test]
fn a_stick_with_nothing_good_on_it_changes_nothing_and_is_told_about() {
    let desk = Desk::new();
    desk.plug_in(&desk.stick(&[("ann.tally", &files::full("Ann", 7))]));
    let mut damaged = files::full("Ann", 9);
    damaged[50] ^= 1;
    for (content, news) in [
        (&damaged[..], "refused\nDamaged"),
        (&damaged[..60], "refused\nIncomplete"),
    ] {
        desk.plug_in(&desk.stick(&[("ann.tally", content)]));
        assert_eq!(desk.news(), news);
    }
    desk.plug_in(&desk.stick(&[]));
    assert_eq!(desk.news(), "refused\nNothingFound");
    let junk = desk.path("junk");
    fs::write(&junk, vec![0xA5; 1 << 20]).unwrap();
    desk.plug_in(&junk);
    assert_eq!(desk.news(), "refused\nUnreadable");
    desk.plug_in(&desk.path("pulled out before it was read"));
    assert_eq!(desk.news(), "refused\nUnreadable");
    assert_eq!(desk.owners(), [("Ann".to_owned(), 7)]);
}

#[test]
fn a_state_directory_that_cannot_be_written_is_told_about() {
    let desk = Desk::new();
    fs::remove_dir(desk.path("state")).unwrap();
    let (_, kept) = desk.plug_in(&desk.stick(&[("ann.tally", &files::full("Ann", 7))]));
    assert!(!kept.success());
    assert!(desk.news().starts_with("fault\n"), "{}", desk.news());
}

#[test]
fn what_was_asked_for_is_erased_once_and_told_about() {
    let desk = Desk::new();
    for (owner, pressed) in [("Ann", 7), ("Bo", 1), ("Ann", 9)] {
        desk.plug_in(&desk.stick(&[("a.tally", &files::full(owner, pressed))]));
    }
    assert!(desk.command("erase").status().unwrap().success());
    assert_eq!(desk.owners().len(), 2, "nobody asked for anything");
    assert!(desk.erase("owner\nAnn").success());
    assert_eq!(desk.news(), "erased");
    assert_eq!(desk.owners(), [("Bo".to_owned(), 1)]);

    desk.plug_in(&desk.stick(&[("a.tally", &files::full("Ann", 9))]));
    assert!(desk.command("erase").status().unwrap().success());
    assert_eq!(desk.owners().len(), 2, "a request does not come again");
    assert!(desk.erase("everyone\n").success());
    let left: Vec<_> = fs::read_dir(desk.path("state")).unwrap().flatten().collect();
    assert!(left.iter().all(|file| file.file_name() == "lock"), "{left:?}");
    assert_eq!(fs::read_dir(desk.path("run/requests")).unwrap().count(), 0);

    assert!(!desk.erase("nonsense").success());
    assert!(desk.news().starts_with("fault\n"), "{}", desk.news());
}

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

/// What somebody does to a stick.
#[derive(Clone, Debug)]
enum Step {
    /// Puts the next owner's summary into the root directory.
    Summary(String),
    /// Puts a file of so many bytes into the root directory.
    File(String, usize),
    /// Makes a folder in a folder in a folder, and puts a summary there, where nobody looks for it.
    Deep(String),
    /// Deletes one of the files in the root directory.
    Delete(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Other programs than a reader treat names such as "con" and "aux" specially; they are shorter.
    let name = "[A-Za-z0-9][A-Za-z0-9 ._'-]{4,40}[a-z0-9]".prop_map(|name| name.replace("._", ".-"));
    let short = "[A-Z][A-Z0-9]{5,7}";
    let any = prop_oneof![name, short];
    let step = prop_oneof![
        3 => (any.clone(), prop_oneof![Just("tally"), Just("TALLY"), Just("Tally")])
            .prop_map(|(name, extension)| Step::Summary(format!("{name}.{extension}"))),
        4 => (any.clone(), 0..9000_usize).prop_map(|(name, length)| Step::File(format!("{name}.jpg"), length)),
        1 => any.prop_map(Step::Deep),
        4 => (0..20_usize).prop_map(Step::Delete),
    ];
    proptest::collection::vec(step, 5..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A second opinion on what is where, whatever was put there and deleted before: that of mtools.
    #[test]
    fn the_reader_finds_what_mtools_find_byte_for_byte(steps in steps(), size in 0..3_usize) {
        let folder = tempfile::tempdir().unwrap();
        let (image, content) = (folder.path().join("image"), folder.path().join("content"));
        let (kibibytes, bits) = [(1_440, "12"), (8_192, "16"), (36_864, "32")][size];
        File::create(&image).unwrap().set_len(kibibytes << 10).unwrap();
        // A cluster for each sector, so that what is put into the gaps of what was deleted lies in pieces.
        let format = Command::new("mkfs.vfat").args(["-F", bits, "-s", "1"]).arg(&image).output();
        if let Err(error) = format {
            println!("skipped: mkfs.vfat is needed: {error}");
            return Ok(());
        }
        let mtools = |program: &str, arguments: &[&std::ffi::OsStr]| {
            let output = Command::new(program).arg("-i").arg(&image).args(arguments).output();
            output.map_err(|error| println!("skipped: {program} is needed: {error}"))
        };
        let (mut there, mut owners) = (BTreeMap::new(), 0);
        for step in steps {
            let (name, bytes, place) = match step {
                Step::Summary(name) if owners < MAX_OWNERS => {
                    owners += 1;
                    (name, files::full(&format!("Owner {owners}"), 7), "::/")
                }
                Step::File(name, length) => (name, vec![0xA5; length], "::/"),
                Step::Deep(name) => {
                    for path in ["::/a folder", "::/a folder/DEEP", "::/a folder/DEEP/deeper still"] {
                        let Ok(_) = mtools("mmd", &["-D".as_ref(), "s".as_ref(), path.as_ref()]) else { return Ok(()) };
                    }
                    (format!("{name}.tally"), files::full("Nobody", 7), "::/a folder/DEEP/deeper still/")
                }
                Step::Delete(which) if !there.is_empty() => {
                    let name: String = there.keys().nth(which % there.len()).cloned().unwrap();
                    let path: String = there.remove(&name).unwrap();
                    let deleted = mtools("mdel", &[path.as_ref()]);
                    prop_assert!(deleted.as_ref().is_ok_and(|output| output.status.success()), "{:?}", deleted);
                    continue;
                }
                Step::Summary(_) | Step::Delete(_) => continue,
            };
            if there.contains_key(&name.to_lowercase()) {
                continue;
            }
            fs::write(&content, bytes).unwrap();
            let path = format!("{place}{name}");
            let Ok(copied) = mtools("mcopy", &["-D".as_ref(), "s".as_ref(), content.as_ref(), path.as_ref()]) else {
                return Ok(());
            };
            prop_assert!(copied.status.success(), "{:?}", copied);
            if place == "::/" {
                there.insert(name.to_lowercase(), path);
            }
        }
        let mut expected = Vec::new();
        for (name, path) in &there {
            if name.ends_with(".tally") {
                let Ok(copied) = mtools("mcopy", &[path.as_ref(), "-".as_ref()]) else { return Ok(()) };
                prop_assert!(copied.status.success(), "{:?}", copied);
                expected.push(copied.stdout);
            }
        }
        let found = stick::search(File::open(&image).unwrap()).unwrap_or_default();
        let mut found: Vec<_> = found.iter().map(|kept| kept.summary().file().to_vec()).collect();
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected);
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
        assert_eq!(desk.news(), "accepted\nAnn", "clusters of {cluster} sectors, {lie:?}");
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

/// No process of the device asks the kernel for a network.
#[test]
fn no_command_opens_a_network_socket() {
    let desk = Desk::new();
    let stick = desk.stick(&[("ann.tally", &files::full("Ann", 7))]);
    let handover = desk.path("run/inbox/stick");
    desk.plug_in(&stick);
    let stick = stick.to_str().unwrap();
    // No computer has this bus: a test must not run on somebody's panel.
    let settings = desk.path("settings");
    fs::write(&settings, "[spi]\ndevice = 'spidev6.2'").unwrap();
    for arguments in [
        &["read-stick", stick][..],
        &["keep"],
        &["erase"],
        &["doctor"],
        &["say", "a", "b"],
        &["gadget-setup", "--sys", "/nonexistent"],
        &["gadget", "--sys", "/nonexistent"],
        &[],
    ] {
        let log = desk.path("calls");
        let traced = Command::new("strace")
            .args(["-f", "-e", "trace=%network", "-o"])
            .arg(&log)
            .arg(env!("CARGO_BIN_EXE_playtally-device"))
            .arg("--settings")
            .arg(&settings)
            .arg("--state")
            .arg(desk.path("state"))
            .arg("--run")
            .arg(desk.path("run"))
            .args(arguments)
            .stdin(File::open(&handover).unwrap())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if let Err(error) = traced {
            return println!("skipped: strace is needed: {error}");
        }
        let calls = fs::read_to_string(&log).unwrap_or_default();
        if !calls.contains("exited with") {
            return println!("skipped: strace cannot trace here");
        }
        assert!(
            !calls.contains("AF_INET") && !calls.contains("AF_PACKET"),
            "{arguments:?}: {calls}"
        );
    }
}

//! The way of a summary from a stick into the store, through the processes that do it.
#![cfg(all(target_os = "linux", feature = "program"))]

#[path = "../src/testing/files.rs"]
#[allow(dead_code, reason = "shared with the library's own tests")]
mod files;

use std::fs::{self, File};
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use fatfs::{FileSystem, FormatVolumeOptions, FsOptions};
use playtally_device::{Directory, Shelf};

/// The directories of a device, and sticks to plug into it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for name in ["state", "run", "run/inbox", "run/news"] {
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
    assert!(desk.news().starts_with("trouble\n"), "{}", desk.news());
}

/// A second opinion on FAT: the tools of Linux and of mtools.
#[test]
fn sticks_formatted_by_other_programs_are_read() {
    let desk = Desk::new();
    let image = desk.path("other");
    let summary = desk.path("summary");
    for (megabytes, bits, sector) in [
        (2, "12", "512"),
        (20, "16", "512"),
        (64, "32", "512"),
        (300, "32", "4096"),
    ] {
        fs::write(&summary, files::full("Ann", megabytes)).unwrap();
        File::create(&image)
            .unwrap()
            .set_len(u64::from(megabytes) << 20)
            .unwrap();
        let format = Command::new("mkfs.vfat")
            .args(["-F", bits, "-S", sector])
            .arg(&image)
            .output();
        let copy = || {
            Command::new("mcopy")
                .arg("-i")
                .arg(&image)
                .arg(&summary)
                .arg("::Ann's summary.tally")
                .output()
        };
        match format.and_then(|formatted| Ok((formatted, copy()?))) {
            Ok((formatted, copied)) => assert!(formatted.status.success() && copied.status.success(), "{copied:?}"),
            Err(error) => return println!("skipped: mkfs.vfat and mcopy are needed: {error}"),
        }
        desk.plug_in(&image);
        assert_eq!(
            desk.owners(),
            [("Ann".to_owned(), megabytes)],
            "FAT{bits}, sectors of {sector}"
        );
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
        &["doctor"],
        &["say", "a", "b"],
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
